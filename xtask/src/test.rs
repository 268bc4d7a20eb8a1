//! Every test there is, part by part, with the set-up that each part needs.

use std::cell::OnceCell;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Result, anyhow, bail};

use crate::cases::Cases;
use crate::shell::{self, say};
use crate::{browser, codegen, demo, environments, files, npm, python, setup, size, tidy};

/// Something that passes or fails.
struct Part {
    name: &'static str,
    about: &'static str,
    run: fn(&Shared) -> Result<()>,
}

/// The parts, the quick ones first.
const PARTS: [Part; 17] = [
    Part { name: "fmt", about: "Rust is formatted", run: |_| fmt() },
    Part { name: "clippy", about: "Rust has no warnings", run: |_| clippy() },
    Part { name: "codegen", about: "generated files are up to date", run: |_| codegen::run(true) },
    Part { name: "tidy", about: "the project keeps its own rules", run: |_| tidy::run() },
    Part { name: "rust", about: "unit and conformance tests of the core, and of xtask", run: rust },
    Part { name: "wasm32", about: "the core builds for WebAssembly, with and without its features", run: |_| wasm32() },
    Part { name: "npm", about: "the npm package builds, and loads as a dependency", run: npm_package },
    Part { name: "size", about: "a page with one form stays small", run: npm_size },
    Part { name: "types", about: "the package's types accept and refuse what they should", run: types },
    Part { name: "conformance", about: "the conformance cases, against the npm package", run: conformance },
    Part { name: "node", about: "the npm package's own tests", run: node },
    Part { name: "reference", about: "core and npm package agree with a second reading of the rules", run: reference },
    Part {
        name: "environments",
        about: "the packed package in bundlers, browsers and test runners",
        run: environments,
    },
    Part {
        name: "browser",
        about: "plain forms, React and form libraries with the npm package, in a real browser",
        run: in_browser,
    },
    Part { name: "page", about: "the page, in a real browser", run: page },
    Part {
        name: "python",
        about: "the wheel: conformance cases and its own tests",
        run: |shared| python::test(&shared.cases),
    },
    Part {
        name: "sdist",
        about: "the source distribution, built as pip does it: conformance cases",
        run: |shared| python::test_sdist(&shared.cases),
    },
];

/// What several parts need and one of them makes.
#[derive(Default)]
struct Shared {
    package: OnceCell<Result<PathBuf, String>>,
    cases: Cases,
}

impl Shared {
    /// The npm package; if it does not build, that is said in full once.
    fn package(&self) -> Result<&Path> {
        let told = self.package.get().is_some();
        let package = self.package.get_or_init(|| npm::build().map_err(|error| format!("{error:#}")));
        match package {
            Ok(dir) => Ok(dir),
            Err(_) if told => bail!("it needs the npm package, which did not build, see above"),
            Err(error) => Err(anyhow!(error.clone())),
        }
    }
}

/// The names of the parts that there is something for.
pub fn names() -> Vec<&'static str> {
    PARTS.iter().map(|part| part.name).filter(|name| !["python", "sdist"].contains(name) || python::exists()).collect()
}

/// The parts for the help, a line each.
pub fn list() -> String {
    let mut list = String::from("Parts:\n");
    for part in &PARTS {
        list += &format!("  {:<13}{}\n", part.name, part.about);
    }
    list
}

/// Runs the parts, all of them or those named, and tells whether all passed.
pub fn run(only: &[String]) -> bool {
    let shared = Shared::default();
    let names = names();
    let wanted =
        |part: &&Part| names.contains(&part.name) && (only.is_empty() || only.iter().any(|name| name == part.name));
    let mut results = Vec::new();
    for part in PARTS.iter().filter(wanted) {
        println!();
        say(format!("{}: {}", part.name, part.about));
        let start = Instant::now();
        let result = (part.run)(&shared);
        if let Err(error) = &result {
            println!("{} failed: {error:#}", part.name);
        }
        results.push((part.name, result.is_ok(), start.elapsed().as_secs_f64()));
    }
    println!("\n{}", summary(&results));
    results.iter().all(|(_, passed, _)| *passed)
}

/// A line per part and the counts, which are the last line.
fn summary(results: &[(&str, bool, f64)]) -> String {
    let mut table = String::new();
    for (name, passed, seconds) in results {
        let word = if *passed { "passed" } else { "FAILED" };
        table += &format!("{name:<14}{word:<8}{seconds:>7.1} s\n");
    }
    let passed = results.iter().filter(|(_, passed, _)| *passed).count();
    format!("{table}{passed} passed, {} failed", results.len() - passed)
}

fn fmt() -> Result<()> {
    setup::component("fmt", "rustfmt")?;
    shell::run(shell::cargo().args(["fmt", "--all", "--check"]))
}

