//! The tables that hold what submissions left behind, and how their rows are read so that two databases can
//! be compared: by receipt, with texts in place of the numbers that a database gave.

use metrics::kind::Kind;

/// A cell of a row: its text borrowed while the row is looked at, owned where it is kept.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Told<T> {
    Nothing,
    Number(i64),
    Text(T),
}

impl<T: AsRef<str>> Told<T> {
    /// The cell as text.
    pub(crate) fn text(&self) -> Option<String> {
        match self {
            Self::Nothing => None,
            Self::Number(number) => Some(number.to_string()),
            Self::Text(text) => Some(text.as_ref().to_owned()),
        }
    }

    /// The cell, to be kept.
    pub(crate) fn kept(&self) -> Told<String> {
        match self {
            Self::Nothing => Told::Nothing,
            Self::Number(number) => Told::Number(*number),
            Self::Text(text) => Told::Text(text.as_ref().to_owned()),
        }
    }
}

/// A table of facts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FactTable {
    pub(crate) name: &'static str,
    pub(crate) key: Key,
    /// Begins with the receipt. Where rows have a `row_number`, it is a column.
    pub(crate) select: &'static str,
    /// An order that depends on nothing but the rows.
    pub(crate) order: &'static str,
}

/// How rows of a part of what was handed in are found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Key {
    /// Rows of ledgers, by ids that party and month begin.
    Ids,
    /// Sums of ledgers, by party and month.
    Month,
    /// Facts of a kind, through their submissions.
    Of(Kind),
    /// What any submission may have.
    Submission,
}

/// What a line says itself, without its voucher.
macro_rules! lines {
    () => {
        "ledger_lines.row_number, ledger_lines.byte_offset, ledger_lines.byte_length,
         accounts.code AS account, (ledger_lines.id / 2097152) % 32 AS day,
         dimension_sets.currency, ledger_lines.debit_minor, ledger_lines.credit_minor,
         dimension_sets.original_currency, ledger_lines.original_minor, ledger_lines.summary,
         dimension_sets.product, dimension_sets.scenario, dimension_sets.intended_use,
         dimension_sets.funding, dimension_sets.authorization_no, dimension_sets.counterparty,
         dimension_sets.cost_class
         FROM ledger_lines
         JOIN accounts ON accounts.party_id = ledger_lines.party_id
                      AND accounts.ordinal = (ledger_lines.id / 67108864) % 8192
         JOIN dimension_sets ON dimension_sets.id = ledger_lines.dimension_set_id"
    };
}
pub(crate) use lines;

