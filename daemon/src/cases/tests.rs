//! Cases through all stages: what waits too long is found on the day after, cured when it is done, and counted.

mod demands;
mod objections;

use std::path::Path;

use config::settings::Settings;

use super::*;
use crate::clock::Clock;
use crate::duties::Lookout;
use crate::evaluate::{Page, Request, counted};
use crate::pipeline::{self, Scope, Stage};
use crate::testing::{self, Paper};

const DEPARTMENT: &str = "name:某局";

/// A sort of case, and one of them: raised on Monday 1 June 2026, of which the first step is due by the end of
/// Tuesday in Shanghai.
struct Example {
    kind: Kind,
    header: &'static str,
    /// Its number and row.
    raised: (&'static str, &'static str),
    /// The cells that follow the raising, and the same once it is refused on a day.
    refused: (&'static str, &'static str),
    /// The rule and the step of a case that waits too long.
    overdue: &'static str,
    /// What is counted of June before its last day is over, after it, and once somebody knows that it was
    /// refused in time; the first is what is due.
    counts: &'static [(&'static str, [u64; 3])],
}

impl Example {
    /// The row with other cells after the raising.
    fn refused_on(&self, day: &str) -> String {
        self.raised.1.replace(self.refused.0, &self.refused.1.replace("DAY", day))
    }
}

const EXAMPLES: [Example; 2] = [objections::EXAMPLE, demands::EXAMPLE];

/// An installation in a folder whose clock stands at an instant.
fn at(folder: &Path, instant: &str) -> Installation {
    let url = format!("sqlite:{}", folder.join("mingjing.db").display());
    let settings = format!("[database]\nurl = \"{url}\"\n");
    let settings = Settings::parse(&folder.join("mingjing.toml"), &settings, &[]).unwrap();
    let clock = Clock::Fixed(instant.parse().unwrap());
    Installation { clock, ..Installation::with(settings).unwrap() }
}

/// A row comes from the department, and is posted.
async fn hand_in(
    installation: &Installation,
    folder: &Path,
    example: &Example,
    row: &str,
) -> String {
    hand_in_for(installation, folder, example, (DEPARTMENT, row, None)).await
}

/// A row comes from a sender, in the place of those of a file or of none, and is posted.
async fn hand_in_for(
    installation: &Installation,
    folder: &Path,
    example: &Example,
    (party, row, supersedes): (&str, &str, Option<&str>),
) -> String {
    let body = format!("{}\n{row}\n", example.header);
    let paper = Paper { kind: example.kind, party, period: None, body: &body, supersedes };
    let receipt = testing::hand_in(installation, folder, &paper).await;
    let writer = installation.writer().await.unwrap();
    let scope = Scope { stage: Some(Stage::Post), ..Scope::default() };
    pipeline::run(installation, &writer, scope).await.unwrap();
    receipt
}

/// Every finding as `rule cause state` after a look.
async fn looked(installation: &Installation, lookout: &Lookout) -> Vec<String> {
    let writer = installation.writer().await.unwrap();
    lookout.watch(installation, &writer).await.unwrap();
    let all = store::findings::FindingFilter::default();
    let found = writer.reader().findings_before(&all, i64::MAX, 100).await.unwrap();
    let said = found.iter().map(|it| format!("{} {} {}", it.rule, it.cause, it.state.as_str()));
    said.collect()
}

#[tokio::test]
async fn what_waits_too_long_is_found_and_cured() {
    for example in &EXAMPLES {
        let folder = tempfile::tempdir().unwrap();
        let (folder, lookout) = (folder.path(), Lookout::default());
        let ((number, row), overdue) = (example.raised, example.overdue);
        let (rule, step) = overdue.split_once(' ').unwrap();
        let in_time = at(folder, "2026-06-02T23:59:59+08:00");
        hand_in(&in_time, folder, example, row).await;
        assert_eq!(looked(&in_time, &lookout).await, [""; 0]);
        let late = at(folder, "2026-06-03T00:00:00+08:00");
        let told = |number: &str, state| format!("{rule} {number} {step} {state}");
        assert_eq!(looked(&late, &lookout).await, [told(number, "open")]);
        // A second one of the same day is read although the look remembers the first.
        let second = row.replace(number, "2");
        hand_in(&at(folder, "2026-06-03T09:00:00+08:00"), folder, example, &second).await;
        let later = at(folder, "2026-06-03T10:00:00+08:00");
        assert_eq!(looked(&later, &lookout).await, [told("2", "open"), told(number, "open")]);
        let refused = example.refused_on("2026-06-03");
        hand_in(&at(folder, "2026-06-03T11:00:00+08:00"), folder, example, &refused).await;
        let cured = at(folder, "2026-06-03T12:00:00+08:00");
        assert_eq!(looked(&cured, &lookout).await, [told("2", "open"), told(number, "closed")]);
    }
}

