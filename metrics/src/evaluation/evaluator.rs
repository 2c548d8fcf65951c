//! Which body evaluates by a scheme: an implementing body operators, the data authority supply and
//! effectiveness (Measures art. 28). People of another one do not act on such an evaluation.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::party::{PartyId, PartyKind};
use crate::source::Source;

/// The body that evaluates. Of several of its kind each is one: which of them authorized an operator is
/// not asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evaluator {
    /// What it is.
    pub kind: PartyKind,
    /// Where that comes from.
    pub source: Source,
}

/// Whose a person is, as the register says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Belonging<'a> {
    /// The party.
    pub party: &'a PartyId,
    /// What the party is; `None` where the register does not say.
    pub kind: Option<PartyKind>,
}

/// A person of another body asks to act.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{} evaluates, and {party} is {}", evaluator.kind.as_str(), self.own())]
pub struct OtherBody {
    /// Which one evaluates.
    pub evaluator: Evaluator,
    /// Whose the person is.
    pub party: PartyId,
    /// What that party is; `None` where the register does not say.
    pub kind: Option<PartyKind>,
}

impl Evaluator {
    /// Whether a person's body is the one that evaluates.
    ///
    /// # Errors
    ///
    /// Which other one it is.
    pub fn admit(&self, person: Belonging<'_>) -> Result<(), OtherBody> {
        if person.kind == Some(self.kind) {
            return Ok(());
        }
        let Belonging { party, kind } = person;
        Err(OtherBody { evaluator: self.clone(), party: party.clone(), kind })
    }
}

impl OtherBody {
    /// The id of its sentence in the words of `config`: who evaluates, whose the person is, what to do.
    pub const ID: &'static str = "refused-other-body";

    /// What its sentence says.
    #[must_use]
    pub fn arguments(&self) -> [(&'static str, &str); 5] {
        [
            ("evaluator", self.evaluator.kind.as_str()),
            ("instrument", &self.evaluator.source.instrument),
            ("article", &self.evaluator.source.article),
            ("party", self.party.as_str()),
            ("own", self.own()),
        ]
    }

    /// What the person's party is, `none` where nobody says.
    fn own(&self) -> &'static str {
        self.kind.map_or("none", PartyKind::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluation::procedure::ProcedurePolicy;

    /// Measures art. 28, scheme by scheme: by whom it is evaluated. Of other schemes they say nothing.
    #[test]
    fn people_of_the_body_that_evaluates_act_and_no_others() {
        use PartyKind::{DataAuthority, ImplementingBody};
        let text = include_str!("../../../config/policies/shanghai/procedure.toml");
        let policy: ProcedurePolicy = toml::from_str(text).unwrap();
        let party: PartyId = "name:某单位".parse().unwrap();
        let rows = [
            ("operator", Some(ImplementingBody)),
            ("supply", Some(DataAuthority)),
            ("effectiveness", Some(DataAuthority)),
            ("own", None),
        ];
        for (scheme, evaluator) in rows {
            for kind in PartyKind::ALL.map(Some).into_iter().chain([None]) {
                let found = policy.of(scheme).admit(Belonging { party: &party, kind });
                let is_admitted = evaluator.is_none() || kind == evaluator;
                assert_eq!(found.is_ok(), is_admitted, "{scheme} {kind:?}");
                let Err(other) = found else { continue };
                assert_eq!((Some(other.evaluator.kind), other.kind), (evaluator, kind));
                assert_eq!(other.evaluator.source.article, "28");
            }
        }
    }
}
