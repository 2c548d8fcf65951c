//! Reading rows of usage.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use super::judge::Judge;
use super::{COLUMNS, USES, Usage, UsageFact, UsagePolicy, rules};
use crate::authority::Authority;
use crate::effective::Holding;
use crate::finding::{Fault, Faults, Place, reading};
use crate::form::Row;
use crate::form::cells::{Cells, YES_NO, parse_day, parse_yes_no};
use crate::form::entries::{repeated, unknown};
use crate::money::{FEN_DIGITS, Quantity, UnitPrice, parse_minor};
use crate::party::PartyId;
use crate::period::Period;
use crate::pricing::policy::VatRate;
use crate::ratio::Ratio;

const DAY: &str = "YYYY-MM-DD";
const AMOUNT: &str = "0.00";
const PERCENT: &str = "0.0000 %";
const PERCENT_DIGITS: u8 = 4;
const MILLIONTHS: &str = "0.000000";

/// Records of one file that are held at most: what is held of each takes some 300 bytes.
pub const RECORDS_MAX: usize = 1_000_000;
/// Sums of one file at most. Every look reads them, where it does not read records.
pub const SUMS_MAX: usize = 50_000;

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
    /// Who submits, and who is registered (`R-7`, `U-2`); `None` where there is no register to ask.
    pub authority: Option<Authority>,
    /// What the policy pack says of usage.
    pub policy: UsagePolicy,
    /// The rates of value-added tax (F-17-rate).
    pub vat_rates: Vec<Holding<VatRate>>,
}

impl UsageContext {
    /// Whether records of a party are the sender's to hand in: its own, and those of everybody where
    /// the sender is an authority.
    fn allows(&self, party: &PartyId) -> bool {
        self.authority.as_ref().is_none_or(|it| it.speaks_for(party))
    }
}

/// Collects rows of usage.
#[derive(Debug)]
pub struct UsageIntake {
    context: UsageContext,
    facts: Vec<UsageFact>,
    shared: Shared,
    faults: Faults,
    rows: u64,
    is_full: bool,
    records_max: usize,
    sums_max: usize,
}

/// Texts and parties that many records have in common, each once.
#[derive(Debug, Default)]
struct Shared {
    texts: HashSet<Arc<str>>,
    parties: HashSet<Arc<PartyId>>,
}

impl Shared {
    fn text(&mut self, text: &str) -> Arc<str> {
        if let Some(known) = self.texts.get(text) {
            return known.clone();
        }
        let text: Arc<str> = text.into();
        self.texts.insert(text.clone());
        text
    }

    fn party(&mut self, party: PartyId) -> Arc<PartyId> {
        if let Some(known) = self.parties.get(&party) {
            return known.clone();
        }
        let party = Arc::new(party);
        self.parties.insert(party.clone());
        party
    }
}

impl UsageIntake {
    /// An empty file.
    #[must_use]
    pub fn new(context: UsageContext) -> Self {
        let (facts, shared, faults) = (Vec::new(), Shared::default(), Faults::default());
        let (records_max, sums_max) = (RECORDS_MAX, SUMS_MAX);
        Self { context, facts, shared, faults, rows: 0, is_full: false, records_max, sums_max }
    }

    /// Takes one row. Above [`RECORDS_MAX`] rows are only counted (`R-9`).
    pub fn row(&mut self, row: &Row<'_>) {
        self.rows += 1;
        if self.facts.len() == self.records_max {
            self.refuse("usage_records", self.records_max);
            return;
        }
        let mut cells = Cells::open(COLUMNS, &["party", "number"], *row, &mut self.faults);
        let party = match cells.text("party") {
            "" => Some(self.context.party.clone()),
            _ => cells.party("party"),
        };
        if let Some(party) = party.as_ref().filter(|it| !self.context.allows(it)) {
            let number = cells.text("number").to_owned();
            self.faults.push(not_the_senders((party, &self.context.party), row.number, number));
            return;
        }
        cells.renminbi("currency");
        let usage = read(&mut cells, &mut self.shared);
        if let Some(usage) = &usage {
            note_half_a_tax(&mut cells, usage);
        }
        let whole = cells.is_whole();
        if let (Some(party), Some(usage), true) = (party, usage, whole) {
            let party = self.shared.party(party);
            self.facts.push(UsageFact { party, usage, origin: row.origin() });
        }
    }

    /// Counts a row that could not be read as one; the fault is whoever read it to report.
    pub fn unreadable(&mut self) {
        self.rows += 1;
    }

    /// Ends the file.
    #[must_use]
    pub fn finish(mut self) -> CheckedUsage {
        self.settle();
        self.note_unknown();
        if has_more_sums_than(&self.facts, self.sums_max) {
            self.refuse("usage_sums", self.sums_max);
        }
        Judge::new(&self.context, &mut self.faults).judge(&self.facts);
        self.faults.sort();
        CheckedUsage { facts: self.facts, faults: self.faults, rows: self.rows }
    }

    /// Notes once that a limit is passed, for which the file is refused.
    fn refuse(&mut self, limit: &str, most: usize) {
        if std::mem::replace(&mut self.is_full, true) {
            return;
        }
        self.faults.push(Fault {
            cause: limit.to_owned(),
            expected: most.to_string(),
            actual: format!("> {most}"),
            arguments: vec![("limit", limit.to_owned())],
            ..Fault::at(reading::LIMIT, Place::default())
        });
    }

