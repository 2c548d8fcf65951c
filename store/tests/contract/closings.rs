//! Closings: two people, refusals, what posting and evaluations see of them, and tampering.

use metrics::evaluation::lifecycle::{EvaluationState, Refused};
use metrics::evaluation::scorecard::Evaluation;
use metrics::kind::{Kind, Verdict};
use metrics::ledger::CheckedLedger;
use metrics::ledger::close::PeriodAct::{self, AskReopening, Freeze, RefuseReopening, Reopen};
use metrics::ledger::close::{PeriodRefused, PeriodState};
use store::closings::{Closing, ClosingsVerification, OnPeriod};
use store::deliveries::excerpt_id;
use store::desk::{DeskError, Hand};
use store::posting::Outcome;
use store::{Desk, StoreError};

use crate::audit::tamper;
use crate::deliveries::{delivery, report};
use crate::evaluations::{evaluation, register_people};
use crate::ledger::{ledger, post};
use crate::world::{World, at, on_each_engine, operator, period};

/// A world with the people `li` (supervisor), `wang` (approver) and `zhao` (viewer), and one ledger.
pub(crate) async fn begin(world: &World) -> String {
    register_people(world).await;
    let received = world.receive(Kind::Ledger, b"1", None, 2).await;
    post(world, &received.receipt, ledger(&[("1", 100, 1), ("2", 50, 2)], ""), 3).await;
    received.receipt
}

async fn act(
    world: &World,
    (account, act): (&str, PeriodAct),
    second: i64,
) -> Result<String, DeskError> {
    let desk = Desk::open(&world.url, account, at(second)).await.unwrap();
    let asked = OnPeriod {
        party: &operator(),
        period: period("2026-04"),
        act,
        note: "补记一笔",
        today: jiff::civil::date(2026, 7, 1),
    };
    desk.act_on_period(&asked, at(second)).await
}

fn refused(result: Result<String, DeskError>) -> PeriodRefused {
    match result {
        Err(DeskError::Period(refused)) => refused,
        other => panic!("{other:?}"),
    }
}

async fn april(world: &World) -> Closing {
    let closings = world.writer.reader().closings(&operator()).await.unwrap();
    let [closing] = <[_; 1]>::try_from(closings).unwrap();
    closing
}

async fn verify(world: &World) -> ClosingsVerification {
    world.writer.reader().closings_verify().await.unwrap()
}

#[tokio::test]
async fn a_month_is_frozen_by_one_and_reopened_by_two() {
    on_each_engine("closings", async |world| {
        begin(&world).await;
        assert_eq!(refused(act(&world, ("zhao", Freeze), 4).await), PeriodRefused::NeedsSupervisor);
        assert_eq!(refused(act(&world, ("li", AskReopening), 4).await), PeriodRefused::NotFrozen);
        let sha256 = act(&world, ("li", Freeze), 5).await.unwrap();
        assert_eq!(refused(act(&world, ("wang", Freeze), 6).await), PeriodRefused::AlreadyFrozen);
        assert_eq!(refused(act(&world, ("wang", Reopen), 6).await), PeriodRefused::NotAsked);
        let closing = april(&world).await;
        assert_eq!((closing.state(), closing.acts.len()), (PeriodState::Frozen, 1));
        assert_eq!(closing.frozen().unwrap().sha256, sha256);

        act(&world, ("wang", AskReopening), 7).await.unwrap();
        assert_eq!(refused(act(&world, ("li", Reopen), 8).await), PeriodRefused::NeedsApprover);
        assert_eq!(refused(act(&world, ("wang", Reopen), 8).await), PeriodRefused::SamePerson);
        act(&world, ("li", RefuseReopening), 9).await.unwrap();
        assert_eq!(april(&world).await.state(), PeriodState::Frozen);
        act(&world, ("li", AskReopening), 10).await.unwrap();
        assert_eq!(april(&world).await.state(), PeriodState::ReopeningAsked);
        act(&world, ("wang", Reopen), 11).await.unwrap();
        assert_eq!(april(&world).await.state(), PeriodState::Open);
        // What is frozen again with nothing changed has the same hash.
        assert_eq!(act(&world, ("li", Freeze), 12).await.unwrap(), sha256);

        let log = world.writer.reader().audit_after(0, 100).await.unwrap();
        let of = |act: &str| log.iter().filter(|it| it.act == act).count();
        assert_eq!((of("freeze"), of("ask_reopening"), of("reopen"), of("refused")), (2, 2, 1, 6));
        let freeze = log.iter().find(|it| it.act == "freeze").unwrap();
        let said = format!("sha256=\"{sha256}\" note=\"补记一笔\"");
        assert_eq!((&*freeze.object, &freeze.detail), ("uscc:91310000MADEM0011A 2026-04", &said));
    })
    .await;
}

