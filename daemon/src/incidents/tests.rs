//! Clocks run although nobody hands anything in: findings come and go, and people are reminded once.

use std::path::Path;

use config::settings::Settings;
use jiff::civil::date;
use metrics::incident::lifecycle::{Guide, IncidentAct};
use metrics::kind::Kind;
use store::desk::Desk;
use store::findings::FindingFilter;
use store::incident_events::OnIncident;
use store::incidents::IncidentFilter;

use super::*;
use crate::clock::Clock;
use crate::digest;
use crate::duties::Lookout;
use crate::pipeline::{self, Scope, Stage};
use crate::testing::{self, Paper};

const OPERATOR: &str = "uscc:91310000MADEM0011A";
const HEADER: &str = "record,incident_no,party,title,discovered_at,reported_at,persons,event,at\n";

/// An installation in a folder whose clock stands at a time of 20 June 2026, or at an instant.
fn at(folder: &Path, time: &str) -> Installation {
    let url = format!("sqlite:{}", folder.join("mingjing.db").display());
    let settings = format!(
        "language = \"en\"\n[database]\nurl = \"{url}\"\n\
         [mail]\nhost = \"smtp.example.org\"\nfrom = \"report@example.org\"\n\
         [[reminder]]\nid = \"own\"\nparty = \"{OPERATOR}\"\nto = [\"duty@example.org\", \"a@b.c\"]\n\
         [[reminder]]\nid = \"other\"\nparty = \"name:某局\"\nto = [\"other@example.org\"]\n\
         [[reminder]]\nid = \"supervisors\"\nto = [\"a@b.c\", \"chief@example.org\"]\n"
    );
    let settings = Settings::parse(&folder.join("mingjing.toml"), &settings, &[]).unwrap();
    let instant = match time.len() {
        8 => format!("2026-06-20T{time}+08:00"),
        _ => time.to_owned(),
    };
    let clock = Clock::Fixed(instant.parse().unwrap());
    Installation { clock, ..Installation::with(settings).unwrap() }
}

async fn hand_in(installation: &Installation, folder: &Path, rows: &str) {
    let file = (Kind::Incident, format!("{HEADER}{rows}"));
    hand_in_as(installation, folder, OPERATOR, file).await;
}

async fn hand_in_as(
    installation: &Installation,
    folder: &Path,
    sender: &str,
    (kind, text): (Kind, String),
) {
    let paper = Paper { kind, party: sender, period: None, body: &text, supersedes: None };
    testing::hand_in(installation, folder, &paper).await;
}

/// One pass of the stage that posts, by a process that knows of none before.
async fn pass(installation: &Installation) {
    let writer = installation.writer().await.unwrap();
    let scope = Scope { stage: Some(Stage::Post), ..Scope::default() };
    pipeline::run(installation, &writer, scope).await.unwrap();
}

/// Every finding of a clock as `rule state`; that of the unregistered party is another matter.
async fn findings(installation: &Installation) -> Vec<String> {
    let reader = installation.reader().await.unwrap();
    let found = reader.findings_before(&FindingFilter::default(), i64::MAX, 100).await.unwrap();
    let own = found.iter().filter(|it| it.rule.starts_with("I-"));
    let mut said: Vec<String> =
        own.map(|it| format!("{} {}", it.rule, it.state.as_str())).collect();
    said.sort();
    said
}

/// Every mail as `clock step address`.
async fn mails(installation: &Installation) -> Vec<String> {
    let reader = installation.reader().await.unwrap();
    let deliveries = reader.deliveries_before(i64::MAX, 100).await.unwrap();
    let said = deliveries.iter().map(|it| {
        let (id, _) = it.report_id.rsplit_once('-').unwrap();
        format!("{} {}", id.trim_start_matches("reminder-"), it.address)
    });
    let mut said: Vec<String> = said.collect();
    said.sort();
    said
}

/// Found at eight, so that the report is due at noon.
const FOUND: &str = ",E-1,91310000MADEM0011A,泄露,2026-06-20 08:00,,1000000,,\n";
const REPORTED: &str = ",E-1,91310000MADEM0011A,泄露,2026-06-20 08:00,2026-06-20 11:00,1000000,,\n\
                        act,E-1,91310000MADEM0011A,,,,,agreement_notice,2026-06-20 11:00\n";
const LOWERED: &str = ",E-1,91310000MADEM0011A,泄露,2026-06-20 08:00,,999999,,\n";

