//! Waivers: each limit has a size and a source.

use super::Lint;
use crate::fault::{Expected, Wrong};

/// A waiver of more months is a slip of the pen.
const MONTHS_MAX: u16 = 120;
/// A waiver that begins more days before it is proposed is one.
const DAYS_MAX: u16 = 366;

impl Lint<'_> {
    pub(super) fn waiver(&mut self) {
        self.file = "waiver.toml";
        let policy = &self.policy.waiver;
        for (key, limit, (least, most)) in [
            ("longest_months", &policy.longest_months, (1, MONTHS_MAX)),
            ("backdated_days", &policy.backdated_days, (0, DAYS_MAX)),
        ] {
            self.source(key, &limit.source);
            if !(least..=most).contains(&limit.value) {
                let expected = Expected::integer(least.into(), most.into());
                let actual = limit.value.to_string();
                self.fault(format!("{key}.value"), Wrong::Invalid, &actual, expected);
            }
        }
    }
}
