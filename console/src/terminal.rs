//! The local terminal: raw mode and the alternate screen, and back again whatever happens.

use std::io;
use std::panic;
use std::sync::Once;

use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::terminal::{
    BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
    disable_raw_mode, enable_raw_mode, size,
};
use crossterm::{cursor, execute, queue};
use ratatui::backend::{Backend, CrosstermBackend};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::app::Model;
use crate::widgets;

/// The largest window that is drawn: a terminal that claims more would cost gigabytes.
const WIDTH_MAX: u16 = 400;
const HEIGHT_MAX: u16 = 150;

static PANIC_HOOK: Once = Once::new();

/// A terminal in our hands. Dropped, it is as it was.
///
/// Two buffers and a backend: ratatui's `Terminal` asks the terminal where its cursor is, and what
/// answers late would be read as keys.
pub(crate) struct Screen {
    backend: CrosstermBackend<io::BufWriter<io::Stdout>>,
    shown: Buffer,
    next: Buffer,
    cursor: Option<Position>,
    _guard: Guard,
}

/// Gives the terminal back when dropped.
struct Guard;

impl Drop for Guard {
    fn drop(&mut self) {
        restore();
    }
}

/// Gives the terminal back. Doing so twice is harmless, and a terminal that is gone is no matter.
fn restore() {
    let _ = execute!(
        io::stdout(),
        EndSynchronizedUpdate,
        DisableBracketedPaste,
        cursor::Show,
        LeaveAlternateScreen
    );
    let _ = disable_raw_mode();
}

/// A panic would else be written into the alternate screen and be gone with it.
fn restore_on_panic() {
    PANIC_HOOK.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            restore();
            before(panic);
        }));
    });
}

/// How many rows the window has.
pub(crate) fn rows() -> u16 {
    window().height
}

/// The window, within our limits; 80x24 for one that has no size.
fn window() -> Rect {
    let (width, height) = size().unwrap_or_default();
    let (width, height) = if width == 0 || height == 0 { (80, 24) } else { (width, height) };
    Rect::new(0, 0, width.min(WIDTH_MAX), height.min(HEIGHT_MAX))
}

impl Screen {
    /// Takes the terminal.
    pub(crate) fn open() -> io::Result<Self> {
        restore_on_panic();
        enable_raw_mode()?;
        // From here on, whatever fails gives the terminal back.
        let guard = Guard;
        execute!(io::stdout(), EnterAlternateScreen, EnableBracketedPaste, cursor::Hide)?;
        let backend = CrosstermBackend::new(io::BufWriter::with_capacity(1 << 16, io::stdout()));
        let empty = Buffer::empty(window());
        Ok(Self { backend, shown: empty.clone(), next: empty, cursor: None, _guard: guard })
    }

    /// Everything is to be sent anew, in the size that the window has now.
    pub(crate) fn repaint(&mut self) -> io::Result<()> {
        let empty = Buffer::empty(window());
        (self.shown, self.next) = (empty.clone(), empty);
        self.backend.clear()
    }

    /// Sends what changed, as one update.
    pub(crate) fn draw(&mut self, model: &Model) -> io::Result<()> {
        self.next.reset();
        let cursor = widgets::draw(model, &mut self.next);
        queue!(self.backend, BeginSynchronizedUpdate)?;
        self.backend.draw(self.shown.diff(&self.next).into_iter())?;
        // An input method opens its window at the real cursor.
        match cursor {
            Some(at) => {
                self.backend.set_cursor_position(at)?;
                self.backend.show_cursor()?;
            }
            None if self.cursor.is_some() => self.backend.hide_cursor()?,
            None => {}
        }
        self.cursor = cursor;
        queue!(self.backend, EndSynchronizedUpdate)?;
        std::mem::swap(&mut self.shown, &mut self.next);
        io::Write::flush(&mut self.backend)
    }
}
