//! The Python package: an environment in `target/venv/`, a wheel in `target/wheels/`, and the tests that use it.
//!
//! Everything here waits for `bindings-python/pyproject.toml`.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::files::{self, Stamp};
use crate::shell::{self, say};

/// The oldest Python that works, as Python writes it.
const OLDEST: &str = "(3, 10)";

/// What builds the wheel and tests it.
const PACKAGES: [&str; 2] = ["maturin>=1.9,<2", "mypy>=1.15,<3"];

/// What the wheel is made from.
const INPUTS: [&str; 6] = ["Cargo.toml", "Cargo.lock", "core/Cargo.toml", "core/src", "bindings-python", "README.md"];

/// Whether there is a Python package to build.
pub fn exists() -> bool {
    shell::root().join("bindings-python/pyproject.toml").is_file()
}

/// Builds the wheel if anything has changed, and gives its path.
pub fn wheel() -> Result<PathBuf> {
    if !exists() {
        bail!("there is no Python package: bindings-python has no pyproject.toml");
    }
    let venv = environment()?;
    let dir = shell::target().join("wheels");
    let stamp = Stamp::new("wheel", &INPUTS, &[&venv.id])?;
    if let (true, Ok(wheel)) = (stamp.is_fresh(), only_wheel(&dir)) {
        return Ok(wheel);
    }
    say("wheel: maturin build");
    files::empty(&dir)?;
    let mut maturin = venv.python();
    maturin.args(["-m", "maturin", "build", "--release", "--manifest-path", "bindings-python/Cargo.toml"]);
    maturin.arg("--interpreter").arg(&venv.python).arg("--out").arg(&dir);
    shell::run(&mut maturin)?;
    let wheel = only_wheel(&dir)?;
    stamp.set()?;
    Ok(wheel)
}

/// Installs the wheel into the environment and runs the conformance cases and the package's own tests.
pub fn test() -> Result<()> {
    let wheel = wheel()?;
    let venv = environment()?;
    shell::run_quiet(venv.pip().args(["--force-reinstall", "--no-deps"]).arg(&wheel))?;
    shell::run(venv.python().arg("tests/run.py"))?;
    if shell::root().join("bindings-python/tests").is_dir() {
        let mut unittest = venv.python();
        shell::run(unittest.args(["-m", "unittest", "discover", "--start-directory", "bindings-python/tests"]))?;
    }
    Ok(())
}

/// A virtual environment with the packages, and a text that changes with them.
struct Environment {
    python: PathBuf,
    id: String,
}

impl Environment {
    fn python(&self) -> Command {
        shell::command(&self.python)
    }

    fn pip(&self) -> Command {
        let mut pip = self.python();
        pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]);
        pip
    }
}

/// Makes the environment, or finds it made.
fn environment() -> Result<Environment> {
    let (program, version) = find()?;
    let dir = shell::target().join("venv");
    let bin = if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" };
    let mut also = PACKAGES.to_vec();
    also.push(&version);
    let stamp = Stamp::new("python-packages", &[], &also)?;
    let venv = Environment { python: dir.join(bin), id: stamp.id().to_owned() };
    if stamp.is_fresh() && venv.python.exists() {
        return Ok(venv);
    }
    say("setting up: a Python environment in target/venv");
    files::empty(&dir)?;
    shell::run_quiet(python(&program).args(["-m", "venv"]).arg(&dir))
        .context("Python makes no virtual environment: install its venv module (Debian and Ubuntu: python3-venv)")?;
    shell::run_quiet(venv.pip().args(PACKAGES))
        .context("the Python packages could not be installed: check that pip reaches its index, then run this again")?;
    stamp.set()?;
    Ok(venv)
}

/// A Python that is new enough, for scripts that need nothing installed.
pub fn interpreter() -> Result<Command> {
    Ok(python(&find()?.0))
}

/// A Python that is new enough, and its version.
fn find() -> Result<(Vec<String>, String)> {
    let script = format!("import sys; assert sys.version_info >= {OLDEST}; print(sys.version)");
    let newer = (10..=15).rev().map(|minor| vec![format!("python3.{minor}")]);
    let plain = [vec!["python3".to_owned()], vec!["python".to_owned()], vec!["py".to_owned(), "-3".to_owned()]];
    for program in plain.into_iter().chain(newer) {
        if let Ok(version) = shell::output(python(&program).args(["-c", &script])) {
            return Ok((program, version));
        }
    }
    bail!("no Python 3.10 or later was found: install it from https://www.python.org")
}

/// A program with the words that belong to it.
fn python(program: &[String]) -> Command {
    let (name, rest) = program.split_first().expect("a program has a name");
    let mut command = shell::command(name);
    command.args(rest);
    command
}

/// The wheel in a directory.
fn only_wheel(dir: &Path) -> Result<PathBuf> {
    let mut wheels = files::walk(dir)?;
    wheels.retain(|path| path.extension().is_some_and(|extension| extension == "whl"));
    match wheels.as_slice() {
        [wheel] => Ok(wheel.clone()),
        _ => bail!("{} wheels instead of one in {}", wheels.len(), dir.display()),
    }
}