#[tokio::test]
async fn a_count_leads_to_file_and_row_and_is_as_known_then() {
    for example in &EXAMPLES {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        let (number, row) = example.raised;
        hand_in(&at(folder, "2026-06-02T09:00:00+08:00"), folder, example, row).await;
        let now = at(folder, "2026-06-09T09:00:00+08:00");
        hand_in(&now, folder, example, &example.refused_on("2026-06-02")).await;
        let reader = now.reader().await.unwrap();
        let party = DEPARTMENT.parse().unwrap();
        let instants = ["06-02T10:00:00", "06-08T10:00:00", "06-10T10:00:00"];
        for (at, instant) in instants.into_iter().enumerate() {
            let as_of = format!("2026-{instant}+08:00").parse().unwrap();
            let span = "2026-06".parse().unwrap();
            let request = Request { scheme: "supply", span, subject: None, as_of };
            let page = Page { skip: 0, limit: 10 };
            let all = counted(&now, &reader, (&party, &request), page).await.unwrap();
            for (name, values) in example.counts {
                assert_eq!(all[*name].count.value, values[at], "{name} {instant}");
            }
            let due = all[example.counts[0].0].facts.iter().map(|it| (&*it.name, it.row));
            let expected = if at == 0 { vec![] } else { vec![(number, Some(2))] };
            assert_eq!(due.collect::<Vec<_>>(), expected, "{instant}");
        }
    }
}

/// What a file that takes the place of another does not mention is not taken back: it is named, and stays
/// late, until it is said again. As known before, it was in the first.
#[tokio::test]
async fn what_a_successor_leaves_out_is_named_and_stays() {
    for example in &EXAMPLES {
        let folder = tempfile::tempdir().unwrap();
        let (folder, lookout) = (folder.path(), Lookout::default());
        let ((number, row), (rule, step)) =
            (example.raised, example.overdue.split_once(' ').unwrap());
        let left_out = if example.kind == Kind::Demand { "DD-6" } else { "DO-7" };
        let day =
            |day: u8, hour: u8| at(folder, &format!("2026-06-{day:02}T{hour:02}:00:00+08:00"));
        let closed = example.refused_on("2026-06-02").replace(number, "2");
        let both = format!("{row}\n{closed}");
        let first = hand_in(&day(2, 9), folder, example, &both).await;
        let overdue = format!("{rule} {number} {step} open");
        assert_eq!(looked(&day(3, 9), &lookout).await, std::slice::from_ref(&overdue));
        let mut last = first;
        for hour in [10, 12] {
            let now = day(3, hour);
            let other = closed.replace("A,", &format!("A{hour},"));
            last = hand_in_for(&now, folder, example, (DEPARTMENT, &other, Some(&last))).await;
            let found = looked(&day(3, hour + 1), &lookout).await;
            assert_eq!(found, [format!("{left_out} {number} open"), overdue.clone()], "{hour}");
        }
        let refused = example.refused_on("2026-06-03");
        hand_in(&day(3, 14), folder, example, &refused).await;
        let found = looked(&day(3, 15), &lookout).await;
        let of = |it: &str| format!("{it} closed");
        assert_eq!(
            found,
            [of(&format!("{left_out} {number}")), of(&format!("{rule} {number} {step}"))]
        );
    }
}

/// A body takes back by name what it told of another.
#[tokio::test]
async fn a_body_takes_back_what_it_told_of_another() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    for example in &EXAMPLES {
        let (now, row) = (at(folder, "2026-06-02T09:00:00+08:00"), example.raised.1);
        let body = "name:市数据局";
        let other = row.replace(example.raised.0, "2");
        let first = hand_in_for(&now, folder, example, (body, row, None)).await;
        hand_in_for(&now, folder, example, (body, &other, Some(&first))).await;
        let left: Vec<String> = match example.kind {
            Kind::Demand => numbers::<Demand>(&now).await,
            _ => numbers::<Objection>(&now).await,
        };
        assert_eq!(left, ["2"]);
    }
}

