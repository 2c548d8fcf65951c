//! Both languages are complete and say the same things.

use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};

use super::*;
use crate::policy::Policy;

/// The placeholders of a pattern, selectors and variants included.
fn placeholders<'a>(pattern: &Pattern<&'a str>, found: &mut BTreeSet<&'a str>) {
    for element in &pattern.elements {
        match element {
            PatternElement::Placeable { expression: Expression::Inline(inline) } => {
                variable(inline, found);
            }
            PatternElement::Placeable { expression: Expression::Select { selector, variants } } => {
                variable(selector, found);
                for variant in variants {
                    placeholders(&variant.value, found);
                }
            }
            PatternElement::TextElement { .. } => {}
        }
    }
}

fn variable<'a>(inline: &InlineExpression<&'a str>, found: &mut BTreeSet<&'a str>) {
    if let InlineExpression::VariableReference { id } = inline {
        found.insert(id.name);
    }
}

/// Every id (attributes as `id.attribute`) with its placeholders.
fn ids(language: Language) -> BTreeMap<String, BTreeSet<&'static str>> {
    let mut ids = BTreeMap::new();
    for text in language.texts() {
        let resource = fluent_syntax::parser::parse(text)
            .unwrap_or_else(|(_, errors)| panic!("{}: {errors:?}", language.tag()));
        for entry in resource.body {
            let Entry::Message(message) = entry else { continue };
            let id = message.id.name;
            let patterns = message.value.iter().map(|it| (id.to_owned(), it)).chain(
                message.attributes.iter().map(|it| (format!("{id}.{}", it.id.name), &it.value)),
            );
            for (id, pattern) in patterns {
                let mut found = BTreeSet::new();
                placeholders(pattern, &mut found);
                assert!(ids.insert(id.clone(), found).is_none(), "{id} is there twice");
            }
        }
    }
    ids
}

#[test]
fn both_languages_have_the_same_words_with_the_same_placeholders() {
    let (zh, en) = (ids(Language::Zh), ids(Language::En));
    let differing: Vec<_> =
        zh.keys().chain(en.keys()).filter(|&id| zh.get(id) != en.get(id)).collect();
    assert!(differing.is_empty(), "{differing:?}");
}

#[test]
fn every_rule_of_the_pack_has_a_sentence() {
    let words = ids(Language::En);
    for rule in &Policy::builtin().rules {
        let id = format!("rule-{}", rule.id);
        let placeholders = words.get(&id).unwrap_or_else(|| panic!("{id} has no sentence"));
        assert!(!placeholders.is_empty(), "{id} says nothing of what was found");
    }
}

#[test]
fn words_are_written_plainly_and_what_is_missing_shows_its_id() {
    let zh = Words::new(Language::Zh);
    let en = Words::new(Language::En);
    assert_eq!(zh.get("common-project-default"), "项目默认值");
    assert_eq!(en.get("common-project-default"), "project default");
    assert_eq!(zh.get("no-such-word"), "[no-such-word]");
    assert_eq!(zh.get("common-project-default.none"), "[common-project-default.none]");
    // No isolation marks around what is filled in.
    assert_eq!(en.format("expected-value", &[("value", "<b>")]), "<b>");
}

#[test]
fn words_are_shared_between_threads() {
    fn shared<T: Send + Sync>(_: &T) {}
    shared(&Words::new(Language::En));
}
