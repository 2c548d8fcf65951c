//! `mingjingd render`: statements of a party and month as files to read and sign.

use std::fs;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use jiff::Timestamp;
use metrics::party::PartyId;
use metrics::period::Period;
use reports::hash::sha256_hex;
use reports::statement::{Document, csv, json, xlsx};

use super::{Exit, Failure, Shell, output};
use crate::statements::{self, Asked, Report};

/// Render a statement of a party and month.
#[derive(Debug, Args)]
pub struct Render {
    /// Which.
    report: ReportWord,
    /// Whose.
    #[arg(long, value_parser = super::party)]
    party: PartyId,
    /// Of which month.
    #[arg(long)]
    period: Period,
    /// Of which account, for account-register.
    #[arg(long, required_if_eq("report", "account-register"))]
    account: Option<String>,
    /// How it is written.
    #[arg(long, value_enum, default_value = "xlsx")]
    format: StatementFormat,
    /// The folder for the files; it is made if it is not there. Nothing is overwritten.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// As known at this instant (RFC 3339).
    #[arg(long, value_name = "INSTANT")]
    as_of: Option<Timestamp>,
}

/// A statement by its word.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum ReportWord {
    /// 试算平衡表: every account with opening, movement and closing.
    TrialBalance,
    /// 明细账: the lines of an account with the running balance.
    AccountRegister,
    /// 公共数据运营专账收支情况表: income and expenditure of the separate ledger.
    SeparateLedger,
    /// 利润表 by the party's accounting standard.
    IncomeStatement,
    /// 最高准许收入使用情况表: the cycle that the month ends in, and how much of it is used.
    PermittedRevenue,
}

/// How a statement is written.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum StatementFormat {
    /// A workbook to print and sign.
    Xlsx,
    /// A file for each table.
    Csv,
    /// Canonical JSON, amounts as decimal text.
    Json,
}

impl Render {
    pub(super) async fn run(&self, shell: &Shell) -> Result<Exit, Failure> {
        let installation = shell.installation()?;
        let words = shell.words(&installation);
        let as_of = self.as_of.unwrap_or_else(|| installation.clock.now());
        if installation.clock.now() < as_of {
            return Err(Failure::usage("cli-as-of", &[("as_of", &as_of.to_string())]));
        }
        let report = match self.report {
            ReportWord::TrialBalance => Report::TrialBalance,
            ReportWord::AccountRegister => {
                Report::AccountRegister(self.account.as_deref().unwrap_or_default())
            }
            ReportWord::SeparateLedger => Report::SeparateLedger,
            ReportWord::IncomeStatement => Report::IncomeStatement,
            ReportWord::PermittedRevenue => Report::PermittedRevenue,
        };
        let reader = installation.reader().await?;
        let asked = Asked { party: &self.party, period: self.period, as_of };
        let documents =
            statements::documents(&installation, &reader, (report, asked), &words).await?;
        fs::create_dir_all(&self.out).map_err(|error| Failure::file(&self.out, error))?;
        let is_one = documents.len() == 1;
        for document in &documents {
            let mut stem = stem(document, self.account.as_deref());
            if let Some(currency) = document.currency.filter(|_| !is_one) {
                stem = format!("{stem}-{currency}");
            }
            for path in self.write(document, &stem)? {
                let path = path.display().to_string();
                output::say(&words.format("cli-rendered", &[("path", &path)]));
            }
        }
        Ok(Exit::Good)
    }

    /// Writes the files of a document, and names them.
    fn write(&self, document: &Document, stem: &str) -> Result<Vec<PathBuf>, Failure> {
        let files = match self.format {
            StatementFormat::Xlsx => {
                vec![(format!("{stem}.xlsx"), xlsx(document).map_err(Failure::environment)?)]
            }
            StatementFormat::Json => {
                vec![(format!("{stem}.json"), json(document).map_err(Failure::environment)?)]
            }
            StatementFormat::Csv => {
                let files = csv(document).map_err(Failure::environment)?;
                let name = |block: &str| match block {
                    "" => format!("{stem}.csv"),
                    named => format!("{stem}-{named}.csv"),
                };
                files.into_iter().map(|it| (name(it.block), it.bytes)).collect()
            }
        };
        let mut paths = Vec::with_capacity(files.len());
        for (name, bytes) in files {
            let path = Path::new(&self.out).join(name);
            output::new_file(&path, &bytes)?;
            paths.push(path);
        }
        Ok(paths)
    }
}

/// The name of a document's files without ending: statement, account, party, month.
fn stem(document: &Document, account: Option<&str>) -> String {
    let account = account.map_or_else(String::new, |it| format!("-{}", part(it)));
    format!("{}{account}-{}-{}", document.id, part(&document.party), part(&document.period))
}

/// A part of a file name, another one for every text: what is neither letter, digit nor a single point
/// is written as its bytes, `%2F`, and what is cut ends with the beginning of its SHA-256.
fn part(text: &str) -> String {
    let (mut safe, mut before) = (String::new(), '.');
    for it in text.chars() {
        if it.is_alphanumeric() || (it == '.' && before != '.') {
            safe.push(it);
        } else {
            let mut bytes = [0; 4];
            let bytes = it.encode_utf8(&mut bytes).bytes().map(|it| format!("%{it:02X}"));
            safe.push_str(&bytes.collect::<Vec<_>>().concat());
        }
        before = it;
    }
    if safe.chars().count() <= PART_CHARACTERS_MAX {
        return safe;
    }
    let kept: String = safe.chars().take(PART_CHARACTERS_KEPT).collect();
    format!("{kept}~{}", &sha256_hex(text.as_bytes())[..HASH_CHARACTERS])
}

/// Characters of a part of a file name at most: names of files end at 255 bytes, and a letter has up to four.
const PART_CHARACTERS_MAX: usize = 24;
/// Of a longer one so many stay, before the hash.
const PART_CHARACTERS_KEPT: usize = 11;
/// Characters of the hash.
const HASH_CHARACTERS: usize = 12;

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn what_was_submitted_cannot_leave_the_folder() {
        for (text, expected) in [
            ("91310000MADEM0011A", "91310000MADEM0011A"),
            ("name:示范", "name%3A示范"),
            ("../../evil", "%2E%2E%2F.%2E%2Fevil"),
            ("a\u{202e}\n", "a%E2%80%AE%0A"),
            ("6401.01", "6401.01"),
            ("a..b", "a.%2Eb"),
            ("", ""),
        ] {
            assert_eq!(part(text), expected);
        }
    }

    #[test]
    fn another_text_is_another_name() {
        let long = "科目".repeat(20);
        let texts =
            ["../../evil", "..-..-evil", "a.b", "a-b", "a%2Eb", &long, &long[3..], "科", ""];
        let names: BTreeSet<String> = texts.iter().map(|it| part(it)).collect();
        assert_eq!(names.len(), texts.len());
        assert!(names.iter().all(|it| it.chars().count() <= PART_CHARACTERS_MAX));
    }
}
