//! How subjects moved between two evaluations, as plain text for a terminal of 80 columns.

use std::iter;

use config::locale::Words;
use jiff::tz::TimeZone;
use metrics::clean::clean_inline;
use metrics::evaluation::difference::{
    Contribution, Graded, Move, Parts, StagePart, Standing, VetoRef,
};
use metrics::evaluation::lifecycle::EvaluationState;
use metrics::evaluation::scorecard::{BandRef, DocumentRef, Evaluation, score_text};
use metrics::period::Period;

use crate::table::{Cell, WIDTH, fold, left, right, table};
use crate::{marks, wording};

/// Blanks before what is said of a subject.
const INDENT: usize = 2;

/// One of two recorded evaluations, as it is named before they are compared.
#[derive(Clone, Copy, Debug)]
pub struct Recorded<'a> {
    /// Its id.
    pub id: &'a str,
    /// Where it stands.
    pub state: EvaluationState,
    /// What it says.
    pub evaluation: &'a Evaluation,
    /// Months that were over and whose ledgers were not due yet.
    pub not_due: &'a [Period],
}

/// Renders which two are compared, and of each what was not known yet; ends with a line feed.
#[must_use]
pub fn named(sides: &[Recorded<'_>; 2], zone: &TimeZone, words: &Words) -> String {
    let each = sides.iter().flat_map(|it| {
        let Evaluation { period, as_of, .. } = it.evaluation;
        let arguments = [
            ("id", it.id.to_owned()),
            ("period", period.to_string()),
            ("state", words.get(&format!("console-state-{}", it.state.as_str()))),
            ("as_of", wording::instant(*as_of, zone)),
        ];
        let months: Vec<_> = it.not_due.iter().map(ToString::to_string).collect();
        let not_due = || words.format("moves-not-due", &[("months", &months.join(" "))]);
        let notes = marks::under_way(words, (*period, *as_of), zone);
        let notes = notes.into_iter().chain((!months.is_empty()).then(not_due));
        let head = words.format("moves-side", &arguments);
        iter::once(head).chain(notes.map(|note| format!("  {note}")))
    });
    each.map(|line| fold(&line)).collect()
}

/// Renders who moved, by how much and why, then how many did not; ends with a line feed.
#[must_use]
pub fn text(
    [then, now]: [&Evaluation; 2],
    moves: &[(&Move, Option<&Parts>)],
    words: &Words,
) -> String {
    let periods = arrow(&then.period.to_string(), &now.period.to_string());
    let mut text = fold(&format!("{}  {periods}", wording::name(words, &now.name)));
    for (word, old, new) in
        [("moves-scheme", &then.scheme, &now.scheme), ("moves-policy", &then.policy, &now.policy)]
    {
        text.push_str(&fold(&words.format(word, &[("documents", &documents(old, new, words))])));
    }
    if then.is_of_one() || now.is_of_one() {
        text.push_str(&fold(&words.get("moves-of-one")));
    }
    let (shown, still): (Vec<_>, Vec<_>) = moves.iter().partition(|(it, _)| has_moved(it));
    for (it, parts) in &shown {
        text.push('\n');
        text.push_str(&subject(it, *parts, words));
    }
    let counts = [("still", still.len().to_string()), ("all", moves.len().to_string())];
    text.extend(["\n", &words.format("moves-still", &counts), "\n"]);
    text
}

/// Two documents, told apart by hash where the version does not.
fn documents(then: &DocumentRef, now: &DocumentRef, words: &Words) -> String {
    let name = |it: &DocumentRef| wording::document(words, it);
    if then.sha256 == now.sha256 {
        return name(now);
    }
    let hash = |it: &DocumentRef| it.sha256.get(..8).unwrap_or_default().to_owned();
    format!("{} {} → {} {}", name(then), hash(then), name(now), hash(now))
}

fn has_moved(it: &Move) -> bool {
    let rank = |it: &Option<Standing>| it.as_ref().and_then(|it| it.rank);
    let grade = |it: &Graded| {
        let vetoes: Vec<_> = it.vetoes.iter().map(|it| it.id.clone()).collect();
        (it.band.as_ref().map(|it| it.id.clone()), vetoes)
    };
    it.change_nano.is_none_or(|it| it != 0) && (it.then.is_some() || it.now.is_some())
        || rank(&it.then) != rank(&it.now)
        || grade(&it.graded_then) != grade(&it.graded_now)
}

/// One subject: where it stood and stands, the parts of the change, what a veto did to the grade, and the
/// indicators, deductions and bonuses that changed.
fn subject(it: &Move, parts: Option<&Parts>, words: &Words) -> String {
    let both = |of: &dyn Fn(&Standing) -> String| {
        let side = |it: &Option<Standing>| it.as_ref().map_or_else(none, of);
        arrow(&side(&it.then), &side(&it.now))
    };
    let rank = both(&|it| it.rank.map_or_else(none, |it| it.to_string()));
    let graded = |it: &Graded| {
        let band = it.band.as_ref();
        band.map_or_else(none, |band| marks::graded(words, band, !it.vetoes.is_empty()))
    };
    let line = [
        ("score", both(&|it| it.score.clone())),
        ("change", it.change_nano.map(signed).map(|it| format!(" ({it})")).unwrap_or_default()),
        ("rank", rank),
        ("grade", arrow(&graded(&it.graded_then), &graded(&it.graded_now))),
    ];
    let (name, id) = (clean_inline(&it.subject_name), clean_inline(it.subject.as_str()));
    let mut text = fold(&format!("{name}  {id}"));
    text.push_str(&fold(&format!("  {}", words.format("moves-subject", &line))));
    let lines = made(it, parts, words).into_iter().chain(vetoes(it, words));
    text.extend(lines.map(|line| fold(&format!("  {line}"))));
    let rows = table(&rows(it, words), WIDTH - INDENT);
    text.extend(rows.lines().map(|line| format!("  {line}\n")));
    text
}

/// What policy, scheme and facts made of a change, and what the rows below it say.
fn made(it: &Move, parts: Option<&Parts>, words: &Words) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(Parts { policy_nano, scheme_nano, facts_nano, stages }) = parts {
        let parts = [("policy", policy_nano), ("scheme", scheme_nano), ("facts", facts_nano)];
        lines.push(words.format("moves-parts", &parts.map(|(name, nano)| (name, signed(*nano)))));
        let stage = |it: &StagePart| {
            let word = words.get(&format!("moves-stage-{}", it.stage.as_str()));
            format!("{word} {}", signed(it.nano))
        };
        match stages.as_deref() {
            None => lines.push(words.get("moves-stages-untold")),
            Some([]) => {}
            Some(stages) => {
                let stages = stages.iter().map(stage).collect::<Vec<_>>().join("  ");
                lines.push(words.format("moves-stages", &[("stages", stages)]));
            }
        }
    }
    if !it.adds_up && it.change_nano.is_some() {
        lines.push(words.get(if it.comes_out { "moves-kept" } else { "moves-untold" }));
    }
    lines
}

