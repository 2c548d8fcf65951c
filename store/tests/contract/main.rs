//! The contract of the store, run on each engine: on SQLite always, on PostgreSQL where
//! `MINGJING_TEST_POSTGRES` names a server.
#![expect(clippy::unwrap_used, reason = "tests stop at the first surprise")]

mod audit;
mod daemons;
mod deliveries;
mod disclosures;
mod evaluations;
mod jobs;
mod ledger;
mod pricing;
mod schedules;
mod sources;
mod submissions;
mod supply;
mod transcripts;
mod vitals;
mod world;
