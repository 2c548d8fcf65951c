//! How sources stand: each state is one of its own, none reads as deletion, and what shrank waits for
//! a person.

use std::fmt::Write as _;
use std::fs;
use std::sync::{Arc, Mutex};

use config::settings::Settings;
use tempfile::TempDir;

use super::https::server::{Reply, Server};
use super::*;
use crate::post;

/// A register that knows who may take what shrank.
const REGISTER: &str = "\
record,party,code,name,kind,state_owned,role,separate_ledger,registration
party,name:示例市数据局,,示例市数据局,data_authority,no,,,
person,name:示例市数据局,li,李,,,supervisor,,
person,name:示例市数据局,zhao,赵,,,viewer,,
";
/// Less than half of it.
const LESS: &str = "record,party,code,name,kind,state_owned,role,separate_ledger,registration\n";

/// A folder with settings of one source, and its database.
struct World {
    folder: TempDir,
    source: String,
}

impl World {
    /// A source of kind registry that lies where `place` says.
    fn with(place: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("in")).unwrap();
        let source = format!(
            "[https]\nhosts = [\"localhost\"]\nprivate_addresses = [\"127.0.0.0/8\"]\n[[source]]\n\
             id = \"register\"\nkind = \"registry\"\nparty = \"name:示例市数据局\"\n{place}\n"
        );
        Self { folder, source }
    }

    fn installation(&self, second: u8) -> Installation {
        let clock = format!("[clock]\nat = 2026-07-01T09:00:{second:02}+08:00\n");
        let path = self.folder.path().join("mingjing.toml");
        let text = format!("{clock}{}", self.source);
        Installation::with(Settings::parse(&path, &text, &[]).unwrap()).unwrap()
    }

    /// Looks and posts at a second; gives the state, and since when it is so.
    async fn look(&self, second: u8) -> String {
        let installation = self.installation(second);
        let writer = installation.writer().await.unwrap();
        let [collected] =
            <[_; 1]>::try_from(collect(&installation, &writer, None).await.unwrap()).unwrap();
        post::post_waiting(&installation, &writer).await.unwrap();
        let last = writer.reader().last_look("register").await.unwrap().unwrap();
        let since = last.looked_at.to_string();
        format!("{} since {}", stands(&collected.look), &since["2026-07-01T01:00:".len()..])
    }

    /// A person takes what shrank.
    async fn accept(&self, account: &str, second: u8) -> Result<Option<String>, DeskError> {
        let installation = self.installation(second);
        let writer = installation.writer().await.unwrap();
        let url = installation.settings.database.address();
        let desk = Desk::open(url.expose(), account, installation.clock.now()).await?;
        let source = &installation.settings.sources[0];
        let collected = accept_shrunk(&installation, &writer, (source, &desk)).await?;
        post::post_waiting(&installation, &writer).await.unwrap();
        Ok(collected.map(|it| stands(&it.look)))
    }

    fn put(&self, name: &str, text: &str) {
        fs::write(self.folder.path().join("in").join(name), text).unwrap();
    }

    fn remove(&self, name: &str) {
        fs::remove_file(self.folder.path().join("in").join(name)).unwrap();
    }

    /// Receipts, and whether the register still knows Li.
    async fn kept(&self) -> (usize, bool) {
        let installation = self.installation(59);
        let reader = installation.reader().await.unwrap();
        let submissions = reader.submissions_before(i64::MAX, 9).await.unwrap();
        let person = reader.person("li", installation.clock.now()).await.unwrap();
        (submissions.len(), person.is_some())
    }

    async fn acts(&self) -> String {
        let reader = self.installation(59).reader().await.unwrap();
        let entries = reader.audit_after(0, 100).await.unwrap();
        let mut text = String::new();
        for it in entries.iter().filter(|it| it.object == "register") {
            writeln!(text, "{} {}: {}", it.actor, it.act, it.detail).unwrap();
        }
        text
    }
}

fn stands(look: &SourceLook) -> String {
    let SourceLook { state, files, size_bytes, cause, detail, .. } = look;
    let reason = if cause.is_empty() { String::new() } else { format!(" {cause} {detail}") };
    format!("{}{reason} {files}/{size_bytes}", state.as_str())
}

