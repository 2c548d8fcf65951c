//! GB/T 24589.1-2024, the data interface of accounting software: of its six modules the basic archive
//! (基础档案) and the general ledger (总账), as XML or JSON.
//!
//! Elements are known by their Chinese names; some have the name of the edition of 2010, too. Names
//! and numbers come from an open-source exporter and have not been held against the text of the
//! standard. Balances and movements are handed over as published, for the rules to hold against the
//! vouchers. Auxiliary items (辅助项) are numbered by each software its own way: a mapping says which of
//! them fills which column.

mod heads;
mod json;
mod xml;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{self, Read};

use metrics::finding::{Fault, Faults, Place, reading};
use metrics::register::is_below;

use heads::{Found, HEAD_BYTES_MAX, Heads};

use super::RowSink;
use super::header::{ITEM, QUANTITY, Wanted};
use super::rows::Rows;
use super::text::{Problem, ROW_BYTES_MAX, beyond};

/// The most bytes of accounts that are remembered.
const ACCOUNT_BYTES_MAX: usize = 64 << 20;

/// What a table gives its records in, where they are not named like the table themselves.
const RECORDS: &[&str] = &["记录", "records"];

/// What a pair of short texts takes beside its characters, in bytes.
const FIELD_BYTES: usize = 96;

/// What the type and the number of a voucher are called.
const VOUCHER_TYPE: &[&str] = &["凭证类型编号", "记账凭证类型编号"];
const VOUCHER_NO: &[&str] = &["凭证编号", "记账凭证编号"];
/// What the code of an account is called.
const ACCOUNT: &[&str] = &["科目编号"];

/// Reads a document in XML; a balance is two or three rows, an entry is one.
pub(super) fn read_xml(
    source: &mut dyn Read,
    wanted: Wanted<'_>,
    sink: &mut dyn RowSink,
) -> io::Result<Faults> {
    let mut book = Book::new(wanted, sink);
    let ended = super::xml::read(source, &mut xml::Elements::new(&mut book))?;
    Ok(book.finish(ended))
}

/// Reads a document in JSON; a balance is two or three rows, an entry is one.
pub(super) fn read_json(
    source: &mut dyn Read,
    wanted: Wanted<'_>,
    sink: &mut dyn RowSink,
) -> io::Result<Faults> {
    let mut book = Book::new(wanted, sink);
    let ended = json::read(source, &mut book)?;
    Ok(book.finish(ended))
}

/// The tables that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Table {
    Book,
    Account,
    Currency,
    Balance,
    Voucher,
    Entry,
}

impl Table {
    fn of(name: &str) -> Option<Self> {
        match name {
            "电子账簿" => Some(Self::Book),
            "会计科目" => Some(Self::Account),
            "币种" => Some(Self::Currency),
            "科目余额及发生额" => Some(Self::Balance),
            "记账凭证" => Some(Self::Voucher),
            "分录" | "记账凭证分录" => Some(Self::Entry),
            _ => None,
        }
    }
}

/// The fields of one record of a table, by name.
#[derive(Debug)]
struct Record {
    table: Table,
    fields: Vec<(String, String)>,
    size_bytes: usize,
    /// Whether entries stand within it.
    has_entries: bool,
    /// Whether it is not a record, but the table around some.
    is_table: bool,
}

impl Record {
    fn new(table: Table) -> Self {
        Self { table, fields: Vec::new(), size_bytes: 0, has_entries: false, is_table: false }
    }

    /// Keeps a field, while the record is no longer than a row may be.
    fn add(&mut self, name: &str, text: &str) {
        self.size_bytes += name.len() + text.len();
        if !self.is_long() {
            self.fields.push((name.to_owned(), text.to_owned()));
        }
    }

    /// Gives up what it says, as of a record that is too long.
    fn cut(&mut self) {
        self.fields = Vec::new();
        self.size_bytes = ROW_BYTES_MAX + 1;
    }

    fn is_long(&self) -> bool {
        ROW_BYTES_MAX < self.size_bytes
    }

    /// Whether it says nothing, as a table without records does.
    fn is_blank(&self) -> bool {
        self.size_bytes == 0 && !self.has_entries
    }

    /// Whether it says what only a record does, and no table around records.
    fn is_record(&self) -> bool {
        self.has_entries || [VOUCHER_NO, ACCOUNT].iter().any(|it| !self.get(it).is_empty())
    }

