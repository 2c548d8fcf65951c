//! SSH signatures (SSHSIG), which `ssh-keygen -Y verify` checks: keys, signers, allowed signers.

use ssh_key::authorized_keys::ConfigOptsIter;
use ssh_key::private::{Ed25519Keypair, KeypairData};
use ssh_key::{Algorithm, Fingerprint, HashAlg, LineEnding, PrivateKey, PublicKey, SshSig};
use thiserror::Error;

/// What a signature is for. One made for another purpose does not count here.
pub const NAMESPACE: &str = "mingjing-evaluation";

/// Why a key or a signature cannot be used.
#[derive(Debug, Error)]
pub enum SignatureError {
    /// The text is not an unencrypted OpenSSH private key.
    #[error("not an unencrypted OpenSSH private key")]
    Key,
    /// Only Ed25519 gives the same signature each time.
    #[error("the key is {found}, not ssh-ed25519")]
    Algorithm {
        /// The algorithm of the key.
        found: String,
    },
    /// An identity stands in `allowed_signers` and on a command line as one plain word.
    #[error("{identity:?} is not an identity of letters, digits, @ . _ + and -")]
    Identity {
        /// What was given.
        identity: String,
    },
    /// The library failed to sign or to encode.
    #[error("signing failed")]
    Signing(#[from] ssh_key::Error),
}

/// A private key and the identity that receivers know it by.
#[derive(Clone, Debug)]
pub struct Signer {
    key: PrivateKey,
    identity: String,
}

impl Signer {
    /// Reads an OpenSSH private key without passphrase.
    ///
    /// # Errors
    ///
    /// The first rule broken, in the order in which [`SignatureError`] lists them.
    pub fn from_openssh(pem: &str, identity: &str) -> Result<Self, SignatureError> {
        let key = PrivateKey::from_openssh(pem).map_err(|_| SignatureError::Key)?;
        if key.is_encrypted() {
            return Err(SignatureError::Key);
        }
        if key.algorithm() != Algorithm::Ed25519 {
            return Err(SignatureError::Algorithm { found: key.algorithm().to_string() });
        }
        if !is_identity(identity) {
            return Err(SignatureError::Identity { identity: identity.to_owned() });
        }
        Ok(Self { key, identity: identity.to_owned() })
    }

    /// The identity: what goes behind `-I` when a receiver verifies.
    #[must_use]
    pub fn identity(&self) -> &str {
        &self.identity
    }

    /// `SHA256:…` of the public key, to compare over another channel.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        self.key.fingerprint(HashAlg::Sha256).to_string()
    }

    /// The public key as one line, without line feed.
    ///
    /// # Errors
    ///
    /// [`SignatureError::Signing`] if the key cannot be encoded.
    pub fn public_line(&self) -> Result<String, SignatureError> {
        Ok(self.key.public_key().to_openssh()?)
    }

    /// The line that a receiver puts into `allowed_signers`, without line feed.
    ///
    /// # Errors
    ///
    /// [`SignatureError::Signing`] if the key cannot be encoded.
    pub fn allowed_signers_line(&self) -> Result<String, SignatureError> {
        allowed_signers_line(&self.identity, NAMESPACE, &self.public_line()?)
    }

    /// Signs a message for [`NAMESPACE`]. The same message gives the same bytes (RFC 8032).
    ///
    /// # Errors
    ///
    /// [`SignatureError::Signing`] if the library fails.
    pub fn sign(&self, message: &[u8]) -> Result<String, SignatureError> {
        let signature = self.key.sign(NAMESPACE, HashAlg::Sha512, message)?;
        Ok(signature.to_pem(LineEnding::LF)?)
    }
}

/// A line of `allowed_signers`, without line feed, that trusts a key for one namespace only.
///
/// # Errors
///
/// [`SignatureError::Identity`] if the identity is not one plain word.
pub fn allowed_signers_line(
    identity: &str,
    namespace: &str,
    public_line: &str,
) -> Result<String, SignatureError> {
    if !is_identity(identity) {
        return Err(SignatureError::Identity { identity: identity.to_owned() });
    }
    Ok(format!("{identity} namespaces=\"{namespace}\" {public_line}"))
}