#[tokio::test]
async fn a_folder_goes_through_its_states() {
    let world = World::with("folder = \"in\"");
    let size = REGISTER.len();
    assert_eq!(world.look(1).await, "empty 0/0 since 01Z");
    assert_eq!(world.look(2).await, "empty 0/0 since 01Z");
    world.put("a.csv", REGISTER);
    assert_eq!(world.look(3).await, format!("received 1/{size} since 03Z"));
    assert_eq!(world.look(4).await, format!("unchanged 1/{size} since 03Z"));
    assert_eq!(world.look(5).await, format!("unchanged 1/{size} since 03Z"));
    assert_eq!(world.kept().await, (1, true));

    world.remove("a.csv");
    assert_eq!(world.look(6).await, "empty 0/0 since 06Z");
    fs::rename(world.folder.path().join("in"), world.folder.path().join("away")).unwrap();
    let gone = "unreachable folder No such file or directory (os error 2) 0/0";
    assert_eq!(world.look(7).await, format!("{gone} since 07Z"));
    assert_eq!(world.look(8).await, format!("{gone} since 07Z"));
    assert_eq!(world.kept().await, (1, true), "neither is a deletion");

    fs::rename(world.folder.path().join("away"), world.folder.path().join("in")).unwrap();
    world.put("a.csv", REGISTER);
    assert_eq!(world.look(9).await, format!("unchanged 1/{size} since 09Z"));
    world.put("b.txt", "?");
    let not_taken = "not_taken collect-format b.txt: the format of the file is not known";
    assert_eq!(world.look(10).await, format!("{not_taken} 2/{} since 10Z", size + 1));
}

#[tokio::test]
async fn a_file_whose_format_does_not_carry_its_kind_is_not_taken() {
    for (format, cause) in [
        ("ckan", "collect-kind a.csv: ckan does not carry registry"),
        ("csw", "collect-format a.csv: the format of the file is not known"),
    ] {
        let world = World::with(&format!("folder = \"in\"\nformat = \"{format}\""));
        world.put("a.csv", REGISTER);
        let size = REGISTER.len();
        assert_eq!(world.look(1).await, format!("not_taken {cause} 1/{size} since 01Z"));
        assert_eq!(world.kept().await, (0, false));
    }
}

/// Between taking a file and keeping the look the power may fail.
#[tokio::test]
async fn a_look_that_was_cut_short_ends_as_if_nothing_had_happened() {
    let world = World::with("folder = \"in\"");
    world.put("a.csv", REGISTER);
    let installation = world.installation(1);
    let writer = installation.writer().await.unwrap();
    let source = &installation.settings.sources[0];
    let path = world.folder.path().join("in/a.csv");
    let handover = Handover {
        path: &path,
        kind: source.kind,
        party: &source.party,
        period: None,
        format: None,
        mapping: None,
        sender: "mingjingd",
        source: &source.id,
        supersedes: None,
    };
    submit(&installation, &writer, &handover).await.unwrap();
    assert_eq!(world.look(2).await, format!("received 1/{} since 02Z", REGISTER.len()));
    assert_eq!(world.kept().await.0, 1);
}

