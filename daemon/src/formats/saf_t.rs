//! SAF-T, the Standard Audit File for Tax, as the Norwegian tax administration has it (Skatteetaten,
//! financial schema 1.10): accounts give openings and closings, transactions give lines.
//!
//! What the file says of itself is not believed: balances are handed over as published, for the rules
//! to hold against the lines; totals of the journals are held against them here, and a
//! transaction without lines is named.
//!
//! What an analysis (`Analysis`) of a line stands for is its writer's matter: a mapping says which type
//! of them fills which column, by the name `Analysis/TYPE`. It may name elements of a line, too, or of a
//! transaction before its lines.

mod totals;

use std::io::{self, Read};

use metrics::finding::{Faults, Place};

use super::RowSink;
use super::header::{ITEM, QUANTITY, Wanted};
use super::rows::Rows;
use super::text::Problem;
use super::xml::{self, Element, Listener};
use totals::Totals;

const ROOT: &str = "AuditFile";
const HEADER: &str = "AuditFile/Header/";
const ACCOUNT: &str = "AuditFile/MasterFiles/GeneralLedgerAccounts/Account";
const ENTRIES: &str = "AuditFile/GeneralLedgerEntries";
const JOURNAL: &str = "AuditFile/GeneralLedgerEntries/Journal";
const TRANSACTION: &str = "AuditFile/GeneralLedgerEntries/Journal/Transaction";
const LINE: &str = "AuditFile/GeneralLedgerEntries/Journal/Transaction/Line";
const ANALYSIS: &str = "AuditFile/GeneralLedgerEntries/Journal/Transaction/Line/Analysis";

/// What a line says of how much of a thing it is about.
const QUANTITIES: [&str; 2] = ["Quantity", "UnitPrice"];

/// Reads a file; an account is two rows, a line is one.
pub(super) fn read(
    source: &mut dyn Read,
    wanted: Wanted<'_>,
    sink: &mut dyn RowSink,
) -> io::Result<Faults> {
    let mut file = AuditFile::new(wanted, sink);
    let ended = xml::read(source, &mut file)?;
    let mut faults = file.rows.into_faults();
    if let Some(fault) = ended {
        faults.push(fault);
    } else if !file.has_root {
        faults.push(Problem::Content.of_file(ROOT));
    } else {
        file.totals.judge(&mut faults);
    }
    Ok(faults)
}

/// A file being read. Texts that are not there are empty.
struct AuditFile<'a> {
    rows: Rows<'a>,
    has_root: bool,
    /// The first month of the selection, its year, the last month and its year.
    selected: [String; 4],
    currency: String,
    account: Account,
    journal: String,
    transaction: Transaction,
    line: Line,
    analysis: Analysis,
    totals: Totals,
}

#[derive(Default)]
struct Account {
    code: String,
    name: String,
    opening_debit: String,
    opening_credit: String,
    closing_debit: String,
    closing_credit: String,
}

#[derive(Default)]
struct Transaction {
    number: String,
    month: String,
    year: String,
    dated: String,
    description: String,
    maker: String,
    items: Items,
    /// An item that is there twice, and says two things: of all lines.
    ambiguous: Option<usize>,
    lines: u64,
}

#[derive(Default)]
struct Line {
    number: String,
    account: String,
    description: String,
    counterparty: String,
    debit: String,
    credit: String,
    original_currency: String,
    original_amount: String,
    rate: String,
    items: Items,
    /// An item that is there twice, and says two things.
    ambiguous: Option<usize>,
}

#[derive(Default)]
struct Analysis {
    kind: String,
    id: String,
}

/// The texts of items that a mapping names, in its order; shorter where none of the last is there.
#[derive(Default)]
struct Items(Vec<String>);

impl Items {
    fn get(&self, index: usize) -> &str {
        self.0.get(index).map_or("", String::as_str)
    }

    /// Keeps a text; `false` where another one is there.
    fn keep(&mut self, index: usize, text: &str) -> bool {
        if self.0.len() <= index {
            self.0.resize(index + 1, String::new());
        }
        let known = &mut self.0[index];
        if known.is_empty() {
            text.clone_into(known);
        }
        text.is_empty() || known == text
    }
}

impl<'a> AuditFile<'a> {
    fn new(wanted: Wanted<'a>, sink: &'a mut dyn RowSink) -> Self {
        Self {
            rows: Rows::new(wanted, sink),
            has_root: false,
            selected: Default::default(),
            currency: String::new(),
            account: Account::default(),
            journal: String::new(),
            transaction: Transaction::default(),
            line: Line::default(),
            analysis: Analysis::default(),
            totals: Totals::default(),
        }
    }

