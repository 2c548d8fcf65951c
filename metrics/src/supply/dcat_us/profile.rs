//! The rules of a profile: objects with fields, and what each field holds. A field that is wrong is
//! one departure, whatever is wrong inside of a list; the fields of an object are judged one by one.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::forms::TextForm;
use crate::source::Source;

/// The object that a record is.
const RECORD: &str = "dataset";
/// Objects may stand in one another, publishers in publishers: no deeper than this.
const DEPTH_MAX: u8 = 16;
/// So many characters of a value that is wrong are shown.
const EXCERPT_CHARACTERS_MAX: usize = 60;

/// Whose record it is: federal agencies have to say more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Owner {
    /// An agency of the federation.
    Federal,
    /// A state, county, city, …
    NonFederal,
}

/// The rules of a profile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Where the rules come from.
    pub source: Source,
    /// The objects, the record itself among them.
    #[serde(rename = "object")]
    pub objects: Vec<ObjectRule>,
}

/// An object and its fields; others are free.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ObjectRule {
    /// What shapes call it.
    pub id: String,
    /// The fields.
    #[serde(rename = "field")]
    pub fields: Vec<FieldRule>,
}

/// A field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldRule {
    /// Its name.
    pub name: String,
    /// Who has to have it.
    #[serde(default)]
    pub required_of: Vec<Owner>,
    /// Who may have null in it.
    #[serde(default)]
    pub null_for: Vec<Owner>,
    /// A field that has to be there, and not null, where this one is.
    #[serde(default)]
    pub needs: Option<String>,
    /// What it may hold.
    pub holds: Vec<Shape>,
}

/// What a field may hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "shape", rename_all = "snake_case", deny_unknown_fields)]
pub enum Shape {
    /// One of these words.
    Word {
        /// The words.
        words: Vec<String>,
    },
    /// A text.
    Text {
        /// How long, in characters.
        #[serde(default)]
        length: Option<Length>,
    },
    /// A text of a form.
    Form {
        /// The form.
        form: TextForm,
    },
    /// True or false.
    Truth,
    /// An object without rules.
    Anything,
    /// An object.
    Object {
        /// Which.
        object: String,
    },
    /// A list, each element of which has one of the shapes.
    List {
        /// How many.
        #[serde(default)]
        length: Option<Length>,
        /// What is in it.
        of: Vec<Shape>,
        /// Whether an element may be there twice.
        #[serde(default)]
        elements: Elements,
    },
}

/// Whether the elements of a list may repeat.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Elements {
    /// They may.
    #[default]
    Free,
    /// They may not.
    Distinct,
}

/// The least and the most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Length {
    /// At least so many.
    pub min: usize,
    /// At most so many, where there is a bound.
    pub max: Option<usize>,
}

/// A field that departs from the profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Departure {
    /// Which, from the record, such as `publisher.name`.
    pub path: String,
    /// What would be right.
    pub expected: String,
    /// What stands there; empty where nothing does.
    pub actual: String,
}

impl Profile {
    /// Everything in which a record departs from the rules of its owner type.
    #[must_use]
    pub fn judge(&self, record: &Value, owner: Owner) -> Vec<Departure> {
        let mut judge = Judge { profile: self, owner, departures: Vec::new() };
        judge.object(record, (RECORD, ""), 0);
        judge.departures
    }

    /// The objects that have to be among [`Profile::objects`]: the record, and what shapes name.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let shapes = self.objects.iter().flat_map(|it| &it.fields).flat_map(|it| &it.holds);
        [RECORD].into_iter().chain(shapes.flat_map(Shape::names))
    }

    fn object(&self, id: &str) -> Option<&ObjectRule> {
        self.objects.iter().find(|it| it.id == id)
    }
}

struct Judge<'a> {
    profile: &'a Profile,
    owner: Owner,
    departures: Vec<Departure>,
}

