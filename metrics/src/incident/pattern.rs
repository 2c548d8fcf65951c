//! The nine patterns of incidents of the Data Breach Investigations Report of 2014, and what is of
//! none of them.
//!
//! The rules are those of `getpattern()` in the R package `verisr` (vz-risk/verisr, `R/matrix.R`), by
//! the authors of VERIS and of its public database.

use serde::{Deserialize, Serialize};

use super::veris::Record;

/// A pattern, by its published name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Pattern {
    /// Attacks on terminals and controllers where goods are paid for.
    #[serde(rename = "Point of Sale")]
    PointOfSale,
    /// Hacking by way of a web application, save to deny its service.
    #[serde(rename = "Web Applications")]
    WebApplications,
    /// Misuse of what one was entrusted with.
    #[serde(rename = "Privilege Misuse")]
    PrivilegeMisuse,
    /// Things that were lost or stolen.
    #[serde(rename = "Lost and Stolen Assets")]
    LostAndStolenAssets,
    /// Errors, save losses.
    #[serde(rename = "Miscellaneous Errors")]
    MiscellaneousErrors,
    /// Malware of no other pattern, save what was installed by hand.
    #[serde(rename = "Crimeware")]
    Crimeware,
    /// Devices that read payment cards.
    #[serde(rename = "Payment Card Skimmers")]
    PaymentCardSkimmers,
    /// Denial of service.
    #[serde(rename = "Denial of Service")]
    DenialOfService,
    /// Actors of a state, or with espionage in mind.
    #[serde(rename = "Cyber-Espionage")]
    CyberEspionage,
    /// None of the others.
    #[serde(rename = "Everything Else")]
    EverythingElse,
}

impl Pattern {
    /// The published name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::PointOfSale => "Point of Sale",
            Self::WebApplications => "Web Applications",
            Self::PrivilegeMisuse => "Privilege Misuse",
            Self::LostAndStolenAssets => "Lost and Stolen Assets",
            Self::MiscellaneousErrors => "Miscellaneous Errors",
            Self::Crimeware => "Crimeware",
            Self::PaymentCardSkimmers => "Payment Card Skimmers",
            Self::DenialOfService => "Denial of Service",
            Self::CyberEspionage => "Cyber-Espionage",
            Self::EverythingElse => "Everything Else",
        }
    }

    /// The patterns that a record is of, in their published order; the first is the one it counts
    /// under. There is always one.
    #[must_use]
    pub(super) fn of(record: &Record) -> Vec<Self> {
        let action = |name: &str| record.action.get(name);
        let variety = |of: &str, word: &str| action(of).is_some_and(|it| it.variety.has(word));
        let vector = |of: &str, word: &str| action(of).is_some_and(|it| it.vector.has(word));
        let skimmer = variety("physical", "Skimmer")
            || variety("physical", "Tampering") && record.has_data("Payment");
        let spies = record.actor.get("external");
        let espionage = spies
            .is_some_and(|it| it.motive.has("Espionage") || it.variety.has("State-affiliated"));
        let pos = record.has_asset("S - POS controller") || record.has_asset("U - POS terminal");
        let dos = variety("hacking", "DoS");
        let web = vector("hacking", "Web application") && !dos;
        let misuse = action("misuse").is_some();
        let targeted = skimmer || espionage || pos || dos || web || misuse;
        let crimeware =
            action("malware").is_some() && !vector("malware", "Direct install") && !targeted;
        let lost = variety("error", "Loss") || variety("physical", "Theft");
        let error = action("error").is_some() && !targeted && !crimeware && !lost;
        let none = !targeted && !crimeware && !lost && !error;
        [
            (pos, Self::PointOfSale),
            (web, Self::WebApplications),
            (misuse, Self::PrivilegeMisuse),
            (lost, Self::LostAndStolenAssets),
            (error, Self::MiscellaneousErrors),
            (crimeware, Self::Crimeware),
            (skimmer, Self::PaymentCardSkimmers),
            (dos, Self::DenialOfService),
            (espionage, Self::CyberEspionage),
            (none, Self::EverythingElse),
        ]
        .into_iter()
        .filter_map(|(is, pattern)| is.then_some(pattern))
        .collect()
    }
}
