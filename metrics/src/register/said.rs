//! What the rows of an entry say in a cell that may be empty: nothing, one thing, or where they contradict
//! each other (`R-8`) all of it. As JSON, one thing is itself and several are a list.

use std::collections::BTreeSet;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

#[derive(Deserialize)]
#[serde(untagged, bound = "T: Deserialize<'de> + Ord")]
enum OneOrMore<T> {
    One(T),
    More(BTreeSet<T>),
}

pub(super) fn serialize<T: Serialize + Ord, S: Serializer>(
    said: &BTreeSet<T>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match said.first() {
        Some(only) if said.len() == 1 => only.serialize(serializer),
        _ => said.serialize(serializer),
    }
}

pub(super) fn deserialize<'de, T, D>(deserializer: D) -> Result<BTreeSet<T>, D::Error>
where
    T: Deserialize<'de> + Ord,
    D: Deserializer<'de>,
{
    OneOrMore::deserialize(deserializer).map(|said| match said {
        OneOrMore::One(only) => BTreeSet::from([only]),
        OneOrMore::More(all) => all,
    })
}
