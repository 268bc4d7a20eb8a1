//! The WebAssembly modules and the JavaScript around them, in `target/wasm/`.
//!
//! One crate gives two modules: `form`, which a page with a form downloads, and `bulk`, which has the rest.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, anyhow};
use wasm_bindgen_cli_support::Bindgen;

use crate::files::{self, Stamp};
use crate::setup;
use crate::shell::{self, say};

/// The modules: name, and the features of `rejoin-wasm` that make it.
const MODULES: [(&str, &str); 2] = [("form", ""), ("bulk", "bulk")];

/// What the modules are made from.
const INPUTS: [&str; 8] = [
    "Cargo.toml",
    "Cargo.lock",
    "core/Cargo.toml",
    "core/build.rs",
    "core/src",
    "bindings-wasm/Cargo.toml",
    "bindings-wasm/src",
    "xtask/src/wasm.rs",
];

/// What every supported engine has: Node 20, and browsers of its age. `--all-features` gives modules it refuses.
const ENGINE_FEATURES: [&str; 7] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// What was built, and a text that changes when it does.
pub struct Built {
    /// `form.wasm`, `bulk.wasm`, and the directories `glue` and `inline` with a module for each.
    pub dir: PathBuf,
    /// Changes with the content.
    pub id: String,
}

/// Builds both modules if anything has changed.
pub fn build() -> Result<Built> {
    setup::wasm_target()?;
    setup::npm_packages()?;
    let dir = shell::target().join("wasm");
    let compiler = shell::output(shell::command("rustc").arg("--version"))?;
    let stamp = Stamp::new("wasm", &INPUTS, &[&compiler])?;
    let id = stamp.id().to_owned();
    if stamp.is_fresh() && dir.is_dir() {
        return Ok(Built { dir, id });
    }
    files::empty(&dir)?;
    for (name, features) in MODULES {
        let module = dir.join(name).with_extension("wasm");
        compile(name, features, &module)?;
        let bound = bind(name, &module, &dir.join("glue"))?;
        optimise(name, &bound, &module)?;
        inline(&module, &dir.join("inline"))?;
    }
    // TypeScript looks for this to know what kind of modules they are.
    files::write(&dir.join("package.json"), "{ \"type\": \"module\" }\n")?;
    stamp.set()?;
    Ok(Built { dir, id })
}

/// Compiles `rejoin-wasm` with some features to a file.
fn compile(name: &str, features: &str, to: &Path) -> Result<()> {
    say(format!("WebAssembly {name}: cargo build"));
    let mut cargo = shell::cargo();
    cargo.args(["build", "--package", "rejoin-wasm", "--lib"]);
    cargo.args(["--target", setup::WASM, "--profile", "wasm-release"]);
    cargo.args(["--features", features]);
    cargo.args(["--message-format", "json-render-diagnostics"]);
    cargo.env("CARGO_ENCODED_RUSTFLAGS", flags().join("\u{1f}"));
    let messages = shell::started(cargo.stderr(std::process::Stdio::inherit()).output(), &cargo)?;
    if !messages.status.success() {
        return Err(anyhow!("rejoin-wasm does not compile for {}, see above", setup::WASM));
    }
    let module = module_among(&String::from_utf8_lossy(&messages.stdout))
        .context("cargo named no .wasm file: rejoin-wasm needs `crate-type = [\"cdylib\", ..]`")?;
    // Cargo gives both modules one name, and would take the one for the other: it has to find neither.
    fs::rename(&module, to).with_context(|| format!("cannot move {}", module.display()))?;
    let (Some(dir), Some(file)) = (module.parent(), module.file_name()) else {
        return Ok(());
    };
    fs::remove_file(dir.join("deps").join(file)).context("cargo no longer keeps its modules in `deps`")
}

/// The compiler flags that keep this machine's directories out of the modules; that make SHA-256 small, a loop of rounds
/// and not a kilobyte of steps; and that put small functions into their callers, which for size alone the compiler does
/// not: drafts are checked in three quarters of the time.
fn flags() -> Vec<String> {
    let mut flags: Vec<String> = [
        "-C",
        "llvm-args=--inline-threshold=40",
        "--cfg",
        "sha2_backend=\"soft\"",
        "--cfg",
        "sha2_backend_soft=\"compact\"",
    ]
    .map(String::from)
    .into();
    flags.push(format!("--remap-path-prefix={}=rejoin", shell::root().display()));
    let cargo_home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    if let Some(home) = cargo_home.or_else(|| Some(std::env::home_dir()?.join(".cargo"))) {
        flags.push(format!("--remap-path-prefix={}=cargo", home.join("registry").join("src").display()));
    }
    flags
}

