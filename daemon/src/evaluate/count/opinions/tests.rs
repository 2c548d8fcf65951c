//! The evaluation of effectiveness from files handed in, as known at an instant.

use std::fmt::Write;
use std::path::Path;

use config::settings::Settings;
use metrics::evaluation::scorecard::Evaluation;
use metrics::kind::Kind;
use metrics::opinion::counts;

use super::*;
use crate::clock::Clock;
use crate::evaluate::count;
use crate::evaluate::{Page, evaluate};
use crate::explain::{Asked, explain};
use crate::finances::tie_out::Register;
use crate::pipeline::{self, Scope, Stage};
use crate::testing::{self, Paper};

const AUTHORITY: &str = "name:某数据局";
const FIRST: &str = "91310000MADEM0011A";
const SECOND: &str = "91310000MADEM002X2";
const REGISTRY: &str = "\
record,party,name,kind
party,name:某数据局,某数据局,data_authority
party,91310000MADEM0011A,甲,operator
party,91310000MADEM002X2,乙,operator
";
const HEADER: &str = "record,party,period,panel,panel_kind,rater,indicator,score,scale_min,scale_max,\
conflict,matter,authority,institution,document,date,text\n";

const REGISTERED: &str = "2026-06-30T09:00:00+08:00";
const SAID: &str = "2026-07-01T09:00:00+08:00";
const CORRECTED: &str = "2026-07-02T09:00:00+08:00";

fn at(folder: &Path, instant: &str) -> Installation {
    let url = format!("sqlite:{}", folder.join("mingjing.db").display());
    let settings = format!("[database]\nurl = \"{url}\"\n");
    let path = folder.join("mingjing.toml");
    let settings = Settings::parse(&path, &settings, &[]).unwrap();
    let clock = Clock::Fixed(instant.parse().unwrap());
    Installation { clock, ..Installation::with(settings).unwrap() }
}

/// A file of the data authority comes and is posted. Returns its receipt.
async fn hand_in(
    installation: &Installation,
    (folder, kind): (&Path, Kind),
    body: &str,
    supersedes: Option<&str>,
) -> String {
    let paper = Paper { kind, party: AUTHORITY, period: None, body, supersedes };
    let receipt = testing::hand_in(installation, folder, &paper).await;
    let writer = installation.writer().await.unwrap();
    let scope = Scope { stage: Some(Stage::Post), ..Scope::default() };
    pipeline::run(installation, &writer, scope).await.unwrap();
    receipt
}

/// Three experts rate both operators, the third with a conflict of interest where said, and a court
/// determines something of the second.
fn opinions(scores: [[u8; 3]; 2], conflict: &str) -> String {
    let mut file = HEADER.to_owned();
    for (party, scores) in [FIRST, SECOND].into_iter().zip(scores) {
        for (rater, score) in (1..).zip(scores) {
            let conflict = if rater == 3 { conflict } else { "no" };
            writeln!(
                file,
                "rating,{party},2026-H1,P1,expert,E-{rater},O6-1,{score},0,10,{conflict},,,,,2026-06-30,坦言"
            )
            .unwrap();
        }
    }
    file + &format!(
        "determination,{SECOND},,,,,,,,,,unfair-competition,court,某法院,判1,2026-06-30,详情\n"
    )
}

async fn evaluated(installation: &Installation, as_of: &str) -> Evaluation {
    let reader = installation.reader().await.unwrap();
    let span = "2026-H1".parse().unwrap();
    let as_of = as_of.parse().unwrap();
    let request = Request { scheme: "effectiveness", span, subject: None, as_of };
    evaluate(installation, &reader, &request, async |_, _| Ok(())).await.unwrap()
}

/// What is counted of what over how many facts, and the agreement of each panel.
type Effect = (Option<(u64, u64, u64)>, Vec<Option<i64>>);

/// The economic effect of each operator.
fn effect(evaluation: &Evaluation) -> Vec<Effect> {
    let of_card = |card: &metrics::evaluation::scorecard::Scorecard| {
        let mut indicators = card.dimensions.iter().flat_map(|it| &it.indicators);
        let found = indicators.find(|it| it.id == "O6-1").unwrap();
        let measure = found.measure.as_ref();
        let counted =
            measure.map(|it| (it.numerator.value, it.denominator.value, it.numerator.facts.count));
        (counted, found.agreement.iter().map(|it| it.alpha_ppm).collect())
    };
    evaluation.scorecards.iter().map(of_card).collect()
}

async fn determined(installation: &Installation, party: &str, as_of: &str) -> u64 {
    let reader = installation.reader().await.unwrap();
    let request = Request {
        scheme: "effectiveness",
        span: "2026-H1".parse().unwrap(),
        subject: None,
        as_of: as_of.parse().unwrap(),
    };
    let party = party.parse().unwrap();
    let register = Register::read(&reader, request.as_of).await.unwrap();
    let all = count::counts(installation, &reader, (&party, &request), &register).await.unwrap();
    all[&counts::determination("unfair-competition")].value
}

