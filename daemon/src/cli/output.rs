//! Where a command writes: answers to stdout, words for people to stderr, files where nothing is yet.

use std::fs::OpenOptions;
use std::io::{self, Write as _};
use std::path::Path;

use metrics::clean::clean_inline;
use serde::Serialize;

use super::Failure;

/// One JSON document.
pub(super) fn json(value: &impl Serialize) -> Result<(), Failure> {
    let text = serde_json::to_string_pretty(value).map_err(Failure::environment)?;
    line(&text);
    Ok(())
}

/// Text of ours, or made safe before. A reader that went away (`| head`) is no failure.
pub(super) fn line(text: &str) {
    let _ = writeln!(io::stdout().lock(), "{text}");
}

/// Words for a person. What submitters wrote may be among them, and is made safe.
pub(super) fn say(text: &str) {
    let mut stderr = io::stderr().lock();
    for line in text.lines() {
        let _ = writeln!(stderr, "{}", clean_inline(line));
    }
}

/// A file that was not there.
pub(super) fn new_file(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let file = OpenOptions::new().write(true).create_new(true).open(path);
    let written = file.and_then(|mut file| file.write_all(bytes));
    written.map_err(|error| Failure::file(path, error))
}
