//! The conformance cases that the runners in `tests/` run: each must run as many as the others.

use std::cell::RefCell;
use std::process::Command;

use anyhow::{Result, bail};

use crate::shell;

/// What was run so far.
#[derive(Default)]
pub struct Cases(RefCell<Vec<Run>>);

/// How many cases a runner ran.
#[derive(Debug, PartialEq)]
struct Run {
    runner: String,
    cases: u32,
}

impl Cases {
    /// Runs a runner, which prints its counts, and holds them against those of the others.
    pub fn run(&self, command: &mut Command) -> Result<()> {
        let output = shell::output(command)?;
        let Some(run) = output.lines().find_map(Run::read) else {
            bail!("no line like `npm package: 9 passed, 0 failed` in\n{output}");
        };
        println!("{}: {} cases passed", run.runner, run.cases);
        self.add(run)
    }

    fn add(&self, run: Run) -> Result<()> {
        let mut runs = self.0.borrow_mut();
        let other = runs.iter().find(|other| other.cases != run.cases);
        let complaint = other.map(|other| {
            let [one, other] = [&run, other].map(|run| format!("{} cases with the {}", run.cases, run.runner));
            format!("{one}, but {other}: a case is left out in one of tests/run.rs, run.mjs and run.py")
        });
        runs.push(run);
        complaint.map_or(Ok(()), |complaint| bail!(complaint))
    }
}

impl Run {
    /// Reads `npm package: 9 passed, 0 failed`.
    fn read(line: &str) -> Option<Self> {
        let (runner, counts) = line.split_once(": ")?;
        let (passed, failed) = counts.split_once(", ")?;
        let passed: u32 = passed.strip_suffix(" passed")?.parse().ok()?;
        let failed: u32 = failed.strip_suffix(" failed")?.parse().ok()?;
        Some(Self { runner: runner.to_owned(), cases: passed + failed })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_counts_are_read() {
        let run = Run::read("npm package: 812 passed, 3 failed").unwrap();
        assert_eq!(run, Run { runner: "npm package".into(), cases: 815 });
        assert_eq!(Run::read("test result: ok. 2 passed; 0 failed; 0 ignored"), None);
    }

    #[test]
    fn one_case_less_is_an_error() {
        let run = |runner: &str, cases| Run { runner: runner.into(), cases };
        let cases = Cases::default();
        assert!(cases.add(run("Rust core", 9)).is_ok());
        assert!(cases.add(run("npm package", 9)).is_ok());
        let error = cases.add(run("Python module", 8)).unwrap_err().to_string();
        assert!(error.starts_with("8 cases with the Python module, but 9 cases with the Rust core"), "{error}");
    }
}
