//! The faults of one submission: those that say the same of many rows are one, and what is too much to
//! keep is counted.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::{Fault, reading};
use crate::incident::rules;
use crate::party::PartyId;
use crate::period::Period;

/// At most so many faults of one rule are kept of one submission; the rest is counted.
pub const FAULTS_PER_RULE_MAX: u64 = 1_000;
/// Above so many faults of reading or of a row alone that differ in nothing but row and content, they are
/// one fault that names so many rows.
pub const LOOK_ALIKES_MAX: u64 = 20;

/// Rules that a whole file tends to break for one reason: what would be right is the same for every row.
const ALIKE_FOR_ALL: [&str; 9] = [
    reading::ROW_UNREADABLE,
    reading::CELL_EMPTY,
    reading::CELL_INVALID,
    rules::DISCOVERY,
    rules::TYPE,
    rules::TYPE_CODE,
    rules::ORPHAN,
    rules::SCALE,
    rules::CII,
];
/// The same, where what would be right is another thing for every row.
const ALIKE_FOR_EACH: [&str; 3] = [reading::DUPLICATE, reading::CREDIT_CODE, rules::ORDER];
/// The longest cause, in bytes: it is found by, and a key of PostgreSQL has at most 2,704.
const CAUSE_BYTES_MAX: usize = 1_000;
/// So many bytes of a longer one are left, before the beginning of its SHA-256.
const CAUSE_BYTES_LEFT: usize = 900;

/// The argument that says how many faults one stands for.
pub const ALIKE: &str = "alike";
/// The argument that names the first rows of these.
pub const ALIKE_ROWS: &str = "alike_rows";

/// The faults of one submission: look-alikes are kept up to [`LOOK_ALIKES_MAX`], others up to
/// [`FAULTS_PER_RULE_MAX`] a rule; all are counted.
///
/// # Invariants
///
/// Every fault is counted once: it is kept, or is one of look-alikes, or is beyond what is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Faults {
    kept: Vec<Fault>,
    /// Found, by rule.
    counts: BTreeMap<&'static str, u64>,
    /// Kept, by rule.
    room: BTreeMap<&'static str, u64>,
    alike: BTreeMap<Reason, Alike>,
    /// The sheet that all of them are on, of a workbook.
    sheet: Option<String>,
}

/// What look-alikes have in common.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Reason {
    rule: &'static str,
    subject: Option<PartyId>,
    period: Option<Period>,
    column: Option<String>,
    expected: String,
    arguments: Vec<(&'static str, String)>,
}

/// Faults for one reason.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Alike {
    found: u64,
    kept: u64,
}

impl Reason {
    /// Why a fault is one, if others may be alike.
    fn of(fault: &Fault) -> Option<Self> {
        let is_for_all = ALIKE_FOR_ALL.contains(&fault.rule);
        if !is_for_all && !ALIKE_FOR_EACH.contains(&fault.rule) {
            return None;
        }
        let (expected, arguments) = if is_for_all {
            (fault.expected.clone(), fault.arguments.clone())
        } else {
            (String::new(), Vec::new())
        };
        Some(Self {
            rule: fault.rule,
            subject: fault.subject.clone(),
            period: fault.period,
            column: fault.place.column.clone(),
            expected,
            arguments,
        })
    }

    /// The one fault that stands for all. Its cause is the reason, so that it is the same when the file
    /// is handed in again with other rows.
    fn fault(self, kept: &[Fault], found: u64) -> Option<Fault> {
        let first = kept.first()?;
        let rows: Vec<String> =
            kept.iter().filter_map(|it| it.place.row).map(|it| it.to_string()).collect();
        let said = self.arguments.iter().map(|(_, value)| value.as_str());
        let cause = self.column.as_deref().into_iter().chain([self.expected.as_str()]).chain(said);
        let mut cause: Vec<&str> = cause.filter(|it| !it.is_empty()).collect();
        cause.dedup();
        let mut fault = Fault { cause: cut(cause.join(" ")), ..first.clone() };
        fault.arguments.extend([(ALIKE, found.to_string()), (ALIKE_ROWS, rows.join(", "))]);
        Some(fault)
    }
}

impl Alike {
    fn is_one(self) -> bool {
        LOOK_ALIKES_MAX < self.found
    }
}

impl Faults {
    /// Says of every fault that is kept whom it is about.
    pub(crate) fn about(&mut self, party: &PartyId) {
        self.kept.iter_mut().for_each(|it| it.subject = Some(party.clone()));
    }

