//! Forms: what an act needs to be told before it can be asked for.

use jiff::civil::Date;
use metrics::evaluation::lifecycle::{EvaluationAct, Said, Want};
use metrics::finding::waiver::Waiver;
use metrics::incident::lifecycle::IncidentAct;
use metrics::party::PartyId;
use metrics::period::Span;

use super::Input;
use crate::context::Context;
use crate::query::Act;
use crate::text::CleanText;

/// A form with some choices and perhaps a line to type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// What it is for.
    pub about: About,
    /// The choice, as an index.
    pub choice: usize,
    /// What is typed: months, the last day, or that and a document.
    pub input: Option<Input>,
}

/// What a form is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    /// Which evaluation to ask for: a scheme and months.
    Evaluation,
    /// What to record in the life of an evaluation, with the number of its document.
    Course {
        /// The evaluation.
        id: String,
        /// About which subject.
        subject: PartyId,
        /// The acts to choose from, with what an act names where that is chosen too.
        acts: Vec<(EvaluationAct, String)>,
        /// The last day of an order that names none.
        order_until: Option<Date>,
    },
    /// Which level an incident is to have.
    Level {
        /// Whose incident.
        party: PartyId,
        /// Its number.
        incident_no: String,
        /// The acts to choose from, one a level.
        acts: Vec<IncidentAct>,
    },
    /// By when something is to be rectified.
    Order {
        /// Whose incident.
        party: PartyId,
        /// Its number.
        incident_no: String,
    },
    /// Until when a finding is to be waived, and on what document.
    Waiver(Box<Waiver>),
}

impl Form {
    /// A form for an evaluation of the half-year that ended last.
    #[must_use]
    pub fn evaluation(context: &Context) -> Self {
        let today = context.zone.to_datetime(context.now).date();
        let period = if today.month() <= 6 {
            format!("{}-H2", today.year() - 1)
        } else {
            format!("{}-H1", today.year())
        };
        Self { about: About::Evaluation, choice: 0, input: Some(Input::with(&period)) }
    }

    /// A form for one of several acts on an evaluation.
    #[must_use]
    pub fn course(
        (id, subject): (&str, &PartyId),
        acts: Vec<(EvaluationAct, String)>,
        order_until: Option<Date>,
    ) -> Self {
        let (id, subject) = (id.to_owned(), subject.clone());
        let about = About::Course { id, subject, acts, order_until };
        Self { about, choice: 0, input: Some(Input::default()) }
    }

    /// A form for one of several acts that lead to a level.
    #[must_use]
    pub fn level(party: PartyId, incident_no: String, acts: Vec<IncidentAct>) -> Self {
        Self { about: About::Level { party, incident_no, acts }, choice: 0, input: None }
    }

    /// A form for an order to rectify.
    #[must_use]
    pub fn order(party: PartyId, incident_no: String) -> Self {
        let about = About::Order { party, incident_no };
        Self { about, choice: 0, input: Some(Input::default()) }
    }

    /// A form for a waiver: what it says of the last day and the document is typed.
    #[must_use]
    pub fn waiver(waiver: Waiver) -> Self {
        let about = About::Waiver(Box::new(waiver));
        Self { about, choice: 0, input: Some(Input::default()) }
    }

    /// What can be chosen.
    #[must_use]
    pub fn choices(&self, context: &Context) -> Vec<CleanText> {
        match &self.about {
            About::Evaluation => {
                let scheme = |(id, name)| CleanText::new(&format!("{id}  {}", context.name(name)));
                context.schemes.iter().map(|(id, name)| scheme((id, name))).collect()
            }
            About::Course { acts, .. } => {
                let choice = |(act, name): &(EvaluationAct, String)| {
                    let word = context.word(&format!("act-{}", act.as_str()));
                    let name = match name.as_str() {
                        "" => CleanText::default(),
                        name => context.term(&format!("consequence-{name}")),
                    };
                    CleanText::new(format!("{word}  {name}").trim_end())
                };
                acts.iter().map(choice).collect()
            }
            About::Level { acts, .. } => {
                let levels = acts.iter().filter_map(|it| it.level());
                levels.map(|it| context.term(&format!("level-{}", it.as_str()))).collect()
            }
            About::Order { .. } | About::Waiver(_) => Vec::new(),
        }
    }