/// What changed of a score, each with its points.
fn rows(it: &Move, words: &Words) -> Vec<Vec<Cell>> {
    // One that counts now and adds nothing has taken weight from the others; one whose score is what it was has
    // a part where nothing is added, as where the scores of others moved its scale.
    let changed = it.indicators.iter();
    let changed = changed.filter(|it| it.then_nano != it.now_nano || it.change_nano != 0);
    let points = it.deductions.iter().chain(&it.bonuses).filter(|it| it.change_nano != 0);
    let mut rows: Vec<Vec<Cell>> =
        changed.chain(points).map(|it| contribution(it, words)).collect();
    for (word, rest) in
        [("moves-limits", it.limits_nano), ("moves-interaction", it.interaction_nano)]
    {
        // Rounding at a billionth is neither.
        if let Some(rest) = rest.filter(|rest| signed(*rest) != signed(0)) {
            rows.push(vec![
                left(String::new()),
                left(words.get(word)),
                right(String::new()),
                right(signed(rest)),
            ]);
        }
    }
    rows
}

/// Which vetoes are new, which stay and which are gone. Only one that came alone moved the grade by
/// itself.
fn vetoes(it: &Move, words: &Words) -> Vec<String> {
    let (then, now) = (&it.graded_then, &it.graded_now);
    let split = |of: &Graded, other: &Graded| -> (Vec<VetoRef>, Vec<VetoRef>) {
        let is_there = |veto: &VetoRef| other.vetoes.iter().any(|it| it.id == veto.id);
        of.vetoes.iter().cloned().partition(is_there)
    };
    let ((stay, new), (_, gone)) = (split(now, then), split(then, now));
    let id = |it: &Option<BandRef>| it.as_ref().map(|it| it.id.clone());
    let is_moved = stay.is_empty() && id(&now.band) != id(&now.band_of_score);
    let name = |it: &Option<BandRef>| {
        it.as_ref().map_or_else(none, |it| wording::name(words, &it.name).to_owned())
    };
    let new_word = if is_moved { "moves-veto-moved" } else { "moves-veto-new" };
    let all = [(new_word, new), ("moves-veto-stays", stay), ("moves-veto-gone", gone)];
    let said = all.into_iter().filter(|(_, vetoes)| !vetoes.is_empty());
    said.map(|(word, vetoes)| {
        let names: Vec<_> = vetoes.iter().map(|it| wording::name(words, &it.name)).collect();
        let arguments = [
            ("score", name(&now.band_of_score)),
            ("grade", name(&now.band)),
            ("names", names.join("; ")),
        ];
        words.format(word, &arguments)
    })
    .collect()
}

fn contribution(it: &Contribution, words: &Words) -> Vec<Cell> {
    let points = |nano: Option<i64>| nano.map_or_else(none, score_text);
    vec![
        left(clean_inline(&it.id)),
        left(clean_inline(wording::name(words, &it.name))),
        right(arrow(&points(it.then_nano), &points(it.now_nano))),
        right(signed(it.change_nano)),
    ]
}

/// Where there is no score.
fn none() -> String {
    "–".to_owned()
}

/// What was and what is, once where they are the same.
fn arrow(then: &str, now: &str) -> String {
    if then == now { now.to_owned() } else { format!("{then} → {now}") }
}

/// Points with two decimals and a sign, half up.
fn signed(nano: i64) -> String {
    let text = score_text(nano);
    if nano <= 0 || text == "0.00" { text } else { format!("+{text}") }
}

#[cfg(test)]
mod tests;
