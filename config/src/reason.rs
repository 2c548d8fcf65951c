//! Why a delivery or a job did not come to a good end: kept as a word, with what somebody else said of it, and
//! told as a sentence in which those words are quoted.

use crate::locale::Words;

/// Between the word and what was said.
const SAID: &str = ": ";

/// A reason as it is kept: a word, of which the words have a sentence `reason-<word>`, and what was said, `""`
/// where nothing was.
#[must_use]
pub fn text(word: &str, said: &str) -> String {
    if said.is_empty() { word.to_owned() } else { format!("{word}{SAID}{said}") }
}

/// A reason that was kept, as a sentence without its full stop. What names no word is somebody's own words,
/// as a server said or a person wrote them: they are quoted.
#[must_use]
pub fn in_words(text: &str, words: &Words) -> String {
    if text.is_empty() {
        return String::new();
    }
    let (word, said) = text.split_once(SAID).unwrap_or((text, ""));
    let id = format!("reason-{word}");
    if words.has(&id) {
        words.format(&id, &[("said", said)])
    } else {
        words.format("reason-said", &[("said", text)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Language;

    #[test]
    fn what_others_said_is_quoted_in_a_sentence() {
        for (text, zh, en) in [
            (String::new(), "", ""),
            (
                text("mail-reply", "550 5.1.1 No such user: a"),
                "邮件服务器答复「550 5.1.1 No such user: a」",
                "the mail server says “550 5.1.1 No such user: a”",
            ),
            (text("job-source-unreachable", ""), "无法连接来源", "the source cannot be reached"),
            // What was kept before reasons had words, and what a person wrote.
            ("已电话确认: 收到".to_owned(), "「已电话确认: 收到」", "“已电话确认: 收到”"),
            ("timeout".to_owned(), "「timeout」", "“timeout”"),
        ] {
            assert_eq!(in_words(&text, &Words::new(Language::Zh)), zh);
            assert_eq!(in_words(&text, &Words::new(Language::En)), en);
        }
    }
}
