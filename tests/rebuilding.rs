//! An approved evaluation comes out the same for ever: after fifty later submissions, another policy
//! pack, another scheme and a restart, on both engines.

use std::fs;
use std::sync::Arc;

use config::policy::{Pack, Policy};
use config::scheme::SchemeDocument;
use daemon::collect::{self, Handover};
use daemon::compare::compare;
use daemon::evaluate::{self, Request};
use daemon::installation::Installation;
use daemon::pipeline::{Scope, Stage};
use daemon::rebuild::rebuild;
use jiff::{SignedDuration, Timestamp};
use metrics::evaluation::lifecycle::EvaluationState;
use metrics::evaluation::scorecard::{Evaluation, ScoreResult};
use metrics::kind::Kind;
use reports::json::canonical;
use store::Reader;

use crate::faults::on_postgres;
use crate::world::{OPERATOR, WORKED_AT, World, instant};

/// Long after the evaluation.
const LATER: &str = "2026-09-01T01:00:00Z";

#[tokio::test]
async fn an_approved_evaluation_comes_out_the_same_after_all_that_came_later() {
    let folder = tempfile::tempdir().unwrap();
    Box::pin(everything_changes_but_the_past(World::on_sqlite(folder.path()))).await;
}

#[tokio::test]
#[ignore = "needs PostgreSQL: MINGJING_TEST_POSTGRES"]
async fn an_approved_evaluation_comes_out_the_same_on_postgres() {
    let folder = tempfile::tempdir().unwrap();
    let world = on_postgres(folder.path(), "rebuilding").await;
    Box::pin(everything_changes_but_the_past(world)).await;
}

async fn everything_changes_but_the_past(world: World) {
    world.hand_in_openly().await.unwrap();
    world.evaluate(instant(WORKED_AT)).await.unwrap();
    world.approve().await.unwrap();
    let stored = world.evaluations().await.unwrap().remove(0);
    assert_eq!(stored.state(), EvaluationState::Approved);
    let recorded = world.reader().await.evaluation_body(&stored.id).await.unwrap().unwrap();

    let handed_in = Box::pin(hand_in_fifty_more(&world)).await;
    assert_eq!(handed_in, 50);
    let later = instant(LATER) + SignedDuration::from_hours(72);
    let begun = Box::new(changed(world.installation(later)));
    begun.writer().await.unwrap();

    // A restart: nothing that was open is used again, and what is in force now is something else.
    let installation = Box::new(changed(world.installation(later)));
    let reader = world.reader().await;
    let rebuilt = Box::pin(rebuild(&installation, &reader, (&stored.id, &recorded))).await.unwrap();
    assert_eq!(rebuilt.difference, None);
    assert_eq!(rebuilt.size_bytes, recorded.len());
    // Written before means were recorded, it comes out without them.
    let older = canonical(&stored.evaluation.clone().without_means()).unwrap();
    let older = String::from_utf8(older).unwrap();
    assert_ne!(older, recorded);
    let again = Box::pin(rebuild(&installation, &reader, (&stored.id, &older))).await.unwrap();
    assert_eq!(again.difference, None);

    // Each of the three changes something: the comparison can fail.
    let now = Box::pin(evaluated_now(&installation, &reader, &stored.evaluation, later)).await;
    assert_ne!(now.policy, stored.evaluation.policy);
    assert_ne!(now.scheme, stored.evaluation.scheme);
    assert_ne!(now.scorecards, stored.evaluation.scorecards);
    let facts = |it: &Evaluation| it.scorecards[0].facts_sha256.clone();
    assert_ne!(facts(&now), facts(&stored.evaluation));
    let ends = (&stored.evaluation, &now);
    Box::pin(each_part_is_the_one_worked_out_by_hand(&installation, &reader, ends)).await;
    let wrong = recorded.replacen("\"score_nano\":", "\"score_nano\":1", 1);
    let found = Box::pin(rebuild(&installation, &reader, (&stored.id, &wrong))).await.unwrap();
    let path = found.difference.unwrap().path;
    assert!(path.starts_with("scorecards[0]") && path.ends_with("score_nano"), "{path}");
}

