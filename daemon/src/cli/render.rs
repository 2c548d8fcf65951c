//! `mingjingd render`: statements of a party and month, reports about incidents, and feedback on evaluations,
//! as files to read, sign and publish.

use std::path::{Path, PathBuf};
use std::{fs, iter};

use clap::{Args, ValueEnum};
use config::locale::{Language, Words};
use jiff::Timestamp;
use metrics::incident::report::ReportForm;
use metrics::party::PartyId;
use metrics::period::Period;
use reports::hash::sha256_hex;
use reports::statement::{Audience, Document, Personal, csv, html, json, personal, xlsx};
use store::Reader;

use super::{Exit, Failure, Shell, output};
use crate::feedback;
use crate::incident_reports;
use crate::installation::Installation;
use crate::statements::{self, Asked, Report};

/// Render a statement of a party and month, a report about incidents, or feedback on an evaluation.
#[derive(Debug, Args)]
pub struct Render {
    /// Which.
    report: ReportWord,
    /// Whose.
    #[arg(long, value_parser = super::party, required_unless_present = "year")]
    party: Option<PartyId>,
    /// Of which month.
    #[arg(long, required_unless_present_any = ["year", "incident", "evaluation"])]
    period: Option<Period>,
    /// Of which account, for account-register.
    #[arg(long, required_if_eq("report", "account-register"))]
    account: Option<String>,
    /// Of which incident, for incident-report and incident-summary.
    #[arg(long, value_name = "NUMBER", required_if_eq_any = [("report", "incident-report"), ("report", "incident-summary")])]
    incident: Option<String>,
    /// Of which evaluation, for evaluation-feedback.
    #[arg(long, value_name = "ID", required_if_eq("report", "evaluation-feedback"))]
    evaluation: Option<String>,
    /// Of which year, for incident-statistics.
    #[arg(long, required_if_eq("report", "incident-statistics"))]
    year: Option<i16>,
    /// For everybody: without what was submitted as text, and nothing if what is left looks like
    /// personal data.
    #[arg(long)]
    public: bool,
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
    /// 网络安全事件报告: the eight items of CN-NIR art. 7, what is known and what is missing.
    IncidentReport,
    /// 处置总结报告: what CN-NIR art. 8 asks for.
    IncidentSummary,
    /// 年度事件统计: by month, level, type, cause and party, with the times to detect and to report.
    IncidentStatistics,
    /// 评价结果反馈书: what a subject is told of a reviewed evaluation, with what to mend first.
    EvaluationFeedback,
}

