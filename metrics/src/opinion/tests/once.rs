//! What is said again counts once.

use super::*;

#[test]
fn a_document_counts_once() {
    let of = counts::determination("unfair-competition");
    for (changes, faults, count) in [
        ("document=BON－1", "OP-12 3 2", 1),
        ("document=bon-1", "OP-12 3 2", 1),
        ("document=BON-1\u{200b}", "OP-12 3 2", 1),
        // On one day the first in the order of codes counts, and 别 comes before 演.
        ("document=BON-1 institution=别的机关", "OP-12 2 3", 1),
        ("document=BON-1 authority=court institution=某法院", "", 2),
        ("document=BON-2", "", 2),
        ("document=BON-1 date=2025-12-31 institution=别的机关", "OP-12 2 3", 0),
        ("document=BON-1 matter=above-ceiling", "", 1),
        ("document=BON-1 party=uscc:91310000MADEM002X2", "", 2),
    ] {
        let rows = ["determination document=BON-1", &format!("determination {changes}")];
        let checked = checked(&rows);
        assert_eq!(said_again(&checked).join(" "), faults, "{changes}");
        assert_eq!(checked.facts.len(), 2, "{changes}");
        assert_eq!(sum(&of, "2026", &rows), Some(count), "{changes}");
    }
    let rows = ["opinion", "opinion document=pg-1", "opinion document=pg-1 period=2026-Q1"];
    assert_eq!(said_again(&checked(&rows)), ["OP-12 3 2"]);
    assert_eq!(sum(counts::THIRD_PARTY, "2026", &rows), Some(2));
}