/// O2 is 100, O3 63.75, O4 50 and O7 does not apply: (40 × 100 + 40 × 63.75 + 15 × 50) / 95 =
/// 76.842 105 263. By the new pack ledgers are due on the 7th, and that of April, handed in on the 8th,
/// is late: O3 loses 10 and is 53.75, 6 900 / 95 = 72.631 578 947. By the new scheme O2 weighs 30
/// and O4 25: 6 400 / 95 = 67.368 421 053. One incident, which is fairly major, takes 5 from each.
///
/// Of the new facts, none of eleven incidents was reported in time: O2 is 0. Three months are due and no
/// ledger came by the 7th (O3-1, 20), no line of two has its cost class (O3-4, 10), and nothing is reconciled
/// or within its ceilings (O3-7 and O3-8, 20): O3 is 50. Of twelve products one is registered, for the numbers
/// that the operator gives another one are not its own to say: O4 is 8.333 333 333. So
/// (40 × 50 + 25 × 8.333 333 333) / 95 = 23.245 614 035, less the most that incidents take, 5 and 8.
async fn each_part_is_the_one_worked_out_by_hand(
    installation: &Installation,
    reader: &Reader,
    (then, now): (&Evaluation, &Evaluation),
) {
    let explained = Box::pin(compare(installation, reader, (then, now))).await.unwrap();
    let [explained] = explained.as_slice() else { panic!("not one subject") };
    let parts = explained.parts.as_ref().unwrap();
    assert_eq!(parts.policy_nano, 72_631_578_947 - 76_842_105_263);
    assert_eq!(parts.scheme_nano, 67_368_421_053 - 72_631_578_947);
    let sum = parts.policy_nano + parts.scheme_nano + parts.facts_nano;
    assert_eq!(Some(sum), explained.moved.change_nano);
    assert_eq!(
        parts.facts_nano,
        (23_245_614_035 - 13_000_000_000) - (67_368_421_053 - 5_000_000_000)
    );
    // The mean is arithmetic: indicators explain the base but for rounding. The rest is what later
    // incidents deduct, down to 0.
    let points = |it: &Evaluation| {
        let card = &it.scorecards[0];
        let ScoreResult::Scored { score_nano, .. } = card.result else { panic!("not scored") };
        score_nano - card.adjusted.as_ref().unwrap().base_nano.unwrap()
    };
    let moved = &explained.moved;
    assert!(moved.interaction_nano.unwrap().abs() <= 10, "{:?}", moved.interaction_nano);
    let counted = moved.deductions.iter().chain(&moved.bonuses).map(|it| it.change_nano);
    let points_nano = counted.sum::<i64>() + moved.limits_nano.unwrap();
    assert_eq!(points_nano, points(now) - points(then));
}

/// The same request as known at an instant.
async fn evaluated_now(
    installation: &Installation,
    reader: &Reader,
    evaluation: &Evaluation,
    as_of: Timestamp,
) -> Evaluation {
    let request = Request { as_of, ..Request::of(evaluation) };
    evaluate::evaluate(installation, reader, &request, async |_, _| Ok(())).await.unwrap()
}

/// Ten rounds of a corrected ledger, a new register, new incidents, a disclosure and prices.
async fn hand_in_fifty_more(world: &World) -> usize {
    let april = world.reader().await.submissions_before(i64::MAX, 100).await.unwrap();
    let april = april.into_iter().find(|it| it.file_name == "ledger-2026-04.csv").unwrap();
    let (mut handed_in, mut ledger_receipt) = (0, april.receipt);
    for round in 0_i64..10 {
        let at = instant(LATER) + SignedDuration::from_hours(round);
        let supersedes = Some(ledger_receipt.as_str());
        let handed = (Kind::Ledger, ledger(round));
        ledger_receipt = Box::pin(submitted(world, (handed.0, &handed.1), supersedes, at)).await;
        for (kind, content) in [
            (Kind::Registry, registry(round)),
            (Kind::Incident, incidents(round)),
            (Kind::Disclosure, disclosure(round)),
            (Kind::Pricing, prices(round)),
        ] {
            Box::pin(submitted(world, (kind, &content), None, at)).await;
        }
        handed_in += 5;
    }
    handed_in
}

