//! The hash that documents are known by.

use sha2::{Digest, Sha256};

/// SHA-256 in lowercase hexadecimal.
pub(crate) fn sha256_hex(bytes: &[u8]) -> String {
    let digits: Vec<String> =
        Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    digits.concat()
}
