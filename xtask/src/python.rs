//! The Python package: an environment in `target/venv/`, a wheel in `target/wheels/`, and the tests that use it.
//!
//! Everything here waits for `bindings-python/pyproject.toml`.

use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::cases::Cases;
use crate::files::{self, Stamp};
use crate::setup;
use crate::shell::{self, say};

/// The oldest Python that works, as Python writes it.
const OLDEST: &str = "(3, 10)";

/// The minor versions of Python 3 for which the wheel is made, and those that may come.
const MADE_FOR: RangeInclusive<u32> = 10..=13;
const KNOWN: RangeInclusive<u32> = 10..=15;

/// What builds the wheel and tests it, and what the command line draws its progress with.
const PACKAGES: [&str; 4] = ["pip>=22.3", "maturin>=1.9.4,<2", "mypy>=1.15,<3", "rich>=13.7,<16"];

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
    if let (true, Ok(wheel)) = (stamp.is_fresh(), only(&dir, "whl")) {
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
    let wheel = only(&dir, "whl")?;
    stamp.set()?;
    Ok(wheel)
}

/// Installs the wheel into the environment and runs the conformance cases, the package's own tests and the checks of
/// its types; then the cases in an empty environment of every Python that there is.
pub fn test(cases: &Cases) -> Result<()> {
    let wheel = wheel()?;
    let venv = environment()?;
    shell::run_quiet(venv.pip().args(["--force-reinstall", "--no-deps"]).arg(&wheel))?;
    cases.run(venv.python().arg("tests/run.py"))?;
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
    setup::npm_packages()?;
    let mut pyright = setup::tool("pyright/index.js");
    shell::run(pyright.args(["--project", "bindings-python", "--pythonpath"]).arg(&venv.python))?;
    // One wheel is for all of them, and needs nothing else.
    let every: Vec<_> = every().collect();
    for minor in KNOWN {
        match every.iter().find(|found| found.minor == minor) {
            Some(found) => {
                say(format!("conformance cases with Python {}, the wheel alone", found.version));
                let empty = found.empty_environment()?;
                shell::run_quiet(venv.pip_for(&empty).arg("--no-index").arg(&wheel))?;
                cases.run(shell::command(&empty).arg("tests/run.py"))?;
            }
            None if MADE_FOR.contains(&minor) => {
                say(format!("Python 3.{minor} was not found: nothing is tried with it"))
            }
            None => {}
        }
    }
    Ok(())
}

/// Builds the source distribution as pip does, with nothing but what it asks for, and runs the conformance cases.
pub fn test_sdist(cases: &Cases) -> Result<()> {
    wheel()?;
    let sdist = only(&shell::target().join("wheels"), "gz")?;
    let empty = find()?.empty_environment()?;
    // What it depends on is compiled once, and not in every directory that pip makes. The package itself is compiled
    // anew: all files of a source distribution have the same time, by which cargo would take them for unchanged.
    let compiled = shell::target().join("sdist");
    let own = ["clean", "--quiet", "--release", "--package", "rejoin-core", "--package", "rejoin-python"];
    shell::run_quiet(shell::cargo().args(own).arg("--target-dir").arg(&compiled))?;
    say("sdist: pip install, which compiles it");
    shell::run_quiet(environment()?.pip_for(&empty).arg(&sdist).env("CARGO_TARGET_DIR", compiled))?;
    cases.run(shell::command(&empty).arg("tests/run.py"))
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
        self.pip_for(&self.python)
    }

    /// The pip of this environment, which installs into another.
    fn pip_for(&self, python: &Path) -> Command {
        let mut pip = self.python();
        pip.args(["-m", "pip", "--python"]).arg(python).args(["install", "--quiet", "--disable-pip-version-check"]);
        pip
    }
}

