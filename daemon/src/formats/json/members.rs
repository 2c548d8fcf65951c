//! One JSON object, read one level deep.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

/// So many characters of a value that cannot be used are shown.
const EXCERPT_CHARACTERS_MAX: usize = 60;

/// What stands between the texts of a list.
const SEPARATOR: &str = "; ";

/// The deepest path that is followed.
const PATH_DEPTH_MAX: usize = 16;

/// The name of a member.
#[derive(serde::Deserialize)]
pub(in crate::formats) struct Key<'a>(#[serde(borrow)] pub(in crate::formats) Cow<'a, str>);

/// The members of an object, in order, values as written.
pub(in crate::formats) struct Members<'a>(pub(in crate::formats) Vec<(Cow<'a, str>, &'a RawValue)>);

/// What a member holds.
#[derive(Clone, Debug)]
pub(in crate::formats) enum Value<'a> {
    /// A text, or a number or truth value as written; null is no text.
    Text(Cow<'a, str>),
    /// An object or an array, or a text with half of a surrogate pair.
    Other(&'a str),
}

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(MembersVisitor)
    }
}

struct MembersVisitor;

impl<'de> Visitor<'de> for MembersVisitor {
    type Value = Members<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a record")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members<'de>, A::Error> {
        let mut members = Vec::new();
        while let Some((Key(name), value)) = map.next_entry::<Key<'de>, &RawValue>()? {
            members.push((name, value));
        }
        Ok(Members(members))
    }
}

impl<'a> Members<'a> {
    /// The value at a path: a member's name, or names joined by points. `list[]` is how many elements
    /// a list has, `list[].name` the texts of its elements, joined.
    pub(in crate::formats) fn at(&self, path: &str) -> Option<Value<'a>> {
        if let Some(raw) = self.get(path) {
            return Some(Value::of(raw));
        }
        if let Some((list, within)) = path.split_once("[]") {
            return self.each(list, within);
        }
        let mut names = path.split('.').take(PATH_DEPTH_MAX);
        let mut raw = self.get(names.next()?)?;
        for name in names {
            raw = serde_json::from_str::<Members<'a>>(raw.get()).ok()?.get(name)?;
        }
        path.contains('.').then(|| Value::of(raw))
    }

    fn each(&self, list: &str, within: &str) -> Option<Value<'a>> {
        let raw = self.get(list)?;
        let Ok(elements) = serde_json::from_str::<Option<Vec<&'a RawValue>>>(raw.get()) else {
            return Some(Value::Other(raw.get()));
        };
        let elements = elements.unwrap_or_default();
        let Some(path) = within.strip_prefix('.') else {
            return Some(Value::Text(Cow::Owned(elements.len().to_string())));
        };
        let mut texts = Vec::with_capacity(elements.len());
        for element in elements {
            let members = serde_json::from_str::<Members<'a>>(element.get()).ok();
            match members.and_then(|it| it.at(path)) {
                Some(Value::Text(text)) if !text.is_empty() => texts.push(text),
                Some(Value::Text(_)) | None => {}
                Some(Value::Other(other)) => return Some(Value::Other(other)),
            }
        }
        Some(Value::Text(Cow::Owned(texts.join(SEPARATOR))))
    }

    fn get(&self, name: &str) -> Option<&'a RawValue> {
        self.0.iter().find(|(it, _)| it == name).map(|(_, raw)| *raw)
    }
}

impl<'a> Value<'a> {
    pub(in crate::formats) fn of(raw: &'a RawValue) -> Self {
        let json = raw.get();
        match json.as_bytes() {
            b"null" => Self::Text(Cow::Borrowed("")),
            [b'{' | b'[', ..] => Self::Other(json),
            [b'"', text @ .., b'"'] if !text.contains(&b'\\') => {
                Self::Text(Cow::Borrowed(&json[1..json.len() - 1]))
            }
            [b'"', ..] => serde_json::from_str(json)
                .map_or(Self::Other(json), |text: String| Self::Text(Cow::Owned(text))),
            _ => Self::Text(Cow::Borrowed(json)),
        }
    }

    /// Its beginning, for a fault.
    pub(in crate::formats) fn excerpt(&self) -> String {
        let text = match self {
            Self::Text(text) => text,
            Self::Other(json) => *json,
        };
        text.chars().take(EXCERPT_CHARACTERS_MAX).collect()
    }
}
