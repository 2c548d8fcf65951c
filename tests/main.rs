//! What holds the house together: its shape, its tidiness, its generated documents, and whole
//! stories through every stage. Programs are started by the crates that own them, not here.
#![expect(clippy::unwrap_used, reason = "tests stop at the first surprise")]

mod architecture;
mod catalogues;
mod composites;
mod corpus;
mod currencies;
mod daemons;
mod documents;
mod explaining;
mod faults;
mod journals;
mod limits;
mod pipeline;
mod proof;
mod rebuilding;
mod schemes;
mod statements;
mod tidy;
mod transcripts;
mod tree;
mod world;
