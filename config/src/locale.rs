//! Words: every sentence that people read, in Chinese and English, as Fluent files.

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use serde::{Deserialize, Serialize};

/// The file of general words, then one for each area, in Chinese and English.
const FILES: [(&str, &str); 30] = [
    (include_str!("../locales/zh-CN.ftl"), include_str!("../locales/en.ftl")),
    (include_str!("../locales/ledger.zh-CN.ftl"), include_str!("../locales/ledger.en.ftl")),
    (include_str!("../locales/usage.zh-CN.ftl"), include_str!("../locales/usage.en.ftl")),
    (include_str!("../locales/pricing.zh-CN.ftl"), include_str!("../locales/pricing.en.ftl")),
    (include_str!("../locales/supply.zh-CN.ftl"), include_str!("../locales/supply.en.ftl")),
    (include_str!("../locales/objection.zh-CN.ftl"), include_str!("../locales/objection.en.ftl")),
    (include_str!("../locales/demand.zh-CN.ftl"), include_str!("../locales/demand.en.ftl")),
    (include_str!("../locales/incident.zh-CN.ftl"), include_str!("../locales/incident.en.ftl")),
    (
        include_str!("../locales/incident_acts.zh-CN.ftl"),
        include_str!("../locales/incident_acts.en.ftl"),
    ),
    (
        include_str!("../locales/incident_levels.zh-CN.ftl"),
        include_str!("../locales/incident_levels.en.ftl"),
    ),
    (
        include_str!("../locales/incident_clocks.zh-CN.ftl"),
        include_str!("../locales/incident_clocks.en.ftl"),
    ),
    (include_str!("../locales/disclosure.zh-CN.ftl"), include_str!("../locales/disclosure.en.ftl")),
    (include_str!("../locales/opinion.zh-CN.ftl"), include_str!("../locales/opinion.en.ftl")),
    (include_str!("../locales/evaluation.zh-CN.ftl"), include_str!("../locales/evaluation.en.ftl")),
    (include_str!("../locales/waiver.zh-CN.ftl"), include_str!("../locales/waiver.en.ftl")),
    (include_str!("../locales/explain.zh-CN.ftl"), include_str!("../locales/explain.en.ftl")),
    (include_str!("../locales/gains.zh-CN.ftl"), include_str!("../locales/gains.en.ftl")),
    (include_str!("../locales/feedback.zh-CN.ftl"), include_str!("../locales/feedback.en.ftl")),
    (include_str!("../locales/procedure.zh-CN.ftl"), include_str!("../locales/procedure.en.ftl")),
    (include_str!("../locales/console.zh-CN.ftl"), include_str!("../locales/console.en.ftl")),
    (include_str!("../locales/reports.zh-CN.ftl"), include_str!("../locales/reports.en.ftl")),
    (include_str!("../locales/daemon.zh-CN.ftl"), include_str!("../locales/daemon.en.ftl")),
    (include_str!("../locales/progress.zh-CN.ftl"), include_str!("../locales/progress.en.ftl")),
    (include_str!("../locales/reasons.zh-CN.ftl"), include_str!("../locales/reasons.en.ftl")),
    (include_str!("../locales/sources.zh-CN.ftl"), include_str!("../locales/sources.en.ftl")),
    (include_str!("../locales/mail.zh-CN.ftl"), include_str!("../locales/mail.en.ftl")),
    (include_str!("../locales/closing.zh-CN.ftl"), include_str!("../locales/closing.en.ftl")),
    (include_str!("../locales/statements.zh-CN.ftl"), include_str!("../locales/statements.en.ftl")),
    (include_str!("../locales/forms.zh-CN.ftl"), include_str!("../locales/forms.en.ftl")),
    (
        include_str!("../locales/incident_forms.zh-CN.ftl"),
        include_str!("../locales/incident_forms.en.ftl"),
    ),
];

/// A language that people read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// Chinese.
    #[default]
    Zh,
    /// English.
    En,
}

impl Language {
    /// Both languages.
    pub const ALL: [Self; 2] = [Self::Zh, Self::En];

    /// The word used in settings and on the command line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Zh => "zh",
            Self::En => "en",
        }
    }

    /// Reads what [`Language::as_str`] wrote.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.as_str() == word)
    }

    /// The language tag (BCP 47), as HTML and XML want it.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Zh => "zh-CN",
            Self::En => "en",
        }
    }

    fn texts(self) -> impl Iterator<Item = &'static str> {
        FILES.into_iter().map(move |(zh, en)| match self {
            Self::Zh => zh,
            Self::En => en,
        })
    }
}

/// The words of one language.
pub struct Words {
    language: Language,
    bundle: FluentBundle<FluentResource>,
}

impl Words {
    /// Reads the built-in words. Text inside is not wrapped in bidi isolation marks: it goes into
    /// files and terminals, where they would be seen.
    #[must_use]
    pub fn new(language: Language) -> Self {
        let tag = language.tag().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![tag]);
        bundle.set_use_isolating(false);
        for text in language.texts() {
            // What is wrong in a file is left out and shows as its id; a test holds that nothing is.
            let resource = FluentResource::try_new(text.to_owned()).unwrap_or_else(|(it, _)| it);
            bundle.add_resource_overriding(resource);
        }
        Self { language, bundle }
    }

    /// The language.
    #[must_use]
    pub fn language(&self) -> Language {
        self.language
    }

    /// Whether there is such a word.
    #[must_use]
    pub fn has(&self, id: &str) -> bool {
        self.bundle.has_message(id)
    }

    /// The word with this id, or the id in brackets when there is none.
    #[must_use]
    pub fn get(&self, id: &str) -> String {
        self.format::<&str>(id, &[])
    }

    /// The sentence with this id, its placeholders filled in. `id.attribute` names an attribute.
    #[must_use]
    pub fn format<V: AsRef<str>>(&self, id: &str, arguments: &[(&str, V)]) -> String {
        let (message, attribute) =
            id.split_once('.').map_or((id, None), |(message, name)| (message, Some(name)));
        let pattern = self.bundle.get_message(message).and_then(|message| match attribute {
            Some(name) => message.get_attribute(name).map(|attribute| attribute.value()),
            None => message.value(),
        });
        let Some(pattern) = pattern else { return format!("[{id}]") };
        let arguments: FluentArgs<'_> =
            arguments.iter().map(|(name, value)| (*name, value.as_ref())).collect();
        // A placeholder without argument shows as its name in braces, which is what is wanted.
        self.bundle.format_pattern(pattern, Some(&arguments), &mut Vec::new()).into_owned()
    }
}

#[cfg(test)]
mod tests;
