//! Mail against servers that fail in every way: the ledger never says more than is known, and
//! nothing is ever said in plain.

use config::settings::{Settings, Which};
use reports::hash::sha256_hex;
use reports::mail::Person;
use reports::mail::letter::Letter;
use store::deliveries::{NewDelivery, NewReport};

use super::scripted::{Fault, Server, Step, start};
use super::*;
use crate::clock::Clock;
use crate::digest;
use crate::message::{Content, Outgoing};

/// An installation with one recipient by mail, and a database with what is queued for them.
struct House {
    folder: tempfile::TempDir,
    installation: Installation,
    writer: Writer,
}

fn instant(seconds: i64) -> Timestamp {
    "2026-07-01T01:00:00Z".parse::<Timestamp>().unwrap() + SignedDuration::from_secs(seconds)
}

fn report(id: &str) -> NewReport<'_> {
    NewReport {
        kind: "evaluation",
        id,
        period: "2026-H1",
        bytes: b"zip",
        file_name: "a.zip",
        audit_sha256: "h",
    }
}

/// What a recipient takes.
const ALL: &str = "schemes = \"all\"\nsubjects = \"all\"\n";

impl House {
    async fn new(server: &Server, more: &str) -> Self {
        Self::that_waits(30, server, more).await
    }

    /// One that waits so long for an answer of the server.
    async fn that_waits(timeout_s: u8, server: &Server, more: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("ca.pem"), &server.pem).unwrap();
        let settings = format!(
            "[database]\nurl = \"sqlite:test.db\"\n[digest]\nto = [\"chief@example.org\"]\n\
             schedule = \"0 0 7 * * *\"\n[[recipient]]\nid = \"gzw\"\nname = \"国资监管机构\"\n\
             channel = \"mail\"\naddress = \"gzw@example.org\"\n{ALL}[mail]\nhost = \"localhost\"\n\
             port = {}\nca = \"ca.pem\"\nfrom = \"report@example.org\"\nuser = \"report\"\n\
             password = {{ env = \"PASSWORD\" }}\ntimeout_s = {timeout_s}\n\
             data_timeout_s = {timeout_s}\n\
             retry_s = 60\n{more}",
            server.port
        );
        let password = [("PASSWORD".to_owned(), "密码".to_owned())];
        let path = folder.path().join("mingjing.toml");
        let settings = Settings::parse(&path, &settings, &password).unwrap();
        let mut installation = Installation::with(settings).unwrap();
        installation.clock = Clock::Fixed(instant(0));
        let writer = installation.writer().await.unwrap();
        Self { folder, installation, writer }
    }

    async fn queue(&self, report_id: &str) {
        let letter = Letter { title: "题".to_owned(), blocks: Vec::new(), foot: Vec::new() };
        let content = Content { report_id, subject: "题", letter: &letter, attachment: None };
        let to = Person { name: "国资监管机构", address: "gzw@example.org" };
        let settings = &self.installation.settings;
        let outgoing =
            Outgoing::message(settings, ("mail", ("gzw", to)), (&content, instant(0))).unwrap();
        let deliveries = [outgoing.delivery()];
        let report = report(report_id);
        assert!(self.writer.record_report(report, &deliveries, instant(0)).await.unwrap());
    }

    async fn deliver(&mut self, seconds: i64) -> Vec<Delivered> {
        self.installation.clock = Clock::Fixed(instant(seconds));
        deliver_waiting(&self.installation, &self.writer).await.unwrap()
    }
}

#[tokio::test]
async fn a_daemon_on_its_way_out_begins_no_other_delivery() {
    let server = start(Fault::None, "localhost").await;
    let house = House::new(&server, "").await;
    for report in ["one", "two", "three"] {
        house.queue(report).await;
    }
    let left = std::cell::Cell::new(3);
    let goes_on = || left.replace(left.get() - 1) != 1;
    let found = deliver_while(&house.installation, &house.writer, goes_on).await.unwrap();
    assert_eq!(found.len(), 2);
}

