//! What happens on each message.

use std::time::Duration;

use super::popup::{Popup, found};
use super::{Cmd, Flash, Form, Load, Model, Msg, Slot, Stack};
use crate::command::{self, Command, Id};
use crate::context::Context;
use crate::key::Key;
use crate::page;
use crate::query::{Act, Done, Payload, Problem, Request};
use crate::screens::{Outcome, Screen, Step};
use crate::text::CleanText;
use crate::theme::Role;

/// Places that history remembers.
const HISTORY_MAX: usize = 50;
/// Before this, what is loading shows nothing; after, and then every second, that it is loading.
const PATIENCE: Duration = Duration::from_millis(150);
/// How often a screen with something running looks again.
const POLL: Duration = Duration::from_millis(500);
/// Keys typed so shortly after a question appeared were not meant for it.
const UNSEEN_MS: u64 = 150;
/// The tab of jobs.
const JOBS_TAB: u8 = 5;

/// Lets a message happen.
pub fn update(model: &mut Model, msg: Msg) -> Vec<Cmd> {
    match msg {
        Msg::Clock(now) => {
            model.context.now = now;
            Vec::new()
        }
        Msg::Opened => model.refresh(),
        Msg::Resized(rows) => {
            model.rows = rows;
            model.dirty = true;
            vec![Cmd::Repaint]
        }
        Msg::Woken(ticket) => model.woken(ticket),
        Msg::Loaded(ticket, result) => model.loaded(ticket, result),
        Msg::Acted(result) => model.acted(result),
        Msg::Paste(text) => {
            if let Some(input) = model.popups.last_mut().and_then(input_of) {
                input.paste(&text);
                model.dirty = true;
            }
            Vec::new()
        }
        Msg::Key(key, at_ms) => {
            model.at_ms = at_ms;
            model.dirty = true;
            match model.popups.pop() {
                Some(popup) => model.popup_key(popup, key),
                None => model.key(key),
            }
        }
    }
}

fn input_of(popup: &mut Popup) -> Option<&mut super::Input> {
    match popup {
        Popup::Palette { input, .. } => Some(input),
        Popup::Form(form) => form.input.as_mut(),
        Popup::Confirm { note, .. } => note.as_mut(),
        Popup::Help { .. } | Popup::Value { .. } | Popup::Leave => None,
    }
}

impl Model {
    fn ticket(&mut self) -> u64 {
        self.tickets += 1;
        self.tickets
    }

    /// Everything anew, as known now.
    fn refresh(&mut self) -> Vec<Cmd> {
        self.context.as_of = self.context.now;
        let ticket = self.ticket();
        self.names_ticket = Some(ticket);
        let names = Request::Names { as_of: self.context.as_of };
        let mut commands = vec![Cmd::Load(Slot::Names, ticket, names)];
        commands.extend(self.reload());
        commands
    }

    /// Asks for the content of the screen, unless it needs none.
    fn reload(&mut self) -> Vec<Cmd> {
        self.dirty = true;
        self.more_ticket = None;
        let Some(request) = self.screen().view().request(&self.context) else {
            self.load = Load::Idle;
            return vec![Cmd::Cancel(Slot::Main), Cmd::Cancel(Slot::More)];
        };
        let ticket = self.ticket();
        self.load = Load::Waiting { ticket, wakes: 0 };
        vec![
            Cmd::Cancel(Slot::More),
            Cmd::Load(Slot::Main, ticket, request),
            Cmd::Wake(ticket, PATIENCE),
        ]
    }

    /// Shows a screen whose place in the stack just changed.
    fn arrive(&mut self) -> Vec<Cmd> {
        self.flash = None;
        if self.screen().view().is_loaded() {
            self.dirty = true;
            self.load = Load::Idle;
            self.more_ticket = None;
            let mut commands = vec![Cmd::Cancel(Slot::Main), Cmd::Cancel(Slot::More)];
            commands.extend(self.poll());
            return commands;
        }
        self.reload()
    }

    fn remember(&mut self) {
        if self.past.len() == HISTORY_MAX {
            self.past.remove(0);
        }
        self.past.push(self.stack.clone());
        self.future.clear();
    }

    fn open(&mut self, screen: Screen) -> Vec<Cmd> {
        self.remember();
        self.stack.push(screen);
        self.arrive()
    }

