//! Reading rows of opinions.

use jiff::civil::Date;

use super::columns::{BODIES, CONCLUSIONS, PANEL_KINDS, RECORDS};
use super::{
    Annulment, Body, COLUMNS, Conclusion, Conflict, Determination, Opinion, OpinionEntry,
    OpinionFact, OpinionPolicy, PanelKind, Rating, judge, once, rules,
};
use crate::authority::{Authority, bodies};
use crate::finding::{Faults, reading};
use crate::form::Row;
use crate::form::cells::{Cells, YES_NO, parse_day, parse_yes_no};
use crate::form::entries::{Entry, note_unknown, nothing, settle};
use crate::money::{format_minor, parse_minor};
use crate::party::PartyId;
use crate::period::Span;
use crate::tie_out::Directory;

const DAY: &str = "YYYY-MM-DD";
const PERIOD: &str = "YYYY, YYYY-H1, YYYY-Q1, YYYY-MM, YYYY-MM..YYYY-MM";
/// Decimals of a score.
const SCORE_DIGITS: u8 = 6;
const SCORE: &str = "0.000000";
/// The longest pseudonym or id of a panel, in bytes.
const ID_BYTES_MAX: usize = 32;
const ID: &str = "[A-Za-z][A-Za-z0-9-]{0,31}";
/// Digits of a SHA-256.
const HASH_DIGITS: usize = 64;
const HASH: &str = "[0-9a-f]{64}";

/// The columns that tell a row from others, where they are filled in.
const IDENTITY: [&str; 10] = [
    "record",
    "party",
    "period",
    "panel",
    "rater",
    "indicator",
    "matter",
    "institution",
    "document",
    "annuls",
];

/// What the rules need to know from outside the file.
#[derive(Clone, Debug)]
pub struct OpinionContext {
    /// Who rates what, and who may determine what.
    pub policy: OpinionPolicy,
    /// The day on which the file was handed in.
    pub received_on: Date,
    /// Who hands in, and who is registered; `None` where there is no register to ask.
    pub authority: Option<Authority>,
    /// Who belongs to whom.
    pub directory: Directory,
}

/// What a file of opinions gave.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CheckedOpinions {
    /// The entries understood, in file order.
    pub facts: Vec<OpinionFact>,
    /// The rules broken.
    pub faults: Faults,
    /// Rows handed in.
    pub rows: u64,
}

/// Collects rows of opinions.
#[derive(Debug)]
pub struct OpinionIntake {
    context: OpinionContext,
    entries: Vec<Entry<OpinionEntry>>,
    faults: Faults,
    rows: u64,
}

impl OpinionIntake {
    /// An empty file. Where there is a register, parties that it does not know are noted (`R-7`), and
    /// what public bodies alone collect does not count from others (`R-14`).
    #[must_use]
    pub fn new(context: OpinionContext) -> Self {
        Self { context, entries: Vec::new(), faults: Faults::default(), rows: 0 }
    }

    /// Takes one row.
    pub fn row(&mut self, row: &Row<'_>) {
        self.rows += 1;
        let is_filled = |column: &&str| {
            let mut cells = COLUMNS.iter().zip(row.cells);
            cells.any(|(it, cell)| it.name == *column && !cell.trim().is_empty())
        };
        let identity: Vec<&str> = IDENTITY.into_iter().filter(is_filled).collect();
        let mut cells = Cells::open(COLUMNS, &identity, *row, &mut self.faults);
        let party = cells.party("party");
        let entry = read(&mut cells, &self.context, party.as_ref());
        let whole = cells.is_whole();
        if let (Some(party), Some(content), true) = (party, entry, whole) {
            let label = content.code();
            self.entries.push(Entry { party, label, content, origin: row.origin() });
        }
    }

    /// Counts a row that could not be read as one; the fault is whoever read it to report.
    pub fn unreadable(&mut self) {
        self.rows += 1;
    }

    /// Ends the file: the rules that need all of it are judged.
    #[must_use]
    pub fn finish(mut self) -> CheckedOpinions {
        let mut entries = self.entries;
        if let Some(authority) = &self.context.authority {
            note_unknown(&entries, &authority.known(), &mut self.faults);
            if !authority.is_body() {
                for it in entries.drain(..) {
                    let row = it.origin.row;
                    let fault = authority.refusal((&it.party, &it.label), row, bodies());
                    self.faults.push(fault);
                }
            }
        }
        let settled = settle(entries, nothing, &mut self.faults);
        self.faults.append(judge::judge(&settled, &self.context.policy));
        self.faults.sort();
        let fact = |it: Entry<OpinionEntry>| OpinionFact {
            party: it.party,
            entry: it.content,
            origin: it.origin,
        };
        let facts = settled.into_iter().map(fact).collect();
        CheckedOpinions { facts, faults: self.faults, rows: self.rows }
    }
}

