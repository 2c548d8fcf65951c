//! A month of a ledger that is handed in as several files: what was missing when the first of them was
//! judged may have come with a later one. Once that is posted, the others are judged again with it, and
//! what they show no more is cured.

use std::collections::{BTreeMap, BTreeSet};

use metrics::finding::Fault;
use metrics::kind::{Kind, Verdict};
use metrics::ledger::rules;
use store::Writer;
use store::findings::{Finding, FindingFilter};
use store::submissions::Submission;

use super::{PostError, check_stored};
use crate::check::Checked;
use crate::installation::Installation;

/// The rules that are about the month as a whole, whatever file a line came in.
const OF_MONTH: [&str; 3] = [rules::CONTINUOUS, rules::TRIAL_BALANCE, rules::GENERAL_LEDGER];
/// Findings read at once.
const PAGE: i64 = 1_000;

/// Closes the findings about a month that earlier files of it showed first, and that neither they nor the
/// file just posted show any more. The bytes of those files are read again, where there is anything to
/// close.
pub(super) async fn judge_again(
    installation: &Installation,
    writer: &Writer,
    (submission, checked): (&Submission, &Checked),
) -> Result<(), PostError> {
    let is_refused = checked.verdict(&installation.policy) == Verdict::Refused;
    if submission.kind != Kind::Ledger || is_refused {
        return Ok(());
    }
    let shown: BTreeSet<(&str, &str)> = checked.faults.kept().iter().map(identity).collect();
    let mut cured = Vec::new();
    for (receipt, findings) in open(writer, submission).await? {
        let Some(sibling) = writer.reader().submission(&receipt).await? else { continue };
        let (again, _) = Box::pin(check_stored(installation, writer, &sibling)).await?;
        if 0 < again.faults.truncated() {
            // What was not kept may be shown still.
            continue;
        }
        let still: BTreeSet<(&str, &str)> = again.faults.kept().iter().map(identity).collect();
        let stands = |it: &&Finding| {
            let identity = (it.rule.as_str(), it.cause.as_str());
            shown.contains(&identity) || still.contains(&identity)
        };
        cured.extend(findings.iter().filter(|it| !stands(it)).map(|it| it.id));
    }
    if !cured.is_empty() {
        writer.keep_of_calendar(&[], &cured, installation.clock.now()).await?;
    }
    Ok(())
}

/// The open findings about the month that other files showed first, by their receipts.
async fn open(
    writer: &Writer,
    submission: &Submission,
) -> Result<BTreeMap<String, Vec<Finding>>, PostError> {
    let mut open: BTreeMap<String, Vec<Finding>> = BTreeMap::new();
    for rule in OF_MONTH {
        let filter = FindingFilter {
            subject: Some(submission.party.clone()),
            rule: Some(rule.to_owned()),
            receipt: None,
            open_only: true,
        };
        let mut before = i64::MAX;
        loop {
            let page = writer.reader().findings_before(&filter, before, PAGE).await?;
            let Some(last) = page.last() else { break };
            before = last.id;
            let of_others = |it: &Finding| {
                it.period == submission.period
                    && !it.receipt.is_empty()
                    && it.receipt != submission.receipt
            };
            for it in page.into_iter().filter(of_others) {
                open.entry(it.receipt.clone()).or_default().push(it);
            }
        }
    }
    Ok(open)
}

fn identity(fault: &Fault) -> (&str, &str) {
    (fault.rule, &fault.cause)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use config::settings::Settings;
    use store::submissions::NewSubmission;

    use super::super::post_waiting;
    use super::*;

    /// Hands in a file of April with vouchers of these numbers, and posts it.
    async fn hand_in(at: (&Installation, &Writer), numbers: &[&str]) {
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
        let (installation, writer) = at;
        writer.receive(&submission, &mut Cursor::new(file.as_bytes())).await.unwrap();
        post_waiting(installation, writer).await.unwrap();
    }

    /// The findings about gaps, each as `cause state`.
    async fn gaps(writer: &Writer) -> Vec<String> {
        let rule = Some(rules::CONTINUOUS.to_owned());
        let filter = FindingFilter { rule, ..FindingFilter::default() };
        let found = writer.reader().findings_before(&filter, i64::MAX, PAGE).await.unwrap();
        let mut shown: Vec<String> =
            found.iter().map(|it| format!("{} {}", it.cause, it.state.as_str())).collect();
        shown.sort();
        shown
    }

    #[tokio::test]
    async fn what_a_later_file_of_the_month_brings_is_missing_no_more() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("mingjing.toml");
        let url = format!("sqlite:{}", folder.path().join("mingjing.db").display());
        let settings = format!("[database]\nurl = \"{url}\"\n");
        let settings = Settings::parse(&path, &settings, &[]).unwrap();
        let installation = Installation::with(settings).unwrap();
        let writer = installation.writer().await.unwrap();
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
}
