//! Submitted text made safe to show on one line: what would steer a terminal, turn the reading
//! order or hide itself becomes a visible token. Stored text is never changed.

use unicode_width::UnicodeWidthChar;

/// Marks that may stack on one character. Legitimate scripts need fewer.
const MARKS_MAX: usize = 4;

/// Short names of the C0 controls (ISO 6429), by code.
const C0_NAMES: [&str; 32] = [
    "NUL", "SOH", "STX", "ETX", "EOT", "ENQ", "ACK", "BEL", "BS", "TAB", "LF", "VT", "FF", "CR",
    "SO", "SI", "DLE", "DC1", "DC2", "DC3", "DC4", "NAK", "SYN", "ETB", "CAN", "EM", "SUB", "ESC",
    "FS", "GS", "RS", "US",
];

/// The text with tokens such as `<ESC>` and `<U+202E>` in place of what must not act or hide.
///
/// * Controls (C0, DEL, C1) and line separators.
/// * Bidirectional controls, which let a text read other than it is stored (CVE-2021-42574).
/// * Invisible characters, tags, and variation selectors beyond one a character. The joiner of
///   emoji sequences is not spared.
/// * Private-use characters, whose width and look nobody knows.
/// * More than four marks on a character are counted: `<+496>`.
///
/// Look-alike letters are not touched: decisions use ids, never names.
///
/// # Example
///
/// ```
/// use metrics::clean::clean_inline;
///
/// assert_eq!(clean_inline("明镜\u{1b}[2J"), "明镜<ESC>[2J");
/// ```
#[must_use]
pub fn clean_inline(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    // A text starts as if its base had a selector: one at the start selects nothing.
    let mut marks = 0;
    let mut has_selector = true;
    for character in text.chars() {
        if is_selector(character) && !has_selector {
            has_selector = true;
            clean.push(character);
        } else if is_hidden(character) {
            push_dropped(&mut clean, &mut marks);
            push_token(&mut clean, character);
            has_selector = true;
        } else if character.width() == Some(0) {
            marks += 1;
            if marks <= MARKS_MAX {
                clean.push(character);
            }
        } else {
            push_dropped(&mut clean, &mut marks);
            clean.push(character);
            has_selector = false;
        }
    }
    push_dropped(&mut clean, &mut marks);
    clean
}

/// Ends a base character: says how many of its marks were left out.
fn push_dropped(clean: &mut String, marks: &mut usize) {
    let dropped = marks.saturating_sub(MARKS_MAX);
    if 0 < dropped {
        clean.extend(["<+", &dropped.to_string(), ">"]);
    }
    *marks = 0;
}

fn push_token(clean: &mut String, character: char) {
    let code = u32::from(character);
    let token = match character {
        '\u{7f}' => "<DEL>".to_owned(),
        '\u{80}'..='\u{9f}' => format!("<{code:02X}>"),
        _ => match C0_NAMES.get(code as usize) {
            Some(name) => format!("<{name}>"),
            None => format!("<U+{code:04X}>"),
        },
    };
    clean.push_str(&token);
}

/// Variation selectors, those of Chinese glyph variants (IVS) among them.
fn is_selector(character: char) -> bool {
    matches!(character, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// Whether nobody sees a character: it hides, or is a mark on another. Blanks part words and are seen.
pub(crate) fn is_unseen(character: char) -> bool {
    let is_mark = character.width() == Some(0);
    !character.is_whitespace() && (is_mark || is_hidden(character))
}

fn is_hidden(character: char) -> bool {
    let is_bidi = matches!(
        character,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
    );
    let is_invisible = matches!(
        character,
        '\u{ad}' | '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200d}' | '\u{2028}' | '\u{2029}'
            | '\u{2060}'..='\u{2065}' | '\u{206a}'..='\u{206f}' | '\u{3164}' | '\u{feff}'
            | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}'
    );
    let is_private = matches!(
        character,
        '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{ffffd}' | '\u{100000}'..='\u{10fffd}'
    );
    character.is_control() || is_bidi || is_invisible || is_private || is_selector(character)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_acts_or_hides_becomes_a_token() {
        let texts = [
            ("数据集团（上海）有限公司", "数据集团（上海）有限公司"),
            ("\u{1b}]52;c;eA==\u{7}", "<ESC>]52;c;eA==<BEL>"),
            ("a\nb\tc\r\0\u{7f}", "a<LF>b<TAB>c<CR><NUL><DEL>"),
            ("\u{9b}2J\u{85}", "<9B>2J<85>"),
            ("invoice\u{202e}fdp.exe", "invoice<U+202E>fdp.exe"),
            ("\u{2066}x\u{2069}\u{61c}\u{200f}", "<U+2066>x<U+2069><U+061C><U+200F>"),
            ("a\u{200b}b\u{feff}\u{ad}\u{3164}", "a<U+200B>b<U+FEFF><U+00AD><U+3164>"),
            ("a\u{e0041}", "a<U+E0041>"),
            ("a\u{2028}\u{2029}", "a<U+2028><U+2029>"),
            ("\u{e123}", "<U+E123>"),
            // One variation selector belongs to its character, a second to nobody.
            ("葛\u{e0100}", "葛\u{e0100}"),
            ("葛\u{e0100}\u{fe0f}", "葛\u{e0100}<U+FE0F>"),
            ("\u{fe0f}a", "<U+FE0F>a"),
            ("👩\u{200d}💻", "👩<U+200D>💻"),
            // Right-to-left letters are text.
            ("שלום", "שלום"),
            ("e\u{301}", "e\u{301}"),
        ];
        for (text, expected) in texts {
            assert_eq!(clean_inline(text), expected, "{text:?}");
        }
    }

    #[test]
    fn marks_beyond_four_are_counted() {
        let stack = |count| "\u{301}".repeat(count);
        assert_eq!(clean_inline(&format!("a{}", stack(4))), format!("a{}", stack(4)));
        let bomb = format!("a{}b", stack(500));
        assert_eq!(clean_inline(&bomb), format!("a{}<+496>b", stack(4)));
    }

    proptest! {
        /// Whatever goes in, nothing that hides comes out, and a second pass changes nothing.
        #[test]
        fn nothing_hidden_comes_out(text in any::<String>()) {
            let clean = clean_inline(&text);
            prop_assert!(!clean.chars().any(|it| is_hidden(it) && !is_selector(it)));
            prop_assert_eq!(clean_inline(&clean), clean);
        }
    }
}
