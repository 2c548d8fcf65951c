//! One submission: its receipt, its bytes, its verdict, and the findings that it showed first.

use metrics::kind::Kind as SubmissionKind;

use super::list::List;
use super::{Kind, Outcome, Screen, Step, View, balances, finding, findings, raw, submissions};
use crate::command::Id;
use crate::context::Context;
use crate::page::{Cell, Field, Page, Panel};
use crate::query::{Payload, RawKey, Request, RowPlace, SubmissionFile};
use crate::text::CleanText;

/// One submission.
#[derive(Clone, Debug)]
pub struct Submission {
    receipt: String,
    file: Option<Box<SubmissionFile>>,
    findings: List<usize>,
}

impl Submission {
    /// The screen of a submission.
    #[must_use]
    pub fn screen(receipt: &str) -> Screen {
        let receipt = receipt.to_owned();
        Screen::Submission(Self { receipt, file: None, findings: List::default() })
    }
}

fn about(file: &SubmissionFile, context: &Context) -> Vec<Field> {
    let it = &file.submission;
    let mut fields = vec![
        context.field("receipt", Cell::plain(&it.receipt)),
        context.field("kind", Cell::plain(context.term(&format!("kind-{}", it.kind)).as_str())),
        context.field("subject", context.party(&it.party)),
        context
            .field("month", Cell::plain(&it.period.map(|it| it.to_string()).unwrap_or_default())),
        context.field("file", Cell::untrusted(&it.file_name)),
        context.field("sha256", Cell::plain(&it.sha256)),
        context.field("bytes", Cell::plain(&it.size_bytes.to_string())),
        context
            .field("received", Cell::plain(context.instant_with_offset(it.received_at).as_str())),
        context.field("sender", Cell::untrusted(&format!("{} / {}", it.sender, it.source))),
        context.field("verdict", submissions::verdict(it, context)),
    ];
    if let Some(check) = &it.check {
        let (rows, understood) = (check.rows.to_string(), check.understood.to_string());
        let faults = check.faults.to_string();
        let arguments = [("rows", &*rows), ("understood", &*understood), ("faults", &*faults)];
        let said = context.say("checked", &arguments);
        fields.push(context.field("check", Cell::plain(said.as_str())));
    }
    if let Some(old) = &it.supersedes {
        fields.push(context.field("supersedes", Cell::plain(old)));
    }
    fields
}

impl View for Submission {
    fn kind(&self) -> Kind {
        Kind::Submission
    }

    fn request(&self, _: &Context) -> Option<Request> {
        Some(Request::Submission { receipt: self.receipt.clone() })
    }

    fn is_loaded(&self) -> bool {
        self.file.is_some()
    }

    fn accept(&mut self, payload: Payload, _: &Context) -> bool {
        let Payload::Submission(file) = payload else { return false };
        self.findings.replace((0..file.findings.len()).collect(), |a, b| a == b);
        self.file = Some(file);
        true
    }

    fn scroll(&mut self, step: Step) {
        self.findings.scroll(step);
    }

    fn page<'a>(&'a self, context: &'a Context) -> Page<'a> {
        let Some(file) = &self.file else { return Vec::new() };
        let grid = findings::grid(context, &file.findings, self.findings.cursor());
        vec![
            Panel::fields(context.word("screen-submission"), 12, about(file, context)).band(),
            Panel::main(context.word("findings-first-shown"), grid).band(),
        ]
    }

    fn open(&self, _: &Context) -> Option<Screen> {
        let finding = self.file.as_ref()?.findings.get(self.findings.cursor())?;
        Some(finding::Finding::screen(finding))
    }

    fn run(&mut self, id: Id, _: &Context) -> Outcome {
        let Some(file) = &self.file else { return Outcome::None };
        let it = &file.submission;
        match (id, it.period) {
            (Id::Ledger, Some(period)) if it.kind == SubmissionKind::Ledger => {
                Outcome::open(balances::Balances::screen(&it.party, period))
            }
            (Id::Raw, _) => Outcome::open(raw::Raw::screen(RawKey {
                sha256: it.sha256.clone(),
                receipt: it.receipt.clone(),
                row: RowPlace::Number(1),
                column: String::new(),
            })),
            _ => Outcome::None,
        }
    }

    fn refusal(&self, id: Id, context: &Context) -> Option<CleanText> {
        let is_ledger =
            self.file.as_ref().is_some_and(|it| it.submission.kind == SubmissionKind::Ledger);
        (id == Id::Ledger && !is_ledger).then(|| context.word("off-no-ledger"))
    }
}
