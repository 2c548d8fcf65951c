//! What starts the program.
#![expect(clippy::unwrap_used, reason = "tests stop at the first surprise")]

mod hostile;
mod package;
mod workbooks;
