//! How a generated ledger is written in each format, with the same vouchers, dimensions and people, and
//! with the balances that the format has a place for.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;

use csv::StringRecord;
use daemon::formats::Format;
use daemon::generate::Ledger;

use crate::measure::Done;

/// What a ledger is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Layout {
    /// As it is generated.
    Csv,
    /// The same with the heads of other software.
    Export,
    GbtXml,
    GbtJson,
    SafT,
}

/// Columns that the generator writes, by number; the seven dimensions stand side by side.
const TYPE: usize = 0;
const NUMBER: usize = 1;
const DATE: usize = 2;
const SUMMARY: usize = 3;
const ACCOUNT: usize = 4;
const DEBIT: usize = 5;
const CREDIT: usize = 6;
const DIMENSIONS: [(usize, &str); 7] = [
    (7, "product"),
    (8, "scenario"),
    (9, "use"),
    (10, "funding"),
    (11, "authorization"),
    (12, "counterparty"),
    (13, "cost_class"),
];
const MAKER: usize = 14;
const REVIEWER: usize = 15;

/// Debits and credits of each account, in fen.
type Sums = BTreeMap<String, [u64; 2]>;

impl Layout {
    pub(crate) const ALL: [Self; 5] =
        [Self::Csv, Self::Export, Self::GbtXml, Self::GbtJson, Self::SafT];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Export => "mapped-export",
            Self::GbtXml => "gbt24589-xml",
            Self::GbtJson => "gbt24589-json",
            Self::SafT => "saf-t",
        }
    }

    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.name() == name)
    }

    pub(crate) const fn format(self) -> Format {
        match self {
            Self::Csv | Self::Export => Format::Csv,
            Self::GbtXml => Format::Gbt24589Xml,
            Self::GbtJson => Format::Gbt24589Json,
            Self::SafT => Format::SafT,
        }
    }

    pub(crate) fn path(self, ledger: &Ledger) -> PathBuf {
        match self {
            Self::Csv => ledger.path.clone(),
            _ => ledger.path.with_extension(self.name()),
        }
    }

    pub(crate) fn mapping_path(ledger: &Ledger) -> PathBuf {
        ledger.path.with_extension("toml")
    }

    /// What the format's columns or items stand for.
    pub(crate) fn mapping(self) -> Option<String> {
        let fields = |source: &dyn Fn(usize, &str) -> String| -> String {
            let field =
                |&(at, column): &(usize, &str)| format!("{column} = \"{}\"\n", source(at, column));
            DIMENSIONS.iter().map(field).collect()
        };
        let said = match self {
            Self::Csv => return None,
            Self::Export => {
                let own = "account = \"c4\"\ndebit = \"c5\"\ncredit = \"c6\"\n";
                let voucher = "[voucher]\ntype = \"c0\"\nnumber = \"c1\"\ndate = \"c2\"\n\
                               summary = \"c3\"\nmaker = \"c14\"\nreviewer = \"c15\"\n";
                fields(&|at, _| format!("c{at}")) + own + voucher
            }
            Self::GbtXml | Self::GbtJson => fields(&|at, _| format!("辅助项{at}编号")),
            Self::SafT => {
                let reviewer = "[voucher]\nreviewer = \"Analysis/reviewer\"\n";
                fields(&|_, column| format!("Analysis/{column}")) + reviewer
            }
        };
        Some(format!("kind = \"ledger\"\n[fields]\n{said}"))
    }

    /// Writes what the ledger as generated says, which holds nothing that XML or JSON would escape.
    pub(crate) fn write(self, ledger: &Ledger, file: &mut impl Write) -> Done {
        match self {
            Self::Csv | Self::Export => return export(ledger, file),
            Self::GbtXml => write!(file, "<会计核算数据>")?,
            Self::GbtJson => write!(file, "{{\"科目余额及发生额\": [")?,
            Self::SafT => write!(
                file,
                "<AuditFile><Header><DefaultCurrencyCode>CNY</DefaultCurrencyCode></Header>\
                 <MasterFiles><GeneralLedgerAccounts>"
            )?,
        }
        for (index, (account, sums)) in sums(ledger)?.iter().enumerate() {
            self.balance(file, (index, account), *sums)?;
        }
        match self {
            Self::GbtJson => write!(file, "], \"记账凭证\": [")?,
            Self::SafT => write!(
                file,
                "</GeneralLedgerAccounts></MasterFiles><GeneralLedgerEntries><Journal>\
                 <JournalID>记</JournalID>"
            )?,
            _ => {}
        }
        let mut lines: Vec<StringRecord> = Vec::new();
        let mut is_first = true;
        for row in csv::Reader::from_path(&ledger.path)?.records() {
            let row = row?;
            if lines.first().is_some_and(|it| it[NUMBER] != row[NUMBER]) {
                self.voucher(file, &lines, std::mem::take(&mut is_first))?;
                lines.clear();
            }
            lines.push(row);
        }
        self.voucher(file, &lines, is_first)?;
        match self {
            Self::GbtJson => write!(file, "]}}")?,
            Self::SafT => write!(file, "</Journal></GeneralLedgerEntries></AuditFile>")?,
            _ => write!(file, "</会计核算数据>")?,
        }
        Ok(())
    }

    /// An account that opened with nothing.
    fn balance(
        self,
        file: &mut impl Write,
        (index, account): (usize, &str),
        [debit, credit]: [u64; 2],
    ) -> Done {
        let yuan = |fen: u64| format!("{}.{:02}", fen / 100, fen % 100);
        let (is_debit, closing) = (credit <= debit, yuan(debit.abs_diff(credit)));
        let side = if is_debit { "借" } else { "贷" };
        let fields = [
            ("科目编号", account),
            ("借方本币金额", &yuan(debit)),
            ("贷方本币金额", &yuan(credit)),
            ("期末余额方向", side),
            ("期末本币余额", &closing),
        ];
        match self {
            Self::SafT => {
                let kind = if is_debit { "Debit" } else { "Credit" };
                write!(
                    file,
                    "<Account><AccountID>{account}</AccountID><Closing{kind}Balance>{closing}\
                     </Closing{kind}Balance></Account>"
                )?;
            }
            Self::GbtJson => {
                write!(file, "{}{{", if index == 0 { "" } else { "," })?;
                members(file, &fields)?;
                write!(file, "}}")?;
            }
            _ => {
                write!(file, "<科目余额及发生额>")?;
                elements(file, &fields)?;
                write!(file, "</科目余额及发生额>")?;
            }
        }
        Ok(())
    }

    fn voucher(self, file: &mut impl Write, lines: &[StringRecord], is_first: bool) -> Done {
        let Some(head) = lines.first() else { return Ok(()) };
        let (date, people) = (&head[DATE], [&head[MAKER], &head[REVIEWER]]);
        let [maker, reviewer] = people;
        let day = date.replace('-', "");
        let fields = [
            ("凭证类型编号", &head[TYPE]),
            ("凭证编号", &head[NUMBER]),
            ("日期", &day),
            ("制单人", maker),
            ("审核人", reviewer),
        ];
        match self {
            Self::SafT => {
                write!(
                    file,
                    "<Transaction><TransactionID>{}</TransactionID><TransactionDate>{date}\
                     </TransactionDate><SourceID>{maker}</SourceID>",
                    &head[NUMBER]
                )?;
                lines.iter().try_for_each(|it| saf_t_line(file, it, reviewer))?;
                write!(file, "</Transaction>")?;
            }
            Self::GbtJson => {
                write!(file, "{}{{", if is_first { "" } else { "," })?;
                members(file, &fields)?;
                write!(file, ",\"分录\": [")?;
                for (index, line) in lines.iter().enumerate() {
                    write!(file, "{}{{", if index == 0 { "" } else { "," })?;
                    members(file, &borrowed(&entry(line)))?;
                    write!(file, "}}")?;
                }
                write!(file, "]}}")?;
            }
            _ => {
                write!(file, "<记账凭证>")?;
                elements(file, &fields)?;
                for line in lines {
                    write!(file, "<分录>")?;
                    elements(file, &borrowed(&entry(line)))?;
                    write!(file, "</分录>")?;
                }
                write!(file, "</记账凭证>")?;
            }
        }
        Ok(())
    }
}

