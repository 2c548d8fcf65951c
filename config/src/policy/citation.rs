//! How a source is cited to people.

use metrics::source::{Confidence, Source};

use super::Policy;
use crate::locale::{Language, Words};

impl Policy {
    /// A source as people cite it: 《…》第十八条 is written 《…》第18条. A default is named as
    /// such, never as law; what is not certain says so.
    #[must_use]
    pub fn citation(&self, source: &Source, words: &Words) -> String {
        let confidence = words.get(&format!("confidence-{}", source.confidence.as_str()));
        let cited = match self.instrument(&source.instrument) {
            _ if source.confidence == Confidence::Default => return confidence,
            Some(instrument) => match words.language() {
                Language::Zh => instrument.title.zh.as_str(),
                Language::En => instrument.title.en.as_str(),
            },
            None => source.instrument.as_str(),
        };
        let cited = match source.article.as_str() {
            "" => words.format("citation-instrument", &[("title", cited)]),
            article => {
                let arguments = [("title", cited), ("article", article)];
                let numbered = article.starts_with(|it: char| it.is_ascii_digit());
                let word = if numbered { "citation-article" } else { "citation-part" };
                words.format(word, &arguments)
            }
        };
        match source.confidence {
            Confidence::Law | Confidence::OfficialCopy | Confidence::Default => cited,
            Confidence::Secondary
            | Confidence::RecalledHigh
            | Confidence::RecalledMedium
            | Confidence::RecalledLow => {
                let arguments = [("citation", cited), ("confidence", confidence)];
                words.format("citation-uncertain", &arguments)
            }
        }
    }
}
