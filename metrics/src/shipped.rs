//! What the policy pack says as it is shipped, for tests.

use crate::ledger::chart::{Chart, Charts};
use crate::pricing::PricingPolicy;
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

pub(crate) fn pricing() -> PricingPolicy {
    shipped!("pricing.toml")
}

pub(crate) fn statements() -> StatementPolicy {
    shipped!("statements.toml")
}

pub(crate) fn usage() -> UsagePolicy {
    shipped!("usage.toml")
}
