//! The facts behind a count: what they are bound to, and what each submission added where checks counted.
//! What else was counted is not listed here: the console would show other rows than those counted.

use std::sync::Arc;

use metrics::evaluation::measure::{Count, Counting};
use metrics::party::PartyId;
use store::evaluations::StoredEvaluation;

use super::list::List;
use super::{Kind, Screen, Step, View, submission};
use crate::context::Context;
use crate::page::{Body, Cell, Field, Focus, Grid, Height, Page, Panel};
use crate::query::{Fact, FactsKey, Payload, Request};
use crate::text::CleanText;
use crate::theme::Role;

/// A count on a scorecard.
#[derive(Clone, Debug)]
pub struct Counted {
    /// The evaluation.
    pub stored: Arc<StoredEvaluation>,
    /// Whose.
    pub subject: PartyId,
    /// The indicator; `None` for what is taken, added or vetoed.
    pub indicator: Option<String>,
    /// The count's name.
    pub name: String,
    /// The count.
    pub count: Count,
}

/// The facts behind a count.
#[derive(Clone, Debug)]
pub struct Facts {
    counted: Counted,
    facts: List<Fact>,
}

impl Facts {
    /// The screen of a count.
    #[must_use]
    pub fn screen(counted: Counted) -> Screen {
        Screen::Facts(Self { counted, facts: List::default() })
    }

    /// What is counted in the list.
    fn recount(&self) -> Count {
        let mut counting = Counting::new(&self.counted.count.facts.filter);
        for fact in self.facts.rows() {
            counting.add(&fact.receipt, u64::try_from(fact.value).unwrap_or_default());
        }
        counting.done()
    }

    /// What was counted, and that the list is not that, where it is not.
    fn about(&self, context: &Context) -> Vec<Field> {
        let (count, evaluation) = (&self.counted.count, &self.counted.stored.evaluation);
        let as_of = context.instant_with_offset(evaluation.as_of);
        let mut fields = vec![
            context.field("subject", context.party(&self.counted.subject)),
            context.field("period", Cell::plain(&evaluation.period.to_string())),
            context.field("as-of", Cell::plain(as_of.as_str())),
            context.field("value", Cell::plain(&count.value.to_string())),
            context.field("facts", Cell::plain(&count.facts.count.to_string())),
            context.field("filter", Cell::untrusted(&count.facts.filter)),
            context.field("facts-hash", Cell::plain(&count.facts.sha256)),
        ];
        let found = self.recount();
        if 0 < self.facts.len() && found != *count {
            let (facts, value) = (found.facts.count.to_string(), found.value.to_string());
            let differs = context.say("facts-differ", &[("facts", &*facts), ("value", &*value)]);
            fields.push(context.field("listed", Cell::new(differs, Role::Bad)));
        }
        fields
    }

    /// Why nothing is listed, and the command that counts again.
    fn elsewhere(&self, context: &Context) -> Vec<Cell> {
        let Counted { stored, subject, indicator, count, .. } = &self.counted;
        if count.facts.count == 0 {
            return vec![Cell::new(context.word("empty-facts"), Role::Muted)];
        }
        let id = &stored.id;
        let mut command = format!("mingjingd explain {id} --subject {}", quoted(subject.as_str()));
        // Without one, deductions, bonuses and vetoes lead to their facts, too.
        if let Some(indicator) = indicator {
            command.push_str(" --indicator ");
            command.push_str(&quoted(indicator));
        }
        vec![
            Cell::new(context.word("facts-explain"), Role::Muted),
            Cell::new(CleanText::new(&command), Role::Accent),
        ]
    }
}

/// A word as a shell takes it: names are submitted, and people copy the line.
fn quoted(word: &str) -> String {
    let is_plain = |it: char| it.is_ascii_alphanumeric() || matches!(it, ':' | '-' | '_' | '.');
    if word.chars().all(is_plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

impl View for Facts {
    fn kind(&self) -> Kind {
        Kind::Facts
    }

    fn request(&self, _: &Context) -> Option<Request> {
        let evaluation = &self.counted.stored.evaluation;
        Some(Request::Facts(FactsKey {
            party: self.counted.subject.clone(),
            span: evaluation.period,
            as_of: evaluation.as_of,
            name: self.counted.name.clone(),
        }))
    }

    fn is_loaded(&self) -> bool {
        self.facts.is_loaded()
    }

    fn accept(&mut self, payload: Payload, _: &Context) -> bool {
        let Payload::Facts(facts) = payload else { return false };
        self.facts.replace(facts, |a, b| a == b)
    }

    fn scroll(&mut self, step: Step) {
        self.facts.scroll(step);
    }

    fn page<'a>(&'a self, context: &'a Context) -> Page<'a> {
        let title = CleanText::new(&self.counted.name);
        let about = Panel::fields(title, 10, self.about(context)).band();
        let title = context.word("screen-facts");
        if self.facts.len() == 0 {
            let (height, body) = (Height::Fill, Body::Text(self.elsewhere(context)));
            return vec![about, Panel { title, height, focus: Focus::Here, body }.band()];
        }
        let row = |at: usize| {
            let Some(fact) = self.facts.rows().get(at) else { return Vec::new() };
            vec![
                Cell::untrusted(&fact.label),
                Cell::plain(&fact.value.to_string()),
                Cell::plain(&fact.receipt),
            ]
        };
        let grid = Grid {
            columns: vec![
                context.untrusted_column("fact", 10),
                context.number_column("value"),
                context.text_column("receipt", 10),
            ],
            len: self.facts.len(),
            cursor: Some(self.facts.cursor()),
            empty: CleanText::default(),
            row: Box::new(row),
        };
        vec![about, Panel::main(title, grid).band()]
    }

    fn open(&self, _: &Context) -> Option<Screen> {
        Some(submission::Submission::screen(&self.facts.selected()?.receipt))
    }
}

#[cfg(test)]
mod tests {
    use config::locale::Language;

    use super::*;
    use crate::key::Key::{Char, Down, Enter};
    use crate::testing::{Driver, World};

    #[test]
    fn what_the_console_cannot_list_exactly_is_not_listed() {
        for (language, words) in
            [(Language::En, "This command lists the facts"), (Language::Zh, "下列命令列出各项事实")]
        {
            let mut driver = Driver::new(language, World::default());
            // The fourth line of the scorecard is a deduction.
            driver.keys(&[Char('2'), Enter, Down, Down, Down, Enter]);
            assert_eq!(driver.model.kind(), Kind::Facts);
            let text = driver.text(100, 30);
            let command = "mingjingd explain operator-2026-H1-5f1c2a90 --subject";
            assert!(text.contains(command) && text.contains(words), "{text}");
        }
    }

    #[test]
    fn a_list_that_is_not_what_was_counted_says_so() {
        let driver = Driver::to(Language::En, World::default(), Kind::Facts);
        let Screen::Facts(facts) = driver.model.screen() else { panic!("facts") };
        let fields = |facts: &Facts| facts.about(&driver.model.context);
        let as_counted = fields(facts);
        let mut facts = facts.clone();
        facts.counted.count.facts.count += 1;
        let differing = fields(&facts);
        assert_eq!(differing.len(), as_counted.len() + 1);
        let said = differing.last().unwrap().value.text.as_str();
        assert!(said.contains("not the facts of the scorecard"), "{said}");
    }

    #[test]
    fn a_name_cannot_act_in_the_line_that_people_copy() {
        assert_eq!(quoted("uscc:91310000MADEM0011A"), "uscc:91310000MADEM0011A");
        assert_eq!(quoted("name:甲'; rm -r ~"), r"'name:甲'\''; rm -r ~'");
    }
}
