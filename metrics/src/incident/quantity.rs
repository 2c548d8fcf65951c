//! What a level can follow from: figures with their units, and matters that are said in words.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A figure that a level can follow from, with its unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Quantity {
    /// Persons whose personal information leaked.
    Persons,
    /// Of these, persons whose sensitive personal information leaked.
    SensitivePersons,
    /// Direct economic loss, whole yuan, rounded down; bounds are whole yuan, so nothing is lost.
    LossYuan,
    /// Outage of a whole system.
    OutageWholeMinutes,
    /// Outage of a system's main function.
    OutageMainMinutes,
    /// Outage of a whole critical information infrastructure.
    CiiOutageWholeMinutes,
    /// Outage of the main function of a critical information infrastructure.
    CiiOutageMainMinutes,
    /// People whose work or life is affected.
    PopulationPeople,
    /// The largest share of one province's population that is affected, in parts per million.
    ProvinceSharePpm,
    /// The largest share of one prefecture's population that is affected, in parts per million.
    PrefectureSharePpm,
    /// Portals of provincial-level organs or central key news sites unreachable.
    PortalProvincialMinutes,
    /// Portals of prefecture-level organs or provincial key news sites unreachable.
    PortalPrefectureMinutes,
    /// Portals of other organs, enterprises and institutions, or key news sites, unreachable.
    PortalOtherMinutes,
    /// Illegal content on a home page.
    ContentHomeMinutes,
    /// Illegal content on another page.
    ContentOtherMinutes,
    /// Reposts of illegal content on social platforms.
    ContentReposts,
    /// Views or clicks of illegal content.
    ContentViews,
}

impl Quantity {
    /// Every quantity.
    pub const ALL: [Self; 17] = [
        Self::Persons,
        Self::SensitivePersons,
        Self::LossYuan,
        Self::OutageWholeMinutes,
        Self::OutageMainMinutes,
        Self::CiiOutageWholeMinutes,
        Self::CiiOutageMainMinutes,
        Self::PopulationPeople,
        Self::ProvinceSharePpm,
        Self::PrefectureSharePpm,
        Self::PortalProvincialMinutes,
        Self::PortalPrefectureMinutes,
        Self::PortalOtherMinutes,
        Self::ContentHomeMinutes,
        Self::ContentOtherMinutes,
        Self::ContentReposts,
        Self::ContentViews,
    ];

    /// Those that the form asks for as whole numbers, each in the column of its name. Loss and
    /// shares are decimals there; an outage of critical infrastructure follows from another column.
    pub const COUNTED: [Self; 12] = [
        Self::Persons,
        Self::SensitivePersons,
        Self::OutageWholeMinutes,
        Self::OutageMainMinutes,
        Self::PopulationPeople,
        Self::PortalProvincialMinutes,
        Self::PortalPrefectureMinutes,
        Self::PortalOtherMinutes,
        Self::ContentHomeMinutes,
        Self::ContentOtherMinutes,
        Self::ContentReposts,
        Self::ContentViews,
    ];

    /// The word used in files and in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Persons => "persons",
            Self::SensitivePersons => "sensitive_persons",
            Self::LossYuan => "loss_yuan",
            Self::OutageWholeMinutes => "outage_whole_minutes",
            Self::OutageMainMinutes => "outage_main_minutes",
            Self::CiiOutageWholeMinutes => "cii_outage_whole_minutes",
            Self::CiiOutageMainMinutes => "cii_outage_main_minutes",
            Self::PopulationPeople => "population_people",
            Self::ProvinceSharePpm => "province_share_ppm",
            Self::PrefectureSharePpm => "prefecture_share_ppm",
            Self::PortalProvincialMinutes => "portal_provincial_minutes",
            Self::PortalPrefectureMinutes => "portal_prefecture_minutes",
            Self::PortalOtherMinutes => "portal_other_minutes",
            Self::ContentHomeMinutes => "content_home_minutes",
            Self::ContentOtherMinutes => "content_other_minutes",
            Self::ContentReposts => "content_reposts",
            Self::ContentViews => "content_views",
        }
    }

    /// Reads what [`Quantity::as_str`] wrote.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|quantity| quantity.as_str() == word)
    }
}

/// What a guide grades by words and not by figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Matter {
    /// How far core data leaked, stolen, tampered with or forged threatens security and stability.
    CoreDataThreat,
    /// How far important data leaked, stolen, tampered with or forged threatens them.
    ImportantDataThreat,
    /// How much personal information was lost or stolen, so that it threatens them.
    PersonalInformationAmount,
    /// How far illegal content spread, as an office for network affairs or an organ of public
    /// security of a province or above recognised.
    ContentRecognised,
}

