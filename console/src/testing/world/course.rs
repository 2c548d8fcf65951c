//! The course of the evaluation: everybody answered, and somebody may approve it.

use metrics::evaluation::consequence::{Consequence, Proposal, Proposed, Trigger};
use metrics::evaluation::lifecycle::{EvaluationAct, EvaluationEvent, Said};

use super::{World, ago, default_source, law, party};

/// Li reviewed it, told its subject, and recorded what that answered.
pub(super) fn answered(world: &World) -> Vec<EvaluationEvent> {
    let answer = Said {
        note: world.text.clone(),
        document: world.text.clone(),
        subject: Some(party()),
        ..Said::default()
    };
    let by_li = |(act, said)| {
        let (account, typed_by) = ("li".to_owned(), "li".to_owned());
        EvaluationEvent { act, at: ago(1), account, typed_by, said }
    };
    let acts = [
        (EvaluationAct::Review, Said::default()),
        (EvaluationAct::OpenFeedback, Said::default()),
        (EvaluationAct::Comment, answer),
    ];
    acts.map(by_li).to_vec()
}

/// What may follow for its subject.
pub(super) fn proposed() -> Proposed {
    let proposal = Proposal {
        consequence: Consequence::Rectification,
        on: Trigger::FailedFirst,
        ground: law(),
        source: default_source(),
    };
    Proposed { subject: party(), proposals: vec![proposal] }
}
