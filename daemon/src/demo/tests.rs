//! The demonstration holds what it promises.

use std::collections::{BTreeSet, HashSet};
use std::fs;

use config::locale::{Language, Words};
use config::settings::{Wanted, Which};
use metrics::evaluation::explanation::Path as ExplainedPath;
use metrics::evaluation::lifecycle::{EvaluationAct, Said};
use metrics::evaluation::scorecard::{Evaluation, ScoreResult, Scorecard};
use metrics::finding::life::FindingState;
use metrics::finding::waiver::WaiverAct;
use reports::manifest::Superseded;
use store::findings::FindingFilter;
use store::waivers::{Asked, OnWaiver};

use super::*;
use crate::deliver::deliver_waiting;
use crate::evaluate::{self, Page, Request};
use crate::explain::{Asked as Question, explain};
use crate::proof::{Proof, prove};

async fn all_findings(demo: &Demo) -> Vec<Finding> {
    let reader = reader(demo).await;
    reader.findings_before(&FindingFilter::default(), i64::MAX, FINDINGS_MAX).await.unwrap()
}

async fn reader(demo: &Demo) -> Reader {
    Installation::open(&demo.settings, &[]).unwrap().reader().await.unwrap()
}

/// A fault as rule, subject, month, cause and state.
type Shown = (String, String, String, String, FindingState);

#[tokio::test]
async fn every_planted_fault_is_found_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let demo = build(folder.path()).await.unwrap();
    let state = |fate| match fate {
        Fate::Open => FindingState::Open,
        Fate::Cured => FindingState::Closed,
    };
    let planted = PLANTED.iter().map(|it| {
        let [rule, subject, period, what] =
            [it.rule, it.subject.trim_start_matches("name:"), it.period, it.what]
                .map(str::to_owned);
        (rule, subject, period, what, state(it.fate))
    });
    let found = all_findings(&demo).await.into_iter().map(|it| {
        let period = it.period.map(|it| it.to_string()).unwrap_or_default();
        (it.rule, it.subject.code().to_owned(), period, it.cause, it.state)
    });
    let (planted, found): (HashSet<Shown>, HashSet<Shown>) = (planted.collect(), found.collect());
    let missing: Vec<_> = planted.difference(&found).collect();
    let others: Vec<_> = found.difference(&planted).collect();
    assert!(missing.is_empty() && others.is_empty(), "missing {missing:#?}, others {others:#?}");
    assert!(demo.planted.iter().all(|it| it.finding.is_some()));
}

/// By the shares that the summary shows, each rounded down to a millionth. Two of six months of the second
/// operator are reconciled (January, February) and two are within ceilings (January, March: of February a
/// record breaks F-6); of the third, four are (not April and May), and four of the five whose usage was due
/// (not May).
///
/// - 申江: 100 in all, less 2 and 4 for incidents.
/// - 浦汇: O3 = 100 × 20 % + 71.4280 × 20 % + 90.5660 × 10 % + 95.6988 × 10 % + 90.4760 × 20 % + 33.3333 × 10 % +
///   33.3333 × 10 % = 77.6739; of ten incidents of which a report was due, or may have been, six were in time;
///   (60 × 40 + 77.6739 × 40 + 25 × 15 + 50 × 5) / 100 = 61.3195, less 5, 8 and 1.
/// - 沪川: O3 = 83.3333 × 20 % + 100 × 60 % + 66.6666 × 10 % + 80 × 10 % = 91.3333;
///   (0 × 40 + 91.3333 × 40 + 25 × 15 + 50 × 5) / 100 = 42.7833, less 2 and 8.
#[tokio::test]
async fn the_scores_are_those_reckoned_by_hand() {
    let folder = tempfile::tempdir().unwrap();
    let demo = build(folder.path()).await.unwrap();
    let cards = &demo.evaluation.evaluation.scorecards;
    let scores = cards.iter().map(|it| match &it.result {
        ScoreResult::Scored { score, .. } => (it.subject.code(), score.as_str()),
        other @ ScoreResult::NotApplicable => panic!("{other:?}"),
    });
    let expected = world::OPERATORS.map(|it| it.code).into_iter().zip(["94.00", "47.32", "32.78"]);
    assert_eq!(scores.collect::<BTreeSet<_>>(), expected.collect());
    let measured = |id: &str| {
        let of = |it: &Scorecard| {
            let mut all = it.dimensions.iter().flat_map(|it| &it.indicators);
            let measure = all.find(|it| it.id == id).and_then(|it| it.measure.as_ref()).unwrap();
            (it.subject.code().to_owned(), [measure.numerator.value, measure.denominator.value])
        };
        cards.iter().map(of).collect::<BTreeSet<_>>()
    };
    let of_each = |shares: [[u64; 2]; 3]| -> BTreeSet<_> {
        world::OPERATORS.map(|it| it.code.to_owned()).into_iter().zip(shares).collect()
    };
    assert_eq!(measured("O3-7"), of_each([[6, 6], [2, 6], [4, 6]]));
    assert_eq!(measured("O3-8"), of_each([[6, 6], [2, 6], [4, 5]]));
}

