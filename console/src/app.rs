//! The core: [`Model`], everything that can happen to it, and everything it may ask for.
//!
//! [`update()`] is pure and synchronous: no terminal, no clock, no waiting.

mod form;
mod input;
mod popup;
pub(crate) mod update;

use std::time::Duration;

use jiff::Timestamp;

use crate::command::{self, Command};
use crate::context::Context;
use crate::key::Key;
use crate::query::{Act, Done, Payload, Problem, Request};
use crate::screens::{Kind, Screen};
use crate::text::CleanText;
use crate::theme::{Role, Theme};

pub use form::{About, Form};
pub use input::Input;
pub use popup::{Popup, found};
pub use update::update;

/// Everything that can happen.
#[derive(Clone, Debug)]
pub enum Msg {
    /// The console opened.
    Opened,
    /// A key, with the milliseconds since the start, by a clock that never stands still.
    Key(Key, u64),
    /// Text was pasted.
    Paste(String),
    /// The window has so many rows now.
    Resized(u16),
    /// What was asked for, or why not.
    Loaded(u64, Result<Payload, Problem>),
    /// What came of an act.
    Acted(Result<Done, Problem>),
    /// The wait that was asked for is over.
    Woken(u64),
    /// The time.
    Clock(Timestamp),
}

/// Everything that the core may ask for. The runner performs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cmd {
    /// Read. What was asked for in the same slot before is stopped.
    Load(Slot, u64, Request),
    /// Stop reading.
    Cancel(Slot),
    /// Act for the person.
    Do(Act),
    /// Come back later.
    Wake(u64, Duration),
    /// Send the whole screen anew.
    Repaint,
    /// Leave.
    Quit,
}

/// What is read for what. Each slot has one request at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Slot {
    /// The content of the screen.
    Main,
    /// Its next page.
    More,
    /// The names of parties.
    Names,
}

/// How the content of the screen stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Load {
    /// Nothing is asked for.
    #[default]
    Idle,
    /// It is asked for, and a wait has ended so many times since.
    Waiting { ticket: u64, wakes: u32 },
    /// It could not be read.
    Failed(Problem),
}

/// Words on the status line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Flash {
    pub(crate) text: CleanText,
    pub(crate) role: Role,
}

/// A screen, and those that lead to it from the tab.
#[derive(Clone, Debug)]
struct Stack {
    below: Vec<Screen>,
    shown: Screen,
}

impl Stack {
    fn new(shown: Screen) -> Self {
        Self { below: Vec::new(), shown }
    }

    fn push(&mut self, screen: Screen) {
        self.below.push(std::mem::replace(&mut self.shown, screen));
    }

    fn pop(&mut self) {
        if let Some(screen) = self.below.pop() {
            self.shown = screen;
        }
    }
}

/// The whole state of a session.
#[derive(Debug)]
pub struct Model {
    /// What screens may look at.
    pub context: Context,
    /// The theme.
    pub theme: Theme,
    /// Whether the screen must be drawn.
    pub dirty: bool,
    stack: Stack,
    past: Vec<Stack>,
    future: Vec<Stack>,
    pub(crate) popups: Vec<Popup>,
    pub(crate) load: Load,
    pub(crate) flash: Option<Flash>,
    more_ticket: Option<u64>,
    names_ticket: Option<u64>,
    tickets: u64,
    rows: u16,
    at_ms: u64,
}

impl Model {
    /// A session that has not begun.
    #[must_use]
    pub fn new(context: Context, theme: Theme) -> Self {
        Self {
            context,
            theme,
            dirty: true,
            stack: Stack::new(Screen::of_tab(0)),
            past: Vec::new(),
            future: Vec::new(),
            popups: Vec::new(),
            load: Load::Idle,
            flash: None,
            more_ticket: None,
            names_ticket: None,
            tickets: 0,
            rows: 24,
            at_ms: 0,
        }
    }

    /// The screen that is shown.
    #[must_use]
    pub fn screen(&self) -> &Screen {
        &self.stack.shown
    }

    /// From the tab to the screen that is shown.
    pub(crate) fn way(&self) -> impl Iterator<Item = &Screen> {
        self.stack.below.iter().chain([&self.stack.shown])
    }

    /// The kind of the screen that is shown.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.screen().view().kind()
    }

    /// Why a command cannot be given now, if so.
    #[must_use]
    pub fn refusal(&self, command: &Command) -> Option<CleanText> {
        if !command.is_for(self.kind()) {
            return Some(self.context.word("off-elsewhere"));
        }
        if let Some(needed) = command.needs {
            let Some(role) = self.context.who.role() else {
                return Some(self.context.word("problem-read-only"));
            };
            if role < needed {
                let role = self.context.term(&format!("role-{}", needed.as_str()));
                return Some(self.context.say("problem-role", &[("detail", role.as_str())]));
            }
        }
        let view = self.screen().view();
        if command.id == command::Id::Open && view.open(&self.context).is_none() {
            return Some(self.context.word("off-nothing-behind"));
        }
        if command.id == command::Id::Evaluate && !self.context.scheme_faults.is_empty() {
            return Some(self.context.word("scheme-faults"));
        }
        view.refusal(command.id, &self.context)
    }

    /// The commands of the screen, as they stand in the table.
    pub(crate) fn commands(&self) -> impl Iterator<Item = &'static Command> {
        let kind = self.kind();
        command::COMMANDS.iter().filter(move |command| command.is_for(kind))
    }
}

#[cfg(test)]
mod tests;
