//! The name of an attachment, in every way that some program needs.
//!
//! RFC 2231 is the standard. Outlook and QQ mail lose names that are written in that way only, so
//! the type carries the name as an encoded word (RFC 2047), which the standard does not foresee
//! there and all of them read; and whoever knows neither finds a name in ASCII.

use std::error::Error;
use std::fmt::Write as _;

use lettre::message::header::{Header, HeaderName, HeaderValue};

use super::Attached;

/// The longest encoded word (RFC 2047, 2), and what stands around its text.
const WORD_MAX: usize = 75 - "=?utf-8?q??=".len();

/// `Content-Type` with `name`.
#[derive(Clone)]
pub(super) struct NamedType(String);

/// `Content-Disposition: attachment` with `filename*` and `filename`.
#[derive(Clone)]
pub(super) struct Disposition(String);

impl NamedType {
    pub(super) fn new(attached: &Attached<'_>) -> Self {
        let name = if is_plain(attached.name) {
            attached.name.to_owned()
        } else {
            encoded_words(attached.name)
        };
        Self(format!("{};\r\n name=\"{name}\"", attached.media_type))
    }
}

impl Disposition {
    pub(super) fn new(attached: &Attached<'_>) -> Self {
        let plain = plain(attached.plain_name);
        if is_plain(attached.name) {
            return Self(format!("attachment;\r\n filename=\"{}\"", attached.name));
        }
        // The first one wins where both are read: the right one.
        let encoded = percent_encoded(attached.name);
        Self(format!("attachment;\r\n filename*=utf-8''{encoded};\r\n filename=\"{plain}\""))
    }
}

impl Header for NamedType {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Content-Type")
    }

    fn parse(text: &str) -> Result<Self, Box<dyn Error + Send + Sync>> {
        Ok(Self(text.to_owned()))
    }

    fn display(&self) -> HeaderValue {
        written(Self::name(), &self.0)
    }
}

impl Header for Disposition {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Content-Disposition")
    }

    fn parse(text: &str) -> Result<Self, Box<dyn Error + Send + Sync>> {
        Ok(Self(text.to_owned()))
    }

    fn display(&self) -> HeaderValue {
        written(Self::name(), &self.0)
    }
}

fn written(name: HeaderName, value: &str) -> HeaderValue {
    HeaderValue::dangerous_new_pre_encoded(name, value.to_owned(), value.to_owned())
}

fn is_plain_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"._-".contains(&byte)
}

fn is_plain(name: &str) -> bool {
    name.bytes().all(is_plain_byte)
}

/// What does not need quoting stays, the rest becomes `_`.
fn plain(name: &str) -> String {
    let kept = |it: char| if it.is_ascii() && is_plain_byte(it as u8) { it } else { '_' };
    name.chars().map(kept).collect()
}

fn percent_encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |mut encoded, byte| {
        if is_plain_byte(byte) {
            encoded.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
        encoded
    })
}

/// The text as encoded words, one a line; no character is cut in two (RFC 2047, 5).
fn encoded_words(text: &str) -> String {
    let mut words = vec![String::new()];
    for character in text.chars() {
        let encoded = percent_encoded(character.encode_utf8(&mut [0; 4])).replace('%', "=");
        match words.last_mut() {
            Some(word) if word.len() + encoded.len() <= WORD_MAX => word.push_str(&encoded),
            Some(_) | None => words.push(encoded),
        }
    }
    let words: Vec<String> = words.iter().map(|it| format!("=?utf-8?q?{it}?=")).collect();
    words.join("\r\n ")
}