#[tokio::test]
async fn what_is_frozen_is_the_trial_balance_and_its_hash() {
    on_each_engine("frozen", async |world| {
        begin(&world).await;
        let sha256 = act(&world, ("li", Freeze), 5).await.unwrap();
        let reader = world.writer.reader();
        let body = reader.frozen_balance(&operator(), period("2026-04")).await.unwrap().unwrap();
        assert_eq!(
            body,
            r#"{"accounts":[{"account":"1002","closing_minor":"150","credit_minor":"0","currency":"CNY","debit_minor":"150","opening_minor":"0"},{"account":"6001","closing_minor":"-150","credit_minor":"150","currency":"CNY","debit_minor":"0","opening_minor":"0"}],"party":"uscc:91310000MADEM0011A","period":"2026-04","schema":1}"#
        );
        // The hash by another program: `printf %s … | sha256sum`.
        assert_eq!(sha256, "d389235d81c3234fb8fabeff9d9374629be48557bad5f3f46d5a9bfb78a76378");
        assert_eq!(verify(&world).await, ClosingsVerification::Whole { periods: 1 });
    })
    .await;
}

#[tokio::test]
async fn lines_larger_than_what_they_come_to_are_verified_too() {
    on_each_engine("large", async |world| {
        register_people(&world).await;
        let received = world.receive(Kind::Ledger, b"1", None, 2).await;
        let max = i64::MAX;
        let vouchers = [("1", max, 1), ("2", -max, 3), ("3", max, 2), ("4", -max, 4)];
        post(&world, &received.receipt, ledger(&vouchers, ""), 3).await;
        act(&world, ("li", Freeze), 5).await.unwrap();
        assert_eq!(verify(&world).await, ClosingsVerification::Whole { periods: 1 });
    })
    .await;
}

/// Posts to April whatever the caller says; the ledger of a closed month can only be refused.
async fn try_to_post(world: &World, (receipt, verdict): (&str, Verdict)) -> Result<(), StoreError> {
    let submission = world.submission(receipt).await;
    let mut posting = world.writer.begin_posting(&submission, at(20)).await.unwrap().unwrap();
    assert!(posting.is_closed());
    let mut file = ledger(&[("3", 1, 3)], "");
    if verdict != Verdict::Refused {
        posting.ledger(&mut file, 1_000).await?;
    }
    let outcome =
        Outcome { verdict, rows: 2, understood: 2, faults: 1, policy_sha256: "p", counts: &[] };
    posting.finish(&outcome).await
}

#[tokio::test]
async fn nothing_is_posted_to_a_frozen_month_and_nothing_superseded() {
    on_each_engine("frozen_posting", async |world| {
        let first = begin(&world).await;
        act(&world, ("li", Freeze), 5).await.unwrap();
        let late = world.receive(Kind::Ledger, b"2", None, 6).await;
        let new = world.receive(Kind::Ledger, b"3", Some(&first), 7).await;
        for receipt in [&late.receipt, &new.receipt] {
            let posted = try_to_post(&world, (receipt, Verdict::AcceptedWithFindings)).await;
            assert!(matches!(posted, Err(StoreError::Closed)), "{posted:?}");
            try_to_post(&world, (receipt, Verdict::Refused)).await.unwrap();
        }
        assert_eq!(verify(&world).await, ClosingsVerification::Whole { periods: 1 });
    })
    .await;
}

