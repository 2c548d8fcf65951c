//! Acts and evaluations are as the audit log has them: whatever is altered, gone or put in is named.

use jiff::civil::date;
use metrics::evaluation::lifecycle::{EvaluationAct, Said};
use metrics::finding::waiver::{Waivable, WaiverAct};
use metrics::incident::Level;
use metrics::incident::lifecycle::IncidentAct;
use metrics::kind::Kind;
use metrics::ledger::close::PeriodAct;
use sqlx::{AssertSqlSafe, Connection as _};
use store::closings::OnPeriod;
use store::deliveries::DeliveryState;
use store::desk::Hand;
use store::documents::{DocumentKind, NewDocument, Office};
use store::incident_events::OnIncident;
use store::proof::{ActDifference, ActsVerification};
use store::waivers::{Asked, OnWaiver};
use store::{Desk, StoreError};

use crate::deliveries::{claim, delivery, ending, report};
use crate::evaluations::{evaluation, go};
use crate::hands::{own, typed};
use crate::submissions::{party_fact, post_register};
use crate::waivers::{policy, waiver};
use crate::world::{World, at, on_each_engine, operator, period};

async fn period_act(desk: Desk, act: PeriodAct) {
    let (party, today) = (&operator(), date(2026, 7, 1));
    let asked = OnPeriod { party, period: period("2026-04"), act, note: "补记一笔", today };
    desk.act_on_period(&asked, at(20)).await.unwrap();
}

async fn waiver_act(desk: Desk, asked: Asked<'_>) {
    let (waivable, policy) = (|_: &str| Waivable::Yes, policy());
    let on = OnWaiver { asked, waivable: &waivable, policy: &policy, today: date(2026, 7, 1) };
    desk.act_on_waiver(&on, at(6)).await.unwrap();
}

async fn incident_act(desk: Desk, act: IncidentAct) {
    crate::incidents::judged(6, async |guide| {
        let (party, incident_no, note) = (&operator(), "A", "重新核定");
        desk.act_on_incident(&OnIncident { party, incident_no, act, note, guide }).await.unwrap();
    })
    .await;
}

/// Acts of every kind, some by another hand. The evaluation that was sent is of a month that is opened again
/// later. Returns its id.
async fn lived(world: &World) -> String {
    crate::closings::begin(world).await;
    let party = world.receive(Kind::Registry, b"party", None, 0).await;
    post_register(world, &party.receipt, &[party_fact("甲公司")], 1).await;
    let body = "days are those of one place";
    let zone = NewDocument { kind: DocumentKind::Zone, name: "Asia/Shanghai", version: 0, body };
    world.writer.put_in_force(Office::Zone, zone, || at(2)).await.unwrap();
    let id = world.writer.record_evaluation(&evaluation(), "li", at(4)).await.unwrap().id;
    let said = Said {
        note: "有异议".to_owned(),
        document: "函1号".to_owned(),
        subject: Some(operator()),
        ..Said::default()
    };
    go(&typed(world, "li").await, (&id, EvaluationAct::Review), &said, 5).await.unwrap();
    go(&own(world, "wang").await, (&id, EvaluationAct::Approve), &Said::default(), 6)
        .await
        .unwrap();

    let queued = [delivery("folder", None)];
    assert!(world.writer.record_report(report(&id), &queued, at(7)).await.unwrap());
    let claimed = claim(world, 8).await.unwrap();
    let failed = ending(DeliveryState::Failed, "disk full");
    assert!(world.writer.end_attempt(&claimed, failed, at(9)).await.unwrap());
    typed(world, "li").await.resend(claimed.delivery.id, at(10)).await.unwrap();

    let (one, all) = (waiver(Some("b"), "2026-08-31"), waiver(None, "2026-07-31"));
    waiver_act(typed(world, "li").await, Asked::Propose(&one)).await;
    waiver_act(own(world, "li").await, Asked::Propose(&all)).await;
    let approve = Asked::Decide { number: 1, act: WaiverAct::Approve, note: "经研究" };
    waiver_act(own(world, "wang").await, approve).await;

    crate::incidents::report(world, &[("A", 1_200_000)], 2).await;
    incident_act(own(world, "li").await, IncidentAct::ProposeDowngrade(Level::General)).await;
    let played = own(world, "wang").await.by(Hand::Player("root".to_owned()));
    incident_act(played, IncidentAct::ConfirmDowngrade(Level::General)).await;

    period_act(own(world, "li").await, PeriodAct::Freeze).await;
    period_act(typed(world, "li").await, PeriodAct::AskReopening).await;
    period_act(own(world, "wang").await, PeriodAct::Reopen).await;
    id
}

