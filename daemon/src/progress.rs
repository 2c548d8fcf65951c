//! Progress of long work, for whoever waits at a command: bars on a terminal, plain lines elsewhere.
//! The daemon and tests have nobody who waits, and nothing is said.

use std::fmt;
use std::io::{self, IsTerminal as _, Read, Seek, SeekFrom, Write as _};
use std::sync::Arc;

use config::locale::Words;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use metrics::clean::clean_inline;

/// In lines, each further quarter is told.
const QUARTERS: u64 = 4;
/// Fewer bytes are read before anybody wonders.
const BYTES_MIN: u64 = 16 << 20;
/// Fewer steps are done before anybody wonders.
const STEPS_MIN: u64 = 20;
const BARS_PER_SECOND: u8 = 10;

/// How progress is told.
#[derive(Clone, Default)]
pub enum Progress {
    /// Not at all.
    #[default]
    Silent,
    /// As lines on stderr.
    Lines(Arc<Words>),
    /// As bars on a terminal that is stderr.
    Bars(Arc<Words>),
}

/// How much there is to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Amount {
    /// Bytes to be read.
    Bytes(u64),
    /// Steps to be done, such as subjects or lines.
    Steps(u64),
}

/// One piece of work under way. What it shows goes away when it ends.
pub struct Work {
    amount: Amount,
    done: u64,
    shown: Shown,
}

enum Shown {
    Nothing,
    Lines { words: Arc<Words>, what: String, told: u64 },
    Bar(ProgressBar),
}

impl Progress {
    /// On stderr: bars if it is a terminal, else lines.
    #[must_use]
    pub fn on_stderr(words: Words) -> Self {
        let words = Arc::new(words);
        if io::stderr().is_terminal() { Self::Bars(words) } else { Self::Lines(words) }
    }

    /// Begins a piece of work: the id of its sentence, and the name that stands in it.
    #[must_use]
    pub fn begin(&self, word: &str, name: &str, amount: Amount) -> Work {
        let what = |words: &Words| clean_inline(&words.format(word, &[("name", name)]));
        let shown = match self {
            Self::Lines(words) if amount.is_long() => {
                Shown::Lines { what: what(words), words: Arc::clone(words), told: 0 }
            }
            Self::Bars(words) if amount.is_long() => Shown::Bar(bar(what(words), amount)),
            Self::Silent | Self::Lines(_) | Self::Bars(_) => Shown::Nothing,
        };
        Work { amount, done: 0, shown }
    }

    /// A source whose bytes are counted as they are read.
    pub fn reading<R>(&self, word: &str, name: &str, (source, size_bytes): (R, u64)) -> Watched<R> {
        Watched { source, work: self.begin(word, name, Amount::Bytes(size_bytes)) }
    }
}

/// The words are not worth printing.
impl fmt::Debug for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Silent => "Silent",
            Self::Lines(_) => "Lines",
            Self::Bars(_) => "Bars",
        })
    }
}

impl Amount {
    const fn total(self) -> u64 {
        match self {
            Self::Bytes(total) | Self::Steps(total) => total,
        }
    }

    const fn is_long(self) -> bool {
        match self {
            Self::Bytes(total) => BYTES_MIN <= total,
            Self::Steps(total) => STEPS_MIN <= total,
        }
    }
}

impl Work {
    /// So much more is done.
    pub fn add(&mut self, more: u64) {
        self.reach(self.done.saturating_add(more));
    }

    /// So much is done in all.
    pub fn reach(&mut self, done: u64) {
        self.done = done;
        match &mut self.shown {
            Shown::Nothing => {}
            Shown::Bar(bar) => bar.set_position(done),
            Shown::Lines { words, what, told } => {
                let quarter = quarter(done, self.amount.total());
                if *told < quarter {
                    *told = quarter;
                    // Nobody who listens is no failure.
                    let _ = writeln!(io::stderr().lock(), "{}", line(words, what, quarter));
                }
            }
        }
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        if let Shown::Bar(bar) = &self.shown {
            bar.finish_and_clear();
        }
    }
}

/// Quarters done of a total.
fn quarter(done: u64, total: u64) -> u64 {
    let quarters = u128::from(done) * u128::from(QUARTERS) / u128::from(total.max(1));
    u64::try_from(quarters).map_or(QUARTERS, |it| it.min(QUARTERS))
}

fn line(words: &Words, what: &str, quarter: u64) -> String {
    let percent = (quarter * 100 / QUARTERS).to_string();
    words.format("progress-line", &[("what", what), ("percent", &percent)])
}

fn bar(what: String, amount: Amount) -> ProgressBar {
    let target = ProgressDrawTarget::stderr_with_hz(BARS_PER_SECOND);
    let bar = ProgressBar::with_draw_target(Some(amount.total()), target);
    let template = match amount {
        Amount::Bytes(_) => "{msg} [{bar:24}] {percent:>3} % {bytes}/{total_bytes} {eta}",
        Amount::Steps(_) => "{msg} [{bar:24}] {percent:>3} % {human_pos}/{human_len} {eta}",
    };
    let style = ProgressStyle::with_template(template).unwrap_or(ProgressStyle::default_bar());
    bar.set_style(style.progress_chars("=> "));
    bar.with_message(what)
}

/// A source that tells how much of it was read.
pub struct Watched<R> {
    source: R,
    work: Work,
}

impl<R: Read> Read for Watched<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.source.read(buffer)?;
        self.work.add(count as u64);
        Ok(count)
    }
}

impl<R: Seek> Seek for Watched<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.source.seek(to)
    }
}

#[cfg(test)]
mod tests {
    use config::locale::Language;

    use super::*;

    #[test]
    fn quarters_are_reached_exactly() {
        for (done, total, expected) in [
            (0, 100, 0),
            (24, 100, 0),
            (25, 100, 1),
            (99, 100, 3),
            (100, 100, 4),
            (250, 100, 4),
            (0, 0, 0),
            (u64::MAX, u64::MAX, 4),
            (u64::MAX / 2, u64::MAX, 1),
        ] {
            assert_eq!(quarter(done, total), expected, "{done} of {total}");
        }
    }

    #[test]
    fn a_line_says_what_and_how_far() {
        let said = |language| line(&Words::new(language), "evil", 2);
        assert_eq!(said(Language::En), "evil: 50 %");
        assert_eq!(said(Language::Zh), "evil：50 %");
    }

    #[test]
    fn what_is_short_says_nothing_and_names_are_made_safe() {
        let lines = Progress::Lines(Arc::new(Words::new(Language::En)));
        let short = lines.begin("progress-check", "a.csv", Amount::Bytes(BYTES_MIN - 1));
        assert!(matches!(short.shown, Shown::Nothing));
        let long = lines.begin("progress-check", "a\u{1b}[2J.csv", Amount::Bytes(BYTES_MIN));
        let Shown::Lines { what, .. } = &long.shown else { panic!("it is long") };
        assert!(!what.contains('\u{1b}'), "{what:?}");
        let silent = Progress::Silent.begin("progress-check", "a", Amount::Steps(u64::MAX));
        assert!(matches!(silent.shown, Shown::Nothing));
    }

    #[test]
    fn what_is_read_is_counted() {
        let text = b"0123456789";
        let mut watched = Progress::Silent.reading("progress-check", "a", (&text[..], 10));
        let mut read = Vec::new();
        watched.read_to_end(&mut read).unwrap();
        assert_eq!((read.as_slice(), watched.work.done), (&text[..], 10));
    }
}