async fn numbers<T: Case + Numbered>(installation: &Installation) -> Vec<String> {
    let all = all::<T>(installation).await;
    all.into_iter().map(|it| it.case.number().to_owned()).collect()
}

/// The cases as they stand.
async fn all<T: Case + Numbered>(installation: &Installation) -> Vec<Standing<T>> {
    let (reader, now) = (installation.reader().await.unwrap(), installation.clock.now());
    let all = standing::<T>(installation, &reader, (None, now)).await.unwrap();
    all.into_iter().map(|(_, it)| it).collect()
}

/// The due and the timely of June, as known at an instant.
async fn in_time(installation: &Installation, example: &Example) -> [u64; 2] {
    let reader = installation.reader().await.unwrap();
    let party = DEPARTMENT.parse().unwrap();
    let (span, as_of) = ("2026-06".parse().unwrap(), installation.clock.now());
    let request = Request { scheme: "supply", span, subject: None, as_of };
    let page = Page { skip: 0, limit: 1 };
    let all = counted(installation, &reader, (&party, &request), page).await.unwrap();
    [0, 1].map(|at| all[example.counts[at].0].count.value)
}

/// What was late stays so, wherever a body lists what was raised, and the row that says otherwise is named with
/// the file that it does not fit; one that was in time stays so, too, and nothing is said of it.
#[tokio::test]
async fn a_list_of_a_body_without_steps_changes_nothing() {
    let day = |folder: &Path, day| at(folder, &format!("2026-06-{day}T09:00:00+08:00"));
    for example in &EXAMPLES {
        let (_, listed) = example.raised;
        let (late, early) = (example.refused_on("2026-06-20"), example.refused_on("2026-06-02"));
        let rule = if example.kind == Kind::Demand { "DD-5 " } else { "DO-2 " };
        let body = ("name:市数据局", listed, None);
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        hand_in(&day(folder, 21), folder, example, &late).await;
        hand_in_for(&day(folder, 22), folder, example, body).await;
        let now = day(folder, 23);
        hand_in(&now, folder, example, &early).await;
        assert_eq!(in_time(&now, example).await, [1, 0], "{}", example.kind);
        let found = looked(&now, &Lookout::default()).await;
        assert_eq!(found.iter().filter(|it| it.starts_with(rule)).count(), 1, "{found:?}");

        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        hand_in(&day(folder, 21), folder, example, &early).await;
        let now = day(folder, 22);
        hand_in_for(&now, folder, example, body).await;
        assert_eq!(in_time(&now, example).await, [1, 1], "{}", example.kind);
        assert_eq!(looked(&now, &Lookout::default()).await, [""; 0]);
    }
}

/// The same files that stand give the same, whether the department's row came before or after a body took back
/// what it had told; with that goes what it had told before and replaced by telling it again.
#[tokio::test]
async fn what_a_body_takes_back_does_not_live_on() {
    for example in &EXAMPLES {
        let (_, listed) = example.raised;
        let (sooner, late) = (example.refused_on("2026-06-19"), example.refused_on("2026-06-20"));
        let early = example.refused_on("2026-06-02");
        let mut counts = Vec::new();
        for is_own_first in [true, false] {
            let folder = tempfile::tempdir().unwrap();
            let folder = folder.path();
            let day = |day| at(folder, &format!("2026-06-{day}T09:00:00+08:00"));
            let body = "name:市数据局";
            hand_in_for(&day(20), folder, example, (body, &sooner, None)).await;
            let wrong = hand_in_for(&day(21), folder, example, (body, &late, None)).await;
            let corrected = (body, listed, Some(&*wrong));
            if is_own_first {
                hand_in(&day(22), folder, example, &early).await;
                hand_in_for(&day(23), folder, example, corrected).await;
            } else {
                hand_in_for(&day(22), folder, example, corrected).await;
                hand_in(&day(23), folder, example, &early).await;
            }
            counts.push(in_time(&day(24), example).await);
        }
        assert_eq!(counts, [[1, 1]; 2], "{}", example.kind);
    }
}