/// A rule that is added to the pack needs a fault here, or a reason.
#[test]
fn every_rule_of_the_pack_is_planted() {
    let planted: BTreeSet<&str> = PLANTED.iter().map(|it| it.rule).collect();
    let policy = Policy::builtin();
    let rules = policy.rules.iter().filter(|it| it.enabled).map(|it| it.id.as_str());
    let missing: Vec<&str> = rules.filter(|rule| !planted.contains(rule)).collect();
    // No file of the demonstration computes its cells, is read with a mapping, is a page of a CKAN
    // catalogue or corrects in blue, and a month has too few amounts for a clue. Its cycles are of whole
    // months, have approved limits and hold all revenue, with no excess carried from one to the next; every
    // operator has a first day and accounts of the separate ledger. Authorizations are named on lines of
    // the separate ledger. Nothing is capitalized, and no correction leaves a failed voucher out. Revenue
    // is sold in renminbi, with usage, rates of tax and prices that are published, amounts that F-6 does
    // not name are to the fen, nobody hands in another's usage or a STIX bundle, and no case is left out.
    let reasoned = [
        "R-11",
        "R-12",
        "R-12-currency",
        "R-15",
        "F-4-outside",
        "F-16",
        "F-20",
        "U-2",
        "F-6-sum",
        "F-6-invoice",
        "F-6-invoice-alone",
        "F-6-elsewhere",
        "F-7-tax",
        "F-7-price-none",
        "F-8-ledger",
        "F-22",
        "F-23",
        "F-17-none",
        "D-02-fee-other",
        "P-4-provisional",
        "P-7-since",
        "P-12-carried",
        "P-16",
        "P-17",
        "F-15-dropped",
        "C-10",
        "DO-7",
        "DD-6",
    ];
    assert_eq!(missing, reasoned);
}

/// From every measure of every built-in scheme the path ends at a row that was handed in; only where nothing
/// was, there is none.
#[tokio::test]
async fn every_measure_leads_to_file_and_row() {
    let folder = tempfile::tempdir().unwrap();
    let demo = build(folder.path()).await.unwrap();
    let installation = Installation::open(&demo.settings, &[]).unwrap();
    let reader = reader(&demo).await;
    let page = Page { skip: 0, limit: 1_000 };
    let (mut reached, mut astray) = (BTreeSet::new(), BTreeSet::new());
    for stored in reader.evaluations_before(None, 100).await.unwrap() {
        let evaluation = &stored.evaluation;
        for card in &evaluation.scorecards {
            let question = Question { subject: &card.subject, indicator: None, page };
            let said = explain(&installation, &reader, (evaluation, question)).await.unwrap();
            assert!(said.holds());
            let paths: Vec<_> = said.dimensions.iter().flat_map(|it| &it.indicators).collect();
            for path in &paths {
                let mut facts = path.parts().flat_map(|it| &it.facts);
                if facts.any(|it| it.row.is_some()) {
                    reached.insert((evaluation.scheme.id.clone(), path.indicator.id.clone()));
                }
            }
            let parts = paths.iter().copied().flat_map(ExplainedPath::parts);
            for part in parts.chain(said.counted.values()) {
                let handed_in = part.facts.iter().filter(|it| !it.receipt.is_empty());
                let lost = handed_in.filter(|it| it.file_name.is_empty() || it.row.is_none());
                astray.extend(lost.map(|it| (part.name.clone(), it.label.clone())));
            }
        }
    }
    assert_eq!(astray, BTreeSet::new());
    let schemes = installation.schemes.iter().filter(|it| it.is_builtin);
    let all = schemes.flat_map(|it| it.scheme.indicators().map(|of| (&it.scheme.id, &of.id)));
    let all: BTreeSet<_> = all.map(|(scheme, id)| (scheme.clone(), id.clone())).collect();
    // No departments and developers are asked in the demonstration; users are, and are counted alike.
    let unreached: Vec<_> = all.difference(&reached).map(|it| it.1.as_str()).collect();
    assert_eq!(unreached, ["O8-1", "O8-2"]);
}

