//! The report of an incident (CN-NIR art. 7) and its summary (art. 8): item by item what is known, what
//! is missing, and which column of the form would fill it.

use jiff::Timestamp;

use super::account::Topic;
use super::classify::Level;
use super::facts::{Event, Incident, Reporter};
use super::lifecycle::{IncidentAct, IncidentEvent};
use super::quantity::{Matter, Quantity};
use crate::partial_date::PartialDate;

/// The type of GB/T 20986-2023 that has a ransom.
const RANSOMWARE: &str = "MPRANS";

/// Which form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportForm {
    /// The report of art. 7, with its eight items.
    Report,
    /// The summary of art. 8, within 30 days after handling ended.
    Summary,
}

/// A form filled with what is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IncidentReport {
    /// Which form.
    pub form: ReportForm,
    /// Its items, in the order of the article.
    pub items: Vec<ReportItem>,
}

/// An item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportItem {
    /// Its id: the number in art. 7, or what art. 8 names.
    pub id: &'static str,
    /// What it consists of.
    pub parts: Vec<ReportPart>,
    /// Whether it was sent.
    pub sent: Sent,
}

/// Whether an item was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sent {
    /// When a report or supplement first held it.
    At(Timestamp),
    /// Nobody says which items the first report held.
    Unknown,
    /// It was not.
    Not,
}

/// A part of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportPart {
    /// The column of the form, or `level`, which follows from the facts, or `level_in_force` and
    /// `level_decided`, which people added.
    pub column: &'static str,
    /// What is known, `None` if it is missing.
    pub value: Option<ReportValue>,
}

/// What is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReportValue {
    /// Text, as submitted.
    Text(String),
    /// A word of the column.
    Word(&'static str),
    /// A word of the column in both languages.
    Said {
        /// In English, as files have it.
        en: &'static str,
        /// In Chinese.
        zh: &'static str,
    },
    /// The level.
    Level(Level),
    /// An instant.
    Instant(Timestamp),
    /// A date, as far as it is known.
    Date(PartialDate),
    /// A whole number.
    Count(u64),
    /// Fen.
    Fen(u64),
    /// Parts per million.
    Share(u64),
    /// Who decided on the level, when and why.
    Decided {
        /// The account.
        account: String,
        /// When.
        at: Timestamp,
        /// Why, in the person's words.
        note: String,
    },
}

/// How grave an incident is.
#[derive(Clone, Copy, Debug)]
pub struct Grade<'a> {
    /// By the guide, from the facts given; `None` where nothing is known that it follows from.
    pub guide: Option<Level>,
    /// The level in force, where there is one.
    pub level: Option<Level>,
    /// Who decided so, if the level in force is not the guide's.
    pub decided: Option<&'a IncidentEvent>,
}

impl<'a> Grade<'a> {
    /// The guide's level, the one in force, and what people did, oldest first.
    #[must_use]
    pub fn new(
        (guide, level): (Option<Level>, Option<Level>),
        events: &'a [IncidentEvent],
    ) -> Self {
        let is_decision = |it: &&IncidentEvent| {
            matches!(it.act, IncidentAct::Upgrade(_) | IncidentAct::ConfirmDowngrade(_))
        };
        let decided = events.iter().rev().find(is_decision).filter(|_| level != guide);
        Self { guide, level, decided }
    }
}

/// Whether a part has to be there.
#[derive(Clone, Copy)]
enum Need {
    /// It does.
    Always,
    /// It is left out if nobody knows of it.
    IfKnown,
    /// It does for ransomware, and is left out otherwise.
    Ransomware,
}

use Need::{Always, IfKnown, Ransomware};

/// Columns, and whether each has to be there.
type Parts = &'static [(&'static str, Need)];
/// An item by its id, with lists of its parts.
type Item = (&'static str, &'static [Parts]);

/// What tells the harm: two figures that every incident has, the others of the annex, and a text.
const HARM: Parts = &[
    ("persons", Always),
    ("sensitive_persons", IfKnown),
    ("loss_yuan", Always),
    ("outage_whole_minutes", IfKnown),
    ("outage_main_minutes", IfKnown),
    ("population_people", IfKnown),
    ("province_share_percent", IfKnown),
    ("prefecture_share_percent", IfKnown),
    ("portal_provincial_minutes", IfKnown),
    ("portal_prefecture_minutes", IfKnown),
    ("portal_other_minutes", IfKnown),
    ("content_home_minutes", IfKnown),
    ("content_other_minutes", IfKnown),
    ("content_reposts", IfKnown),
    ("content_views", IfKnown),
    ("core_data_threat", IfKnown),
    ("important_data_threat", IfKnown),
    ("personal_information_amount", IfKnown),
    ("content_recognised", IfKnown),
    ("impact", Always),
];