    fn tab(&mut self, tab: u8) -> Vec<Cmd> {
        self.remember();
        self.stack = Stack::new(Screen::of_tab(tab));
        self.arrive()
    }

    /// A wait for something to happen that nobody announces, such as the progress of a job.
    fn poll(&mut self) -> Vec<Cmd> {
        if !self.screen().view().polls() {
            return Vec::new();
        }
        let ticket = self.ticket();
        self.load = Load::Waiting { ticket, wakes: 0 };
        vec![Cmd::Wake(ticket, POLL)]
    }

    fn woken(&mut self, woken: u64) -> Vec<Cmd> {
        let Load::Waiting { ticket, wakes } = &mut self.load else { return Vec::new() };
        if *ticket != woken {
            return Vec::new();
        }
        *wakes += 1;
        if self.screen().view().is_loaded() && self.screen().view().polls() {
            let Some(request) = self.screen().view().request(&self.context) else {
                return Vec::new();
            };
            return vec![Cmd::Load(Slot::Main, woken, request)];
        }
        self.dirty = true;
        vec![Cmd::Wake(woken, Duration::from_secs(1))]
    }

    fn loaded(&mut self, ticket: u64, result: Result<Payload, Problem>) -> Vec<Cmd> {
        if self.names_ticket == Some(ticket) {
            self.names_ticket = None;
            if let Ok(Payload::Names(names)) = result {
                self.context.names = names;
                self.dirty = true;
            }
            return Vec::new();
        }
        if self.more_ticket == Some(ticket) {
            self.more_ticket = None;
            self.dirty = true;
            match result {
                Ok(payload) => self.stack.shown.view_mut().extend(payload),
                Err(problem) => self.warn(&problem),
            }
            return Vec::new();
        }
        if !matches!(self.load, Load::Waiting { ticket: waiting, .. } if waiting == ticket) {
            return Vec::new();
        }
        match result {
            Ok(payload) => {
                self.load = Load::Idle;
                self.dirty |= self.stack.shown.view_mut().accept(payload, &self.context);
                self.poll()
            }
            Err(problem) => {
                self.load = Load::Failed(problem);
                self.dirty = true;
                Vec::new()
            }
        }
    }

    fn acted(&mut self, result: Result<Done, Problem>) -> Vec<Cmd> {
        self.dirty = true;
        match result {
            Ok(Done::Asked { job }) => {
                let commands = self.tab(JOBS_TAB);
                self.say("done-asked", &[("job", &job.to_string())]);
                commands
            }
            Ok(Done::Acted) => {
                // What was done is known from now on only.
                self.context.as_of = self.context.now;
                let commands = self.reload();
                self.say("done-acted", &[]);
                commands
            }
            Err(problem) => {
                self.warn(&problem);
                Vec::new()
            }
        }
    }

    fn say(&mut self, word: &str, arguments: &[(&str, &str)]) {
        let text = self.context.say(word, arguments);
        self.flash = Some(Flash { text, role: Role::Good });
    }

    fn warn(&mut self, problem: &Problem) {
        let text = sentence(&self.context, problem);
        self.flash = Some(Flash { text, role: Role::Bad });
    }

    fn key(&mut self, key: Key) -> Vec<Cmd> {
        self.flash = None;
        match command::find(key, self.kind()) {
            Some(command) => self.run(command),
            None => Vec::new(),
        }
    }