/// The same rows under other heads.
fn export(ledger: &Ledger, file: &mut impl Write) -> Done {
    let mut rows = csv::Reader::from_path(&ledger.path)?;
    let mut exported = csv::Writer::from_writer(file);
    exported.write_record((0..=REVIEWER).map(|at| format!("c{at}")))?;
    for row in rows.byte_records() {
        exported.write_byte_record(&row?)?;
    }
    Ok(exported.flush()?)
}

fn sums(ledger: &Ledger) -> Done<Sums> {
    let mut sums = Sums::new();
    for row in csv::Reader::from_path(&ledger.path)?.records() {
        let row = row?;
        let fen = |at: usize| row[at].replace('.', "").parse::<u64>().unwrap_or_default();
        let account = sums.entry(row[ACCOUNT].to_owned()).or_default();
        *account = [account[0] + fen(DEBIT), account[1] + fen(CREDIT)];
    }
    Ok(sums)
}

fn entry(line: &StringRecord) -> Vec<(String, &str)> {
    let own = [
        ("摘要", SUMMARY),
        ("科目编号", ACCOUNT),
        ("借方本币金额", DEBIT),
        ("贷方本币金额", CREDIT),
    ];
    let own = own.map(|(name, at)| (name.to_owned(), &line[at]));
    own.into_iter()
        .chain(DIMENSIONS.iter().map(|(at, _)| (format!("辅助项{at}编号"), &line[*at])))
        .collect()
}

fn borrowed<'a>(fields: &'a [(String, &'a str)]) -> Vec<(&'a str, &'a str)> {
    fields.iter().map(|(name, text)| (name.as_str(), *text)).collect()
}

fn elements(file: &mut impl Write, fields: &[(&str, &str)]) -> Done {
    for (name, text) in fields {
        write!(file, "<{name}>{text}</{name}>")?;
    }
    Ok(())
}

fn members(file: &mut impl Write, fields: &[(&str, &str)]) -> Done {
    for (index, (name, text)) in fields.iter().enumerate() {
        write!(file, "{}\"{name}\": \"{text}\"", if index == 0 { "" } else { ", " })?;
    }
    Ok(())
}

fn saf_t_line(file: &mut impl Write, line: &StringRecord, reviewer: &str) -> Done {
    write!(
        file,
        "<Line><AccountID>{}</AccountID><Description>{}</Description>",
        &line[ACCOUNT], &line[SUMMARY]
    )?;
    let told = DIMENSIONS.iter().map(|&(at, column)| (column, &line[at]));
    for (kind, id) in told.chain([("reviewer", reviewer)]).filter(|(_, id)| !id.is_empty()) {
        write!(
            file,
            "<Analysis><AnalysisType>{kind}</AnalysisType><AnalysisID>{id}</AnalysisID></Analysis>"
        )?;
    }
    for (at, side) in [(DEBIT, "DebitAmount"), (CREDIT, "CreditAmount")] {
        if !line[at].is_empty() {
            write!(file, "<{side}><Amount>{}</Amount></{side}>", &line[at])?;
        }
    }
    Ok(write!(file, "</Line>")?)
}