/// The `.wasm` file among cargo's messages.
fn module_among(messages: &str) -> Option<PathBuf> {
    let messages = messages.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    let artifacts = messages.filter(|message| message["reason"] == "compiler-artifact");
    let files = artifacts.flat_map(|artifact| artifact["filenames"].as_array().cloned().unwrap_or_default());
    let mut paths = files.filter_map(|file| Some(PathBuf::from(file.as_str()?)));
    paths.find(|path| path.extension().is_some_and(|extension| extension == "wasm"))
}

/// Writes the JavaScript and its types, and gives the path of the module that they expect.
fn bind(name: &str, module: &Path, glue: &Path) -> Result<PathBuf> {
    say(format!("WebAssembly {name}: wasm-bindgen"));
    Bindgen::new()
        .input_path(module)
        .out_name(name)
        .web(true)?
        .typescript(true)
        // No `new URL(.., import.meta.url)`: bundlers stumble over it, and the host says where the file is.
        .omit_default_module_path(true)
        // After a trap the instance is thrown away and the next call has a new one.
        .reset_state_function(true)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(glue)
        .context(
            "wasm-bindgen failed: `wasm-bindgen` in Cargo.lock and `wasm-bindgen-cli-support` must be one version",
        )?;
    // The types of the raw exports, of use to nobody.
    fs::remove_file(glue.join(format!("{name}_bg.wasm.d.ts")))?;
    Ok(glue.join(format!("{name}_bg.wasm")))
}

/// Makes the module smaller.
fn optimise(name: &str, from: &Path, to: &Path) -> Result<()> {
    say(format!("WebAssembly {name}: wasm-opt"));
    let mut wasm_opt = setup::tool("binaryen/bin/wasm-opt");
    // Flat code, of which the loops are found anew, comes out smaller. Twice finds a little more. Functions with one caller stay: brotli has less to say about them alone.
    wasm_opt
        .args(["--flatten", "--rereloop", "-Oz", "-Oz", "--one-caller-inline-max-function-size", "0"])
        .args(ENGINE_FEATURES)
        .args(["--strip-producers", "--strip-target-features"]);
    shell::run_quiet(wasm_opt.arg(from).arg("-o").arg(to))?;
    fs::remove_file(from)?;
    Ok(())
}

/// Writes the module as a JavaScript module whose default export is its bytes as a text.
fn inline(module: &Path, dir: &Path) -> Result<()> {
    let text = as_text(&files::read(module)?);
    let file = dir.join(module.file_stem().unwrap_or_default());
    files::write(&file.with_extension("js"), format!("export default \"{text}\";\n"))?;
    files::write(&file.with_extension("d.ts"), "declare const text: string;\nexport default text;\n")
}

/// Bytes as a text between quotes, a character each, of which the lower eight bits count. Compression finds in it what it
/// finds in the bytes, so that it is a fifth smaller than base64 when it arrives.
fn as_text(bytes: &[u8]) -> String {
    let character = |byte: u8| match byte {
        // What would need an escape, or what HTML does not leave as it is.
        b'\0' | b'\n' | b'\r' | b'"' | b'\\' | b'<' => 0x100 + u32::from(byte),
        byte => byte.into(),
    };
    bytes.iter().filter_map(|byte| char::from_u32(character(*byte))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_module_is_found_among_the_messages() {
        let messages = concat!(
            "{\"reason\":\"compiler-artifact\",\"filenames\":[\"a/libx.rlib\"]}\n",
            "not json\n",
            "{\"reason\":\"compiler-artifact\",\"filenames\":[\"a/x.rlib\",\"a/x.wasm\"]}\n",
            "{\"reason\":\"build-finished\",\"success\":true}\n",
        );
        assert_eq!(module_among(messages), Some(PathBuf::from("a/x.wasm")));
        assert_eq!(module_among("{}"), None);
    }

    #[test]
    fn bytes_are_the_lower_half_of_their_characters() {
        let bytes: Vec<u8> = (0..=255).collect();
        let text = as_text(&bytes);
        assert!(text.chars().map(|c| c as u32 as u8).eq(bytes));
        assert!(!text.contains(['\0', '\n', '\r', '"', '\\', '<']), "{text}");
    }

    #[test]
    fn this_machines_directories_are_remapped() {
        assert!(flags().contains(&format!("--remap-path-prefix={}=rejoin", shell::root().display())));
    }
}