/// Runs statements on either engine.
async fn execute(url: &str, statements: &[String]) {
    for statement in statements {
        let statement = AssertSqlSafe(statement.clone());
        if url.starts_with("sqlite:") {
            let mut connection = sqlx::SqliteConnection::connect(url).await.unwrap();
            sqlx::query(statement).execute(&mut connection).await.unwrap();
        } else {
            let mut connection = sqlx::PgConnection::connect(url).await.unwrap();
            sqlx::query(statement).execute(&mut connection).await.unwrap();
        }
    }
}

/// The table and column that are named, and what is done to the table.
const ALTERED: &[(&str, &str, &str)] = &[
    ("evaluations", "body", "UPDATE evaluations SET body = REPLACE(body, '90.00', '99.00')"),
    ("evaluations", "actor", "UPDATE evaluations SET requested_by = 'wang'"),
    ("evaluations", "at", "UPDATE evaluations SET created_at = '2026-07-01T00:00:00.000000Z'"),
    ("evaluations", "scheme_id", "UPDATE evaluations SET scheme_id = 'supply'"),
    ("evaluations", "policy_sha256", "UPDATE evaluations SET policy_sha256 = 'x'"),
    ("evaluations", "facts_sha256", "UPDATE evaluations SET facts_sha256 = 'x'"),
    ("evaluations", "first_period", "UPDATE evaluations SET first_period = '2026-02'"),
    ("evaluations", "as_of", "UPDATE evaluations SET as_of = '2026-06-01T00:00:00.000000Z'"),
    ("evaluations", "", "DELETE FROM evaluations"),
    (
        "evaluations",
        "",
        "INSERT INTO evaluations
         SELECT 'again', scheme_id, scheme_sha256, policy_sha256, facts_sha256, first_period,
                last_period, as_of, created_at, requested_by, body
         FROM evaluations",
    ),
    ("scorecards", "", "UPDATE scorecards SET score = '99.00'"),
    ("scorecards", "", "UPDATE scorecards SET band = 'good'"),
    ("scorecards", "", "UPDATE scorecards SET subject_name = '乙公司'"),
    (
        "scorecards",
        "",
        "INSERT INTO scorecards SELECT 'x', subject_id, 'x', '', '' FROM scorecards",
    ),
    ("evaluation_events", "act", "UPDATE evaluation_events SET act = 'visit' WHERE sequence = 2"),
    ("evaluation_events", "actor", "UPDATE evaluation_events SET actor = 'x' WHERE sequence = 2"),
    ("evaluation_events", "at", "UPDATE evaluation_events SET at = 'x' WHERE sequence = 1"),
    ("evaluation_events", "detail", "UPDATE evaluation_events SET note = '' WHERE sequence = 1"),
    ("evaluation_events", "detail", "UPDATE evaluation_events SET name = 'x' WHERE sequence = 2"),
    (
        "evaluation_events",
        "detail",
        "UPDATE evaluation_events SET document = '' WHERE sequence = 1",
    ),
    ("evaluation_events", "detail", "UPDATE evaluation_events SET due_on = 'x' WHERE sequence = 1"),
    (
        "evaluation_events",
        "detail",
        "UPDATE evaluation_events SET subject_id = NULL WHERE sequence = 1",
    ),
    (
        "evaluation_events",
        "detail",
        "UPDATE evaluation_events SET typed_by = 'li' WHERE sequence = 1",
    ),
    // The same words in other columns.
    (
        "evaluation_events",
        "detail",
        "UPDATE evaluation_events SET note = document || ' ' || note, document = ''
         WHERE sequence = 1",
    ),
    (
        "evaluation_events",
        "detail",
        "UPDATE evaluation_events SET note = note || ' as li by root', typed_by = actor
         WHERE sequence = 1",
    ),
    (
        "evaluation_events",
        "detail",
        "UPDATE evaluation_events SET note = note || '\" typed_by=\"root', typed_by = actor
         WHERE sequence = 1",
    ),
    ("evaluation_events", "", "UPDATE evaluation_events SET sequence = 9 WHERE sequence = 2"),
    ("evaluation_events", "", "DELETE FROM evaluation_events WHERE sequence = 1"),
    ("evaluation_events", "", "DELETE FROM evaluation_events WHERE sequence = 2"),
    (
        "evaluation_events",
        "",
        "INSERT INTO evaluation_events (evaluation_id, sequence, act, at, actor, note, typed_by)
         SELECT evaluation_id, 4, 'publish', at, 'wang', '', 'wang'
         FROM evaluation_events WHERE sequence = 2",
    ),
    // The mark of the month that was opened again.
    ("evaluation_events", "", "DELETE FROM evaluation_events WHERE sequence = 3"),
    ("evaluation_events", "", "UPDATE evaluation_events SET actor = 'li' WHERE sequence = 3"),
    ("evaluation_events", "", "UPDATE evaluation_events SET note = 'x' WHERE sequence = 3"),
    ("incident_events", "act", "UPDATE incident_events SET act = 'upgrade' WHERE sequence = 2"),
    ("incident_events", "detail", "UPDATE incident_events SET level = 'major' WHERE sequence = 2"),
    (
        "incident_events",
        "detail",
        "UPDATE incident_events SET note = level || ' ' || note, level = '' WHERE sequence = 1",
    ),
    (
        "incident_events",
        "detail",
        "UPDATE incident_events SET due_on = level, level = due_on WHERE sequence = 1",
    ),
    (
        "incident_events",
        "detail",
        "UPDATE incident_events SET typed_by = 'wang' WHERE sequence = 2",
    ),
    ("incident_events", "", "DELETE FROM incident_events WHERE sequence = 2"),
    ("incident_events", "", "UPDATE incident_events SET incident_no = 'B' WHERE sequence = 1"),
    ("closings", "detail", "UPDATE closings SET sha256 = 'x' WHERE sequence = 1"),
    ("closings", "detail", "UPDATE closings SET note = 'x' WHERE sequence = 1"),
    ("closings", "act", "UPDATE closings SET act = 'refuse_reopening' WHERE sequence = 3"),
    ("closings", "", "DELETE FROM closings WHERE sequence = 3"),
    ("waivers", "detail", "UPDATE waivers SET until_day = '2027-08-31' WHERE number = 1"),
    ("waivers", "detail", "UPDATE waivers SET cause = NULL WHERE number = 1"),
    ("waivers", "detail", "UPDATE waivers SET cause = '*' WHERE number = 2"),
    ("waivers", "detail", "UPDATE waivers SET cause = '' WHERE number = 2"),
    ("waivers", "detail", "UPDATE waivers SET first_period = '2026-01' WHERE number = 2"),
    ("waivers", "detail", "UPDATE waivers SET reason = 'x' WHERE number = 2"),
    ("waivers", "", "UPDATE waivers SET rule = 'F-2' WHERE number = 2"),
    ("waivers", "", "DELETE FROM waivers WHERE number = 2"),
    ("waiver_events", "detail", "UPDATE waiver_events SET note = '' WHERE sequence = 2"),
    ("waiver_events", "", "DELETE FROM waiver_events WHERE sequence = 2"),
    (
        "waiver_events",
        "",
        "INSERT INTO waiver_events (waiver_number, sequence, act, at, actor, note, typed_by)
         SELECT 2, 2, 'approve', at, 'wang', '', 'wang' FROM waiver_events WHERE sequence = 2",
    ),
    ("documents_in_force", "detail", "UPDATE documents_in_force SET sha256 = 'x'"),
    (
        "documents_in_force",
        "at",
        "UPDATE documents_in_force SET in_force_from = '2026-07-01T00:00:00.000000Z'",
    ),
    ("documents_in_force", "", "DELETE FROM documents_in_force"),
    ("reports", "detail", "UPDATE reports SET sha256 = 'x'"),
    ("reports", "", "DELETE FROM reports"),
    (
        "delivery_events",
        "detail",
        "UPDATE delivery_events SET state = 'written' WHERE state = 'failed'",
    ),
    ("delivery_events", "", "DELETE FROM delivery_events WHERE actor = 'li'"),
    ("delivery_events", "", "DELETE FROM delivery_events WHERE state = 'failed'"),
];