#[tokio::test]
async fn two_demonstrations_are_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let first = build(&folder.path().join("first")).await.unwrap();
    let second = build(&folder.path().join("elsewhere/second")).await.unwrap();
    assert_eq!(first.evaluation.id, second.evaluation.id);
    assert_eq!(fs::read(&first.package).unwrap(), fs::read(&second.package).unwrap());
    let dumps = (
        reader(&first).await.canonical_dump().await.unwrap(),
        reader(&second).await.canonical_dump().await.unwrap(),
    );
    assert_eq!(dumps.0, dumps.1);
}

/// Operators' results go to the data authority alone; of data supply, the state-asset regulator gets the
/// state-owned enterprise alone (Measures art. 28).
#[tokio::test]
async fn each_recipient_gets_what_the_law_gives_it() {
    let folder = tempfile::tempdir().unwrap();
    let demo = build(folder.path()).await.unwrap();
    let deliveries = reader(&demo).await.deliveries_before(i64::MAX, 99).await.unwrap();
    let gone: BTreeSet<(&str, &str)> = (deliveries.iter())
        .map(|it| (it.recipient.as_str(), it.evaluation_id().split('-').next().unwrap()))
        .collect();
    let expected =
        [("data-authority", "operator"), ("data-authority", "supply"), ("state-assets", "supply")];
    assert_eq!(gone, BTreeSet::from(expected));
    assert_eq!(deliveries.len(), expected.len());

    let allowed = fs::read_to_string(&demo.allowed_signers).unwrap();
    let reader = reader(&demo).await;
    let of = async |recipient: &str| {
        let is_it = |it: &&store::deliveries::Delivery| {
            it.recipient == recipient && it.evaluation_id().starts_with("supply")
        };
        let delivery = deliveries.iter().find(is_it).unwrap();
        let report = reader.report(&delivery.report_id).await.unwrap().unwrap();
        let bytes = reader.raw_range(&report.sha256, 0, 1 << 30).await.unwrap();
        reports::verify::verify(&bytes, &allowed).unwrap()
    };
    let (whole, excerpt) = (of("data-authority").await, of("state-assets").await);
    assert_eq!((whole.evaluation.scorecards.len(), &whole.evaluation.excerpt), (4, &None));
    let subjects = excerpt.evaluation.scorecards.iter().map(|it| it.subject.clone());
    assert_eq!(subjects.collect::<Vec<_>>(), [party(world::METRO)]);
    let taken_from = excerpt.manifest.evaluation.excerpt.unwrap();
    let data = whole.manifest.files.iter().find(|it| it.name == "data.json").unwrap();
    assert_eq!((&taken_from.sha256, taken_from.subjects), (&data.sha256, 4));
    let card = whole.evaluation.card(&party(world::METRO)).unwrap();
    assert_eq!(card, &excerpt.evaluation.scorecards[0], "word for word");
}

/// What was queued and is sent again goes by the settings as they are when it goes.
#[tokio::test]
async fn a_recipient_gets_what_it_takes_now() {
    use DeliveryState::{Failed, Written};
    let folder = tempfile::tempdir().unwrap();
    let demo = build(folder.path()).await.unwrap();
    let mut installation = Installation::open(&demo.settings, &[]).unwrap();
    let writer = installation.writer().await.unwrap();
    let deliveries = writer.reader().deliveries_before(i64::MAX, 99).await.unwrap();
    let desk = desk(&installation, world::SUPERVISOR).await.unwrap();
    let [all, owned] = &installation.settings.recipients[..] else { panic!() };
    let (all, owned) = (all.wanted.clone(), owned.wanted.clone());
    let none = Wanted { schemes: Which::Only(Vec::new()), subjects: Which::All };
    let rows = [
        ([&all, &owned], [("data-authority", Written, ""), ("state-assets", Written, "")]),
        (
            [&owned, &owned],
            [("data-authority", Failed, "takes-other: supply-"), ("state-assets", Written, "")],
        ),
        (
            [&all, &all],
            [("data-authority", Written, ""), ("state-assets", Failed, "takes-other: supply-")],
        ),
        (
            [&all, &none],
            [("data-authority", Written, ""), ("state-assets", Failed, "takes-nothing")],
        ),
    ];
    for (wanted, expected) in rows {
        for (recipient, wanted) in installation.settings.recipients.iter_mut().zip(wanted) {
            recipient.wanted = wanted.clone();
        }
        for it in deliveries.iter().filter(|it| it.evaluation_id().starts_with("supply")) {
            desk.resend(it.id, installation.clock.now()).await.unwrap();
        }
        let mut delivered = deliver_waiting(&installation, &writer).await.unwrap();
        delivered.sort_by(|a, b| a.recipient.cmp(&b.recipient));
        let states: Vec<_> = delivered.iter().map(|it| (it.recipient.as_str(), it.state)).collect();
        assert_eq!(states, expected.map(|it| (it.0, it.1)));
        for (it, (_, _, said)) in delivered.iter().zip(expected) {
            assert!(it.detail.contains(said), "{}", it.detail);
        }
    }
}

