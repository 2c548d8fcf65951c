//! Which encoding a text is in, told by its bytes alone, and GB 18030 as UTF-8.
//!
//! The same bytes always give the same answer: a file that begins with the mark of UTF-8, or whose
//! first mebibyte is UTF-8, is UTF-8. Else it is GB 18030 if the mebibyte is that throughout, and
//!
//! * has more bytes that UTF-8 forbids than whole characters of UTF-8: a file in UTF-8 with a few
//!   broken bytes, which by chance may pass for GB 18030, stays UTF-8, and its broken rows are named;
//! * has fewer bytes beyond ASCII that stand alone than side by side: Chinese characters are pairs of
//!   them, letters with accents of other encodings stand among ASCII.

use std::io::{self, ErrorKind, Read, Write};

use encoding_rs::{DecoderResult, GB18030};

use super::text::BYTE_ORDER_MARK;

/// So much of a file tells its encoding.
pub const HEAD_BYTES: usize = 1 << 20;
/// How much is decoded at a time.
const BUFFER_BYTES: usize = 64 * 1024;
/// A byte that UTF-8 never has stands for what is not GB 18030, so that its row is named as one that
/// cannot be read.
const BROKEN: &[u8] = b"\xFF";

/// How text is encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, or nothing that is known.
    Utf8,
    /// GB 18030, which covers GBK and GB 2312.
    Gb18030,
}

impl Encoding {
    /// Every encoding.
    pub const ALL: [Self; 2] = [Self::Utf8, Self::Gb18030];

    /// The word used in mappings.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Gb18030 => "gb18030",
        }
    }

    /// Reads what [`Encoding::as_str`] wrote.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|encoding| encoding.as_str() == word)
    }

    /// GB 18030, if a text begins as XML that says so of itself; whatever else it may say is for its
    /// bytes to tell.
    #[must_use]
    pub fn declared_by_xml(head: &[u8]) -> Option<Self> {
        let declaration = head.strip_prefix(b"<?xml")?;
        let end = declaration.iter().position(|it| *it == b'>')?;
        let declaration = String::from_utf8_lossy(&declaration[..end]).to_ascii_lowercase();
        let (_, value) = declaration.split_once("encoding")?;
        let name = value.trim_start_matches(|it: char| it == '=' || it.is_whitespace());
        let name = name.trim_matches(['"', '\'', '?', ' ']).split(['"', '\'']).next()?;
        matches!(name, "gb18030" | "gbk" | "gb2312").then_some(Self::Gb18030)
    }

    /// The encoding of a text that begins so.
    #[must_use]
    pub fn of(head: &[u8]) -> Self {
        if head.starts_with(BYTE_ORDER_MARK) || simdutf8::basic::from_utf8(head).is_ok() {
            return Self::Utf8;
        }
        // The end of the head may cut a character in two.
        if std::str::from_utf8(head).is_err_and(|error| error.error_len().is_none()) {
            return Self::Utf8;
        }
        let (mut whole, mut broken) = (0, 0);
        for chunk in head.utf8_chunks() {
            whole += chunk.valid().chars().filter(|it| !it.is_ascii()).count();
            broken += usize::from(!chunk.invalid().is_empty());
        }
        let is_chinese = whole < broken && has_pairs(head) && is_gb18030(head);
        if is_chinese { Self::Gb18030 } else { Self::Utf8 }
    }
}

/// Whether fewer bytes beyond ASCII stand alone than side by side.
fn has_pairs(bytes: &[u8]) -> bool {
    let (mut alone, mut paired) = (0, 0);
    for run in bytes.split(u8::is_ascii) {
        match run.len() {
            0 => {}
            1 => alone += 1,
            length => paired += length,
        }
    }
    alone < paired
}

/// Whether bytes are GB 18030 throughout, the last character perhaps cut off.
fn is_gb18030(bytes: &[u8]) -> bool {
    let mut decoder = GB18030.new_decoder_without_bom_handling();
    let mut text = vec![0; BUFFER_BYTES];
    let mut rest = bytes;
    loop {
        let (result, taken, _) = decoder.decode_to_utf8_without_replacement(rest, &mut text, false);
        rest = &rest[taken..];
        match result {
            DecoderResult::InputEmpty => return true,
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(..) => return false,
        }
    }
}

