//! Reading incident rows of the own form. The verdict does not depend on the order of the rows.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::account::{CauseKind, Topic};
use super::facts::{Act, Event, Evidence, Incident, IncidentFact, Reporter};
use super::instant::parse_instant;
use super::order::{self, Happened};
use super::quantity::{Matter, Quantity, Word};
use super::record::{Refused, Told};
use super::types::{Found, Types};
use super::{COLUMNS, EVENTS, IncidentPolicy, RECORDS, repeated, rules};
use crate::authority::{Authority, RefusedRows};
use crate::finding::{Fault, Faults, Place, reading};
use crate::form::cells::{Cells, YES_NO, parse_yes_no};
use crate::form::entries::{Entry, note_unknown};
use crate::form::{Origin, Row};
use crate::money::parse_minor;
use crate::party::PartyId;

/// No control character: the number stands in subjects of mails and in names.
const NUMBER: &str = r"[^\p{Cc}]+";
pub(super) const INSTANT: &str = "YYYY-MM-DD HH:MM, YYYY-MM-DDTHH:MM:SS+08:00";
const DATE: &str = "YYYY, YYYY-MM, YYYY-MM-DD";
const WHOLE_NUMBER: &str = "0, 1, 2, …";
const PERCENT: &str = "0, 0.0001, …, 100";
/// Decimals of a percentage, so that its smallest part is one per million.
const PERCENT_DECIMALS: u8 = 4;
const WHOLE_PPM: u64 = 1_000_000;
const SHA256: &str = "[0-9a-f]{64}";
/// Items of art. 7 of CN-NIR are numbered from 1 to 8.
const ITEMS: &str = "1;2;…;8";

/// So many types of other records are told apart; the rest is counted as [`REST`].
const KINDS_MAX: usize = 50;
const REST: &str = "…";
/// The longest name of such a type, in characters.
const KIND_CHARACTERS_MAX: usize = 60;

/// What the rules need to know from outside the file.
#[derive(Clone, Debug)]
pub struct IncidentContext<'a> {
    /// When the file is checked: what lies ahead has not happened, whoever says so (`S-1`).
    pub at: Timestamp,
    /// Whose local time is meant where a cell names no offset.
    pub zone: TimeZone,
    /// Who hands in, and who is registered (`R-7`, `R-14`); `None` where there is no register to ask.
    pub authority: Option<Authority>,
    /// The scales that there are (`S-11`).
    pub policy: &'a IncidentPolicy,
    /// The types that there are (`S-3`).
    pub types: &'a Types,
}

/// What an incident file gave.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CheckedIncidents {
    /// The incidents understood, in file order, each at its first row.
    pub facts: Vec<IncidentFact>,
    /// The rules broken.
    pub faults: Faults,
    /// Rows handed in.
    pub rows: u64,
}

/// A row that adds to an incident of its file.
#[derive(Debug)]
enum Addition {
    Act(Act),
    Evidence(Evidence),
}

/// Collects incident rows.
#[derive(Debug)]
pub struct IncidentIntake<'a> {
    context: IncidentContext<'a>,
    entries: Vec<Entry<Incident>>,
    additions: Vec<Entry<Addition>>,
    /// Rows whose own columns know of no discovery.
    undiscovered: BTreeSet<u64>,
    /// Records that are not of incidents, by the type that they name.
    others: BTreeMap<String, u64>,
    refused: RefusedRows,
    faults: Faults,
    rows: u64,
}

impl<'a> IncidentIntake<'a> {
    /// An empty file.
    #[must_use]
    pub fn new(context: IncidentContext<'a>) -> Self {
        Self {
            context,
            entries: Vec::new(),
            additions: Vec::new(),
            undiscovered: BTreeSet::new(),
            others: BTreeMap::new(),
            refused: RefusedRows::default(),
            faults: Faults::default(),
            rows: 0,
        }
    }

