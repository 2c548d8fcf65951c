//! Themes: what a text means, as colours or without. Meaning never rests on hue alone.

use metrics::incident::Level;
use ratatui::style::{Color, Modifier, Style};

/// What a text means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Role {
    /// Plain.
    #[default]
    Text,
    /// Labels and what is less important.
    Muted,
    /// Titles, and what is chosen among tabs.
    Accent,
    /// As it should be.
    Good,
    /// To be explained.
    Warn,
    /// Wrong.
    Bad,
    /// As submitted, by whoever.
    Untrusted,
    /// The line under the cursor.
    Selected,
    /// Keys.
    Key,
    /// The level of an incident, in the colours of early warning 红橙黄蓝. Orange is the bright red of
    /// the sixteen; its word stands beside it.
    Level(Level),
}

/// How roles look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// The terminal's own 16 colours on its own background.
    #[default]
    Colour,
    /// Bold, underline and reverse only (`NO_COLOR`).
    Mono,
}

impl Theme {
    /// The other theme.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Colour => Self::Mono,
            Self::Mono => Self::Colour,
        }
    }

    /// How a role looks.
    #[must_use]
    pub fn style(self, role: Role) -> Style {
        let plain = Style::reset();
        let style = match self {
            Self::Mono => plain,
            Self::Colour => match role {
                Role::Text | Role::Selected | Role::Muted => plain,
                Role::Accent | Role::Key => plain.fg(Color::Cyan),
                Role::Good => plain.fg(Color::Green),
                Role::Warn | Role::Level(Level::FairlyMajor) => plain.fg(Color::Yellow),
                Role::Bad | Role::Level(Level::EspeciallyMajor) => plain.fg(Color::Red),
                Role::Untrusted => plain.fg(Color::Magenta),
                Role::Level(Level::Major) => plain.fg(Color::LightRed),
                Role::Level(Level::General) => plain.fg(Color::Blue),
            },
        };
        match role {
            Role::Text
            | Role::Muted
            | Role::Good
            | Role::Untrusted
            | Role::Level(Level::General | Level::FairlyMajor) => style,
            Role::Accent | Role::Warn | Role::Key | Role::Level(Level::Major) => {
                style.add_modifier(Modifier::BOLD)
            }
            Role::Bad | Role::Level(Level::EspeciallyMajor) => {
                style.add_modifier(Modifier::BOLD | Modifier::UNDERLINED)
            }
            Role::Selected => style.add_modifier(Modifier::REVERSED),
        }
    }
}
