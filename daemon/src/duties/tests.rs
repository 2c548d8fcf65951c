//! The calendar finds what is missing, once, and lets it go when it is there.

use std::path::Path;
use std::sync::Arc;

use config::settings::Settings;
use metrics::kind::Kind;
use metrics::period::Span;

use super::*;
use crate::clock::Clock;
use crate::evaluate::{Request, evaluate};
use crate::pipeline::{self, Scope, Stage};
use crate::testing::{self, Paper};

const OPERATOR: &str = "uscc:91310000MADEM0011A";
const REGISTRY: &str = "\
record,party,code,name,kind,since
party,91310000MADEM0011A,,甲,operator,2025-03-01
party,name:某中心,,某中心,implementing_body,
product,91310000MADEM0011A,P-1,指数,,
";
const HEADER: &str = "record,party,year,form,name,credit_code,address,email,phone,disclosed_on,url,\
registration_state,method,use,scenario,fee,resource,term_from,term_to,contact\n";

/// A complete disclosure of a year.
fn disclosure(year: &str) -> String {
    let own = format!("91310000MADEM0011A,{year}");
    format!(
        "{HEADER}basic,{own},operator,甲,91310000MADEM0011A,路,a@example.invalid,1,2026-03-01,\
         https://example.invalid,,,,,,,,,\n\
         product,{own},,指数,,,,,,,planned,接口,industry,出行,0,,,,\n\
         body,{own},,某中心,,,,,,,planned,,,,,流量,2025-03-01,2028-02-29,\n\
         contact,{own},,局,,,,2,,,,,,,,,,,孙\n"
    )
}

/// An installation in a folder whose clock stands at an instant.
fn at(folder: &Path, instant: &str) -> Installation {
    let url = format!("sqlite:{}", folder.join("mingjing.db").display());
    let settings = format!("[database]\nurl = \"{url}\"\n");
    let path = folder.join("mingjing.toml");
    let settings = Settings::parse(&path, &settings, &[]).unwrap();
    let clock = Clock::Fixed(instant.parse().unwrap());
    Installation { clock, ..Installation::with(settings).unwrap() }
}

/// A file comes, perhaps in place of another, and is posted. Returns its receipt.
async fn hand_in(
    installation: &Installation,
    origin: (&Path, Kind),
    body: &str,
    supersedes: Option<&str>,
) -> String {
    let receipt = submit(installation, origin, body, supersedes).await;
    pass(installation).await;
    receipt
}

/// A file comes, perhaps in place of another. Returns its receipt.
async fn submit(
    installation: &Installation,
    (folder, kind): (&Path, Kind),
    body: &str,
    supersedes: Option<&str>,
) -> String {
    let paper = Paper { kind, party: OPERATOR, period: None, body, supersedes };
    testing::hand_in(installation, folder, &paper).await
}

/// One pass of the stage that posts.
async fn pass(installation: &Installation) {
    let writer = installation.writer().await.unwrap();
    let scope = Scope { stage: Some(Stage::Post), ..Scope::default() };
    pipeline::run(installation, &writer, scope).await.unwrap();
}

/// Every finding as `rule state`.
async fn findings(installation: &Installation) -> Vec<String> {
    let reader = installation.reader().await.unwrap();
    let all = store::findings::FindingFilter::default();
    let found = reader.findings_before(&all, i64::MAX, 100).await.unwrap();
    let mut said: Vec<String> =
        found.iter().map(|it| format!("{} {}", it.rule, it.state.as_str())).collect();
    said.sort();
    said
}

/// Where the duties stand at an instant, as `who year verdict`.
async fn stands(installation: &Installation, as_of: &str) -> Vec<String> {
    let reader = installation.reader().await.unwrap();
    let asked = Asked { party: None, as_of: as_of.parse().unwrap() };
    let obliged = obligations(installation, &reader, asked).await.unwrap();
    let said = obliged.iter().flat_map(|obliged| {
        let said = obliged.verdicts.iter().map(|it| {
            let word = it.timeliness.as_str();
            format!("{} {} {word} {}", obliged.name, it.year, it.gaps.len())
        });
        let nothing = obliged.verdicts.is_empty().then(|| format!("{} unknown", obliged.name));
        said.chain(nothing).collect::<Vec<_>>()
    });
    said.collect()
}

const IN_TIME: &str = "2026-03-31T23:59:59+08:00";
const MISSED: &str = "2026-04-01T00:00:00+08:00";
const LATE: &str = "2026-04-05T09:00:00+08:00";
const RELAPSE: &str = "2026-04-06T09:00:00+08:00";
const CORRECTED: &str = "2026-04-07T09:00:00+08:00";

/// The register comes in March, and the disclosure late; a correction loses it, another has it.
async fn live(folder: &Path) -> Vec<Vec<String>> {
    let mut seen = Vec::new();
    let registry = (folder, Kind::Registry);
    hand_in(&at(folder, "2026-03-01T09:00:00+08:00"), registry, REGISTRY, None).await;
    pass(&at(folder, IN_TIME)).await;
    seen.push(findings(&at(folder, IN_TIME)).await);
    pass(&at(folder, MISSED)).await;
    seen.push(findings(&at(folder, MISSED)).await);
    let own = (folder, Kind::Disclosure);
    let late = hand_in(&at(folder, LATE), own, &disclosure("2025"), None).await;
    seen.push(findings(&at(folder, LATE)).await);
    let other = disclosure("2024");
    let relapse = hand_in(&at(folder, RELAPSE), own, &other, Some(&late)).await;
    seen.push(findings(&at(folder, RELAPSE)).await);
    hand_in(&at(folder, CORRECTED), own, &disclosure("2025"), Some(&relapse)).await;
    seen.push(findings(&at(folder, CORRECTED)).await);
    seen
}

