//! Sources: where submissions are fetched, what the last look at each found, and when it is looked at.

use config::sentence::LookSentence;
use config::settings::{Place, Source};
use store::sources::{LookState, SourceLook};

use super::list::List;
use super::{Kind, Screen, Step, View};
use crate::context::Context;
use crate::page::{Cell, Grid, Page, Panel};
use crate::query::{Payload, Request, Standing};
use crate::text::CleanText;
use crate::theme::Role;

/// Sources.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    standings: List<Standing>,
}

impl Sources {
    /// A source of the settings, with how it stands.
    fn at<'a>(&'a self, at: usize, context: &'a Context) -> Option<(&'a Source, &'a Standing)> {
        let standing = self.standings.rows().get(at)?;
        let source = context.sources.iter().find(|source| source.id == standing.source)?;
        Some((source, standing))
    }

    fn grid<'a>(&'a self, context: &'a Context) -> Grid<'a> {
        let row = move |at: usize| {
            let Some((source, it)) = self.at(at, context) else { return Vec::new() };
            vec![
                Cell::plain(&source.id),
                Cell::new(context.term(&format!("kind-{}", source.kind)), Role::Text),
                context.party(&source.party),
                state(it.last.as_ref(), context),
                instant(it.last.as_ref().map(|look| look.looked_at), context),
                instant(it.looked_at, context),
            ]
        };
        Grid {
            columns: vec![
                context.text_column("source", 20),
                context.text_column("kind", 11),
                context.untrusted_column("subject", 8),
                context.text_column("state", 14),
                context.text_column("so-since", 16),
                context.optional_column("looked-at"),
            ],
            len: self.standings.len(),
            cursor: Some(self.standings.cursor()),
            empty: context.term("source-none"),
            row: Box::new(row),
        }
    }
}

fn instant(at: Option<jiff::Timestamp>, context: &Context) -> Cell {
    at.map(|at| Cell::new(context.instant(at), Role::Text)).unwrap_or_default()
}

/// What the last look found, with a sign for those without colours.
fn state(look: Option<&SourceLook>, context: &Context) -> Cell {
    let Some(look) = look else {
        let word = context.word("look-never");
        return Cell::new(CleanText::new(&format!(". {word}")), Role::Muted);
    };
    let (sign, role) = match look.state {
        LookState::Received | LookState::Unchanged => ("+", Role::Good),
        LookState::Empty => ("!", Role::Warn),
        LookState::Shrunk => ("?", Role::Bad),
        LookState::Unreachable | LookState::NotTaken => ("x", Role::Bad),
    };
    let word = context.word(&format!("look-{}", look.state.as_str()));
    Cell::new(CleanText::new(&format!("{sign} {word}")), role)
}

/// Whether a person ought to look at a source.
pub(super) fn is_trouble(standing: &Standing) -> bool {
    standing.last.as_ref().is_some_and(|look| look.state.is_trouble())
}

/// What the last look found and what to do, in the words that the daemon has for it too.
fn sentence(standing: &Standing, context: &Context) -> Cell {
    let Some(look) = &standing.last else {
        return Cell::new(
            context.term_with("source-never", &[("source", &standing.source)]),
            Role::Text,
        );
    };
    let volume = |it: &SourceLook| (it.files, it.size_bytes);
    let said = LookSentence {
        source: &look.source,
        state: look.state.as_str(),
        cause: &look.cause,
        detail: &look.detail,
        volume: volume(look),
        volume_before: standing.kept.as_ref().map(volume).unwrap_or_default(),
    };
    Cell::untrusted(&said.in_words(&context.words))
}

fn about<'a>((source, standing): (&Source, &Standing), context: &Context) -> Panel<'a> {
    let place = match &source.place {
        Place::Folder(folder) => folder.display().to_string(),
        Place::Https(address) => address.shown().to_owned(),
    };
    let schedule = match &source.schedule {
        Some(it) => {
            let zone = it.zone.iana_name().unwrap_or("UTC");
            Cell::plain(&format!("{}  {zone}", it.cron))
        }
        None => Cell::new(context.term("source-on-request"), Role::Text),
    };
    let fields = vec![
        context.field("means", sentence(standing, context)),
        context.field("looked-at", instant(standing.looked_at, context)),
        context.field("place", Cell::plain(&place)),
        context.field("schedule", schedule),
    ];
    let title = context.say("source-title", &[("id", source.id.as_str())]);
    Panel::fields(title, 8, fields)
}

impl View for Sources {
    fn kind(&self) -> Kind {
        Kind::Sources
    }

    fn request(&self, context: &Context) -> Option<Request> {
        Some(Request::Sources { sources: context.source_ids() })
    }

    fn is_loaded(&self) -> bool {
        self.standings.is_loaded()
    }

    fn accept(&mut self, payload: Payload, _: &Context) -> bool {
        let Payload::Sources(found) = payload else { return false };
        self.standings.replace(found, |a, b| a.source == b.source)
    }

    fn scroll(&mut self, step: Step) {
        self.standings.scroll(step);
    }

    fn page<'a>(&'a self, context: &'a Context) -> Page<'a> {
        let mut page = vec![Panel::main(context.word("screen-sources"), self.grid(context)).band()];
        let selected = self.at(self.standings.cursor(), context);
        page.extend(selected.map(|selected| about(selected, context).band()));
        page
    }

    fn open(&self, _: &Context) -> Option<Screen> {
        None
    }
}
