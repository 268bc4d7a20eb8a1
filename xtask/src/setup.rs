//! What the other verbs need on the machine: each piece looks first, and acts only where something is missing.

use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};

use crate::files::Stamp;
use crate::shell::{self, say};

/// The oldest Node that works.
pub const NODE: u32 = 20;

/// The target of the WebAssembly build.
pub const WASM: &str = "wasm32-unknown-unknown";

/// The compiler's own wasm target.
pub fn wasm_target() -> Result<()> {
    let sysroot = PathBuf::from(shell::output(shell::command("rustc").args(["--print", "sysroot"]))?);
    if sysroot.join("lib/rustlib").join(WASM).join("lib").is_dir() {
        return Ok(());
    }
    say(format!("setting up: the {WASM} target (rustup; the first time can take minutes)"));
    let mut last = Ok(());
    for pause in [0, 2, 10] {
        std::thread::sleep(Duration::from_secs(pause));
        last = shell::run_quiet(shell::command("rustup").args(["target", "add", WASM]));
        if last.is_ok() {
            return Ok(());
        }
    }
    last.with_context(|| format!("the compiler lacks {WASM}: run `rustup target add {WASM}`"))
}

/// A cargo subcommand that rustup brings as a component: `fmt` or `clippy`.
pub fn component(subcommand: &str, component: &str) -> Result<()> {
    if shell::succeeds(shell::cargo().args([subcommand, "--version"])) {
        return Ok(());
    }
    say(format!("setting up: {component} (rustup)"));
    shell::run_quiet(shell::command("rustup").args(["component", "add", component]))
        .with_context(|| format!("`cargo {subcommand}` is missing: run `rustup component add {component}`"))
}

/// The npm packages that build and test: compilers and a driver for browsers, none of which is published.
pub fn npm_packages() -> Result<()> {
    install("npm-packages", "bindings-wasm", "npm packages")
}

/// The bundlers and test runners that the package is tried with.
pub fn environments() -> Result<()> {
    install("environments", "bindings-wasm/environments", "bundlers and test runners")
}

/// Installs what the lock file of a directory names.
fn install(stamp: &str, dir: &str, what: &str) -> Result<()> {
    let node = shell::output(node().arg("--version"))?;
    if major(&node).is_none_or(|major| major < NODE) {
        bail!("Node {node} is too old: install Node {NODE} or later from https://nodejs.org");
    }
    let machine = [std::env::consts::OS, std::env::consts::ARCH];
    let inputs = ["package.json", "package-lock.json"].map(|name| format!("{dir}/{name}"));
    let stamp = Stamp::new(stamp, &inputs.each_ref().map(String::as_str), &machine)?;
    if stamp.is_fresh() && shell::root().join(dir).join("node_modules").is_dir() {
        return Ok(());
    }
    say(format!("setting up: {what} (npm ci in {dir})"));
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
    shell::run_quiet(shell::command(npm).args(arguments).current_dir(shell::root().join(dir))).with_context(|| {
        format!("the {what} could not be installed: check that npm reaches its registry, then run this again")
    })?;
    stamp.set()
}

/// Node itself.
pub fn node() -> Command {
    shell::command("node")
}

/// A script of an npm package, run by Node: no shell and no executable bit comes between.
pub fn tool(script: &str) -> Command {
    let mut node = node();
    node.arg(package(script));
    node
}

/// A path among the npm packages.
fn package(path: &str) -> PathBuf {
    shell::root().join("bindings-wasm/node_modules").join(path)
}

/// The first number of `v20.1.2`.
fn major(version: &str) -> Option<u32> {
    version.trim_start_matches('v').split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_of_node_is_its_first_number() {
        assert_eq!(major("v20.19.4"), Some(20));
        assert_eq!(major("v100.0.0"), Some(100));
        assert_eq!(major("what"), None);
    }
}