/// Makes an Ed25519 key from 32 random bytes: the OpenSSH private key, and the public line without
/// line feed. The comment is what follows the key on that line.
///
/// # Errors
///
/// [`SignatureError::Signing`] if the comment or the key cannot be encoded.
pub fn generate(seed: &[u8; 32], comment: &str) -> Result<(String, String), SignatureError> {
    let pair = KeypairData::Ed25519(Ed25519Keypair::from_seed(seed));
    let key = PrivateKey::new(pair, comment)?;
    Ok((key.to_openssh(LineEnding::LF)?.to_string(), key.public_key().to_openssh()?))
}

/// What is wrong with a signature.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SignatureFault {
    /// Not an SSH signature in the form that `ssh-keygen` writes.
    #[error("not an SSH signature")]
    Unreadable,
    /// The message or the signature was changed, or it was made for another purpose.
    #[error("the signature does not belong to the message")]
    Wrong,
    /// Nobody is allowed to sign as this identity with this key.
    #[error("{identity} with key {fingerprint} is not among the allowed signers")]
    UnknownSigner {
        /// Who is said to have signed.
        identity: String,
        /// The key that did sign.
        fingerprint: String,
    },
}

/// Checks a signature as `ssh-keygen -Y verify -n mingjing-evaluation` does, and returns the key.
///
/// Of `allowed_signers` it understands what [`allowed_signers_line`] writes, comments, several
/// identities and keys without namespaces. A line with anything else (patterns, certificates,
/// dates) trusts nobody: there is no clock here to judge a date by.
///
/// # Errors
///
/// The first fault, in the order in which [`SignatureFault`] lists them.
pub fn verify(
    message: &[u8],
    signature: &str,
    identity: &str,
    allowed_signers: &str,
) -> Result<PublicKey, SignatureFault> {
    let parsed = SshSig::from_pem(signature).map_err(|_| SignatureFault::Unreadable)?;
    // Base64 can be written in several ways; only one is signed by us, so only one is taken.
    if parsed.to_pem(LineEnding::LF).ok().as_deref() != Some(signature) {
        return Err(SignatureFault::Unreadable);
    }
    let key = PublicKey::from(parsed.public_key().clone());
    key.verify(NAMESPACE, message, &parsed).map_err(|_| SignatureFault::Wrong)?;
    if allowed_signers.lines().any(|line| allows(line, identity, &key)) {
        return Ok(key);
    }
    let fingerprint = fingerprint(&key).to_string();
    Err(SignatureFault::UnknownSigner { identity: identity.to_owned(), fingerprint })
}

/// `SHA256:…` of a public key.
#[must_use]
pub fn fingerprint(key: &PublicKey) -> Fingerprint {
    key.fingerprint(HashAlg::Sha256)
}

/// Whether one line of `allowed_signers` lets the identity sign evaluations with the key.
fn allows(line: &str, identity: &str, key: &PublicKey) -> bool {
    let Some((principals, rest)) = line.trim().split_once(' ') else { return false };
    if line.starts_with('#') || !principals.split(',').any(|it| it == identity) {
        return false;
    }
    let parse = |text: &str| PublicKey::from_openssh(text.trim()).ok();
    let listed = match parse(rest) {
        Some(listed) => Some(listed),
        None => rest
            .split_once(' ')
            .and_then(|(options, public)| allows_namespace(options).then(|| parse(public))?),
    };
    listed.is_some_and(|listed| listed.key_data() == key.key_data())
}

/// Whether the options are one list of namespaces that has ours.
fn allows_namespace(options: &str) -> bool {
    let Ok(mut options) = ConfigOptsIter::new(options) else { return false };
    let names = options.next().and_then(|it| it.strip_prefix("namespaces="));
    let has_ours =
        names.is_some_and(|it| it.trim_matches('"').split(',').any(|it| it == NAMESPACE));
    has_ours && options.next().is_none()
}

