//! A month of a ledger that is handed in as several files: what was missing when the first of them was
//! judged may have come with a later one. Once all that waits is posted, the others are judged again with
//! it, and what they show no more is cured.

use std::collections::{BTreeMap, BTreeSet};

use config::policy::Policy;
use metrics::kind::{Kind, Verdict};
use metrics::ledger::rules;
use metrics::party::PartyId;
use metrics::period::Period;
use store::findings::Finding;
use store::submissions::Submission;
use store::{Writer, causes};

use super::{PostError, check_stored};
use crate::check::Checked;
use crate::installation::Installation;

/// The rules that are about the month as a whole, whatever file a line came in.
const OF_MONTH: [&str; 3] = [rules::CONTINUOUS, rules::TRIAL_BALANCE, rules::GENERAL_LEDGER];
/// Months of which files were posted, each once however many files came.
#[derive(Debug, Default)]
pub(super) struct Months(BTreeMap<(PartyId, Period), Last>);

/// The file of a month that was posted last, and what it shows: everything before it was known to it.
#[derive(Debug)]
struct Last {
    receipt: String,
    shown: BTreeSet<(String, String)>,
}

impl Months {
    /// Notes a file that was posted.
    pub(super) fn note(&mut self, submission: &Submission, (checked, policy): (&Checked, &Policy)) {
        let is_refused = checked.verdict(policy) == Verdict::Refused;
        let Some(period) = submission.period.filter(|_| submission.kind == Kind::Ledger) else {
            return;
        };
        // What was not kept may be shown still.
        if !is_refused && checked.faults.truncated() == 0 {
            let last = Last { receipt: submission.receipt.clone(), shown: shown(checked) };
            self.0.insert((submission.party.clone(), period), last);
        }
    }

    /// Closes the findings about these months that no file shows any more. The bytes of the files that
    /// showed them first are read again, each once.
    ///
    /// # Errors
    ///
    /// Why the first file that could not be read again could not; the others are judged all the same.
    pub(super) async fn judge_again(
        self,
        installation: &Installation,
        writer: &Writer,
    ) -> Result<(), PostError> {
        let mut first_error = None;
        for ((party, period), last) in self.0 {
            let mut shown = last.shown;
            let mut open = open(writer, (&party, period)).await?;
            let mut findings = open.remove(&last.receipt).unwrap_or_default();
            for (receipt, of_file) in open {
                match shown_again(installation, writer, &receipt).await {
                    Ok(Some(again)) => {
                        shown.extend(again);
                        findings.extend(of_file);
                    }
                    Ok(None) => {}
                    Err(error) => {
                        let said = causes(&error);
                        tracing::error!(receipt, error = %said, "submission {receipt} could not be judged again");
                        first_error.get_or_insert(error);
                    }
                }
            }
            let stands = |it: &&Finding| shown.contains(&(it.rule.clone(), it.cause.clone()));
            let cured: Vec<i64> =
                findings.iter().filter(|it| !stands(it)).map(|it| it.id).collect();
            if !cured.is_empty() {
                writer.keep_of_calendar(&[], &cured, installation.clock.now()).await?;
            }
        }
        first_error.map_or(Ok(()), Err)
    }
}

/// What a file shows now; `None` where it is not there, or shows more than is kept.
async fn shown_again(
    installation: &Installation,
    writer: &Writer,
    receipt: &str,
) -> Result<Option<BTreeSet<(String, String)>>, PostError> {
    let Some(sibling) = writer.reader().submission(receipt).await? else { return Ok(None) };
    let (again, _) = Box::pin(check_stored(installation, writer, &sibling)).await?;
    Ok((again.faults.truncated() == 0).then(|| shown(&again)))
}

fn shown(checked: &Checked) -> BTreeSet<(String, String)> {
    checked.faults.kept().iter().map(|it| (it.rule.to_owned(), it.cause.clone())).collect()
}

