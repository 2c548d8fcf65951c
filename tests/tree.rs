//! The files of the workspace as text, for tests that judge them. A check is a function over a path
//! and a text, so that it can be shown to fail.

use std::fs;
use std::path::{Path, PathBuf};

/// What of the workspace is text that people write.
const FOLDERS: [&str; 9] =
    [".ci", "config", "console", "daemon", "docs", "metrics", "reports", "store", "tests"];
const ENDINGS: [&str; 7] = ["rs", "toml", "md", "ftl", "sql", "txt", "xsd"];

/// What one check finds in a file: one sentence for each fault.
pub(crate) type Check = fn(path: &str, text: &str) -> Vec<String>;

/// The folder of the workspace.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// The text of a file of the workspace.
pub(crate) fn read(path: &str) -> String {
    let path = root().join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Every file, by path from the root, with its text.
pub(crate) fn files() -> Vec<(String, String)> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(root()).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            paths.push(path);
        }
    }
    for folder in FOLDERS {
        walk(&root().join(folder), &mut paths);
    }
    paths.sort();
    let is_text = |path: &PathBuf| {
        let ending = path.extension().and_then(|it| it.to_str());
        ending.is_some_and(|it| ENDINGS.contains(&it)) || path.ends_with(".ci/run")
    };
    let named = |path: PathBuf| {
        let name = path.strip_prefix(root()).unwrap().to_str().unwrap().to_owned();
        (name, fs::read_to_string(path).unwrap())
    };
    paths.into_iter().filter(is_text).map(named).collect()
}

fn walk(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, paths);
        } else {
            paths.push(path);
        }
    }
}

/// Whether a path has this ending.
pub(crate) fn is_a(path: &str, ending: &str) -> bool {
    Path::new(path).extension().is_some_and(|it| it == ending)
}

/// Applies a check to every file.
#[track_caller]
pub(crate) fn hold(check: Check) {
    let files = files();
    assert!(100 < files.len(), "the workspace was not found");
    let faults: Vec<String> = files
        .iter()
        .flat_map(|(path, text)| {
            check(path, text).into_iter().map(move |it| format!("{path}: {it}"))
        })
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Shows that a check passes what is right and fails what is wrong: each sample with its path.
#[track_caller]
pub(crate) fn can_fail(check: Check, right: &[(&str, &str)], wrong: &[(&str, &str)]) {
    for (path, text) in right {
        assert_eq!(check(path, text), [""; 0], "{path}: {text}");
    }
    for (path, text) in wrong {
        assert!(!check(path, text).is_empty(), "not seen in {path}: {text}");
    }
}

/// The lines of code with their numbers: without comments, and without the tests at the end of the
/// file. A file of tests has none.
pub(crate) fn code<'a>(path: &str, text: &'a str) -> impl Iterator<Item = (usize, &'a str)> {
    let is_test =
        path.ends_with("tests.rs") || path.contains("tests/") || path.ends_with("laws.rs");
    let text = if is_test || !is_a(path, "rs") { "" } else { text };
    let end = text.find("#[cfg(test)]\nmod ").unwrap_or(text.len());
    let lines = (1..).zip(text[..end].lines());
    lines.filter(|(_, line)| !line.trim_start().starts_with("//"))
}

/// One sentence for each line of code that has one of these words.
pub(crate) fn words_in_code(path: &str, text: &str, words: &[&str]) -> Vec<String> {
    let found = code(path, text).flat_map(|(number, line)| {
        let found = words.iter().filter(move |word| line.contains(**word));
        found.map(move |word| format!("line {number} has {word:?}"))
    });
    found.collect()
}
