//! Values to bytes: tables, text, mail, and signed packages.
//!
//! No query, no clock, no file written: the same values give the same bytes.

mod container;
pub mod csv;
pub mod explanation;
pub mod form;
mod gains;
pub mod hash;
mod html;
pub mod json;
pub mod mail;
pub mod manifest;
mod marks;
pub mod moves;
pub mod package;
#[cfg(test)]
mod sample;
pub mod scale;
pub mod signature;
pub mod statement;
pub mod table;
pub mod text;
pub mod verify;
pub mod wording;
pub mod xlsx;