/// Nobody says what was harmed.
const UNKNOWN: &str = ",E-1,91310000MADEM0011A,异常,2026-06-20 08:00,,,,\n";

/// Nobody was harmed, and everything was done that is asked for.
const SETTLED: &str = ",E-1,91310000MADEM0011A,停电,2026-06-20 08:00,,0,,\n\
                       act,E-1,91310000MADEM0011A,,,,,agreement_notice,2026-06-20 11:00\n\
                       act,E-1,91310000MADEM0011A,,,,,user_notice,2026-06-20 11:00\n\
                       act,E-1,91310000MADEM0011A,,,,,plan_start,2026-06-20 11:00\n";

const TO: [&str; 3] = ["a@b.c", "chief@example.org", "duty@example.org"];

fn to(reminder: &str) -> Vec<String> {
    TO.map(|it| format!("{reminder} {it}")).to_vec()
}

#[tokio::test]
async fn people_are_reminded_once_at_each_part_of_the_time() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    hand_in(&at(folder, "08:30:00"), folder, FOUND).await;
    pass(&at(folder, "09:59:59")).await;
    assert_eq!(mails(&at(folder, "09:59:59")).await, [""; 0]);
    for time in ["10:00:00", "10:00:00", "11:35:59"] {
        pass(&at(folder, time)).await;
        assert_eq!(mails(&at(folder, time)).await, to("I-5-500000"), "{time}");
    }
    for time in ["11:36:00", "12:00:00", "12:00:01", "19:59:59"] {
        pass(&at(folder, time)).await;
        let both = [to("I-5-500000"), to("I-5-900000")].concat();
        assert_eq!(mails(&at(folder, time)).await, both, "{time}");
    }
    let installation = at(folder, "12:00:00");
    let reader = installation.reader().await.unwrap();
    let delivery = reader.deliveries_before(i64::MAX, 1).await.unwrap().remove(0);
    let report = reader.report(&delivery.report_id).await.unwrap().unwrap();
    assert_eq!((report.kind.as_str(), report.period.as_str()), ("reminder", "2026-06-20"));
}

#[tokio::test]
async fn who_was_away_is_reminded_of_the_last_part_only_and_who_reported_of_none() {
    let away = tempfile::tempdir().unwrap();
    hand_in(&at(away.path(), "08:30:00"), away.path(), FOUND).await;
    pass(&at(away.path(), "11:50:00")).await;
    assert_eq!(mails(&at(away.path(), "11:50:00")).await, to("I-5-900000"));
    let reported = tempfile::tempdir().unwrap();
    hand_in(&at(reported.path(), "11:10:00"), reported.path(), REPORTED).await;
    pass(&at(reported.path(), "11:50:00")).await;
    assert_eq!(mails(&at(reported.path(), "11:50:00")).await, [""; 0]);
}

#[tokio::test]
async fn a_finding_comes_with_the_second_and_goes_with_the_report() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    hand_in(&at(folder, "08:30:00"), folder, FOUND).await;
    let (writer, lookout) = (at(folder, "08:30:00").writer().await.unwrap(), Lookout::default());
    let look = async |time| {
        let installation = at(folder, time);
        lookout.watch(&installation, &writer).await.unwrap();
        findings(&installation).await
    };
    pass(&at(folder, "08:30:00")).await;
    // The same process comes by again and again; nobody hands anything in.
    for time in ["08:30:00", "11:59:59", "12:00:00"] {
        assert_eq!(look(time).await, [""; 0], "{time}");
    }
    assert_eq!(look("12:00:01").await, ["I-5-missed open"]);
    hand_in(&at(folder, "13:00:00"), folder, REPORTED).await;
    pass(&at(folder, "13:00:00")).await;
    assert_eq!(findings(&at(folder, "13:00:00")).await, ["I-5-missed closed"]);
}

#[tokio::test]
async fn figures_lowered_after_the_time_are_a_clue_with_penalty_and_both_receipts() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    hand_in(&at(folder, "08:30:00"), folder, FOUND).await;
    pass(&at(folder, "12:30:00")).await;
    hand_in(&at(folder, "13:00:00"), folder, LOWERED).await;
    pass(&at(folder, "13:00:00")).await;
    let installation = at(folder, "13:00:00");
    assert_eq!(findings(&installation).await, ["I-5-missed closed", "I-C-changed open"]);
    let reader = installation.reader().await.unwrap();
    let filter = FindingFilter { rule: Some("I-C-changed".to_owned()), ..FindingFilter::default() };
    let clue = reader.findings_before(&filter, i64::MAX, 1).await.unwrap().remove(0);
    assert_eq!(clue.row, Some(2));
    let argument = |name| clue.arguments.iter().find(|it| it.0 == name).unwrap().1.clone();
    assert_ne!(argument("before"), argument("after"));
    assert!(reader.submission(&argument("before")).await.unwrap().is_some());
    assert!(argument("penalty_zh").contains("国家网络安全事件报告管理办法"));
    assert!(argument("penalty_en").contains("art. 10"), "{}", argument("penalty_en"));
}

