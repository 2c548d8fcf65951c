//! Rebuild: an evaluation is computed again from the facts as known at its instant, by the policy, the scheme
//! and the zone that it names, and compared byte by byte with what was recorded.

use jiff::Timestamp;
use metrics::evaluation::scorecard::Evaluation;
use reports::json::{JsonError, canonical};
use serde::Serialize;
use serde_json::Value;
use store::audit::Entry;
use store::{Reader, StoreError};
use thiserror::Error;

use crate::evaluate::{EvaluateError, Request, compute};
use crate::installation::Installation;

/// Acts that are listed as the cause of a difference.
const BACKDATED_MAX: i64 = 1_000;

/// What computing an evaluation again gave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Rebuilt {
    /// The evaluation.
    pub evaluation: String,
    /// What was known at this instant was counted.
    pub as_of: Timestamp,
    /// The release that computed it.
    pub release: String,
    /// The release that computed it again. Its name is no part of the comparison.
    pub rebuilt_by: String,
    /// How many bytes were compared.
    pub size_bytes: usize,
    /// Where the first difference is; `None` where every byte is the same.
    pub difference: Option<Difference>,
    /// Where there is one: acts after the evaluation that carry an instant not after its own, at most
    /// a thousand. It could not know them, and computing it again does.
    pub backdated: Vec<Entry>,
}

/// The first value that differs, in the order of the canonical bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// Where, such as `scorecards[0].result.score`.
    pub path: String,
    /// What was recorded; `None` where there was nothing.
    pub recorded: Option<Value>,
    /// What was computed again; `None` where there is nothing.
    pub rebuilt: Option<Value>,
}

/// Why an evaluation was not rebuilt.
#[derive(Debug, Error)]
pub enum RebuildError {
    /// It cannot be computed.
    #[error(transparent)]
    Evaluate(#[from] EvaluateError),
    /// It cannot be written as canonical JSON.
    #[error("an evaluation cannot be written")]
    Json(#[from] JsonError),
    /// What was recorded is no evaluation.
    #[error("what was recorded cannot be read")]
    Read(#[from] serde_json::Error),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Computes the evaluation again whose recorded bytes are given.
///
/// # Errors
///
/// Why that cannot be done.
pub async fn rebuild(
    installation: &Installation,
    reader: &Reader,
    (id, recorded): (&str, &str),
) -> Result<Rebuilt, RebuildError> {
    let then: Evaluation = serde_json::from_str(recorded)?;
    let as_of = then.as_of;
    let known = installation.of(reader, &then).await.map_err(EvaluateError::AsKnown)?;
    let rebuilt = compute(&known, reader, &Request::of(&then), async |_, _| Ok(())).await?;
    // What was not recorded yet is no part of the comparison.
    let rebuilt = if then.mean.is_some() { rebuilt } else { rebuilt.without_means() };
    let rebuilt_by = rebuilt.release.clone();
    let (release, zone) = (then.release.clone(), then.zone.clone());
    let bytes = canonical(&Evaluation { release, zone, ..rebuilt })?;
    let difference = if bytes == recorded.as_bytes() {
        None
    } else {
        let (recorded, rebuilt): (Value, Value) =
            (serde_json::from_str(recorded)?, serde_json::from_slice(&bytes)?);
        let bytes_only =
            Difference { path: String::new(), recorded: Some(recorded.clone()), rebuilt: None };
        Some(first_difference(String::new(), Some(&recorded), Some(&rebuilt)).unwrap_or(bytes_only))
    };
    let backdated = match difference {
        Some(_) => reader.backdated((id, as_of), BACKDATED_MAX).await?,
        None => Vec::new(),
    };
    Ok(Rebuilt {
        evaluation: id.to_owned(),
        as_of,
        release: then.release,
        rebuilt_by,
        size_bytes: recorded.len(),
        difference,
        backdated,
    })
}

/// The first value below a path that two documents do not have in common.
fn first_difference(
    path: String,
    recorded: Option<&Value>,
    rebuilt: Option<&Value>,
) -> Option<Difference> {
    match (recorded, rebuilt) {
        (Some(Value::Object(old)), Some(Value::Object(new))) => {
            let mut names: Vec<&String> = old.keys().chain(new.keys()).collect();
            names.sort_unstable();
            names.dedup();
            names.into_iter().find_map(|name| {
                let dot = if path.is_empty() { "" } else { "." };
                first_difference(format!("{path}{dot}{name}"), old.get(name), new.get(name))
            })
        }
        (Some(Value::Array(old)), Some(Value::Array(new))) => (0..old.len().max(new.len()))
            .find_map(|at| first_difference(format!("{path}[{at}]"), old.get(at), new.get(at))),
        (old, new) if old == new => None,
        (old, new) => Some(Difference { path, recorded: old.cloned(), rebuilt: new.cloned() }),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_first_difference_is_named_by_its_path() {
        let recorded = json!({ "a": 1, "b": [{ "c": 1, "d": null }, 2], "e": {} });
        let rows = [
            (json!({ "a": 1, "b": [{ "c": 1, "d": null }, 2], "e": {} }), None),
            (json!({ "a": 1, "b": [{ "c": 2, "d": 3 }, 2], "e": {} }), Some("b[0].c")),
            (json!({ "a": 1, "b": [{ "c": 1 }, 2], "e": {} }), Some("b[0].d")),
            (json!({ "a": 1, "b": [{ "c": 1, "d": null }, 2, 3], "e": {} }), Some("b[2]")),
            (json!({ "a": 1, "b": [{ "c": 1, "d": null }, 2], "e": [] }), Some("e")),
        ];
        for (rebuilt, expected) in rows {
            let found = first_difference(String::new(), Some(&recorded), Some(&rebuilt));
            assert_eq!(found.as_ref().map(|it| it.path.as_str()), expected, "{rebuilt}");
        }
    }
}
