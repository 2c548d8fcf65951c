//! Reading rows of prices. What they mean together is judged from what is in force, not here.

use jiff::civil::Date;

use super::authority::refused;
use super::columns::{ACCOUNT_KINDS, DRIVERS, FORMS, PAYEE_KINDS, RECORDS, STRATEGIES, USES};
use super::{
    AccountKind, COLUMNS, PayeeKind, PricingEntry, PricingFact, ProfitStrategy, Share, ShareForm,
    Tariff, Validity,
};
use crate::authority::Authority;
use crate::finding::{Faults, reading};
use crate::form::Row;
use crate::form::cells::{Cells, YES_NO, parse_day, parse_yes_no};
use crate::form::entries::{self, note_unknown, nothing, settle};
use crate::money::{FEN_DIGITS, Quantity, UnitPrice, parse_minor};
use crate::ratio::Ratio;

const DAY: &str = "YYYY-MM-DD";
const AMOUNT: &str = "0.00";
/// Decimals of a percentage, so that it is parts per million.
const PERCENT_DIGITS: u8 = 4;
const PERCENT: &str = "0.0000 %";
const MILLIONTHS: &str = "0.000000";

/// What a file of prices gave.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CheckedPricing {
    /// The entries understood, in file order.
    pub facts: Vec<PricingFact>,
    /// The rules broken.
    pub faults: Faults,
    /// Rows handed in.
    pub rows: u64,
}

/// Collects rows of prices.
#[derive(Debug)]
pub struct PricingIntake {
    authority: Option<Authority>,
    entries: Vec<entries::Entry<PricingEntry>>,
    faults: Faults,
    rows: u64,
}

impl PricingIntake {
    /// An empty file. Where there is a register, parties that it does not know are noted (`R-7`), and
    /// rows that are not their sender's to say do not count (`P-15`).
    #[must_use]
    pub fn new(authority: Option<Authority>) -> Self {
        Self { authority, entries: Vec::new(), faults: Faults::default(), rows: 0 }
    }

    /// Takes one row.
    pub fn row(&mut self, row: &Row<'_>) {
        self.rows += 1;
        let identity = ["record", "party", "code", "product", "unit", "from", "tier_from", "payee"];
        let mut cells = Cells::open(COLUMNS, &identity, *row, &mut self.faults);
        let party = cells.party("party");
        cells.renminbi("currency");
        let entry = read(&mut cells);
        let whole = cells.is_whole();
        if let (Some(party), Some(content), true) = (party, entry, whole) {
            let label = format!("{} {}", content.record(), content.code());
            self.entries.push(entries::Entry { party, label, content, origin: row.origin() });
        }
    }

    /// Counts a row that could not be read as one; the fault is whoever read it to report.
    pub fn unreadable(&mut self) {
        self.rows += 1;
    }

    /// Ends the file.
    #[must_use]
    pub fn finish(mut self) -> CheckedPricing {
        let mut entries = self.entries;
        if let Some(authority) = &self.authority {
            note_unknown(&entries, &authority.known(), &mut self.faults);
            entries.retain(|it| match refused(authority, it) {
                Some(fault) => {
                    self.faults.push(fault);
                    false
                }
                None => true,
            });
        }
        let settled = settle(entries, nothing, &mut self.faults);
        self.faults.sort();
        let fact = |it: entries::Entry<PricingEntry>| PricingFact {
            party: it.party,
            entry: it.content,
            origin: it.origin,
        };
        let facts = settled.into_iter().map(fact).collect();
        CheckedPricing { facts, faults: self.faults, rows: self.rows }
    }
}

fn read(cells: &mut Cells<'_, '_>) -> Option<PricingEntry> {
    match cells.word("record", RECORDS)? {
        "ceiling" => {
            let tariff = tariff(cells);
            let planned_units = quantity(cells, "planned_units");
            let document = cells.text("document").to_owned();
            let reported_on = day(cells, "reported_on");
            let data_reported_on = day(cells, "data_reported_on");
            Some(PricingEntry::Ceiling {
                tariff: tariff?,
                planned_units,
                document,
                reported_on,
                data_reported_on,
            })
        }
        "price" => {
            let tariff = tariff(cells);
            let buyer = cells.text("buyer").to_owned();
            let published_on = day(cells, "published_on");
            Some(PricingEntry::Price { tariff: tariff?, buyer, published_on })
        }
        "allowance" => allowance(cells),
        "share" => share(cells).map(PricingEntry::Share),
        "allocation" => allocation(cells),
        _ => {
            let year = cells.read_required("code", "YYYY", |it| it.parse().ok());
            let reported_on = cells.read_required("reported_on", DAY, parse_day);
            Some(PricingEntry::AnnualReport { year: year?, reported_on: reported_on? })
        }
    }
}

