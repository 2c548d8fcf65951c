//! `mingjingd`: the daemon and its tools.

use std::process::ExitCode;

use clap::Parser as _;
use daemon::cli::{self, Arguments};

fn main() -> ExitCode {
    ExitCode::from(cli::main(Arguments::parse(), std::env::vars().collect()) as u8)
}
