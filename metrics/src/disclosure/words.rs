//! The words of the form: each list once, for the columns, for the parsers, and for what a fault
//! says was expected.

use super::content::Block;
use crate::party::PartyKind;

/// A word in English and in Chinese.
pub(super) type Word = (&'static str, &'static str);

/// The blocks of the form.
pub(super) const RECORDS: &[Word] = &{
    let mut words = [("", ""); Block::ALL.len()];
    let mut index = 0;
    while index < words.len() {
        words[index] = Block::ALL[index].words();
        index += 1;
    }
    words
};

/// Who discloses.
pub(super) const FORMS: &[Word] =
    &[PartyKind::ImplementingBody.words(), PartyKind::Operator.words()];

/// Whether something is registered.
pub(super) const STATES: &[Word] = &[REGISTERED, ("planned", "拟登记")];

/// What a product is for.
pub(super) const USES: &[Word] =
    &[("public", "公共治理、公益事业"), ("industry", "产业发展、行业发展")];

/// The state of what is registered.
pub(super) const REGISTERED: Word = ("registered", "已登记");

/// The figures that the form of the notice has for the two words of [`STATES`] and of [`USES`].
const FIGURES: [&str; 2] = ["1", "0"];

/// Which of two words a cell holds, in either language or as a figure.
pub(super) fn chosen(words: &[Word], cell: &str) -> Option<Word> {
    let mut words = words.iter().zip(FIGURES);
    words.find(|((en, zh), figure)| [en, zh, figure].contains(&&cell)).map(|(word, _)| *word)
}

/// What a column of two words asks for.
pub(super) fn choice(words: &[Word]) -> String {
    let words = words.iter().zip(FIGURES).map(|((en, zh), figure)| format!("{en} {figure} {zh}"));
    words.collect::<Vec<_>>().join(", ")
}

/// What a column of words asks for.
pub(super) fn list(words: impl IntoIterator<Item = Word>) -> String {
    let words = words.into_iter().map(|(en, zh)| format!("{en} {zh}"));
    words.collect::<Vec<_>>().join(", ")
}