#[tokio::test]
async fn a_posting_and_a_freeze_come_one_after_the_other() {
    on_each_engine("frozen_race", async |world| {
        begin(&world).await;
        let late = world.receive(Kind::Ledger, b"2", None, 4).await;
        // Both begin at the same time; whoever is second sees what the first one did.
        let posting = async {
            let submission = world.submission(&late.receipt).await;
            let mut posting =
                world.writer.begin_posting(&submission, at(5)).await.unwrap().unwrap();
            let verdict = if posting.is_closed() { Verdict::Refused } else { Verdict::Accepted };
            if verdict == Verdict::Accepted {
                posting.ledger(&mut ledger(&[("3", 7, 3)], ""), 1_000).await.unwrap();
            }
            let outcome = Outcome {
                verdict,
                rows: 2,
                understood: 2,
                faults: 0,
                policy_sha256: "p",
                counts: &[],
            };
            posting.finish(&outcome).await.unwrap();
        };
        let (frozen, ()) = tokio::join!(act(&world, ("li", Freeze), 6), posting);
        frozen.unwrap();
        assert_eq!(verify(&world).await, ClosingsVerification::Whole { periods: 1 });
    })
    .await;
}

#[tokio::test]
async fn months_are_frozen_in_order_and_reopened_backwards() {
    on_each_engine("closing_order", async |world| {
        begin(&world).await;
        let may = world.receive_of(period("2026-05"), b"5", 4).await;
        let file = CheckedLedger { period: period("2026-05"), ..ledger(&[("1", 5, 1)], "") };
        post(&world, &may.receipt, file, 5).await;
        let li = Desk::open(&world.url, "li", at(6)).await.unwrap();
        let on = async |month: &str, act, today: jiff::civil::Date| {
            let (party, period) = (&operator(), period(month));
            let asked = OnPeriod { party, period, act, note: "补记", today };
            li.act_on_period(&asked, at(6)).await
        };
        let (may_31, july_1) = (jiff::civil::date(2026, 5, 31), jiff::civil::date(2026, 7, 1));
        let check = |found, expected| assert_eq!(refused(found), expected);
        check(on("2026-05", Freeze, may_31).await, PeriodRefused::NotOver);
        check(on("2026-06", Freeze, july_1).await, PeriodRefused::NoLedger);
        check(on("2026-05", Freeze, july_1).await, PeriodRefused::OpenBefore);
        on("2026-04", Freeze, july_1).await.unwrap();
        on("2026-05", Freeze, july_1).await.unwrap();
        check(on("2026-04", AskReopening, july_1).await, PeriodRefused::FrozenAfter);
        on("2026-05", AskReopening, july_1).await.unwrap();
        // A month before one that is frozen is closed, too, although nobody froze it.
        let march = world.receive_of(period("2026-03"), b"3", 7).await;
        let submission = world.submission(&march.receipt).await;
        let posting = world.writer.begin_posting(&submission, at(7)).await.unwrap().unwrap();
        assert!(posting.is_closed());
        drop(posting);
        assert_eq!(verify(&world).await, ClosingsVerification::Whole { periods: 2 });
    })
    .await;
}

