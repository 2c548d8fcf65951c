//! What need not be in any list of what is accepted is known all the same.

use config::settings::Settings;
use metrics::kind::{Kind, Verdict};

use super::*;
use crate::post::post_waiting;
use crate::testing::{self, Paper};

const GOOD: &str = "voucher_no,date,account,debit,credit,maker,reviewer\n\
                    1,2026-04-01,1002,1,,甲,乙\n1,2026-04-01,4001,,1,甲,乙\n";

/// A file that was refused, one that supersedes it, and one that supersedes that one.
#[tokio::test]
async fn a_correction_of_what_was_refused_is_as_it_was_handed_in() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("mingjing.db").display());
    let settings = format!("[database]\nurl = \"{url}\"\n");
    let settings = Settings::parse(&folder.path().join("mingjing.toml"), &settings, &[]).unwrap();
    let installation = Installation::with(settings).unwrap();
    let writer = installation.writer().await.unwrap();
    let mut supersedes: Option<String> = None;
    let again = GOOD.replace(",1,,", ",2,,").replace(",,1,", ",,2,");
    for (body, verdict) in [
        ("x\n1\n", Verdict::Refused),
        (GOOD, Verdict::Accepted),
        (&again, Verdict::AcceptedWithFindings),
    ] {
        let (kind, party, period) = (Kind::Ledger, "name:甲", Some("2026-04"));
        let paper = Paper { kind, party, period, body, supersedes: supersedes.as_deref() };
        supersedes = Some(testing::hand_in(&installation, folder.path(), &paper).await);
        let posted = post_waiting(&installation, &writer).await.unwrap();
        assert_eq!(posted.iter().map(|it| it.verdict).collect::<Vec<_>>(), [verdict], "{body}");
    }
    let proof = prove(&installation, writer.reader()).await.unwrap();
    assert_eq!(proof, Proof::Whole { submissions: 2 });
}
