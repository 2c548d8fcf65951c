//! The finances of an operator: its months newest first, and how much of the permitted revenue is used.

use metrics::money::Currency;
use metrics::party::PartyId;
use metrics::period::Period;
use metrics::ratio::Ratio;
use metrics::statement::PermittedUse;

use super::list::List;
use super::{Kind, Screen, Step, View, statement};
use crate::context::Context;
use crate::page::{Cell, Field, Grid, Page, Panel};
use crate::query::{FinanceMonth, Payload, Request};
use crate::text::CleanText;
use crate::theme::Role;

/// Signs of the gauge; each is a twentieth of what is permitted.
const GAUGE_SIGNS: i64 = 20;

/// The finances of an operator.
#[derive(Clone, Debug)]
pub struct Finances {
    party: PartyId,
    months: List<FinanceMonth>,
    permitted: Option<PermittedUse>,
}

impl Finances {
    /// The screen of a party.
    #[must_use]
    pub fn screen(party: &PartyId) -> Screen {
        Screen::Finances(Self { party: party.clone(), months: List::default(), permitted: None })
    }

    fn row(&self, at: usize, context: &Context) -> Vec<Cell> {
        let Some(it) = self.months.rows().get(at) else { return Vec::new() };
        let state = match (it.is_handed_in, it.is_closed) {
            (true, true) => Cell::new(sign('=', &context.term("period-frozen")), Role::Good),
            (true, false) => Cell::new(sign('+', &context.word("finances-handed-in")), Role::Good),
            (false, _) => Cell::new(sign('x', &context.word("finances-missing")), Role::Bad),
        };
        let amount = |fen: Option<i128>| amount(fen, context);
        vec![
            Cell::plain(&it.period.to_string()),
            state,
            amount(it.income_fen),
            amount(it.cost_fen),
            amount(it.balance_fen),
        ]
    }

    fn gauge(&self, context: &Context) -> Vec<Field> {
        let Some(it) = &self.permitted else {
            let none = Cell::new(context.word("finances-no-permitted"), Role::Muted);
            return vec![context.field("permitted", none)];
        };
        let used = it.used().map(|used| gauge(used, it));
        vec![
            context.field("cycle", Cell::untrusted(&it.cycle)),
            context.field("permitted", amount(it.allowed_fen.map(i128::from), context)),
            context.field("earned", amount(Some(it.actual_fen.into()), context)),
            context.field("used", used.unwrap_or_else(|| amount(None, context))),
        ]
    }
}

/// An amount, or a dash for what nobody knows.
pub(super) fn amount(fen: Option<i128>, context: &Context) -> Cell {
    fen.map_or_else(
        || Cell::new(CleanText::new("-"), Role::Muted),
        |fen| context.amount(fen, Currency::CNY),
    )
}

fn sign(sign: char, word: &CleanText) -> CleanText {
    CleanText::new(&format!("{sign} {word}"))
}

/// A bar with the share of use and the highest mark reached; it never looks fuller than it is.
fn gauge(used: Ratio, permitted: &PermittedUse) -> Cell {
    let filled = (used.ppm().max(0) / (Ratio::ONE.ppm() / GAUGE_SIGNS)).min(GAUGE_SIGNS);
    let signs: String = (0..GAUGE_SIGNS).map(|at| if at < filled { '#' } else { '.' }).collect();
    let is_above = permitted.excess_fen().is_some_and(|it| 0 < it);
    let (mark, role) = match permitted.mark() {
        Some(mark) => (format!("  ! {mark}"), if is_above { Role::Bad } else { Role::Warn }),
        None => (String::new(), Role::Good),
    };
    Cell::new(CleanText::new(&format!("[{signs}] {used}{mark}")), role)
}

impl View for Finances {
    fn kind(&self) -> Kind {
        Kind::Finances
    }

    fn request(&self, context: &Context) -> Option<Request> {
        // The month that is running is not asked for yet.
        let today = context.as_of.to_zoned_datetime(context.zone.clone()).date();
        let until = Period::of(today)?.previous()?;
        Some(Request::Finances { party: self.party.clone(), until, as_of: context.as_of })
    }

    fn is_loaded(&self) -> bool {
        self.months.is_loaded()
    }

    fn accept(&mut self, payload: Payload, _: &Context) -> bool {
        let Payload::Finances(found) = payload else { return false };
        let is_new = self.permitted != found.permitted;
        self.permitted = found.permitted;
        self.months.replace(found.months, |a, b| a.period == b.period) || is_new
    }

    fn scroll(&mut self, step: Step) {
        self.months.scroll(step);
    }

    fn page<'a>(&'a self, context: &'a Context) -> Page<'a> {
        let grid = Grid {
            columns: vec![
                context.text_column("month", 7),
                context.text_column("state", 10),
                context.number_column("income"),
                context.number_column("cost"),
                context.number_column("surplus"),
            ],
            len: self.months.len(),
            cursor: Some(self.months.cursor()),
            empty: context.word("empty-ledgers"),
            row: Box::new(|at| self.row(at, context)),
        };
        let mut fields = vec![context.field("subject", context.party(&self.party))];
        fields.extend(self.gauge(context));
        vec![
            Panel::fields(context.word("screen-finances"), 5, fields).band(),
            Panel::main(context.word("finances-months"), grid).band(),
        ]
    }

    fn open(&self, _: &Context) -> Option<Screen> {
        let month = self.months.selected().filter(|it| it.is_handed_in)?;
        Some(statement::Statement::screen(&self.party, month.period))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gauge_never_looks_fuller_than_it_is() {
        let of = |actual_fen| PermittedUse {
            cycle: "2026".to_owned(),
            allowed_fen: Some(1_000_000),
            actual_fen,
            marks: [800_000, 900_000, 1_000_000].map(Ratio::from_ppm).into(),
        };
        for (actual, expected, role) in [
            (0, "[....................] 0.00 %", Role::Good),
            (799_999, "[###############.....] 79.99 %", Role::Good),
            (800_000, "[################....] 80.00 %  ! 80.00 %", Role::Warn),
            (999_999, "[###################.] 99.99 %  ! 90.00 %", Role::Warn),
            (1_000_000, "[####################] 100.00 %  ! 100.00 %", Role::Warn),
            (1_080_000, "[####################] 108.00 %  ! 100.00 %", Role::Bad),
        ] {
            let permitted = of(actual);
            let cell = gauge(permitted.used().unwrap(), &permitted);
            assert_eq!((cell.text.as_str(), cell.role), (expected, role));
        }
    }
}
