//! Declaring that an item is updated less often takes nothing away that was due before.

use super::*;

/// An item of a frequency, `""` for none, and a day of update, `""` for none.
fn item(frequency: &str, updated_on: &str) -> Item {
    let row = format!("name:某局|A|名称||cc-by|{frequency}|{updated_on}|2|CSV|||");
    checked(&[&row]).facts.remove(0).content
}

/// Where the last row of an item stands on 1 July at nine, those before it having stood until noon of a day each.
fn state(rows: &[(&str, &str, Date)], last: (&str, &str)) -> UpdateState {
    let mut earlier = Earlier::default();
    for (frequency, updated_on, until) in rows {
        earlier.add(&item(frequency, updated_on), until.at(12, 0, 0, 0));
    }
    let moment = Moment { at: AT.parse().unwrap(), calendar: &calendar() };
    item(last.0, last.1).update_state(&policy(), &moment, &earlier)
}

#[test]
fn what_was_overdue_stays_so_until_an_update_comes() {
    let june = |day| date(2026, 6, day);
    let overdue = |day| UpdateState::Overdue { due_on: june(day) };
    // Updated on the first, a daily item is due on the third, and overdue from the fourth on.
    for (until, said, expected) in [
        (june(4), ("irregular", "2026-06-01"), overdue(3)),
        (june(4), ("irregular", ""), overdue(3)),
        (june(4), ("", "2026-06-01"), overdue(3)),
        (june(4), ("yearly", "2026-06-01"), overdue(3)),
        // What was updated the day after would have been overdue on the fifth.
        (june(4), ("irregular", "2026-06-02"), UpdateState::NotDue),
        (june(5), ("irregular", "2026-06-02"), overdue(4)),
        // An update that is told in part counts as of its last day, one that is to come is none.
        (june(20), ("irregular", "2026-06"), UpdateState::NotDue),
        (june(20), ("irregular", "2026-08-01"), overdue(3)),
        // On its last day it was not overdue yet.
        (june(3), ("irregular", "2026-06-01"), UpdateState::NotDue),
        (june(20), ("irregular", "2026-06-21"), UpdateState::NotDue),
        (june(4), ("often", "2026-06-21"), UpdateState::NotShown),
    ] {
        assert_eq!(state(&[("daily", "2026-06-01", until)], said), expected, "{until} {said:?}");
    }
    let found = state(&[("daily", "2026-06-01", june(4))], ("yearly", "2026-06-02"));
    assert!(matches!(found, UpdateState::OnTime { .. }), "{found:?}");
    // Nobody ever showed an update of what was due.
    assert_eq!(state(&[("daily", "", june(4))], ("irregular", "")), UpdateState::NotShown);
    // A word that nobody knows made nothing due, and what is due by no frequency never was.
    for (frequency, last) in [("often", "irregular"), ("irregular", ""), ("", "irregular")] {
        let found = state(&[(frequency, "2020", june(4))], (last, "2020"));
        assert_eq!(found, UpdateState::NotDue, "{frequency}");
    }
    // It is forgotten by no third row.
    let rows = [("daily", "2026-06-01", june(4)), ("yearly", "2026-06-01", june(6))];
    assert_eq!(state(&rows, ("irregular", "2026-06-01")), overdue(3));
}

proptest! {
    /// Whatever was said before, in whatever order it is read, an item that has more of a past counts for no more.
    #[test]
    fn a_past_never_counts_for_more(
        rows in prop::collection::vec(
            (
                "(daily|weekly|monthly|yearly|irregular|often)?",
                "(2026-0[1-6]-[0-2][1-8])?",
                "2026-0[1-6]-[0-2][1-8]",
            ),
            1..5,
        ),
        last in ("(daily|weekly|monthly|yearly|irregular|often)?", "2026-0[1-6]-[0-2][1-8]"),
    ) {
        let rows: Vec<_> = rows.iter().map(|(it, on, to)| (&**it, &**on, to.parse().unwrap())).collect();
        let last = (&*last.0, &*last.1);
        let turned: Vec<_> = rows.iter().rev().copied().collect();
        let is_failed = |it| matches!(it, UpdateState::Overdue { .. } | UpdateState::NotShown);
        let found = state(&rows, last);
        prop_assert_eq!(found, state(&turned, last));
        prop_assert!(is_failed(found) || !is_failed(state(&rows[1..], last)), "{found:?}");
    }
}
