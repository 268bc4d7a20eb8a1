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

/// What builds the wheel and tests it, and what the command line draws its progress with.
const PACKAGES: [&str; 3] = ["maturin>=1.9.4,<2", "mypy>=1.15,<3", "rich>=13.7,<16"];

/// What the wheel is made from.
const INPUTS: [&str; 6] = ["Cargo.toml", "Cargo.lock", "core/Cargo.toml", "core/src", "bindings-python", "README.md"];

/// Whether there is a Python package to build.
pub fn exists() -> bool {
    shell::root().join("bindings-python/pyproject.toml").is_file()
}

/// Builds the wheel and the source distribution if anything has changed, and gives the path of the wheel.
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
    let maturin = |verb: &str| {
        let mut maturin = venv.python();
        maturin.args(["-m", "maturin", verb, "--manifest-path", "bindings-python/Cargo.toml", "--out"]).arg(&dir);
        maturin
    };
    shell::run(maturin("build").args(["--release", "--interpreter"]).arg(&venv.python))?;
    shell::run_quiet(&mut maturin("sdist"))?;
    let wheel = only_wheel(&dir)?;
    stamp.set()?;
    Ok(wheel)
}

/// Installs the wheel into the environment and runs the conformance cases, the package's own tests and the checks of
/// its types; then the cases with every other Python that there is.
pub fn test() -> Result<()> {
    let wheel = wheel()?;
    let venv = environment()?;
    shell::run_quiet(venv.pip().args(["--force-reinstall", "--no-deps"]).arg(&wheel))?;
    shell::run(venv.python().arg("tests/run.py"))?;
    let mut unittest = venv.python();
    shell::run(unittest.args(["-m", "unittest", "discover", "--start-directory", "bindings-python/tests"]))?;
    let mypy = |module: &str| {
        let mut mypy = venv.python();
        mypy.args(["-m", module]).env("MYPY_CACHE_DIR", shell::target().join("mypy"));
        mypy
    };
    shell::run(mypy("mypy").args(["--strict", "--warn-unused-ignores", "bindings-python/tests/typed.py"]))?;
    shell::run(mypy("mypy").args(["--strict", "--package", "rejoin"]))?;
    shell::run(mypy("mypy.stubtest").arg("rejoin._rejoin"))?;
    // One wheel is for all of them.
    let site = shell::target().join("python-package");
    files::empty(&site)?;
    shell::run_quiet(venv.pip().arg("--no-deps").arg("--target").arg(&site).arg(&wheel))?;
    for (program, version) in every() {
        say(format!("conformance cases with Python {}", version.lines().next().unwrap_or_default()));
        shell::run(python(&program).arg("tests/run.py").env("PYTHONPATH", &site))?;
    }
    Ok(())
}

/// Measures the wheel side by side with other validators; `arguments` go to the script that does it.
pub fn bench(arguments: &[String]) -> Result<()> {
    let wheel = wheel()?;
    let venv = environment()?;
    let site = shell::target().join("python-peers");
    files::empty(&site)?;
    shell::run_quiet(
        venv.pip().arg("--target").arg(&site).args(["-r", "bindings-python/benches/requirements.txt"]).arg(&wheel),
    )?;
    shell::run(venv.python().arg("bindings-python/benches/peers.py").args(arguments).env("PYTHONPATH", &site))
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
    let plain = [vec!["python3".to_owned()], vec!["python".to_owned()], vec!["py".to_owned(), "-3".to_owned()]];
    let mut found = plain.into_iter().filter_map(with_version).chain(every());
    found.next().context("no Python 3.10 or later was found: install it from https://www.python.org")
}

/// Every Python that is new enough and goes by the name of its version.
fn every() -> impl Iterator<Item = (Vec<String>, String)> {
    (10..=15).rev().map(|minor| vec![format!("python3.{minor}")]).filter_map(with_version)
}

/// A program with its version, if it is a Python that is new enough.
fn with_version(program: Vec<String>) -> Option<(Vec<String>, String)> {
    let script = format!("import sys; assert sys.version_info >= {OLDEST}; print(sys.version)");
    let version = shell::output(python(&program).args(["-c", &script])).ok()?;
    Some((program, version))
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
