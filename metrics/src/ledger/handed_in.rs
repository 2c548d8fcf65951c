//! Whether files hand a month in. A file without vouchers says that there was nothing, and is taken at its word
//! where nothing else says that there was something: an empty month is worth no more than a real one.

/// What a ledger that was accepted for a month has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HandedFile {
    /// Rows handed in.
    pub rows: u64,
    /// Rows understood.
    pub understood: u64,
    /// Vouchers named.
    pub vouchers: u64,
    /// Vouchers of which a line was understood.
    pub vouchers_understood: u64,
    /// Whether nothing supersedes it.
    pub is_in_force: bool,
}

impl HandedFile {
    /// Whether it tells of vouchers: of one that nobody understands it tells nothing.
    const fn has_vouchers(&self) -> bool {
        0 < self.vouchers_understood
    }

    /// Whether it says that there was nothing: it is empty, or has balances alone. What is not understood says
    /// something that nobody knows.
    const fn is_blank(&self) -> bool {
        self.vouchers == 0 && self.understood == self.rows
    }
}

/// Which files of a month hand it in: those with vouchers, while one of these is in force. Files without any do
/// where there never was one with some, and nothing else says that there was something: neither a file in force
/// that is not understood whole, nor usage, by which the month `has_business` (a
/// project default: art. 18 of the Measures asks for a ledger of the business).
#[must_use]
pub fn hand_in(files: &[HandedFile], has_business: bool) -> Vec<bool> {
    let has_vouchers = files.iter().any(HandedFile::has_vouchers);
    let stands = files.iter().any(|it| it.is_in_force && it.has_vouchers());
    let is_empty = !has_business && files.iter().all(|it| it.is_blank() || !it.is_in_force);
    let hands_in = |it: &HandedFile| {
        if has_vouchers { stands && it.has_vouchers() } else { is_empty && it.is_blank() }
    };
    files.iter().map(hands_in).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const EMPTY: HandedFile = HandedFile {
        rows: 0,
        understood: 0,
        vouchers: 0,
        vouchers_understood: 0,
        is_in_force: true,
    };
    const BALANCES: HandedFile = HandedFile { rows: 2, understood: 2, ..EMPTY };
    const BROKEN: HandedFile = HandedFile { rows: 2, vouchers: 1, ..EMPTY };
    const OPENED: HandedFile = HandedFile { rows: 2, understood: 1, vouchers: 1, ..EMPTY };
    const NAMELESS: HandedFile = HandedFile { rows: 3, ..BALANCES };
    const UNREADABLE: HandedFile = HandedFile { rows: 1, ..EMPTY };
    const REAL: HandedFile =
        HandedFile { rows: 2, understood: 2, vouchers: 1, vouchers_understood: 1, ..EMPTY };
    const SUPERSEDED: HandedFile = HandedFile { is_in_force: false, ..REAL };

    #[test]
    fn an_empty_file_hands_in_a_month_without_business() {
        for (files, quiet, busy) in [
            (&[][..], vec![], vec![]),
            (&[EMPTY], vec![true], vec![false]),
            (&[BALANCES], vec![true], vec![false]),
            (&[BROKEN], vec![false], vec![false]),
            // Balances that are understood make no voucher understood.
            (&[OPENED], vec![false], vec![false]),
            // Nor does it where the row does not even name one, in this file or in another.
            (&[NAMELESS], vec![false], vec![false]),
            (&[BALANCES, UNREADABLE], vec![false; 2], vec![false; 2]),
            (&[BROKEN, EMPTY], vec![false; 2], vec![false; 2]),
            (
                &[HandedFile { is_in_force: false, ..BROKEN }, EMPTY],
                vec![false, true],
                vec![false; 2],
            ),
            (&[REAL], vec![true], vec![true]),
            // An empty one in time does not bring a real one that is late into time.
            (&[EMPTY, REAL], vec![false, true], vec![false, true]),
            // What had vouchers is not emptied by what comes after it.
            (&[SUPERSEDED, EMPTY], vec![false; 2], vec![false; 2]),
            (&[SUPERSEDED, BROKEN], vec![false; 2], vec![false; 2]),
            (&[SUPERSEDED, REAL], vec![true; 2], vec![true; 2]),
        ] {
            assert_eq!(hand_in(files, false), quiet, "{files:?}");
            assert_eq!(hand_in(files, true), busy, "{files:?} with business");
        }
    }

    proptest! {
        /// Files without vouchers hand in nothing beside one with some, and never help where it is gone.
        #[test]
        fn nothing_added_hands_in_a_month_that_has_vouchers(
            stands in any::<bool>(),
            blank in prop::collection::vec(prop::sample::select(vec![EMPTY, BALANCES, BROKEN, OPENED, NAMELESS]), 0..4),
            has_business in any::<bool>(),
        ) {
            let real = HandedFile { is_in_force: stands, ..REAL };
            let files: Vec<HandedFile> = std::iter::once(real).chain(blank).collect();
            let found = hand_in(&files, has_business);
            prop_assert_eq!(found[0], stands);
            prop_assert!(!found[1..].iter().any(|it| *it));
        }
    }
}
