//! Submissions: what came in, from whom, and what the check said.

use metrics::kind::Verdict;
use store::submissions::Submission;

use super::list::List;
use super::{Kind, Screen, Step, View, submission};
use crate::context::Context;
use crate::page::{Cell, Grid, Page, Panel};
use crate::query::{Payload, Request};
use crate::text::CleanText;
use crate::theme::Role;

/// Submissions.
#[derive(Clone, Debug, Default)]
pub struct Submissions {
    submissions: List<Submission>,
}

/// What the check said, with a sign for those without colours.
pub(super) fn verdict(submission: &Submission, context: &Context) -> Cell {
    let Some(check) = &submission.check else {
        let word = context.word("unchecked");
        return Cell::new(CleanText::new(&format!(". {word}")), Role::Muted);
    };
    let (sign, role) = match check.verdict {
        Verdict::Accepted => ("+", Role::Good),
        Verdict::AcceptedWithFindings => ("!", Role::Warn),
        Verdict::Refused => ("x", Role::Bad),
    };
    let word = context.word(&format!("verdict-{}", check.verdict.as_str()));
    Cell::new(CleanText::new(&format!("{sign} {word}")), role)
}

/// A table of submissions.
pub(super) fn grid<'a>(context: &'a Context, found: &'a [Submission], cursor: usize) -> Grid<'a> {
    let row = move |at: usize| {
        let Some(it) = found.get(at) else { return Vec::new() };
        let faults = it.check.as_ref().map(|check| check.faults.to_string()).unwrap_or_default();
        vec![
            Cell::plain(context.instant(it.received_at).as_str()),
            Cell::new(context.term(&format!("kind-{}", it.kind.as_str())), Role::Text),
            Cell::plain(&it.period.map(|it| it.to_string()).unwrap_or_default()),
            context.party(&it.party),
            verdict(it, context),
            Cell::plain(&faults),
            Cell::plain(&it.receipt),
        ]
    };
    Grid {
        columns: vec![
            context.text_column("received", 16),
            context.text_column("kind", 11),
            context.text_column("month", 7),
            context.untrusted_column("subject", 12),
            context.text_column("verdict", 14),
            context.number_column("faults"),
            context.optional_column("receipt"),
        ],
        len: found.len(),
        cursor: Some(cursor),
        empty: context.word("empty-submissions"),
        row: Box::new(row),
    }
}

impl View for Submissions {
    fn kind(&self) -> Kind {
        Kind::Submissions
    }

    fn request(&self, _: &Context) -> Option<Request> {
        Some(Request::Submissions { before: i64::MAX })
    }

    fn is_loaded(&self) -> bool {
        self.submissions.is_loaded()
    }

    fn accept(&mut self, payload: Payload, _: &Context) -> bool {
        let Payload::Submissions(found) = payload else { return false };
        self.submissions.replace(found, |a, b| a.id == b.id)
    }

    fn more(&self) -> Option<Request> {
        Some(Request::Submissions { before: self.submissions.end_in_sight()?.id })
    }

    fn extend(&mut self, payload: Payload) {
        if let Payload::Submissions(page) = payload {
            self.submissions.append(page);
        }
    }

    fn scroll(&mut self, step: Step) {
        self.submissions.scroll(step);
    }

    fn page<'a>(&'a self, context: &'a Context) -> Page<'a> {
        let grid = grid(context, self.submissions.rows(), self.submissions.cursor());
        vec![Panel::main(context.word("tab-submissions"), grid).band()]
    }

    fn open(&self, _: &Context) -> Option<Screen> {
        Some(submission::Submission::screen(&self.submissions.selected()?.receipt))
    }
}
