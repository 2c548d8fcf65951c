//! Why a source cannot be reached: a word that has a sentence in both languages, and what it is
//! about. Both are kept, so that the reason can be shown long after.

use std::error::Error;
use std::io;

/// In what way a source cannot be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// Its folder cannot be read.
    Folder,
    /// The authority that the settings name for it cannot be used.
    Authority,
    /// Its host has only addresses that may not be asked.
    Address,
    /// There is no connection.
    Connection,
    /// The server does not prove who it is.
    Tls,
    /// It took too long.
    Timeout,
    /// The server sends elsewhere.
    Redirect,
    /// The server answers with something else than a file.
    Status,
    /// What it sends cannot be put down here.
    Storage,
}

impl Cause {
    /// Every cause.
    pub const ALL: [Self; 9] = [
        Self::Folder,
        Self::Authority,
        Self::Address,
        Self::Connection,
        Self::Tls,
        Self::Timeout,
        Self::Redirect,
        Self::Status,
        Self::Storage,
    ];

    /// The word that is kept; `source-cause-` before it names its sentence.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Folder => "folder",
            Self::Authority => "authority",
            Self::Address => "address",
            Self::Connection => "connection",
            Self::Tls => "tls",
            Self::Timeout => "timeout",
            Self::Redirect => "redirect",
            Self::Status => "status",
            Self::Storage => "storage",
        }
    }
}

/// Why a source cannot be reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unreachable {
    /// In what way.
    pub(super) cause: Cause,
    /// What it is about, such as a status. The same trouble has the same detail, so that a look
    /// that meets it again is no news.
    pub(super) detail: String,
}

impl Unreachable {
    pub(super) fn new(cause: Cause, detail: impl Into<String>) -> Self {
        Self { cause, detail: detail.into() }
    }
}

/// The errors of a chain, from the outermost in. An I/O error hides the one that it was made of
/// from `source`.
pub(super) fn chain<'a>(
    outermost: &'a (dyn Error + 'static),
) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(outermost), |&error| {
        let inner = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        inner.map(|it| it as &(dyn Error + 'static)).or_else(|| error.source())
    })
}
