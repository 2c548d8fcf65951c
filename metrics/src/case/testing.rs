//! Cases that are told by file after file, for tests.

use super::{Case, CaseContext, CheckedCases, Standing, Told};
use crate::finding::Fault;
use crate::form::Entry;
use crate::party::PartyId;

/// The faults as `rule column expected`.
pub(crate) fn said<T>(found: &CheckedCases<T>) -> Vec<String> {
    let column = |it: &Fault| it.place.column.clone().unwrap_or_default();
    let faults = found.faults.kept().iter();
    faults.map(|it| format!("{} {} {}", it.rule, column(it), it.expected)).collect()
}

/// What was told of case 1 by files `MM-DD SENDER ROW & ROW`, of which `own` are the party's own: the faults of
/// the last one, and the case as it stands. Files are called F1, F2 and so on; of days the year is added. Each
/// is checked as one that is handed in alone, but for what was told before.
pub(crate) fn told<T: Case>(
    files: &[&str],
    alone: &CaseContext<T>,
    check: impl Fn(&[&str], CaseContext<T>) -> CheckedCases<T>,
) -> (Vec<String>, T) {
    let (party, other): (&PartyId, PartyId) = (&alone.sender, "name:市局".parse().unwrap());
    let mut rows: Vec<Told<T>> = Vec::new();
    let mut faults = Vec::new();
    for (number, file) in (1..).zip(files) {
        let mut words = file.splitn(3, ' ');
        let [day, sender, said] = [(); 3].map(|()| words.next().unwrap());
        let (received_on, is_own) = (format!("2026-{day}").parse().unwrap(), sender == "own");
        let said = said.split('|').map(with_year).collect::<Vec<_>>().join("|");
        let before = Standing::of(rows.clone()).map(|it| ((party.clone(), "1".to_owned()), it));
        let sender = if is_own { party.clone() } else { other.clone() };
        let before = before.into_iter().collect();
        let context = CaseContext { received_on, sender, before, ..alone.clone() };
        let mut found = check(&said.split(" & ").collect::<Vec<_>>(), context);
        faults = self::said(&found);
        faults.sort_unstable();
        let Entry { content, origin, .. } = found.facts.remove(0);
        let receipt = format!("F{number}");
        rows.push(Told { content, receipt, origin, received_on, is_own, is_taken_back: false });
    }
    (faults, Standing::of(rows).unwrap().case)
}

fn with_year(cell: &str) -> String {
    let is_day = matches!(cell.as_bytes(), [b'0', _, b'-', ..]);
    if is_day { format!("2026-{cell}") } else { cell.to_owned() }
}

/// The day of each step in order, `-` where it was not taken; with a yes `+`, whose day is unclear `?`.
pub(crate) fn steps<T: Case>(it: &T) -> String {
    let said = T::STEPS.iter().map(|step| it.said(*step));
    let shown = said.map(|it| match it.answer {
        Some(answer) => {
            let yes = if answer.yes { "+" } else { "" };
            let unclear = if it.is_unclear { "?" } else { "" };
            format!("{}{yes}{unclear}", answer.on.strftime("%m-%d"))
        }
        None => "-".to_owned(),
    });
    shown.collect::<Vec<_>>().join(" ")
}

/// Files, the faults of the last, and how the steps stand.
pub(crate) type History<'a> = (&'a [&'a str], &'a [&'a str], &'a str);

#[track_caller]
pub(crate) fn check<T: Case>(
    histories: &[History<'_>],
    told: impl Fn(&[&str]) -> (Vec<String>, T),
) {
    for (files, faults, stands) in histories {
        let (found, it) = told(files);
        assert_eq!(
            (found, steps(&it).as_str()),
            (faults.iter().map(|it| (*it).to_owned()).collect(), *stands),
            "{files:?}"
        );
    }
}