    /// Takes one row.
    pub fn row(&mut self, row: &Row<'_>) {
        self.rows += 1;
        let identity = ["party", "incident_no", "event", "at", "file"];
        let mut cells = Cells::open(COLUMNS, &identity, *row, &mut self.faults);
        let party = cells.party("party");
        let said = (party.as_ref(), cells.text("incident_no"));
        if self.refused.take(self.context.authority.as_ref(), said, row.number) {
            return;
        }
        let number = |text: &str| is_number(text).then(|| text.to_owned());
        let label = cells.read_required("incident_no", NUMBER, number);
        let zone = &self.context.zone;
        let record = match cells.word("record", RECORDS) {
            None if cells.text("record").is_empty() => "incident",
            None => return,
            Some(record) => record,
        };
        if record == "incident" {
            let incident = read_incident(&mut cells, zone);
            if let (Some(party), Some(label), Some(mut content), true) =
                (party, label, incident, cells.is_whole())
            {
                content.incident_no.clone_from(&label);
                if content.at(Event::Discovery).is_none() {
                    self.undiscovered.insert(row.number);
                }
                judge_names(&mut cells, &content, &self.context);
                self.entries.push(Entry { party, label, content, origin: row.origin() });
            }
            return;
        }
        let addition = match record {
            "act" => read_act(&mut cells, zone).map(Addition::Act),
            _ => read_evidence(&mut cells, zone).map(Addition::Evidence),
        };
        if let (Some(party), Some(label), Some(content), true) =
            (party, label, addition, cells.is_whole())
        {
            self.additions.push(Entry { party, label, content, origin: row.origin() });
        }
    }

    /// Takes what a record of a foreign format tells about `party`, which the record itself does not name
    /// by a code.
    pub fn record(&mut self, (party, origin): (PartyId, Origin), told: Result<Told, Refused>) {
        self.rows += 1;
        match told {
            Ok(Told::Incident(content)) if !is_number(&content.incident_no) => {
                let path = "incident_no".to_owned();
                let (label, actual) = (content.incident_no.clone(), Some(content.incident_no));
                let refused = Refused { label, path, expected: NUMBER.to_owned(), actual };
                self.faults.push(refusal(party, origin, refused));
            }
            Ok(Told::Incident(content)) => {
                let label = content.incident_no.clone();
                self.entries.push(Entry { party, label, content: *content, origin });
            }
            Ok(Told::Other(kind)) => {
                let kind: String = kind.chars().take(KIND_CHARACTERS_MAX).collect();
                let is_new = !self.others.contains_key(&kind);
                let is_full = is_new && KINDS_MAX <= self.others.len();
                *self.others.entry(if is_full { REST.to_owned() } else { kind }).or_default() += 1;
            }
            Err(refused) => self.faults.push(refusal(party, origin, refused)),
        }
    }

    /// Ends the file: the rules that need all of it are judged.
    #[must_use]
    pub fn finish(mut self) -> CheckedIncidents {
        let mut settled = repeated::settled(self.entries, &mut self.faults);
        let happened = attach(self.additions, &mut settled, &mut self.faults);
        let clock = (self.context.at, &self.context.zone);
        let said = (&happened[..], &self.undiscovered);
        order::judge(&mut settled, said, clock, &mut self.faults);
        if let Some(authority) = &self.context.authority {
            note_unknown(&settled, &authority.known(), &mut self.faults);
            self.refused.faults(authority).for_each(|it| self.faults.push(it));
        }
        let fact = |it: Entry<Incident>| IncidentFact {
            party: it.party,
            incident: it.content,
            origin: it.origin,
        };
        if !self.others.is_empty() {
            self.faults.push(others(&self.others));
        }
        self.faults.sort();
        let facts = settled.into_iter().map(fact).collect();
        CheckedIncidents { facts, faults: self.faults, rows: self.rows }
    }
}

/// A record that cannot be used: as a whole (`R-4`), for what is missing (`R-5`), for what is there
/// (`R-6`).
fn refusal(party: PartyId, origin: Origin, refused: Refused) -> Fault {
    let Refused { label, path, expected, actual } = refused;
    let (rule, place) = match (path.as_str(), &actual) {
        ("", _) => (reading::ROW_UNREADABLE, Place::row(origin.row)),
        (_, None) => (reading::CELL_EMPTY, Place::cell(origin.row, &path)),
        (_, Some(_)) => (reading::CELL_INVALID, Place::cell(origin.row, &path)),
    };
    let label = if label.is_empty() { origin.row.to_string() } else { label };
    let actual = actual.unwrap_or_default();
    let cause = format!("{label} {path}").trim_end().to_owned();
    Fault { subject: Some(party), cause, expected, actual, ..Fault::at(rule, place) }
}

/// Records of other types, counted (`R-15`).
fn others(others: &BTreeMap<String, u64>) -> Fault {
    let listed: Vec<String> =
        others.iter().map(|(kind, count)| format!("{kind} {count}")).collect();
    let count: u64 = others.values().sum();
    Fault {
        cause: "types".to_owned(),
        expected: "incident".to_owned(),
        actual: listed.join(", "),
        arguments: vec![("count", count.to_string())],
        ..Fault::at(reading::OTHER_RECORDS, Place::default())
    }
}

