//! Keys as the core knows them, apart from any terminal.

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

/// A key that was pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// A letter, sign or blank.
    Char(char),
    /// Ctrl with a lowercase letter.
    Control(char),
    /// A function key.
    Function(u8),
    /// Return.
    Enter,
    /// Escape.
    Escape,
    /// Backspace.
    Backspace,
    /// Tab.
    Tab,
    /// Shift-Tab.
    BackTab,
    /// Arrow.
    Up,
    /// Arrow.
    Down,
    /// A page up.
    PageUp,
    /// A page down.
    PageDown,
    /// To the start.
    Home,
    /// To the end.
    End,
}

impl Key {
    /// What a terminal reported, unless it means nothing here.
    #[must_use]
    pub fn of(event: KeyEvent) -> Option<Self> {
        if event.kind == KeyEventKind::Release || event.modifiers.contains(KeyModifiers::ALT) {
            return None;
        }
        let control = event.modifiers.contains(KeyModifiers::CONTROL);
        match event.code {
            KeyCode::Char(letter) if control => Some(Self::Control(letter.to_ascii_lowercase())),
            KeyCode::Char(letter) => Some(Self::Char(letter)),
            KeyCode::F(number) => Some(Self::Function(number)),
            KeyCode::Enter => Some(Self::Enter),
            KeyCode::Esc => Some(Self::Escape),
            KeyCode::Backspace => Some(Self::Backspace),
            KeyCode::Tab => Some(Self::Tab),
            KeyCode::BackTab => Some(Self::BackTab),
            KeyCode::Up => Some(Self::Up),
            KeyCode::Down => Some(Self::Down),
            KeyCode::PageUp => Some(Self::PageUp),
            KeyCode::PageDown => Some(Self::PageDown),
            KeyCode::Home => Some(Self::Home),
            KeyCode::End => Some(Self::End),
            _ => None,
        }
    }

    /// The key as a command: full-width letters and signs, as a Chinese input method types them,
    /// are the plain ones.
    #[must_use]
    pub fn folded(self) -> Self {
        let Self::Char(letter) = self else { return self };
        let plain = match letter {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(letter) - 0xfee0),
            '\u{3000}' => Some(' '),
            '【' | '「' => Some('['),
            '】' | '」' => Some(']'),
            _ => None,
        };
        Self::Char(plain.unwrap_or(letter))
    }

    /// How the key is written in help.
    #[must_use]
    pub fn label(self) -> String {
        match self {
            Self::Char(' ') => "Space".to_owned(),
            Self::Char(letter) => letter.to_string(),
            Self::Control(letter) => format!("Ctrl-{}", letter.to_ascii_uppercase()),
            Self::Function(number) => format!("F{number}"),
            Self::Enter => "Enter".to_owned(),
            Self::Escape => "Esc".to_owned(),
            Self::Backspace => "Backspace".to_owned(),
            Self::Tab => "Tab".to_owned(),
            Self::BackTab => "Shift-Tab".to_owned(),
            Self::Up => "Up".to_owned(),
            Self::Down => "Down".to_owned(),
            Self::PageUp => "PgUp".to_owned(),
            Self::PageDown => "PgDn".to_owned(),
            Self::Home => "Home".to_owned(),
            Self::End => "End".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_width_letters_are_keys() {
        for (typed, plain) in
            [('ｑ', 'q'), ('：', ':'), ('？', '?'), ('Ｇ', 'G'), ('【', '['), ('j', 'j')]
        {
            assert_eq!(Key::Char(typed).folded(), Key::Char(plain));
        }
    }

    #[test]
    fn alt_and_releases_are_nothing() {
        let mut event = KeyEvent::new(KeyCode::Char('x'), KeyModifiers::ALT);
        assert_eq!(Key::of(event), None);
        event.modifiers = KeyModifiers::CONTROL;
        assert_eq!(Key::of(event), Some(Key::Control('x')));
        event.kind = KeyEventKind::Release;
        assert_eq!(Key::of(event), None);
    }
}
