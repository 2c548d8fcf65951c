//! The trial balance of a party and month, and whether the month is closed.

use metrics::ledger::AccountBalance;
use metrics::ledger::close::{PeriodState, Surroundings, apply};
use metrics::money::Currency;
use metrics::party::PartyId;
use metrics::period::Period;
use store::closings::{Closing, ClosingAct};

use super::list::List;
use super::{Kind, Outcome, Screen, Step, View, finances, register};
use crate::command::Id;
use crate::context::Context;
use crate::page::{Cell, Field, Grid, Page, Panel};
use crate::query::{Act, Payload, Request};
use crate::text::CleanText;
use crate::theme::Role;

/// A trial balance, or the part of one that a line of a statement is made of.
#[derive(Clone, Debug)]
pub struct Balances {
    party: PartyId,
    period: Period,
    /// What the codes shown begin with; all of them without any.
    beginnings: Vec<String>,
    accounts: List<AccountBalance>,
    closing: Option<Closing>,
    closed_through: Option<Period>,
}

impl Balances {
    /// The screen of a party and month.
    #[must_use]
    pub fn screen(party: &PartyId, period: Period) -> Screen {
        Self::of_accounts(party, period, &[])
    }

    /// The same with only the accounts whose codes begin so.
    #[must_use]
    pub fn of_accounts(party: &PartyId, period: Period, beginnings: &[String]) -> Screen {
        Screen::Balances(Self {
            party: party.clone(),
            period,
            beginnings: beginnings.to_vec(),
            accounts: List::default(),
            closing: None,
            closed_through: None,
        })
    }

    fn row(&self, at: usize, context: &Context) -> Vec<Cell> {
        let Some(it) = self.accounts.rows().get(at) else { return Vec::new() };
        let signed = |debit: i64, credit: i64| i128::from(debit) - i128::from(credit);
        let opening = signed(it.opening_debit_minor, it.opening_credit_minor);
        let closing = signed(it.closing_debit_minor, it.closing_credit_minor);
        let mut row = vec![Cell::untrusted(&it.account), Cell::untrusted(&it.name)];
        row.extend(self.currency().is_none().then(|| Cell::plain(it.currency.as_str())));
        row.extend([
            context.amount(opening, it.currency),
            context.amount(it.debit_minor.into(), it.currency),
            context.amount(it.credit_minor.into(), it.currency),
            context.amount(closing, it.currency),
        ]);
        row
    }

    /// The currency, where all accounts are of one: then no column is needed for it.
    fn currency(&self) -> Option<Currency> {
        let (first, others) = self.accounts.rows().split_first()?;
        others.iter().all(|it| it.currency == first.currency).then_some(first.currency)
    }

    /// The act that froze the month, as long as it is frozen.
    fn frozen(&self) -> Option<&ClosingAct> {
        self.closing.as_ref().filter(|it| it.state().is_closed())?.frozen()
    }

    /// Where the month stands. A month before one that is frozen is closed with it.
    fn state(&self, context: &Context) -> Cell {
        let own = self.closing.as_ref().map_or(PeriodState::Open, Closing::state);
        let is_closed = self.closed_through.is_some_and(|last| self.period <= last);
        let state = if is_closed && own == PeriodState::Open { PeriodState::Frozen } else { own };
        let (sign, role) = match state {
            PeriodState::Open => ("-", Role::Muted),
            PeriodState::Frozen => ("+", Role::Good),
            PeriodState::ReopeningAsked => ("?", Role::Warn),
        };
        let word = context.term(&format!("period-{}", state.as_str()));
        let frozen = self.frozen().map_or_else(String::new, |act| {
            format!("  {}  {}", context.instant(act.at), act.actor)
        });
        Cell::new(CleanText::new(&format!("{sign} {word}{frozen}")), role)
    }

    /// Who asks for the month to be reopened, and why.
    fn asked(&self, context: &Context) -> Option<Field> {
        let closing = self.closing.as_ref()?;
        let is_asked = closing.state() == PeriodState::ReopeningAsked;
        let act = closing.acts.last().filter(|_| is_asked)?;
        let said = format!("{}  {}  {}", context.instant(act.at), act.actor, act.note);
        Some(context.field("period-asked", Cell::untrusted(&said)))
    }
}

