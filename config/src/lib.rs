//! Settings, policy packs and schemes read into the domain's types, and words in two languages.
//!
//! Touches files only where a function says so; no database, no network, no figure computed.

pub mod agreement;
pub mod fault;
mod hash;
pub mod locale;
mod locate;
pub mod mappings;
pub mod mean;
pub mod policy;
pub mod reason;
pub mod scheme;
pub mod secret;
pub mod sentence;
pub mod settings;
