//! Declaring that an item is updated less often takes nothing away that was due before.

use super::*;

/// An item of a frequency, `""` for none, and a day of update, `""` for none.
fn item(frequency: &str, updated_on: &str) -> Item {
    let row = format!("name:某局|A|名称||cc-by|{frequency}|{updated_on}|2|CSV|||");
    checked(&[&row]).facts.remove(0).content
}

/// Where the last row of an item stands on 1 July at nine, those before it having stood until noon of a day
/// each.
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

/// A day of June, in China at noon.
fn noon(day: i8) -> jiff::Timestamp {
    let zone = TimeZone::fixed(offset(8));
    zone.to_timestamp(date(2026, 6, day).at(12, 0, 0, 0)).unwrap()
}

/// A row of a frequency, with the days on which it came and went, if it did.
fn said(frequency: &str, came: i8, went: Option<i8>) -> Said {
    let item = item(frequency, "");
    Said { item, accepted_at: noon(came), superseded_at: went.map(noon) }
}

/// Until which day each row stood before the one in force: frequencies in the order of their lengths.
fn stood(rows: &[Said]) -> Vec<(&'static str, i8)> {
    let earlier = Earlier::of(rows, &TimeZone::fixed(offset(8)));
    earlier.declared.iter().map(|(it, until)| (it.as_str(), until.day())).collect()
}

#[test]
fn a_row_stands_until_what_came_later_stands_no_more() {
    let (weekly, irregular) = (said("weekly", 1, None), said("irregular", 2, None));
    let taken_back = said("irregular", 2, Some(3));
    let check = |rows: &[&Said], expected: &[(&str, i8)]| {
        let rows: Vec<Said> = rows.iter().copied().cloned().collect();
        assert_eq!(stood(&rows), expected, "{rows:?}");
    };
    check(&[], &[]);
    check(&[&weekly], &[]);
    check(&[&weekly, &irregular], &[("weekly", 2)]);
    // In force again, it is no row before, and it stands until the next one.
    check(&[&weekly, &taken_back], &[("irregular", 3)]);
    let yearly = said("yearly", 20, None);
    check(&[&weekly, &taken_back, &yearly], &[("weekly", 20), ("irregular", 3)]);
    check(&[&weekly, &irregular, &yearly], &[("weekly", 2), ("irregular", 20)]);
    // A successor of its file hides it to the end, and nothing stands between a file and its successor.
    let hidden = said("weekly", 1, Some(9));
    check(&[&hidden, &irregular, &yearly], &[("weekly", 2), ("irregular", 20)]);
    check(&[&hidden, &taken_back, &yearly], &[("weekly", 9), ("irregular", 3)]);
    let followed = said("irregular", 2, Some(20));
    check(&[&weekly, &followed, &yearly], &[("weekly", 2), ("irregular", 20)]);
    // What came and went at one instant was said.
    check(&[&weekly, &said("daily", 1, Some(1))], &[("daily", 1)]);
    check(&[&said("daily", 1, None), &weekly], &[("daily", 1)]);
}

proptest! {
    /// A row stood until the day after the last one on which it was the last of those that stand.
    #[test]
    fn a_row_stood_to_its_last_day_in_force(
        mut days in prop::collection::vec((1..20_i8, prop::option::of(0..9_i8)), 0..7),
    ) {
        const WORDS: [&str; 7] =
            ["realtime", "daily", "weekly", "monthly", "quarterly", "half_yearly", "yearly"];
        days.sort_unstable();
        let spans: Vec<(i8, Option<i8>)> =
            days.iter().map(|&(came, days)| (came, days.map(|it| came + it))).collect();
        let in_force = |day: i8| {
            let stands = |&(came, went): &(i8, Option<i8>)| {
                came <= day && went.is_none_or(|went| day < went)
            };
            spans.iter().rposition(stands)
        };
        let until = |row: usize| {
            let last = (1..30).rev().find(|&day| in_force(day) == Some(row));
            last.map_or(spans[row].0, |day| day + 1)
        };
        let before = (0..spans.len()).filter(|&row| in_force(29) != Some(row));
        let expected: Vec<_> = before.map(|row| (WORDS[row], until(row))).collect();
        let rows: Vec<Said> =
            spans.iter().zip(WORDS).map(|(&(came, went), word)| said(word, came, went)).collect();
        prop_assert_eq!(stood(&rows), expected);
    }

    /// Whatever was said before, in whatever order it is read, an item that has more of a past counts for
    /// no more.
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