impl Judge<'_> {
    fn object(&mut self, value: &Value, (id, path): (&str, &str), depth: u8) {
        let Some(rule) = self.profile.object(id) else { return };
        let Some(members) = value.as_object().filter(|_| depth < DEPTH_MAX) else {
            return self.depart(path, "{…}".to_owned(), Some(value));
        };
        for field in &rule.fields {
            let path = join(path, &field.name);
            match members.get(&field.name) {
                None if field.required_of.contains(&self.owner) => {
                    self.depart(&path, described(&field.holds), None);
                }
                None => {}
                Some(Value::Null) if field.null_for.contains(&self.owner) => {}
                Some(found) => self.field(found, (field, &path), depth),
            }
            if let Some(needed) = &field.needs
                && members.contains_key(&field.name)
                && members.get(needed).is_none_or(Value::is_null)
            {
                self.depart(&path, format!("{} + {needed}", field.name), None);
            }
        }
    }

    /// A field of which an object is the only shape is judged inside; others as a whole.
    fn field(&mut self, value: &Value, (field, path): (&FieldRule, &str), depth: u8) {
        if let [Shape::Object { object }] = &field.holds[..] {
            return self.object(value, (object, path), depth + 1);
        }
        if !field.holds.iter().any(|it| self.fits(value, it, depth)) {
            self.depart(path, described(&field.holds), Some(value));
        }
    }

    fn fits(&self, value: &Value, shape: &Shape, depth: u8) -> bool {
        match (shape, value) {
            (Shape::Word { words }, Value::String(text)) => words.contains(text),
            (Shape::Text { length }, Value::String(text)) => {
                length.is_none_or(|it| it.has(text.chars().count()))
            }
            (Shape::Form { form }, Value::String(text)) => form.fits(text),
            (Shape::Truth, Value::Bool(_)) | (Shape::Anything, Value::Object(_)) => true,
            (Shape::Object { object }, value) => {
                let mut inner =
                    Judge { profile: self.profile, owner: self.owner, departures: Vec::new() };
                inner.object(value, (object, ""), depth + 1);
                inner.departures.is_empty()
            }
            (Shape::List { length, of, elements }, Value::Array(values)) => {
                let is_distinct = || {
                    let texts: BTreeSet<String> = values.iter().map(Value::to_string).collect();
                    texts.len() == values.len()
                };
                length.is_none_or(|it| it.has(values.len()))
                    && (*elements == Elements::Free || is_distinct())
                    && values.iter().all(|value| of.iter().any(|it| self.fits(value, it, depth)))
            }
            (
                Shape::Word { .. }
                | Shape::Text { .. }
                | Shape::Form { .. }
                | Shape::Truth
                | Shape::Anything
                | Shape::List { .. },
                _,
            ) => false,
        }
    }

    fn depart(&mut self, path: &str, expected: String, actual: Option<&Value>) {
        let actual = actual.map_or_else(String::new, |value| {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            text.chars().take(EXCERPT_CHARACTERS_MAX).collect()
        });
        self.departures.push(Departure { path: path.to_owned(), expected, actual });
    }
}

impl Shape {
    fn names(&self) -> Vec<&str> {
        match self {
            Self::Object { object } => vec![object],
            Self::List { of, .. } => of.iter().flat_map(Self::names).collect(),
            Self::Word { .. }
            | Self::Text { .. }
            | Self::Form { .. }
            | Self::Truth
            | Self::Anything => Vec::new(),
        }
    }
}

impl Length {
    fn has(self, count: usize) -> bool {
        self.min <= count && self.max.is_none_or(|max| count <= max)
    }

    fn described(self) -> String {
        let max = self.max.map_or_else(|| "…".to_owned(), |it| it.to_string());
        format!("({}–{max})", self.min)
    }
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

/// Shapes without words of a language: what a field holds, or else.
fn described(shapes: &[Shape]) -> String {
    let one = |shape: &Shape| {
        let length = |it: &Option<Length>| it.map(Length::described).unwrap_or_default();
        match shape {
            Shape::Word { words } => words.join(" | "),
            Shape::Text { length: it } => format!("\"…\"{}", length(it)),
            Shape::Form { form } => form.example().to_owned(),
            Shape::Truth => "true | false".to_owned(),
            Shape::Anything | Shape::Object { .. } => "{…}".to_owned(),
            Shape::List { length: it, of, .. } => format!("[{}]{}", described(of), length(it)),
        }
    };
    shapes.iter().map(one).collect::<Vec<_>>().join(" | ")
}