/// How a statement is written.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum StatementFormat {
    /// A workbook to print and sign.
    Xlsx,
    /// A page to read and print.
    Html,
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
            let as_of = installation.instant(as_of);
            return Err(Failure::usage("cli-as-of", &[("as_of", &as_of)]));
        }
        let reader = installation.reader().await?;
        let documents = self.documents(&installation, &reader, (as_of, &words)).await?;
        let found = personal_places(&documents, &installation, &words);
        if 0 < found {
            let id = if self.public { "cli-privacy" } else { "cli-privacy-house" };
            output::say(&words.format(id, &[("count", &found.to_string())]));
        }
        if self.public && 0 < found {
            return Ok(Exit::Faults);
        }
        fs::create_dir_all(&self.out).map_err(|error| Failure::file(&self.out, error))?;
        let is_one = documents.len() == 1;
        for document in &documents {
            let mut stem = stem(document, self.account.as_deref());
            if let Some(currency) = document.currency.filter(|_| !is_one) {
                stem = format!("{stem}-{currency}");
            }
            for path in self.write(document, &stem, words.language())? {
                let path = path.display().to_string();
                output::say(&words.format("cli-rendered", &[("path", &path)]));
            }
        }
        Ok(Exit::Good)
    }

    async fn documents(
        &self,
        installation: &Installation,
        reader: &Reader,
        (as_of, words): (Timestamp, &Words),
    ) -> Result<Vec<Document>, Failure> {
        let audience = if self.public { Audience::Public } else { Audience::House };
        let of_house = (installation, words, audience);
        let report = match self.report {
            ReportWord::TrialBalance => Report::TrialBalance,
            ReportWord::AccountRegister => {
                Report::AccountRegister(self.account.as_deref().unwrap_or_default())
            }
            ReportWord::SeparateLedger => Report::SeparateLedger,
            ReportWord::IncomeStatement => Report::IncomeStatement,
            ReportWord::PermittedRevenue => Report::PermittedRevenue,
            ReportWord::IncidentReport | ReportWord::IncidentSummary => {
                let form = match self.report {
                    ReportWord::IncidentSummary => ReportForm::Summary,
                    _ => ReportForm::Report,
                };
                let number = self.incident.as_deref().unwrap_or_default();
                let of = (form, self.party()?, number);
                let made = incident_reports::report(of_house, reader, of, as_of);
                return Ok(vec![made.await?]);
            }
            ReportWord::EvaluationFeedback => {
                if self.public {
                    return Err(Failure::usage("cli-feedback-public", &[]));
                }
                let id = self.evaluation.as_deref().unwrap_or_default();
                let of = (id, self.party()?);
                return Ok(vec![feedback::document((installation, words), reader, of).await?]);
            }
            ReportWord::IncidentStatistics => {
                let year = self.year.unwrap_or_default();
                let made = incident_reports::statistics(of_house, reader, year, as_of);
                return Ok(vec![made.await?]);
            }
        };
        let period = self.period.ok_or_else(|| self.lacks("--period"))?;
        let asked = Asked { party: self.party()?, period, as_of };
        Ok(statements::documents(installation, reader, (report, asked), (words, audience)).await?)
    }

    fn party(&self) -> Result<&PartyId, Failure> {
        self.party.as_ref().ok_or_else(|| self.lacks("--party"))
    }

    /// The report needs an option that another one seemed to stand for.
    fn lacks(&self, option: &str) -> Failure {
        let report = self.report.to_possible_value();
        let report = report.as_ref().map_or("", |it| it.get_name());
        Failure::usage("cli-render-lacks", &[("report", report), ("option", option)])
    }

    /// Writes the files of a document, and names them.
    fn write(
        &self,
        document: &Document,
        stem: &str,
        language: Language,
    ) -> Result<Vec<PathBuf>, Failure> {
        let files = match self.format {
            StatementFormat::Xlsx => {
                vec![(format!("{stem}.xlsx"), xlsx(document).map_err(Failure::environment)?)]
            }
            StatementFormat::Html => vec![(format!("{stem}.html"), html(document, language))],
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

/// Says where something in the documents looks like personal data, and in how many places it does.
fn personal_places(documents: &[Document], installation: &Installation, words: &Words) -> usize {
    let policy = &installation.policy.privacy;
    let found: Vec<Personal<'_>> =
        documents.iter().flat_map(|document| personal(document, policy)).collect();
    for it in found.iter().take(PLACES_MAX) {
        let kind = match words.language() {
            Language::Zh => &it.kind.zh,
            Language::En => &it.kind.en,
        };
        let [row, character] = [it.row, it.character].map(|it| it.to_string());
        let place = [("block", it.block), ("row", &row), ("column", it.column)];
        let place = place.into_iter().chain([("character", character.as_str()), ("kind", kind)]);
        output::say(&words.format("cli-privacy-place", &place.collect::<Vec<_>>()));
    }
    found.len()
}

/// So many places are named.
const PLACES_MAX: usize = 20;

/// The name of a document's files without ending: statement, account, party, month.
fn stem(document: &Document, account: Option<&str>) -> String {
    let of = [account, Some(&document.party), Some(&document.period)];
    let of = of.into_iter().flatten().filter(|it| !it.is_empty()).map(part);
    iter::once(document.id.to_owned()).chain(of).collect::<Vec<_>>().join("-")
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