    /// A published balance belongs to the month of the selection, if that is one month.
    fn account(&mut self, element: Element<'_>) {
        let account = std::mem::take(&mut self.account);
        let [first_month, first_year, last_month, last_year] = &self.selected;
        let is_month = (first_month, first_year) == (last_month, last_year);
        let period = if is_month { month(first_year, first_month) } else { String::new() };
        let opening = ("opening", &account.opening_debit, &account.opening_credit);
        let closing = ("closing", &account.closing_debit, &account.closing_credit);
        self.rows.begin(element.byte_offset, element.byte_length);
        for (record, debit, credit) in [opening, closing] {
            let cells = [
                ("record", record),
                ("period", period.as_str()),
                ("account", &account.code),
                ("account_name", &account.name),
                ("debit", debit),
                ("credit", credit),
                ("currency", &self.currency),
            ];
            self.rows.row(&cells, |_| "");
        }
    }

    fn line(&mut self, element: Element<'_>) {
        let line = std::mem::take(&mut self.line);
        let voucher = &mut self.transaction;
        voucher.lines += 1;
        self.totals.add(&line.debit, &line.credit);
        let is_described = !line.description.is_empty();
        self.rows.begin(element.byte_offset, element.byte_length);
        let sources = self.rows.sources();
        if let Some(index) = line.ambiguous.or(voucher.ambiguous) {
            let row = self.rows.place().row;
            let place = Place { row, column: Some(sources[index].clone()), sheet: None };
            self.rows.refuse(Problem::Member.of_row(place));
        }
        let cells = [
            ("record", "line"),
            ("period", &*month(&voucher.year, &voucher.month)),
            ("voucher_type", &self.journal),
            ("voucher_no", &voucher.number),
            ("date", &voucher.dated),
            ("line", &line.number),
            ("summary", if is_described { &line.description } else { &voucher.description }),
            ("account", &line.account),
            ("debit", &line.debit),
            ("credit", &line.credit),
            ("currency", &self.currency),
            ("original_currency", &line.original_currency),
            ("original_amount", &line.original_amount),
            ("rate", &line.rate),
            ("counterparty", &line.counterparty),
            ("maker", &voucher.maker),
        ];
        let text = |index: usize| match line.items.get(index) {
            "" => voucher.items.get(index),
            text => text,
        };
        let item = |name: &str| sources.iter().position(|it| it == name).map_or("", text);
        self.rows.row(&cells, item);
    }

    /// An analysis that a mapping names is an item of its line. Of two of one type each has a part of the
    /// amount, and the line cannot be told apart into them.
    fn analysis(&mut self) {
        let Analysis { kind, id } = std::mem::take(&mut self.analysis);
        let name = format!("Analysis/{kind}");
        let Some(index) = self.rows.sources().iter().position(|it| *it == name) else {
            return self.rows.unless_named(&name, ITEM);
        };
        if !self.line.items.keep(index, &id) {
            self.line.ambiguous = Some(index);
        }
    }

    /// Keeps the text of an element of a line or a transaction that a mapping names. How much of a thing a
    /// line is about has no column to go to.
    fn item(&mut self, path: &str, text: &str) {
        let sources = self.rows.sources();
        let below = |parent: &str| path.strip_prefix(parent)?.strip_prefix('/');
        let (line, voucher) = (&mut self.line, &mut self.transaction);
        let (name, items, ambiguous) = match (below(LINE), below(TRANSACTION)) {
            (Some(name), _) => {
                if QUANTITIES.contains(&name) && !text.is_empty() {
                    self.rows.unless_named(name, QUANTITY);
                }
                (name, &mut line.items, &mut line.ambiguous)
            }
            (None, Some(name)) => (name, &mut voucher.items, &mut voucher.ambiguous),
            (None, None) => return,
        };
        let index = sources.iter().position(|it| it == name);
        if let Some(index) = index.filter(|index| !items.keep(*index, text)) {
            *ambiguous = Some(index);
        }
    }

    /// A transaction without lines says nothing that can be posted, or says it otherwise than the
    /// schema does.
    fn transaction(&mut self, element: Element<'_>) {
        let voucher = std::mem::take(&mut self.transaction);
        self.totals.entries += 1;
        if voucher.lines == 0 {
            self.rows.begin(element.byte_offset, element.byte_length);
            self.rows.refuse(Problem::Entries.of_row(self.rows.place()));
            let cells = [("voucher_type", &*self.journal), ("voucher_no", &voucher.number)];
            self.rows.row(&cells, |_| "");
        }
    }