/// The open findings about a month that its files showed, by the receipts of those that showed them
/// first.
async fn open(
    writer: &Writer,
    (party, period): (&PartyId, Period),
) -> Result<BTreeMap<String, Vec<Finding>>, PostError> {
    let mut open: BTreeMap<String, Vec<Finding>> = BTreeMap::new();
    for it in writer.reader().open_of_month(party, period, OF_MONTH).await? {
        open.entry(it.receipt.clone()).or_default().push(it);
    }
    Ok(open)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;
    use std::path::Path;

    use config::settings::Settings;
    use store::findings::FindingFilter;
    use store::submissions::NewSubmission;

    use super::super::post_waiting;
    use super::*;

    /// Hands in a file of April with vouchers of these numbers, and posts it.
    async fn hand_in(at: (&Installation, &Writer), numbers: &[&str]) {
        receive(at.1, numbers).await;
        post_waiting(at.0, at.1).await.unwrap();
    }

    /// A file of April with vouchers of these numbers comes.
    async fn receive(writer: &Writer, numbers: &[&str]) {
        let voucher =
            |it: &&str| format!("{it},2026-04-01,1002,1,,甲,乙\n{it},2026-04-01,4001,,1,甲,乙\n");
        let rows: String = numbers.iter().map(voucher).collect();
        let file = format!("voucher_no,date,account,debit,credit,maker,reviewer\n{rows}");
        let submission = NewSubmission {
            kind: Kind::Ledger,
            party: &"name:甲".parse().unwrap(),
            period: Some("2026-04".parse().unwrap()),
            sender: "li",
            source: "submit",
            format: "csv",
            mapping_sha256: None,
            file_name: "a.csv",
            received_at: "2026-05-01T00:00:00Z".parse().unwrap(),
            supersedes: None,
        };
        writer.receive(&submission, &mut Cursor::new(file.as_bytes())).await.unwrap();
    }

    /// The findings about gaps, each as `cause state`.
    async fn gaps(writer: &Writer) -> Vec<String> {
        let rule = Some(rules::CONTINUOUS.to_owned());
        let filter = FindingFilter { rule, ..FindingFilter::default() };
        let found = writer.reader().findings_before(&filter, i64::MAX, 1_000).await.unwrap();
        let mut shown: Vec<String> =
            found.iter().map(|it| format!("{} {}", it.cause, it.state.as_str())).collect();
        shown.sort();
        shown
    }

    async fn world(folder: &Path) -> (Installation, Writer) {
        let url = format!("sqlite:{}", folder.join("mingjing.db").display());
        let settings = format!("[database]\nurl = \"{url}\"\n");
        let settings = Settings::parse(&folder.join("mingjing.toml"), &settings, &[]).unwrap();
        let installation = Installation::with(settings).unwrap();
        let writer = installation.writer().await.unwrap();
        (installation, writer)
    }

    #[tokio::test]
    async fn what_a_later_file_of_the_month_brings_is_missing_no_more() {
        let folder = tempfile::tempdir().unwrap();
        let (installation, writer) = world(folder.path()).await;
        hand_in((&installation, &writer), &["2", "5"]).await;
        assert_eq!(gaps(&writer).await, ["1 open", "3–4 open"]);
        hand_in((&installation, &writer), &["1"]).await;
        assert_eq!(gaps(&writer).await, ["1 closed", "3–4 open"]);
        hand_in((&installation, &writer), &["3"]).await;
        // What is left of the gap is another one, and the file that came last shows it.
        assert_eq!(gaps(&writer).await, ["1 closed", "3–4 closed", "4 open"]);
        hand_in((&installation, &writer), &["4"]).await;
        assert_eq!(gaps(&writer).await, ["1 closed", "3–4 closed", "4 closed"]);
    }

    #[tokio::test]
    async fn files_that_come_together_are_judged_as_one_month() {
        let folder = tempfile::tempdir().unwrap();
        let (installation, writer) = world(folder.path()).await;
        for numbers in [["2", "9"], ["1", "7"], ["3", "8"], ["4", "6"]] {
            receive(&writer, &numbers).await;
        }
        post_waiting(&installation, &writer).await.unwrap();
        let open = gaps(&writer).await;
        let open: Vec<_> = open.iter().filter(|it| it.ends_with("open")).collect();
        assert_eq!(open, ["5 open"]);
    }
}