/// An excerpt names the former file of whoever takes it, and none to a newcomer; why it was superseded is a
/// person's words, which may be about others, and stands in the whole file alone.
#[tokio::test]
async fn an_excerpt_repeats_no_words_about_others() {
    let folder = tempfile::tempdir().unwrap();
    let demo = build(folder.path()).await.unwrap();
    let mut installation = Installation::open(&demo.settings, &[]).unwrap();
    let writer = installation.writer().await.unwrap();
    let reader = writer.reader();
    let sent = async |recipient: &str, evaluation: Option<&str>| {
        let deliveries = reader.deliveries_before(i64::MAX, 99).await.unwrap();
        let is_it = |it: &store::deliveries::Delivery| {
            let of = it.evaluation_id();
            it.recipient == recipient
                && evaluation.map_or(of.starts_with("supply"), |evaluation| of == evaluation)
        };
        let delivery = deliveries.into_iter().find(is_it).unwrap();
        let of = delivery.evaluation_id().to_owned();
        (of, reader.report(&delivery.report_id).await.unwrap().unwrap().sha256)
    };
    let (old, whole) = sent("data-authority", None).await;
    let (_, part) = sent("state-assets", None).await;

    let (now, stored) = (installation.clock.now(), reader.evaluation(&old).await.unwrap().unwrap());
    let newer = Evaluation { as_of: now, ..stored.evaluation };
    let newer = writer.record_evaluation(&newer, world::SUPERVISOR, now).await.unwrap().id;
    course::published(&installation, &newer).await.unwrap();
    let said = Said {
        note: "演示市气象局补报".to_owned(), name: newer.clone(), ..Said::default()
    };
    let supersede = (world::APPROVER, EvaluationAct::Supersede, said);
    course::act(&installation, &old, supersede).await.unwrap();
    let recipients = &mut installation.settings.recipients;
    let former = recipients.iter().find(|it| it.id == "state-assets").unwrap();
    let newcomer = config::settings::Recipient { id: "newcomer".to_owned(), ..former.clone() };
    recipients.push(newcomer);
    run(&installation, &writer, Stage::Render).await.unwrap();

    let allowed = fs::read_to_string(&demo.allowed_signers).unwrap();
    for (recipient, package_sha256, reason) in [
        ("data-authority", Some(whole), "演示市气象局补报"),
        ("state-assets", Some(part), ""),
        ("newcomer", None, ""),
    ] {
        let (_, sha256) = sent(recipient, Some(&newer)).await;
        let bytes = reader.raw_range(&sha256, 0, 1 << 30).await.unwrap();
        let manifest = reports::verify::verify(&bytes, &allowed).unwrap().manifest;
        let expected =
            Superseded { evaluation: old.clone(), package_sha256, reason: reason.to_owned() };
        assert_eq!(manifest.supersedes, Some(vec![expected]), "{recipient}");
    }
    // Each still has a claim to the very file that was made for it.
    let delivered = deliver_waiting(&installation, &writer).await.unwrap();
    let failed: Vec<_> = delivered.iter().filter(|it| it.state.is_trouble()).collect();
    assert!(failed.is_empty(), "{failed:?}");
}

