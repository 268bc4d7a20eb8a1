//! The npm package where it is used: bundlers, runtimes, browsers and test runners, each in a folder of its own.

use std::process::Command;

use anyhow::Result;

use crate::shell;
use crate::{browser, npm, setup};

/// The environments, a line each, without setting anything up.
pub fn list() -> Result<()> {
    shell::run(runner().arg("--list"))
}

/// Tries the package in the environments named, or in all.
pub fn run(only: &[String]) -> Result<()> {
    let mut runner = prepared()?;
    runner.args(only.iter().flat_map(|name| ["--only", name]));
    shell::run(&mut runner)
}

/// Tries it in those that bring no runtime of their own.
pub fn light() -> Result<()> {
    shell::run(prepared()?.arg("--light"))
}

/// The runner with a package, a browser and a place to work.
fn prepared() -> Result<Command> {
    let package = npm::build()?;
    setup::environments()?;
    let mut runner = runner();
    runner.env(browser::VARIABLE, browser::ensure()?);
    runner.arg("--package").arg(package).arg("--work").arg(shell::target().join("environments"));
    Ok(runner)
}

fn runner() -> Command {
    let mut node = setup::node();
    node.arg("bindings-wasm/environments/run.mjs");
    node
}
