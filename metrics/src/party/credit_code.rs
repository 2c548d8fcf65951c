//! 统一社会信用代码, the unified social credit code of GB 32100-2015.
//!
//! The parser is strict: lower case, blanks and full-width characters are refused, with a message
//! that says how to write the code, because a register has to hold it as it was issued. An entity
//! whose issued code fails the check character is registered by name instead (`name:…`).

use thiserror::Error;

/// How many characters a code has.
pub const LENGTH: usize = 18;

/// The characters in the order of their values (GB 32100-2015 table 4): no I, O, S, V, Z.
const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
/// The weights of the first 17 characters: powers of 3, modulo 31 (GB 32100-2015 annex A).
const WEIGHTS: [usize; LENGTH - 1] =
    [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
/// The weights of the first 8 characters of the organisation code (GB 11714-1997).
const ORGANISATION_WEIGHTS: [usize; 8] = [3, 7, 9, 10, 5, 8, 4, 2];

/// A unified social credit code that passes GB 32100-2015.
///
/// # Invariants
///
/// It has 18 characters of the alphabet and the last one is the check character of the others.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CreditCode(String);

/// Why a text is not a credit code.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum CreditCodeError {
    /// There are blanks in it.
    #[error("a credit code has no blanks: write it without them")]
    Blank,
    /// There are small letters in it.
    #[error("a credit code has no small letters: write it in capitals")]
    SmallLetter,
    /// Not 18 characters.
    #[error("a credit code has 18 characters, this has {found}")]
    Length {
        /// How many it has.
        found: usize,
    },
    /// A character that no code has.
    #[error(
        "a credit code has no {found:?} (character {position}): digits and capitals without I, O, S, V, Z"
    )]
    Character {
        /// The character.
        found: char,
        /// Where it stands, from 1.
        position: usize,
    },
    /// The last character does not follow from the others.
    #[error(
        "the check character is {found:?}, but the others give {expected:?}: compare each with the licence"
    )]
    CheckCharacter {
        /// What the others give.
        expected: char,
        /// What stands there.
        found: char,
    },
}

/// What kind of organisation a code was issued to (GB 32100-2015 table 1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OrganisationKind {
    /// 机关, prefix 11.
    Administration,
    /// 事业单位, prefix 12.
    Institution,
    /// 群众团体, prefix 13.
    MassOrganisation,
    /// 社会团体, prefix 51.
    SocialOrganisation,
    /// 民办非企业单位, prefix 52.
    PrivateNonEnterprise,
    /// 基金会, prefix 53.
    Foundation,
    /// 企业, prefix 91.
    Enterprise,
    /// 个体工商户, prefix 92.
    SoleTrader,
    /// 农民专业合作社, prefix 93.
    Cooperative,
}

impl CreditCode {
    /// Reads a code.
    ///
    /// # Errors
    ///
    /// The first rule broken, in the order in which [`CreditCodeError`] lists them.
    pub fn parse(text: &str) -> Result<Self, CreditCodeError> {
        if text.contains(char::is_whitespace) {
            return Err(CreditCodeError::Blank);
        }
        if text.contains(|it: char| it.is_ascii_lowercase()) {
            return Err(CreditCodeError::SmallLetter);
        }
        let found = text.chars().count();
        if found != LENGTH {
            return Err(CreditCodeError::Length { found });
        }
        let mut values = [0; LENGTH];
        for (index, found) in text.chars().enumerate() {
            let value = ALPHABET.iter().position(|&it| char::from(it) == found);
            let position = index + 1;
            values[index] = value.ok_or(CreditCodeError::Character { found, position })?;
        }
        let expected = check_value(&values);
        if values[LENGTH - 1] != expected {
            let character = |value: usize| char::from(ALPHABET[value]);
            let (expected, found) = (character(expected), character(values[LENGTH - 1]));
            return Err(CreditCodeError::CheckCharacter { expected, found });
        }
        Ok(Self(text.to_owned()))
    }

    /// The code.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the organisation code in it (characters 9 to 17) ends in its own check digit
    /// (GB 11714-1997). Codes issued without one exist, so this is for a warning, never an error.
    #[must_use]
    pub fn organisation_check_holds(&self) -> bool {
        let organisation = &self.0.as_bytes()[8..17];
        let value = |it: u8| usize::from(if it < b'A' { it - b'0' } else { it - b'A' + 10 });
        let weighted = organisation.iter().zip(ORGANISATION_WEIGHTS);
        let sum: usize = weighted.map(|(&it, weight)| value(it) * weight).sum();
        organisation[8] == b"0X987654321"[sum % 11]
    }

