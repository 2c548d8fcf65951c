//! The outbox: who may try a delivery, what is known after, and what people decide.

use metrics::evaluation::lifecycle::{EvaluationAct, Said};
use store::Desk;
use store::deliveries::{Claim, DeliveryState, Ending, NewDelivery, NewReport, excerpt_id};
use store::desk::{DeskError, Fate};
use store::jobs::{JobState, Lease, NewJob};

use crate::evaluations::{evaluation, go, register_people};
use crate::world::{World, at, on_each_engine};

/// The report with this id.
pub(crate) fn report(id: &str) -> NewReport<'_> {
    NewReport {
        kind: "evaluation",
        id,
        period: "2026-H1",
        bytes: b"zip",
        file_name: "a.zip",
        audit_sha256: "h",
    }
}

/// A delivery through a channel.
pub(crate) fn delivery<'a>(channel: &'a str, message: Option<&'a [u8]>) -> NewDelivery<'a> {
    NewDelivery { recipient: "gzw", channel, address: "gzw@example.org", message_id: "m", message }
}

pub(crate) fn ending(state: DeliveryState, detail: &str) -> Ending<'_> {
    Ending { state, detail, tries: 0, due_at: at(0) }
}

async fn queue(world: &World, id: &str, second: i64) {
    let mail = [delivery("mail", Some(b"mail"))];
    assert!(world.writer.record_report(report(id), &mail, at(second)).await.unwrap());
}

/// Claims at a second, for ten.
pub(crate) async fn claim(world: &World, second: i64) -> Option<Claim> {
    world.writer.claim_delivery(at(second), at(second + 10)).await.unwrap()
}

async fn standing(world: &World, id: i64) -> (DeliveryState, String) {
    let found = world.writer.reader().delivery(id).await.unwrap();
    (found.state, found.detail)
}

#[tokio::test]
async fn reports_that_share_their_messages_are_kept_together_or_not_at_all() {
    on_each_engine("outbox_many", async |world| {
        let (writer, reader) = (&world.writer, world.writer.reader());
        let mail = [delivery("mail", Some(b"mail")), delivery("folder", None)];
        let kept = async |id: &str| reader.report(id).await.unwrap().is_some();
        let of = async |id: &str| {
            let all = reader.deliveries_before(i64::MAX, 99).await.unwrap();
            all.iter().filter(|it| it.report_id == id).count()
        };
        let reports = [(report("a"), &mail[..]), (report("b"), &[]), (report("c"), &mail[1..])];
        assert!(writer.record_reports(&reports, at(1)).await.unwrap());
        assert!(kept("a").await && kept("b").await && kept("c").await);
        assert_eq!((of("a").await, of("b").await, of("c").await), (2, 0, 1));
        let log = reader.audit_after(0, 99).await.unwrap();
        let rendered = log.iter().filter(|it| it.act == "render").map(|it| &*it.object);
        assert_eq!(rendered.collect::<Vec<_>>(), ["a", "b", "c"]);

        // One of them was kept before, wherever it stands: nothing changes.
        let before = reader.canonical_dump().await.unwrap();
        for ids in [["a", "d", "e"], ["d", "e", "b"], ["d", "d", "e"]] {
            let again = ids.map(|id| (report(id), &mail[..]));
            assert!(!writer.record_reports(&again, at(2)).await.unwrap(), "{ids:?}");
            assert!(!kept("d").await && !kept("e").await);
        }
        assert_eq!(reader.canonical_dump().await.unwrap(), before);
        assert!(writer.record_reports(&[(report("d"), &[])], at(3)).await.unwrap());
        assert!(kept("d").await);
    })
    .await;
}

#[tokio::test]
async fn a_delivery_is_in_one_hand_and_a_late_hand_has_no_say() {
    on_each_engine("outbox_claim", async |world| {
        queue(&world, "r", 0).await;
        let first = claim(&world, 1).await.unwrap();
        assert_eq!(claim(&world, 11).await, None, "the lease holds to its last second");
        let second = claim(&world, 12).await.unwrap();
        assert_eq!(second.delivery.attempt, 2);
        let writer = &world.writer;
        assert!(!writer.begin_sending(&first, at(12), at(20)).await.unwrap());
        assert!(
            !writer.end_attempt(&first, ending(DeliveryState::Failed, ""), at(12)).await.unwrap()
        );
        assert!(writer.begin_sending(&second, at(13), at(20)).await.unwrap());
        assert!(!writer.begin_sending(&second, at(13), at(20)).await.unwrap(), "once only");
        assert_eq!(claim(&world, 14).await, None);
        let accepted = ending(DeliveryState::Accepted, "250 ok");
        assert!(writer.end_attempt(&second, accepted, at(14)).await.unwrap());
        assert!(!writer.end_attempt(&second, accepted, at(15)).await.unwrap());
        let id = second.delivery.id;
        assert_eq!(standing(&world, id).await, (DeliveryState::Accepted, "250 ok".to_owned()));
        let events = writer.reader().delivery_events(id, id).await.unwrap();
        let states: Vec<&str> = events.iter().map(|it| it.state.as_str()).collect();
        assert_eq!(states, ["queued", "sending", "accepted"]);
        let before =
            async |address, after| writer.reader().sending_before(address, after).await.unwrap();
        assert_eq!(before("gzw@example.org", 0).await, Some(at(13)));
        assert_eq!(before("gzw@example.org", 1).await, None);
        assert_eq!(before("other@example.org", 0).await, None);
    })
    .await;
}