    /// Whether it is a voucher that has no account, so that entries elsewhere have to name it.
    fn is_head(&self) -> bool {
        !self.is_long() && self.get(ACCOUNT).is_empty()
    }

    /// Whether a field is filled twice, with two texts.
    fn is_ambiguous(&self, name: &str) -> bool {
        let filled = self.fields.iter().filter(|(it, text)| it == name && !text.is_empty());
        let mut texts = filled.map(|(_, text)| text);
        let first = texts.next();
        texts.any(|it| Some(it) != first)
    }

    /// The first filled field of these names; `""` without one.
    fn get(&self, names: &[&str]) -> &str {
        let field =
            |name: &&str| self.fields.iter().find(|(it, text)| it == *name && !text.is_empty());
        names.iter().find_map(field).map_or("", |(_, text)| text)
    }
}

/// Where a record stands.
#[derive(Clone, Copy, Debug)]
struct Span {
    byte_offset: u64,
    byte_length: u64,
}

/// An account, as the archive has it.
#[derive(Debug)]
struct Account {
    name: String,
    /// Whether there is no account below it, where the archive says so.
    is_leaf: Option<bool>,
}

/// A document being read.
struct Book<'a> {
    rows: Rows<'a>,
    accounts: BTreeMap<String, Account>,
    account_bytes: usize,
    /// The currency in which it is kept; `""` until it is named.
    currency: String,
    has_records: bool,
    has_balances: bool,
    is_order_told: bool,
    heads: Heads,
}

impl<'a> Book<'a> {
    fn new(wanted: Wanted<'a>, sink: &'a mut dyn RowSink) -> Self {
        Self {
            rows: Rows::new(wanted, sink),
            accounts: BTreeMap::new(),
            account_bytes: 0,
            currency: String::new(),
            has_records: false,
            has_balances: false,
            is_order_told: false,
            heads: Heads::default(),
        }
    }

    fn finish(mut self, ended: Option<Fault>) -> Faults {
        for (problem, head, span) in self.heads.without_entries() {
            refuse(&mut self.rows, problem, head, span);
        }
        let mut faults = self.rows.into_faults();
        let nothing = || Problem::Content.of_file("会计科目, 科目余额及发生额, 记账凭证");
        if let Some(fault) = ended.or_else(|| (!self.has_records).then(nothing)) {
            faults.push(fault);
        }
        if ACCOUNT_BYTES_MAX < self.account_bytes {
            faults.push(beyond("accounts", ACCOUNT_BYTES_MAX as u64));
        }
        if self.heads.is_full() {
            faults.push(beyond("vouchers", HEAD_BYTES_MAX as u64));
        }
        faults
    }

    /// Takes a record; an entry with the voucher that it stands in, if it does.
    fn take(&mut self, record: Record, voucher: Option<&Record>, span: Span) {
        self.has_records = true;
        match record.table {
            Table::Book => {
                currency(record.get(&["本位币", "记账本位币"])).clone_into(&mut self.currency);
            }
            Table::Account => self.account(&record),
            Table::Currency => self.base_currency(&record),
            Table::Balance => self.balance(&record, span),
            Table::Voucher if record.has_entries => {}
            Table::Voucher if record.is_head() => self.head(record, span),
            Table::Voucher => self.entry(&record, &record, span),
            Table::Entry => match voucher {
                Some(voucher) => self.entry(&record, voucher, span),
                None => self.lone_entry(&record, span),
            },
        }
    }

    fn account(&mut self, record: &Record) {
        let (code, name) = (record.get(ACCOUNT), record.get(&["科目名称", "名称"]));
        if self.has_balances && !std::mem::replace(&mut self.is_order_told, true) {
            // Balances of accounts with others below them were taken for their own.
            self.rows.faults.push(Problem::Order.of_file("科目余额及发生额, 会计科目"));
        }
        self.account_bytes += code.len() + name.len() + FIELD_BYTES;
        if self.account_bytes <= ACCOUNT_BYTES_MAX {
            let is_leaf = match record.get(&["末级", "是否末级"]) {
                "" => None,
                text => Some(!matches!(text, "0" | "否" | "false")),
            };
            let account = Account { name: name.to_owned(), is_leaf };
            self.accounts.insert(code.to_owned(), account);
        }
    }

