//! Digests in lowercase hexadecimal: SHA-256, and SM3 (GB/T 32905) beside it in packages.

use sha2::{Digest, Sha256};
use sm3::Sm3;

/// SHA-256 of the bytes.
#[must_use]
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// SM3 (GB/T 32905) of the bytes.
#[must_use]
pub fn sm3_hex(bytes: &[u8]) -> String {
    hex(&Sm3::digest(bytes))
}

fn hex(digest: &[u8]) -> String {
    let digit = |nibble: u8| char::from(b"0123456789abcdef"[usize::from(nibble)]);
    digest.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// FIPS 180-4 and GB/T 32905 appendix A.
    #[test]
    fn published_vectors_hold() {
        let sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        let sm3 = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0";
        assert_eq!(sha256_hex(b"abc"), sha256);
        assert_eq!(sm3_hex(b"abc"), sm3);
    }
}