    /// Adds a fault. A NUL in what it says, which no database keeps, is U+FFFD, and a cause too long to
    /// be found by is cut, with a hash that tells it from others.
    pub fn push(&mut self, mut fault: Fault) {
        let texts = [&mut fault.cause, &mut fault.expected, &mut fault.actual];
        let arguments = fault.arguments.iter_mut().map(|(_, it)| it);
        for text in texts.into_iter().chain(&mut fault.place.column).chain(arguments) {
            if text.contains('\0') {
                *text = text.replace('\0', "\u{fffd}");
            }
        }
        fault.cause = cut(fault.cause);
        if self.sheet.is_some() {
            fault.place.sheet.clone_from(&self.sheet);
        }
        *self.counts.entry(fault.rule).or_default() += 1;
        let reason = Reason::of(&fault);
        let room = self.room.entry(fault.rule).or_default();
        let has_room = *room < FAULTS_PER_RULE_MAX;
        let alike = match reason {
            // A reason of which none is kept has nothing to stand for it.
            Some(reason) if has_room => Some(self.alike.entry(reason).or_default()),
            Some(reason) => self.alike.get_mut(&reason),
            None => None,
        };
        let mut is_kept = has_room;
        if let Some(alike) = alike {
            alike.found += 1;
            is_kept &= alike.kept < LOOK_ALIKES_MAX;
            alike.kept += u64::from(is_kept);
        }
        if is_kept {
            *room += 1;
            self.kept.push(fault);
        }
    }

    /// Adds every fault of another list, which is not folded.
    pub fn append(&mut self, other: Self) {
        let mut others = other.counts;
        for fault in other.kept {
            if let Some(count) = others.get_mut(fault.rule) {
                *count -= 1;
            }
            self.push(fault);
        }
        for (reason, alike) in other.alike {
            if let Some(own) = self.alike.get_mut(&reason) {
                own.found += alike.found - alike.kept;
            }
        }
        for (rule, count) in others {
            *self.counts.entry(rule).or_default() += count;
        }
    }

    /// Makes one fault of more than [`LOOK_ALIKES_MAX`] look-alikes, with their count and the first rows
    /// as arguments [`ALIKE`] and [`ALIKE_ROWS`]. No look-alikes are added afterwards.
    pub fn fold(&mut self) {
        let mut folded: BTreeMap<Reason, Vec<Fault>> = BTreeMap::new();
        for fault in std::mem::take(&mut self.kept) {
            let is_one = |it: &Reason| self.alike.get(it).is_some_and(|it| it.is_one());
            match Reason::of(&fault).filter(is_one) {
                Some(reason) => folded.entry(reason).or_default().push(fault),
                None => self.kept.push(fault),
            }
        }
        for (reason, faults) in folded {
            let Some(alike) = self.alike.get_mut(&reason) else { continue };
            alike.kept = 1;
            self.kept.extend(reason.fault(&faults, alike.found));
        }
    }

    /// Leaves the faults of some rules.
    pub fn retain_rules(&mut self, is_left: impl Fn(&str) -> bool) {
        self.kept.retain(|it| is_left(it.rule));
        self.counts.retain(|rule, _| is_left(rule));
        self.room.retain(|rule, _| is_left(rule));
        self.alike.retain(|reason, _| is_left(reason.rule));
    }

    /// The faults kept, in the order in which they were found.
    #[must_use]
    pub fn kept(&self) -> &[Fault] {
        &self.kept
    }