fn read(
    cells: &mut Cells<'_, '_>,
    context: &OpinionContext,
    party: Option<&PartyId>,
) -> Option<OpinionEntry> {
    cells.required("record");
    match cells.word("record", RECORDS)? {
        "rating" => rating(cells, context, party).map(OpinionEntry::Rating),
        "determination" => determination(cells, context).map(OpinionEntry::Determination),
        "annulment" => annulment(cells, context).map(OpinionEntry::Annulment),
        _ => opinion(cells, context, party).map(OpinionEntry::Opinion),
    }
}

fn rating(
    cells: &mut Cells<'_, '_>,
    context: &OpinionContext,
    party: Option<&PartyId>,
) -> Option<Rating> {
    let panel = cells.read_required("panel", ID, id);
    let panel_kind =
        word(cells, "panel_kind", PANEL_KINDS, &PanelKind::ALL.map(|it| (it.words(), it)));
    let rater = cells.read_required("rater", ID, id);
    let rater_party = other_party(cells, "rater_party", &context.directory);
    let indicator = cells.required("indicator");
    if let (Some(kind), Some(indicator)) = (panel_kind, indicator) {
        let asked: Vec<&str> = context.policy.questions_of(kind).collect();
        if !asked.contains(&indicator) {
            cells.refuse(rules::INDICATOR, "indicator", &asked.join(", "));
        }
    }
    let scale = scale(cells);
    let score = cells.read_required("score", SCORE, parse_score);
    if let (Some(score), Some((low, high))) = (score, scale)
        && !(low..=high).contains(&score)
    {
        cells.refuse(rules::SCALE, "score", &format!("{} … {}", shown(low), shown(high)));
    }
    let period = cells.read_required("period", PERIOD, |it| it.parse::<Span>().ok());
    let said_on = day(cells, period, context);
    let declared = cells.read_required("conflict", YES_NO, parse_yes_no);
    let is_own = is_own(rater_party.as_ref(), party, &context.directory);
    let conflict = match declared? {
        _ if is_own => {
            cells.note(rules::OWN_PARTY, "rater_party", "");
            Conflict::OwnParty
        }
        true => {
            cells.note(rules::CONFLICT, "conflict", "");
            Conflict::Declared
        }
        false => Conflict::None,
    };
    Some(Rating {
        panel: panel?,
        panel_kind: panel_kind?,
        rater: rater?,
        rater_party,
        indicator: indicator?.to_owned(),
        period: period?,
        score: score?,
        scale: scale?,
        conflict,
        said_on: said_on?,
        text: cells.text("text").to_owned(),
    })
}

/// The lowest and the highest score, the lowest below the highest.
fn scale(cells: &mut Cells<'_, '_>) -> Option<(i64, i64)> {
    let low = cells.read_required("scale_min", SCORE, parse_score);
    let high = cells.read_required("scale_max", SCORE, parse_score);
    let (low, high) = (low?, high?);
    if high <= low {
        cells.refuse(reading::CELL_INVALID, "scale_max", &format!("> {}", shown(low)));
        return None;
    }
    Some((low, high))
}

/// What is determined, and by whom: only who is competent for the matter may, and may take it back.
fn determined<'a>(
    cells: &mut Cells<'a, '_>,
    context: &OpinionContext,
) -> (Option<&'a str>, Option<Body>) {
    let matter = cells.required("matter");
    let body = word(cells, "authority", BODIES, &Body::ALL.map(|it| (it.words(), it)));
    if let Some(id) = matter {
        match (context.policy.matter(id), body) {
            (None, _) => {
                let known: Vec<&str> =
                    context.policy.matters.iter().map(|it| it.id.as_str()).collect();
                cells.refuse(rules::MATTER, "matter", &known.join(", "));
            }
            (Some(matter), Some(body)) if !matter.bodies.contains(&body) => {
                let competent: Vec<&str> = matter.bodies.iter().map(|it| it.words().0).collect();
                cells.refuse(rules::COMPETENCE, "authority", &competent.join(", "));
            }
            (Some(_), _) => {}
        }
    }
    (matter, body)
}

/// The number of a document, without which nothing is determined or annulled (OP-4).
fn document<'a>(cells: &mut Cells<'a, '_>, column: &str) -> &'a str {
    let document = cells.text(column);
    if document.is_empty() {
        cells.refuse(rules::DOCUMENT, column, "");
    }
    document
}

fn determination(cells: &mut Cells<'_, '_>, context: &OpinionContext) -> Option<Determination> {
    let (matter, body) = determined(cells, context);
    let institution = cells.required("institution");
    let document = document(cells, "document");
    let said_on = day(cells, None, context);
    Some(Determination {
        matter: matter?.to_owned(),
        body: body?,
        institution: institution?.to_owned(),
        document: document.to_owned(),
        said_on: said_on?,
        text: cells.text("text").to_owned(),
    })
}

