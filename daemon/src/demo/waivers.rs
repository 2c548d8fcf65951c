//! Two waivers: one in force when the half year is evaluated, one that ended before.

use jiff::civil::Date;
use metrics::finding::waiver::{Waiver, WaiverAct};
use metrics::period::Span;
use store::waivers::{Asked, OnWaiver};

use super::world::{APPROVER, OPERATORS, SUPERVISOR};
use super::{DemoError, desk, party};
use crate::installation::Installation;

/// A waiver that one person proposes, and another one grants at once.
#[derive(Clone, Copy, Debug)]
pub(super) struct Waiving {
    rule: &'static str,
    months: &'static str,
    until: &'static str,
    document: &'static str,
    reason: &'static str,
}

/// When, and what: both are about the careless operator.
pub(super) fn waivings() -> [(&'static str, Waiving); 2] {
    let scenario = Waiving {
        rule: "F-4",
        months: "2026-04",
        until: "2026-09-30",
        document: "示数管〔2026〕5号（演示）",
        reason: "四月起启用新科目体系，场景维度限期补录",
    };
    let people = Waiving {
        rule: "F-13",
        months: "2026-05",
        until: "2026-06-25",
        document: "示数管〔2026〕7号（演示）",
        reason: "财务人员交接，限期补签",
    };
    [("2026-05-21T10:00:00+08:00", scenario), ("2026-06-15T10:00:00+08:00", people)]
}

/// The supervisor proposes, and another person grants it.
pub(super) async fn happen(
    installation: &Installation,
    waiving: &Waiving,
) -> Result<(), DemoError> {
    let now = installation.clock.now();
    let today = installation.settings.clock.zone.to_datetime(now).date();
    let waiver = waiving.of(today);
    let policy = &installation.policy.waiver;
    let waivable = |rule: &str| installation.policy.waivable(rule);
    let propose = OnWaiver { asked: Asked::Propose(&waiver), waivable: &waivable, policy, today };
    let number = desk(installation, SUPERVISOR).await?.act_on_waiver(&propose, now).await?;
    let asked = Asked::Decide { number, act: WaiverAct::Approve, note: "" };
    let approve = OnWaiver { asked, ..propose };
    desk(installation, APPROVER).await?.act_on_waiver(&approve, now).await?;
    Ok(())
}

impl Waiving {
    fn of(&self, today: Date) -> Waiver {
        let span: Span = self.months.parse().expect("the months of the demonstration are months");
        Waiver {
            subject: party(OPERATORS[1].code),
            rule: self.rule.to_owned(),
            cause: None,
            span,
            reason: self.reason.to_owned(),
            document: self.document.to_owned(),
            from: today,
            until: self.until.parse().expect("the days of the demonstration are days"),
        }
    }
}