    /// How many faults of each rule were found, kept or not.
    #[must_use]
    pub fn counts(&self) -> &BTreeMap<&'static str, u64> {
        &self.counts
    }

    /// How many were found.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.counts.values().sum()
    }

    /// How many were found that no fault kept stands for.
    #[must_use]
    pub fn truncated(&self) -> u64 {
        let alike = self.alike.values().filter(|it| it.is_one());
        let stood_for: u64 = alike.map(|it| it.found - it.kept).sum();
        self.total() - stood_for - self.kept.len() as u64
    }

    /// Whether every fault of a rule that was found is kept, or stood for by one that is.
    #[must_use]
    pub fn has_all_of(&self, rule: &str) -> bool {
        let mut of_rule = self.clone();
        of_rule.retain_rules(|it| it == rule);
        of_rule.truncated() == 0
    }

    /// The rules of which not every fault that was found is kept or stood for.
    pub fn cut(&self) -> impl Iterator<Item = &'static str> {
        self.counts.keys().copied().filter(|rule| !self.has_all_of(rule))
    }

    /// Whether no rule is broken.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }

    /// Says of which sheet the faults are: those kept, and those that are still to come.
    pub fn on_sheet(&mut self, sheet: &str) {
        for fault in &mut self.kept {
            fault.place.sheet = Some(sheet.to_owned());
        }
        self.sheet = Some(sheet.to_owned());
    }

    /// Says of which sheet the faults kept are that rest on one of several submissions: sheets by receipt.
    pub(crate) fn on_sheets(&mut self, sheets: &BTreeMap<&str, &str>) {
        for fault in &mut self.kept {
            let sheet = fault.receipt.as_deref().and_then(|it| sheets.get(it));
            fault.place.sheet = sheet.map(|it| (*it).to_owned());
        }
    }

    /// Numbers the faults kept that have the same identity (rule, subject, period, cause), in their
    /// order: each is a finding of its own.
    pub fn distinguish(&mut self) {
        let mut seen: BTreeMap<_, u64> = BTreeMap::new();
        for fault in &mut self.kept {
            let subject = fault.subject.clone();
            let count = seen.entry((fault.rule, subject, fault.period, fault.cause.clone()));
            let count = count.or_default();
            *count += 1;
            if 1 < *count {
                fault.cause = format!("{} #{count}", fault.cause);
            }
        }
    }

    /// Sorts the faults kept by place, then rule, so that the order of checks does not show.
    pub fn sort(&mut self) {
        self.kept.sort_by(|a, b| {
            let key = |it: &Fault| (it.place.sheet.clone(), it.place.row, it.rule);
            key(a).cmp(&key(b)).then_with(|| a.cause.cmp(&b.cause))
        });
    }
}