fn annulment(cells: &mut Cells<'_, '_>, context: &OpinionContext) -> Option<Annulment> {
    let (matter, body) = determined(cells, context);
    let institution = cells.required("institution");
    let (annuls, document) = (document(cells, "annuls"), document(cells, "document"));
    let text = cells.required("text");
    let said_on = day(cells, None, context);
    Some(Annulment {
        matter: matter?.to_owned(),
        annuls: annuls.to_owned(),
        body: body?,
        institution: institution?.to_owned(),
        document: document.to_owned(),
        said_on: said_on?,
        text: text?.to_owned(),
    })
}

/// Whether the party named is the party rated or of its group. Both may be named as the register names
/// them.
fn is_own(named: Option<&PartyId>, rated: Option<&PartyId>, directory: &Directory) -> bool {
    let Some((named, rated)) = named.zip(rated) else { return false };
    let rated = directory.find(rated.as_str()).unwrap_or_else(|| rated.clone());
    *named == rated || directory.are_related(named, &rated)
}

/// A party that the row names beside, as [`registered`] knows it or else as it is written.
fn other_party(cells: &mut Cells<'_, '_>, column: &str, directory: &Directory) -> Option<PartyId> {
    registered(cells.text(column), directory).or_else(|| cells.other_party(column))
}

/// The registered party that a name or a credit code means.
fn registered(text: &str, directory: &Directory) -> Option<PartyId> {
    directory.find(text).filter(|it| directory.kind(it).is_some())
}

fn opinion(
    cells: &mut Cells<'_, '_>,
    context: &OpinionContext,
    party: Option<&PartyId>,
) -> Option<Opinion> {
    let directory = &context.directory;
    let institution = cells.required("institution");
    let institution_party = other_party(cells, "institution_party", directory);
    let named = institution.and_then(|it| registered(it, directory));
    let own = [("institution_party", &institution_party), ("institution", &named)];
    let own = own.into_iter().find(|(_, it)| is_own(it.as_ref(), party, directory));
    if let Some((column, _)) = own {
        cells.note(rules::OWN_PARTY, column, "");
    }
    let conflict = if own.is_some() { Conflict::OwnParty } else { Conflict::None };
    let document = cells.required("document");
    let conclusion =
        word(cells, "conclusion", CONCLUSIONS, &Conclusion::ALL.map(|it| (it.words(), it)));
    let evidence = cells.read_required("evidence", HASH, hash);
    let period = cells.read_required("period", PERIOD, |it| it.parse::<Span>().ok());
    let said_on = day(cells, period, context);
    Some(Opinion {
        institution: institution?.to_owned(),
        institution_party,
        document: document?.to_owned(),
        period: period?,
        conclusion: conclusion?,
        evidence: evidence?,
        conflict,
        said_on: said_on?,
        text: cells.text("text").to_owned(),
    })
}

/// A cell that has to be filled with a word, as what it means.
fn word<T: Copy>(
    cells: &mut Cells<'_, '_>,
    column: &str,
    words: &'static [(&'static str, &'static str)],
    meanings: &[((&str, &str), T)],
) -> Option<T> {
    cells.required(column)?;
    let word = cells.word(column, words)?;
    meanings.iter().find(|((en, _), _)| *en == word).map(|(_, meaning)| *meaning)
}

/// The day on which it was said: not before what it is about began, and not after it was handed in
/// (OP-10).
fn day(cells: &mut Cells<'_, '_>, about: Option<Span>, context: &OpinionContext) -> Option<Date> {
    let said_on = cells.read_required("date", DAY, parse_day)?;
    let from = about.map(|it| it.first().first_day());
    let to = context.received_on;
    if to < said_on || from.is_some_and(|from| said_on < from) {
        let from = from.map(|it| it.to_string()).unwrap_or_default();
        cells.refuse(rules::DAY, "date", format!("{from} … {to}").trim_start());
    }
    Some(said_on)
}

fn parse_score(text: &str) -> Option<i64> {
    parse_minor(text, SCORE_DIGITS).ok()
}

/// A score without decimals that say nothing.
fn shown(score: i64) -> String {
    let text = format_minor(score.into(), SCORE_DIGITS);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A pseudonym or an id of a panel, as it is compared.
fn id(text: &str) -> Option<String> {
    let id = once::identity(text);
    let is_id = id.len() <= ID_BYTES_MAX
        && id.starts_with(|it: char| it.is_ascii_alphabetic())
        && id.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'-');
    is_id.then_some(id)
}

fn hash(text: &str) -> Option<String> {
    let is_hash = text.len() == HASH_DIGITS && text.bytes().all(|it| it.is_ascii_hexdigit());
    is_hash.then(|| text.to_ascii_lowercase())
}