/// Makes the environment, or finds it made.
fn environment() -> Result<Environment> {
    let found = find()?;
    let dir = shell::target().join("venv");
    let mut also = PACKAGES.to_vec();
    also.push(&found.version);
    let stamp = Stamp::new("python-packages", &[], &also)?;
    let venv = Environment { python: dir.join(PYTHON), id: stamp.id().to_owned() };
    if stamp.is_fresh() && venv.python.exists() {
        return Ok(venv);
    }
    say("setting up: a Python environment in target/venv");
    found.make_environment(&dir, &[])?;
    shell::run_quiet(
        venv.python().args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]).args(PACKAGES),
    )
    .context("the Python packages could not be installed: check that pip reaches its index, then run this again")?;
    stamp.set()?;
    Ok(venv)
}

/// A Python that is new enough, for scripts that need nothing installed.
pub fn interpreter() -> Result<Command> {
    Ok(find()?.command())
}

/// A Python that is new enough.
fn find() -> Result<Interpreter> {
    let plain = [vec!["python3"], vec!["python"], vec!["py", "-3"]].into_iter().filter_map(Interpreter::of);
    plain.chain(every()).next().context("no Python 3.10 or later was found: install it from https://www.python.org")
}

/// Every Python that is new enough: those that go by the name of their version, and those that pyenv has.
///
/// On the `PATH`, pyenv has programs of such names, too, but they fail unless the version is chosen.
fn every() -> impl Iterator<Item = Interpreter> {
    let named = KNOWN.rev().map(|minor| match cfg!(windows) {
        true => vec!["py".to_owned(), format!("-3.{minor}")],
        false => vec![format!("python3.{minor}")],
    });
    let pyenv = pyenv_versions().into_iter().map(|path| vec![path.to_string_lossy().into_owned()]);
    named.chain(pyenv).filter_map(Interpreter::of)
}

/// The Pythons of pyenv.
fn pyenv_versions() -> Vec<PathBuf> {
    let program = if cfg!(windows) { "python.exe" } else { "bin/python" };
    let Ok(root) = shell::output(shell::command("pyenv").arg("root")) else { return Vec::new() };
    let Ok(versions) = Path::new(&root).join("versions").read_dir() else { return Vec::new() };
    let mut found: Vec<_> = versions.flatten().map(|version| version.path().join(program)).collect();
    found.retain(|path| path.exists());
    found.sort();
    found
}

/// The program in an environment.
const PYTHON: &str = if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" };

/// A Python that is new enough.
struct Interpreter {
    /// The program and the words that belong to it.
    words: Vec<String>,
    version: String,
    minor: u32,
}

impl Interpreter {
    /// The Python of a program with its words, if it is one and new enough.
    fn of(words: Vec<impl Into<String>>) -> Option<Self> {
        let words: Vec<String> = words.into_iter().map(Into::into).collect();
        let mut found = Self { words, version: String::new(), minor: 0 };
        let script = format!(
            "import platform, sys; assert sys.version_info >= {OLDEST}; print(sys.version_info[1], platform.python_version())"
        );
        let output = shell::output(found.command().args(["-c", &script])).ok()?;
        let (minor, version) = output.split_once(' ')?;
        (found.minor, found.version) = (minor.parse().ok()?, version.to_owned());
        Some(found)
    }

    fn command(&self) -> Command {
        let (name, rest) = self.words.split_first().expect("a program has a name");
        let mut command = shell::command(name);
        command.args(rest);
        command
    }

    fn make_environment(&self, dir: &Path, options: &[&str]) -> Result<()> {
        files::empty(dir)?;
        shell::run_quiet(self.command().args(["-m", "venv"]).args(options).arg(dir))
            .context("Python makes no virtual environment: install its venv module (Debian and Ubuntu: python3-venv)")
    }

    /// The program of an environment in which nothing is installed, not even pip.
    fn empty_environment(&self) -> Result<PathBuf> {
        let dir = shell::target().join("python-empty");
        self.make_environment(&dir, &["--without-pip"])?;
        Ok(dir.join(PYTHON))
    }
}

/// The one file in a directory that ends like this.
fn only(dir: &Path, extension: &str) -> Result<PathBuf> {
    let mut found = files::walk(dir)?;
    found.retain(|path| path.extension().is_some_and(|other| other == extension));
    match found.as_slice() {
        [one] => Ok(one.clone()),
        _ => bail!("{} files that end in .{extension} instead of one in {}", found.len(), dir.display()),
    }
}