#[tokio::test]
async fn a_report_has_its_deliveries_however_many_came_after() {
    on_each_engine("deliveries_of", async |world| {
        let excerpt = excerpt_id("r", "0123456789abcdef");
        assert_eq!(excerpt, "r+01234567");
        let ids = ["r", "digest-1", &excerpt, "r-1", "r2", "digest-2"];
        for (second, id) in ids.into_iter().enumerate() {
            queue(&world, id, i64::try_from(second).unwrap()).await;
        }
        let reader = world.writer.reader();
        let found = reader.deliveries_of("r", 9).await.unwrap();
        let (whole, part) = (reader.delivery(1).await.unwrap(), reader.delivery(3).await.unwrap());
        assert_eq!((whole.evaluation_id(), part.evaluation_id()), ("r", "r"));
        assert_eq!(found, [part, whole]);
        assert_eq!(reader.deliveries_of("r", 0).await.unwrap(), []);
        assert_eq!(reader.deliveries_of("none", 9).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn what_was_put_off_waits_until_its_time() {
    on_each_engine("outbox_defer", async |world| {
        queue(&world, "r", 0).await;
        let first = claim(&world, 1).await.unwrap();
        let later = Ending {
            state: DeliveryState::Deferred,
            detail: "451 later",
            tries: 1,
            due_at: at(100),
        };
        assert!(world.writer.end_attempt(&first, later, at(2)).await.unwrap());
        let found = world.writer.reader().delivery(first.delivery.id).await.unwrap();
        assert_eq!((found.tries, found.due_at), (1, Some(at(100))));
        assert_eq!(claim(&world, 99).await, None);
        let second = claim(&world, 100).await.unwrap();

        // One that waits its turn has said nothing and was not tried.
        world.writer.postpone(&first, at(200)).await.unwrap();
        world.writer.postpone(&second, at(300)).await.unwrap();
        let found = world.writer.reader().delivery(first.delivery.id).await.unwrap();
        assert_eq!((found.tries, found.due_at), (1, Some(at(300))));
        assert_eq!(found.detail, "451 later");
        assert_eq!(claim(&world, 299).await, None);
        assert!(claim(&world, 300).await.is_some());
    })
    .await;
}

#[tokio::test]
async fn what_fell_silent_is_unknown_until_somebody_knows() {
    on_each_engine("outbox_lost", async |world| {
        register_people(&world).await;
        let writer = &world.writer;
        queue(&world, "r", 0).await;
        let sending = claim(&world, 1).await.unwrap();
        assert!(writer.begin_sending(&sending, at(2), at(20)).await.unwrap());
        assert_eq!(writer.lose_deliveries("silent", at(20)).await.unwrap(), [0; 0]);
        let id = sending.delivery.id;
        assert_eq!(writer.lose_deliveries("silent", at(21)).await.unwrap(), [id]);
        assert_eq!(writer.lose_deliveries("silent", at(22)).await.unwrap(), [0; 0]);
        assert_eq!(standing(&world, id).await, (DeliveryState::Unknown, "silent".to_owned()));
        let audit = writer.reader().audit_before(i64::MAX, 1).await.unwrap();
        assert_eq!((audit[0].object.as_str(), audit[0].detail.as_str()), ("r gzw", "unknown"));
        assert_eq!(claim(&world, 9_999).await, None, "no daemon sends it again");

        // The slow daemon's answer comes after all.
        let accepted = ending(DeliveryState::Accepted, "250 ok");
        assert!(writer.end_attempt(&sending, accepted, at(23)).await.unwrap());
        assert_eq!(standing(&world, id).await.0, DeliveryState::Accepted);

        let desk = async |account| Desk::open(&world.url, account, at(30)).await.unwrap();
        let (li, zhao) = (desk("li").await, desk("zhao").await);
        let settled = li.settle(id, (Fate::Lost, ""), at(30)).await;
        let state = DeliveryState::Accepted;
        assert!(
            matches!(settled, Err(DeskError::Delivery { state: found, .. }) if found == state),
            "its fate is known: {settled:?}"
        );
        assert!(matches!(zhao.resend(id, at(31)).await, Err(DeskError::Role { .. })));
        li.resend(id, at(32)).await.unwrap();
        let refused = ending(DeliveryState::Rejected, "");
        assert!(!writer.end_attempt(&sending, refused, at(32)).await.unwrap(), "a person decided");
        let troubled = async |late| {
            writer.reader().troubled_deliveries((at(0), at(33)), at(late), 9).await.unwrap().len()
        };
        assert_eq!((troubled(32).await, troubled(33).await), (0, 1), "late from the new queueing");
        assert!(matches!(li.resend(id, at(33)).await, Err(DeskError::Delivery { .. })));
        let again = claim(&world, 34).await.unwrap();
        assert_eq!((again.delivery.attempt, again.delivery.message_id.as_str()), (3, "m"));
        let late = ending(DeliveryState::Rejected, "");
        assert!(!writer.end_attempt(&sending, late, at(35)).await.unwrap(), "too late now");

        for (fate, state) in
            [(Fate::Received, DeliveryState::Received), (Fate::Lost, DeliveryState::Failed)]
        {
            let name = state.as_str();
            queue(&world, name, 40).await;
            let sending = loop {
                let claim = claim(&world, 50).await.unwrap();
                if claim.delivery.report_id == name {
                    break claim;
                }
            };
            assert!(writer.begin_sending(&sending, at(50), at(51)).await.unwrap());
            let lost = writer.lose_deliveries("silent", at(60)).await.unwrap();
            assert_eq!(lost, [sending.delivery.id]);
            li.settle(sending.delivery.id, (fate, "asked by phone"), at(61)).await.unwrap();
            let expected = (state, "asked by phone".to_owned());
            assert_eq!(standing(&world, sending.delivery.id).await, expected);
        }
        let missing = li.resend(9_999, at(70)).await;
        assert!(matches!(missing, Err(DeskError::Store(_))), "{missing:?}");
    })
    .await;
}

#[tokio::test]
async fn a_digest_counts_what_is_new_late_or_waiting() {
    on_each_engine("digest", async |world| {
        register_people(&world).await;
        let (writer, reader) = (&world.writer, world.writer.reader());
        assert_eq!(reader.last_report_at("digest").await.unwrap(), None);
        assert_eq!(reader.finding_tally(at(0), at(9)).await.unwrap(), []);

        let recorded = writer.record_evaluation(&evaluation(), "li", at(2)).await.unwrap();
        let id = recorded.id.as_str();
        let course = async |second| reader.courses(at(second), 9).await.unwrap();
        assert_eq!(course(1).await, []);
        assert_eq!(course(2).await.len(), 1);
        let desk = async |account| Desk::open(&world.url, account, at(4)).await.unwrap();
        let (li, wang) = (desk("li").await, desk("wang").await);
        go(&li, (id, EvaluationAct::Review), &Said::default(), 3).await.unwrap();
        go(&wang, (id, EvaluationAct::Approve), &Said::default(), 4).await.unwrap();
        assert!(!course(4).await[0].has_file);
        queue(&world, id, 5).await;
        assert!(course(6).await[0].has_file, "its file is made");

        let troubled = async |since, until, late| {
            let found = reader.troubled_deliveries((at(since), at(until)), at(late), 9).await;
            found.unwrap().into_iter().map(|it| it.state).collect::<Vec<_>>()
        };
        assert_eq!(troubled(0, 99, 5).await, [], "not late yet");
        assert_eq!(troubled(0, 99, 6).await, [DeliveryState::Queued]);
        let claimed = claim(&world, 7).await.unwrap();
        let failed = ending(DeliveryState::Failed, "no");
        assert!(writer.end_attempt(&claimed, failed, at(8)).await.unwrap());
        assert_eq!(troubled(7, 8, 0).await, [DeliveryState::Failed]);
        assert_eq!(troubled(8, 99, 99).await, [], "said before");

        let job = NewJob { kind: "collect", arguments: "{}", dedupe: "x" };
        writer.add_job(job, at(9)).await.unwrap();
        let lease = Lease { holder: "a", until: at(20) };
        let job = writer.claim_job(lease, at(10)).await.unwrap().unwrap();
        let outcome = (JobState::TimedOut, "too long");
        assert!(writer.finish_job((job.id, "a"), outcome, at(11)).await.unwrap());
        assert_eq!(reader.troubled_jobs((at(10), at(11)), 9).await.unwrap()[0].outcome, "too long");
        assert_eq!(reader.troubled_jobs((at(11), at(12)), 9).await.unwrap(), []);
        let digest = NewReport { kind: "digest", id: "digest-1", ..report("") };
        assert!(writer.record_report(digest, &[], at(12)).await.unwrap());
        assert_eq!(reader.last_report_at("digest").await.unwrap(), Some(at(12)));
        assert!(reader.canonical_dump().await.unwrap().contains("\"failed\""));
    })
    .await;
}