fn tariff(cells: &mut Cells<'_, '_>) -> Option<Tariff> {
    let product = cells.required("product");
    let unit = cells.required("unit");
    let validity = validity(cells);
    let tier_from = quantity(cells, "tier_from").unwrap_or_default();
    let parse = |it: &str| UnitPrice::parse(it).ok().filter(|it| 0 <= it.millionths);
    let price = cells.read_required("price", MILLIONTHS, parse);
    let vat_included = cells.read_required("vat_included", YES_NO, parse_yes_no);
    let trial = cells.read("trial", YES_NO, parse_yes_no).unwrap_or(false);
    Some(Tariff {
        product: product?.to_owned(),
        unit: unit?.to_owned(),
        validity: validity?,
        tier_from,
        price: price?,
        vat_included: vat_included?,
        trial,
    })
}

fn allowance(cells: &mut Cells<'_, '_>) -> Option<PricingEntry> {
    let cycle = cells.required("code");
    let validity = validity(cells);
    let profit = cells.word("strategy", STRATEGIES);
    let profit = match profit {
        None => None,
        Some("cost_plus") => {
            let rate = cells.read_required("rate", PERCENT, parse_percent);
            Some(ProfitStrategy::CostPlus { rate: rate? })
        }
        Some("asset_base") => {
            let rate = cells.read_required("rate", PERCENT, parse_percent);
            let base_fen = cells.read_required("amount", AMOUNT, parse_fen);
            Some(ProfitStrategy::AssetBase { base_fen: base_fen?, rate: rate? })
        }
        Some(_) => {
            let amount_fen = cells.read_required("amount", AMOUNT, parse_fen);
            Some(ProfitStrategy::Fixed { amount_fen: amount_fen? })
        }
    };
    Some(PricingEntry::Allowance {
        cycle: cycle?.to_owned(),
        validity: validity?,
        profit,
        taxes_fen: cells.read("taxes", AMOUNT, parse_fen),
        approved_fen: cells.read("approved", AMOUNT, parse_fen),
        deducted_fen: cells.read("deducted", AMOUNT, parse_fen),
        document: cells.text("document").to_owned(),
    })
}

fn share(cells: &mut Cells<'_, '_>) -> Option<Share> {
    let scheme = cells.required("code");
    let validity = validity(cells);
    let payee = cells.other_party("payee");
    let payee_kind = cells.word("payee_kind", PAYEE_KINDS).map(|word| match word {
        "administrative" => PayeeKind::Administrative,
        "institution" => PayeeKind::Institution,
        _ => PayeeKind::Enterprise,
    });
    let share = cells.read_required("rate", PERCENT, parse_percent);
    let amount_fen = cells.read("amount", AMOUNT, parse_fen);
    cells.required("form");
    let form = cells.word("form", FORMS).map(|word| match word {
        "cash" => ShareForm::Cash,
        _ => ShareForm::InKind,
    });
    let account_kind = cells.word("account_kind", ACCOUNT_KINDS).map(|word| match word {
        "treasury" => AccountKind::Treasury,
        _ => AccountKind::Commercial,
    });
    Some(Share {
        scheme: scheme?.to_owned(),
        payee,
        payee_kind,
        share: share?,
        amount_fen,
        form: form?,
        account_kind,
        account_no: cells.text("account_no").to_owned(),
        finance_rule: cells.text("finance_rule").to_owned(),
        document: cells.text("document").to_owned(),
        validity: validity?,
    })
}

fn allocation(cells: &mut Cells<'_, '_>) -> Option<PricingEntry> {
    let key = cells.required("code");
    let validity = validity(cells);
    let driver = cells.word("driver", DRIVERS).unwrap_or_default();
    let driver_quantity = quantity(cells, "driver_quantity");
    cells.required("use");
    let use_ = cells.word("use", USES);
    let share = cells.read_required("rate", PERCENT, parse_percent);
    Some(PricingEntry::Allocation {
        key: key?.to_owned(),
        driver: driver.to_owned(),
        driver_quantity,
        use_: use_?.to_owned(),
        product: cells.text("product").to_owned(),
        share: share?,
        validity: validity?,
        document: cells.text("document").to_owned(),
    })
}

fn validity(cells: &mut Cells<'_, '_>) -> Option<Validity> {
    let from = cells.read_required("from", DAY, parse_day)?;
    let to = day(cells, "to");
    if to.is_some_and(|to| to < from) {
        cells.refuse(reading::CELL_INVALID, "to", &format!("≥ {from}"));
    }
    Some(Validity { from, to })
}

fn day(cells: &mut Cells<'_, '_>, column: &str) -> Option<Date> {
    cells.read(column, DAY, parse_day)
}

fn quantity(cells: &mut Cells<'_, '_>, column: &str) -> Option<Quantity> {
    let parse = |it: &str| Quantity::parse(it).ok().filter(|it| 0 <= it.millionths);
    cells.read(column, MILLIONTHS, parse)
}

fn parse_fen(text: &str) -> Option<i64> {
    parse_minor(text, FEN_DIGITS).ok().filter(|it| 0 <= *it)
}

/// A percentage from 0 to 100 with at most four decimals, as parts per million.
fn parse_percent(text: &str) -> Option<Ratio> {
    let ppm = parse_minor(text, PERCENT_DIGITS).ok()?;
    (0..=Ratio::ONE.ppm()).contains(&ppm).then(|| Ratio::from_ppm(ppm))
}
