//! Mail by the program itself, against a real server: `MINGJING_TEST_SMTP` names the folder of
//! `.ci/smtp.py`, which holds its port, its certificate and what it received.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use config::locale::Language;
use reports::hash::sha256_hex;
use reports::mail::letter::{Block, Letter};
use reports::mail::{Attached, Mail, Person, eml};
use store::Writer;
use store::deliveries::{Delivery, DeliveryState, NewDelivery, NewReport};

const SUBJECT: &str =
    "【明镜】运营机构综合评价 2026年上半年 评价文件（含签名数据包，请核验签名后使用）";
const FILE_NAME: &str = "运营机构综合评价 2026-H1.zip";
/// Mails that are due at once, and how often a daemon is killed over them.
const MAILS: usize = 500;
const KILLS: u64 = 20;

/// An installation in a folder, with mail that goes to the server of the tests.
struct House {
    folder: tempfile::TempDir,
    writer: Writer,
    server: PathBuf,
}

impl House {
    async fn new(database: &str) -> Self {
        let server = PathBuf::from(std::env::var("MINGJING_TEST_SMTP").unwrap());
        let port = fs::read_to_string(server.join("port")).unwrap();
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("password"), "密码").unwrap();
        let settings = format!(
            "[database]\nurl = \"{database}\"\n[[recipient]]\nid = \"gzw\"\n\
             name = \"国资监管机构\"\nchannel = \"mail\"\naddress = \"gzw@example.org\"\n\
             schemes = \"all\"\nsubjects = \"all\"\n[mail]\n\
             host = \"localhost\"\nport = {port}\nca = \"{}\"\nfrom = \"report@example.org\"\n\
             user = \"report\"\npassword = {{ file = \"password\" }}\ntimeout_s = 5\n\
             data_timeout_s = 5\nretry_s = 1\nhourly_max = 100000\n[daemon]\ntick_s = 1\n\
             job_lease_s = 1\n",
            server.join("ca.pem").display(),
        );
        fs::write(folder.path().join("mingjing.toml"), settings).unwrap();
        let url = match database.strip_prefix("sqlite:") {
            Some(name) => format!("sqlite:{}", folder.path().join(name).display()),
            None => database.to_owned(),
        };
        Self { writer: Writer::open(&url).await.unwrap(), folder, server }
    }

    async fn queue(&self, id: &str) {
        let blocks = vec![Block::Text(".各位：请查收附件。".to_owned())];
        let letter =
            Letter { title: SUBJECT.to_owned(), blocks, foot: vec!["审计链末端".to_owned()] };
        let message_id = format!("{id}.gzw@example.org");
        let attached = Attached {
            name: FILE_NAME,
            plain_name: "operator-2026-H1.zip",
            media_type: "application/zip",
            bytes: b"PK\0\xff",
        };
        let message = eml(&Mail {
            from: Person { name: "明镜", address: "report@example.org" },
            to: Person { name: "国资监管机构", address: "gzw@example.org" },
            subject: SUBJECT,
            letter: &letter,
            language: Language::Zh,
            attachment: Some(attached),
            message_id: &message_id,
            sent_at: "2026-07-01T01:00:00Z".parse().unwrap(),
        });
        let delivery = NewDelivery {
            recipient: "gzw",
            channel: "mail",
            address: "gzw@example.org",
            message_id: &message_id,
            message: Some(&message.unwrap()),
        };
        let report = NewReport {
            kind: "evaluation",
            id,
            period: "2026-H1",
            bytes: id.as_bytes(),
            file_name: "operator-2026-H1.zip",
            audit_sha256: "h",
        };
        let at = "2026-07-01T01:00:00Z".parse().unwrap();
        assert!(self.writer.record_report(report, &[delivery], at).await.unwrap());
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_mingjingd"));
        command.current_dir(self.folder.path()).args(arguments);
        command
    }

    fn daemon(&self) -> Child {
        self.command(&["run"]).stderr(Stdio::null()).spawn().unwrap()
    }

    async fn deliveries(&self) -> Vec<Delivery> {
        self.writer.reader().deliveries_before(i64::MAX, 10_000).await.unwrap()
    }

    /// What the server holds of the reports whose ids begin so, by message id.
    fn received(&self, begin: &str) -> BTreeMap<String, Vec<Vec<u8>>> {
        let mut received: BTreeMap<String, Vec<Vec<u8>>> = BTreeMap::new();
        for entry in fs::read_dir(self.server.join("received")).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_none_or(|it| it != "eml") {
                continue;
            }
            let bytes = fs::read(&path).unwrap();
            let text = String::from_utf8_lossy(&bytes);
            let line = text.lines().find(|it| it.starts_with("Message-ID: <")).unwrap();
            let id = line.trim_start_matches("Message-ID: <").trim_end_matches('>').to_owned();
            if id.starts_with(begin) {
                received.entry(id).or_default().push(bytes);
            }
        }
        received
    }
}

/// Reads each mail as a person's program does and says what is not as it was meant.
const READER: &str = "
import sys
from email import policy, message_from_binary_file
for path in sys.argv[3:]:
    with open(path, 'rb') as file:
        mail = message_from_binary_file(file, policy=policy.default)
    for part in mail.walk():
        assert not part.defects, (path, part.defects)
    for name, value in mail.items():
        assert not value.defects, (path, name, value.defects)
    said, attached = mail.iter_parts()
    text, html = said.iter_parts()
    assert mail['subject'] == sys.argv[1], mail['subject']
    assert mail['from'].addresses[0].display_name == '明镜', mail['from']
    assert mail['to'].addresses[0].display_name == '国资监管机构', mail['to']
    assert attached.get_filename() == sys.argv[2], attached.get_filename()
    assert attached['content-type'].params['name'] == sys.argv[2]
    assert attached.get_content() == b'PK\\x00\\xff'
    assert '.各位：请查收附件。' in text.get_content() and '.各位：请查收附件。' in html.get_content()
    assert 'bcc' not in mail and 'received' not in mail, mail.keys()