/// Gives each incident its acts and evidence, in an order that is not that of the rows; what belongs
/// to none is `S-4`, and no report counts of an incident whose rows differ about what it is judged by.
/// Returns what their rows say happened.
fn attach(
    additions: Vec<Entry<Addition>>,
    incidents: &mut [Entry<Incident>],
    faults: &mut Faults,
) -> Vec<Happened> {
    let mut happened = Vec::new();
    let places: BTreeMap<(PartyId, String), usize> = (incidents.iter().enumerate())
        .map(|(index, it)| ((it.party.clone(), it.label.clone()), index))
        .collect();
    let disputed: Vec<Option<Timestamp>> = (incidents.iter())
        .map(|it| it.content.discoveries().max().filter(|_| it.content.is_disputed))
        .collect();
    for addition in additions {
        let identity = (addition.party, addition.label);
        let place = places.get(&identity).copied();
        let Some((place, incident)) = place.and_then(|it| Some((it, incidents.get_mut(it)?)))
        else {
            let (party, label) = identity;
            faults.push(Fault {
                subject: Some(party),
                cause: label.clone(),
                actual: label,
                ..Fault::at(rules::ORPHAN, Place::cell(addition.origin.row, "incident_no"))
            });
            continue;
        };
        happened.extend(addition.content.says().map(|(event, at)| Happened {
            incident: place,
            row: addition.origin.row,
            event,
            at,
        }));
        match addition.content {
            // By one of the rows nobody knew of the incident yet.
            Addition::Act(act) if act.event == Event::Report && Some(act.at) < disputed[place] => {}
            Addition::Act(act) => incident.content.acts.push(act),
            Addition::Evidence(evidence) => incident.content.evidence.push(evidence),
        }
    }
    for Entry { content, .. } in incidents {
        content.acts.sort();
        content.acts.dedup();
        content.evidence.sort();
        content.evidence.dedup();
    }
    happened
}

impl Addition {
    /// What it says happened, and when. Only of what is handed in does evidence come into being with what
    /// it proves; a log that proves a discovery, or a measure that avoids harm, may be older.
    fn says(&self) -> Option<(Event, Timestamp)> {
        match self {
            Self::Act(act) => Some((act.event, act.at)),
            Self::Evidence(it) => {
                let handed_in = [Event::Report, Event::Supplement, Event::Summary];
                let proves = it.proves.filter(|it| handed_in.contains(it));
                proves.map(|event| (event, it.effective_at))
            }
        }
    }
}

fn read_act(cells: &mut Cells<'_, '_>, zone: &TimeZone) -> Option<Act> {
    cells.required("event");
    let event = cells.word("event", &EVENTS).and_then(Event::parse);
    let at = cells.read_required("at", INSTANT, |text| parse_instant(text, zone));
    let items = cells.read("report_items", ITEMS, parse_items).unwrap_or_default();
    Some(Act { at: at?, event: event?, items, note: cells.text("description").to_owned() })
}

fn read_evidence(cells: &mut Cells<'_, '_>, zone: &TimeZone) -> Option<Evidence> {
    let file = cells.required("file").map(ToOwned::to_owned);
    let sha256 = cells.read_required("sha256", SHA256, |text| {
        let lower = text.to_ascii_lowercase();
        let is_hash = lower.len() == 64 && lower.bytes().all(|it| it.is_ascii_hexdigit());
        is_hash.then_some(lower)
    });
    let effective_at = cells.read_required("at", INSTANT, |text| parse_instant(text, zone));
    let proves = cells.word("event", &EVENTS).and_then(Event::parse);
    Some(Evidence { file: file?, sha256: sha256?, effective_at: effective_at?, proves })
}

/// Whether a text can be the number of an incident.
fn is_number(text: &str) -> bool {
    !text.contains(char::is_control)
}

/// Numbers of items, each once, in rising order.
fn parse_items(text: &str) -> Option<Vec<u8>> {
    let item = |it: &str| it.trim().parse().ok().filter(|it| (1..=8).contains(it));
    let items: Option<BTreeSet<u8>> = listed(text).map(item).collect();
    Some(items?.into_iter().collect())
}

/// What stands between semicolons of either script, without empty parts.
fn listed(text: &str) -> impl Iterator<Item = &str> {
    text.split([';', '；']).map(str::trim).filter(|it| !it.is_empty())
}