#[tokio::test]
async fn the_digest_lists_what_runs_and_what_ran_out() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    hand_in(&at(folder, "08:30:00"), folder, FOUND).await;
    pass(&at(folder, "08:30:00")).await;
    let gathered = async |time| {
        let installation = at(folder, time);
        let reader = installation.reader().await.unwrap();
        let found = digest::gather(&installation, &reader, installation.clock.now()).await.unwrap();
        let clocks: Vec<&str> = found.clocks.iter().map(|it| it.clock).collect();
        (found.clocks_missed, clocks.join(" "), (found.duties_open, found.duties_unclear))
    };
    // Authority, individuals, users and plan.
    assert_eq!(gathered("12:00:00").await, (0, "I-5 I-A".to_owned(), (4, 0)));
    assert_eq!(gathered("12:00:01").await, (1, "I-5 I-A".to_owned(), (4, 0)));
    let next_day = gathered("2026-06-21T08:00:01+08:00").await;
    assert_eq!(next_day, (2, "I-5 I-A".to_owned(), (4, 0)));
}

#[tokio::test]
async fn the_digest_counts_what_may_be_overdue() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    hand_in(&at(folder, "08:30:00"), folder, UNKNOWN).await;
    pass(&at(folder, "08:30:00")).await;
    let installation = at(folder, "12:00:01");
    let reader = installation.reader().await.unwrap();
    let found = digest::gather(&installation, &reader, installation.clock.now()).await.unwrap();
    // By the level I-5 and I-8; by whether personal information or data are concerned L-1, L-3, both
    // duties of L-4 and both of L-6.
    assert_eq!((found.clocks_missed, found.duties_open, found.duties_unclear), (0, 0, 8));
}

#[tokio::test]
async fn the_digest_lists_what_was_ordered_and_what_is_settled_no_more() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let people = "record,party,code,name,kind,role\nperson,91310000MADEM0011A,li,李,,supervisor\n";
    let registry = (Kind::Registry, people.to_owned());
    hand_in_as(&at(folder, "08:00:00"), folder, OPERATOR, registry).await;
    hand_in(&at(folder, "08:30:00"), folder, SETTLED).await;
    pass(&at(folder, "12:00:00")).await;
    let gathered = async |time| {
        let installation = at(folder, time);
        let reader = installation.reader().await.unwrap();
        let found = digest::gather(&installation, &reader, installation.clock.now()).await.unwrap();
        let clocks = found.clocks.iter().map(|it| format!("{} {}", it.clock, it.due_at));
        (found.clocks_missed, clocks.collect::<Vec<_>>())
    };
    assert_eq!(gathered("12:00:00").await, (0, Vec::new()));
    let installation = at(folder, "12:00:00");
    let (now, zone) = (installation.clock.now(), &installation.settings.clock.zone);
    let calendar = installation.policy.calendar();
    let context = ClockContext { as_of: now, zone, calendar: &calendar };
    let guide = Guide { policy: &installation.policy.incident, context: &context };
    let desk = Desk::open(&installation.settings.database.url, "li", now).await.unwrap();
    let party = OPERATOR.parse().unwrap();
    let act = IncidentAct::Order(date(2026, 6, 21));
    let order =
        OnIncident { party: &party, incident_no: "E-1", act, note: "收回共享账号", guide };
    desk.act_on_incident(&order).await.unwrap();
    // Whether or not a look has passed since.
    let listed = vec!["IR-1 2026-06-21T15:59:59.999999999Z".to_owned()];
    assert_eq!(gathered("12:00:00").await, (0, listed.clone()));
    pass(&at(folder, "12:30:00")).await;
    assert_eq!(gathered("2026-06-21T23:59:59+08:00").await, (0, listed.clone()));
    assert_eq!(gathered("2026-06-22T00:00:00+08:00").await, (1, listed));
}

