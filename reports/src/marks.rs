//! What stands beside a score, in words: the grade, points, vetoes, what data a mean needs, and how much
//! all of it can bear.

use config::locale::Words;
use config::mean::mean;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use metrics::evaluation::adjusted::{Adjusted, Points, Vetoed};
use metrics::evaluation::robustness::{Influence, Robustness, Standing};
use metrics::evaluation::scheme::method::{Availability, Share};
use metrics::evaluation::scorecard::{
    BandRef, DimensionScore, Evaluation, ScoreResult, Scorecard, score_text,
};
use metrics::period::Span;
use metrics::ratio::Ratio;

use crate::wording;
use crate::xlsx::Report;

/// All of a share, in parts per million.
const WHOLE_PPM: i64 = 1_000_000;

/// What a reader has to know before the grades: that the period was not over, that nobody is ranked, and
/// that others are graded who are not shown.
pub(crate) fn reservations(report: &Report<'_>) -> Vec<String> {
    let Report { evaluation, words, zone, .. } = *report;
    let mut said: Vec<String> =
        under_way(words, (evaluation.period, evaluation.as_of), zone).into_iter().collect();
    said.extend(evaluation.is_of_one().then(|| words.get("evaluation-alone")));
    said.extend(wording::excerpt(words, evaluation));
    said
}

/// That a period was not over when its facts were counted; `None` where it was.
pub(crate) fn under_way(
    words: &Words,
    (period, as_of): (Span, Timestamp),
    zone: &TimeZone,
) -> Option<String> {
    let ends = period.unfinished(as_of, zone)?.to_string();
    let arguments = [("ends", ends), ("as_of", wording::instant(as_of, zone))];
    Some(words.format("evaluation-under-way", &arguments))
}

/// The grade of a subject, and that a veto gave it; `None` where there is none.
pub(crate) fn grade(words: &Words, card: &Scorecard) -> Option<String> {
    Some(graded(words, card.grade()?, !card.vetoes.is_empty()))
}

/// A grade, and that a veto gave it.
pub(crate) fn graded(words: &Words, grade: &BandRef, is_vetoed: bool) -> String {
    let grade = wording::name(words, &grade.name);
    if is_vetoed {
        words.format("reports-grade-vetoed", &[("grade", grade)])
    } else {
        grade.to_owned()
    }
}

/// Whether another choice in making the scheme would have given another grade.
pub(crate) fn verdict(words: &Words, card: &Scorecard) -> String {
    words.get(match card.robustness.as_ref().map(|it| it.verdict_changes) {
        None => "reports-not-applicable",
        Some(true) => "reports-verdict-changes",
        Some(false) => "reports-verdict-holds",
    })
}

/// The interval of ranks over the draws.
pub(crate) fn interval(words: &Words, card: &Scorecard) -> String {
    let interval = card.robustness.as_ref().and_then(Standing::interval_text);
    interval.unwrap_or_else(|| words.get("reports-not-applicable"))
}

/// The share of draws that give each grade, and of those that give none.
pub(crate) fn shares(words: &Words, standing: &Standing) -> String {
    let share = |it: &metrics::evaluation::robustness::BandShare| {
        format!("{} {}", wording::name(words, &it.name), Ratio::from_ppm(it.share_ppm))
    };
    let unscored = (0 < standing.unscored_ppm).then(|| {
        let share = Ratio::from_ppm(standing.unscored_ppm);
        format!("{} {share}", words.get("reports-unscored"))
    });
    standing.bands.iter().map(share).chain(unscored).collect::<Vec<_>>().join("  ")
}

/// The mean of the whole, and of the dimensions that have another one.
pub(crate) fn means(words: &Words, evaluation: &Evaluation) -> String {
    let dimensions = evaluation.scorecards.first().map(|it| it.dimensions.as_slice());
    let others = dimensions.unwrap_or_default().iter().filter(|it| it.mean != evaluation.mean);
    let of = |it: &DimensionScore| {
        let by = mean(words, &it.mean);
        words.format("mean-of", &[("id", it.id.clone()), ("mean", by)])
    };
    let whole = mean(words, &evaluation.mean);
    std::iter::once(whole).chain(others.map(of)).collect::<Vec<_>>().join("; ")
}

/// What a mean needs to be one, and where that comes from.
pub(crate) fn threshold(words: &Words, threshold: Option<&Availability>) -> String {
    let Some(threshold) = threshold else { return words.get("reports-threshold-none") };
    let id = match threshold.by {
        Share::Count => "reports-threshold-count",
        Share::Weight => "reports-threshold-weight",
    };
    let source = wording::source(words, &threshold.source);
    words.format(id, &[("share", threshold.at_least_ppm.to_string()), ("source", source)])
}

