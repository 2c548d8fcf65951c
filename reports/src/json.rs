//! Canonical JSON (RFC 8785): one value, one sequence of bytes. It is what gets hashed and signed.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use thiserror::Error;

/// The largest whole number that every JSON reader keeps exactly: 2^53 − 1 (RFC 8785, 3.2.2.3).
const INTEGER_MAX: u64 = 9_007_199_254_740_991;

/// Why there is no canonical form, or why bytes are not in it.
#[derive(Debug, Error)]
pub enum JsonError {
    /// A value that JSON cannot hold, or bytes that are not the value expected.
    #[error("cannot be read or written as JSON")]
    Json(#[from] serde_json::Error),
    /// A number would lose digits.
    #[error("the number {number} exceeds 2^53 - 1")]
    NumberTooLarge {
        /// As JSON writes it.
        number: String,
    },
    /// The bytes are JSON, but written otherwise than RFC 8785 says.
    #[error("the bytes are not canonical")]
    NotCanonical,
}

/// The canonical bytes of a value.
///
/// # Errors
///
/// [`JsonError::Json`] if it does not serialize, [`JsonError::NumberTooLarge`] rather than a
/// number with other digits.
pub fn canonical<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>, JsonError> {
    let value = serde_json::to_value(value)?;
    check_numbers(&value)?;
    Ok(serde_jcs::to_vec(&value)?)
}

/// Reads a value from canonical bytes, and from no others.
///
/// # Errors
///
/// The first rule broken, in the order in which [`JsonError`] lists them.
pub fn read_canonical<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, JsonError> {
    let value: Value = serde_json::from_slice(bytes)?;
    if canonical(&value)? != bytes {
        return Err(JsonError::NotCanonical);
    }
    Ok(serde_json::from_value(value)?)
}

/// Members keep their digits only below 2^53: a canonical number is an IEEE 754 double.
fn check_numbers(value: &Value) -> Result<(), JsonError> {
    match value {
        Value::Null | Value::Bool(_) | Value::String(_) => Ok(()),
        Value::Array(items) => items.iter().try_for_each(check_numbers),
        Value::Object(members) => members.values().try_for_each(check_numbers),
        Value::Number(number) => {
            let size = number.as_u64().or_else(|| number.as_i64().map(i64::unsigned_abs));
            if size.is_none_or(|size| size <= INTEGER_MAX) {
                return Ok(());
            }
            Err(JsonError::NumberTooLarge { number: number.to_string() })
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// The example of RFC 8785, 3.2.2 to 3.2.4.
    #[test]
    fn the_example_of_the_rfc_comes_out_as_printed() {
        let input = r#"{
            "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
            "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
            "literals": [null, true, false]
        }"#;
        let expected = concat!(
            r#"{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"#,
            r#""string":"€$\u000f\nA'B\"\\\\\"/"}"#
        );
        let value: Value = serde_json::from_str(input).unwrap();
        assert_eq!(canonical(&value).unwrap(), expected.as_bytes());
    }

    #[test]
    fn members_are_sorted_by_utf_16() {
        // U+1F600 is D83D DE00 in UTF-16 and sorts before U+FB33 (RFC 8785, 3.2.3).
        let value = json!({"\u{fb33}": 1, "\u{1f600}": 2, "\r": 3, "€": 4, "1": 5});
        let text = String::from_utf8(canonical(&value).unwrap()).unwrap();
        assert_eq!(text, "{\"\\r\":3,\"1\":5,\"€\":4,\"\u{1f600}\":2,\"\u{fb33}\":1}");
    }

    #[test]
    fn a_number_keeps_its_digits_or_is_refused() {
        assert_eq!(canonical(&INTEGER_MAX).unwrap(), b"9007199254740991");
        let refused =
            |value: Value| matches!(canonical(&value), Err(JsonError::NumberTooLarge { .. }));
        assert!(refused(json!([{ "n": INTEGER_MAX + 1 }])));
        assert!(refused(json!(i64::MIN)));
    }

    #[test]
    fn only_canonical_bytes_are_read() {
        let read = |text: &str| read_canonical::<Value>(text.as_bytes());
        assert!(read(r#"{"a":1,"b":2}"#).is_ok());
        let variants = [
            r#"{"b":2,"a":1}"#,
            r#"{"a": 1,"b":2}"#,
            r#"{"a":1,"b":2.0}"#,
            r#"{"a":1,"a":1,"b":2}"#,
            r#"{"a":1,"b":2} "#,
        ];
        for text in variants {
            assert!(matches!(read(text), Err(JsonError::NotCanonical)), "{text}");
        }
    }
}