";

fn read_by_another_program(folder: &Path, mails: &BTreeMap<String, Vec<Vec<u8>>>) {
    let mut paths = Vec::new();
    for (number, mail) in mails.values().flatten().enumerate() {
        paths.push(folder.join(format!("{number}.eml")));
        fs::write(paths.last().unwrap(), mail).unwrap();
    }
    let reader = Command::new("python3")
        .args(["-c", READER, SUBJECT, FILE_NAME])
        .args(paths)
        .output()
        .unwrap();
    assert!(reader.status.success(), "{}", String::from_utf8_lossy(&reader.stderr));
}

#[tokio::test]
#[ignore = "needs an SMTP server"]
async fn a_real_server_gets_the_bytes_that_are_kept() {
    let house = House::new("sqlite:mingjing.db").await;
    house.queue("real").await;
    for _ in 0..2 {
        let output = house.command(&["deliver"]).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    let deliveries = house.deliveries().await;
    assert_eq!((deliveries[0].state, deliveries[0].attempt), (DeliveryState::Accepted, 1));
    assert!(deliveries[0].detail.contains("250 2.0.0 taken"), "{}", deliveries[0].detail);
    let received = house.received("real.");
    let [message] = received["real.gzw@example.org"].as_slice() else { panic!("{received:?}") };
    assert_eq!(sha256_hex(message), deliveries[0].sha256, "sent and kept are the same");
    read_by_another_program(house.folder.path(), &received);

    let shown = house.command(&["show", "deliveries", "--json"]).output().unwrap();
    let shown = String::from_utf8(shown.stdout).unwrap();
    assert!(shown.contains("\"state\": \"accepted\"") || shown.contains("\"state\":\"accepted\""));
}

#[tokio::test]
#[ignore = "needs an SMTP server"]
async fn a_wrong_password_is_tried_again_and_nothing_arrives() {
    let house = House::new("sqlite:mingjing.db").await;
    fs::write(house.folder.path().join("password"), "wrong").unwrap();
    house.queue("wrong").await;
    let output = house.command(&["deliver"]).output().unwrap();
    assert_eq!(output.status.code(), Some(3));
    let deliveries = house.deliveries().await;
    assert_eq!(deliveries[0].state, DeliveryState::Deferred);
    assert!(deliveries[0].detail.contains("535"), "{}", deliveries[0].detail);
    assert!(house.received("wrong.").is_empty());
}

/// An empty database on the server of the tests. What was there is dropped before and not after, so
/// that a failure leaves something to look at.
fn database(name: &str) -> String {
    let server = std::env::var("MINGJING_TEST_POSTGRES").unwrap();
    let maintenance = format!("--maintenance-db={server}/postgres");
    for (program, arguments) in [("dropdb", &["--if-exists", name][..]), ("createdb", &[name])] {
        let status = Command::new(program).arg(&maintenance).args(arguments).status().unwrap();
        assert!(status.success(), "{program}");
    }
    format!("{server}/{name}")
}

/// Two daemons share the work and one of them is killed twenty times, wherever it is. A mail that
/// was accepted is there once; one of unknown fate at most once; there is no other.
#[tokio::test]
#[ignore = "needs PostgreSQL and an SMTP server"]
async fn twenty_kills_double_nothing_and_lose_nothing_silently() {
    let url = database("mail_kills");
    let house = House::new(&url).await;
    for number in 0..MAILS {
        house.queue(&format!("kill-{number}")).await;
    }
    let mut daemons = [house.daemon(), house.daemon()];
    let mut random = 1_u64;
    for kill in 0..KILLS {
        random =
            random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        tokio::time::sleep(Duration::from_millis(300 + (random >> 33) % 700)).await;
        let daemon = &mut daemons[usize::try_from(kill % 2).unwrap()];
        daemon.kill().unwrap();
        daemon.wait().unwrap();
        *daemon = house.daemon();
    }
    let is_settled = |it: &Delivery| match it.state {
        DeliveryState::Accepted | DeliveryState::Unknown => true,
        DeliveryState::Queued | DeliveryState::Sending | DeliveryState::Deferred => false,
        DeliveryState::Rejected
        | DeliveryState::Written
        | DeliveryState::Received
        | DeliveryState::Failed => panic!("{it:?}"),
    };
    while !house.deliveries().await.iter().all(is_settled) {
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    for daemon in &mut daemons {
        daemon.kill().unwrap();
        daemon.wait().unwrap();
    }

    let received = house.received("kill-");
    let deliveries = house.deliveries().await;
    assert_eq!(deliveries.len(), MAILS);
    for delivery in &deliveries {
        let copies = received.get(&delivery.message_id).map_or(0, Vec::len);
        let is_right =
            if delivery.state == DeliveryState::Accepted { copies == 1 } else { copies <= 1 };
        assert!(is_right, "{copies} copies of {delivery:?}");
    }
    let unknown = deliveries.iter().filter(|it| it.state == DeliveryState::Unknown).count();
    println!("{MAILS} mails, {KILLS} kills, {unknown} unknown");
    read_by_another_program(house.folder.path(), &received);
}
