//! Beside the level: the scores of the months before, the place among the peers, what to mend first, open
//! objections and demands.
//!
//! Three lines where there is little room, and panels below the tree where there is more.

use std::fmt::Display;

use metrics::evaluation::gain::{Mended, gain_text};
use metrics::evaluation::peers::Peers;
use metrics::evaluation::scorecard::{Evaluation, ScoreResult, Scorecard, score_text};
use store::levels::Level;

use super::super::gains;
use crate::context::Context;
use crate::page::{Band, Body, Cell, Field, Focus, Grid, Height, Panel};
use crate::query::Beside;
use crate::text::CleanText;
use crate::theme::Role;
use crate::widgets::bar;

/// Gains that the scorecard names; the others stand on a screen of their own.
const GAINS_SHOWN: usize = 3;
/// Open objections and open demands that the scorecard names; `show` has all.
const OPEN_SHOWN: usize = 2;
/// Points that fill a bar, or the highest score where that is more.
const BAR_POINTS: i64 = 100;

/// The scores before, the peers, what to mend first, open objections and open demands, each on a line.
pub(super) fn fields(
    evaluation: &Evaluation,
    card: &Scorecard,
    beside: Option<&Beside>,
    context: &Context,
) -> Vec<Field> {
    let mut fields = Vec::new();
    if let Some(beside) = beside {
        fields.push(context.field("trend", trend(evaluation, beside, context)));
    }
    fields.push(context.field("peers", peers(evaluation, card, context)));
    if let Some(beside) = beside {
        fields.push(context.field("gains", first(beside, context)));
        if !beside.objections.is_empty() {
            let open = open(&beside.objections, "objection-waits", context);
            fields.push(context.field("objections", open));
        }
        if !beside.demands.is_empty() {
            let open = open(&beside.demands, "demand-waits", context);
            fields.push(context.field("demands", open));
        }
    }
    fields
}

/// How many are open, what the first of them wait for, by the word of each step, and how many more there are.
fn open<S: Display>(open: &[(String, S)], waits: &str, context: &Context) -> Cell {
    let step = |it: &S| context.words.get(&format!("{waits}-{it}"));
    let shown = open.iter().take(OPEN_SHOWN);
    let mut shown: Vec<_> = shown.map(|(number, it)| format!("{number} {}", step(it))).collect();
    if OPEN_SHOWN < open.len() {
        shown.push(format!("+{}", open.len() - OPEN_SHOWN));
    }
    let text = format!("{}  {}", open.len(), shown.join("  "));
    Cell::new(CleanText::new(&text), Role::Warn)
}

/// The same with more room: a bar for each score, and a row for each of the first gains.
pub(super) fn panels<'a>(
    evaluation: &'a Evaluation,
    card: &'a Scorecard,
    beside: &'a Beside,
    context: &'a Context,
) -> Band<'a> {
    let gains = beside.gains.as_deref().unwrap_or_default();
    let gains = &gains[..gains.len().min(GAINS_SHOWN)];
    let grid = Grid {
        columns: vec![
            context.text_column("id", 6),
            context.text_column("name", 14),
            context.number_column("gains-one"),
            context.number_column("gains-all"),
        ],
        len: gains.len(),
        cursor: None,
        empty: gains::none(beside.gains.as_deref(), context),
        row: Box::new(|at| {
            let Some(it) = gains.get(at) else { return Vec::new() };
            let [id, name] = gains::head(it, context);
            let [one, all] = [it.one_nano, it.all_nano].map(|it| Cell::plain(&gain_text(it)));
            vec![id, name, one, all]
        }),
    };
    let spare = |title: &str, height, body| Panel {
        title: context.word(title),
        height: Height::Spare(height),
        focus: Focus::Elsewhere,
        body,
    };
    let bars = Body::Fields(bars(evaluation, card, beside, context));
    Band(vec![spare("gains-title", 4, Body::Grid(grid)), spare("trend", 7, bars)])
}

