//! Recipients beside the schemes that there are.

use std::path::Path;

use config::fault::{Expected, FileFault, Wrong};
use config::scheme::SchemeDocument;
use config::settings::{Recipient, Settings, Which};

/// Recipients that take scorecards by a scheme that there is none of: what they are to get would never come.
pub(crate) fn recipient_faults(
    path: &Path,
    settings: &Settings,
    schemes: &[SchemeDocument],
) -> Vec<FileFault> {
    let ids = || schemes.iter().map(|it| it.scheme.id.as_str());
    let of_recipient = |recipient: &Recipient| {
        let fault = |named: &str| FileFault {
            file: path.display().to_string(),
            key: format!("recipient[{}].schemes", recipient.id),
            wrong: Wrong::Invalid,
            actual: named.to_owned(),
            expected: Expected::nearest(named, ids()),
        };
        not_there(recipient, schemes).map(fault).collect::<Vec<_>>()
    };
    settings.recipients.iter().flat_map(of_recipient).collect()
}

/// The schemes that a recipient names and that are not there.
pub(super) fn not_there<'a>(
    recipient: &'a Recipient,
    schemes: &[SchemeDocument],
) -> impl Iterator<Item = &'a str> {
    let named = match &recipient.wanted.schemes {
        Which::All => &[][..],
        Which::Only(named) => named.as_slice(),
    };
    let is_there = |id: &str| schemes.iter().any(|it| it.scheme.id == id);
    named.iter().map(String::as_str).filter(move |id| !is_there(id))
}
