//! Forms of statements: each standard once, each line of accounts or a total, and nothing that is not
//! there.

use super::Lint;
use crate::fault::{Expected, Wrong};

impl Lint<'_> {
    pub(super) fn statements(&mut self) {
        self.file = "statements.toml";
        let standards = &self.policy.statements.standards;
        self.distinct("standard", standards.iter().map(|it| it.standard.as_str()));
        for form in standards {
            let key = format!("standard[{}]", form.standard.as_str());
            self.source(&key, &form.source);
            self.source(&format!("{key}.separate"), &form.separate.source);
            self.distinct(&format!("{key}.line"), form.lines.iter().map(|it| it.id.as_str()));
            for (at, line) in form.lines.iter().enumerate() {
                let key = format!("{key}.line[{}]", line.id);
                if let Some(source) = &line.source {
                    self.source(&key, source);
                }
                if line.side.is_some() == line.accounts.is_empty()
                    || line.side.is_none() == line.total.is_empty()
                {
                    let expected = Expected::word("expected-accounts-or-total");
                    self.fault(key.clone(), Wrong::Invalid, &line.id, expected);
                }
                for (_, part) in line.parts() {
                    let before = form.lines[..at].iter().map(|it| it.id.as_str());
                    self.known(key.clone(), &part, before);
                }
            }
        }
    }
}