/// Sends one mail to a server with a fault, and sees what the ledger says.
async fn check(fault: Fault, expected: DeliveryState, said: &str) {
    let server = start(fault, "localhost").await;
    let more = if matches!(fault, Fault::Implicit) { "tls = \"implicit\"\n" } else { "" };
    let timeout_s = if matches!(fault, Fault::Hang(_)) { 1 } else { 30 };
    let mut house = House::that_waits(timeout_s, &server, more).await;
    house.queue("r").await;
    let delivered = house.deliver(0).await;
    let [one] = delivered.as_slice() else { panic!("{fault:?}: {delivered:?}") };
    assert_eq!(one.state, expected, "{fault:?}: {}", one.detail);
    assert!(one.detail.contains(said), "{fault:?}: {}", one.detail);
    assert!(!one.detail.contains(char::is_control), "{fault:?}: {:?}", one.detail);

    let seen = server.seen.lock().unwrap();
    let harmless = |it: &String| it == "STARTTLS" || it == "QUIT" || it.starts_with("EHLO ");
    assert!(seen.plain.iter().all(harmless), "{fault:?}: {:?}", seen.plain);
    if expected == DeliveryState::Accepted {
        assert_eq!(seen.messages.len(), 1, "{fault:?}");
    }
    if seen.messages.is_empty() {
        assert_ne!(expected, DeliveryState::Accepted, "{fault:?}");
    }
}

#[tokio::test]
async fn what_the_server_took_is_accepted_and_is_what_was_kept() {
    check(Fault::None, DeliveryState::Accepted, "250 taken as 1").await;
    check(Fault::Implicit, DeliveryState::Accepted, "250 taken as 1").await;

    let server = start(Fault::None, "localhost").await;
    let mut house = House::new(&server, "").await;
    house.queue("r").await;
    house.deliver(0).await;
    let delivery = house.writer.reader().delivery(1).await.unwrap();
    let message = server.seen.lock().unwrap().messages[0].clone();
    assert_eq!(sha256_hex(message.as_bytes()), delivery.sha256, "{message}");
    assert!(message.contains("Message-ID: <r.gzw@example.org>\r\n"), "{message}");
    assert_eq!(house.deliver(9_999).await, [], "nothing goes out twice");
}

#[tokio::test]
async fn a_server_that_says_no_is_believed() {
    use DeliveryState::{Deferred, Rejected, Unknown};
    let cases = [
        (Step::Greeting, "554 go away", Deferred),
        (Step::Hello, "550 no", Deferred),
        (Step::StartTls, "454 not now", Deferred),
        (Step::Auth, "535 wrong password", Deferred),
        (Step::From, "550 not you", Deferred),
        (Step::From, "451 later", Deferred),
        (Step::To, "550 nobody here", Rejected),
        (Step::To, "550 \u{1b}[2Jno\u{0}body", Rejected),
        (Step::To, "450 busy", Deferred),
        (Step::To, "354 odd", Deferred),
        (Step::Data, "554 no", Rejected),
        (Step::Data, "451 later", Deferred),
        (Step::Data, "250 odd", Deferred),
        (Step::Dot, "554 spam", Rejected),
        (Step::Dot, "552 too big", Rejected),
        (Step::Dot, "452 disk full", Deferred),
        (Step::Dot, "354 odd", Unknown),
        (Step::Dot, "nonsense", Unknown),
    ];
    for (step, reply, expected) in cases {
        let said = if reply == "nonsense" { "" } else { &reply[..3] };
        check(Fault::Say(step, reply), expected, said).await;
    }
}

#[tokio::test]
async fn a_server_that_falls_silent_or_hangs_up_is_asked_again_until_the_message_is_out() {
    let mut checks = tokio::task::JoinSet::new();
    for step in Step::ALL {
        let expected =
            if step == Step::Dot { DeliveryState::Unknown } else { DeliveryState::Deferred };
        // Each waits a second for an answer: together they wait one.
        checks.spawn(check(Fault::Drop(step), expected, ""));
        checks.spawn(check(Fault::Hang(step), expected, "mail-timeout: 1"));
    }
    while let Some(checked) = checks.join_next().await {
        checked.unwrap();
    }
}

