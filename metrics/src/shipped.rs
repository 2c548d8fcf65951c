//! What the policy pack says as it is shipped, for tests.

use crate::incident::{IncidentPolicy, Types};
use crate::ledger::chart::{Chart, Charts};
use crate::opinion::OpinionPolicy;
use crate::pricing::PricingPolicy;
use crate::privacy::PrivacyPolicy;
use crate::statement::StatementPolicy;
use crate::usage::UsagePolicy;

macro_rules! shipped {
    ($name:literal) => {
        toml::from_str(include_str!(concat!("../../config/policies/shanghai/", $name))).unwrap()
    };
}

pub(crate) fn charts() -> Charts {
    let (cas, small): (Chart, Chart) =
        (shipped!("accounts-cas.toml"), shipped!("accounts-small.toml"));
    Charts { cas, small }
}

pub(crate) fn incident() -> IncidentPolicy {
    shipped!("incident.toml")
}

pub(crate) fn incident_types() -> Types {
    shipped!("incident-types.toml")
}

pub(crate) fn opinion() -> OpinionPolicy {
    shipped!("opinion.toml")
}

pub(crate) fn pricing() -> PricingPolicy {
    shipped!("pricing.toml")
}

pub(crate) fn privacy() -> PrivacyPolicy {
    shipped!("privacy.toml")
}

pub(crate) fn statements() -> StatementPolicy {
    shipped!("statements.toml")
}

pub(crate) fn usage() -> UsagePolicy {
    shipped!("usage.toml")
}