    fn base_currency(&mut self, record: &Record) {
        if self.currency.is_empty()
            && matches!(record.get(&["本位币标志", "记账本位币标志"]), "1" | "是" | "true")
        {
            currency(record.get(&["币种编码", "编码"])).clone_into(&mut self.currency);
        }
    }

    /// Whether the archive has no account whose code goes on after this one.
    fn is_leaf(&self, code: &str) -> bool {
        let is_any = |first: String, end: String| {
            let mut below = self.accounts.range(first..end);
            below.any(|(it, _)| it != code && is_below(it, code))
        };
        !(is_any(format!("{code}."), format!("{code}/"))
            || is_any(format!("{code}0"), format!("{code}:")))
    }

    /// The opening and the closing of an account, and what moved it where that is said. Of an account with
    /// others below it nothing is taken: its balance is theirs, and would count twice.
    fn balance(&mut self, record: &Record, span: Span) {
        let code = record.get(ACCOUNT);
        self.has_balances = true;
        let account = self.accounts.get(code);
        let said = account.and_then(|it| it.is_leaf);
        if !said.unwrap_or_else(|| self.is_leaf(code)) {
            return;
        }
        let named = account.map_or("", |it| &it.name);
        self.rows.begin(span.byte_offset, span.byte_length);
        let moved = (record.get(&["借方本币金额"]), record.get(&["贷方本币金额"]));
        let mut published = vec![
            ("opening", on_side(record, "期初余额方向", "期初本币余额")),
            ("closing", on_side(record, "期末余额方向", "期末本币余额")),
        ];
        if moved != ("", "") {
            published.push(("movement", Ok(moved)));
        }
        for (kind, amounts) in published {
            let (debit, credit) = amounts.unwrap_or_else(|actual| {
                self.rows.refuse(Fault {
                    cause: format!("{kind} {code}"),
                    expected: "借, 贷, 平".to_owned(),
                    actual: actual.to_owned(),
                    ..Fault::at(reading::CELL_INVALID, self.rows.place())
                });
                ("", "")
            });
            let cells = [
                ("record", kind),
                ("period", &period(record)),
                ("account", code),
                ("account_name", named),
                ("debit", debit),
                ("credit", credit),
                ("currency", &self.currency),
            ];
            self.rows.row(&cells, |item| record.get(&[item]));
        }
    }

    /// Keeps a voucher for the entries that name it. Entries before it were read without.
    fn head(&mut self, record: Record, span: Span) {
        if self.heads.were_missed() {
            self.rows.faults.push(Problem::Order.of_file("记账凭证分录, 记账凭证"));
        }
        self.heads.keep(record, span);
    }

    /// Takes an entry that stands in no voucher, with the one that it names.
    fn lone_entry(&mut self, entry: &Record, span: Span) {
        let mut heads = std::mem::take(&mut self.heads);
        match heads.find(entry) {
            Found::One(voucher) => self.entry(entry, voucher, span),
            Found::Many(problem) => self.refuse(problem, entry, span),
            Found::None => self.entry(entry, entry, span),
        }
        self.heads = heads;
    }

    /// Ends a table around records. What it says itself of a record cannot be told from theirs.
    fn end_table(&mut self, table: &Record, span: Span) {
        if table.is_record() {
            self.refuse(Problem::Shape, table, span);
        }
    }

    /// What stands where an entry of a voucher should be.
    fn refuse(&mut self, problem: Problem, voucher: &Record, span: Span) {
        refuse(&mut self.rows, problem, voucher, span);
    }