#[tokio::test]
async fn without_tls_that_can_be_trusted_nothing_is_said() {
    check(Fault::Plain, DeliveryState::Deferred, "STARTTLS").await;
    let (server, other) =
        (start(Fault::None, "localhost").await, start(Fault::None, "localhost").await);
    let elsewhere = start(Fault::None, "mail.example.org").await;
    // A certificate that is not the trusted one, and one for another name.
    for (server, pem) in [(&server, &other.pem), (&elsewhere, &elsewhere.pem)] {
        let mut house = House::new(server, "").await;
        std::fs::write(house.folder.path().join("ca.pem"), pem).unwrap();
        house.queue("r").await;
        let delivered = house.deliver(0).await;
        assert_eq!(delivered[0].state, DeliveryState::Deferred);
        assert!(delivered[0].detail.contains("certificate"), "{delivered:?}");
        assert_eq!(server.seen.lock().unwrap().messages, [""; 0]);
    }
}

#[tokio::test]
async fn waits_grow_and_end() {
    let server = start(Fault::Say(Step::To, "450 busy"), "localhost").await;
    let mut house = House::new(&server, "tries_max = 3\n").await;
    house.queue("r").await;
    let state = async |house: &mut House, seconds| {
        let delivered = house.deliver(seconds).await;
        delivered.first().map(|it| it.state)
    };
    assert_eq!(state(&mut house, 0).await, Some(DeliveryState::Deferred));
    assert_eq!(state(&mut house, 59).await, None);
    assert_eq!(state(&mut house, 60).await, Some(DeliveryState::Deferred));
    assert_eq!(state(&mut house, 179).await, None);
    assert_eq!(state(&mut house, 180).await, Some(DeliveryState::Failed));
    assert_eq!(state(&mut house, 99_999).await, None);
    let events = house.writer.reader().delivery_events(1, 1).await.unwrap();
    let busy = events.iter().filter(|it| it.detail.contains("busy")).count();
    assert_eq!(busy, 3, "every reply is kept: {events:?}");
}

#[tokio::test]
async fn an_address_is_not_flooded() {
    use DeliveryState::Accepted;
    let server = start(Fault::None, "localhost").await;
    let mut house = House::new(&server, "hourly_max = 2\n").await;
    for report in ["a", "b", "c"] {
        house.queue(report).await;
    }
    let delivered = house.deliver(0).await;
    let states: Vec<DeliveryState> = delivered.iter().map(|it| it.state).collect();
    assert_eq!(states, [Accepted, Accepted]);
    assert_eq!(house.deliver(3_599).await, []);
    let events = house.writer.reader().delivery_events(3, 3).await.unwrap();
    assert_eq!(events.len(), 1, "that was no try: {events:?}");
    // The first two fell out of the hour, however late the third was looked at.
    assert_eq!(house.deliver(3_600).await[0].state, Accepted);
}

#[tokio::test]
async fn who_left_the_settings_gets_nothing() {
    let server = start(Fault::None, "localhost").await;
    let mut house = House::new(&server, "").await;
    house.queue("r").await;
    house.installation.settings.recipients.clear();
    // Who reads the digest gets the digest alone.
    let digest = house.installation.settings.digest.as_mut().unwrap();
    digest.to.push("gzw@example.org".to_owned());
    let delivered = house.deliver(0).await;
    assert_eq!(delivered[0].state, DeliveryState::Failed);
    assert_eq!(server.seen.lock().unwrap().messages, [""; 0]);
}

#[tokio::test]
async fn what_is_for_a_recipient_of_a_scheme_that_is_gone_waits() {
    let server = start(Fault::None, "localhost").await;
    let more = format!(
        "[[recipient]]\nid = \"other\"\nname = \"另一单位\"\nchannel = \"folder\"\npath = \"out\"\n{ALL}"
    );
    let mut house = House::new(&server, &more).await;
    let address = house.folder.path().join("out").display().to_string();
    house.queue("r").await;
    let row = NewDelivery {
        recipient: "other",
        channel: "folder",
        address: &address,
        message_id: "",
        message: None,
    };
    assert!(house.writer.record_report(report("s"), &[row], instant(0)).await.unwrap());
    let named = |id: &str| Which::Only(vec![id.to_owned()]);
    house.installation.settings.recipients[0].wanted.schemes = named("gone");
    // The other one gets its own, and nothing is said of the one that waits.
    let delivered = house.deliver(0).await;
    let written: Vec<&str> = delivered.iter().map(|it| it.report.as_str()).collect();
    assert_eq!(written, ["s"]);
    assert_eq!(house.deliver(600).await, []);
    assert_eq!(server.seen.lock().unwrap().messages, [""; 0]);
    house.installation.settings.recipients[0].wanted.schemes = named("supply");
    let delivered = house.deliver(1_200).await;
    assert_eq!(delivered[0].state, DeliveryState::Accepted);
}

