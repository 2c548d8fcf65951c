//! Types of incidents (GB/T 20986-2023): categories and sub-categories with their codes, and how a
//! record of another taxonomy is classed. Data of the policy pack.

use serde::{Deserialize, Serialize};

use super::facts::Incident;
use super::veris::Classes;
use crate::source::{Name, Source};

/// The types that are known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Types {
    /// Where the codes come from.
    pub source: Source,
    /// The categories; no code of one begins with that of another.
    #[serde(rename = "category")]
    pub categories: Vec<Category>,
    /// How VERIS records are classed: the first rule that fits counts.
    #[serde(rename = "veris")]
    pub veris: Vec<VerisRule>,
}

/// A category.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Category {
    /// Its code, such as `DS`.
    pub code: String,
    /// Its name.
    pub name: Name,
    /// Its sub-categories.
    pub types: Vec<SubCategory>,
}

/// A sub-category.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SubCategory {
    /// Its code, which begins with that of its category, such as `DSDATALEAK`.
    pub code: String,
    /// Its name.
    pub name: Name,
}

/// Which category a VERIS record is of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VerisRule {
    /// An action of the record; every record fits where none is named.
    #[serde(default)]
    pub action: Option<String>,
    /// An attribute that was hurt; any where none is named.
    #[serde(default)]
    pub attribute: Option<String>,
    /// The code of the category.
    pub category: String,
    /// Why.
    pub reason: Name,
}

/// What a submitted code is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found<'a> {
    /// Of a category, or the category itself.
    Known(&'a Category, Option<&'a SubCategory>),
    /// It begins like a category, whose sub-categories do not have it.
    Unlisted(&'a Category),
    /// Of no category.
    Unknown,
}

/// What an incident is classed as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Class<'a> {
    /// The code of its category.
    pub category: &'a str,
    /// The name of its category.
    pub name: &'a Name,
    /// The name of its sub-category, where the submitted code is listed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub_category: Option<&'a Name>,
    /// Why, where it was not submitted and follows from a VERIS record.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<&'a Name>,
}

impl Types {
    /// What a code is.
    #[must_use]
    pub fn find(&self, code: &str) -> Found<'_> {
        let Some(category) = self.categories.iter().find(|it| code.starts_with(&it.code)) else {
            return Found::Unknown;
        };
        match category.types.iter().find(|it| it.code == code) {
            Some(listed) => Found::Known(category, Some(listed)),
            None if category.code == code => Found::Known(category, None),
            None => Found::Unlisted(category),
        }
    }

    /// What an incident is classed as: by the code submitted, else as a VERIS record is classed.
    #[must_use]
    pub fn class_of(&self, incident: &Incident) -> Option<Class<'_>> {
        if let Some(code) = &incident.incident_type {
            return match self.find(code) {
                Found::Known(category, listed) => {
                    let sub_category = listed.map(|it| &it.name);
                    Some(Class { sub_category, ..Class::of(category) })
                }
                Found::Unlisted(category) => Some(Class::of(category)),
                Found::Unknown => None,
            };
        }
        let classes = incident.veris.as_ref()?;
        let rule = self.veris.iter().find(|it| it.fits(classes))?;
        let category = self.categories.iter().find(|it| it.code == rule.category)?;
        Some(Class { reason: Some(&rule.reason), ..Class::of(category) })
    }
}

impl<'a> Class<'a> {
    fn of(category: &'a Category) -> Self {
        let Category { code, name, .. } = category;
        Self { category: code, name, sub_category: None, reason: None }
    }
}

impl VerisRule {
    fn fits(&self, classes: &Classes) -> bool {
        let has = |wanted: &Option<String>, found: &[String]| {
            wanted.as_ref().is_none_or(|it| found.contains(it))
        };
        has(&self.action, &classes.actions) && has(&self.attribute, &classes.attributes)
    }
}