#[tokio::test]
async fn what_shrank_is_held_until_a_person_takes_it() {
    let world = World::with("folder = \"in\"");
    world.put("a.csv", REGISTER);
    world.look(1).await;
    world.put("a.csv", LESS);
    let held = format!("shrunk 1/{}", LESS.len());
    assert_eq!(world.look(2).await, format!("{held} since 02Z"));
    assert_eq!(world.look(3).await, format!("{held} since 02Z"));
    assert_eq!(world.kept().await, (1, true), "nothing was taken");

    let viewer = world.accept("zhao", 4).await;
    assert!(matches!(viewer, Err(DeskError::Role { .. })), "{viewer:?}");
    // What came in between was shown to nobody, and is held in turn.
    let other = &LESS[..LESS.len() - 1];
    world.put("a.csv", other);
    let held = format!("shrunk 1/{}", other.len());
    assert_eq!(world.accept("li", 5).await.unwrap(), Some(held));
    assert_eq!(world.kept().await.0, 1);

    let taken = format!("received 1/{}", other.len());
    assert_eq!(world.accept("li", 6).await.unwrap(), Some(taken));
    assert_eq!(world.kept().await.0, 2);
    assert_eq!(world.accept("li", 7).await.unwrap(), None, "nothing is held any more");
    assert_eq!(world.look(8).await, format!("unchanged 1/{} since 06Z", other.len()));
    insta::assert_snapshot!(world.acts().await, @r#"
    zhao refused: act="accept-shrunk" reason="this needs the role supervisor"
    li accept-shrunk: held="1 files, 74 bytes"
    li accept-shrunk: held="1 files, 73 bytes"
    "#);
}

#[tokio::test]
async fn a_folder_that_lost_files_is_shrunk_whatever_their_size() {
    let world = World::with("folder = \"in\"\nshrink_percent = 40");
    for name in ["a.csv", "b.csv", "c.csv"] {
        world.put(name, REGISTER);
    }
    world.look(1).await;
    world.put("c.csv", &REGISTER.repeat(3));
    world.remove("a.csv");
    assert!(world.look(2).await.starts_with("received 2/"));
    world.remove("b.csv");
    assert_eq!(world.look(3).await, format!("shrunk 1/{} since 03Z", REGISTER.len() * 3));
}

#[tokio::test]
async fn an_address_goes_through_its_states() {
    let reply = Arc::new(Mutex::new(Reply::new(503, &[], "")));
    let said = Arc::clone(&reply);
    let server = Server::start(move |request| {
        if request.contains("if-none-match: \"7\"") {
            return Reply::raw(304, &[], "");
        }
        said.lock().unwrap().clone()
    })
    .await;
    let set = |now| *reply.lock().unwrap() = now;
    let ca = server.ca.display().to_string();
    let url = server.address("/register.csv").url;
    let mut world = World::with(&format!("url = \"{url}\"\nca = \"{ca}\""));
    let size = REGISTER.len();

    assert_eq!(world.look(1).await, "unreachable status 503 0/0 since 01Z");
    set(Reply::new(200, &["ETag: \"6\""], REGISTER));
    assert_eq!(world.look(2).await, format!("received 1/{size} since 02Z"));
    set(Reply::new(200, &["ETag: \"7\""], REGISTER));
    assert_eq!(world.look(3).await, format!("unchanged 1/{size} since 03Z"), "another name for it");
    assert_eq!(world.look(4).await, format!("unchanged 1/{size} since 03Z"), "304");
    assert_eq!(world.kept().await, (1, true));

    // The settings changed, so what was taken before does not answer for this.
    world.source = world.source.replace("register.csv", "moved.csv");
    set(Reply::new(200, &[], ""));
    assert_eq!(world.look(5).await, "empty 0/0 since 05Z");
    set(Reply::new(200, &["ETag: \"8\""], LESS));
    assert_eq!(world.look(6).await, format!("shrunk 1/{} since 06Z", LESS.len()));
    set(Reply::new(404, &[], ""));
    assert_eq!(world.look(7).await, "unreachable status 404 0/0 since 07Z");
    assert_eq!(world.kept().await, (1, true), "none of these is a deletion");

    set(Reply::new(200, &["ETag: \"8\""], LESS));
    assert_eq!(world.look(8).await, format!("shrunk 1/{} since 08Z", LESS.len()));
    let taken = format!("received 1/{}", LESS.len());
    assert_eq!(world.accept("li", 9).await.unwrap(), Some(taken));
    assert_eq!(world.kept().await.0, 2);
}

#[tokio::test]
async fn what_could_not_be_taken_is_fetched_again() {
    let server = Server::start(|request| {
        assert!(!request.contains("if-none-match"), "{request}");
        Reply::new(200, &["ETag: \"7\""], REGISTER)
    })
    .await;
    let (url, ca) = (server.address("/register").url, server.ca.display().to_string());
    let world = World::with(&format!("url = \"{url}\"\nca = \"{ca}\""));
    let said = "not_taken collect-format register: the format of the file is not known";
    for second in [1, 2] {
        assert_eq!(world.look(second).await, format!("{said} 1/{} since 01Z", REGISTER.len()));
    }
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn the_content_type_tells_the_format_where_the_name_does_not() {
    let server = Server::start(|_| Reply::new(200, &["Content-Type: text/csv"], REGISTER)).await;
    let (url, ca) = (server.address("/register").url, server.ca.display().to_string());
    let world = World::with(&format!("url = \"{url}\"\nca = \"{ca}\""));
    assert_eq!(world.look(1).await, format!("received 1/{} since 01Z", REGISTER.len()));
    assert_eq!(world.kept().await, (1, true));
}

#[test]
fn every_cause_and_state_has_its_sentences() {
    use config::locale::{Language, Words};
    for words in Language::ALL.map(Words::new) {
        for cause in Cause::ALL {
            assert!(words.has(&format!("source-cause-{}", cause.as_str())), "{cause:?}");
        }
        for state in LookState::ALL {
            assert!(words.has(&format!("source-{}", state.as_str())), "{state:?}");
        }
    }
}