impl View for Balances {
    fn kind(&self) -> Kind {
        Kind::Balances
    }

    fn request(&self, context: &Context) -> Option<Request> {
        let party = self.party.clone();
        Some(Request::Balances { party, period: self.period, as_of: context.as_of })
    }

    fn is_loaded(&self) -> bool {
        self.accounts.is_loaded()
    }

    fn accept(&mut self, payload: Payload, _: &Context) -> bool {
        let Payload::Balances(mut found) = payload else { return false };
        let is_new = self.closing != found.closing || self.closed_through != found.closed_through;
        (self.closing, self.closed_through) = (found.closing, found.closed_through);
        let is_shown = |code: &str| self.beginnings.iter().any(|it| code.starts_with(it.as_str()));
        found.accounts.retain(|it| self.beginnings.is_empty() || is_shown(&it.account));
        let same = |a: &AccountBalance, b: &AccountBalance| {
            (&a.account, a.currency) == (&b.account, b.currency)
        };
        self.accounts.replace(found.accounts, same) || is_new
    }

    fn scroll(&mut self, step: Step) {
        self.accounts.scroll(step);
    }

    fn page<'a>(&'a self, context: &'a Context) -> Page<'a> {
        let mut columns =
            vec![context.untrusted_column("account", 7), context.untrusted_column("name", 3)];
        columns.extend(self.currency().is_none().then(|| context.text_column("currency", 3)));
        columns
            .extend(["opening", "debit", "credit", "closing"].map(|it| context.number_column(it)));
        let grid = Grid {
            columns,
            len: self.accounts.len(),
            cursor: Some(self.accounts.cursor()),
            empty: context.word("empty-balances"),
            row: Box::new(|at| self.row(at, context)),
        };
        let currency = self.currency().map(|it| format!("  {it}")).unwrap_or_default();
        let period = format!("{}{currency}", self.period);
        let mut fields = vec![
            context.field("subject", context.party(&self.party)),
            context.field("month", Cell::plain(&period)),
            context.field("period-state", self.state(context)),
        ];
        fields.extend(self.frozen().map(|it| context.field("sha256", Cell::plain(&it.sha256))));
        fields.extend(self.asked(context));
        let note = Cell::plain(context.word("balances-note").as_str());
        fields.push(context.field("note", note));
        let title: CleanText = context.word("screen-balances");
        vec![
            Panel::fields(context.word("ledger"), 6, fields).band(),
            Panel::main(title, grid).band(),
        ]
    }

    fn open(&self, context: &Context) -> Option<Screen> {
        let balance = self.accounts.selected()?;
        register::Register::screen(&self.party, self.period, (balance, context.as_of))
    }

    fn run(&mut self, id: Id, context: &Context) -> Outcome {
        if id == Id::Finances {
            return Outcome::open(finances::Finances::screen(&self.party));
        }
        let Id::Period(act) = id else { return Outcome::None };
        let (party, period, note) = (self.party.clone(), self.period, String::new());
        let today = context.zone.to_datetime(context.now).date();
        Outcome::Ask(Act::OnPeriod { party, period, act, note, today })
    }

    /// What the month itself refuses; the months around it are asked when it is done.
    fn refusal(&self, id: Id, context: &Context) -> Option<CleanText> {
        let Id::Period(act) = id else { return None };
        let actor = context.who.actor()?;
        let today = context.zone.to_datetime(context.now).date();
        let around = Surroundings {
            is_over: self.period.last_day() < today,
            has_ledger: self.accounts.selected().is_some(),
            open_before: None,
            frozen_after: self.closed_through.filter(|last| self.period < *last),
            has_reason: true,
        };
        let history = self.closing.as_ref().map(Closing::history).unwrap_or_default();
        let refused = apply(&history, act, actor, around).err()?;
        Some(context.term(refused.id()))
    }
}
