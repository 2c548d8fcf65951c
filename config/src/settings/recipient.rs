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

/// Which evaluation files a recipient gets: whole ones, with every subject that they grade.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// By these schemes; none for all.
    pub schemes: Vec<String>,
    /// That grade a subject of these sorts; none for all.
    pub subjects: Vec<SubjectSort>,
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
    /// Whether a file by a scheme is wanted, given the kind of each subject that it grades and whether it
    /// is state-owned.
    #[must_use]
    pub fn takes(&self, scheme: &str, graded: &[(PartyKind, bool)]) -> bool {
        let is_of = |sort: SubjectSort, (kind, state_owned): (PartyKind, bool)| match sort {
            SubjectSort::Kind(it) => it == kind,
            SubjectSort::StateOwned => state_owned,
        };
        let has = |sort: &SubjectSort| graded.iter().any(|it| is_of(*sort, *it));
        let by_scheme = self.schemes.is_empty() || self.schemes.iter().any(|it| it == scheme);
        by_scheme && (self.subjects.is_empty() || self.subjects.iter().any(has))
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
    let schemes = section.list::<Id>("schemes").into_iter().map(|it| it.0).collect();
    let wanted = Wanted { schemes, subjects: section.list("subjects") };
    section.finish();
    let entry =
        || Some(Recipient { id: id.as_ref()?.0.clone(), name: name?, channel: channel?, wanted });
    let entry = entry();
    (id, entry)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a recipient wants, of which scheme a file is, whom it grades, and whether it goes there.
    type Row<'a> = (&'a Wanted, &'a str, &'a [(PartyKind, bool)], bool);

    #[test]
    fn a_file_goes_to_who_wants_its_scheme_and_one_of_its_subjects() {
        use PartyKind::{BusinessEntity, Department, Operator};
        let assets =
            Wanted { schemes: vec!["supply".to_owned()], subjects: vec![SubjectSort::StateOwned] };
        let bodies = Wanted {
            schemes: Vec::new(),
            subjects: vec![SubjectSort::Kind(Operator), SubjectSort::Kind(Department)],
        };
        let (state, private) = ((BusinessEntity, true), (BusinessEntity, false));
        let rows: [Row<'_>; 9] = [
            (&Wanted::default(), "any", &[], true),
            (&assets, "supply", &[private, state], true),
            (&assets, "supply", &[private], false),
            (&assets, "supply", &[], false),
            (&assets, "operator", &[(Operator, true)], false),
            (&bodies, "operator", &[(Operator, true)], true),
            (&bodies, "supply", &[state, (Department, false)], true),
            (&bodies, "supply", &[state], false),
            (&bodies, "supply", &[], false),
        ];
        for (wanted, scheme, graded, expected) in rows {
            assert_eq!(wanted.takes(scheme, graded), expected, "{wanted:?} {scheme} {graded:?}");
        }
    }
}