impl Matter {
    /// Every matter.
    pub const ALL: [Self; 4] = [
        Self::CoreDataThreat,
        Self::ImportantDataThreat,
        Self::PersonalInformationAmount,
        Self::ContentRecognised,
    ];

    /// The word used in files and in the database, and the column of the form.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::CoreDataThreat => "core_data_threat",
            Self::ImportantDataThreat => "important_data_threat",
            Self::PersonalInformationAmount => "personal_information_amount",
            Self::ContentRecognised => "content_recognised",
        }
    }

    /// Reads what [`Matter::as_str`] wrote.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|matter| matter.as_str() == word)
    }

    /// The words that it is said in, in English and in Chinese, the gravest last.
    #[must_use]
    pub const fn words(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::CoreDataThreat | Self::ImportantDataThreat => THREATS,
            Self::PersonalInformationAmount => AMOUNTS,
            Self::ContentRecognised => SPREADS,
        }
    }

    /// Reads one of [`Matter::words`], in either language.
    #[must_use]
    pub fn word(self, text: &str) -> Option<Word> {
        let (en, _) = self.words().iter().find(|(en, zh)| text == *en || text == *zh)?;
        Word::ALL.into_iter().find(|word| word.as_str() == *en)
    }
}

const THREATS: &[(&str, &str)] = &[
    ("none", "无"),
    ("fairly_serious", "较严重"),
    ("serious", "严重"),
    ("especially_serious", "特别严重"),
];
const AMOUNTS: &[(&str, &str)] =
    &[("none", "无"), ("fairly_large", "较大量"), ("large", "大量"), ("massive", "海量")];
const SPREADS: &[(&str, &str)] = &[
    ("none", "无"),
    ("fairly_wide", "较大范围传播"),
    ("wide", "大范围传播"),
    ("especially_wide", "特大范围传播"),
];

/// What is said of a [`Matter`]. Of the words of one matter, the graver is the greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Word {
    /// 无, which is known and not unknown.
    #[serde(rename = "none")]
    Nothing,
    /// 较严重.
    FairlySerious,
    /// 严重.
    Serious,
    /// 特别严重.
    EspeciallySerious,
    /// 较大量.
    FairlyLarge,
    /// 大量.
    Large,
    /// 海量.
    Massive,
    /// 较大范围传播.
    FairlyWide,
    /// 大范围传播.
    Wide,
    /// 特大范围传播.
    EspeciallyWide,
}

impl Word {
    /// Every word.
    pub const ALL: [Self; 10] = [
        Self::Nothing,
        Self::FairlySerious,
        Self::Serious,
        Self::EspeciallySerious,
        Self::FairlyLarge,
        Self::Large,
        Self::Massive,
        Self::FairlyWide,
        Self::Wide,
        Self::EspeciallyWide,
    ];

    /// The word used in files and in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Nothing => "none",
            Self::FairlySerious => "fairly_serious",
            Self::Serious => "serious",
            Self::EspeciallySerious => "especially_serious",
            Self::FairlyLarge => "fairly_large",
            Self::Large => "large",
            Self::Massive => "massive",
            Self::FairlyWide => "fairly_wide",
            Self::Wide => "wide",
            Self::EspeciallyWide => "especially_wide",
        }
    }
}

impl fmt::Display for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_they_are_written() {
        for quantity in Quantity::ALL {
            assert_eq!(Quantity::parse(quantity.as_str()), Some(quantity));
        }
        for matter in Matter::ALL {
            assert_eq!(Matter::parse(matter.as_str()), Some(matter));
        }
        for word in Word::ALL {
            let written = serde_json::to_string(&word).unwrap();
            assert_eq!(written, format!("\"{word}\""));
        }
    }

    #[test]
    fn the_words_of_a_matter_rise_in_both_languages() {
        for matter in Matter::ALL {
            let read = |text: &str| matter.word(text).unwrap();
            let words: Vec<Word> = matter.words().iter().map(|(en, _)| read(en)).collect();
            assert!(words.is_sorted() && words[0] == Word::Nothing, "{matter:?}");
            let chinese: Vec<Word> = matter.words().iter().map(|(_, zh)| read(zh)).collect();
            assert_eq!(words, chinese);
        }
        assert_eq!(Matter::CoreDataThreat.word("massive"), None);
    }
}