/// Writes GB 18030 as UTF-8. What is neither becomes a byte that UTF-8 never has.
///
/// # Errors
///
/// The source cannot be read, or what it says not be written.
pub(super) fn gb18030_to_utf8(source: &mut dyn Read, into: &mut dyn Write) -> io::Result<()> {
    let mut decoder = GB18030.new_decoder_without_bom_handling();
    let (mut bytes, mut text) = (vec![0; BUFFER_BYTES], vec![0; BUFFER_BYTES]);
    loop {
        let count = match source.read(&mut bytes) {
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            count => count?,
        };
        let is_last = count == 0;
        let mut rest = &bytes[..count];
        loop {
            let (result, taken, written) =
                decoder.decode_to_utf8_without_replacement(rest, &mut text, is_last);
            into.write_all(&text[..written])?;
            rest = &rest[taken..];
            match result {
                DecoderResult::InputEmpty => break,
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(..) => into.write_all(BROKEN)?,
            }
        }
        if is_last {
            return Ok(());
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn gb18030(text: &str) -> Vec<u8> {
        GB18030.encode(text).0.into_owned()
    }

    fn utf8(bytes: &[u8]) -> Vec<u8> {
        let mut text = Vec::new();
        gb18030_to_utf8(&mut &*bytes, &mut text).unwrap();
        text
    }

    #[test]
    fn bytes_tell_their_encoding() {
        let table = "记录类型,凭证号,摘要\n分录,1,收到市级平台运营服务费\n";
        let mut damaged = table.as_bytes().to_vec();
        damaged[30] = 0xFF;
        let cases: [(&str, &[u8], Encoding); 11] = [
            ("nothing", b"", Encoding::Utf8),
            ("ASCII", b"record,voucher_no\nline,1\n", Encoding::Utf8),
            ("UTF-8", table.as_bytes(), Encoding::Utf8),
            ("a mark, then anything", &[BYTE_ORDER_MARK, &gb18030(table)].concat(), Encoding::Utf8),
            ("UTF-8, cut in a character", &table.as_bytes()[..4], Encoding::Utf8),
            ("UTF-8 with a broken byte", &damaged, Encoding::Utf8),
            ("GB 18030", &gb18030(table), Encoding::Gb18030),
            ("GB 18030, cut in a character", &gb18030(table)[..5], Encoding::Gb18030),
            ("one character of GB 18030", b"a,\xBC\xC7\n", Encoding::Gb18030),
            ("accents that are no GB 18030", b"caf\xE9,1\n", Encoding::Utf8),
            ("accents that pass for GB 18030", b"na\xEFve,\xE9t\xE9 \xE0 Paris\n", Encoding::Utf8),
        ];
        for (what, bytes, expected) in cases {
            assert_eq!(Encoding::of(bytes), expected, "{what}");
        }
    }

    #[test]
    fn what_is_not_gb18030_breaks_its_row_alone() {
        let mut bytes = gb18030("甲,乙\n");
        bytes.extend_from_slice(b"\xFF,1\n");
        bytes.extend(gb18030("丙,2\n"));
        assert_eq!(utf8(&bytes), ["甲,乙\n".as_bytes(), b"\xFF,1\n", "丙,2\n".as_bytes()].concat());
        // A character that the end cuts off.
        assert_eq!(utf8(&gb18030("丙")[..1]), b"\xFF");
    }

    proptest! {
        /// Every text comes back, also across the buffer's end.
        #[test]
        fn gb18030_comes_back_as_it_was(text in "[ -~一-龥𠀀-𠀿é€]{0,50}", before in 0..5_usize) {
            let text = "x".repeat(BUFFER_BYTES - before) + &text;
            prop_assert_eq!(utf8(&gb18030(&text)), text.into_bytes());
        }

        /// Chinese text in UTF-8 is never taken for GB 18030, even with a broken byte in it.
        #[test]
        fn broken_utf8_stays_utf8(text in "[一-龥]{2,40}", at in 0..1_000_usize) {
            let mut bytes = text.into_bytes();
            let at = at % bytes.len();
            bytes[at] = 0xFF;
            prop_assert_eq!(Encoding::of(&bytes), Encoding::Utf8);
        }
    }
}
