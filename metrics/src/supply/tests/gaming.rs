//! Writing what cannot be read, or one thing twice, never pays.

use super::*;

proptest! {
    /// Whatever is written into a row, an item that says less never counts for more: a cell that
    /// cannot be read is no better than the right one.
    #[test]
    fn what_cannot_be_read_raises_no_count(
        frequency in "(daily|weekly|yearly|often|\\PC{0,4})",
        updated in "(2026-0[1-9]-[0-9]{2}|\\PC{0,6})",
        resources in "([0-9]|-1|\\PC{0,3})",
    ) {
        let clean = |text: &str| text.replace('|', " ");
        let line = format!(
            "name:某局|A|b|c|d|{}|{}|{}", clean(&frequency), clean(&updated), clean(&resources)
        );
        let found = checked(&[&line]);
        let right = checked(&["name:某局|A|b|c|d|daily|2026-07-01|1"]);
        let at = AT.parse().unwrap();
        let found = counted(&found.facts[0].content, at);
        let right = counted(&right.facts[0].content, at);
        prop_assert!(found.iter().zip(&right).all(|(found, right)| found <= right));
        // Due without being on time, or on time and due: never on time without being due.
        prop_assert!(found[6] <= found[5]);
    }

    /// An item that is repeated differently counts as one, and for no more than either row.
    #[test]
    fn repeating_an_item_differently_raises_no_share(rows in prop::collection::vec(
        "name:某局\\|A\\|b\\|c?\\|d?\\|(daily|yearly|irregular|often)?\\|(2026-07-01|2020-01-01)?\\|[0-2]?",
        1..4,
    )) {
        let at = AT.parse().unwrap();
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        let all = checked(&rows);
        prop_assert_eq!(all.facts.len(), 1);
        let all = counted(&all.facts[0].content, at);
        for row in rows {
            let one = counted(&checked(&[row]).facts[0].content, at);
            prop_assert!((0..5).all(|it| all[it] <= one[it]), "{one:?} became {all:?}");
            prop_assert!(one[5] <= all[5], "an update stays due");
            prop_assert!(all[6] <= one[6] || one[5] == 0, "{one:?} became {all:?}");
        }
    }
}
