//! The program itself: what it does when it is told to stop, and what it answers meanwhile.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, ChildStderr, Command, Stdio};

/// A source whose job never ends: its mapping is a pipe that nobody writes to.
const SETTINGS: &str = r#"
language = "en"
[database]
url = "sqlite:m.db"
[[source]]
id = "hangs"
kind = "registry"
party = "name:某局"
folder = "inbox"
mapping = "hangs.toml"
schedule = "* * * * * *"
[daemon]
tick_s = 1
[health]
listen = "127.0.0.1:0"
[log]
format = "json"
"#;

/// A running daemon and what it says.
struct Daemon {
    child: Child,
    said: BufReader<ChildStderr>,
}

fn mingjingd(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mingjingd"));
    command.current_dir(folder);
    command
}

impl Daemon {
    fn start(folder: &Path, stop_grace_s: u64) -> Self {
        fs::create_dir(folder.join("inbox")).unwrap();
        fs::write(folder.join("inbox/a.csv"), "x").unwrap();
        fs::write(folder.join("mingjing.toml"), SETTINGS).unwrap();
        let grace = ("MINGJING_DAEMON__STOP_GRACE_S", stop_grace_s.to_string());
        assert!(Command::new("mkfifo").arg(folder.join("hangs.toml")).status().unwrap().success());
        let mut child = (mingjingd(folder).arg("run").env(grace.0, grace.1))
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let said = BufReader::new(child.stderr.take().unwrap());
        Self { child, said }
    }

    /// Reads until something is said; gives that line.
    fn says(&mut self, what: &str) -> String {
        let mut line = String::new();
        while !line.contains(what) {
            line.clear();
            assert_ne!(self.said.read_line(&mut line).unwrap(), 0, "it never said {what:?}");
        }
        line
    }

    fn signal(&self, name: &str) {
        let kill = format!("kill -s {name} {}", self.child.id());
        assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success());
    }
}

/// The status line and the body of an answer.
fn get(address: &str, path: &str) -> (String, String) {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    (head.lines().next().unwrap().to_owned(), body.to_owned())
}

/// What `show jobs` says.
fn shown(folder: &Path) -> String {
    let output = mingjingd(folder).args(["show", "jobs", "--json"]).output().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn a_daemon_that_is_told_to_stop_puts_back_what_it_cannot_finish() {
    let folder = tempfile::tempdir().unwrap();
    let mut daemon = Daemon::start(folder.path(), 0);
    let line = daemon.says("\"address\"");
    let (_, address) = line.split_once("\"address\":\"").unwrap();
    let address = address.split('"').next().unwrap().to_owned();
    let line = daemon.says("a job began");
    assert!(line.starts_with('{'), "the log is JSON: {line}");

    let (status, body) = get(&address, "/health");
    assert_eq!(status, "HTTP/1.1 200 OK");
    assert!(body.contains("\"database\":true"), "{body}");
    let (status, body) = get(&address, "/metrics");
    assert_eq!(status, "HTTP/1.1 200 OK");
    assert!(body.contains("mingjing_jobs{kind=\"collect\",state=\"running\"} 1"), "{body}");
    assert!(body.ends_with("# EOF\n"), "{body}");

    daemon.signal("TERM");
    daemon.says("a job was put back");
    assert_eq!(daemon.child.wait().unwrap().code(), Some(0));
    let shown = shown(folder.path());
    assert!(!shown.contains("\"running\""), "{shown}");
    assert!(shown.contains("\"waiting\""), "{shown}");
    assert!(!shown.contains("\"ended_at\": null"), "{shown}");
}

#[test]
fn a_second_signal_stops_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut daemon = Daemon::start(folder.path(), 3_600);
    daemon.says("a job began");
    daemon.signal("TERM");
    daemon.says("stopping");
    daemon.signal("TERM");
    assert_eq!(daemon.child.wait().unwrap().code(), Some(3));
}

#[test]
fn a_wrong_schedule_is_named_by_every_command() {
    let folder = tempfile::tempdir().unwrap();
    let wrong = SETTINGS.replace("* * * * * *", "at dawn");
    fs::write(folder.path().join("mingjing.toml"), wrong).unwrap();
    let output = mingjingd(folder.path()).args(["show", "jobs"]).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(said.contains("source[hangs].schedule") && said.contains("at dawn"), "{said}");
}
