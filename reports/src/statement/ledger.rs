//! Trial balance and account register.

use metrics::ledger::AccountBalance;
use metrics::party::PartyId;
use metrics::source::{Confidence, Source};
use metrics::statement::{AccountRegister, TrialBalance};

use super::{Block, Cell, Column, Document, Printed, Row};

/// The amounts of a trial balance, debit before credit.
const AMOUNTS: [&str; 6] =
    ["opening-debit", "opening-credit", "debit", "credit", "closing-debit", "closing-credit"];

/// A trial balance for reading, with a total for each currency.
#[must_use]
pub fn trial_balance(trial: &TrialBalance, printed: &Printed<'_>) -> Document {
    let mut columns = vec![column("account", 14, printed), column("account-name", 30, printed)];
    columns.push(column("currency", 9, printed));
    columns.extend(AMOUNTS.map(|id| column(id, 19, printed)));
    let row = |it: &AccountBalance| {
        let amount = |minor: i64| Cell::Amount(minor.into(), it.minor_digits);
        let name = Cell::Text(printed.submitted(&it.name));
        let mut cells = vec![text(&it.account), name, text(it.currency.as_str())];
        cells.extend(TrialBalance::minor(it).map(amount));
        Row { depth: 1, cells }
    };
    let mut rows: Vec<Row> = trial.accounts.iter().map(row).collect();
    for total in &trial.totals {
        let mut cells = vec![Cell::Text(printed.word("total")), text("")];
        cells.push(text(total.currency.as_str()));
        cells.extend(total.minor.map(|minor| Cell::Amount(minor, total.minor_digits)));
        rows.push(Row { depth: 0, cells });
    }
    let id = "trial-balance";
    let (title, period) = (printed.word(id), trial.period.to_string());
    let block = Block { id, title: String::new(), columns, rows };
    document((id, title), (&trial.party, period), (block, printed))
}

/// An account's register for reading: opening, lines with the balance after each, closing.
#[must_use]
pub fn account_register(register: &AccountRegister, printed: &Printed<'_>) -> Document {
    let balance = &register.balance;
    let digits = balance.minor_digits;
    let columns = [
        ("day", 12),
        ("voucher", 14),
        ("summary", 44),
        ("debit", 19),
        ("credit", 19),
        ("side", 8),
        ("balance", 19),
    ];
    let columns = columns.map(|(id, width)| column(id, width, printed)).into();
    let side = |minor: i128| {
        let id = match minor.signum() {
            1 => "side-debit",
            -1 => "side-credit",
            _ => "side-even",
        };
        [Cell::Text(printed.word(id)), Cell::Amount(minor.abs(), digits)]
    };
    let bare = |id: &str, (debit, credit, minor): (Cell, Cell, i128)| {
        let [side, amount] = side(minor);
        let cells =
            vec![text(""), text(""), Cell::Text(printed.word(id)), debit, credit, side, amount];
        Row { depth: 0, cells }
    };
    let opening = (text(""), text(""), register.opening_minor());
    let mut rows = vec![bare("opening", opening)];
    for (line, minor) in register.running() {
        let amount = |minor: i64| match minor {
            0 => text(""),
            minor => Cell::Amount(minor.into(), digits),
        };
        let [side, balance] = side(minor);
        let day = format!("{}-{:02}", register.period, line.day);
        let (debit, credit) = (amount(line.sums.debit_minor), amount(line.sums.credit_minor));
        let cells = vec![
            Cell::Text(day),
            Cell::Text(printed.submitted(&line.voucher)),
            Cell::Text(printed.submitted(&line.summary)),
            debit,
            credit,
            side,
            balance,
        ];
        rows.push(Row { depth: 1, cells });
    }
    let amount = |minor: i64| Cell::Amount(minor.into(), digits);
    let sums = (amount(balance.debit_minor), amount(balance.credit_minor));
    rows.push(bare("closing", (sums.0, sums.1, register.closing_minor())));
    let id = "account-register";
    let name = format!("{} {}", balance.account, printed.submitted(&balance.name));
    let title = printed.say("account-register", ("account", name.trim_end()));
    let of = (&register.party, register.period.to_string());
    let block = Block { id, title: String::new(), columns, rows };
    let mut document = document((id, title), of, (block, printed));
    document.currency = Some(balance.currency);
    document.header[2] = printed.say("currency", ("currency", balance.currency.as_str()));
    document
}

fn document(
    (id, title): (&'static str, String),
    (party, period): (&PartyId, String),
    (block, printed): (Block, &Printed<'_>),
) -> Document {
    let instrument = "default".to_owned();
    let form = Source { instrument, article: String::new(), confidence: Confidence::Default };
    Document {
        id,
        party: printed.party(party),
        currency: None,
        as_of: printed.as_of,
        title,
        header: [printed.unit_of(party), printed.period(&period), printed.word("currency-unit")],
        period,
        blocks: vec![block],
        notes: printed.origin(&form).into(),
        signers: printed.word("signers"),
    }
}

fn column(id: &'static str, width: u16, printed: &Printed<'_>) -> Column {
    Column { id, head: printed.word(&format!("column-{id}")), width }
}

fn text(text: &str) -> Cell {
    Cell::Text(text.to_owned())
}