/// Hands in a file, which has to be new and to be accepted. Returns its receipt.
async fn submitted(
    world: &World,
    (kind, content): (Kind, &str),
    supersedes: Option<&str>,
    at: Timestamp,
) -> String {
    let path = world.folder.join(format!("later-{kind}.csv"));
    fs::write(&path, content).unwrap();
    let installation = world.installation(at);
    let writer = installation.writer().await.unwrap();
    let handover = Handover {
        path: &path,
        kind,
        party: &OPERATOR.parse().unwrap(),
        period: None,
        format: None,
        mapping: None,
        sender: "story",
        source: "submit",
        supersedes,
    };
    let received = collect::submit(&installation, &writer, &handover).await.unwrap();
    assert!(!received.duplicate, "{kind} {content}");
    world.pass(at, Scope { stage: Some(Stage::Post), ..Scope::default() }).await.unwrap();
    let submission = world.reader().await.submission(&received.receipt).await.unwrap().unwrap();
    let check = submission.check.unwrap();
    assert!(check.accepted_at.is_some(), "{kind}: {check:?}");
    received.receipt
}

/// April again: no line on the 专账 account has its cost class.
fn ledger(round: i64) -> String {
    format!(
        "record,period,voucher_type,voucher_no,date,account,debit,credit,product,scenario,use,\
         funding,authorization,counterparty,cost_class,maker,reviewer\n\
         line,2026-04,记,1,2026-04-1{round},1002,106.00,,,,,,,,,陈,周\n\
         line,2026-04,记,1,2026-04-1{round},6001,,106.00,P-1,S-1,industry,own,A-1,示例银行,,陈,周\n"
    )
}

/// The operator has another name and says since when it operates; the second product is registered.
fn registry(round: i64) -> String {
    format!(
        "record,party,code,name,kind,state_owned,registration,since\n\
         party,91310000MADEM0011A,,更名{round}次,operator,yes,,2024-01-01\n\
         product,91310000MADEM0011A,P-2,园区活跃指数,,,SH-100{round},\n\
         product,91310000MADEM0011A,P-{},新产品,,,,\n",
        round + 3
    )
}

/// The incident that was in time is not any more, and there is one more each time.
fn incidents(round: i64) -> String {
    let late =
        "91310000MADEM0011A,接口越权访问,DSDATALEAK,2026-06-18,2026-06-18 09:00,2026-06-19 12:59";
    format!(
        "incident_no,party,title,type,occurred,discovered_at,reported_at,persons\n\
         E-1,{late},1000000\nE-{},{late},1000000\n",
        round + 2
    )
}

fn disclosure(round: i64) -> String {
    let own = "91310000MADEM0011A,2025";
    format!(
        "record,party,year,form,name,credit_code,address,email,phone,disclosed_on,url\n\
         basic,{own},operator,甲{round},91310000MADEM0011A,路,a@example.invalid,1,2026-03-01,\
         https://example.invalid\n"
    )
}

fn prices(round: i64) -> String {
    format!(
        "record,party,product,unit,from,price,vat_included\n\
         price,91310000MADEM0011A,P-1,次,2026-01-01,{},no\n",
        round + 1
    )
}

/// The installation with another pack and another scheme, as a new release brings them.
fn changed(mut installation: Installation) -> Installation {
    let pack = Pack::builtin();
    let files = pack.files().map(|(name, text)| {
        let text = match name {
            "ledger.toml" => text.replacen("value = 15", "value = 7", 1),
            "pack.toml" => text.replacen("version = 2", "version = 3", 1),
            _ => text.to_owned(),
        };
        (name.to_owned(), text)
    });
    installation.policy = Arc::new(Policy::read(&Pack::new(files)).unwrap());
    let schemes = installation.schemes.iter().map(|it| {
        let mut text = String::from_utf8(it.document.clone()).unwrap();
        if it.scheme.id == "operator" {
            text = text.replacen("weight = 40\n", "weight = 30\n", 1);
            text = text.replacen("weight = 15\n", "weight = 25\n", 1);
        }
        let read = SchemeDocument::read("changed.toml", text.as_bytes(), &installation.policy);
        SchemeDocument { is_builtin: it.is_builtin, ..read.unwrap() }
    });
    installation.schemes = schemes.collect();
    installation
}