/// The scores before, the oldest first, then this one. What was made by another yardstick is marked, so
/// that nobody reads a change of method as a change of facts.
fn trend(evaluation: &Evaluation, beside: &Beside, context: &Context) -> Cell {
    if beside.levels.is_empty() {
        return Cell::new(context.word("trend-none"), Role::Muted);
    }
    let level = |it: &Level| {
        let score = if it.score.is_empty() { "-" } else { &it.score };
        format!("{} {score}{}", it.period, marks(it, evaluation))
    };
    let levels = beside.levels.iter().rev().map(level).collect::<Vec<_>>().join(" > ");
    let is_marked = beside.levels.iter().any(|it| !marks(it, evaluation).is_empty());
    if !is_marked {
        return Cell::plain(&levels);
    }
    let text = format!("{levels}  ({})", context.word("trend-marks"));
    Cell::new(CleanText::new(&text), Role::Warn)
}

/// What of the yardstick was another one.
fn marks(level: &Level, evaluation: &Evaluation) -> String {
    let scheme = if level.scheme_sha256 == evaluation.scheme.sha256 { "" } else { "*" };
    let policy = if level.policy_sha256 == evaluation.policy.sha256 { "" } else { "'" };
    format!("{scheme}{policy}")
}

fn peers(evaluation: &Evaluation, card: &Scorecard, context: &Context) -> Cell {
    let Some(peers) = Peers::of(evaluation, &card.subject) else {
        return Cell::new(context.word("peers-none"), Role::Muted);
    };
    let rank = peers.rank.map_or_else(|| "-".to_owned(), |it| it.to_string());
    let count = peers.count.to_string();
    let [least, lower, median, upper, most] =
        [peers.least_nano, peers.lower_nano, peers.median_nano, peers.upper_nano, peers.most_nano]
            .map(score_text);
    let arguments = [
        ("rank", &*rank),
        ("count", &count),
        ("least", &least),
        ("lower", &lower),
        ("median", &median),
        ("upper", &upper),
        ("most", &most),
    ];
    Cell::plain(context.say("peers-line", &arguments).as_str())
}

/// The first gains, indicators by their ids and deductions by their names, with what all of each would bring.
fn first(beside: &Beside, context: &Context) -> Cell {
    let gains = beside.gains.as_deref().unwrap_or_default();
    if gains.is_empty() {
        return Cell::new(gains::none(beside.gains.as_deref(), context), Role::Muted);
    }
    let first = gains.iter().take(GAINS_SHOWN);
    let first = first.map(|it| {
        let what = match it.of {
            Mended::Indicator => CleanText::new(&it.id),
            Mended::Deduction => context.name(&it.name),
        };
        format!("{what} {}", gain_text(it.all_nano))
    });
    let first: Vec<String> = first.collect();
    Cell::plain(context.say("gains-more", &[("gains", &first.join("  "))]).as_str())
}

