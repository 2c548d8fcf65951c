//! The runner: performs what the core asks for, and draws when something changed.

use std::collections::HashMap;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use crossterm::event::{Event, EventStream};
use futures_util::StreamExt;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep, sleep_until};

use crate::app::{Cmd, Model, Msg, Slot, update};
use crate::data::Source;
use crate::key::Key;
use crate::terminal::{self, Screen};
use crate::{Clock, Ended};

/// The least time between two frames.
const FRAME_FLOOR: Duration = Duration::from_millis(16);

/// A session: what it reads from, what it waits for, whether it goes on.
pub(crate) struct Session<S> {
    source: Arc<S>,
    clock: Clock,
    tasks: HashMap<Slot, JoinHandle<()>>,
    sender: mpsc::UnboundedSender<Msg>,
    started: Instant,
}

/// What a batch of messages led to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Next {
    Go,
    Repaint,
    Leave,
}

impl<S: Source> Session<S> {
    /// A session and the queue that its replies come through.
    pub(crate) fn new(source: S, clock: Clock) -> (Self, mpsc::UnboundedReceiver<Msg>) {
        let (sender, receiver) = mpsc::unbounded_channel();
        let (source, tasks) = (Arc::new(source), HashMap::new());
        (Self { source, clock, tasks, sender, started: Instant::now() }, receiver)
    }

    /// Lets messages happen and starts what they ask for.
    fn perform(&mut self, model: &mut Model, batch: Vec<Msg>) -> Next {
        update(model, Msg::Clock((self.clock)()));
        let commands: Vec<Cmd> = batch.into_iter().flat_map(|msg| update(model, msg)).collect();
        let mut next = Next::Go;
        for command in commands {
            match command {
                Cmd::Quit => next = Next::Leave,
                Cmd::Repaint if next == Next::Go => next = Next::Repaint,
                Cmd::Repaint => {}
                Cmd::Cancel(slot) => self.cancel(slot),
                Cmd::Load(slot, ticket, request) => {
                    self.cancel(slot);
                    let (source, sender) = (Arc::clone(&self.source), self.sender.clone());
                    let task = tokio::spawn(async move {
                        let result = source.load(request).await;
                        // Whoever asked may be gone.
                        let _ = sender.send(Msg::Loaded(ticket, result));
                    });
                    self.tasks.insert(slot, task);
                }
                Cmd::Do(act) => {
                    let (source, sender) = (Arc::clone(&self.source), self.sender.clone());
                    let at = (self.clock)();
                    tokio::spawn(async move {
                        let result = source.act(act, at).await;
                        let _ = sender.send(Msg::Acted(result));
                    });
                }
                Cmd::Wake(ticket, after) => {
                    let sender = self.sender.clone();
                    tokio::spawn(async move {
                        sleep(after).await;
                        let _ = sender.send(Msg::Woken(ticket));
                    });
                }
            }
        }
        next
    }

    fn cancel(&mut self, slot: Slot) {
        if let Some(task) = self.tasks.remove(&slot) {
            task.abort();
        }
    }

    /// A terminal's event as a message.
    fn message(&self, event: Event, rows: u16) -> Option<Msg> {
        match event {
            Event::Key(key) => {
                let at_ms = u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX);
                Some(Msg::Key(Key::of(key)?, at_ms))
            }
            Event::Paste(text) => Some(Msg::Paste(text)),
            Event::Resize(..) => Some(Msg::Resized(rows)),
            Event::FocusGained | Event::FocusLost | Event::Mouse(_) => None,
        }
    }
}

/// Signals that end a session. They take the same way out as a key.
struct Signals {
    hang_up: Signal,
    terminate: Signal,
    interrupt: Signal,
}

impl Signals {
    fn new() -> io::Result<Self> {
        Ok(Self {
            hang_up: signal(SignalKind::hangup())?,
            terminate: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
        })
    }

    async fn next(&mut self) -> Ended {
        tokio::select! {
            _ = self.hang_up.recv() => Ended::Signal(1),
            _ = self.terminate.recv() => Ended::Signal(15),
            _ = self.interrupt.recv() => Ended::Signal(2),
        }
    }
}

/// Runs a session on the local terminal until it ends. Draws only what changed, when it changed.
pub(crate) async fn run<S: Source>(
    mut model: Model,
    (mut session, mut replies): (Session<S>, mpsc::UnboundedReceiver<Msg>),
) -> io::Result<Ended> {
    let mut signals = Signals::new()?;
    let mut screen = Screen::open()?;
    let mut events = EventStream::new();
    let mut frame_at = Instant::now();
    let mut batch = vec![Msg::Resized(terminal::rows()), Msg::Opened];
    loop {
        // Everything that waits is taken before anything is drawn.
        while let Ok(reply) = replies.try_recv() {
            batch.push(reply);
        }
        match session.perform(&mut model, std::mem::take(&mut batch)) {
            Next::Leave => return Ok(Ended::Left),
            Next::Repaint => {
                screen.repaint()?;
                model.dirty = true;
            }
            Next::Go => {}
        }
        if model.dirty && frame_at <= Instant::now() {
            screen.draw(&model)?;
            model.dirty = false;
            frame_at = Instant::now() + FRAME_FLOOR;
        }
        tokio::select! {
            ended = signals.next() => return Ok(ended),
            event = events.next() => match event {
                Some(event) => batch.extend(session.message(event?, terminal::rows())),
                // A terminal that is gone is a hang-up.
                None => return Ok(Ended::Signal(1)),
            },
            reply = replies.recv() => batch.extend(reply),
            () = sleep_until(frame_at), if model.dirty => {}
        }
    }
}