    fn run(&mut self, command: &Command) -> Vec<Cmd> {
        self.dirty = true;
        if let Some(reason) = self.refusal(command) {
            self.flash = Some(Flash { text: reason, role: Role::Warn });
            return Vec::new();
        }
        match command.id {
            Id::Tab(tab) => self.tab(tab),
            Id::Help => self.popup(Popup::Help { at: 0 }),
            Id::Palette => self.popup(Popup::Palette { input: super::Input::default(), at: 0 }),
            Id::Back => self.back(),
            Id::HistoryBack => self.travel(Direction::Back),
            Id::HistoryForward => self.travel(Direction::Forward),
            Id::Refresh => self.refresh(),
            Id::Language => {
                self.context.toggle_language();
                Vec::new()
            }
            Id::Theme => {
                self.theme = self.theme.other();
                Vec::new()
            }
            Id::Repaint => vec![Cmd::Repaint],
            Id::Cancel => self.cancel(),
            Id::Value => {
                let fields = page::selected_line(&self.screen().view().page(&self.context));
                self.popup(Popup::Value { fields, at: 0 })
            }
            Id::Evaluate => {
                let form = Form::evaluation(&self.context);
                self.popup(Popup::Form(form))
            }
            Id::Sources => self.open(Screen::sources()),
            Id::Open => match self.screen().view().open(&self.context) {
                Some(screen) => self.open(screen),
                None => Vec::new(),
            },
            Id::Down => self.scroll(Step::By(1)),
            Id::Up => self.scroll(Step::By(-1)),
            Id::PageDown => self.scroll(Step::By(self.page_rows())),
            Id::PageUp => self.scroll(Step::By(-self.page_rows())),
            Id::First => self.scroll(Step::First),
            Id::Last => self.scroll(Step::Last),
            Id::PanelNext
            | Id::PanelBefore
            | Id::OpenOnly
            | Id::SameRule
            | Id::SameParty
            | Id::ClearFilter
            | Id::Findings
            | Id::Gains
            | Id::Ledger
            | Id::Finances
            | Id::Raw
            | Id::Submission
            | Id::Act(_)
            | Id::Course
            | Id::Period(_)
            | Id::Incident(_)
            | Id::Waiver(_)
            | Id::Job(_)
            | Id::Deliver(_) => self.on_screen(command.id),
        }
    }

    fn on_screen(&mut self, id: Id) -> Vec<Cmd> {
        match self.stack.shown.view_mut().run(id, &self.context) {
            Outcome::None => Vec::new(),
            Outcome::Reload => self.reload(),
            Outcome::Open(screen) => self.open(*screen),
            Outcome::Ask(act) => self.popup(Popup::confirm(act, self.at_ms)),
            Outcome::Fill(form) => self.popup(Popup::Form(form)),
        }
    }

    fn popup(&mut self, popup: Popup) -> Vec<Cmd> {
        self.popups.push(popup);
        Vec::new()
    }

    /// Rows of a page, about: the frame and the lines around it are not counted exactly.
    fn page_rows(&self) -> isize {
        isize::try_from(self.rows.saturating_sub(12)).unwrap_or(1).max(1)
    }

    fn scroll(&mut self, step: Step) -> Vec<Cmd> {
        self.stack.shown.view_mut().scroll(step);
        if self.more_ticket.is_some() {
            return Vec::new();
        }
        let Some(request) = self.screen().view().more() else { return Vec::new() };
        let ticket = self.ticket();
        self.more_ticket = Some(ticket);
        vec![Cmd::Load(Slot::More, ticket, request)]
    }

    fn back(&mut self) -> Vec<Cmd> {
        if self.stack.below.is_empty() {
            return self.popup(Popup::Leave);
        }
        self.remember();
        self.stack.pop();
        self.arrive()
    }

    fn travel(&mut self, direction: Direction) -> Vec<Cmd> {
        let (from, to) = match direction {
            Direction::Back => (&mut self.past, &mut self.future),
            Direction::Forward => (&mut self.future, &mut self.past),
        };
        let Some(stack) = from.pop() else { return Vec::new() };
        to.push(std::mem::replace(&mut self.stack, stack));
        self.arrive()
    }

    /// Stops loading, else asks to leave.
    fn cancel(&mut self) -> Vec<Cmd> {
        let waiting = matches!(self.load, Load::Waiting { .. });
        if !waiting || self.screen().view().is_loaded() {
            return self.popup(Popup::Leave);
        }
        self.load = Load::Failed(Problem::plain("problem-cancelled"));
        vec![Cmd::Cancel(Slot::Main), Cmd::Cancel(Slot::More)]
    }

