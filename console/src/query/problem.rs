//! Why something could not be read or done, as a sentence still without a language.

/// Why something could not be read or done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Id of its sentence.
    pub word: &'static str,
    /// What it says, as fragments.
    pub arguments: Vec<(&'static str, String)>,
}

impl Problem {
    /// A sentence that is whole as it is.
    #[must_use]
    pub const fn plain(word: &'static str) -> Self {
        Self { word, arguments: Vec::new() }
    }

    /// A sentence with a detail in it.
    #[must_use]
    pub fn detailed(word: &'static str, detail: &(impl ToString + ?Sized)) -> Self {
        Self { word, arguments: vec![("detail", detail.to_string())] }
    }
}
