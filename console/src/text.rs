//! The only text that widgets take: cleaned when it is made, cut with a mark that is seen.

use std::fmt;

use metrics::clean::clean_inline;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// The most bytes of one text that are shown; the rest is counted in a token.
const SHOWN_BYTES_MAX: usize = 4096;

/// The mark of a text that was cut.
const CUT: &str = ">";

/// Text in which nothing acts or hides.
///
/// # Invariants
///
/// It came out of [`clean_inline`]: no control, no bidirectional control, nothing invisible. There is
/// no other way to make one, so whoever draws a `CleanText` need not ask where it came from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct CleanText(String);

impl CleanText {
    /// Cleans a text, ours or submitted.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let shown = &text[..text.floor_char_boundary(SHOWN_BYTES_MAX)];
        let clean = clean_inline(shown);
        match text.len() - shown.len() {
            0 => Self(clean),
            hidden_bytes => Self(format!("{clean}..(+{hidden_bytes})")),
        }
    }

    /// Cleans raw bytes; those that are not UTF-8 become tokens such as `<E4>`.
    #[must_use]
    pub fn of_bytes(bytes: &[u8]) -> Self {
        let mut text = String::new();
        for chunk in bytes.utf8_chunks() {
            text.push_str(chunk.valid());
            text.extend(chunk.invalid().iter().map(|byte| format!("<{byte:02X}>")));
        }
        Self::new(&text)
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether there is nothing to see.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many columns it takes.
    #[must_use]
    pub fn width(&self) -> usize {
        // Most cells are plain numbers and codes; looking for graphemes is what a frame costs.
        if self.0.is_ascii() {
            return self.0.len();
        }
        self.0.graphemes(true).map(UnicodeWidthStr::width).sum()
    }

    /// At most `width` columns of it; what was cut ends with `>`.
    #[must_use]
    pub fn fit(&self, width: usize) -> Self {
        if self.width() <= width {
            return self.clone();
        }
        let (head, _) = self.split_at_width(width.saturating_sub(CUT.len()));
        let cut = if width == 0 { "" } else { CUT };
        Self(format!("{head}{cut}"))
    }

    /// The text in lines of at most `width` columns, broken after a blank where there is one: it is
    /// evidence, so no blank is dropped.
    #[must_use]
    pub fn wrap(&self, width: usize) -> Vec<Self> {
        let mut lines = Vec::new();
        let mut rest = self.clone();
        while !rest.is_empty() {
            // A line takes at least one grapheme, else a wide one would never fit.
            let (head, tail) = rest.split_at_width(width.max(2));
            let at = match head.rfind(' ') {
                Some(blank) if !tail.is_empty() && head.len() / 2 < blank => blank + 1,
                Some(_) | None => head.len(),
            };
            let (head, tail) = rest.0.split_at(at);
            lines.push(Self(head.to_owned()));
            rest = Self(tail.to_owned());
        }
        lines
    }

    fn split_at_width(&self, width: usize) -> (&str, &str) {
        if self.0.is_ascii() {
            return self.0.split_at(width.min(self.0.len()));
        }
        let mut taken = 0;
        for (offset, grapheme) in self.0.grapheme_indices(true) {
            let next = taken + grapheme.width();
            if width < next && (0 < offset || grapheme.width() <= width || width < 2) {
                return self.0.split_at(offset);
            }
            taken = next;
        }
        (&self.0, "")
    }
}

impl fmt::Display for CleanText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// Whether a terminal may be sent this cell: the second net under [`CleanText`].
#[must_use]
pub fn is_sendable(symbol: &str) -> bool {
    clean_inline(symbol) == symbol
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_cut_shows_a_mark() {
        let text = CleanText::new("上海数据集团");
        for (width, expected) in
            [(12, "上海数据集团"), (11, "上海数据集>"), (4, "上>"), (3, "上>"), (1, ">"), (0, "")]
        {
            assert_eq!(text.fit(width).as_str(), expected, "{width}");
        }
    }

    #[test]
    fn lines_lose_nothing() {
        let text = CleanText::new("a 上海  b\tc");
        let lines = text.wrap(4);
        assert!(lines.iter().all(|line| line.width() <= 4), "{lines:?}");
        assert_eq!(lines.iter().map(CleanText::as_str).collect::<String>(), text.as_str());
        assert_eq!(CleanText::new("上").wrap(1).len(), 1);
    }

    #[test]
    fn long_texts_and_foreign_bytes_are_told() {
        let long = CleanText::new(&"x".repeat(5000));
        assert!(long.as_str().ends_with("x..(+904)"));
        assert_eq!(CleanText::of_bytes(b"a\xc9\xcfb\x1b").as_str(), "a<C9><CF>b<ESC>");
    }
}
