//! An account's register of one month: opening, lines page by page, closing.

use jiff::Timestamp;
use metrics::ledger::{AccountBalance, Dimensions};
use metrics::money::Currency;
use metrics::party::PartyId;
use metrics::period::{Period, Span};
use store::ledger::RegisterKey;

use super::list::List;
use super::{Kind, Screen, Step, View, voucher};
use crate::context::Context;
use crate::page::{Cell, Grid, Page, Panel};
use crate::query::{Line, Payload, Request};
use crate::text::CleanText;

/// An account's register.
#[derive(Clone, Debug)]
pub struct Register {
    key: RegisterKey,
    balance: AccountBalance,
    lines: List<Line>,
}

impl Register {
    /// The screen of an account, from its line of a trial balance as known at an instant.
    #[must_use]
    pub fn screen(
        party: &PartyId,
        period: Period,
        (balance, as_of): (&AccountBalance, Timestamp),
    ) -> Option<Screen> {
        let span = Span::new(period, period)?;
        let account = balance.account.clone();
        let key = RegisterKey { party: party.clone(), account, span, as_of };
        Some(Screen::Register(Self { key, balance: balance.clone(), lines: List::default() }))
    }
}

/// One line of a register or voucher, day or account first.
pub(super) fn row(line: &Line, first: Cell, context: &Context) -> Vec<Cell> {
    let Dimensions { product, use_, cost_class, original_currency, .. } = &*line.dimensions;
    let original = Currency::parse(original_currency).map_or_else(String::new, |currency| {
        format!("{currency} {}", context.amount_text(line.original_minor.into(), currency))
    });
    let dimensions = [&original, product, use_, cost_class];
    let dimensions: Vec<&str> =
        dimensions.into_iter().filter(|it| !it.is_empty()).map(String::as_str).collect();
    vec![
        first,
        Cell::untrusted(&line.voucher),
        Cell::untrusted(&line.summary),
        context.amount_or_blank(line.sums.debit_minor, line.currency),
        context.amount_or_blank(line.sums.credit_minor, line.currency),
        Cell::plain(line.currency.as_str()),
        Cell::untrusted(&dimensions.join(" ")),
    ]
}

impl View for Register {
    fn kind(&self) -> Kind {
        Kind::Register
    }

    fn request(&self, _: &Context) -> Option<Request> {
        Some(Request::Register { key: self.key.clone(), after: None })
    }

    fn is_loaded(&self) -> bool {
        self.lines.is_loaded()
    }

    fn accept(&mut self, payload: Payload, _: &Context) -> bool {
        let Payload::Register(lines) = payload else { return false };
        self.lines.replace(lines, |a, b| a.raw == b.raw)
    }

    fn more(&self) -> Option<Request> {
        let after = self.lines.end_in_sight()?.cursor;
        after.is_some().then(|| Request::Register { key: self.key.clone(), after })
    }

    fn extend(&mut self, payload: Payload) {
        if let Payload::Register(page) = payload {
            self.lines.append(page);
        }
    }

    fn scroll(&mut self, step: Step) {
        self.lines.scroll(step);
    }

    fn page<'a>(&'a self, context: &'a Context) -> Page<'a> {
        let it = &self.balance;
        let signed = |debit: i64, credit: i64| {
            context.amount(i128::from(debit) - i128::from(credit), it.currency)
        };
        let account = format!("{} {}", it.account, it.name);
        let fields = vec![
            context.field("subject", context.party(&self.key.party)),
            context.field("account", Cell::untrusted(&account)),
            context.field("month", Cell::plain(&self.key.span.to_string())),
            context.field("opening", signed(it.opening_debit_minor, it.opening_credit_minor)),
            context.field("debit", context.amount(it.debit_minor.into(), it.currency)),
            context.field("credit", context.amount(it.credit_minor.into(), it.currency)),
            context.field("closing", signed(it.closing_debit_minor, it.closing_credit_minor)),
        ];
        let make = |at: usize| {
            let Some(line) = self.lines.rows().get(at) else { return Vec::new() };
            let day = CleanText::new(&format!("{}-{:02}", line.period, line.day));
            row(line, Cell::plain(day.as_str()), context)
        };
        let grid = Grid {
            columns: columns("day", 10, context),
            len: self.lines.len(),
            cursor: Some(self.lines.cursor()),
            empty: context.word("empty-lines"),
            row: Box::new(make),
        };
        vec![
            Panel::fields(context.word("screen-register"), 7, fields).band(),
            Panel::main(context.word("lines"), grid).band(),
        ]
    }

    fn open(&self, _: &Context) -> Option<Screen> {
        let line = self.lines.selected()?;
        Some(voucher::Voucher::screen(line.voucher_id, &line.raw))
    }
}

/// The columns of a register or voucher.
pub(super) fn columns(first: &str, width: u16, context: &Context) -> Vec<crate::page::Column> {
    vec![
        context.text_column(first, width),
        context.untrusted_column("voucher", 6),
        context.untrusted_column("summary", 12),
        context.number_column("debit"),
        context.number_column("credit"),
        context.text_column("currency", 3),
        crate::page::Column {
            kind: crate::page::Kind::Optional,
            ..context.untrusted_column("dimensions", 4)
        },
    ]
}
