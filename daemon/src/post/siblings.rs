//! A month of a ledger that is handed in as several files: what was missing when the first of them was
//! judged may have come with a later one. Once all that waits is posted, the others are judged again with
//! it, and what they show no more is cured.

use std::collections::{BTreeMap, BTreeSet};

use config::policy::Policy;
use metrics::finding::Faults;
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
    shown: Shown,
}

/// What files show of the rules about their month.
#[derive(Debug, Default)]
struct Shown {
    /// Rule and cause of each.
    causes: BTreeSet<(String, String)>,
    /// Rules of which more was found than is kept: what was not kept may be shown still.
    beyond: BTreeSet<&'static str>,
}

impl Shown {
    fn of(faults: &Faults) -> Self {
        let causes =
            faults.kept().iter().map(|it| (it.rule.to_owned(), it.cause.clone())).collect();
        let beyond = OF_MONTH.into_iter().filter(|rule| !faults.has_all_of(rule)).collect();
        Self { causes, beyond }
    }

    fn add(&mut self, other: Self) {
        self.causes.extend(other.causes);
        self.beyond.extend(other.beyond);
    }

    fn has(&self, (rule, cause): (&str, &str)) -> bool {
        self.beyond.contains(rule) || self.causes.contains(&(rule.to_owned(), cause.to_owned()))
    }
}

impl Months {
    /// Notes a file that was posted.
    pub(super) fn note(&mut self, submission: &Submission, (checked, policy): (&Checked, &Policy)) {
        let is_refused = checked.verdict(policy) == Verdict::Refused;
        let Some(period) = submission.period.filter(|_| submission.kind == Kind::Ledger) else {
            return;
        };
        if !is_refused {
            let shown = Shown::of(&checked.faults);
            let last = Last { receipt: submission.receipt.clone(), shown };
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
                        shown.add(again);
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
            let is_gone = |it: &&Finding| !shown.has((&it.rule, &it.cause));
            let cured: Vec<i64> = findings.iter().filter(is_gone).map(|it| it.id).collect();
            if !cured.is_empty() {
                writer.keep_of_calendar(&[], &cured, installation.clock.now()).await?;
            }
        }
        first_error.map_or(Ok(()), Err)
    }
}

/// What a file shows now; `None` where it is not there.
async fn shown_again(
    installation: &Installation,
    writer: &Writer,
    receipt: &str,
) -> Result<Option<Shown>, PostError> {
    let Some(sibling) = writer.reader().submission(receipt).await? else { return Ok(None) };
    let now = installation.clock.now();
    let (again, _) = Box::pin(check_stored(installation, writer.reader(), (&sibling, now))).await?;
    Ok(Some(Shown::of(&again.faults)))
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
    use metrics::finding::{FAULTS_PER_RULE_MAX, Fault, Place, Severity};
    use store::findings::{FindingFilter, NewFinding};
    use store::posting::Outcome;
    use store::submissions::NewSubmission;

    use super::super::post_waiting;
    use super::*;
    use crate::check;

    /// Hands in a file of April with vouchers of these numbers, and posts it.
    async fn hand_in(at: (&Installation, &Writer), numbers: &[&str]) {
        receive(at.1, numbers).await;
        post_waiting(at.0, at.1).await.unwrap();
    }

    /// A file of April with vouchers of these numbers comes.
    async fn receive(writer: &Writer, numbers: &[&str]) {
        receive_as(writer, numbers, "csv").await;
    }

    /// The same, said to be of a format. Returns its receipt.
    async fn receive_as(writer: &Writer, numbers: &[&str], format: &str) -> String {
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
            format,
            mapping_sha256: None,
            file_name: "a.csv",
            received_at: "2026-05-01T00:00:00Z".parse().unwrap(),
            supersedes: None,
        };
        let received = writer.receive(&submission, &mut Cursor::new(file.as_bytes())).await;
        received.unwrap().receipt
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

    #[test]
    fn what_is_beyond_what_is_kept_may_be_shown_still() {
        let fault = |rule, cause: u64| Fault {
            cause: cause.to_string(),
            ..Fault::at(rule, Place::default())
        };
        let mut faults = Faults::default();
        for cause in 0..FAULTS_PER_RULE_MAX {
            faults.push(fault(rules::CONTINUOUS, cause));
        }
        faults.push(fault(rules::TRIAL_BALANCE, 1));
        let full = Shown::of(&faults);
        assert!(full.has((rules::CONTINUOUS, "7")) && !full.has((rules::CONTINUOUS, "x")));
        faults.push(fault(rules::CONTINUOUS, FAULTS_PER_RULE_MAX));
        let mut beyond = Shown::of(&faults);
        assert!(beyond.has((rules::CONTINUOUS, "x")), "one more than is kept");
        assert!(!beyond.has((rules::TRIAL_BALANCE, "x")), "the other rule is judged all the same");
        beyond.add(full);
        assert!(beyond.has((rules::TRIAL_BALANCE, "1")) && beyond.has((rules::CONTINUOUS, "x")));
    }

    /// A file that showed a gap and can be read no more: its finding stays, and the others are judged.
    #[tokio::test]
    async fn a_file_that_cannot_be_read_again_is_said_and_keeps_its_findings() {
        let folder = tempfile::tempdir().unwrap();
        let (installation, writer) = world(folder.path()).await;
        hand_in((&installation, &writer), &["2", "5"]).await;
        let receipt = receive_as(&writer, &["7"], "abacus").await;
        let submission = writer.reader().submission(&receipt).await.unwrap().unwrap();
        let posting_at = "2026-05-02T00:00:00Z".parse().unwrap();
        let mut posting = writer.begin_posting(&submission, posting_at).await.unwrap().unwrap();
        let fault = Fault {
            period: submission.period,
            cause: "6".to_owned(),
            ..Fault::at(rules::CONTINUOUS, Place::default())
        };
        let basis = check::basis(&installation.policy, rules::CONTINUOUS);
        let finding = NewFinding { fault: &fault, severity: Severity::Error, basis: &basis };
        posting.findings(&[finding]).await.unwrap();
        let outcome = Outcome {
            verdict: Verdict::Accepted,
            rows: 2,
            understood: 2,
            faults: 1,
            policy_sha256: "p",
            counts: &[],
        };
        posting.finish(&outcome).await.unwrap();
        receive(&writer, &["1", "3", "4"]).await;
        let said = post_waiting(&installation, &writer).await.unwrap_err();
        assert!(matches!(said, PostError::Format { receipt: it } if it == receipt));
        assert_eq!(gaps(&writer).await, ["1 closed", "3–4 closed", "6 open"]);
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