const REGISTER: &str = "record,party,name,kind\n\
                        party,91310000MADEM0011A,申江,operator\n\
                        party,name:某局,某局,department\n";

#[tokio::test]
async fn nobody_lowers_the_level_of_another_partys_incident() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let installation = at(folder, "08:30:00");
    let register = (Kind::Registry, REGISTER.to_owned());
    hand_in_as(&installation, folder, "name:某局", register).await;
    pass(&installation).await;
    hand_in(&installation, folder, FOUND).await;
    pass(&at(folder, "12:30:00")).await;
    let level = async |time| {
        let installation = at(folder, time);
        let reader = installation.reader().await.unwrap();
        let judge = Judge::read(&installation, &reader, (None, installation.clock.now())).await;
        let all = reader
            .incidents_after(0, IncidentFilter::default(), (installation.clock.now(), 9))
            .await
            .unwrap();
        let [only] = all.as_slice() else { panic!("{all:?}") };
        judge.unwrap().clocks(only).1
    };
    assert_eq!(level("12:30:00").await, Some(Level::FairlyMajor));
    for rows in [LOWERED, REPORTED] {
        let file = (Kind::Incident, format!("{HEADER}{rows}"));
        hand_in_as(&at(folder, "13:00:00"), folder, "name:某局", file).await;
        pass(&at(folder, "13:00:00")).await;
        assert_eq!(level("13:00:00").await, Some(Level::FairlyMajor), "{rows}");
        assert_eq!(findings(&at(folder, "13:00:00")).await, ["I-5-missed open"]);
    }
    let reader = at(folder, "13:00:00").reader().await.unwrap();
    let filter = FindingFilter { rule: Some("R-14".to_owned()), ..FindingFilter::default() };
    let refused = reader.findings_before(&filter, i64::MAX, 9).await.unwrap();
    assert!(!refused.is_empty() && refused.iter().all(|it| it.subject.to_string() == "name:某局"));
}

#[tokio::test]
async fn what_is_due_of_a_party_is_one_mail_for_each_who_is_to_know() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let row = |it| format!(",E-{it},91310000MADEM0011A,泄露,2026-06-20 08:00,,1000000,,\n");
    let rows = (1..=30).map(row).collect::<Vec<_>>().concat();
    hand_in(&at(folder, "08:30:00"), folder, &rows).await;
    for _ in 0..2 {
        pass(&at(folder, "10:00:00")).await;
        assert_eq!(mails(&at(folder, "10:00:00")).await, to("I-5-500000"));
    }
    // A new incident is told although the others were.
    let row = ",E-31,91310000MADEM0011A,泄露,2026-06-20 08:00,,1000000,,\n";
    hand_in(&at(folder, "10:30:00"), folder, row).await;
    pass(&at(folder, "10:30:00")).await;
    assert_eq!(mails(&at(folder, "10:30:00")).await.len(), 2 * TO.len());
}

#[tokio::test]
async fn who_cannot_be_written_to_keeps_nobody_else_waiting() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let mut installation = at(folder, "10:00:00");
    for (table, to) in [
        ("own", &["nobody\r\n@example.org", "duty@example.org"][..]),
        ("other", &["nobody\r\n@example.org"]),
        ("supervisors", &["a@b.c"]),
    ] {
        let table = installation.settings.reminders.iter_mut().find(|it| it.id == table).unwrap();
        table.to = to.iter().map(ToString::to_string).collect();
    }
    // The party that cannot be told comes first.
    let rows = format!(",A-1,name:某局,泄露,2026-06-20 08:00,,1000000,,\n{FOUND}");
    hand_in(&installation, folder, &rows).await;
    pass(&installation).await;
    let told = ["I-5-500000 a@b.c", "I-5-500000 a@b.c", "I-5-500000 duty@example.org"];
    assert_eq!(mails(&installation).await, told);
}

#[tokio::test]
async fn who_cannot_be_written_to_at_all_is_told_once_that_is_mended() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let mut installation = at(folder, "10:00:00");
    installation.settings.reminders.retain(|it| it.id == "own");
    installation.settings.reminders[0].to = vec!["nobody\r\n@example.org".to_owned()];
    hand_in(&installation, folder, FOUND).await;
    pass(&installation).await;
    assert_eq!(mails(&installation).await, [""; 0]);
    pass(&at(folder, "10:00:00")).await;
    assert_eq!(mails(&installation).await, to("I-5-500000"));
}
