//! Which articles of the Measures are checked by what, and which no machine can check.

use metrics::source::Name;

use super::{Force, Policy};

/// What serves an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArticleCoverage {
    /// Its number.
    pub number: u8,
    /// Its title.
    pub title: Name,
    /// A short quote.
    pub quote: String,
    /// Its obligations.
    pub obligations: Vec<ObligationCoverage>,
    /// Why no machine can check it, where that is so.
    pub reason: Option<Name>,
}

/// What checks an obligation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObligationCoverage {
    /// Its id.
    pub id: String,
    /// What it is.
    pub duty: Name,
    /// Whether it can be broken.
    pub force: Force,
    /// Ids of the rules in effect, measures and schemes that serve it.
    pub served_by: Vec<String>,
    /// Which records are not read yet: word `needs-<this>`.
    pub needs: Option<String>,
}

impl ArticleCoverage {
    /// Whether something serves at least one obligation of the article.
    #[must_use]
    pub fn is_served(&self) -> bool {
        self.obligations.iter().any(|obligation| !obligation.served_by.is_empty())
    }
}

/// Every article, in order.
#[must_use]
pub fn coverage(policy: &Policy) -> Vec<ArticleCoverage> {
    let articles = policy.articles.iter().map(|article| {
        let own = policy.obligations.iter().filter(|it| it.article == article.number);
        let enabled = |id: &&String| policy.rule(id).is_some_and(|rule| rule.enabled);
        let obligations = own.map(|obligation| ObligationCoverage {
            id: obligation.id.clone(),
            duty: obligation.duty.clone(),
            force: obligation.force,
            served_by: (obligation.rules.iter().filter(enabled))
                .chain(&obligation.measures)
                .chain(&obligation.schemes)
                .cloned()
                .collect(),
            needs: obligation.needs.clone(),
        });
        ArticleCoverage {
            number: article.number,
            title: article.title.clone(),
            quote: article.quote.clone(),
            obligations: obligations.collect(),
            reason: article.reason.clone(),
        }
    });
    articles.collect()
}
