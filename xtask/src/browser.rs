//! A Chromium for the page's tests: found where browsers are, or installed.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use crate::setup;
use crate::shell::{self, say};

/// Names the browser to use, and tells the tests which one it is.
pub const VARIABLE: &str = "REJOIN_BROWSER";

/// What Chromium and its siblings are called where programs are looked up by name.
const NAMES: [&str; 7] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "microsoft-edge-stable",
];

/// Where the installers of macOS and Windows put them.
const PLACES: [&str; 4] = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "/snap/bin/chromium",
];

/// The same below the program directories of Windows.
const WINDOWS_PLACES: [&str; 3] = [
    "Google/Chrome/Application/chrome.exe",
    "Chromium/Application/chrome.exe",
    "Microsoft/Edge/Application/msedge.exe",
];

/// A browser that runs; if there is none, one is installed.
pub fn ensure() -> Result<PathBuf> {
    if let Some(named) = env::var_os(VARIABLE).map(PathBuf::from) {
        if runs(&named) {
            return Ok(named);
        }
        bail!("{VARIABLE} names {}, which does not run", named.display());
    }
    if let Some(found) = find_browser() {
        return Ok(found);
    }
    if let Err(error) = install() {
        println!("{error:#}");
    }
    find_browser().with_context(|| {
        format!("the page's tests need a browser: install Chromium, Chrome or Edge, or name one in {VARIABLE}")
    })
}

/// A browser that is there and runs.
pub fn find_browser() -> Option<PathBuf> {
    candidates().into_iter().chain(of_playwright()).find(|path| runs(path))
}

/// Shows an address in the user's browser, if there is a screen; if not, the address was printed.
pub fn show(url: &str) {
    let mut opener = if cfg!(windows) {
        let mut command = shell::command("cmd");
        command.args(["/C", "start", ""]);
        command
    } else if cfg!(target_os = "macos") {
        shell::command("open")
    } else if env::var_os("DISPLAY").is_some() || env::var_os("WAYLAND_DISPLAY").is_some() {
        shell::command("xdg-open")
    } else {
        return;
    };
    shell::succeeds(opener.arg(url));
}

/// Every place where one may be.
fn candidates() -> Vec<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let mut places = Vec::new();
    for name in NAMES {
        let name = format!("{name}{}", env::consts::EXE_SUFFIX);
        places.extend(env::split_paths(&path).map(|dir| dir.join(&name)));
    }
    places.extend(PLACES.map(PathBuf::from));
    for root in ["PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"].into_iter().filter_map(env::var_os) {
        places.extend(WINDOWS_PLACES.map(|place| Path::new(&root).join(place)));
    }
    places
}

/// Where playwright keeps, or would keep, its own.
fn of_playwright() -> Option<PathBuf> {
    let script = "console.log(require('playwright-core').chromium.executablePath())";
    let mut node = setup::node();
    node.current_dir(shell::root().join("bindings-wasm"));
    shell::output(node.args(["--eval", script])).ok().map(PathBuf::from)
}

/// Whether it is there and, where that can be asked without opening a window, answers: some are mere signposts.
fn runs(browser: &Path) -> bool {
    browser.is_file() && (cfg!(windows) || shell::succeeds(shell::command(browser).arg("--version")))
}

/// Brings a browser: playwright's own for this user, and what it lacks, or another one, from the system's packages.
fn install() -> Result<()> {
    say("setting up: Chromium (playwright-core; some hundred megabytes)");
    let mut playwright = setup::tool("playwright-core/cli.js");
    playwright.args(["install", "chromium"]).env("PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT", "10000");
    let downloaded = shell::run_quiet(&mut playwright);
    if find_browser().is_some() || !is_root() || !shell::succeeds(shell::command("apt-get").arg("--version")) {
        return downloaded;
    }
    if downloaded.is_ok() {
        say("setting up: the libraries of Chromium (playwright-core, apt-get)");
        return shell::run_quiet(setup::tool("playwright-core/cli.js").args(["install-deps", "chromium"]));
    }
    say("setting up: Chromium (apt-get)");
    shell::run_quiet(shell::command("apt-get").arg("update"))?;
    let mut install = shell::command("apt-get");
    install.args(["install", "--yes", "--no-install-recommends", "chromium"]).env("DEBIAN_FRONTEND", "noninteractive");
    shell::run_quiet(&mut install)
}

/// Whether packages may be installed without a password.
fn is_root() -> bool {
    cfg!(target_os = "linux") && shell::output(shell::command("id").arg("-u")).is_ok_and(|id| id == "0")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_not_there_does_not_run() {
        assert!(!runs(Path::new("no/such/browser")));
    }

    #[test]
    fn every_directory_of_the_path_is_looked_at() {
        let places = candidates();
        assert!(places.len() >= NAMES.len() + PLACES.len(), "{places:?}");
    }
}
