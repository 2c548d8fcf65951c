//! Tests that start the program.
#![expect(clippy::unwrap_used, reason = "tests stop at the first surprise")]

mod evaluations;
mod explanations;
mod hostile;
mod incidents;
mod mail;
mod mappings;
mod package;
mod run;
mod score;
mod workbooks;
