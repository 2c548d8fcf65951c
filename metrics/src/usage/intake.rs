//! Reading rows of usage.

use std::collections::BTreeSet;

use super::judge::Judge;
use super::{COLUMNS, USES, Usage, UsageFact, UsagePolicy};
use crate::finding::{Faults, reading};
use crate::form::Row;
use crate::form::cells::{Cells, YES_NO, parse_day, parse_yes_no};
use crate::form::entries::{self, note_unknown, settle};
use crate::money::{FEN_DIGITS, Quantity, UnitPrice, parse_minor};
use crate::party::PartyId;
use crate::period::Period;
use crate::ratio::Ratio;

const DAY: &str = "YYYY-MM-DD";
const AMOUNT: &str = "0.00";
const PERCENT: &str = "0.0000 %";
const PERCENT_DIGITS: u8 = 4;
const MILLIONTHS: &str = "0.000000";

/// What a file of usage gave.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CheckedUsage {
    /// The records understood, in file order.
    pub facts: Vec<UsageFact>,
    /// The rules broken.
    pub faults: Faults,
    /// Rows handed in.
    pub rows: u64,
}

/// What the rules need to know from outside the file.
#[derive(Clone, Debug)]
pub struct UsageContext {
    /// Who submits; records that name no party are theirs.
    pub party: PartyId,
    /// Of which month.
    pub period: Period,
    /// The parties of the register (`R-7`); `None` where there is no register to ask.
    pub known_parties: Option<BTreeSet<PartyId>>,
    /// What the policy pack says of usage.
    pub policy: UsagePolicy,
    /// The rates of value-added tax (F-17-rate).
    pub vat_rates: Vec<Ratio>,
}

/// Collects rows of usage.
#[derive(Debug)]
pub struct UsageIntake {
    context: UsageContext,
    entries: Vec<entries::Entry<Usage>>,
    faults: Faults,
    rows: u64,
}

impl UsageIntake {
    /// An empty file.
    #[must_use]
    pub fn new(context: UsageContext) -> Self {
        Self { context, entries: Vec::new(), faults: Faults::default(), rows: 0 }
    }

    /// Takes one row.
    pub fn row(&mut self, row: &Row<'_>) {
        self.rows += 1;
        let mut cells = Cells::open(COLUMNS, &["party", "number"], *row, &mut self.faults);
        let party = match cells.text("party") {
            "" => Some(self.context.party.clone()),
            _ => cells.party("party"),
        };
        let usage = read(&mut cells);
        if let Some(usage) = &usage {
            note_half_a_tax(&mut cells, usage);
        }
        let whole = cells.is_whole();
        if let (Some(party), Some(content), true) = (party, usage, whole) {
            let label = content.number.clone();
            self.entries.push(entries::Entry { party, label, content, origin: row.origin() });
        }
    }

    /// Counts a row that could not be read as one; the fault is whoever read it to report.
    pub fn unreadable(&mut self) {
        self.rows += 1;
    }

    /// Ends the file.
    #[must_use]
    pub fn finish(mut self) -> CheckedUsage {
        let settled = settle(self.entries, &mut self.faults);
        if let Some(known) = &self.context.known_parties {
            note_unknown(&settled, known, &mut self.faults);
        }
        Judge::new(&self.context, &mut self.faults).judge(&settled);
        self.faults.sort();
        let fact = |it: entries::Entry<Usage>| UsageFact {
            party: it.party,
            usage: it.content,
            origin: it.origin,
        };
        let facts = settled.into_iter().map(fact).collect();
        CheckedUsage { facts, faults: self.faults, rows: self.rows }
    }
}

fn read(cells: &mut Cells<'_, '_>) -> Option<Usage> {
    let number = cells.required("number");
    let dated_on = cells.read_required("date", DAY, parse_day);
    let product = cells.required("product");
    cells.required("use");
    let use_ = cells.word("use", USES);
    let buyer = cells.required("buyer");
    let unit = cells.required("unit");
    let units = cells.read_required("units", MILLIONTHS, |it| Quantity::parse(it).ok());
    let price = |it: &str| UnitPrice::parse(it).ok().filter(|it| 0 <= it.millionths);
    let price = cells.read_required("price", MILLIONTHS, price);
    let vat_included = cells.read("vat_included", YES_NO, parse_yes_no).unwrap_or(false);
    let fen = |it: &str| parse_minor(it, FEN_DIGITS).ok();
    let amount_fen = cells.read_required("amount", AMOUNT, fen);
    let percent = |it: &str| parse_minor(it, PERCENT_DIGITS).ok().filter(|it| 0 <= *it);
    let tax_rate = cells.read("tax_rate", PERCENT, percent).map(Ratio::from_ppm);
    let tax_fen = cells.read("tax", AMOUNT, fen);
    Some(Usage {
        number: number?.to_owned(),
        dated_on: dated_on?,
        product: product?.to_owned(),
        scenario: cells.text("scenario").to_owned(),
        use_: use_?.to_owned(),
        buyer: buyer?.to_owned(),
        unit: unit?.to_owned(),
        units: units?,
        price: price?,
        vat_included,
        amount_fen: amount_fen?,
        invoice: cells.text("invoice").to_owned(),
        tax_rate,
        tax_fen,
    })
}

/// A tax without its rate, or a rate or a price with tax without the tax, cannot be judged (`R-5`).
fn note_half_a_tax(cells: &mut Cells<'_, '_>, usage: &Usage) {
    let is_taxed = usage.vat_included || usage.tax_rate.is_some();
    if is_taxed && usage.tax_fen.is_none() {
        cells.note(reading::CELL_EMPTY, "tax", "税额 tax");
    }
    if usage.tax_fen.is_some_and(|it| it != 0) && usage.tax_rate.is_none() {
        cells.note(reading::CELL_EMPTY, "tax_rate", "税率 tax_rate");
    }
}
