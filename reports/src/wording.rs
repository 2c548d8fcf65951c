//! Phrases that several reports print: sources, documents, rounding, instants.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use metrics::evaluation::scheme::{Missing, Rounding, RoundingMode};
use metrics::evaluation::scorecard::{DocumentRef, Evaluation, FindingCount, WaivedFinding};
use metrics::incident::ClockState;
use metrics::source::{Confidence, Name, Source};

use config::locale::{Language, Words};

/// A name in the language of the words.
#[must_use]
pub fn name<'a>(words: &Words, name: &'a Name) -> &'a str {
    match words.language() {
        Language::Zh => &name.zh,
        Language::En => &name.en,
    }
}

/// Where a value comes from, and how sure that is. A project default is called that, whatever
/// instrument stands beside it, and never looks like law.
#[must_use]
pub fn source(words: &Words, source: &Source) -> String {
    if source.confidence == Confidence::Default {
        return words.get("reports-source-default");
    }
    let confidence = words.get(&format!("reports-confidence-{}", source.confidence.as_str()));
    let named = [
        ("instrument", source.instrument.as_str()),
        ("article", &source.article),
        ("confidence", &confidence),
    ];
    words.format("reports-source-named", &named)
}

/// A document with its version.
pub(crate) fn document(words: &Words, document: &DocumentRef) -> String {
    let version = document.version.to_string();
    words.format("reports-document", &[("id", &document.id), ("version", &version)])
}

/// What an excerpt was taken from, and that others are graded there; `None` of a whole evaluation.
#[must_use]
pub fn excerpt(words: &Words, evaluation: &Evaluation) -> Option<String> {
    let excerpt = evaluation.excerpt.as_ref()?;
    let arguments = [
        ("count", evaluation.scorecards.len().to_string()),
        ("subjects", excerpt.subjects.to_string()),
        ("evaluation", excerpt.evaluation.clone()),
        ("sha256", excerpt.sha256.clone()),
    ];
    Some(words.format("evaluation-excerpt", &arguments))
}

/// What happens to an indicator without a value.
pub(crate) fn missing(words: &Words, missing: Missing) -> String {
    words.get(match missing {
        Missing::Redistribute => "reports-missing-redistribute",
        Missing::Zero => "reports-missing-zero",
    })
}

/// How the final score is rounded.
pub(crate) fn rounding(words: &Words, rounding: Rounding) -> String {
    let id = match rounding.mode {
        RoundingMode::HalfUp => "reports-rounding-half-up",
        RoundingMode::HalfEven => "reports-rounding-half-even",
        RoundingMode::Down => "reports-rounding-down",
        RoundingMode::None => "reports-rounding-none",
    };
    words.format(id, &[("decimals", &rounding.decimals.to_string())])
}

/// Open findings by rule, such as `F-1×3 F-4×1`.
pub(crate) fn findings(findings: &[FindingCount]) -> String {
    let counts: Vec<String> =
        findings.iter().map(|it| format!("{}×{}", it.rule, it.open)).collect();
    counts.join(" ")
}

/// Findings that a waiver covers, and on what ground.
pub(crate) fn waived(words: &Words, it: &WaivedFinding) -> String {
    let (waived, until) = (it.waived.to_string(), it.until.to_string());
    let arguments = [
        ("rule", it.rule.as_str()),
        ("waived", &waived),
        ("until", &until),
        ("document", &it.document),
        ("person", &it.approved_by),
        ("reason", &it.reason),
    ];
    words.format("reports-waived", &arguments)
}

/// An instant on the clock of a place, to the second, with its offset.
#[must_use]
pub fn instant(timestamp: Timestamp, zone: &TimeZone) -> String {
    timestamp.to_zoned_datetime(zone.clone()).strftime("%Y-%m-%d %H:%M:%S %:z").to_string()
}

/// How long something takes, to the minute below a day and to the hour above; what is below 0 is as long
/// as what is above.
pub(crate) fn duration(duration: SignedDuration, words: &Words) -> String {
    let minutes = duration.abs().as_mins();
    let (days, hours) = (minutes / 1_440, minutes / 60 % 24);
    let id = if 0 < days { "incident-left-days" } else { "incident-left-hours" };
    let arguments = [("days", days), ("hours", hours), ("minutes", minutes % 60)];
    words.format(id, &arguments.map(|(name, it)| (name, it.to_string())))
}

/// Where a clock stands, in words.
#[must_use]
pub fn clock_state(state: ClockState, words: &Words) -> String {
    match state {
        ClockState::NotApplicable { because } => {
            let because = words.get(&format!("incident-because-{}", because.as_str()));
            words.format("incident-state-not_applicable", &[("because", because)])
        }
        ClockState::Open => words.get("incident-state-open"),
        ClockState::Done => words.get("incident-state-done"),
        ClockState::Running => words.get("incident-state-running"),
        ClockState::Met => words.get("incident-state-met"),
        ClockState::Missed => words.get("incident-state-missed"),
        ClockState::Late { by_s } => {
            words.format("incident-state-late", &[("seconds", by_s.to_string())])
        }
        ClockState::NotComputable { missing } => {
            let missing = words.get(&format!("incident-missing-{}", missing.as_str()));
            words.format("incident-state-not_computable", &[("missing", missing)])
        }
    }
}