#[tokio::test]
async fn whatever_is_altered_is_named() {
    on_each_engine("acts", async |world| {
        let id = lived(&world).await;
        let verify = async || world.writer.reader().acts_verify().await.unwrap();
        // A zone, one evaluation with two acts, a file that was sent twice, three acts on waivers, two on an
        // incident, three on a month.
        assert_eq!(verify().await, ActsVerification::Whole { acts: 15 });
        for (table, column, statement) in ALTERED {
            let kept = [format!("CREATE TABLE kept AS SELECT * FROM {table}")];
            let back = [
                format!("DELETE FROM {table}"),
                format!("INSERT INTO {table} SELECT * FROM kept"),
                "DROP TABLE kept".to_owned(),
            ];
            execute(&world.url, &kept).await;
            execute(&world.url, &[(*statement).to_owned()]).await;
            let ActsVerification::Broken(found) = verify().await else { panic!("{statement}") };
            let named = (&*found.table, found.column.as_deref().unwrap_or_default());
            assert_eq!(named, (*table, *column), "{statement}: {found:?}");
            assert_ne!(found.expected, found.actual, "{statement}: {found:?}");
            execute(&world.url, &back).await;
        }
        assert!(matches!(verify().await, ActsVerification::Whole { .. }));

        let approved = "UPDATE evaluation_events SET actor = 'zhao' WHERE sequence = 2".to_owned();
        execute(&world.url, &[approved]).await;
        let expected = ActDifference {
            table: "evaluation_events".to_owned(),
            object: id,
            ordinal: 2,
            column: Some("actor".to_owned()),
            expected: Some("wang".to_owned()),
            actual: Some("zhao".to_owned()),
        };
        assert_eq!(verify().await, ActsVerification::Broken(expected));
    })
    .await;
}

/// A body that was changed is neither shown nor sent.
#[tokio::test]
async fn an_altered_body_is_read_by_nobody() {
    on_each_engine("acts_body", async |world| {
        crate::evaluations::register_people(&world).await;
        let id = world.writer.record_evaluation(&evaluation(), "li", at(4)).await.unwrap().id;
        for (account, act) in [("li", EvaluationAct::Review), ("wang", EvaluationAct::Approve)] {
            go(&own(&world, account).await, (&id, act), &Said::default(), 5).await.unwrap();
        }
        let reader = world.writer.reader();
        assert_eq!(reader.evaluations_to_render().await.unwrap().len(), 1);
        let altered = "UPDATE evaluations SET body = REPLACE(body, '90.00', '99.00')".to_owned();
        execute(&world.url, &[altered]).await;
        let is_refused = |error| {
            matches!(error, StoreError::Corrupt { table: "evaluations", column: "body", .. })
        };
        assert!(is_refused(reader.evaluations_to_render().await.unwrap_err()));
        assert!(is_refused(reader.evaluation(&id).await.unwrap_err()));
        assert!(is_refused(reader.evaluation_body(&id).await.unwrap_err()));
    })
    .await;
}