    /// Leaves one record for each number of a party, in file order. Where records of one number
    /// differ, `R-8` names them all, and the one that is to nobody's credit counts: repeating a record
    /// does not take it out of what is counted.
    fn settle(&mut self) {
        let facts = &self.facts;
        let identity = |it: &usize| (&facts[*it].party, &facts[*it].usage.number);
        let mut order: Vec<usize> = (0..facts.len()).collect();
        order.sort_by(|one, other| identity(one).cmp(&identity(other)));
        let mut counts = vec![true; facts.len()];
        for group in order.chunk_by(|one, other| identity(one) == identity(other)) {
            let of_group = || group.iter().copied();
            let kept = of_group().min_by_key(|it| facts[*it].usage.credit());
            of_group().filter(|it| Some(*it) != kept).for_each(|it| counts[it] = false);
            let first = &facts[group[0]];
            let other = of_group().map(|it| &facts[it]).find(|it| it.usage != first.usage);
            if let Some(other) = other {
                let rows: Vec<u64> = group.iter().map(|it| facts[*it].origin.row).collect();
                let identity = (&*other.party, other.usage.number.as_str());
                self.faults.push(repeated(identity, &rows, other.origin.row));
            }
        }
        let mut counts = counts.into_iter();
        self.facts.retain(|_| counts.next().unwrap_or_default());
    }

    /// Notes each party that is not registered, once (`R-7`). Its records stay.
    fn note_unknown(&mut self) {
        let Some(authority) = &self.context.authority else { return };
        let mut noted = BTreeSet::new();
        for it in &self.facts {
            if !authority.kinds.contains_key(&*it.party) && noted.insert(&it.party) {
                self.faults.push(unknown(&it.party, it.origin.row));
            }
        }
    }
}

/// U-2: a record about another party, of which the finding is about who hands it in.
fn not_the_senders((party, sender): (&PartyId, &PartyId), row: u64, number: String) -> Fault {
    Fault {
        cause: format!("{party} {number}"),
        expected: sender.to_string(),
        actual: party.to_string(),
        arguments: vec![("record", number)],
        ..Fault::at(rules::NOT_THE_SENDERS, Place::cell(row, "party"))
    }
}

/// Whether records have more sums than this.
fn has_more_sums_than(facts: &[UsageFact], most: usize) -> bool {
    let mut keys = HashSet::new();
    facts.iter().any(|UsageFact { party, usage, .. }| {
        let charged = (usage.price.millionths, usage.vat_included);
        keys.insert((party, &usage.product, &usage.use_, &usage.buyer, &usage.unit, charged));
        most < keys.len()
    })
}

fn read(cells: &mut Cells<'_, '_>, shared: &mut Shared) -> Option<Usage> {
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
    let percent = |it: &str| parse_minor(it, PERCENT_DIGITS).ok().map(Ratio::from_ppm);
    let rate = |it: &str| percent(it).filter(|it| (Ratio::from_ppm(0)..=Ratio::ONE).contains(it));
    let tax_rate = cells.read("tax_rate", PERCENT, rate);
    let tax_fen = cells.read("tax", AMOUNT, fen);
    Some(Usage {
        number: number?.to_owned(),
        dated_on: dated_on?,
        product: shared.text(product?),
        scenario: shared.text(cells.text("scenario")),
        use_: shared.text(use_?),
        buyer: shared.text(buyer?),
        unit: shared.text(unit?),
        units: units?,
        price: price?,
        vat_included,
        amount_fen: amount_fen?,
        invoice: shared.text(cells.text("invoice")),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shipped;

    /// The limits that records of these products pass, where two records and two sums are the most.
    fn refused(products: &[&str], (records_max, sums_max): (usize, usize)) -> Vec<String> {
        let mut intake = UsageIntake::new(UsageContext {
            party: "name:甲".parse().unwrap(),
            period: "2026-04".parse().unwrap(),
            authority: None,
            policy: shipped::usage(),
            vat_rates: shipped::pricing().vat_rates,
        });
        (intake.records_max, intake.sums_max) = (records_max, sums_max);
        for (product, number) in products.iter().zip(2..) {
            let text = number.to_string();
            let cell = |name: &str| match name {
                "number" => text.as_str(),
                "date" => "2026-04-30",
                "product" => product,
                "use" => "public",
                "buyer" | "unit" => "乙",
                "units" => "1",
                "price" | "amount" => "0",
                _ => "",
            };
            let cells: Vec<&str> = COLUMNS.iter().map(|it| cell(it.name)).collect();
            intake.row(&Row { number, byte_offset: 0, byte_length: 1, cells: &cells });
        }
        let checked = intake.finish();
        let shown = |it: &Fault| format!("{} {} {}", it.rule, it.cause, it.actual);
        checked.faults.kept().iter().map(shown).collect()
    }

    #[test]
    fn a_file_is_refused_above_its_limits_and_not_at_them() {
        assert_eq!(refused(&["A", "A"], (2, 2)), [""; 0]);
        assert_eq!(refused(&["A", "A", "A"], (2, 2)), ["R-9 usage_records > 2"]);
        assert_eq!(refused(&["A", "B", "B"], (9, 2)), [""; 0]);
        assert_eq!(refused(&["A", "B", "C"], (9, 2)), ["R-9 usage_sums > 2"]);
    }
}
