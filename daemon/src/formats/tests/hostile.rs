//! Files that are meant to break a reader.

use super::corpus::is_lenient;
use super::*;

fn read_any(bytes: &[u8], format: Text) -> Faults {
    let wanted = Wanted::Form(columns(Kind::Ledger));
    read_wanted(&mut &*bytes, format, wanted, &mut Written::default()).unwrap()
}

#[test]
fn nesting_does_not_exhaust_the_stack() {
    let deep =
        |open: &str, close: &str| format!("{}1{}", open.repeat(1_000_000), close.repeat(1_000_000));
    for format in TEXTS.into_iter().filter(|it| *it != Text::Csv) {
        for text in [deep("[", "]"), deep("{\"a\":", "}"), "[{\"\":".repeat(100_000)] {
            let cell = format!("[{{\"summary\":{text}}}]");
            // Any object may be one of STIX; whoever takes it parses it no deeper than is safe.
            assert!(format == Text::Stix || !read_any(text.as_bytes(), format).is_empty());
            assert!(is_lenient(format) || !read_any(cell.as_bytes(), format).is_empty());
        }
    }
}

#[test]
fn unknown_names_are_not_remembered_without_end() {
    let members: Vec<String> = (0..5_000).map(|number| format!("\"x{number}\":1")).collect();
    let faults = read_any(format!("[{{{}}}]", members.join(",")).as_bytes(), Text::Json);
    assert_eq!(faults.counts()["R-3"], 1_000);
}

#[test]
fn documents_beyond_the_limit_are_refused() {
    let mut endless = io::repeat(b' ');
    let wanted = Wanted::Form(columns(Kind::Ledger));
    let faults = read_wanted(&mut endless, Text::Json, wanted, &mut Written::default()).unwrap();
    assert_eq!(faults.kept()[0].rule, "R-9");
}
