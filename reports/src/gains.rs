//! What to mend first, as lines of text.

use config::locale::Words;
use metrics::clean::clean_inline;
use metrics::evaluation::gain::{Gain, gain_text};
use metrics::evaluation::scorecard::BandRef;

use crate::wording;

/// What to mend first, the largest gain first; `None` where it cannot be told.
pub(crate) fn lines(gains: Option<&[Gain]>, words: &Words) -> Vec<String> {
    match gains {
        None => vec![words.get("gains-unknown")],
        Some([]) => vec![words.get("gains-none")],
        Some(gains) => {
            let each = gains.iter().flat_map(|it| of_gain(it, words));
            let each = each.map(|line| format!("  {line}"));
            [words.get("gains-title")].into_iter().chain(each).collect()
        }
    }
}

fn of_gain(it: &Gain, words: &Words) -> Vec<String> {
    let (id, name) = (clean_inline(&it.id), wording::name(words, &it.name));
    let head = format!("{id} {name}  {}", gain_text(it.all_nano));
    let more = said(it, words).into_iter().map(|line| format!("  {line}"));
    [head].into_iter().chain(more).collect()
}

/// What is counted and what would be right, the grade then, and the open findings.
pub(crate) fn said(it: &Gain, words: &Words) -> Vec<String> {
    let mut arguments = vec![
        ("now", it.now.to_string()),
        ("right", it.right.to_string()),
        ("one", gain_text(it.one_nano)),
    ];
    let sentence = match it.whole {
        Some(whole) => {
            arguments.push(("whole", whole.to_string()));
            "gains-indicator"
        }
        None => "gains-deduction",
    };
    let grade = |band: &BandRef| {
        words.format("gains-grade", &[("grade", wording::name(words, &band.name).to_owned())])
    };
    let findings = it.findings.as_ref().map(|it| {
        let arguments = [("rule", clean_inline(&it.rule)), ("open", it.open.to_string())];
        words.format("gains-findings", &arguments)
    });
    let more = [Some(words.format(sentence, &arguments)), it.grade_of_all.as_ref().map(grade)];
    more.into_iter().chain([findings]).flatten().collect()
}
