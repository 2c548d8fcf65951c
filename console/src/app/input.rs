//! A line of text that a person types. The caret stands at its end.

use unicode_segmentation::UnicodeSegmentation;

use crate::key::Key;
use crate::text::CleanText;

/// The most characters typed into a line.
const LENGTH_MAX: usize = 200;

/// A line of text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Input {
    text: String,
}

impl Input {
    /// A line that holds something already.
    #[must_use]
    pub fn with(text: &str) -> Self {
        Self { text: text.to_owned() }
    }

    /// What was typed.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What was typed, to be shown.
    #[must_use]
    pub fn shown(&self) -> CleanText {
        CleanText::new(&self.text)
    }

    /// Takes a key. `false` if it does not edit.
    pub fn key(&mut self, key: Key) -> bool {
        match key {
            Key::Char(letter) => self.paste(letter.encode_utf8(&mut [0; 4])),
            Key::Backspace => {
                let last = self.text.grapheme_indices(true).next_back();
                self.text.truncate(last.map_or(0, |(offset, _)| offset));
            }
            Key::Control('u') => self.text.clear(),
            Key::Control(_)
            | Key::Function(_)
            | Key::Enter
            | Key::Escape
            | Key::Tab
            | Key::BackTab
            | Key::Up
            | Key::Down
            | Key::PageUp
            | Key::PageDown
            | Key::Home
            | Key::End => return false,
        }
        true
    }

    /// Takes pasted text: printable characters only.
    pub fn paste(&mut self, text: &str) {
        let room = LENGTH_MAX.saturating_sub(self.text.chars().count());
        self.text.extend(text.chars().filter(|it| !it.is_control()).take(room));
    }
}
