//! Mails as another program reads them.

use std::io::Write;
use std::process::{Command, Stdio};

use super::*;

const SUBJECT: &str =
    "【评价结果】2026年上半年运营机构综合评价（含签名数据包），请查收并核验签名 H1";
const FILE_NAME: &str = "运营机构综合评价 2026-H1.zip";
const TEXT: &str = "各位：\n.请查收附件。\n";

fn with_mail<T>(render: impl FnOnce(Mail<'_>) -> T) -> T {
    let to = [
        Person { name: "张三（监管处）", address: "zhangsan@regulator.example" },
        Person { name: "李四, \"QA\"", address: "lisi@regulator.example" },
    ];
    render(Mail {
        from: Person { name: "明镜", address: "report@example.cn" },
        to: &to,
        subject: SUBJECT,
        text: TEXT,
        attachment: Attached { name: FILE_NAME, media_type: "application/zip", bytes: b"PK\0\xff" },
        message_id: "delivery-1@example.cn",
        sent_at: "2026-07-01T01:00:00Z".parse().unwrap(),
    })
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
}

#[test]
fn nobody_writes_a_header_of_their_own() {
    let injected = "x\r\nBcc: thief@example.cn";
    with_mail(|mail| {
        let refused = |mail: Mail<'_>| eml(&mail).is_err();
        assert!(refused(Mail { subject: injected, ..mail }));
        assert!(refused(Mail { message_id: injected, ..mail }));
        assert!(refused(Mail { message_id: "no-domain", ..mail }));
        assert!(refused(Mail {
            attachment: Attached { name: injected, ..mail.attachment },
            ..mail
        }));
        assert!(refused(Mail { from: Person { name: injected, ..mail.from }, ..mail }));
        assert!(refused(Mail { from: Person { address: injected, ..mail.from }, ..mail }));
        let to = [Person { name: "x", address: "x@example.cn>, <thief@example.cn" }];
        assert!(refused(Mail { to: &to, ..mail }));
        assert!(refused(Mail { to: &[], ..mail }));
    });
}

/// Reads a mail and prints what a person would see, one thing a line.
const READER: &str = "
import sys
from email import policy, message_from_binary_file
mail = message_from_binary_file(sys.stdin.buffer, policy=policy.default)
assert not mail.defects, mail.defects
out = [mail['subject'], mail['from'].addresses[0].display_name]
out += [f'{it.display_name} {it.addr_spec}' for it in mail['to'].addresses]
text, attached = mail.iter_parts()
out += [repr(text.get_content().replace('\\r\\n', '\\n')), attached.get_filename(), attached.get_content_type()]
out += [attached.get_content().hex(), mail['date'].datetime.isoformat()]
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
        "张三（监管处） zhangsan@regulator.example",
        "李四, \"QA\" lisi@regulator.example",
        "'各位：\\n.请查收附件。\\n'",
        FILE_NAME,
        "application/zip",
        "504b00ff",
        "2026-07-01T01:00:00+00:00",
    ];
    assert_eq!(seen.lines().collect::<Vec<_>>(), expected);
}