/// What was drawn, and which choices move the ranks.
pub(crate) fn draws(words: &Words, robustness: Option<&Robustness>) -> String {
    let Some(it) = robustness else { return words.get("reports-draws-none") };
    let mut text = words.format(
        "reports-draws",
        &[
            ("samples", it.draw.samples.to_string()),
            ("seed", it.draw.seed.to_string()),
            ("source", wording::source(words, &it.source)),
        ],
    );
    if !it.influences.is_empty() {
        text.push_str(&influences(words, &it.influences));
    }
    text
}

/// Which choices move the ranks; that they cannot be told apart where no rank moves.
fn influences(words: &Words, influences: &[Influence]) -> String {
    // Estimates of shares lie a little outside of 0 and 1; as shares they are read at the bound.
    let share = |ppm: i64| Ratio::from_ppm(ppm.clamp(0, WHOLE_PPM)).to_string();
    let said = |it: &Influence| {
        let arguments = [
            ("factor", words.get(&format!("score-factor-{}", it.factor))),
            ("first", share(it.first_order_ppm?)),
            ("total", share(it.total_ppm?)),
        ];
        Some(words.format("reports-influence", &arguments))
    };
    match influences.iter().map(said).collect::<Option<Vec<_>>>() {
        Some(shares) => {
            let between = words.get("reports-influence-between");
            words.format("reports-influences", &[("shares", shares.join(&between))])
        }
        None => words.get("reports-influences-none"),
    }
}

/// From the score of the indicators to the final one; `None` where there is no score.
pub(crate) fn reckoned(words: &Words, card: &Scorecard) -> Option<String> {
    let adjusted = card.adjusted.as_ref()?;
    let ScoreResult::Scored { score, .. } = &card.result else { return None };
    let arguments = [
        ("base", score_text(adjusted.base_nano?)),
        ("taken", score_text(adjusted.taken_nano())),
        ("added", score_text(adjusted.added_nano())),
        ("least", score_text(adjusted.least_nano)),
        ("max", score_text(adjusted.bonus_max_nano)),
        ("most", score_text(adjusted.most_nano)),
        ("score", score.clone()),
        ("source", wording::source(words, &adjusted.source)),
    ];
    Some(words.format("reports-reckoned", &arguments))
}

/// Each deduction and bonus, with the id of the word for what it does.
pub(crate) fn points(adjusted: &Adjusted) -> impl Iterator<Item = (&'static str, &Points)> {
    let deductions = adjusted.deductions.iter().map(|it| ("reports-deduction", it));
    deductions.chain(adjusted.bonuses.iter().map(|it| ("reports-bonus", it)))
}

/// A veto that applies: what happened, what it leaves of which grade, and on what ground.
pub(crate) fn veto(words: &Words, card: &Scorecard, veto: &Vetoed) -> String {
    let by_score = card.band_of_score.as_ref().map(|it| wording::name(words, &it.name).to_owned());
    let arguments = [
        ("score", by_score.unwrap_or_else(|| words.get("reports-not-applicable"))),
        ("name", wording::name(words, &veto.name).to_owned()),
        ("condition", wording::name(words, &veto.condition).to_owned()),
        ("count", veto.count.value.to_string()),
        ("grade", wording::name(words, &veto.band.name).to_owned()),
        ("ground", wording::source(words, &veto.ground)),
        ("source", wording::source(words, &veto.source)),
    ];
    words.format("reports-vetoed", &arguments)
}

#[cfg(test)]
mod tests {
    use config::locale::Language;

    use super::*;

    fn said(language: Language, shares: [Option<i64>; 2]) -> String {
        let of = |factor: &str| Influence {
            factor: factor.to_owned(),
            first_order_ppm: shares[0],
            total_ppm: shares[1],
        };
        influences(&Words::new(language), &[of("weights"), of("aggregate")])
    }

    #[test]
    fn shares_of_the_movement_of_ranks_are_one_sentence_within_their_bounds() {
        let shares = [Some(-20_000), Some(1_010_000)];
        assert_eq!(
            said(Language::En, shares),
            " Shares of the movement of ranks: weights 0.00 % alone, 100.00 % with interactions; \
             mean 0.00 % alone, 100.00 % with interactions."
        );
        assert_eq!(
            said(Language::Zh, shares),
            "占排名变动的份额：权重单独 0.00 %，连同交互 100.00 %；汇总单独 0.00 %，连同交互 100.00 %。"
        );
        let none = said(Language::Zh, [None, None]);
        assert_eq!(none, "各次抽样排名均不变，无从判定各项选择占多少份额。");
        let none = said(Language::En, [None, None]);
        assert_eq!(none, " The share of each choice is not decidable: no draw moves a rank.");
    }
}