    /// What kind of organisation it was issued to, where the first two characters say.
    #[must_use]
    pub fn organisation_kind(&self) -> Option<OrganisationKind> {
        match &self.0[..2] {
            "11" => Some(OrganisationKind::Administration),
            "12" => Some(OrganisationKind::Institution),
            "13" => Some(OrganisationKind::MassOrganisation),
            "51" => Some(OrganisationKind::SocialOrganisation),
            "52" => Some(OrganisationKind::PrivateNonEnterprise),
            "53" => Some(OrganisationKind::Foundation),
            "91" => Some(OrganisationKind::Enterprise),
            "92" => Some(OrganisationKind::SoleTrader),
            "93" => Some(OrganisationKind::Cooperative),
            _ => None,
        }
    }
}

/// `(31 − Σ vᵢ·Wᵢ mod 31) mod 31` over the first 17 values (GB 32100-2015 annex A).
fn check_value(values: &[usize; LENGTH]) -> usize {
    let sum: usize = values.iter().zip(WEIGHTS).map(|(value, weight)| value * weight).sum();
    (31 - sum % 31) % 31
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn issued_codes_pass() {
        for code in [
            "91350200776049653A",
            "91350503MA31DKY80A",
            "913502000728319549",
            "123502001549897397",
            "91310000MADEM0011A",
            "91310000MADEM002X2",
            "1131000000DEM0031H",
            "1231000042DEM0046G",
            "91310115MADEM0054L",
            "91310000MADEM0062J",
        ] {
            assert!(CreditCode::parse(code).unwrap().organisation_check_holds(), "{code}");
        }
    }

    #[test]
    fn each_fault_says_what_to_do() {
        let said = [
            "91350200776049653 A",
            "91350200776049653a",
            "91370100MA1234567890",
            "",
            "91350200776O49653A",
            "９1350200776049653A",
            "91350203M0001QAY9B",
        ]
        .map(|text| format!("{text}: {}", CreditCode::parse(text).unwrap_err()));
        insta::assert_snapshot!(said.join("\n"), @"
        91350200776049653 A: a credit code has no blanks: write it without them
        91350200776049653a: a credit code has no small letters: write it in capitals
        91370100MA1234567890: a credit code has 18 characters, this has 20
        : a credit code has 18 characters, this has 0
        91350200776O49653A: a credit code has no 'O' (character 12): digits and capitals without I, O, S, V, Z
        ９1350200776049653A: a credit code has no '９' (character 1): digits and capitals without I, O, S, V, Z
        91350203M0001QAY9B: the check character is 'B', but the others give '9': compare each with the licence
        ");
    }

    #[test]
    fn the_organisation_digit_is_judged_apart() {
        // The check character was recomputed for an organisation code that ends in 4 instead of 3.
        let code = CreditCode::parse("91350200776049654D").unwrap();
        assert!(!code.organisation_check_holds());
    }

    #[test]
    fn the_first_two_characters_tell_the_organisation() {
        let kind = |code| CreditCode::parse(code).unwrap().organisation_kind();
        assert_eq!(kind("91310000MADEM0011A"), Some(OrganisationKind::Enterprise));
        assert_eq!(kind("1131000000DEM0031H"), Some(OrganisationKind::Administration));
        assert_eq!(kind("1231000042DEM0046G"), Some(OrganisationKind::Institution));
    }

    /// The independent verdict strips blanks and raises case first; ours refuses both, and differs
    /// in nothing else.
    #[test]
    #[ignore = "needs the corpus"]
    fn verdicts_differ_from_an_independent_validator_by_policy_only() {
        let folder = std::env::var("MINGJING_CORPUS").unwrap();
        let table = std::fs::read_to_string(format!("{folder}/chinese/uscc_cases_shared.csv"));
        let (mut cases, mut differing) = (0, BTreeMap::new());
        for line in table.unwrap().lines().skip(1) {
            let cells: Vec<&str> = line.split(',').collect();
            let [text, kind, verdict] = cells[..] else { panic!("need three cells: {line}") };
            if CreditCode::parse(text).is_ok() != (verdict == "valid") {
                *differing.entry(kind.to_owned()).or_insert(0) += 1;
            }
            cases += 1;
        }
        assert_eq!(cases, 220);
        assert_eq!(differing, BTreeMap::from([("lower".to_owned(), 17), ("space".to_owned(), 13)]));
    }
}
