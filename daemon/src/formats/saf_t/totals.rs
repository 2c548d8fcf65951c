//! What a file says its journals come to, against what they do.

use metrics::finding::{Fault, Faults, Place, reading};
use metrics::money::{format_minor, parse_minor};

/// Decimals that amounts are summed with; no currency has more.
const DIGITS: u8 = 6;

/// What is declared, and what was seen.
#[derive(Debug, Default)]
pub(super) struct Totals {
    /// Number of transactions, total debit and total credit, as written; `""` where nothing is.
    pub(super) declared: [String; 3],
    /// Transactions seen.
    pub(super) entries: u64,
    debit: i128,
    credit: i128,
}

impl Totals {
    /// Adds a line. What is no amount is for the rules to name, and counts as nothing.
    pub(super) fn add(&mut self, debit: &str, credit: &str) {
        let amount = |text: &str| parse_minor(text, DIGITS).map_or(0, i128::from);
        self.debit += amount(debit);
        self.credit += amount(credit);
    }

    /// One fault for each figure that is declared and is another.
    pub(super) fn judge(&self, faults: &mut Faults) {
        let [entries, debit, credit] = &self.declared;
        let seen = i128::from(self.entries);
        for (what, declared, found, digits) in [
            ("entries", entries, seen, 0),
            ("debit", debit, self.debit, DIGITS),
            ("credit", credit, self.credit, DIGITS),
        ] {
            let figure = parse_minor(declared, digits).map(i128::from);
            if !declared.is_empty() && figure != Ok(found) {
                faults.push(Fault {
                    cause: what.to_owned(),
                    expected: declared.clone(),
                    actual: plain(found, digits),
                    difference: figure.ok().map(|it| plain(it - found, digits)),
                    arguments: vec![("what", what.to_owned())],
                    ..Fault::at(reading::DECLARED, Place::default())
                });
            }
        }
    }
}

/// A decimal without zeros at its end.
fn plain(figure: i128, digits: u8) -> String {
    let text = format_minor(figure, digits);
    if digits == 0 { text } else { text.trim_end_matches('0').trim_end_matches('.').to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is declared of two transactions of 0.10 and 0.20; faults as `what expected actual difference`.
    #[track_caller]
    fn check(declared: [&str; 3], expected: &[&str]) {
        let declared = declared.map(str::to_owned);
        let mut totals = Totals { declared, entries: 2, ..Totals::default() };
        for (debit, credit) in [("0.1", ""), ("", "0.10"), ("0.2", ""), ("", "0.20"), ("x", "y")] {
            totals.add(debit, credit);
        }
        let mut faults = Faults::default();
        totals.judge(&mut faults);
        let shown = |it: &Fault| {
            let difference = it.difference.as_deref().unwrap_or("-");
            format!("{} {} {} {difference}", it.cause, it.expected, it.actual)
        };
        assert_eq!(faults.kept().iter().map(shown).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn declared_totals_are_held_against_what_is_there() {
        check(["2", "0.30", "0.300"], &[]);
        check(["", "", ""], &[]);
        check(
            ["3", "0.31", "0.29"],
            &["entries 3 2 1", "debit 0.31 0.3 0.01", "credit 0.29 0.3 -0.01"],
        );
        check(
            ["two", "0,30", "30"],
            &["entries two 2 -", "debit 0,30 0.3 -", "credit 30 0.3 29.7"],
        );
    }
}