const UNIT: Parts = &[
    ("party", Always),
    ("reporter", Always),
    ("cii", IfKnown),
    ("system", Always),
    ("products", IfKnown),
    ("resources", IfKnown),
    ("affected", IfKnown),
];

const EVENT: Parts = &[
    ("title", IfKnown),
    ("occurred", Always),
    ("discovered_at", Always),
    ("learned_at", IfKnown),
    ("place", Always),
    ("type", Always),
    ("level", Always),
    ("level_in_force", IfKnown),
    ("level_decided", IfKnown),
];

const GRAVITY: Parts =
    &[("level", Always), ("level_in_force", IfKnown), ("level_decided", IfKnown)];

const RANSOM: Parts =
    &[("ransom_yuan", Ransomware), ("ransom_method", Ransomware), ("ransom_on", Ransomware)];

/// Art. 7.
const REPORT: [Item; 8] = [
    ("1", &[UNIT]),
    ("2", &[EVENT, HARM, &[("measures", Always)], RANSOM]),
    ("3", &[&[("trend", Always)]]),
    ("4", &[&[("cause_kind", IfKnown), ("cause", Always)]]),
    ("5", &[&[("clues", Always)]]),
    ("6", &[&[("plans", Always)]]),
    ("7", &[&[("scene", Always)]]),
    ("8", &[&[("description", IfKnown)]]),
];

/// Art. 8.
const SUMMARY: [Item; 6] = [
    ("cause", &[&[("cause_kind", Always), ("cause", Always)]]),
    ("measures", &[&[("measures", Always)]]),
    ("harm", &[GRAVITY, HARM]),
    ("accountability", &[&[("accountability", Always)]]),
    ("rectification", &[&[("rectification", Always)]]),
    ("lessons", &[&[("lessons", Always)]]),
];