fn is_identity(identity: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"@._+-".contains(&byte);
    !identity.is_empty() && !identity.starts_with('-') && identity.bytes().all(is_plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    const IDENTITY: &str = "report@example.cn";
    const MESSAGE: &[u8] = b"message";

    fn signer(seed: u8) -> Signer {
        let (private, _) = generate(&[seed; 32], "key of tests").unwrap();
        Signer::from_openssh(&private, IDENTITY).unwrap()
    }

    #[test]
    fn a_generated_key_signs_the_same_way_each_time() {
        let signature = signer(7).sign(MESSAGE).unwrap();
        assert_eq!(signature, signer(7).sign(MESSAGE).unwrap());
        let allowed = signer(7).allowed_signers_line().unwrap();
        let key = verify(MESSAGE, &signature, IDENTITY, &allowed).unwrap();
        assert_eq!(fingerprint(&key).to_string(), signer(7).fingerprint());
    }

    #[test]
    fn what_was_changed_or_meant_otherwise_is_wrong() {
        let signer = signer(7);
        let allowed = signer.allowed_signers_line().unwrap();
        let signature = signer.sign(MESSAGE).unwrap();
        let elsewhere = signer.key.sign("file", HashAlg::Sha512, MESSAGE).unwrap();
        let elsewhere = elsewhere.to_pem(LineEnding::LF).unwrap();
        let rows = [
            (b"massage".as_slice(), signature.clone(), SignatureFault::Wrong),
            (MESSAGE, elsewhere, SignatureFault::Wrong),
            (MESSAGE, String::new(), SignatureFault::Unreadable),
            (MESSAGE, format!("{signature}\n"), SignatureFault::Unreadable),
            (MESSAGE, signature.replace('\n', "\r\n"), SignatureFault::Unreadable),
        ];
        for (message, signature, expected) in rows {
            let found = verify(message, &signature, IDENTITY, &allowed);
            assert_eq!(found.unwrap_err(), expected);
        }
    }

    #[test]
    fn only_who_is_listed_for_this_purpose_is_allowed() {
        let signature = signer(7).sign(MESSAGE).unwrap();
        let public = signer(7).public_line().unwrap();
        let other = signer(8).public_line().unwrap();
        let bare = public.rsplit_once(" key of tests").unwrap().0;
        let rows = [
            (format!("{IDENTITY} namespaces=\"{NAMESPACE}\" {public}"), true),
            (format!("{IDENTITY} namespaces=\"git,{NAMESPACE}\" {bare}"), true),
            (format!("a@b,{IDENTITY} {bare}"), true),
            (format!("# comment\n\n{IDENTITY} {other}\n  {IDENTITY} {public}\n"), true),
            (format!("{IDENTITY} namespaces=\"git\" {public}"), false),
            (format!("{IDENTITY} {other}"), false),
            (format!("other@example.cn {public}"), false),
            (format!("* {public}"), false),
            (format!("# {IDENTITY} {public}"), false),
            (format!("#{IDENTITY},{IDENTITY} {public}"), false),
            (format!("{IDENTITY} cert-authority {public}"), false),
            (
                format!("{IDENTITY} namespaces=\"{NAMESPACE}\",valid-before=\"2020\" {public}"),
                false,
            ),
            (String::new(), false),
        ];
        for (allowed, expected) in rows {
            let found = verify(MESSAGE, &signature, IDENTITY, &allowed);
            assert_eq!(found.is_ok(), expected, "{allowed}");
        }
    }

    #[test]
    fn an_identity_is_one_plain_word() {
        let (private, _) = generate(&[7; 32], "").unwrap();
        for identity in ["", "a b", "a,b", "-I", "*", "a\nb", "甲"] {
            assert!(Signer::from_openssh(&private, identity).is_err(), "{identity:?}");
        }
        assert!(matches!(Signer::from_openssh("x", IDENTITY), Err(SignatureError::Key)));
    }
}