#[tokio::test]
async fn the_calendar_is_looked_at_when_the_day_is_another_or_something_happened() {
    let folder = tempfile::tempdir().unwrap();
    let [in_time, missed] = [IN_TIME, MISSED].map(|it| at(folder.path(), it));
    hand_in(&in_time, (folder.path(), Kind::Registry), REGISTRY, None).await;
    let (writer, lookout) = (missed.writer().await.unwrap(), Lookout::default());
    let look = async |installation| {
        lookout.watch(installation, &writer).await.unwrap();
        findings(installation).await
    };
    assert_eq!(look(&in_time).await, [""; 0]);
    assert_eq!(look(&missed).await, ["D-02-missing open"]);
    // What was found is logged, and looked at once more.
    assert_eq!(look(&missed).await, ["D-02-missing open"]);
    // Whoever looks sees that nobody has a duty any more.
    let mut without = at(folder.path(), MISSED);
    Arc::make_mut(&mut without.policy).disclosure.duties.clear();
    assert_eq!(look(&without).await, ["D-02-missing open"]);
    submit(&without, (folder.path(), Kind::Disclosure), &disclosure("2025"), None).await;
    assert_eq!(look(&without).await, ["D-02-missing closed"]);
}

#[tokio::test]
async fn what_is_missing_is_found_once_cured_and_found_again() {
    let folder = tempfile::tempdir().unwrap();
    let seen = live(folder.path()).await;
    let none: &[&str] = &[];
    let (missing, late) = ("D-02-missing open", "D-02-late open");
    let (found, gone) = ("D-02-missing closed", "D-02-late closed");
    assert_eq!(seen[0], none, "the last day is not over");
    assert_eq!(seen[1], [missing]);
    assert_eq!(seen[2], [late, found]);
    assert_eq!(seen[3], [gone, missing]);
    assert_eq!(seen[4], [late, found]);

    // Looking again finds nothing new.
    let installation = at(folder.path(), CORRECTED);
    let reader = installation.reader().await.unwrap();
    let before = reader.canonical_dump().await.unwrap();
    pass(&installation).await;
    assert_eq!(reader.canonical_dump().await.unwrap(), before);
}

#[tokio::test]
async fn what_was_known_then_can_be_asked_later() {
    let folder = tempfile::tempdir().unwrap();
    live(folder.path()).await;
    let installation = at(folder.path(), "2026-07-01T09:00:00+08:00");
    let own = |said: &str| vec![format!("甲 2025 {said}"), "甲 2026 not_due 0".to_owned()];
    for (as_of, said) in [
        ("2026-03-20T09:00:00+08:00", "due_soon 0"),
        (IN_TIME, "due_soon 0"),
        (MISSED, "missing 0"),
        (LATE, "late 0"),
        (RELAPSE, "missing 0"),
        (CORRECTED, "late 0"),
    ] {
        let mut found = stands(&installation, as_of).await;
        // Nobody said since when this one operates.
        found.retain(|it| it != "某中心 unknown");
        assert_eq!(found, own(said), "{as_of}");
    }
    assert_eq!(stands(&installation, "2026-02-01T09:00:00+08:00").await, [""; 0]);
    assert_eq!(stands(&installation, MISSED).await[0], "某中心 unknown");
}

/// On time and complete of disclosures due in a span, as known at an instant.
async fn measured(folder: &Path, span: &str, as_of: &str) -> Vec<(u64, u64)> {
    let installation = at(folder, "2026-07-01T09:00:00+08:00");
    let reader = installation.reader().await.unwrap();
    let span: Span = span.parse().unwrap();
    let as_of = as_of.parse().unwrap();
    let request = Request { scheme: "operator", span, subject: None, as_of };
    let evaluation = evaluate(&installation, &reader, &request, async |_, _| Ok(())).await.unwrap();
    let dimensions = evaluation.scorecards.into_iter().flat_map(|it| it.dimensions);
    let disclosure = dimensions.filter(|it| it.id == "O7").flat_map(|it| it.indicators);
    let measures = disclosure.map(|it| it.measure.unwrap());
    measures.map(|it| (it.numerator.value, it.denominator.value)).collect()
}

#[tokio::test]
async fn a_disclosure_counts_in_the_months_in_which_it_was_due() {
    let folder = tempfile::tempdir().unwrap();
    live(folder.path()).await;
    let (first, second, late) = ("2026-Q1", "2026-Q2", "2026-07-01T09:00:00+08:00");
    assert_eq!(measured(folder.path(), first, IN_TIME).await, [(0, 0), (0, 0)]);
    assert_eq!(measured(folder.path(), first, MISSED).await, [(0, 1), (0, 1)]);
    assert_eq!(measured(folder.path(), first, LATE).await, [(0, 1), (1, 1)]);
    assert_eq!(measured(folder.path(), second, late).await, [(0, 0), (0, 0)]);
}