fn clippy() -> Result<()> {
    setup::component("clippy", "clippy")?;
    let arguments = ["clippy", "--quiet", "--workspace", "--all-targets", "--all-features", "--", "--deny", "warnings"];
    shell::run(shell::cargo().args(arguments))
}

fn rust(shared: &Shared) -> Result<()> {
    shell::run(shell::cargo().args(["test", "--quiet", "--package", "rejoin-core", "--package", "xtask"]))?;
    // Once more, and this time to hear how many there are.
    let cases = ["test", "--quiet", "--package", "rejoin-core", "--test", "conformance", "--", "--show-output"];
    shared.cases.run(shell::cargo().args(cases))
}

fn wasm32() -> Result<()> {
    setup::wasm_target()?;
    for features in ["--no-default-features", "--all-features"] {
        let arguments = ["build", "--quiet", "--package", "rejoin-core", "--target", setup::WASM, features];
        shell::run(shell::cargo().args(arguments))?;
    }
    Ok(())
}

fn npm_package(shared: &Shared) -> Result<()> {
    shared.package()?;
    let script = "const required = Object.keys(require('rejoin')).sort().join();
        import('rejoin').then((module) => {
            const imported = Object.keys(module).sort().join();
            if (imported === '' || imported !== required) throw new Error(`import: ${imported}; require: ${required}`);
        });";
    shell::run(setup::node().args(["--eval", script]).current_dir(npm::consumer()?))
}

fn npm_size(shared: &Shared) -> Result<()> {
    shared.package()?;
    size::run()
}

fn types(shared: &Shared) -> Result<()> {
    shared.package()?;
    shell::run(setup::tool("typescript/bin/tsc").args(["--noEmit", "--project", "bindings-wasm/tests/types"]))
}

fn conformance(shared: &Shared) -> Result<()> {
    shared.package()?;
    shared.cases.run(setup::node().arg("tests/run.mjs"))
}

fn node(shared: &Shared) -> Result<()> {
    shared.package()?;
    shell::run(&mut node_tests(&tests_in("bindings-wasm/tests")?))
}

/// Random drafts through the reference and through two faces; more of them, and other seeds, by hand.
fn reference(shared: &Shared) -> Result<()> {
    shared.package()?;
    let example = ["--quiet", "--release", "--package", "rejoin-core", "--example", "answers"];
    shell::run(shell::cargo().arg("build").args(example))?;
    let core = shell::target().join("release/examples/answers").with_extension(std::env::consts::EXE_EXTENSION);
    let node = ["node".to_owned(), "tests/reference/answers.mjs".to_owned()];
    for command in [vec![core.to_string_lossy().into_owned()], node.to_vec()] {
        let compare = ["tests/reference/compare.py", "--count", "20000", "--"];
        shell::run(python::interpreter()?.args(compare).args(command))?;
    }
    Ok(())
}

fn environments(shared: &Shared) -> Result<()> {
    shared.package()?;
    environments::light()
}

/// The package in pages of its own, one browser at a time, so that each has the machine to itself.
fn in_browser(shared: &Shared) -> Result<()> {
    shared.package()?;
    npm::consumer()?;
    let browser = browser::ensure()?;
    for file in tests_in("bindings-wasm/browser")? {
        shell::run(node_tests(&[file]).env(browser::VARIABLE, &browser))?;
    }
    Ok(())
}

fn page(shared: &Shared) -> Result<()> {
    shared.package()?;
    let browser = browser::ensure()?;
    let url = demo::serve(&demo::build()?, 0)?;
    // One browser at a time, so that each has the machine to itself.
    for file in tests_in("web-demo/tests")? {
        shell::run(node_tests(&[file]).env(browser::VARIABLE, &browser).env("REJOIN_DEMO_URL", &url))?;
    }
    Ok(())
}

/// Every `*.test.js` and `*.test.mjs` of a directory; the releases of Node do not agree on what a directory means.
fn tests_in(dir: &str) -> Result<Vec<PathBuf>> {
    let mut tests = files::walk(&shell::root().join(dir))?;
    tests.retain(|path| {
        let name = path.to_string_lossy();
        name.ends_with(".test.js") || name.ends_with(".test.mjs")
    });
    if tests.is_empty() {
        bail!("{dir} has no *.test.js or *.test.mjs");
    }
    Ok(tests)
}

/// Node with some files of tests.
fn node_tests(files: &[PathBuf]) -> Command {
    let mut node = setup::node();
    node.args(["--test", "--test-reporter=spec"]).args(files);
    node
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_counts_are_the_last_line() {
        let summary = summary(&[("fmt", true, 0.5), ("rust", false, 12.0)]);
        assert_eq!(summary.lines().last(), Some("1 passed, 1 failed"));
        assert!(summary.contains("rust          FAILED     12.0 s"), "{summary}");
    }

    #[test]
    fn the_parts_have_different_names() {
        let mut names: Vec<_> = PARTS.iter().map(|part| part.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), PARTS.len());
    }
}
