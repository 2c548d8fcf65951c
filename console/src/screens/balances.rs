//! The trial balance of a party and month.

use metrics::ledger::AccountBalance;
use metrics::party::PartyId;
use metrics::period::Period;

use super::list::List;
use super::{Kind, Outcome, Screen, Step, View, finances, register};
use crate::command::Id;
use crate::context::Context;
use crate::page::{Cell, Grid, Page, Panel};
use crate::query::{Payload, Request};
use crate::text::CleanText;

/// A trial balance, or the part of one that a line of a statement is made of.
#[derive(Clone, Debug)]
pub struct Balances {
    party: PartyId,
    period: Period,
    /// What the codes shown begin with; all of them without any.
    beginnings: Vec<String>,
    accounts: List<AccountBalance>,
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
        let (party, beginnings) = (party.clone(), beginnings.to_vec());
        Screen::Balances(Self { party, period, beginnings, accounts: List::default() })
    }

    fn row(&self, at: usize, context: &Context) -> Vec<Cell> {
        let Some(it) = self.accounts.rows().get(at) else { return Vec::new() };
        let signed = |debit: i64, credit: i64| i128::from(debit) - i128::from(credit);
        let opening = signed(it.opening_debit_minor, it.opening_credit_minor);
        let closing = signed(it.closing_debit_minor, it.closing_credit_minor);
        vec![
            Cell::untrusted(&it.account),
            Cell::untrusted(&it.name),
            Cell::plain(it.currency.as_str()),
            context.amount(opening, it.currency),
            context.amount(it.debit_minor.into(), it.currency),
            context.amount(it.credit_minor.into(), it.currency),
            context.amount(closing, it.currency),
        ]
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
        let is_shown = |code: &str| self.beginnings.iter().any(|it| code.starts_with(it.as_str()));
        found.retain(|it| self.beginnings.is_empty() || is_shown(&it.account));
        self.accounts.replace(found, |a, b| (&a.account, a.currency) == (&b.account, b.currency))
    }

    fn scroll(&mut self, step: Step) {
        self.accounts.scroll(step);
    }

    fn page<'a>(&'a self, context: &'a Context) -> Page<'a> {
        let grid = Grid {
            columns: vec![
                context.untrusted_column("account", 6),
                context.untrusted_column("name", 8),
                context.text_column("currency", 3),
                context.number_column("opening"),
                context.number_column("debit"),
                context.number_column("credit"),
                context.number_column("closing"),
            ],
            len: self.accounts.len(),
            cursor: Some(self.accounts.cursor()),
            empty: context.word("empty-balances"),
            row: Box::new(|at| self.row(at, context)),
        };
        let period = self.period.to_string();
        let fields = vec![
            context.field("subject", context.party(&self.party)),
            context.field("month", Cell::plain(&period)),
            context.field("note", Cell::plain(context.word("balances-note").as_str())),
        ];
        let title: CleanText = context.word("screen-balances");
        vec![
            Panel::fields(context.word("ledger"), 3, fields).band(),
            Panel::main(title, grid).band(),
        ]
    }

    fn run(&mut self, id: Id, _: &Context) -> Outcome {
        match id {
            Id::Finances => Outcome::open(finances::Finances::screen(&self.party)),
            _ => Outcome::None,
        }
    }

    fn open(&self, context: &Context) -> Option<Screen> {
        let balance = self.accounts.selected()?;
        register::Register::screen(&self.party, self.period, (balance, context.as_of))
    }
}