/// Every table of facts. Rows of `accounts` and `dimension_sets` are read where lines name them.
pub(crate) const FACTS: [FactTable; 24] = [
    FactTable {
        name: "register_facts",
        key: Key::Of(Kind::Registry),
        select: "SELECT submissions.receipt, register_facts.row_number, register_facts.byte_offset,
                register_facts.byte_length, parties.party, register_facts.record, register_facts.code,
                register_facts.body
         FROM register_facts
         JOIN submissions ON submissions.id = register_facts.submission_id
         JOIN parties ON parties.id = register_facts.party_id",
        order: "submissions.receipt, register_facts.row_number",
    },
    FactTable {
        name: "pricing_facts",
        key: Key::Of(Kind::Pricing),
        select: "SELECT submissions.receipt, pricing_facts.row_number, pricing_facts.byte_offset,
                pricing_facts.byte_length, parties.party, pricing_facts.record, pricing_facts.code,
                pricing_facts.body
         FROM pricing_facts
         JOIN submissions ON submissions.id = pricing_facts.submission_id
         JOIN parties ON parties.id = pricing_facts.party_id",
        order: "submissions.receipt, pricing_facts.row_number",
    },
    FactTable {
        name: "usage_records",
        key: Key::Of(Kind::Usage),
        select: "SELECT submissions.receipt, usage_records.row_number, usage_records.byte_offset,
                usage_records.byte_length, parties.party, usage_records.period,
                usage_records.number, usage_records.dated_on, usage_records.product,
                usage_records.scenario, usage_records.intended_use, usage_records.buyer,
                usage_records.unit, usage_records.units_millionths,
                usage_records.price_millionths, usage_records.vat_included,
                usage_records.amount_fen, usage_records.invoice, usage_records.tax_rate_ppm,
                usage_records.tax_fen
         FROM usage_records
         JOIN submissions ON submissions.id = usage_records.submission_id
         JOIN parties ON parties.id = usage_records.party_id",
        order: "submissions.receipt, usage_records.row_number",
    },
    FactTable {
        name: "usage_sums",
        key: Key::Of(Kind::Usage),
        select: "SELECT submissions.receipt, parties.party, usage_sums.period, usage_sums.product,
                usage_sums.intended_use, usage_sums.buyer, usage_sums.unit,
                usage_sums.price_millionths, usage_sums.vat_included, usage_sums.first_on,
                usage_sums.last_on, usage_sums.units_millionths, usage_sums.amount_fen,
                usage_sums.records, usage_sums.first_number
         FROM usage_sums
         JOIN submissions ON submissions.id = usage_sums.submission_id
         JOIN parties ON parties.id = usage_sums.party_id",
        order: "submissions.receipt, usage_sums.product, usage_sums.intended_use,
                usage_sums.buyer, usage_sums.unit, usage_sums.price_millionths,
                usage_sums.vat_included",
    },
    FactTable {
        name: "usage_invoices",
        key: Key::Of(Kind::Usage),
        select: "SELECT submissions.receipt, parties.party, usage_invoices.period,
                usage_invoices.invoice, usage_invoices.product, usage_invoices.amount_fen,
                usage_invoices.first_number
         FROM usage_invoices
         JOIN submissions ON submissions.id = usage_invoices.submission_id
         JOIN parties ON parties.id = usage_invoices.party_id",
        order: "submissions.receipt, parties.party, usage_invoices.invoice,
                usage_invoices.product",
    },
    FactTable {
        name: "usage_products",
        key: Key::Of(Kind::Usage),
        select: "SELECT submissions.receipt, parties.party, usage_products.period,
                usage_products.product, usage_products.off_count, usage_products.records,
                usage_products.priced, usage_products.charged, usage_products.rounding,
                usage_products.tolerance, usage_products.row_number
         FROM usage_products
         JOIN submissions ON submissions.id = usage_products.submission_id
         JOIN parties ON parties.id = usage_products.party_id",
        order: "submissions.receipt, parties.party, usage_products.product",
    },
    FactTable {
        name: "supply_items",
        key: Key::Of(Kind::Supply),
        select: "SELECT submissions.receipt, supply_items.row_number, supply_items.byte_offset,
                supply_items.byte_length, parties.party, supply_items.code, supply_items.body
         FROM supply_items
         JOIN submissions ON submissions.id = supply_items.submission_id
         JOIN parties ON parties.id = supply_items.party_id",
        order: "submissions.receipt, supply_items.row_number",
    },
    FactTable {
        name: "objections",
        key: Key::Of(Kind::Objection),
        select: "SELECT submissions.receipt, objections.row_number, objections.byte_offset,
                objections.byte_length, parties.party, objections.number, objections.body
         FROM objections
         JOIN submissions ON submissions.id = objections.submission_id
         JOIN parties ON parties.id = objections.party_id",
        order: "submissions.receipt, objections.row_number",
    },
    FactTable {
        name: "demands",
        key: Key::Of(Kind::Demand),
        select: "SELECT submissions.receipt, demands.row_number, demands.byte_offset,
                demands.byte_length, parties.party, demands.number, demands.body
         FROM demands
         JOIN submissions ON submissions.id = demands.submission_id
         JOIN parties ON parties.id = demands.party_id",
        order: "submissions.receipt, demands.row_number",
    },
    FactTable {
        name: "incidents",
        key: Key::Of(Kind::Incident),
        select: "SELECT submissions.receipt, incidents.row_number, incidents.byte_offset,
                incidents.byte_length, parties.party, incidents.incident_no, incidents.body
         FROM incidents
         JOIN submissions ON submissions.id = incidents.submission_id
         JOIN parties ON parties.id = incidents.party_id",
        order: "submissions.receipt, incidents.row_number",
    },
    FactTable {
        name: "disclosures",
        key: Key::Of(Kind::Disclosure),
        select: "SELECT submissions.receipt, disclosures.row_number, disclosures.byte_offset,
                disclosures.byte_length, parties.party, disclosures.year, disclosures.disclosed_on,
                disclosures.body
         FROM disclosures
         JOIN submissions ON submissions.id = disclosures.submission_id
         JOIN parties ON parties.id = disclosures.party_id",
        order: "submissions.receipt, parties.party, disclosures.year",
    },
    FactTable {
        name: "opinions",
        key: Key::Of(Kind::Opinion),
        select: "SELECT submissions.receipt, opinions.row_number, opinions.byte_offset,
                opinions.byte_length, parties.party, opinions.code, opinions.body
         FROM opinions
         JOIN submissions ON submissions.id = opinions.submission_id
         JOIN parties ON parties.id = opinions.party_id",
        order: "submissions.receipt, opinions.row_number",
    },
    FactTable {
        name: "vouchers",
        key: Key::Ids,
        select: "SELECT submissions.receipt, vouchers.voucher_type, vouchers.number, vouchers.dated_on,
                vouchers.maker, vouchers.reviewer, vouchers.poster, vouchers.line_count,
                vouchers.counted, vouchers.row_number, vouchers.byte_offset,
                vouchers.byte_length
         FROM vouchers JOIN submissions ON submissions.id = vouchers.submission_id",
        order: "submissions.receipt, vouchers.row_number, vouchers.voucher_type,
                vouchers.number",
    },
    FactTable {
        name: "ledger_lines",
        key: Key::Ids,
        select: concat!(
            "SELECT submissions.receipt, vouchers.voucher_type, vouchers.number, ",
            lines!(),
            " JOIN vouchers ON vouchers.party_id = ledger_lines.party_id
                           AND vouchers.id = ledger_lines.voucher_id
              JOIN submissions ON submissions.id = vouchers.submission_id"
        ),
        order: "submissions.receipt, ledger_lines.row_number, accounts.code,
                ledger_lines.debit_minor",
    },
    FactTable {
        name: "balances",
        key: Key::Month,
        select: "SELECT submissions.receipt, accounts.code AS account, balances.currency, balances.entry,
                balances.product, balances.intended_use, balances.cost_class,
                balances.debit_minor, balances.credit_minor
         FROM balances
         JOIN submissions ON submissions.id = balances.submission_id
         JOIN accounts ON accounts.party_id = balances.party_id
                      AND accounts.ordinal = balances.account",
        order: "submissions.receipt, accounts.code, balances.currency, balances.entry,
                balances.product, balances.intended_use, balances.cost_class",
    },
    FactTable {
        name: "counterparty_sums",
        key: Key::Month,
        select: "SELECT submissions.receipt, accounts.code AS account, counterparty_sums.currency,
                counterparty_sums.counterparty, counterparty_sums.funding,
                counterparty_sums.debit_minor, counterparty_sums.credit_minor
         FROM counterparty_sums
         JOIN submissions ON submissions.id = counterparty_sums.submission_id
         JOIN accounts ON accounts.party_id = counterparty_sums.party_id
                      AND accounts.ordinal = counterparty_sums.account",
        order: "submissions.receipt, accounts.code, counterparty_sums.currency,
                counterparty_sums.counterparty, counterparty_sums.funding",
    },
    FactTable {
        name: "ledger_invoices",
        key: Key::Month,
        select: "SELECT submissions.receipt, accounts.code AS account, ledger_invoices.currency,
                ledger_invoices.product, ledger_invoices.invoice, ledger_invoices.debit_minor,
                ledger_invoices.credit_minor, ledger_invoices.first_voucher
         FROM ledger_invoices
         JOIN submissions ON submissions.id = ledger_invoices.submission_id
         JOIN accounts ON accounts.party_id = ledger_invoices.party_id
                      AND accounts.ordinal = ledger_invoices.account",
        order: "submissions.receipt, accounts.code, ledger_invoices.currency,
                ledger_invoices.product, ledger_invoices.invoice",
    },
    FactTable {
        name: "amount_spreads",
        key: Key::Submission,
        select: "SELECT submissions.receipt, amount_spreads.digit_1, amount_spreads.digit_2,
                amount_spreads.digit_3, amount_spreads.digit_4, amount_spreads.digit_5,
                amount_spreads.digit_6, amount_spreads.digit_7, amount_spreads.digit_8,
                amount_spreads.digit_9, amount_spreads.round, amount_spreads.month_end
         FROM amount_spreads JOIN submissions ON submissions.id = amount_spreads.submission_id",
        order: "submissions.receipt",
    },
    FactTable {
        name: "voucher_runs",
        key: Key::Submission,
        select: "SELECT submissions.receipt, voucher_runs.voucher_type, voucher_runs.understood,
                voucher_runs.first_number, voucher_runs.last_number, voucher_runs.row_number
         FROM voucher_runs JOIN submissions ON submissions.id = voucher_runs.submission_id",
        order: "submissions.receipt, voucher_runs.voucher_type, voucher_runs.understood,
                voucher_runs.first_number",
    },
    FactTable {
        name: "dropped_vouchers",
        key: Key::Submission,
        select: "SELECT submissions.receipt, dropped_vouchers.voucher_type, dropped_vouchers.number,
                dropped_vouchers.balanced, dropped_vouchers.in_period, dropped_vouchers.two_people
         FROM dropped_vouchers JOIN submissions ON submissions.id = dropped_vouchers.submission_id",
        order: "submissions.receipt, dropped_vouchers.voucher_type, dropped_vouchers.number",
    },
    FactTable {
        name: "published_balances",
        key: Key::Submission,
        select: "SELECT submissions.receipt, published_balances.sheet, published_balances.currency,
                published_balances.account, published_balances.debit_minor,
                published_balances.credit_minor, published_balances.row_number
         FROM published_balances
         JOIN submissions ON submissions.id = published_balances.submission_id",
        order: "submissions.receipt, published_balances.sheet, published_balances.currency,
                published_balances.account",
    },
    FactTable {
        name: "submission_counts",
        key: Key::Submission,
        select: "SELECT submissions.receipt, submission_counts.name, submission_counts.value
         FROM submission_counts JOIN submissions ON submissions.id = submission_counts.submission_id",
        order: "submissions.receipt, submission_counts.name",
    },
    FactTable {
        name: "supersessions",
        key: Key::Submission,
        select: "SELECT submissions.receipt, old.receipt AS old_receipt
         FROM supersessions
         JOIN submissions ON submissions.id = supersessions.new_id
         JOIN submissions AS old ON old.id = supersessions.old_id",
        order: "submissions.receipt, old.receipt",
    },
    FactTable {
        name: "transcripts",
        key: Key::Submission,
        select: "SELECT submissions.receipt, transcripts.sha256, transcripts.sheet
         FROM transcripts JOIN submissions ON submissions.id = transcripts.submission_id",
        order: "submissions.receipt",
    },
];