/// A veto leads to the row of the determination, with the court and the number of its document.
#[tokio::test]
async fn a_veto_leads_to_the_document_it_rests_on() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    hand_in(&at(folder, REGISTERED), (folder, Kind::Registry), REGISTRY, None).await;
    let file = opinions([[8, 8, 8], [2, 2, 2]], "no");
    let receipt = hand_in(&at(folder, SAID), (folder, Kind::Opinion), &file, None).await;
    let installation = at(folder, SAID);
    let reader = installation.reader().await.unwrap();
    let (span, as_of) = ("2026-H1".parse().unwrap(), SAID.parse().unwrap());
    let request = Request { scheme: "operator", span, subject: None, as_of };
    let mut evaluation =
        evaluate(&installation, &reader, &request, async |_, _| Ok(())).await.unwrap();
    let subject = SECOND.parse().unwrap();
    let page = Page { skip: 0, limit: 10 };
    let asked = Asked { subject: &subject, indicator: None, page };
    let found = explain(&installation, &reader, (&evaluation, asked)).await.unwrap();
    assert!(found.holds());
    assert_eq!(found.grade.as_ref().map(|it| it.id.as_str()), Some("unqualified"));
    let vetoes: Vec<_> = found.vetoes.iter().map(|it| (&*it.id, &*it.ground.article)).collect();
    assert_eq!(vetoes, [("unfair-competition", "17")]);
    // After the heading and six ratings.
    let part = &found.counted["determination:unfair-competition"];
    let facts: Vec<_> =
        part.facts.iter().map(|it| (it.value, &*it.name, &*it.receipt, it.row)).collect();
    assert_eq!(facts, [(1, "某法院 判1", &*receipt, Some(8))]);
    assert!(!part.facts[0].file_name.is_empty());
    // Every count that nobody disputes is there, though it is 0.
    assert_eq!(found.counted["incidents_general_or_above"].count.value, 0);

    // Points and vetoes that the facts do not bear out are not vouched for.
    let card = evaluation.scorecards.iter_mut().find(|it| it.subject == subject).unwrap();
    card.vetoes[0].count.value = 2;
    let found = explain(&installation, &reader, (&evaluation, asked)).await.unwrap();
    assert!(!found.holds());
}

#[tokio::test]
async fn what_is_corrected_later_does_not_change_what_was_known() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    hand_in(&at(folder, REGISTERED), (folder, Kind::Registry), REGISTRY, None).await;
    let nothing = evaluated(&at(folder, REGISTERED), REGISTERED).await;
    assert_eq!(effect(&nothing), [(None, vec![]), (None, vec![])]);

    let opinion = (folder, Kind::Opinion);
    let file = opinions([[8, 8, 8], [2, 2, 2]], "no");
    let first = hand_in(&at(folder, SAID), opinion, &file, None).await;
    let known = evaluated(&at(folder, SAID), SAID).await;
    // Perfect agreement; three ratings of each.
    let perfect = vec![Some(1_000_000)];
    let both = [
        (Some((800_000, 1_000_000, 3)), perfect.clone()),
        (Some((200_000, 1_000_000, 3)), perfect),
    ];
    assert_eq!(effect(&known), both);
    assert_eq!(determined(&at(folder, SAID), SECOND, SAID).await, 1);
    assert_eq!(determined(&at(folder, SAID), FIRST, SAID).await, 0);

    // The correction leaves too few raters without conflict, and takes the determination back.
    let file = opinions([[8, 2, 8], [2, 8, 2]], "yes");
    let file = file.lines().filter(|it| !it.starts_with("determination"));
    let file = file.collect::<Vec<_>>().join("\n");
    hand_in(&at(folder, CORRECTED), opinion, &file, Some(&first)).await;
    let now = at(folder, CORRECTED);
    assert_eq!(effect(&evaluated(&now, CORRECTED).await), [(None, vec![]), (None, vec![])]);
    assert_eq!(determined(&now, SECOND, CORRECTED).await, 0);
    // What was known is known again, to the byte.
    let again = evaluated(&now, SAID).await;
    let bytes = |it: &Evaluation| serde_json::to_string(it).unwrap();
    assert_eq!(bytes(&again), bytes(&known));
    assert_eq!(determined(&now, SECOND, SAID).await, 1);
    assert_eq!(determined(&now, SECOND, REGISTERED).await, 0);
}

/// Who rated, and what they wrote, leaves the house with no evaluation.
#[tokio::test]
async fn an_evaluation_names_no_rater() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    hand_in(&at(folder, REGISTERED), (folder, Kind::Registry), REGISTRY, None).await;
    let file = opinions([[8, 7, 8], [2, 2, 3]], "no");
    hand_in(&at(folder, SAID), (folder, Kind::Opinion), &file, None).await;
    let known = evaluated(&at(folder, SAID), SAID).await;
    let text = serde_json::to_string(&known).unwrap();
    assert!(text.contains("\"panel\":\"P1\""), "{text}");
    for private in ["E-1", "坦言", "详情", "判1"] {
        assert!(!text.contains(private), "{private}: {text}");
    }
}