impl IncidentReport {
    /// The form, filled with what is known of an incident. `party` is the name of its unit.
    #[must_use]
    pub fn new(form: ReportForm, party: &str, (incident, grade): (&Incident, Grade<'_>)) -> Self {
        let items: &[Item] = match form {
            ReportForm::Report => &REPORT,
            ReportForm::Summary => &SUMMARY,
        };
        let is_ransomware = incident.incident_type.as_deref() == Some(RANSOMWARE);
        let part = |&(column, need): &(&'static str, Need)| {
            let value = value(column, party, (incident, grade));
            let is_needed = match need {
                Always => true,
                IfKnown => false,
                Ransomware => is_ransomware,
            };
            (is_needed || value.is_some()).then_some(ReportPart { column, value })
        };
        let item = |&(id, parts): &Item| ReportItem {
            id,
            parts: parts.iter().copied().flatten().filter_map(part).collect(),
            sent: sent(form, id, incident),
        };
        Self { form, items: items.iter().map(item).collect() }
    }

    /// How many parts are missing.
    #[must_use]
    pub fn missing(&self) -> usize {
        self.items.iter().map(ReportItem::missing).sum()
    }
}

impl ReportItem {
    /// How many of its parts are missing.
    #[must_use]
    pub fn missing(&self) -> usize {
        self.parts.iter().filter(|it| it.value.is_none()).count()
    }
}

/// When a report or supplement first held an item; of a summary, when that was handed in.
fn sent(form: ReportForm, id: &str, incident: &Incident) -> Sent {
    let reported_at = incident.at(Event::Report);
    let (sent_at, is_unsaid) = match form {
        ReportForm::Summary => (incident.at(Event::Summary), false),
        ReportForm::Report => {
            let number: Option<u8> = id.parse().ok();
            let holds = |items: &[u8]| number.is_some_and(|it| items.contains(&it));
            let first = reported_at.filter(|_| holds(&incident.report_items));
            let is_report = |event: Event| matches!(event, Event::Report | Event::Supplement);
            let acts = incident.acts.iter().filter(|it| is_report(it.event) && holds(&it.items));
            let is_unsaid = reported_at.is_some() && incident.report_items.is_empty();
            (first.into_iter().chain(acts.map(|it| it.at)).min(), is_unsaid)
        }
    };
    let unsent = if is_unsaid { Sent::Unknown } else { Sent::Not };
    sent_at.map_or(unsent, Sent::At)
}

/// What is known under a column.
fn value(
    column: &'static str,
    party: &str,
    (incident, grade): (&Incident, Grade<'_>),
) -> Option<ReportValue> {
    let text = |text: &str| (!text.is_empty()).then(|| ReportValue::Text(text.to_owned()));
    let list = |list: &[String]| text(&list.join("; "));
    let share = |quantity| incident.figure(quantity).map(ReportValue::Share);
    match column {
        "party" => text(party),
        "cii" => incident.cii.map(|it| ReportValue::Word(if it { "yes" } else { "no" })),
        "province_share_percent" => share(Quantity::ProvinceSharePpm),
        "prefecture_share_percent" => share(Quantity::PrefectureSharePpm),
        "reporter" => Some(ReportValue::Word(Reporter::as_str(incident.reporter))),
        "products" => list(&incident.products),
        "resources" => list(&incident.resources),
        "affected" => list(&incident.affected),
        "occurred" => incident.occurred.map(ReportValue::Date),
        "discovered_at" => incident.discovered_at.map(ReportValue::Instant),
        "learned_at" => incident.learned_at.map(ReportValue::Instant),
        "type" => text(incident.incident_type.as_deref().unwrap_or_default()),
        "title" => text(&incident.title),
        "level" => grade.guide.map(ReportValue::Level),
        "level_in_force" => grade.level.filter(|_| grade.decided.is_some()).map(ReportValue::Level),
        "level_decided" => grade.decided.map(|it| ReportValue::Decided {
            account: it.account.clone(),
            at: it.at,
            note: it.note.clone(),
        }),
        "loss_yuan" => incident.loss_fen.map(ReportValue::Fen),
        "ransom_yuan" => incident.ransom_fen.map(ReportValue::Fen),
        "ransom_on" => incident.ransom_on.map(ReportValue::Date),
        "cause_kind" => incident.cause_kind.map(|it| ReportValue::Word(it.as_str())),
        "description" => text(&incident.description),
        _ => figure_or_word(column, incident).or_else(|| {
            let topic = Topic::ALL.into_iter().find(|it| it.column() == column)?;
            incident.told.get(&topic).and_then(|it| text(it))
        }),
    }
}

/// What is known under a column of harm that is a count or is said in words.
fn figure_or_word(column: &str, incident: &Incident) -> Option<ReportValue> {
    if let Some(quantity) = Quantity::parse(column) {
        return incident.figure(quantity).map(ReportValue::Count);
    }
    let matter = Matter::parse(column)?;
    let word = incident.words.get(&matter)?.as_str();
    let (en, zh) = matter.words().iter().find(|(en, _)| *en == word)?;
    Some(ReportValue::Said { en, zh })
}

#[cfg(test)]
mod tests {
    use super::super::{Act, COLUMNS, CauseKind};
    use super::*;

    const GENERAL: Grade<'_> =
        Grade { guide: Some(Level::General), level: Some(Level::General), decided: None };

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn missing(report: &IncidentReport) -> Vec<&'static str> {
        let parts = report.items.iter().flat_map(|it| &it.parts);
        parts.filter(|it| it.value.is_none()).map(|it| it.column).collect()
    }

    #[test]
    fn every_part_is_a_column_of_the_form() {
        for (id, parts) in REPORT.iter().chain(&SUMMARY) {
            for (column, _) in parts.iter().copied().flatten() {
                let is_column = COLUMNS.iter().any(|it| it.name == *column);
                assert!(is_column || column.starts_with("level"), "{id} {column}");
            }
        }
        // What the annex grades is harm.
        for quantity in Quantity::COUNTED.map(Quantity::as_str) {
            assert!(HARM.iter().any(|it| it.0 == quantity), "{quantity}");
        }
        for matter in Matter::ALL.map(Matter::as_str) {
            assert!(HARM.iter().any(|it| it.0 == matter), "{matter}");
        }
        for topic in Topic::ALL {
            assert!(COLUMNS.iter().any(|it| it.name == topic.column()), "{topic:?}");
        }
    }

    #[test]
    fn of_an_incident_of_which_little_is_known_the_rest_is_missing() {
        let incident = Incident { incident_no: "1".to_owned(), ..Incident::default() };
        let of = (&incident, GENERAL);
        let report = IncidentReport::new(ReportForm::Report, "甲", of);
        let expected = "system occurred discovered_at place type persons loss_yuan impact measures \
                        trend cause clues plans scene";
        assert_eq!(missing(&report).join(" "), expected);
        assert_eq!(report.missing(), 14);
        let summary = IncidentReport::new(ReportForm::Summary, "甲", of);
        let expected = "cause_kind cause measures persons loss_yuan impact accountability \
                        rectification lessons";
        assert_eq!(missing(&summary).join(" "), expected);
    }

    #[test]
    fn the_guide_and_the_person_are_told_apart() {
        let decided = IncidentEvent {
            act: IncidentAct::ConfirmDowngrade(Level::General),
            at: at("2026-03-01T02:00:00Z"),
            account: "bo".to_owned(),
            note: "测试环境".to_owned(),
            machine: Level::Major,
            guide_version: "1".to_owned(),
            receipt: "MJ-1".to_owned(),
        };
        let decided_at = decided.at;
        let comment = IncidentEvent { act: IncidentAct::Comment, ..decided.clone() };
        let (guide, level, events) = (Level::Major, Level::General, [decided, comment]);
        for form in [ReportForm::Report, ReportForm::Summary] {
            let of = |level, events| {
                let grade = Grade::new((Some(guide), Some(level)), events);
                let report = IncidentReport::new(form, "", (&Incident::default(), grade));
                let parts = report.items.into_iter().flat_map(|it| it.parts);
                let parts = parts.filter(|it| it.column.starts_with("level"));
                parts.filter_map(|it| it.value).collect::<Vec<_>>()
            };
            assert_eq!(of(guide, &events), [ReportValue::Level(guide)]);
            let by = ReportValue::Decided {
                account: "bo".to_owned(),
                at: decided_at,
                note: "测试环境".to_owned(),
            };
            let expected = [ReportValue::Level(guide), ReportValue::Level(level), by];
            assert_eq!(of(level, &events), expected);
        }
    }

    #[test]
    fn a_level_that_nothing_tells_of_is_missing() {
        let event = IncidentEvent {
            act: IncidentAct::Upgrade(Level::Major),
            at: at("2026-03-01T02:00:00Z"),
            account: "li".to_owned(),
            note: "涉及重要数据".to_owned(),
            machine: Level::General,
            guide_version: "1".to_owned(),
            receipt: "MJ-1".to_owned(),
        };
        let events = [event];
        for (level, events, in_force) in [
            (None, &events[..0], None),
            (Some(Level::Major), &events[..], Some(ReportValue::Level(Level::Major))),
        ] {
            let grade = Grade::new((None, level), events);
            let report = IncidentReport::new(ReportForm::Report, "", (&Incident::default(), grade));
            assert!(missing(&report).contains(&"level"));
            let mut parts = report.items.iter().flat_map(|it| &it.parts);
            let found = parts.find(|it| it.column == "level_in_force");
            assert_eq!(found.and_then(|it| it.value.clone()), in_force);
        }
    }

    #[test]
    fn a_ransom_is_asked_for_where_there_is_one() {
        let of = |kind: &str| {
            let incident_type = Some(kind.to_owned());
            let incident = Incident { incident_type, ransom_fen: None, ..Incident::default() };
            let report = IncidentReport::new(ReportForm::Report, "", (&incident, GENERAL));
            missing(&report).iter().filter(|it| it.starts_with("ransom")).count()
        };
        assert_eq!((of("MPRANS"), of("MPWORM")), (3, 0));
    }

    #[test]
    fn an_item_is_sent_when_the_first_report_that_holds_it_is() {
        let act =
            |at, event, items: &[u8]| Act { at, event, items: items.into(), note: String::new() };
        let incident = Incident {
            reported_at: Some(at("2026-03-01T02:00:00Z")),
            report_items: vec![1, 2],
            acts: vec![
                act(at("2026-03-01T03:00:00Z"), Event::PoliceReport, &[3]),
                act(at("2026-03-02T02:00:00Z"), Event::Supplement, &[1, 4]),
                act(at("2026-03-03T02:00:00Z"), Event::Supplement, &[4]),
            ],
            cause_kind: Some(CauseKind::Attack),
            told: [(Topic::Cause, "口令泄露".to_owned())].into(),
            ..Incident::default()
        };
        let report = IncidentReport::new(ReportForm::Report, "", (&incident, GENERAL));
        let sent = |number: usize| report.items[number - 1].sent;
        assert_eq!(sent(1), Sent::At(at("2026-03-01T02:00:00Z")));
        assert_eq!(sent(4), Sent::At(at("2026-03-02T02:00:00Z")));
        assert_eq!((sent(3), report.items[3].missing()), (Sent::Not, 0));
        assert_eq!(report.items[3].parts[0].value, Some(ReportValue::Word("attack")));
        // Where nobody says what the first report held, only what a supplement held is known.
        let incident = Incident { report_items: Vec::new(), ..incident };
        let report = IncidentReport::new(ReportForm::Report, "", (&incident, GENERAL));
        let sent: Vec<Sent> = report.items.iter().map(|it| it.sent).collect();
        let mut expected = [Sent::Unknown; 8];
        expected[0] = Sent::At(at("2026-03-02T02:00:00Z"));
        expected[3] = expected[0];
        assert_eq!(sent, expected);
        // Nothing was reported, so that nothing was sent.
        let incident = Incident { reported_at: None, acts: Vec::new(), ..incident };
        let report = IncidentReport::new(ReportForm::Report, "", (&incident, GENERAL));
        assert!(report.items.iter().all(|it| it.sent == Sent::Not));
    }
}