    fn entry(&mut self, entry: &Record, voucher: &Record, span: Span) {
        let get = |names: &[&str]| match entry.get(names) {
            "" => voucher.get(names).to_owned(),
            text => text.to_owned(),
        };
        self.rows.begin(span.byte_offset, span.byte_length);
        if entry.is_long() || voucher.is_long() {
            self.rows.refuse(Problem::Length.of_row(self.rows.place()));
        }
        for (name, _) in
            entry.fields.iter().filter(|(name, text)| is_item(name) && !text.is_empty())
        {
            self.rows.unless_named(name, if is_quantity(name) { QUANTITY } else { ITEM });
        }
        let sources = self.rows.sources();
        let is_ambiguous =
            |it: &&String| [entry, voucher].iter().any(|record| record.is_ambiguous(it));
        if let Some(source) = sources.iter().find(is_ambiguous) {
            let row = self.rows.place().row;
            let place = Place { row, column: Some(source.clone()), sheet: None };
            self.rows.refuse(Problem::Member.of_row(place));
        }
        let account = get(ACCOUNT);
        let named = self.accounts.get(&account).map_or("", |it| &it.name);
        let original_currency = match get(&["币种编码", "币种"]) {
            text if currency(&text) == self.currency => String::new(),
            text => currency(&text).to_owned(),
        };
        let is_original = !original_currency.is_empty();
        let original = |names: &[&str]| if is_original { get(names) } else { String::new() };
        let (kind, number) = (get(VOUCHER_TYPE), get(VOUCHER_NO));
        let dated = get(&["日期", "凭证日期", "记账凭证日期"]);
        let cells = [
            ("record", "line"),
            ("period", &period(voucher)),
            ("voucher_type", &kind),
            ("voucher_no", within_type(&kind, &number)),
            ("date", &day(&dated)),
            ("line", entry.get(&["行号", "记账凭证行号"])),
            ("summary", &get(&["摘要", "记账凭证摘要"])),
            ("account", &account),
            ("account_name", named),
            ("debit", entry.get(&["借方本币金额"])),
            ("credit", entry.get(&["贷方本币金额"])),
            ("currency", &self.currency),
            ("original_currency", &original_currency),
            ("original_amount", &original(&["借方原币金额", "贷方原币金额"])),
            ("rate", &original(&["汇率"])),
            ("maker", &get(&["制单人"])),
            ("reviewer", &get(&["审核人"])),
            ("poster", &get(&["记账人"])),
        ];
        self.rows.row(&cells, |item| match entry.get(&[item]) {
            "" => voucher.get(&[item]),
            text => text,
        });
    }
}

/// A row that cannot be read, with the type and number of its voucher.
fn refuse(rows: &mut Rows<'_>, problem: Problem, voucher: &Record, span: Span) {
    rows.begin(span.byte_offset, span.byte_length);
    rows.refuse(problem.of_row(rows.place()));
    let (kind, number) = (voucher.get(VOUCHER_TYPE), voucher.get(VOUCHER_NO));
    let cells = [("voucher_type", kind), ("voucher_no", within_type(kind, number))];
    rows.row(&cells, |item| voucher.get(&[item]));
}

/// Whether a field of an entry is one that no column of the form takes: auxiliary items, and quantities.
fn is_item(name: &str) -> bool {
    name.starts_with("辅助") || is_quantity(name)
}

/// Whether a field says how much of a thing an entry is about.
fn is_quantity(name: &str) -> bool {
    matches!(name, "数量" | "单价")
}

/// The number within its type, where it is written behind that: `记-0001` of the type `记` is `0001`.
fn within_type<'n>(kind: &str, number: &'n str) -> &'n str {
    let behind = number.strip_prefix(kind).filter(|_| !kind.is_empty());
    let digits = behind.and_then(|it| it.strip_prefix('-')).filter(|it| !it.is_empty());
    digits.filter(|it| it.bytes().all(|it| it.is_ascii_digit())).unwrap_or(number)
}

/// A balance as debit and credit, by its direction; what stands there if it is none.
fn on_side<'r>(
    record: &'r Record,
    direction: &str,
    amount: &str,
) -> Result<(&'r str, &'r str), &'r str> {
    let text = record.get(&[amount]);
    match record.get(&[direction]) {
        "借" | "平" | "" => Ok((text, "")),
        "贷" => Ok(("", text)),
        other => Err(other),
    }
}

/// The code of a currency; its own is mostly written by name.
fn currency(text: &str) -> &str {
    if text.starts_with("人民币") || text == "RMB" { "CNY" } else { text }
}

/// `YYYY-MM-DD` of `YYYYMMDD`; what is none stays as it is written.
fn day(text: &str) -> Cow<'_, str> {
    if text.len() == 8 && text.bytes().all(|it| it.is_ascii_digit()) {
        return Cow::Owned(format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..]));
    }
    Cow::Borrowed(text)
}

/// `YYYY-MM` of the year and the number of the period in it.
fn period(record: &Record) -> String {
    match (record.get(&["会计年度"]), record.get(&["会计期间号"])) {
        ("", "") => String::new(),
        (year, number) => format!("{year}-{number:0>2}"),
    }
}
