//! A small made-up world for tests: a source that answers from memory, and a session to drive.

pub(crate) mod world;

use std::sync::Arc;

use config::locale::{Language, Words};
use config::policy::Policy;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use metrics::party::PartyKind;
use metrics::register::Role;
use metrics::source::Name;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use store::desk::Hand;
use store::register::Person;

use crate::app::{Cmd, Model, Msg, update};
use crate::context::{Context, Who};
use crate::data::Source;
use crate::key::Key;
use crate::query::{Act, Done, Payload, Problem, Request};
use crate::screens::Kind;
use crate::theme::Theme;
use crate::widgets;

/// The instant at which the world stands still.
pub(crate) fn now() -> Timestamp {
    "2026-07-01T01:00:00Z".parse().unwrap()
}

/// A session of a person in a role.
pub(crate) fn model(language: Language, role: Option<Role>) -> Model {
    let name = Name { zh: "运营机构综合评价".to_owned(), en: "Operators".to_owned() };
    let context = Context {
        words: Words::new(language),
        policy: Arc::new(Policy::builtin()),
        zone: TimeZone::get("Asia/Shanghai").unwrap(),
        who: Who {
            account: "wang".to_owned(),
            person: role.map(|role| person("wang", role)),
            hand: Hand::Person,
        },
        schemes: vec![("operator".to_owned(), name)],
        scheme_faults: Vec::new(),
        sources: world::sources(),
        names: world::names(),
        now: now(),
        as_of: now(),
    };
    Model::new(context, Theme::Colour)
}

/// A person of an implementing body, which evaluates operators.
pub(crate) fn person(account: &str, role: Role) -> Person {
    Person {
        account: account.to_owned(),
        name: account.to_owned(),
        role,
        party: "name:示例实施机构".parse().unwrap(),
        kind: Some(PartyKind::ImplementingBody),
    }
}

/// Where texts that somebody submitted stand, the world has this one.
#[derive(Clone, Debug)]
pub(crate) struct World {
    pub(crate) text: String,
}

impl Default for World {
    fn default() -> Self {
        Self { text: "数据服务费".to_owned() }
    }
}

impl Source for World {
    async fn load(&self, request: Request) -> Result<Payload, Problem> {
        Ok(world::answer(self, &request))
    }

    async fn act(&self, act: Act, _: Timestamp) -> Result<Done, Problem> {
        Ok(match act {
            Act::Evaluate { .. } => Done::Asked { job: 12 },
            Act::OnEvaluation { .. }
            | Act::OnPeriod { .. }
            | Act::OnIncident { .. }
            | Act::ProposeWaiver { .. }
            | Act::OnWaiver { .. }
            | Act::OnDelivery { .. }
            | Act::OnJob { .. } => Done::Acted,
        })
    }
}

/// A session and its world, driven without waiting.
pub(crate) struct Driver {
    pub(crate) model: Model,
    pub(crate) world: World,
    pub(crate) acts: Vec<Act>,
    at_ms: u64,
}

impl Driver {
    pub(crate) fn new(language: Language, world: World) -> Self {
        let model = model(language, Some(Role::Approver));
        let mut driver = Self { model, world, acts: Vec::new(), at_ms: 0 };
        driver.send(Msg::Opened);
        driver
    }

    /// Lets a message happen and answers what it asks for; waits never end.
    pub(crate) fn send(&mut self, msg: Msg) {
        let mut queue = vec![msg];
        while let Some(msg) = queue.pop() {
            for command in update(&mut self.model, msg) {
                match command {
                    Cmd::Load(_, ticket, request) => {
                        let payload = world::answer(&self.world, &request);
                        queue.push(Msg::Loaded(ticket, Ok(payload)));
                    }
                    Cmd::Do(act) => self.acts.push(act),
                    Cmd::Cancel(_) | Cmd::Wake(..) | Cmd::Repaint | Cmd::Quit => {}
                }
            }
        }
    }

    /// Presses keys, each long after the one before.
    pub(crate) fn keys(&mut self, keys: &[Key]) {
        for key in keys {
            self.at_ms += 1_000;
            self.send(Msg::Key(*key, self.at_ms));
        }
    }

    /// Goes to a screen by the keys that lead there.
    pub(crate) fn to(language: Language, world: World, kind: Kind) -> Self {
        use Key::{Char, Down, Enter};
        let keys: &[Key] = match kind {
            Kind::Overview => &[],
            Kind::Scorecards => &[Char('2')],
            Kind::Scorecard => &[Char('2'), Enter],
            Kind::Gains => &[Char('2'), Enter, Char('w')],
            Kind::Indicator => &[Char('2'), Enter, Down, Enter],
            Kind::Facts => &[Char('2'), Enter, Down, Enter, Enter],
            Kind::Findings => &[Char('3')],
            Kind::Finding => &[Char('3'), Enter],
            Kind::Ledgers => &[Char('4')],
            Kind::Finances => &[Char('4'), Char('i')],
            Kind::Statement => &[Char('4'), Char('i'), Enter],
            Kind::Balances => &[Char('4'), Enter],
            Kind::Register => &[Char('4'), Enter, Enter],
            Kind::Voucher => &[Char('4'), Enter, Enter, Enter],
            Kind::Raw => &[Char('4'), Enter, Enter, Enter, Enter],
            Kind::Submissions => &[Char('5')],
            Kind::Submission => &[Char('5'), Enter],
            Kind::Jobs => &[Char('6')],
            Kind::Evaluations => &[Char('7')],
            Kind::Deliveries => &[Char('8')],
            Kind::Delivery => &[Char('8'), Enter],
            Kind::Incidents => &[Char('9')],
            Kind::Incident => &[Char('9'), Enter],
            Kind::Sources => &[Char('5'), Char('S')],
        };
        let mut driver = Self::new(language, world);
        driver.keys(keys);
        assert_eq!(driver.model.kind(), kind);
        driver
    }

    /// The screen as a buffer.
    pub(crate) fn drawn(&self, width: u16, height: u16) -> Buffer {
        let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
        let cursor = widgets::draw(&self.model, &mut buffer);
        assert!(cursor.is_none_or(|at| buffer.area.contains(at)));
        buffer
    }

    /// The screen as lines of text; the second cell of a wide character is left out.
    pub(crate) fn text(&self, width: u16, height: u16) -> String {
        text_of(&self.drawn(width, height))
    }
}

/// A buffer as lines of text.
pub(crate) fn text_of(buffer: &Buffer) -> String {
    use unicode_width::UnicodeWidthStr;
    let mut text = String::new();
    for y in 0..buffer.area.height {
        let mut line = String::new();
        let mut x = 0;
        while x < buffer.area.width {
            let symbol = buffer[(x, y)].symbol();
            line.push_str(symbol);
            x += u16::try_from(symbol.width()).unwrap().max(1);
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}