#[tokio::test]
async fn a_reopening_supersedes_the_evaluations_built_on_the_month() {
    on_each_engine("reopened_evaluation", async |world| {
        begin(&world).await;
        let writer = &world.writer;
        let id = writer.record_evaluation(&evaluation(), "li", at(4)).await.unwrap().id;
        let mut other = evaluation();
        other.period = "2025-H2".parse().unwrap();
        let other = writer.record_evaluation(&other, "li", at(4)).await.unwrap().id;
        let excerpt = excerpt_id(&id, "0123456789abcdef");
        for id in [&id, &excerpt] {
            let queued = [delivery("folder", None)];
            assert!(writer.record_report(report(id), &queued, at(5)).await.unwrap());
        }
        for (person, what) in [("li", Freeze), ("li", AskReopening), ("wang", Reopen)] {
            act(&world, (person, what), 6).await.unwrap();
        }
        let stored = writer.reader().evaluation(&id).await.unwrap().unwrap();
        assert_eq!(stored.state(), EvaluationState::Superseded);
        assert_eq!(stored.evaluation, evaluation(), "what it says stays");
        let last = stored.acts.last().unwrap();
        assert_eq!((&*last.account, &*last.said.note), ("wang", "uscc:91310000MADEM0011A 2026-04"));
        let untouched = writer.reader().evaluation(&other).await.unwrap().unwrap();
        assert_eq!(untouched.state(), EvaluationState::Draft);

        let desk = Desk::open(&world.url, "li", at(7)).await.unwrap();
        let sent = writer.reader().deliveries_before(i64::MAX, 9).await.unwrap();
        assert_eq!(sent.iter().map(|it| &it.report_id).collect::<Vec<_>>(), [&excerpt, &id]);
        for sent in sent {
            let again = desk.resend(sent.id, at(8)).await;
            assert!(matches!(again, Err(DeskError::Evaluation(Refused::Superseded))), "{again:?}");
        }
        // A second reopening marks nothing twice.
        for (person, what) in [("li", Freeze), ("li", AskReopening), ("wang", Reopen)] {
            act(&world, (person, what), 9).await.unwrap();
        }
        let stored = writer.reader().evaluation(&id).await.unwrap().unwrap();
        assert_eq!(stored.acts.len(), 1);
        // What is computed later is built on the month as it is only if it is as known since.
        for (second, state) in [(8, EvaluationState::Superseded), (9, EvaluationState::Draft)] {
            let later = Evaluation { as_of: at(second), ..evaluation() };
            let id = writer.record_evaluation(&later, "li", at(10)).await.unwrap().id;
            let stored = writer.reader().evaluation(&id).await.unwrap().unwrap();
            assert_eq!(stored.state(), state, "{second}");
        }
    })
    .await;
}

/// The log says who typed for li, and still has the hash of what was frozen.
#[tokio::test]
async fn what_was_frozen_in_the_name_of_another_stands() {
    on_each_engine("frozen_as", async |world| {
        begin(&world).await;
        let desk =
            Desk::open(&world.url, "li", at(5)).await.unwrap().by(Hand::Other("root".to_owned()));
        let (party, period, today) = (operator(), period("2026-04"), jiff::civil::date(2026, 7, 1));
        let asked = OnPeriod { party: &party, period, act: Freeze, note: "", today };
        let sha256 = desk.act_on_period(&asked, at(5)).await.unwrap();
        let last = world.writer.reader().audit_before(i64::MAX, 1).await.unwrap();
        let said = format!("sha256=\"{sha256}\" typed_by=\"root\"");
        assert_eq!((&*last[0].actor, &last[0].detail), ("li", &said));
        assert_eq!(verify(&world).await, ClosingsVerification::Whole { periods: 1 });
    })
    .await;
}

/// Somebody who can write the database changes rows behind the program's back.
#[tokio::test]
async fn rows_that_were_changed_by_hand_are_named() {
    for (name, statement, reason) in [
        (
            "tampered_line",
            "UPDATE ledger_lines SET debit_minor = debit_minor + 1 WHERE debit_minor = 50",
            "the lines do not add up to the balances",
        ),
        (
            "tampered_balance",
            "UPDATE balances SET debit_minor = debit_minor + 1 WHERE debit_minor = 150",
            "the balances were changed",
        ),
        ("tampered_body", "UPDATE closings SET body = '{}'", "its trial balance was changed"),
        (
            "tampered_hash",
            "UPDATE closings
             SET body = '{}',
                 sha256 = '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a'",
            "the audit log has another hash of it",
        ),
    ] {
        on_each_engine(name, async |world| {
            begin(&world).await;
            act(&world, ("li", Freeze), 5).await.unwrap();
            tamper(&world.url, statement).await;
            let (party, period) = (operator(), period("2026-04"));
            let expected = ClosingsVerification::Broken { party, period, reason };
            assert_eq!(verify(&world).await, expected);
        })
        .await;
    }
}
