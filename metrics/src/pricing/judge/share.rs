//! How revenue is shared: DR-1 to DR-7.

use super::{Judge, yuan};
use crate::finding::{Fault, Place};
use crate::pricing::distribution::schemes;
use crate::pricing::{AccountKind, Entered, PayeeKind, Share, ShareForm, rules, whole};
use crate::ratio::Ratio;

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
        let (kind, is_cash) = (share.kind(), share.form == ShareForm::Cash);
        let is_treasury = share.account_kind == Some(AccountKind::Treasury);
        if kind == Some(PayeeKind::Administrative) && is_cash && !is_treasury {
            let actual = share.account_kind.map_or("", |_| "commercial");
            push(rules::TREASURY, "account_kind", "treasury", actual);
        }
        if kind == Some(PayeeKind::Institution) && share.finance_rule.is_empty() {
            push(rules::FINANCE_RULE, "finance_rule", "", "");
        }
        if share.document.is_empty() {
            push(rules::NOT_APPROVED, "document", "", "");
        }
    }

    /// DR-7: the schemes of a cycle distribute together, in cash and in kind, no more than the months
    /// gave until then. Without a ledger nobody knows what they gave.
    fn bases(&mut self) {
        if self.operator.months.is_empty() {
            return;
        }
        for it in self.operator.distributions {
            let own = i128::from(it.cash_fen) + i128::from(it.in_kind_fen);
            let (base, distributed) = (i128::from(it.available_fen).max(0), it.taken_fen.into());
            if 0 < own && base < distributed {
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