/// A bar for each score, the newest first, the version of its scheme where that is another one.
fn bars(
    evaluation: &Evaluation,
    card: &Scorecard,
    beside: &Beside,
    context: &Context,
) -> Vec<Field> {
    let own = match &card.result {
        ScoreResult::Scored { score, .. } => score.clone(),
        ScoreResult::NotApplicable => String::new(),
    };
    let points = |score: &str| -> i64 {
        let whole = score.split('.').next().unwrap_or_default();
        whole.parse().unwrap_or(0)
    };
    let scores = beside.levels.iter().map(|it| &it.score).chain([&own]);
    let most = scores.map(|it| points(it)).max().unwrap_or(0).max(BAR_POINTS);
    let line = |period: String, score: &str, note: String| {
        let shown = if score.is_empty() { "-" } else { score };
        let text = format!("{} {shown} {note}", bar(points(score), most));
        Field { label: CleanText::new(&period), value: Cell::plain(text.trim_end()) }
    };
    let level = |it: &Level| {
        let version = if it.scheme_sha256 == evaluation.scheme.sha256 {
            String::new()
        } else {
            format!(" {} v{}", evaluation.scheme.id, it.scheme_version)
        };
        let note = format!("{}{version}", marks(it, evaluation));
        line(it.period.to_string(), &it.score, note)
    };
    let mut lines = vec![line(evaluation.period.to_string(), &own, String::new())];
    lines.extend(beside.levels.iter().map(level));
    if beside.levels.iter().any(|it| !marks(it, evaluation).is_empty()) {
        let value = Cell::new(context.word("trend-marks"), Role::Warn);
        lines.push(Field { label: CleanText::default(), value });
    }
    lines
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use config::locale::Language;
    use metrics::{demand, objection};

    use super::*;
    use crate::testing::world::evaluation;
    use crate::testing::{World, model};

    /// Every step has its words; cases past the second are counted.
    #[test]
    fn an_open_case_is_named_with_what_it_waits_for() {
        use demand::Step::{Acceptance, Answer, Delivery};
        use objection::Step::{Correction, Decision, Review, Verification};
        fn line<S: Display + Copy>(language: Language, waits: &str, steps: &[S]) -> String {
            let numbered = (1..).zip(steps).map(|(at, step)| (format!("N-{at}"), *step));
            let cases: Vec<(String, S)> = numbered.collect();
            open(&cases, waits, &model(language, None).context).text.to_string()
        }
        let demands = |language, steps: &[_]| line(language, "demand-waits", steps);
        let objections = |language, steps: &[_]| line(language, "objection-waits", steps);
        let (zh, en) = (Language::Zh, Language::En);
        assert_eq!(demands(zh, &[Acceptance, Answer]), "2  N-1 待受理  N-2 待答复");
        assert_eq!(demands(zh, &[Delivery]), "1  N-1 待提供");
        let two = "2  N-1 to be accepted  N-2 to be answered";
        assert_eq!(demands(en, &[Acceptance, Answer]), two);
        assert_eq!(demands(en, &[Delivery]), "1  N-1 data to be provided");
        assert_eq!(demands(zh, &[Delivery; 3]), "3  N-1 待提供  N-2 待提供  +1");
        let two = "2  N-1 to be decided on  N-2 to be verified";
        assert_eq!(objections(en, &[Decision, Verification]), two);
        let two = "2  N-1 to be corrected  N-2 to be reviewed";
        assert_eq!(objections(en, &[Correction, Review]), two);
    }

    /// Five subjects; the quartiles are those of a spreadsheet.
    #[test]
    fn the_place_among_the_peers_fits_a_line() {
        let stored = evaluation(&World::default());
        let mut evaluation = Arc::unwrap_or_clone(stored).evaluation;
        let card = |at: i64| {
            let mut card = evaluation.scorecards[0].clone();
            card.subject = format!("name:{at}").parse().unwrap();
            let ScoreResult::Scored { score_nano, score, .. } = &mut card.result else { panic!() };
            *score_nano = at * 1_000_000_000;
            *score = format!("{at}.00");
            card
        };
        evaluation.scorecards = [71, 80, 86, 88, 99].map(card).into();
        for (language, expected) in [
            (Language::Zh, "第 3 / 5 名：最低 71.00 Q1 80.00 中位 86.00 Q3 88.00 最高 99.00"),
            (Language::En, "3 of 5: min 71.00 Q1 80.00 Q2 86.00 Q3 88.00 max 99.00"),
        ] {
            let context = model(language, None).context;
            let line = peers(&evaluation, &evaluation.scorecards[2], &context);
            assert_eq!(line.text.as_str(), expected);
            assert!(line.text.width() <= 64, "{expected}");
        }
        evaluation.scorecards.truncate(1);
        let alone =
            peers(&evaluation, &evaluation.scorecards[0], &model(Language::En, None).context);
        assert_eq!(alone.text.as_str(), "nobody to compare with");
    }
}