    /// A key while a popup, taken off the stack by the caller, lies over the screen.
    fn popup_key(&mut self, popup: Popup, key: Key) -> Vec<Cmd> {
        if key == Key::Control('c') || key == Key::Escape {
            return Vec::new();
        }
        match popup {
            Popup::Help { at } => self.reader_key(key, at, |at| Popup::Help { at }),
            Popup::Value { fields, at } => {
                self.reader_key(key, at, |at| Popup::Value { fields, at })
            }
            Popup::Leave => match key.folded() {
                Key::Char('y' | 'q') | Key::Enter => vec![Cmd::Quit],
                _ => Vec::new(),
            },
            Popup::Palette { input, at } => self.palette_key(key, input, at),
            Popup::Form(form) => self.form_key(key, form),
            Popup::Confirm { act, note, opened_ms } => {
                self.confirm_key(key, act, (note, opened_ms))
            }
        }
    }

    /// A text that is only read: scroll or close.
    fn reader_key(&mut self, key: Key, at: usize, again: impl FnOnce(usize) -> Popup) -> Vec<Cmd> {
        let page_rows = self.page_rows().unsigned_abs();
        let at = match key.folded() {
            Key::Char('j') | Key::Down => at + 1,
            Key::Char('k') | Key::Up => at.saturating_sub(1),
            Key::Char('J' | ' ') | Key::PageDown => at + page_rows,
            Key::Char('K') | Key::PageUp => at.saturating_sub(page_rows),
            Key::Char('g') | Key::Home => 0,
            _ => return Vec::new(),
        };
        self.popup(again(at.min(1_000)))
    }

    fn palette_key(&mut self, key: Key, mut input: super::Input, at: usize) -> Vec<Cmd> {
        let commands = found(&self.context, input.text());
        let last = commands.len().saturating_sub(1);
        let at = match key {
            Key::Enter => {
                return commands.get(at.min(last)).map(|it| self.run(it)).unwrap_or_default();
            }
            Key::Down => (at + 1).min(last),
            Key::Up => at.saturating_sub(1),
            key => {
                if !input.key(key) {
                    return self.popup(Popup::Palette { input, at });
                }
                0
            }
        };
        self.popup(Popup::Palette { input, at })
    }

    fn form_key(&mut self, key: Key, mut form: Form) -> Vec<Cmd> {
        let choices = form.choices(&self.context).len().max(1);
        match key {
            Key::Enter => {
                if let Some(act) = form.act(&self.context) {
                    return self.popup(Popup::confirm(act, self.at_ms));
                }
            }
            Key::Down | Key::Tab => form.choice = (form.choice + 1) % choices,
            Key::Up | Key::BackTab => form.choice = (form.choice + choices - 1) % choices,
            key => {
                form.input.as_mut().map(|input| input.key(key));
            }
        }
        self.popup(Popup::Form(form))
    }

    fn confirm_key(
        &mut self,
        key: Key,
        act: Act,
        (mut note, opened_ms): (Option<super::Input>, u64),
    ) -> Vec<Cmd> {
        if self.at_ms < opened_ms + UNSEEN_MS {
            return self.popup(Popup::Confirm { act, note, opened_ms });
        }
        match (key, &mut note) {
            (Key::Enter, None) => vec![Cmd::Do(act)],
            (Key::Enter, Some(input)) if !input.text().trim().is_empty() => {
                vec![Cmd::Do(act.with_note(input.text().trim()))]
            }
            (Key::Enter, Some(_)) => self.popup(Popup::Confirm { act, note, opened_ms }),
            (key, Some(input)) => {
                input.key(key);
                self.popup(Popup::Confirm { act, note, opened_ms })
            }
            (key, None) => match key.folded() {
                Key::Char('y') => vec![Cmd::Do(act)],
                _ => Vec::new(),
            },
        }
    }
}

#[derive(Clone, Copy)]
enum Direction {
    Back,
    Forward,
}

/// Why something could not be read or done, as a sentence.
pub(crate) fn sentence(context: &Context, problem: &Problem) -> CleanText {
    let in_words = |detail: &str| match problem.word {
        "problem-role" => context.term(&format!("role-{detail}")),
        "problem-delivery" => context.word(&format!("delivery-{detail}")),
        _ => CleanText::new(detail),
    };
    let arguments: Vec<_> =
        problem.arguments.iter().map(|(name, detail)| (*name, in_words(detail))).collect();
    let arguments: Vec<_> = arguments.iter().map(|(name, it)| (*name, it.as_str())).collect();
    if problem.word.starts_with("refused-") {
        return context.term_with(problem.word, &arguments);
    }
    context.say(problem.word, &arguments)
}
