//! Runs other programs and says, in short lines with the time since the start, what is going on.

use std::ffi::OsStr;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::time::Instant;

use anyhow::{Result, anyhow, bail};

/// The workspace: the directory above this package.
pub fn root() -> &'static Path {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.parent().unwrap_or(package)
}

/// Where what is built for others to use lies, wherever cargo keeps its own files.
pub fn target() -> PathBuf {
    root().join("target")
}

/// A line of progress.
pub fn say(text: impl AsRef<str>) {
    static START: OnceLock<Instant> = OnceLock::new();
    let elapsed = START.get_or_init(Instant::now).elapsed().as_secs_f64();
    println!("[{elapsed:6.1}s] {}", text.as_ref());
}

/// A command that runs in the workspace.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root());
    command
}

/// The cargo that runs this.
pub fn cargo() -> Command {
    command(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Runs with its output in view.
pub fn run(command: &mut Command) -> Result<()> {
    let status = started(command.status(), command)?;
    if !status.success() {
        bail!("`{}` failed, see its output above", shown(command));
    }
    Ok(())
}

/// Runs, and shows its output only if it fails.
pub fn run_quiet(command: &mut Command) -> Result<()> {
    output(command).map(drop)
}

/// Runs and gives what it printed; shows everything it said if it fails.
pub fn output(command: &mut Command) -> Result<String> {
    let output = started(command.stdin(Stdio::null()).output(), command)?;
    if !output.status.success() {
        bail!(
            "`{}` failed:\n{}{}",
            shown(command),
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Says in one sentence what is missing where a program cannot be started.
pub fn started<T>(result: std::io::Result<T>, command: &Command) -> Result<T> {
    result.map_err(|error| match error.kind() {
        ErrorKind::NotFound => anyhow!(missing(command)),
        _ => anyhow!(error).context(missing(command)),
    })
}

/// Whether it runs and is content.
pub fn succeeds(command: &mut Command) -> bool {
    let quiet = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    quiet.status().is_ok_and(|status| status.success())
}

/// The program and its first words, enough to know it again.
fn shown(command: &Command) -> String {
    let name = Path::new(command.get_program()).file_stem().unwrap_or(command.get_program());
    let words = std::iter::once(name).chain(command.get_args().take(4));
    let short = |word: &OsStr| {
        Path::new(word).strip_prefix(root()).map_or(word, Path::as_os_str).to_string_lossy().into_owned()
    };
    words.map(short).collect::<Vec<_>>().join(" ")
}

/// One sentence for a program that cannot be started.
fn missing(command: &Command) -> String {
    let program = command.get_program().to_string_lossy();
    let stem = Path::new(program.as_ref()).file_stem().unwrap_or_default().to_string_lossy().into_owned();
    match stem.as_str() {
        "node" | "npm" => {
            format!("`{stem}` was not found: install Node {} or later from https://nodejs.org", crate::setup::NODE)
        }
        "rustup" | "cargo" | "rustc" => {
            format!("`{stem}` was not found: install Rust from https://rustup.rs")
        }
        _ => format!("`{program}` could not be started"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_program_is_one_sentence_with_the_way_to_get_it() {
        assert_eq!(
            missing(&Command::new("npm")),
            "`npm` was not found: install Node 20 or later from https://nodejs.org"
        );
        assert!(missing(&Command::new("rustup")).ends_with("https://rustup.rs"));
    }

    #[test]
    fn a_failure_carries_what_the_program_said() {
        let error = output(command("cargo").arg("no-such-verb")).unwrap_err().to_string();
        assert!(error.starts_with("`cargo no-such-verb` failed:"), "{error}");
        assert!(error.len() > "`cargo no-such-verb` failed:".len() + 10, "{error}");
    }
}
