//! What people read of a fault, in their language.

use config::locale::Words;

use super::VerifyFault;
use crate::signature::SignatureFault;

impl VerifyFault {
    /// The fault as a sentence.
    #[must_use]
    pub fn sentence(&self, words: &Words) -> String {
        let get = |id: &str| words.get(&format!("reports-verify-{id}"));
        let name =
            |id: &str, name: &str| words.format(&format!("reports-verify-{id}"), &[("name", name)]);
        match self {
            Self::TooLarge => get("too-large"),
            Self::TooManyEntries => get("too-many-entries"),
            Self::NotZip => get("not-zip"),
            Self::EntryUnreadable { name: file } => name("entry-unreadable", file),
            Self::Duplicate => get("duplicate"),
            Self::Missing { name: file } => name("missing", file),
            Self::Extra { name: file } => name("extra", file),
            Self::ManifestUnreadable { reason } => {
                words.format("reports-verify-manifest-unreadable", &[("reason", reason)])
            }
            Self::Schema { found } => {
                words.format("reports-verify-schema", &[("found", &found.to_string())])
            }
            Self::DataUnreadable { reason } => {
                words.format("reports-verify-data-unreadable", &[("reason", reason)])
            }
            Self::NotCanonical { name: file } => name("not-canonical", file),
            Self::Signature(fault) => signature_sentence(fault, words),
            Self::Listing => get("listing"),
            Self::Size { name, listed, found } => {
                let (listed, found) = (listed.to_string(), found.to_string());
                let arguments = [("name", name.as_str()), ("listed", &listed), ("found", &found)];
                words.format("reports-verify-size", &arguments)
            }
            Self::Sha256 { name: file } => name("sha256", file),
            Self::Sm3 { name: file } => name("sm3", file),
            Self::RowCounts => get("row-counts"),
            Self::Extract => get("extract"),
            Self::SignerKey => get("signer-key"),
            Self::Container => get("container"),
        }
    }
}

fn signature_sentence(fault: &SignatureFault, words: &Words) -> String {
    match fault {
        SignatureFault::Unreadable => words.get("reports-verify-signature-unreadable"),
        SignatureFault::Wrong => words.get("reports-verify-signature-wrong"),
        SignatureFault::UnknownSigner { identity, fingerprint } => {
            let arguments = [("identity", identity.as_str()), ("fingerprint", fingerprint)];
            words.format("reports-verify-signature-unknown-signer", &arguments)
        }
    }
}