/// A cause of at most [`CAUSE_BYTES_MAX`].
fn cut(cause: String) -> String {
    if cause.len() <= CAUSE_BYTES_MAX {
        return cause;
    }
    let end = (0..=CAUSE_BYTES_LEFT).rev().find(|it| cause.is_char_boundary(*it));
    let hash = Sha256::digest(&cause);
    let hash = hash.iter().take(16).fold(0_u128, |sum, byte| (sum << 8) | u128::from(*byte));
    format!("{}… {hash:032x}", &cause[..end.unwrap_or_default()])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::Place;
    use super::*;

    fn fault(rule: &'static str, row: u64) -> Fault {
        Fault { cause: row.to_string(), ..Fault::at(rule, Place::cell(row, "account")) }
    }

    #[test]
    fn faults_of_one_cause_are_told_apart() {
        let mut faults = Faults::default();
        for (row, cause) in
            [(2, "记-1 debit"), (3, "记-1 debit"), (4, "记-2 debit"), (5, "记-1 debit")]
        {
            faults.push(Fault { cause: cause.to_owned(), ..fault(reading::CELL_EMPTY, row) });
        }
        faults.distinguish();
        let causes: Vec<&str> = faults.kept().iter().map(|it| it.cause.as_str()).collect();
        assert_eq!(causes, ["记-1 debit", "记-1 debit #2", "记-2 debit", "记-1 debit #3"]);
    }

    #[test]
    fn a_cause_can_be_kept_and_found_by() {
        let kept = |cause: &str| {
            let mut faults = Faults::default();
            let place = Place::cell(2, "a\0b");
            let arguments = vec![("name", "\0".to_owned())];
            let cause = cause.to_owned();
            faults.push(Fault { cause, arguments, ..Fault::at(reading::CELL_EMPTY, place) });
            let kept = faults.kept()[0].clone();
            assert_eq!(kept.place.column.as_deref(), Some("a\u{fffd}b"));
            assert_eq!(kept.arguments[0].1, "\u{fffd}");
            kept.cause
        };
        assert_eq!(kept("a\0"), "a\u{fffd}");
        let longest = "a".repeat(CAUSE_BYTES_MAX);
        assert_eq!(kept(&longest), longest);
        let (one, other) = ("字".repeat(20_000), format!("{}z", "字".repeat(20_000)));
        assert!(kept(&one).len() <= CAUSE_BYTES_MAX && kept(&one).starts_with("字字"));
        assert_eq!(kept(&one), kept(&one));
        assert_ne!(kept(&one), kept(&other), "what differs behind the cut is told apart");
    }

    #[test]
    fn what_is_found_of_a_sheet_later_is_on_it() {
        let mut faults = Faults::default();
        faults.push(fault(reading::CELL_EMPTY, 2));
        faults.on_sheet("四月");
        let mut later = Faults::default();
        later.push(fault(reading::CELL_INVALID, 3));
        faults.append(later);
        let sheets: Vec<_> = faults.kept().iter().map(|it| it.place.sheet.as_deref()).collect();
        assert_eq!(sheets, [Some("四月"); 2]);
    }

    #[test]
    fn what_is_not_kept_is_counted() {
        let mut faults = Faults::default();
        for row in 0..FAULTS_PER_RULE_MAX + 5 {
            faults.push(fault(reading::PARTY_UNKNOWN, row));
        }
        assert_eq!(faults.truncated(), 5);
        let mut twice = faults.clone();
        twice.append(faults);
        assert_eq!(twice.counts()[reading::PARTY_UNKNOWN], 2 * FAULTS_PER_RULE_MAX + 10);
        assert_eq!(twice.truncated(), FAULTS_PER_RULE_MAX + 10);
    }

    #[test]
    fn look_alikes_are_one_fault_from_the_twenty_first_on() {
        for (found, kept) in [(1, 1), (20, 20), (21, 1), (4_000, 1)] {
            let mut faults = Faults::default();
            for row in 2..2 + found {
                faults.push(fault(reading::CELL_EMPTY, row));
            }
            faults.fold();
            assert_eq!((faults.kept().len(), faults.truncated()), (kept, 0), "{found}");
            assert_eq!(faults.total(), found);
            if kept == 1 && 1 < found {
                let arguments = &faults.kept()[0].arguments;
                assert_eq!(arguments[0], (ALIKE, found.to_string()));
                assert!(arguments[1].1.starts_with("2, 3, ") && arguments[1].1.ends_with(", 21"));
            }
        }
    }

    #[test]
    fn what_is_right_for_each_row_alone_does_not_tell_look_alikes_apart() {
        for (rule, kept) in [
            (rules::ORDER, 1),
            (reading::DUPLICATE, 1),
            (reading::CREDIT_CODE, 1),
            (rules::ORPHAN, 30),
            (rules::TYPE_CODE, 30),
            (reading::PARTY_UNKNOWN, 30),
        ] {
            let mut faults = Faults::default();
            for row in 0..30 {
                let arguments = vec![("rows", row.to_string())];
                let expected = format!("≥ {row}");
                faults.push(Fault { expected, arguments, ..fault(rule, row) });
            }
            faults.fold();
            assert_eq!((faults.kept().len(), faults.total()), (kept, 30), "{rule}");
        }
    }

    #[test]
    fn another_column_or_party_is_another_reason() {
        let party = |index: u64| index.is_multiple_of(2).then(|| "name:甲".parse().unwrap());
        let mut faults = Faults::default();
        for row in 0..60 {
            faults.push(Fault { subject: party(row), ..fault(reading::CELL_INVALID, row) });
            let place = Place::cell(row, "debit");
            faults.push(Fault { place, ..fault(reading::CELL_INVALID, row) });
        }
        faults.fold();
        assert_eq!((faults.kept().len(), faults.total(), faults.truncated()), (3, 120, 0));
    }

    #[test]
    fn a_rule_that_is_off_leaves_the_counts_of_others() {
        let mut faults = Faults::default();
        for row in 0..30 {
            faults.push(fault(reading::CELL_EMPTY, row));
            faults.push(fault(reading::PARTY_UNKNOWN, row));
        }
        faults.retain_rules(|rule| rule != reading::PARTY_UNKNOWN);
        faults.fold();
        assert_eq!((faults.kept().len(), faults.total(), faults.truncated()), (1, 30, 0));
    }

    const RULES: [&str; 3] = [reading::CELL_EMPTY, reading::DUPLICATE, reading::PARTY_UNKNOWN];

    proptest! {
        /// However faults are split into lists, all are counted: kept, stood for, or truncated.
        #[test]
        fn none_is_lost(lists in prop::collection::vec(
            prop::collection::vec((0_usize..3, 0_u64..9, 0_usize..2), 0..80), 0..4,
        )) {
            let mut whole = Faults::default();
            let mut joined = Faults::default();
            for list in &lists {
                let mut part = Faults::default();
                for &(rule, row, column) in list {
                    let place = Place::cell(row, ["debit", "credit"][column]);
                    let fault = Fault { place, ..fault(RULES[rule], row) };
                    whole.push(fault.clone());
                    part.push(fault);
                }
                joined.append(part);
            }
            prop_assert_eq!(whole.counts(), joined.counts());
            let unfolded = joined.truncated();
            for faults in [&mut whole, &mut joined] {
                faults.fold();
                let stood_for = |it: &Fault| {
                    let count = it.arguments.iter().find(|(name, _)| *name == ALIKE);
                    count.map_or(1, |(_, count)| count.parse().unwrap())
                };
                let shown: u64 = faults.kept().iter().map(stood_for).sum();
                prop_assert_eq!(shown + faults.truncated(), faults.total());
            }
            prop_assert_eq!((unfolded, joined.kept()), (joined.truncated(), whole.kept()));
        }
    }
}
