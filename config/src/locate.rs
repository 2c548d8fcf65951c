//! Where in the text of a TOML file the place stands that a key names.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A place in the text on the way to what a key names.
struct Place<'a> {
    span: Range<usize>,
    below: Option<&'a DeTable<'a>>,
}

/// The span of what a key names, such as `indicator[O3-1].weight`: names of keys, and ids of tables in
/// brackets, which may lie any number of tables below. Where the end of it is not there, that of the
/// beginning; of equal ids the last, which is the one too many. `None` of a text that is no TOML, and where
/// nothing of it is there.
pub(crate) fn span_of(text: &str, key: &str) -> Option<Range<usize>> {
    let root = DeTable::parse(text).ok()?;
    let mut place = Place { span: 0..0, below: Some(root.get_ref()) };
    let mut found = None;
    for step in steps(key) {
        let Some(next) = place.below.and_then(|table| below(table, step)) else { break };
        place = next;
        found = Some(place.span.clone());
    }
    found
}

/// A name, and the id in brackets behind it.
type Step<'a> = (&'a str, Option<&'a str>);

/// Dots within brackets are part of the id.
fn steps(key: &str) -> Vec<Step<'_>> {
    let mut steps = Vec::new();
    let mut rest = key;
    while !rest.is_empty() {
        let end = rest.find(['.', '[']).unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        let (id, after) = match after.strip_prefix('[').and_then(|it| it.split_once(']')) {
            Some((id, after)) => (Some(id), after),
            None => (None, after),
        };
        steps.push((name, id));
        rest = after.strip_prefix('.').unwrap_or_default();
    }
    steps
}

fn below<'a>(table: &'a DeTable<'a>, (name, id): Step<'_>) -> Option<Place<'a>> {
    match id {
        Some(id) => with_id(table, (name, false), id),
        None => table.iter().find(|(key, _)| key.get_ref() == name).map(|(key, value)| {
            let below = value.get_ref().as_table();
            Place { span: key.span(), below }
        }),
    }
}

/// The last table with an id that a key of that name leads to.
fn with_id<'a>(
    table: &'a DeTable<'a>,
    (name, is_within): (&str, bool),
    id: &str,
) -> Option<Place<'a>> {
    let mut last: Option<Place<'a>> = None;
    for (key, value) in table {
        let is_within = is_within || key.get_ref() == name;
        let tables: Vec<&'a Spanned<DeValue<'a>>> = match value.get_ref() {
            DeValue::Array(values) => values.iter().collect(),
            DeValue::Table(_) => vec![value],
            DeValue::String(_)
            | DeValue::Integer(_)
            | DeValue::Float(_)
            | DeValue::Boolean(_)
            | DeValue::Datetime(_) => Vec::new(),
        };
        for it in tables {
            let Some(inner) = it.get_ref().as_table() else { continue };
            let has_id =
                is_within && inner.get("id").and_then(|it| it.get_ref().as_str()) == Some(id);
            let own = has_id.then(|| Place { span: it.span(), below: Some(inner) });
            let found = own.or_else(|| with_id(inner, (name, is_within), id));
            last = [last, found].into_iter().flatten().max_by_key(|it| it.span.start);
        }
    }
    last
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "id = \"s\"\n\n[[part]]\nid = \"A\"\nweight = 1\n\n[[part.leaf]]\nid = \"a.1\"\n\
        scale = { low = 0, high = 1 }\n\n[[part]]\nid = \"B\"\n\n[[part.leaf]]\nid = \"b\"\n\n\
        [points]\nmost = 3\n\n[[points.less]]\nid = \"A\"\neach = 1\n\n[[part]]\nid = \"A\"\n";

    /// The line on which the place begins, from 1.
    fn line(key: &str) -> Option<usize> {
        let span = span_of(TEXT, key)?;
        Some(TEXT[..span.start].matches('\n').count() + 1)
    }

    #[test]
    fn a_key_is_found_by_names_and_ids() {
        let rows = [
            ("id", Some(1)),
            ("part[B]", Some(11)),
            ("leaf[a.1]", Some(7)),
            ("leaf[a.1].scale", Some(9)),
            ("leaf[a.1].scale.high", Some(9)),
            ("points.most", Some(18)),
            ("points[A].each", Some(22)),
            // The one too many.
            ("part[A]", Some(24)),
            // What is missing is missing there.
            ("leaf[b].scale", Some(14)),
            ("leaf[c]", None),
            ("other", None),
            ("", None),
        ];
        for (key, expected) in rows {
            assert_eq!(line(key), expected, "{key}");
        }
        assert_eq!(span_of("x = ", "x"), None);
    }
}
