//! Waivers of the test world.

use metrics::evaluation::scorecard::WaivedFinding;
use metrics::finding::waiver::{Waiver, WaiverAct, WaiverEvent};
use store::waivers::StoredWaiver;

use super::{World, ago, finding};

/// What a scorecard says of one in force.
pub(super) fn waived() -> WaivedFinding {
    WaivedFinding {
        waiver: 3,
        rule: "F-4".to_owned(),
        waived: 3,
        reason: "示范豁免".to_owned(),
        document: "示范〔2026〕1号".to_owned(),
        approved_by: "wang".to_owned(),
        until: "2026-09-30".parse().unwrap(),
    }
}

/// One that a person proposed for the open error.
pub(super) fn proposed(world: &World) -> StoredWaiver {
    let of = finding(world);
    let event = WaiverEvent {
        act: WaiverAct::Propose,
        at: ago(4),
        account: "li".to_owned(),
        typed_by: "li".to_owned(),
        note: String::new(),
    };
    StoredWaiver {
        number: 7,
        waiver: Waiver {
            subject: of.subject,
            rule: of.rule,
            cause: Some(of.cause),
            span: "2026-06".parse().unwrap(),
            reason: world.text.clone(),
            document: world.text.clone(),
            from: "2026-07-01".parse().unwrap(),
            until: "2026-12-31".parse().unwrap(),
        },
        events: vec![event],
    }
}