    /// The text that an element within the header, an account, a journal or a line fills.
    fn target(&mut self, path: &str) -> Option<&mut String> {
        if let Some(name) = path.strip_prefix(HEADER) {
            let [first_month, first_year, last_month, last_year] = &mut self.selected;
            return Some(match name {
                "DefaultCurrencyCode" => &mut self.currency,
                "SelectionCriteria/PeriodStart" => first_month,
                "SelectionCriteria/PeriodStartYear" => first_year,
                "SelectionCriteria/PeriodEnd" => last_month,
                "SelectionCriteria/PeriodEndYear" => last_year,
                _ => return None,
            });
        }
        let below = |parent: &str| path.strip_prefix(parent)?.strip_prefix('/');
        if let Some(name) = below(ACCOUNT) {
            return self.account.text(name);
        }
        if let Some(name) = below(LINE) {
            return match name.strip_prefix("Analysis/") {
                Some(name) => self.analysis.text(name),
                None => self.line.text(name),
            };
        }
        if let Some(name) = below(TRANSACTION) {
            return self.transaction.text(name);
        }
        if below(JOURNAL) == Some("JournalID") {
            return Some(&mut self.journal);
        }
        let [entries, debit, credit] = &mut self.totals.declared;
        match below(ENTRIES)? {
            "NumberOfEntries" => Some(entries),
            "TotalDebit" => Some(debit),
            "TotalCredit" => Some(credit),
            _ => None,
        }
    }
}

impl Account {
    fn text(&mut self, element: &str) -> Option<&mut String> {
        Some(match element {
            "AccountID" => &mut self.code,
            "AccountDescription" => &mut self.name,
            "OpeningDebitBalance" => &mut self.opening_debit,
            "OpeningCreditBalance" => &mut self.opening_credit,
            "ClosingDebitBalance" => &mut self.closing_debit,
            "ClosingCreditBalance" => &mut self.closing_credit,
            _ => return None,
        })
    }
}

impl Transaction {
    fn text(&mut self, element: &str) -> Option<&mut String> {
        Some(match element {
            "TransactionID" => &mut self.number,
            "Period" => &mut self.month,
            "PeriodYear" => &mut self.year,
            "TransactionDate" => &mut self.dated,
            "Description" => &mut self.description,
            "SourceID" => &mut self.maker,
            _ => return None,
        })
    }
}

impl Line {
    fn text(&mut self, element: &str) -> Option<&mut String> {
        Some(match element {
            "RecordID" => &mut self.number,
            "AccountID" => &mut self.account,
            "Description" => &mut self.description,
            "CustomerID" | "SupplierID" => &mut self.counterparty,
            "DebitAmount/Amount" => &mut self.debit,
            "CreditAmount/Amount" => &mut self.credit,
            "DebitAmount/CurrencyCode" | "CreditAmount/CurrencyCode" => &mut self.original_currency,
            "DebitAmount/CurrencyAmount" | "CreditAmount/CurrencyAmount" => {
                &mut self.original_amount
            }
            "DebitAmount/ExchangeRate" | "CreditAmount/ExchangeRate" => &mut self.rate,
            _ => return None,
        })
    }
}

impl Analysis {
    fn text(&mut self, element: &str) -> Option<&mut String> {
        match element {
            "AnalysisType" => Some(&mut self.kind),
            "AnalysisID" => Some(&mut self.id),
            _ => None,
        }
    }
}

impl Listener for AuditFile<'_> {
    fn open(&mut self, path: &str) {
        match path {
            ROOT => self.has_root = true,
            ACCOUNT => self.account = Account::default(),
            JOURNAL => self.journal.clear(),
            TRANSACTION => self.transaction = Transaction::default(),
            LINE => self.line = Line::default(),
            ANALYSIS => self.analysis = Analysis::default(),
            _ => {}
        }
    }

    fn close(&mut self, element: Element<'_>) {
        match element.path {
            ACCOUNT => self.account(element),
            LINE => self.line(element),
            ANALYSIS => self.analysis(),
            TRANSACTION => self.transaction(element),
            path => {
                self.item(path, element.text);
                if let Some(target) = self.target(path) {
                    element.text.clone_into(target);
                }
            }
        }
    }
}

/// `YYYY-MM` of a year and a month of it; what is neither stays as it is written.
fn month(year: &str, of_year: &str) -> String {
    match (year, of_year) {
        ("", "") => String::new(),
        _ => format!("{year}-{of_year:0>2}"),
    }
}
