//! The developer's command: `cargo xtask <verb>` sets up what it needs, builds, tests and serves.

mod browser;
mod cases;
mod codegen;
mod demo;
mod environments;
mod files;
mod npm;
mod python;
mod setup;
mod shell;
mod size;
mod test;
mod tidy;
mod wasm;

use std::process::ExitCode;

use clap::builder::PossibleValuesParser;
use clap::{Parser, Subcommand};

/// Builds, tests and serves Rejoin. Every verb does its own set-up: Rust (rustup), Node 20 or later and Python 3.10 or
/// later are all that must be there.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", max_term_width = 100)]
#[command(
    after_help = "Examples:\n  cargo xtask demo    the page, at http://127.0.0.1:8080/\n  cargo xtask test    every test"
)]
struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Build everything and serve the page
    #[command(after_help = "Examples:\n  cargo xtask demo\n  cargo xtask demo --port 9000 --no-open")]
    Demo {
        /// The port to serve on; if it is taken, the next free one
        #[arg(long, default_value_t = 8080)]
        port: u16,
        /// Leave the browser closed
        #[arg(long)]
        no_open: bool,
    },
    /// Run every test, or some parts; the last line is `N passed, N failed`
    #[command(after_help = format!("{}\nExamples:\n  cargo xtask test\n  cargo xtask test --only rust --only page", test::list()))]
    Test {
        /// Run this part only; may be given several times
        #[arg(long, value_name = "PART", hide_possible_values = true, value_parser = PossibleValuesParser::new(test::names()))]
        only: Vec<String>,
    },
    /// Build the npm package to publish, in target/npm/
    #[command(after_help = "Example:\n  cargo xtask npm && npm pack ./target/npm")]
    Npm,
    /// Pack the npm package, and install, build and run it in every environment, or in some
    #[command(
        after_help = "Examples:\n  cargo xtask environments\n  cargo xtask environments --list\n  cargo xtask environments --only vite --only next\n\nThose marked as heavy bring a runtime or a framework of some hundred megabytes; `cargo xtask test` leaves them out. Each works in a folder of its own in target/environments/."
    )]
    Environments {
        /// Try this one only; may be given several times
        #[arg(long, value_name = "NAME")]
        only: Vec<String>,
        /// Name them, and try none
        #[arg(long)]
        list: bool,
    },
    /// Build the Python wheel, in target/wheels/
    #[command(after_help = "Example:\n  cargo xtask wheel && pip install target/wheels/*.whl")]
    Wheel,
    /// Measure the Python module side by side with pydantic, msgspec, jsonschema-rs and Python by hand
    #[command(
        after_help = "Examples:\n  cargo xtask bench-python\n  cargo xtask bench-python -- --rounds 21\n  cargo xtask bench-python -- --help    what is measured, and how"
    )]
    BenchPython {
        /// What goes to bindings-python/benches/peers.py
        #[arg(last = true)]
        arguments: Vec<String>,
    },
    /// Print what a page with one form downloads, and fail if it is too much
    #[command(after_help = "Example:\n  cargo xtask size\n\nThe ceilings are in xtask/src/size.rs.")]
    Size,
    /// Write the files that follow from the core's tables
    #[command(
        after_help = "Examples:\n  cargo xtask codegen\n  cargo xtask codegen --check    fails instead of writing"
    )]
    Codegen {
        /// Write nothing; fail if a file is not up to date
        #[arg(long)]
        check: bool,
    },
    /// Check what holds throughout the project and no compiler checks
    #[command(after_help = "Example:\n  cargo xtask tidy")]
    Tidy,
}

fn main() -> ExitCode {
    let done = match Arguments::parse().verb {
        Verb::Demo { port, no_open } => demo::run(port, !no_open),
        Verb::Test { only } => {
            return if test::run(&only) { ExitCode::SUCCESS } else { ExitCode::FAILURE };
        }
        Verb::Npm => npm::build().map(|dir| shell::say(format!("the package is in {}", dir.display()))),
        Verb::Environments { list: true, .. } => environments::list(),
        Verb::Environments { only, .. } => environments::run(&only),
        Verb::Wheel => python::wheel().map(|file| shell::say(format!("the wheel is {}", file.display()))),
        Verb::BenchPython { arguments } => python::bench(&arguments),
        Verb::Size => size::run(),
        Verb::Codegen { check } => codegen::run(check),
        Verb::Tidy => tidy::run(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
