//! Tests that start the program.
#![expect(clippy::unwrap_used, reason = "tests stop at the first surprise")]

mod course;
mod evaluations;
mod hostile;
mod incidents;
mod mail;
mod mappings;
mod package;
mod people;
mod rebuilding;
mod run;
mod schemes;
mod score;
mod submit;
mod workbooks;
