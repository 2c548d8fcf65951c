//! How revenue is shared: DR-1 to DR-7.

use super::{Judge, yuan};
use crate::finding::{Fault, Place};
use crate::party::PartyId;
use crate::pricing::distribution::schemes;
use crate::pricing::{AccountKind, Entered, PayeeKind, Share, ShareForm, rules, whole};
use crate::ratio::Ratio;
use crate::register::bank_accounts;

impl Judge<'_> {
    pub(super) fn shares(&mut self) {
        for (scheme, shares) in schemes(self.operator.entries) {
            let parts = shares.iter().map(|(it, _)| (it.validity, it.share));
            for (day, sum) in whole::broken(parts) {
                let mut fault = self.about(rules::SHARES, Place::default());
                fault.cause = format!("{scheme} {day}");
                fault.expected = Ratio::ONE.exact();
                fault.actual = sum.exact();
                fault.difference = Some(Ratio::from_ppm(Ratio::ONE.ppm() - sum.ppm()).exact());
                fault.arguments = vec![("scheme", scheme.to_owned()), ("day", day.to_string())];
                self.faults.push(fault);
            }
            for (share, entered) in shares {
                self.share(share, entered);
            }
        }
        self.bases();
    }

    fn share(&mut self, share: &Share, entered: &Entered) {
        let payee = share.payee.as_ref().map(|it| it.code().to_owned()).unwrap_or_default();
        let mut push = |rule, column, expected: &str, actual: &str| {
            let mut fault = Fault {
                expected: expected.to_owned(),
                actual: actual.to_owned(),
                ..self.at(rule, entered, column)
            };
            fault.arguments.extend([("scheme", share.scheme.clone()), ("payee", payee.clone())]);
            self.faults.push(fault);
        };
        match &share.payee {
            None => push(rules::PAYEE, "payee", "GB 32100-2015", ""),
            Some(payee) if !payee.as_str().starts_with("uscc:") => {
                push(rules::PAYEE, "payee", "GB 32100-2015", payee.as_str());
            }
            Some(_) => {}
        }
        let by_code = share.payee.as_ref().and_then(PayeeKind::of);
        match (by_code, share.payee_kind) {
            (Some(code), Some(said)) if code != said => {
                push(rules::PAYEE_KIND, "payee_kind", code.as_str(), said.as_str());
            }
            (None, None) => {
                push(
                    rules::PAYEE_KIND,
                    "payee_kind",
                    "administrative, institution, enterprise",
                    "",
                );
            }
            (Some(_), _) | (None, Some(_)) => {}
        }
        if share.kind() == Some(PayeeKind::Institution) && share.finance_rule.is_empty() {
            push(rules::FINANCE_RULE, "finance_rule", "", "");
        }
        if share.document.is_empty() {
            push(rules::NOT_APPROVED, "document", "", "");
        }
        if share.kind() == Some(PayeeKind::Administrative) && share.form == ShareForm::Cash {
            self.treasury(share, entered);
        }
    }

    /// DR-4: what an administrative unit gets as money goes to a treasury account (CN-PDA), which has a
    /// number. Where the register knows the number, an administrative unit holds it; where it knows
    /// accounts of the payee only, the number is one of these.
    fn treasury(&mut self, share: &Share, entered: &Entered) {
        let Some(payee) = &share.payee else { return };
        let accounts = self.operator.bank_accounts;
        let mut holders = accounts.holders(&share.account_no).peekable();
        let is_registered = holders.peek().is_some();
        let is_due =
            |it: &PartyId| it == payee || PayeeKind::of(it) == Some(PayeeKind::Administrative);
        let (check, actual) = if share.account_kind != Some(AccountKind::Treasury) {
            ("account_kind", share.account_kind.map_or("", |_| "commercial").to_owned())
        } else if bank_accounts::bare(&share.account_no).is_empty() {
            ("account_no", String::new())
        } else if let Some(other) = holders.find(|it| !is_due(it)) {
            ("holder", other.to_string())
        } else if !is_registered && accounts.are_of(payee) {
            ("unregistered", share.account_no.clone())
        } else {
            return;
        };
        let column = if check == "account_kind" { check } else { "account_no" };
        let mut fault = self.at(rules::TREASURY, entered, column);
        "treasury".clone_into(&mut fault.expected);
        fault.actual = actual;
        fault.arguments.extend([
            ("scheme", share.scheme.clone()),
            ("payee", payee.code().to_owned()),
            ("check", check.to_owned()),
        ]);
        self.faults.push(fault);
    }

    /// DR-7: the schemes of a cycle, and those whose days overlap, distribute together, in cash and in kind,
    /// no more than the months gave until then. Without a ledger nobody knows what they gave.
    fn bases(&mut self) {
        if self.operator.months.is_empty() {
            return;
        }
        for it in self.operator.distributions {
            let (base, distributed) = (i128::from(it.available_fen).max(0), it.taken_fen.into());
            if 0 < it.given_fen() && base < distributed {
                let mut fault = self.about(rules::BASE, Place::default());
                fault.cause.clone_from(&it.scheme);
                fault.expected = format!("≤ {}", yuan(base));
                fault.actual = yuan(distributed);
                fault.difference = Some(yuan(base - distributed));
                fault.arguments = vec![
                    ("scheme", it.scheme.clone()),
                    ("cash", yuan(it.cash_fen)),
                    ("in_kind", yuan(it.in_kind_fen)),
                ];
                self.faults.push(fault);
            }
        }
    }
}
