//! The contract of the store, run on each engine: on SQLite always, on PostgreSQL where
//! `MINGJING_TEST_POSTGRES` names a server.
#![expect(clippy::unwrap_used, reason = "tests stop at the first surprise")]

mod acts;
mod audit;
mod bodies;
mod cases;
mod closings;
mod daemons;
mod deliveries;
mod disclosures;
mod documents;
mod dropped;
mod evaluations;
mod hands;
mod incident_pages;
mod incidents;
mod invoices;
mod jobs;
mod ledger;
mod months;
mod opinions;
mod pricing;
mod schedules;
mod siblings;
mod sources;
mod submissions;
mod supply;
mod transcripts;
mod usage;
mod vitals;
mod waivers;
mod world;
