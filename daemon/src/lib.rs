//! The daemon of mingjing: the pipeline, its schedule and jobs, and the command line.
//!
//! Start reading at [`pipeline`]. No SQL and no formula stand here.

pub mod cases;
mod catalogue;
pub mod check;
pub mod cli;
pub mod clock;
pub mod closing;
pub mod collect;
pub mod compare;
pub mod deliver;
pub mod demo;
pub mod digest;
pub mod duties;
pub mod evaluate;
pub mod explain;
pub mod feedback;
pub mod finances;
pub mod formats;
pub mod generate;
pub mod health;
pub mod incident_reports;
pub mod incidents;
pub mod installation;
pub mod jobs;
pub mod mapping_file;
mod message;
mod notify;
pub mod pipeline;
pub mod post;
pub mod progress;
pub mod proof;
mod random;
pub mod rebuild;
pub mod rectification;
pub mod remind;
pub mod render;
mod round;
pub mod schedule;
pub mod service;
mod spill;
pub mod statements;
pub mod table;
#[cfg(test)]
mod testing;
pub mod tls;
pub mod worker;
