//! Mails as a person sees them, and as another program reads them.

use std::io::Write;
use std::process::{Command, Stdio};

use config::locale::{Language, Words};
use jiff::tz::TimeZone;
use metrics::finding::Severity;

use super::digest::{
    Digest, OpenClock, Tally, TroubledDelivery, TroubledJob, TroubledSource, WaitingEvaluation,
};
use super::letter::Block;
use super::*;
use crate::sample;
use crate::xlsx::Report;

const SUBJECT: &str =
    "【评价结果】2026年上半年运营机构综合评价（含签名数据包），请查收并核验签名 H1";
const FILE_NAME: &str = "运营机构综合评价 2026-H1（含签名，供国资监管机构使用）.zip";

fn letter() -> Letter {
    let blocks = vec![
        Block::Text("各位：\n.请查收附件。".to_owned()),
        Block::Alarm("<script>alert(1)</script> & \"x\"".to_owned()),
        Block::List(vec!["一".to_owned()]),
    ];
    Letter { title: SUBJECT.to_owned(), blocks, foot: vec!["审计链末端：abc".to_owned()] }
}

fn with_mail<T>(render: impl FnOnce(Mail<'_>) -> T) -> T {
    render(Mail {
        from: Person { name: "明镜", address: "report@example.cn" },
        to: Person { name: "李四, \"QA\"（监管处）", address: "lisi@regulator.example" },
        subject: SUBJECT,
        letter: &letter(),
        language: Language::Zh,
        attachment: Some(Attached {
            name: FILE_NAME,
            plain_name: "operator-2026-H1.zip",
            media_type: "application/zip",
            bytes: b"PK\0\xff",
        }),
        message_id: "delivery-1@example.cn",
        sent_at: "2026-07-01T01:00:00Z".parse().unwrap(),
    })
}

fn digest() -> Digest {
    let tally = |severity, found, open| Tally { severity, found, open };
    let delivery = |id, state, detail: &str| TroubledDelivery {
        id,
        report: "operator-2026-H1-5f1c2a90".to_owned(),
        recipient: "regulator".to_owned(),
        state,
        detail: detail.to_owned(),
    };
    let clock = |incident: &str, clock, due_at: &str| OpenClock {
        party: "uscc:91310000MADEM002X2".to_owned(),
        incident: incident.to_owned(),
        clock,
        due_at: due_at.parse().unwrap(),
    };
    let job = |id, state: &str, outcome: &str| TroubledJob {
        id,
        kind: "collect".to_owned(),
        state: state.to_owned(),
        outcome: outcome.to_owned(),
    };
    let source = |id: &str, (state, cause, detail): (_, &str, &str), volume| TroubledSource {
        source: id.to_owned(),
        state,
        cause: cause.to_owned(),
        detail: detail.to_owned(),
        volume,
        volume_before: (1, 200),
    };
    Digest {
        since: "2026-06-30T23:30:00Z".parse().unwrap(),
        as_of: "2026-07-01T23:30:00Z".parse().unwrap(),
        findings: vec![
            tally(Severity::Fatal, 1, 1),
            tally(Severity::Error, 2, 14),
            tally(Severity::Clue, 0, 3),
        ],
        clocks_missed: 1,
        clocks: vec![
            clock("PH-2026-02", "I-5", "2026-06-30T22:00:00Z"),
            clock("PH-2026-05", "I-10", "2026-07-02T16:30:00Z"),
        ],
        duties_open: 3,
        duties_unclear: 2,
        deliveries: vec![
            delivery(7, "unknown", "silent"),
            delivery(8, "rejected", "mail-reply: 550 no such user <b>\u{1b}[2J"),
            delivery(9, "deferred", &"long ".repeat(100)),
        ],
        jobs: vec![job(3, "timed_out", "job-limit: 600"), job(4, "held", "")],
        evaluations: evaluations(),
        sources: vec![
            source("catalogue", ("unreachable", "status", "503"), (0, 0)),
            source("finance", ("shrunk", "", ""), (1, 80)),
        ],
        policy: "shanghai 2".to_owned(),
        audit_sequence: 1_234,
        audit_head: "0123456789abcdef".repeat(4),
    }
}

fn evaluations() -> Vec<WaitingEvaluation> {
    let evaluation = |(step, subject, due): (_, &str, Option<(&str, bool)>)| WaitingEvaluation {
        id: "operator-2026-H1-5f1c2a90".to_owned(),
        step,
        subject: subject.to_owned(),
        due_on: due.map(|(day, _)| day.parse().unwrap()),
        is_late: due.is_some_and(|(_, is_late)| is_late),
    };
    let steps = [
        ("review", "", None),
        ("approve", "", None),
        ("decide_appeal", "uscc:91310000MADEM002X2", Some(("2026-07-03", false))),
        ("report", "", Some(("2026-06-30", true))),
        ("file", "", None),
    ];
    steps.map(evaluation).to_vec()
}

fn zone() -> TimeZone {
    TimeZone::get("Asia/Shanghai").unwrap()
}

#[test]
fn the_same_mail_gives_the_same_bytes_in_seven_bits() {
    let bytes = with_mail(|mail| eml(&mail).unwrap());
    assert_eq!(bytes, with_mail(|mail| eml(&mail).unwrap()));
    assert!(bytes.is_ascii());
    let text = String::from_utf8(bytes).unwrap();
    assert!(text.contains("Message-ID: <delivery-1@example.cn>\r\n"), "{text}");
    assert!(text.contains("Date: Wed, 01 Jul 2026 01:00:00 +0000\r\n"), "{text}");
    assert!(text.lines().all(|line| line.len() <= 998), "RFC 5322, 2.1.1");
    assert!(!text.replace("\r\n", "").contains(['\r', '\n']), "lines end in CR LF only");
    let headers = text.split("\r\n\r\n").next().unwrap();
    let names = headers.lines().filter(|it| !it.starts_with(' '));
    let names: Vec<&str> = names.filter_map(|it| it.split(':').next()).collect();
    let expected = ["From", "To", "Subject", "Message-ID", "Date", "MIME-Version", "Content-Type"];
    assert_eq!(names, expected, "nothing else leaves the house");
}

#[test]
fn nobody_writes_a_header_of_their_own() {
    let injected = "x\r\nBcc: thief@example.cn";
    with_mail(|mail| {
        let refused = |mail: Mail<'_>| eml(&mail).is_err();
        let attached = mail.attachment.unwrap();
        let with = |attached| Mail { attachment: Some(attached), ..mail };
        assert!(refused(Mail { subject: injected, ..mail }));
        assert!(refused(Mail { message_id: injected, ..mail }));
        assert!(refused(Mail { message_id: "no-domain", ..mail }));
        assert!(refused(with(Attached { name: injected, ..attached })));
        assert!(refused(with(Attached { plain_name: injected, ..attached })));
        let (long, longest) = ("长".repeat(86), "长".repeat(85));
        assert!(refused(with(Attached { name: &long, ..attached })));
        assert!(!refused(with(Attached { name: &longest, ..attached })));
        assert!(refused(Mail { from: Person { name: injected, ..mail.from }, ..mail }));
        assert!(refused(Mail { from: Person { address: injected, ..mail.from }, ..mail }));
        let address = "x@example.cn>, <thief@example.cn";
        assert!(refused(Mail { to: Person { name: "x", address }, ..mail }));
        // A quote in a name does not end it.
        let quoted = with(Attached { name: "a\"; x=\"b.zip", plain_name: "a\"b.zip", ..attached });
        let text = String::from_utf8(eml(&quoted).unwrap()).unwrap();
        assert!(text.contains("filename=\"a_b.zip\"\r\n") && !text.contains("x=\"b"), "{text}");
    });
}

#[test]
fn the_longest_name_still_fits_its_lines() {
    let name = "长".repeat(85);
    let bytes = with_mail(|mail| {
        let attachment = mail.attachment.map(|it| Attached { name: &name, ..it });
        eml(&Mail { attachment, ..mail }).unwrap()
    });
    let text = String::from_utf8(bytes).unwrap();
    assert!(text.lines().all(|line| line.len() <= 998));
    assert!(text.lines().filter(|it| it.contains("=?utf-8?q?")).all(|it| it.len() <= 90));
}

#[test]
fn what_others_wrote_is_text_and_nothing_else() {
    let html = letter().html(Language::Zh);
    assert!(html.contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;x&quot;"), "{html}");
    let zh = Words::new(Language::Zh);
    let letter = digest::letter(&digest(), (&zh, &zone()));
    let (text, html) = (letter.text(), letter.html(Language::Zh));
    assert!(
        text.contains("<ESC>[2J") && html.contains("&lt;ESC&gt;[2J") && html.contains("&lt;b&gt;")
    );
    for active in ["src=", "href=", "url(", "<script", "<link", "<img"] {
        assert!(!html.contains(active), "{active}");
    }
}

#[test]
fn the_digest_reads_well() {
    for language in Language::ALL {
        let words = Words::new(language);
        let letter = digest::letter(&digest(), (&words, &zone()));
        let tag = language.as_str();
        insta::assert_snapshot!(format!("digest_{tag}_text"), letter.text());
        insta::assert_snapshot!(format!("digest_{tag}_html"), letter.html(language));
        let quiet = Digest {
            findings: vec![Tally { severity: Severity::Clue, found: 0, open: 3 }],
            clocks_missed: 0,
            clocks: Vec::new(),
            duties_open: 0,
            duties_unclear: 0,
            deliveries: Vec::new(),
            jobs: Vec::new(),
            evaluations: Vec::new(),
            sources: Vec::new(),
            ..digest()
        };
        let letter = digest::letter(&quiet, (&words, &zone()));
        insta::assert_snapshot!(format!("digest_{tag}_quiet"), letter.text());
    }
}

#[test]
fn a_long_list_is_counted_whole_and_shown_in_part() {
    let words = Words::new(Language::En);
    for (entries, more) in [(20, None), (21, Some("And 1 more")), (45, Some("And 25 more"))] {
        let mut long = digest();
        let waiting = long.waiting() - long.jobs.len() + entries;
        long.jobs = vec![long.jobs[0].clone(); entries];
        assert_eq!(long.waiting(), waiting);
        let text = digest::letter(&long, (&words, &zone())).text();
        assert_eq!(text.matches("Job 3").count(), entries.min(20), "{text}");
        assert_eq!(text.contains("more: see the console"), more.is_some(), "{text}");
        assert!(more.is_none_or(|it| text.contains(it)), "{text}");
    }
}

#[test]
fn the_evaluation_mail_reads_well() {
    for language in Language::ALL {
        let words = Words::new(language);
        let (evaluation, zone) = (sample::evaluation(), zone());
        let report = Report {
            evaluation: &evaluation,
            issuer: "示例实施机构",
            audit_head: &"0123456789abcdef".repeat(4),
            by_one_hand: false,
            zone: &zone,
            words: &words,
        };
        let sha256 = "f".repeat(64);
        let file = evaluation::File { evaluation_id: "operator-2026-H1-5f1c2a90", sha256: &sha256 };
        let letter = evaluation::letter(&report, file);
        let tag = language.as_str();
        insta::assert_snapshot!(format!("evaluation_{tag}_text"), letter.text());
        insta::assert_snapshot!(format!("evaluation_{tag}_html"), letter.html(language));
        let name = evaluation::file_name(&report);
        let message = eml(&Mail {
            from: Person { name: &words.get("common-system"), address: "report@example.cn" },
            to: Person { name: "国资监管机构", address: "gzw@example.cn" },
            subject: &evaluation::subject(&report),
            letter: &letter,
            language,
            attachment: Some(Attached {
                name: &name,
                plain_name: "operator-2026-H1-5f1c2a90.zip",
                media_type: "application/zip",
                bytes: b"PK\0\xff",
            }),
            message_id: "operator-2026-H1-5f1c2a90.gzw@example.cn",
            sent_at: "2026-07-01T01:00:00Z".parse().unwrap(),
        });
        let message = String::from_utf8(message.unwrap()).unwrap().replace("\r\n", "\n");
        insta::assert_snapshot!(format!("evaluation_{tag}_eml"), message);
    }
}

/// Reads a mail and prints what a person would see, one thing a line.
const READER: &str = "
import sys
from email import policy, message_from_binary_file
mail = message_from_binary_file(sys.stdin.buffer, policy=policy.default)
for part in mail.walk():
    assert not part.defects, part.defects
for name, value in mail.items():
    assert not value.defects, (name, value.defects)
out = [mail['subject'], mail['from'].addresses[0].display_name]
out += [f'{it.display_name} {it.addr_spec}' for it in mail['to'].addresses]
said, attached = mail.iter_parts()
text, html = said.iter_parts()
out += [said.get_content_type(), text.get_content_type(), html.get_content_type()]
out += [repr(text.get_content().split('\\n')[2].strip())]
out += [attached.get_filename(), attached['content-type'].params['name']]
out += [attached.get_content_type(), attached.get_content().hex()]
out += [mail['date'].datetime.isoformat()]
sys.stdout.buffer.write('\\n'.join(out).encode())
";

#[test]
#[ignore = "needs python3"]
fn another_program_reads_what_was_meant() {
    let mut reader = Command::new("python3")
        .args(["-c", READER])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let bytes = with_mail(|mail| eml(&mail).unwrap());
    reader.stdin.take().unwrap().write_all(&bytes).unwrap();
    let output = reader.wait_with_output().unwrap();
    let seen = String::from_utf8(output.stdout).unwrap();
    let expected = [
        SUBJECT,
        "明镜",
        "李四, \"QA\"（监管处） lisi@regulator.example",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "'各位：<LF>.请查收附件。'",
        FILE_NAME,
        FILE_NAME,
        "application/zip",
        "504b00ff",
        "2026-07-01T01:00:00+00:00",
    ];
    assert_eq!(seen.lines().collect::<Vec<_>>(), expected);
}

fn clock_of_incident() -> metrics::incident::Clock {
    let instant = |text: &str| text.parse::<jiff::Timestamp>().unwrap();
    let source = |article: &str| metrics::source::Source {
        instrument: "CN-NIR".to_owned(),
        article: article.to_owned(),
        confidence: metrics::source::Confidence::OfficialCopy,
    };
    metrics::incident::Clock {
        id: metrics::incident::ClockId::LocalReport,
        by: metrics::incident::Bearer::Party,
        receiver: metrics::source::Name { zh: "网信办".to_owned(), en: "the office".to_owned() },
        started_at: Some(instant("2026-06-20T00:00:00Z")),
        due_at: Some(instant("2026-06-20T04:00:00Z")),
        provisional: false,
        done_at: None,
        state: metrics::incident::ClockState::Running,
        source: source("4"),
        penalties: vec![source("10")],
    }
}

#[test]
fn a_reminder_says_what_is_due_when_and_what_it_rests_on() {
    let instant = |text: &str| text.parse::<jiff::Timestamp>().unwrap();
    let mut clock = clock_of_incident();
    let zone = TimeZone::get("Asia/Shanghai").unwrap();
    let said = |clock: &metrics::incident::Clock, language| {
        let words = Words::new(language);
        let reminder = reminder::Reminder {
            party: "uscc:91310000MADEM002X2",
            incident: "PH-1",
            title: "泄露",
            clock,
            since: instant("2026-06-20T01:00:00Z"),
            as_of: instant("2026-06-20T02:00:00Z"),
            basis: "CN-NIR 4",
            penalty: "CN-NIR 10",
        };
        reminder::letter(&[reminder], (&words, &zone)).text()
    };
    insta::assert_snapshot!(said(&clock, Language::En), @"
    [Mingjing] Incident PH-1: report of an operator, 2 h 0 min left

    ! Incident “PH-1” of uscc:91310000MADEM002X2 (泄露): by 2026-06-20 12:00:00 +08:00, the office has to be told. As far as is known it has not been done; 2 h 0 min are left.

    - Started: 2026-06-20 08:00:00 +08:00
    - Basis: CN-NIR 4
    - CN-NIR 10

    If it is done, hand in the incident with the instant at which it was done.

    -- 
    As of: 2026-06-20 10:00:00 +08:00
    When reminders are sent is a default of this project.
    ");
    clock.due_at = None;
    clock.id = metrics::incident::ClockId::Completion;
    insta::assert_snapshot!(said(&clock, Language::Zh), @"
    [明镜] 事件 PH-1：初步报告的补充尚未完成

    ! uscc:91310000MADEM002X2 的事件“PH-1”（泄露）：初步报告的补充。应告知网信办，自 2026-06-20 09:00:00 +08:00 起再无报告。

    - 起算：2026-06-20 08:00:00 +08:00
    - 依据：CN-NIR 4
    - CN-NIR 10

    如已办理，请提交填有办理时间的事件记录。

    -- 
    数据截至：2026-06-20 10:00:00 +08:00
    提醒时点为项目默认值。
    ");
}

#[test]
fn a_reminder_of_many_clocks_lists_the_first_and_counts_the_rest_under_a_clean_subject() {
    let clock = clock_of_incident();
    let zone = TimeZone::get("Asia/Shanghai").unwrap();
    let at = "2026-06-20T01:00:00Z".parse().unwrap();
    for (count, shown, more) in [(1, 1, None), (20, 20, None), (21, 20, Some("And 1 more"))] {
        let reminder = reminder::Reminder {
            party: "uscc:91310000MADEM002X2",
            incident: "PH\r\nBcc: thief@example.cn",
            title: "x\u{1b}",
            clock: &clock,
            since: at,
            as_of: at,
            basis: "CN-NIR 4",
            penalty: "CN-NIR 10",
        };
        let reminders = vec![reminder; count];
        let words = Words::new(Language::En);
        let subject = reminder::subject(&reminders, (&words, &zone));
        let letter = reminder::letter(&reminders, (&words, &zone));
        let written =
            with_mail(|mail| eml(&Mail { subject: &subject, letter: &letter, ..mail }).is_ok());
        assert!(written, "{subject}");
        let text = letter.text();
        assert_eq!(text.matches("- Basis: CN-NIR 4").count(), shown);
        assert_eq!(text.contains("more: see the console"), more.is_some());
        assert!(more.is_none_or(|it| text.contains(it)), "{text}");
        let many = format!("{count} duties of incidents are waiting");
        assert_eq!(subject.contains(&many), 1 < count, "{subject}");
    }
}
