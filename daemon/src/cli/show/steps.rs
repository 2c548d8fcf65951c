//! The steps of a course, as `show` gives them.

use jiff::civil::Date;
use metrics::course::{Course, Taken};
use serde::Serialize;

/// A step that was taken, or is waited for.
#[derive(Debug, Serialize)]
pub(super) struct StepJson {
    step: &'static str,
    on: Option<Date>,
    due_on: Option<Date>,
    late: bool,
}

/// Each step by its word, as known on a day.
pub(super) fn steps<S: Copy>(
    course: &Course<S>,
    word: impl Fn(S) -> &'static str,
    today: Date,
) -> Vec<StepJson> {
    let step = |it: &Taken<S>| StepJson {
        step: word(it.step),
        on: it.on,
        due_on: it.due_on,
        late: it.is_late(today),
    };
    course.steps.iter().map(step).collect()
}
