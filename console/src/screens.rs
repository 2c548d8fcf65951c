//! The screens: each is a value that takes payloads and commands and says what it shows.

mod balances;
mod deliveries;
mod delivery;
mod evaluations;
mod facts;
mod finances;
mod finding;
mod findings;
mod gains;
mod incident;
mod incidents;
mod indicator;
mod jobs;
mod ledgers;
mod list;
mod overview;
mod raw;
mod register;
mod scorecard;
mod scorecards;
mod sources;
mod statement;
mod submission;
mod submissions;
mod voucher;

use crate::app::Form;
use crate::command::Id;
use crate::context::Context;
use crate::page::Page;
use crate::query::{Act, Payload, Request};
use crate::text::CleanText;

/// The kinds of screens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// What needs attention.
    Overview,
    /// The ranked subjects of an evaluation.
    Scorecards,
    /// The tree of one subject.
    Scorecard,
    /// What to mend first.
    Gains,
    /// One indicator and its measure.
    Indicator,
    /// The facts behind a count.
    Facts,
    /// Findings.
    Findings,
    /// One finding.
    Finding,
    /// Ledgers in force.
    Ledgers,
    /// The months of an operator.
    Finances,
    /// A statement of a month.
    Statement,
    /// A trial balance.
    Balances,
    /// An account's register.
    Register,
    /// A voucher.
    Voucher,
    /// Submissions.
    Submissions,
    /// One submission.
    Submission,
    /// A row as received.
    Raw,
    /// Jobs.
    Jobs,
    /// Evaluations.
    Evaluations,
    /// Deliveries.
    Deliveries,
    /// One delivery.
    Delivery,
    /// Incidents.
    Incidents,
    /// One incident.
    Incident,
    /// Sources.
    Sources,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 24] = [
        Self::Overview,
        Self::Scorecards,
        Self::Scorecard,
        Self::Gains,
        Self::Indicator,
        Self::Facts,
        Self::Findings,
        Self::Finding,
        Self::Ledgers,
        Self::Finances,
        Self::Statement,
        Self::Balances,
        Self::Register,
        Self::Voucher,
        Self::Submissions,
        Self::Submission,
        Self::Raw,
        Self::Jobs,
        Self::Evaluations,
        Self::Deliveries,
        Self::Delivery,
        Self::Incidents,
        Self::Incident,
        Self::Sources,
    ];

    /// The kinds of the tabs, in order.
    pub const TABS: [Self; 9] = [
        Self::Overview,
        Self::Scorecards,
        Self::Findings,
        Self::Ledgers,
        Self::Submissions,
        Self::Jobs,
        Self::Evaluations,
        Self::Deliveries,
        Self::Incidents,
    ];

    /// Id of its title.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Overview => "tab-overview",
            Self::Scorecards => "tab-scorecards",
            Self::Scorecard => "screen-scorecard",
            Self::Gains => "screen-gains",
            Self::Indicator => "screen-indicator",
            Self::Facts => "screen-facts",
            Self::Findings => "tab-findings",
            Self::Finding => "screen-finding",
            Self::Ledgers => "tab-ledgers",
            Self::Finances => "screen-finances",
            Self::Statement => "screen-statement",
            Self::Balances => "screen-balances",
            Self::Register => "screen-register",
            Self::Voucher => "screen-voucher",
            Self::Submissions => "tab-submissions",
            Self::Submission => "screen-submission",
            Self::Raw => "screen-raw",
            Self::Jobs => "tab-jobs",
            Self::Evaluations => "tab-evaluations",
            Self::Deliveries => "tab-deliveries",
            Self::Delivery => "screen-delivery",
            Self::Incidents => "tab-incidents",
            Self::Incident => "screen-incident",
            Self::Sources => "screen-sources",
        }
    }
}

/// How the cursor moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// By so many lines.
    By(isize),
    /// To the first line.
    First,
    /// To the last line.
    Last,
}