fn read_incident(cells: &mut Cells<'_, '_>, zone: &TimeZone) -> Option<Incident> {
    let mut instant = |column| cells.read(column, INSTANT, |text| parse_instant(text, zone));
    let [discovered_at, learned_at, reported_at, handled_at, summarised_at] =
        ["discovered_at", "learned_at", "reported_at", "handled_at", "summarised_at"]
            .map(&mut instant);
    let cii = cells.read("cii", YES_NO, parse_yes_no);
    let figures = read_figures(cells);
    let words = read_words(cells);
    let mut fen = |column| {
        cells.read(column, "0.00, 0.01, …", |text| u64::try_from(parse_minor(text, 2).ok()?).ok())
    };
    let [loss_fen, ransom_fen] = ["loss_yuan", "ransom_yuan"].map(&mut fen);
    let [occurred, ransom_on] =
        ["occurred", "ransom_on"].map(|column| cells.read(column, DATE, |it| it.parse().ok()));
    let cause_kind = cells.word("cause_kind", &CauseKind::PAIRS).and_then(CauseKind::parse);
    let told = Topic::ALL.map(|it| (it, cells.text(it.column()).to_owned()));
    let reporters = Reporter::ALL.map(Reporter::as_str).join(", ");
    let reporter = cells.read("reporter", &reporters, Reporter::parse);
    let reporter = reporter.unwrap_or(match cii {
        Some(true) => Reporter::CiiOperator,
        Some(false) | None => Reporter::Operator,
    });
    let incident_type = cells.text("type");
    let title = cells.required("title");
    let report_items = cells.read("report_items", ITEMS, parse_items).unwrap_or_default();
    let list = |column| listed(cells.text(column)).map(ToOwned::to_owned).collect();
    let [scales, products, resources, affected] =
        ["scale", "products", "resources", "affected"].map(list);
    Some(Incident {
        title: title?.to_owned(),
        incident_type: (!incident_type.is_empty()).then(|| incident_type.to_owned()),
        occurred,
        discovered_at,
        learned_at,
        reported_at,
        handled_at,
        summarised_at,
        reporter,
        cii,
        loss_fen,
        figures,
        words,
        scales,
        report_items,
        products,
        resources,
        affected,
        cause_kind,
        ransom_fen,
        ransom_on,
        told: told.into_iter().filter(|(_, text)| !text.is_empty()).collect(),
        description: cells.text("description").to_owned(),
        ..Incident::default()
    })
}

fn read_figures(cells: &mut Cells<'_, '_>) -> BTreeMap<Quantity, u64> {
    let mut figures = BTreeMap::new();
    for quantity in Quantity::COUNTED {
        let figure = cells.read(quantity.as_str(), WHOLE_NUMBER, parse_whole);
        figures.extend(figure.map(|it| (quantity, it)));
    }
    for (column, quantity) in [
        ("province_share_percent", Quantity::ProvinceSharePpm),
        ("prefecture_share_percent", Quantity::PrefectureSharePpm),
    ] {
        figures.extend(cells.read(column, PERCENT, parse_share).map(|it| (quantity, it)));
    }
    figures
}

fn read_words(cells: &mut Cells<'_, '_>) -> BTreeMap<Matter, Word> {
    let mut words = BTreeMap::new();
    for matter in Matter::ALL {
        let word = cells.word(matter.as_str(), matter.words());
        words.extend(word.and_then(|it| matter.word(it)).map(|it| (matter, it)));
    }
    words
}

/// Digits and nothing else: what a spreadsheet adds to a number is for a person to remove.
fn parse_whole(text: &str) -> Option<u64> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}

/// A percentage of at most 100, in parts per million.
fn parse_share(text: &str) -> Option<u64> {
    let ppm = u64::try_from(parse_minor(text, PERCENT_DECIMALS).ok()?).ok()?;
    (ppm <= WHOLE_PPM).then_some(ppm)
}

/// The names that one row gives its type, its reporter and its scales; the row stays.
fn judge_names(cells: &mut Cells<'_, '_>, incident: &Incident, context: &IncidentContext<'_>) {
    match incident.incident_type.as_deref().map(|code| context.types.find(code)) {
        None | Some(Found::Known(..)) => {}
        Some(Found::Unlisted(category)) => {
            let listed: Vec<&str> = category.types.iter().map(|it| it.code.as_str()).collect();
            cells.note(rules::TYPE_CODE, "type", &listed.join(", "));
        }
        Some(Found::Unknown) => {
            let categories = context.types.categories.iter().map(|it| format!("{}…", it.code));
            cells.note(rules::TYPE, "type", &categories.collect::<Vec<_>>().join(", "));
        }
    }
    if incident.scales.iter().any(|it| context.policy.scale(it).is_none()) {
        let scales: Vec<&str> = context.policy.all_scales().map(|it| it.id.as_str()).collect();
        cells.note(rules::SCALE, "scale", &scales.join(", "));
    }
    let bound_as = incident.bound_as();
    if bound_as != incident.reporter {
        cells.note(rules::CII, "reporter", bound_as.as_str());
    }
}
