//! Forms of statements: each standard once, each line of roles or a total, each role in one place, and
//! nothing that is not there.

use std::collections::BTreeSet;

use metrics::ledger::chart::{AccountKind, Role, Side};
use metrics::statement::StandardForm;

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
                if line.roles.is_empty() == line.total.is_empty() {
                    let expected = Expected::word("expected-roles-or-total");
                    self.fault(key.clone(), Wrong::Invalid, &line.id, expected);
                }
                self.roles(&key, form, (&line.roles, line.side()));
                for (_, part) in line.parts() {
                    let before = form.lines[..at].iter().map(|it| it.id.as_str());
                    self.known(key.clone(), &part, before);
                }
            }
            self.shown_once(&format!("{key}.line.roles"), form);
            let lists = form.separate.lists();
            for (name, side, roles) in lists {
                self.roles(&format!("{key}.separate.{name}"), form, (roles, Some(side)));
            }
            let roles = lists.iter().flat_map(|(.., roles)| *roles);
            self.distinct(&format!("{key}.separate"), roles.map(|it| it.as_str()));
        }
    }

    /// Each role of profit or loss is in one line, so that the last line is the profit.
    fn shown_once(&mut self, key: &str, form: &StandardForm) {
        let roles = form.lines.iter().flat_map(|it| &it.roles).map(|it| it.as_str());
        let roles: Vec<&str> = roles.collect();
        self.distinct(key, roles.iter().copied());
        let accounts = self.policy.charts.of(form.standard).accounts.iter();
        let of_profit = accounts.filter(|it| it.kind == AccountKind::ProfitAndLoss);
        let needed: BTreeSet<&str> = of_profit.filter_map(|it| Some(it.role?.as_str())).collect();
        for role in needed.into_iter().filter(|it| !roles.contains(it)) {
            let expected = Expected::word("expected-line-of-role");
            self.fault(format!("{key}[{role}]"), Wrong::Missing, role, expected);
        }
    }

    /// The chart of the standard has accounts of the roles, and they grow on the side.
    fn roles(&mut self, key: &str, form: &StandardForm, (roles, side): (&[Role], Option<Side>)) {
        let known = self.roles_of(form.standard);
        for role in roles {
            let key = format!("{key}[{}]", role.as_str());
            self.known(key.clone(), role.as_str(), known.clone());
            if side.is_some_and(|it| it != role.side()) {
                let expected = Expected::word("expected-role-of-side");
                self.fault(key, Wrong::Invalid, role.as_str(), expected);
            }
        }
    }
}