/// What a screen wants after a command.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// Nothing.
    None,
    /// Its content anew.
    Reload,
    /// Another screen on top.
    Open(Box<Screen>),
    /// An act, to be confirmed.
    Ask(Act),
    /// A form, to be filled in before there is an act.
    Fill(Form),
}

impl Outcome {
    fn open(screen: Screen) -> Self {
        Self::Open(Box::new(screen))
    }
}

/// What every screen can do. None of it waits.
pub trait View {
    /// Its kind.
    fn kind(&self) -> Kind;

    /// What it shows; `None` if it has everything already.
    fn request(&self, _: &Context) -> Option<Request> {
        None
    }

    /// Whether it has something to show.
    fn is_loaded(&self) -> bool {
        true
    }

    /// Takes what it asked for. `false` if nothing changed.
    fn accept(&mut self, _: Payload, _: &Context) -> bool {
        false
    }

    /// The page after the last line, when the cursor nears it.
    fn more(&self) -> Option<Request> {
        None
    }

    /// Takes the next page.
    fn extend(&mut self, _: Payload) {}

    /// Whether something on it moves on its own.
    fn polls(&self) -> bool {
        false
    }

    /// Moves the cursor.
    fn scroll(&mut self, step: Step);

    /// What it looks like.
    fn page<'a>(&'a self, context: &'a Context) -> Page<'a>;

    /// What is behind the line under the cursor.
    fn open(&self, context: &Context) -> Option<Screen>;

    /// A command of its own.
    fn run(&mut self, _: Id, _: &Context) -> Outcome {
        Outcome::None
    }

    /// Why a command cannot be given here now, if so.
    fn refusal(&self, _: Id, _: &Context) -> Option<CleanText> {
        None
    }
}

macro_rules! screens {
    ($($name:ident($module:ident),)*) => {
        /// A screen.
        #[derive(Clone, Debug)]
        pub enum Screen {
            $(
                #[doc = concat!("See [`Kind::", stringify!($name), "`].")]
                $name($module::$name),
            )*
        }

        impl Screen {
            /// The screen as what every screen can do.
            #[must_use]
            pub fn view(&self) -> &dyn View {
                match self { $(Self::$name(screen) => screen,)* }
            }

            /// The same, to be changed.
            pub fn view_mut(&mut self) -> &mut dyn View {
                match self { $(Self::$name(screen) => screen,)* }
            }
        }
    };
}

screens! {
    Overview(overview),
    Scorecards(scorecards),
    Scorecard(scorecard),
    Gains(gains),
    Indicator(indicator),
    Facts(facts),
    Findings(findings),
    Finding(finding),
    Ledgers(ledgers),
    Finances(finances),
    Statement(statement),
    Balances(balances),
    Register(register),
    Voucher(voucher),
    Submissions(submissions),
    Submission(submission),
    Raw(raw),
    Jobs(jobs),
    Evaluations(evaluations),
    Deliveries(deliveries),
    Delivery(delivery),
    Incidents(incidents),
    Incident(incident),
    Sources(sources),
}

impl Screen {
    /// Where submissions are fetched.
    #[must_use]
    pub fn sources() -> Self {
        Self::Sources(sources::Sources::default())
    }

    /// The first screen of a tab.
    #[must_use]
    pub fn of_tab(tab: u8) -> Self {
        match tab {
            0 => Self::Overview(overview::Overview::default()),
            1 => Self::Scorecards(scorecards::Scorecards::newest()),
            2 => Self::Findings(findings::Findings::default()),
            3 => Self::Ledgers(ledgers::Ledgers::default()),
            4 => Self::Submissions(submissions::Submissions::default()),
            5 => Self::Jobs(jobs::Jobs::default()),
            6 => Self::Evaluations(evaluations::Evaluations::default()),
            7 => Self::Deliveries(deliveries::Deliveries::default()),
            _ => Self::Incidents(incidents::Incidents::default()),
        }
    }
}
