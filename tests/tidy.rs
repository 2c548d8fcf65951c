//! Tidiness: what clippy and rustfmt do not see. Each check is shown to fail on a bad sample.

use std::collections::BTreeMap;

use config::locale::{Language, Words};
use config::policy::Policy;

use crate::tree::{can_fail, files, hold, is_a};

/// The longest source file, tests included.
const LINES_MAX: usize = 500;

#[test]
fn files_are_short_and_say_what_they_are() {
    hold(source_file);
    let long = format!("//! A.\n{}", "\n".repeat(LINES_MAX));
    can_fail(
        source_file,
        &[("a/src/a.rs", "//! What it is.\n\nmod b;\n"), ("a/Cargo.toml", "[package]\n")],
        &[
            ("a/src/a.rs", "mod b;\n"),
            ("a/src/a/mod.rs", "//! What it is.\n"),
            ("a/src/a.rs", &long),
        ],
    );
}

/// One noun a file: a header, no `mod.rs`, at most 500 lines.
fn source_file(path: &str, text: &str) -> Vec<String> {
    if !is_a(path, "rs") {
        return Vec::new();
    }
    let mut faults = Vec::new();
    if path.ends_with("/mod.rs") {
        faults.push("stands beside its folder, as the folder's name and .rs".to_owned());
    }
    if !text.starts_with("//! ") {
        faults.push("does not begin with what it is for (//!)".to_owned());
    }
    let lines = text.lines().count();
    if LINES_MAX < lines {
        faults.push(format!("has {lines} lines, more than {LINES_MAX}"));
    }
    faults
}

#[test]
fn nothing_unfinished_is_left() {
    hold(unfinished);
    can_fail(
        unfinished,
        &[("a/src/a.rs", "#[expect(unused, reason = \"because\")]")],
        &[
            ("a/src/a.rs", concat!("to", "do!()")),
            ("a/src/a.rs", concat!("db", "g!(x)")),
            ("docs/a.md", concat!("FIX", "ME later")),
            ("a/src/a.rs", concat!("#[al", "low(unused)]")),
            ("docs/a.md", concat!("see /wo", "rk/main")),
            ("a/src/a.rs", concat!("\"/ro", "ot/x\"")),
        ],
    );
}

/// What is for the writer's desk only: marks of unfinished work, silenced lints, own paths.
fn unfinished(_path: &str, text: &str) -> Vec<String> {
    let words = [
        concat!("to", "do!"),
        concat!("unimple", "mented!"),
        concat!("db", "g!("),
        concat!("FIX", "ME"),
        concat!("XX", "X "),
        concat!("#[al", "low("),
        concat!("#![al", "low("),
        concat!("/wo", "rk/"),
        concat!("/ro", "ot/"),
    ];
    let lines = (1..).zip(text.lines());
    let found = lines.flat_map(|(number, line)| {
        let found = words.iter().filter(move |word| line.contains(**word));
        found.map(move |word| format!("line {number} has {word:?}"))
    });
    found.collect()
}

#[test]
fn documents_have_one_title() {
    hold(title);
    can_fail(
        title,
        &[
            ("docs/a.md", "# Title\n\n## Part\n\n```sh\n# a comment\n```\n"),
            ("config/example.toml", "# no title\n# at all\n"),
        ],
        &[
            ("docs/a.md", "Text first\n\n# Title\n"),
            ("docs/a.md", "# One\n\n# Two\n"),
            ("docs/a.md", "# Title \n"),
            ("docs/a.md", "# Title\n\n```sh\nnever closed\n"),
        ],
    );
}

/// Markdown begins with its only title; fences are closed; no line ends in blanks.
fn title(path: &str, text: &str) -> Vec<String> {
    if !is_a(path, "md") {
        return Vec::new();
    }
    let mut faults = Vec::new();
    let mut is_fenced = false;
    let mut titles = 0;
    for (number, line) in (1..).zip(text.lines()) {
        if line.starts_with("```") {
            is_fenced = !is_fenced;
        }
        titles += usize::from(!is_fenced && line.starts_with("# "));
        if line.ends_with(' ') {
            faults.push(format!("line {number} ends in a blank"));
        }
    }
    if !text.starts_with("# ") || titles != 1 {
        faults.push("does not begin with its only title".to_owned());
    }
    if is_fenced {
        faults.push("has a fence that is never closed".to_owned());
    }
    faults
}

/// The columns of each table, in order. Types differ by engine, and so do keys: on SQLite a locality
/// id alone is the key, on PostgreSQL the party stands before it.
fn tables(migration: &str) -> BTreeMap<String, Vec<String>> {
    let mut tables = BTreeMap::new();
    for part in migration.split("CREATE TABLE ").skip(1) {
        let (name, rest) = part.split_once(" (\n").expect("a table has columns");
        let lines = rest.lines().take_while(|line| line.starts_with("    "));
        let columns = lines.filter_map(|line| line.trim().split_once(' ')).map(|(name, _)| name);
        let columns =
            columns.filter(|it| it.bytes().all(|it| it.is_ascii_lowercase() || it == b'_'));
        tables.insert(name.to_owned(), columns.map(str::to_owned).collect());
    }
    tables
}

#[test]
fn both_engines_have_the_same_tables() {
    let migrations = |engine: &str| {
        let folder = format!("store/migrations/{engine}/");
        let ours = files().into_iter().filter_map(|(path, text)| {
            path.strip_prefix(&folder).map(|name| (name.to_owned(), tables(&text)))
        });
        ours.collect::<BTreeMap<_, _>>()
    };
    let sqlite = migrations("sqlite");
    assert!(20 < sqlite.values().map(BTreeMap::len).sum::<usize>());
    assert_eq!(sqlite, migrations("postgres"));
}

#[test]
fn tables_that_differ_are_seen() {
    let table = |columns: &str| tables(&format!("CREATE TABLE a (\n{columns});\n"));
    assert_eq!(
        table("    id INTEGER PRIMARY KEY,\n    b TEXT\n"),
        table("    id BIGINT PRIMARY KEY,\n    b  TEXT COLLATE \"C\"\n")
    );
    assert_ne!(table("    id BIGINT,\n    b TEXT\n"), table("    id BIGINT,\n    c TEXT\n"));
    assert_ne!(table("    id BIGINT,\n    b TEXT\n"), table("    id BIGINT\n"));
}

/// Ids of rules that a language has no sentence for.
fn without_words<'a>(ids: impl Iterator<Item = &'a str>) -> Vec<String> {
    let words = Language::ALL.map(Words::new);
    let missing = |id: &&str| words.iter().any(|it| !it.has(&format!("rule-{id}")));
    ids.filter(missing).map(str::to_owned).collect()
}

#[test]
fn every_rule_has_its_sentence_in_both_languages() {
    let policy = Policy::builtin();
    assert_eq!(without_words(policy.rules.iter().map(|rule| rule.id.as_str())), [""; 0]);
    assert_eq!(without_words(["F-1", "F-0"].into_iter()), ["F-0"]);
}
