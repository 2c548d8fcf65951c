//! The course of the evaluations: one goes the whole way, with answers and an appeal; one is published; one
//! is reviewed.
//! The clock stands still meanwhile, so every answer comes on the day on which it is asked for.

use metrics::evaluation::lifecycle::{EvaluationAct as Act, Said};
use metrics::incident::ClockContext;
use metrics::party::PartyId;
use store::Reader;
use store::evaluation_events::OnEvaluation;
use store::evaluations::StoredEvaluation;

use super::world::{
    APPROVER, BODY_APPROVER, BODY_REVIEWER, BODY_SUPERVISOR, OPERATORS, SUPERVISOR,
};
use super::{DemoError, desk, party};
use crate::installation::Installation;

/// One person of the data authority vouches for it.
pub(super) async fn reviewed(installation: &Installation, id: &str) -> Result<(), DemoError> {
    act(installation, id, (SUPERVISOR, Act::Review, Said::default())).await
}

/// Reviewed, approved by another person and published: for data supply two people are enough.
pub(super) async fn published(installation: &Installation, id: &str) -> Result<(), DemoError> {
    reviewed(installation, id).await?;
    act(installation, id, (APPROVER, Act::Approve, Said::default())).await?;
    act(installation, id, (APPROVER, Act::Publish, Said::default())).await
}

/// Reviewed, answered by all subjects, approved by another person, published. One subject appeals, and
/// a person who had no part decides that the result stands. All of them are of the implementing body.
pub(super) async fn whole(
    installation: &Installation,
    reader: &Reader,
    id: &str,
) -> Result<(), DemoError> {
    let nothing = Said::default;
    act(installation, id, (BODY_SUPERVISOR, Act::Review, nothing())).await?;
    act(installation, id, (BODY_SUPERVISOR, Act::OpenFeedback, nothing())).await?;
    let evaluation = reader.evaluation(id).await?;
    let appellant = party(OPERATORS[2].code);
    for subject in evaluation.iter().flat_map(StoredEvaluation::subjects) {
        let is_content = subject != appellant;
        let note = if is_content {
            "对评价结果无异议"
        } else {
            "请说明财务规范指标的扣分"
        };
        let said = said(&subject, note, "反馈函〔2026〕1号");
        act(installation, id, (BODY_SUPERVISOR, Act::Comment, said)).await?;
    }
    act(installation, id, (BODY_APPROVER, Act::Approve, nothing())).await?;
    act(installation, id, (BODY_APPROVER, Act::Publish, nothing())).await?;

    let appeal = said(&appellant, "对财务规范指标的扣分有异议", "申诉书〔2026〕1号");
    act(installation, id, (BODY_SUPERVISOR, Act::Appeal, appeal)).await?;
    let assign = Said { name: BODY_REVIEWER.to_owned(), ..said(&appellant, "", "") };
    act(installation, id, (BODY_APPROVER, Act::Assign, assign)).await?;
    let decision = said(&appellant, "经复核，扣分有据，维持原结果", "复核〔2026〕1号");
    act(installation, id, (BODY_REVIEWER, Act::Uphold, decision)).await
}

fn said(subject: &PartyId, note: &str, document: &str) -> Said {
    let (note, document) = (note.to_owned(), document.to_owned());
    Said { note, document, subject: Some(subject.clone()), ..Said::default() }
}

/// A person acts on an evaluation.
pub(super) async fn act(
    installation: &Installation,
    id: &str,
    (person, act, said): (&str, Act, Said),
) -> Result<(), DemoError> {
    let calendar = installation.policy.calendar();
    let (as_of, zone) = (installation.clock.now(), &installation.settings.clock.zone);
    let context = &ClockContext { as_of, zone, calendar: &calendar };
    let policy = &installation.policy.procedure;
    let asked = OnEvaluation { id, act, said: &said, policy, context };
    desk(installation, person).await?.act_on_evaluation(&asked).await?;
    Ok(())
}
