//! A month of usage in many files, a fen off in each.

use std::path::Path;

use config::settings::Settings;
use metrics::kind::Kind;
use metrics::usage::rules::AMOUNT_SUM;
use store::findings::FindingFilter;

use crate::clock::Clock;
use crate::installation::Installation;
use crate::testing::{self, Paper};
use crate::{duties, post};

const HEADER: &str = "number,date,product,use,buyer,unit,units,price,amount\n";

fn installed(folder: &Path) -> Installation {
    let url = format!("sqlite:{}", folder.join("mingjing.db").display());
    let settings = format!("[database]\nurl = \"{url}\"\n");
    let settings = Settings::parse(&folder.join("mingjing.toml"), &settings, &[]).unwrap();
    let clock = Clock::Fixed("2026-05-10T09:00:00+08:00".parse().unwrap());
    Installation { clock, ..Installation::with(settings).unwrap() }
}

/// Hands in a record of one call at a fen, in the place of another file or not; gives the receipt.
async fn hand_in(
    (installation, folder): (&Installation, &Path),
    (number, amount): (u32, &str),
    supersedes: Option<&str>,
) -> String {
    let body = &format!("{HEADER}{number},2026-04-20,P-1,industry,丁,次,1,0.01,{amount}\n");
    let (kind, party, period) = (Kind::Usage, "name:甲", Some("2026-04"));
    let paper = Paper { kind, party, period, body, supersedes };
    let receipt = testing::hand_in(installation, folder, &paper).await;
    let writer = installation.writer().await.unwrap();
    post::post_waiting(installation, &writer).await.unwrap();
    duties::watch(installation, &writer).await.unwrap();
    receipt
}

/// The findings, each as `cause expected actual state`, with whether a row of a file shows it.
async fn found(installation: &Installation) -> Vec<(String, bool)> {
    let reader = installation.reader().await.unwrap();
    let filter = FindingFilter { rule: Some(AMOUNT_SUM.to_owned()), ..FindingFilter::default() };
    let found = reader.findings_before(&filter, i64::MAX, 9).await.unwrap();
    let shown = found.iter().map(|it| {
        let said = format!("{} {} {} {}", it.cause, it.expected, it.actual, it.state.as_str());
        (said, it.row == Some(2) && !it.receipt.is_empty() && it.column == "amount")
    });
    shown.collect()
}

#[tokio::test]
async fn a_fen_in_each_of_many_files_does_not_pass() {
    let folder = tempfile::tempdir().unwrap();
    let installation = installed(folder.path());
    let at = (&installation, folder.path());
    let mut receipts = vec![hand_in(at, (1, "0.02"), None).await];
    assert_eq!(found(&installation).await, [], "what one record may be off");
    for number in 2..=4 {
        receipts.push(hand_in(at, (number, "0.02"), None).await);
    }
    let open = |charged: &str| [(format!("P-1 0.04 {charged} open"), true)];
    assert_eq!(found(&installation).await, open("0.08"));
    for (number, charged) in [(1, "0.07"), (2, "0.06")] {
        hand_in(at, (number, "0.01"), Some(&receipts[number as usize - 1])).await;
        assert_eq!(found(&installation).await, open(charged));
    }
    hand_in(at, (3, "0.01"), Some(&receipts[2])).await;
    assert_eq!(found(&installation).await, [("P-1 0.04 0.06 closed".to_owned(), true)]);
}