/// One waiver is in force when the half year is evaluated; what the other covered is open again.
#[tokio::test]
async fn the_scorecard_lists_what_is_waived() {
    let folder = tempfile::tempdir().unwrap();
    let demo = build(folder.path()).await.unwrap();
    let cards = &demo.evaluation.evaluation.scorecards;
    let waived: Vec<_> = cards.iter().flat_map(|it| &it.waived).collect();
    let [waived] = waived[..] else { panic!("{waived:?}") };
    assert_eq!((waived.waiver, waived.rule.as_str(), waived.waived), (1, "F-4", 1));
    assert_eq!(waived.approved_by, VISITOR);
    let card = cards.iter().find(|it| !it.waived.is_empty()).unwrap();
    let open: Vec<&str> = card.findings.iter().map(|it| it.rule.as_str()).collect();
    assert!(!open.contains(&"F-4") && open.contains(&"F-13"), "{open:?}");

    // What is known later changes nothing of what was known then.
    let installation = Installation::open(&demo.settings, &[]).unwrap();
    let Evaluation { as_of, period: span, .. } = demo.evaluation.evaluation;
    let (later, today) =
        (as_of + jiff::SignedDuration::from_hours(1), "2026-07-01".parse().unwrap());
    let asked = Asked::Decide { number: 1, act: WaiverAct::Withdraw, note: "" };
    let waivable = |rule: &str| installation.policy.waivable(rule);
    let withdraw =
        OnWaiver { asked, waivable: &waivable, policy: &installation.policy.waiver, today };
    let desk = desk(&installation, world::SUPERVISOR).await.unwrap();
    desk.act_on_waiver(&withdraw, later).await.unwrap();
    let again = async |as_of| {
        let request = Request { scheme: SCHEME, span, subject: None, as_of };
        evaluate::evaluate(&installation, desk.reader(), &request, async |_, _| Ok(()))
            .await
            .unwrap()
    };
    assert_eq!(again(as_of).await, demo.evaluation.evaluation);
    let now = again(later).await;
    assert!(now.scorecards.iter().all(|it| it.waived.is_empty()));
    let results = |it: &[Scorecard]| it.iter().map(|it| it.result.clone()).collect::<Vec<_>>();
    assert_eq!(results(&now.scorecards), results(cards), "no score is of a waiver's making");
    let open = now.scorecards.iter().flat_map(|it| &it.findings);
    assert_eq!(open.filter(|it| it.rule == "F-4").count(), 1);
}

/// Every kind, files of one month, corrections and vouchers that are there already: posted again from the raw
/// bytes, all of it is the same.
#[tokio::test]
async fn what_is_posted_is_what_was_handed_in() {
    let folder = tempfile::tempdir().unwrap();
    let demo = build(folder.path()).await.unwrap();
    let installation = Installation::open(&demo.settings, &[]).unwrap();
    let proof = prove(&installation, &reader(&demo).await).await.unwrap();
    assert!(matches!(proof, Proof::Whole { submissions: 10.. }), "{proof:?}");
}

#[tokio::test]
async fn another_pass_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let demo = build(folder.path()).await.unwrap();
    let installation = Installation::open(&demo.settings, &[]).unwrap();
    let before = reader(&demo).await.canonical_dump().await.unwrap();
    let writer = installation.writer().await.unwrap();
    pipeline::run(&installation, &writer, Scope::default()).await.unwrap();
    assert_eq!(writer.reader().canonical_dump().await.unwrap(), before);
}

#[tokio::test]
async fn a_demonstration_is_made_again_and_a_foreign_folder_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let demo = build(folder.path()).await.unwrap();
    fs::write(folder.path().join("stray"), "x").unwrap();
    let again = build(folder.path()).await.unwrap();
    assert_eq!(demo.evaluation.id, again.evaluation.id);
    assert!(!folder.path().join("stray").exists());

    let foreign = tempfile::tempdir().unwrap();
    fs::write(foreign.path().join("thesis.txt"), "x").unwrap();
    let refused = build(foreign.path()).await.unwrap_err();
    assert!(matches!(refused, DemoError::Folder(FolderError::Foreign { .. })), "{refused:?}");
    let names: Vec<_> =
        fs::read_dir(foreign.path()).unwrap().map(|it| it.unwrap().file_name()).collect();
    assert_eq!(names, ["thesis.txt"]);
}

#[tokio::test]
async fn the_summary_is_complete_and_cannot_steer_a_terminal() {
    let folder = tempfile::tempdir().unwrap();
    let demo = build(folder.path()).await.unwrap();
    for language in Language::ALL {
        let text = demo.summary(&Words::new(language));
        println!("{text}");
        assert!(!text.contains("[demo-"), "{text}");
        let steering = |it: char| it != '\n' && it.is_control() || it == '\u{202e}';
        assert!(!text.contains(steering), "{text}");
        for planted in PLANTED {
            assert!(text.contains(&metrics::clean::clean_inline(planted.what)), "{planted:?}");
        }
        assert!(text.contains(&demo.package.display().to_string()), "{text}");
    }
}