#[tokio::test]
async fn a_file_goes_only_where_the_settings_still_say() {
    use DeliveryState::{Failed, Written};
    let server = start(Fault::None, "localhost").await;
    let recipients = format!(
        "[[recipient]]\nid = \"copy\"\nname = \"副本\"\nchannel = \"folder\"\npath = \"out\"\n\
         {ALL}[[recipient]]\nid = \"hand\"\nname = \"经办\"\nchannel = \"eml\"\n\
         path = \"mails\"\naddress = \"hand@example.org\"\n{ALL}"
    );
    let mut house = House::new(&server, &recipients).await;
    let out = house.folder.path().join("out").display().to_string();
    let cases = [
        ("copy", "folder", out.as_str(), Written),
        ("copy", "folder", "elsewhere", Failed),
        ("hand", "eml", "hand@example.org", Written),
        ("hand", "eml", "left@example.org", Failed),
    ];
    let rows = cases.map(|(recipient, channel, address, _)| NewDelivery {
        recipient,
        channel,
        address,
        message_id: "",
        message: None,
    });
    for (id, row) in ["a", "b", "c", "d"].into_iter().zip(rows) {
        assert!(house.writer.record_report(report(id), &[row], instant(0)).await.unwrap());
    }
    let delivered = house.deliver(0).await;
    let states: Vec<DeliveryState> = delivered.iter().map(|it| it.state).collect();
    assert_eq!(states, cases.map(|it| it.3));
}

#[tokio::test]
async fn a_folder_that_cannot_be_written_is_tried_again() {
    let server = start(Fault::None, "localhost").await;
    let recipient = format!(
        "[[recipient]]\nid = \"copy\"\nname = \"副本\"\nchannel = \"folder\"\npath = \"out\"\n\
         {ALL}"
    );
    let mut house = House::new(&server, &recipient).await;
    let out = house.folder.path().join("out");
    std::fs::write(&out, "in the way").unwrap();
    let address = out.display().to_string();
    let row = NewDelivery {
        recipient: "copy",
        channel: "folder",
        address: &address,
        message_id: "",
        message: None,
    };
    assert!(house.writer.record_report(report("r"), &[row], instant(0)).await.unwrap());
    assert_eq!(house.deliver(0).await[0].state, DeliveryState::Deferred);
    std::fs::remove_file(&out).unwrap();
    assert_eq!(house.deliver(59).await, []);
    assert_eq!(house.deliver(60).await[0].state, DeliveryState::Written);
}

#[tokio::test]
async fn the_digest_goes_out_on_a_quiet_day_and_once() {
    let server = start(Fault::None, "localhost").await;
    let mut house = House::new(&server, "").await;
    for _ in 0..2 {
        let id = digest::send(&house.installation, &house.writer, instant(0)).await.unwrap();
        assert_eq!(id, "digest-2026-07-01T0900");
    }
    let delivered = house.deliver(0).await;
    assert_eq!(delivered.len(), 1);
    assert_eq!(delivered[0].state, DeliveryState::Accepted);
    let message = server.seen.lock().unwrap().messages[0].clone();
    assert!(message.contains("Message-ID: <digest-2026-07-01T0900.chief+example.org@example.org>"));

    // What nobody knows of is in the next one.
    house.queue("r").await;
    let claim = house.writer.claim_delivery(instant(1), instant(2)).await.unwrap().unwrap();
    assert!(house.writer.begin_sending(&claim, instant(1), instant(2)).await.unwrap());
    let lost = house.deliver(3).await;
    assert_eq!((lost[0].state, lost[0].detail.as_str()), (DeliveryState::Unknown, SILENT));
    let reader = house.writer.reader();
    let found = digest::gather(&house.installation, reader, instant(9)).await.unwrap();
    assert_eq!((found.since, found.deliveries.len()), (instant(0), 1));
}
