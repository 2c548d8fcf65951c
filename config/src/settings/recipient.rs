//! Who gets evaluation files: which, and how.

use std::path::PathBuf;

use metrics::party::PartyKind;

use super::section::Section;
use super::types::{ChannelWord, Id, MailAddress};
use crate::fault::Expected;

/// Who gets evaluation files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recipient {
    /// Their id.
    pub id: String,
    /// Their name.
    pub name: String,
    /// How.
    pub channel: Channel,
    /// Which.
    pub wanted: Wanted,
}

/// How evaluation files are handed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Channel {
    /// Put into a folder.
    Folder {
        /// The folder.
        path: PathBuf,
    },
    /// Written as mail, to be sent by others.
    Eml {
        /// The folder for the `.eml` files.
        path: PathBuf,
        /// The mail address.
        address: String,
    },
    /// Sent as mail.
    Mail {
        /// The mail address.
        address: String,
    },
}

/// Which scorecards a recipient gets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// By these schemes.
    pub schemes: Which<String>,
    /// Of subjects of these sorts.
    pub subjects: Which<SubjectSort>,
}

/// All of something, or some. Either has to be written: what is sent to whom is never what somebody forgot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Which<T> {
    /// All.
    All,
    /// These.
    Only(Vec<T>),
}

/// A sort of subjects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SubjectSort {
    /// Of this kind, by the register.
    Kind(PartyKind),
    /// State-owned enterprises, whose supply results go to the state-asset regulator (Measures art. 28).
    StateOwned,
}

impl Wanted {
    /// Whether the scorecard of a subject by a scheme is wanted, given the subject's kind and whether it is
    /// state-owned; `None` for a subject that the register does not know.
    #[must_use]
    pub fn takes(&self, scheme: &str, subject: Option<(PartyKind, bool)>) -> bool {
        let is_of = |sort: &SubjectSort| {
            subject.is_some_and(|(kind, state_owned)| match sort {
                SubjectSort::Kind(it) => *it == kind,
                SubjectSort::StateOwned => state_owned,
            })
        };
        self.schemes.has(|it| it == scheme) && self.subjects.has(is_of)
    }
}

impl<T> Which<T> {
    fn has(&self, is_it: impl Fn(&T) -> bool) -> bool {
        match self {
            Self::All => true,
            Self::Only(some) => some.iter().any(is_it),
        }
    }
}

impl SubjectSort {
    /// The word of [`SubjectSort::StateOwned`]; the others are called as kinds are.
    const STATE_OWNED: &str = "state_owned";

    /// What is expected of one.
    pub(super) fn expected() -> Expected {
        Expected::one_of(
            PartyKind::ALL.map(PartyKind::as_str).into_iter().chain([Self::STATE_OWNED]),
        )
    }

    /// Reads a word.
    pub(super) fn parse(word: &str) -> Option<Self> {
        let kind = || PartyKind::ALL.into_iter().find(|it| it.as_str() == word).map(Self::Kind);
        if word == Self::STATE_OWNED { Some(Self::StateOwned) } else { kind() }
    }
}

/// A `[[recipient]]`.
pub(super) fn recipient(mut section: Section<'_>) -> (Option<Id>, Option<Recipient>) {
    let id = section.required::<Id>("id");
    let name = section.required("name");
    let word = section.required("channel");
    // Path and address are asked for only where they have a use, so that they are faults elsewhere.
    let channel = match word {
        Some(ChannelWord::Folder) => {
            section.required_path("path").map(|path| Channel::Folder { path })
        }
        Some(ChannelWord::Eml) => {
            let path = section.required_path("path");
            let address = section.required::<MailAddress>("address");
            path.zip(address).map(|(path, MailAddress(address))| Channel::Eml { path, address })
        }
        Some(ChannelWord::Mail) => {
            let address = section.required::<MailAddress>("address");
            address.map(|MailAddress(address)| Channel::Mail { address })
        }
        None => {
            section.path("path");
            section.get::<MailAddress>("address");
            None
        }
    };
    let schemes = match section.all_or_list::<Id>("schemes") {
        Which::All => Which::All,
        Which::Only(ids) => Which::Only(ids.into_iter().map(|it| it.0).collect()),
    };
    let wanted = Wanted { schemes, subjects: section.all_or_list("subjects") };
    section.finish();
    let entry =
        || Some(Recipient { id: id.as_ref()?.0.clone(), name: name?, channel: channel?, wanted });
    let entry = entry();
    (id, entry)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a recipient wants, by which scheme a subject is graded, what the register knows of it, and
    /// whether the scorecard goes there.
    type Row<'a> = (&'a Wanted, &'a str, Option<(PartyKind, bool)>, bool);

    #[test]
    fn a_scorecard_goes_to_who_wants_its_scheme_and_its_subject() {
        use PartyKind::{BusinessEntity, Department, Operator};
        let all = Wanted { schemes: Which::All, subjects: Which::All };
        let assets = Wanted {
            schemes: Which::Only(vec!["supply".to_owned()]),
            subjects: Which::Only(vec![SubjectSort::StateOwned]),
        };
        let bodies = Wanted {
            schemes: Which::All,
            subjects: Which::Only([Operator, Department].map(SubjectSort::Kind).to_vec()),
        };
        let none = Wanted { schemes: Which::Only(Vec::new()), subjects: Which::All };
        let (state, private) = ((BusinessEntity, true), (BusinessEntity, false));
        let rows: [Row<'_>; 11] = [
            (&all, "any", None, true),
            (&all, "any", Some(private), true),
            (&assets, "supply", Some(state), true),
            (&assets, "supply", Some(private), false),
            (&assets, "supply", None, false),
            (&assets, "operator", Some((Operator, true)), false),
            (&bodies, "operator", Some((Operator, true)), true),
            (&bodies, "supply", Some((Department, false)), true),
            (&bodies, "supply", Some(state), false),
            (&bodies, "supply", None, false),
            (&none, "supply", Some(state), false),
        ];
        for (wanted, scheme, subject, expected) in rows {
            assert_eq!(wanted.takes(scheme, subject), expected, "{wanted:?} {scheme} {subject:?}");
        }
    }
}