    /// The word of its title; the words of what is typed, of what to do and of what is wrong begin
    /// with it.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self.about {
            About::Evaluation => "form",
            About::Course { .. } => "form-course",
            About::Level { .. } => "form-level",
            About::Order { .. } => "form-order",
            About::Waiver(_) => "form-waiver",
        }
    }

    /// What is typed, in words: for an act on an evaluation what that one says.
    #[must_use]
    pub fn label(&self, context: &Context) -> CleanText {
        let About::Course { acts, order_until, .. } = &self.about else {
            return context.word(&format!("{}-input", self.word()));
        };
        let part = match acts.get(self.choice) {
            Some((EvaluationAct::Assign, _)) => "reviewer",
            Some((EvaluationAct::Supersede, _)) => "evaluation",
            Some((EvaluationAct::Rectify, _)) => "order",
            Some((act, _)) if !act.says(Want::Document) => "optional",
            Some(_) | None => "document",
        };
        let until = order_until.map(|it| it.to_string()).unwrap_or_default();
        context.say(&format!("{}-input-{part}", self.word()), &[("until", &until)])
    }

    /// Whether something was typed.
    #[must_use]
    pub fn is_typed(&self) -> bool {
        self.input.as_ref().is_some_and(|it| !it.text().trim().is_empty())
    }

    /// What the form asks for, if what was typed is right.
    #[must_use]
    pub fn act(&self, context: &Context) -> Option<Act> {
        let typed = self.input.as_ref().map(|it| it.text().trim()).unwrap_or_default();
        let (party, incident_no, act) = match &self.about {
            About::Evaluation => {
                let span: Span = typed.parse().ok()?;
                let (scheme, _) = context.schemes.get(self.choice)?;
                return Some(Act::Evaluate { scheme: scheme.clone(), span });
            }
            About::Course { id, subject, acts, .. } => {
                let (act, name) = acts.get(self.choice)?;
                let said = said((*act, name), subject, typed)?;
                return Some(Act::OnEvaluation { id: id.clone(), act: *act, said });
            }
            About::Waiver(waiver) => {
                let (until, document) = typed.split_once(char::is_whitespace)?;
                let (until, document) = (until.parse().ok()?, document.trim().to_owned());
                let today = context.zone.to_datetime(context.now).date();
                let waiver = Box::new(Waiver { until, document, ..*waiver.clone() });
                return Some(Act::ProposeWaiver { waiver, today });
            }
            About::Level { party, incident_no, acts } => {
                (party, incident_no, *acts.get(self.choice)?)
            }
            About::Order { party, incident_no } => {
                (party, incident_no, IncidentAct::Order(last_day(typed, context)?))
            }
        };
        let (party, incident_no, note) = (party.clone(), incident_no.clone(), String::new());
        Some(Act::OnIncident { party, incident_no, act, note })
    }
}

/// What an act says: the number of its document, or whom or what it names.
fn said((act, name): (EvaluationAct, &str), subject: &PartyId, typed: &str) -> Option<Said> {
    let typed = typed.to_owned();
    let names = act.says(Want::Name) && name.is_empty();
    if typed.is_empty() && (names || act.says(Want::Document)) {
        return None;
    }
    let subject = act.says(Want::Subject).then(|| subject.clone());
    if act == EvaluationAct::Rectify {
        let (due_on, document) = order(&typed)?;
        return Some(Said { subject, document, due_on, ..Said::default() });
    }
    let name = if names { typed.clone() } else { name.to_owned() };
    let document = if names { String::new() } else { typed };
    Some(Said { subject, name, document, ..Said::default() })
}

/// The last day of an order, where one is typed before its document, and that document. What looks like a
/// day and is none is not taken for a part of the document.
fn order(typed: &str) -> Option<(Option<Date>, String)> {
    let (first, rest) = typed.split_once(char::is_whitespace).unwrap_or((typed, ""));
    let is_day =
        |it: &str| it.contains('-') && it.chars().all(|it| it.is_ascii_digit() || it == '-');
    match first.parse() {
        Ok(day) => (!rest.trim().is_empty()).then(|| (Some(day), rest.trim().to_owned())),
        Err(_) if !rest.is_empty() && is_day(first) => None,
        Err(_) => Some((None, typed.to_owned())),
    }
}

/// A day, or so many working days from today, which does not count.
fn last_day(typed: &str, context: &Context) -> Option<Date> {
    if let Ok(working_days) = typed.parse::<u16>() {
        let today = context.zone.to_datetime(context.now).date();
        return Some(context.policy.calendar().due(today, working_days.into())?.date);
    }
    typed.parse().ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::order;

    #[test]
    fn an_order_has_a_document_and_perhaps_a_last_day_before_it() {
        let until = date(2026, 9, 30);
        let rows = [
            ("沪数〔2026〕1号", Some((None, "沪数〔2026〕1号"))),
            ("2026-09-30 沪数 1号", Some((Some(until), "沪数 1号"))),
            ("2026-09-30", None),
            ("2026-09-31 沪数 1号", None),
            ("2026-17", Some((None, "2026-17"))),
            ("第 1 号", Some((None, "第 1 号"))),
        ];
        for (typed, expected) in rows {
            let expected = expected.map(|(day, document)| (day, document.to_owned()));
            assert_eq!(order(typed), expected, "{typed}");
        }
    }
}
