//! What a text says to the eye: names are compared by it, and a cell that shows nothing is empty.

/// Words by which people leave a cell empty.
const EMPTY_WORDS: [&str; 10] = ["-", "--", "—", "——", "–", "/", "\\", "无", "N/A", "n/a"];

/// Whether a character takes no room on paper: controls, soft hyphen, zero-width and directional
/// characters, the byte order mark.
pub(super) fn is_invisible(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}'
                | '\u{2066}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        )
}

/// A text without what cannot be seen and without blanks, full-width ASCII as ASCII: `张 三` is
/// `张三`.
pub(crate) fn plain(text: &str) -> impl Iterator<Item = char> {
    let seen = text.chars().filter(|&it| !is_invisible(it) && !it.is_whitespace());
    seen.map(|it| match it {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(it) - 0xfee0).unwrap_or(it),
        _ => it,
    })
}

/// Whether a text says nothing: it shows nothing, or a word that people leave a cell empty by.
pub(crate) fn says_nothing(text: &str) -> bool {
    match text.as_bytes() {
        [] => true,
        // Most cells: no word of the list begins so.
        [b'0'..=b'9' | b'A'..=b'M' | b'O'..=b'Z' | b'a'..=b'm' | b'o'..=b'z', ..] => false,
        _ => {
            let Some(first) = plain(text).next() else { return true };
            let mut words = EMPTY_WORDS.iter().filter(|word| word.starts_with(first));
            words.any(|word| plain(text).eq(word.chars()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_shows_nothing_says_nothing() {
        for text in ["", "-", "—", " — ", "/", "／", "无", "N/A", "n/a", "\u{200b}", "\u{feff}-"]
        {
            assert!(says_nothing(text), "{text:?}");
        }
        for text in ["P1", "N1", "n", "-1", "无锡", "0", "甲", "a/b", "1\u{200b}"] {
            assert!(!says_nothing(text), "{text:?}");
        }
    }

    #[test]
    fn names_are_what_is_seen_of_them() {
        for text in ["张三", "张 三", "张\u{3000}三", "张\u{200b}三", "\u{feff}张三\u{200f}"]
        {
            assert!(plain(text).eq("张三".chars()), "{text:?}");
        }
        assert!(plain("Ｌｉ").eq("Li".chars()));
        assert!(plain("张三").ne(plain("张三丰")));
    }
}
