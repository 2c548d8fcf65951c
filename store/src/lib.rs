//! The reporting database and every SQL statement, on SQLite and PostgreSQL alike.
//!
//! Three doors: [`Reader`] for everybody, [`Desk`] for a named person's acts, [`Writer`] for the
//! daemon. The store keeps and finds; it decides nothing about a figure, and neither SQL nor row
//! types leave it. On SQLite the doors are types, not a security boundary: whoever may open the
//! file may write it.

pub mod audit;
mod blobs;
mod bulk;
pub mod cases;
pub mod closings;
pub mod counts;
pub mod daemons;
mod db;
pub mod deliveries;
pub mod desk;
pub mod digest;
pub mod disclosures;
pub mod documents;
mod dump;
mod error;
pub mod evaluation_events;
pub mod evaluations;
mod facts;
pub mod fail;
pub mod findings;
pub mod incident_events;
pub mod incidents;
pub mod jobs;
mod kept;
pub mod ledger;
pub mod levels;
pub mod numbered;
pub mod open_incidents;
pub mod opinions;
pub mod pages;
mod parties;
mod place;
mod posted;
pub mod posting;
pub mod pricing;
pub mod proof;
mod proposals;
pub mod register;
pub mod schedules;
pub mod sources;
pub mod submissions;
mod text;
pub mod transcripts;
pub mod usage;
pub mod vitals;
pub mod waivers;

pub use db::{Reader, Writer};
pub use desk::Desk;
pub use error::{StoreError, causes};
