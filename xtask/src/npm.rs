//! The npm package, in `target/npm/`: the modules of `target/wasm/`, the TypeScript of `bindings-wasm/js`, a manifest.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use serde_json::{Map, Value};

use crate::files::{self, Stamp, Tree};
use crate::shell::{self, say};
use crate::{setup, wasm};

/// What the package is made from, besides the WebAssembly.
const INPUTS: [&str; 6] = [
    "README.md",
    "bindings-wasm/README.md",
    "bindings-wasm/js",
    "bindings-wasm/package.json",
    "Cargo.toml",
    "xtask/src/npm.rs",
];

/// What the manifest in the workspace has for developers only.
const NOT_PUBLISHED: [&str; 3] = ["private", "scripts", "devDependencies"];

/// Builds the package if anything has changed, and gives its directory.
pub fn build() -> Result<PathBuf> {
    let wasm = wasm::build()?;
    let dir = shell::target().join("npm");
    let stamp = Stamp::new("npm", &INPUTS, &[&wasm.id])?;
    if stamp.is_fresh() && dir.is_dir() {
        return Ok(dir);
    }
    let mut package = Tree::default();
    // The form module is started without its glue, of which only the types are of use.
    let unused = ["package.json", "glue/form.js"];
    package.add_dir("dist", &wasm.dir, |path| !unused.iter().any(|name| path == Path::new(name)))?;
    package.add_dir("dist", &compile_typescript()?, |_| true)?;
    add_documents(&mut package)?;
    let manifest = manifest(&files::read_text(&shell::root().join("bindings-wasm/package.json"))?)?;
    package.add("package.json", serde_json::to_string_pretty(&manifest)? + "\n");
    package.write_to(&dir)?;
    add_commonjs(&dir)?;
    check_targets(&manifest, &dir)?;
    stamp.set()?;
    Ok(dir)
}

/// The package as a dependency has it: a directory from which `import "rejoin"` finds a copy through its `exports`.
pub fn consumer() -> Result<PathBuf> {
    let package = build()?;
    let dir = shell::target().join("consumer");
    let mut tree = Tree::default();
    tree.add_dir("", &package, |_| true)?;
    tree.write_to(&dir.join("node_modules/rejoin"))?;
    Ok(dir)
}

/// Compiles `bindings-wasm/js`; its tsconfig finds the glue and the inlined modules in `target/wasm`.
fn compile_typescript() -> Result<PathBuf> {
    say("npm package: tsc");
    let out = shell::target().join("typescript");
    files::empty(&out)?;
    shell::run(setup::tool("typescript/bin/tsc").args(["--project", "bindings-wasm/js", "--outDir"]).arg(&out))?;
    Ok(out)
}

/// The text that a package shows, and its licences, where the workspace has them.
fn add_documents(package: &mut Tree) -> Result<()> {
    for dir in [shell::root().to_path_buf(), shell::root().join("bindings-wasm")] {
        for entry in std::fs::read_dir(&dir)? {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if name == "README.md" || name.starts_with("LICENSE") {
                package.add(name, files::read(&path)?);
            }
        }
    }
    Ok(())
}

/// One file for `require`, with the types beside it: CommonJS is what Jest still asks for.
fn add_commonjs(dir: &Path) -> Result<()> {
    let out = dir.join("dist/cjs");
    let mut esbuild = setup::tool("esbuild/bin/esbuild");
    esbuild.arg(dir.join("dist/index.js")).args([
        "--bundle",
        "--charset=utf8",
        "--format=cjs",
        "--platform=neutral",
        "--log-level=warning",
    ]);
    shell::run(esbuild.arg(format!("--outfile={}", out.join("index.js").display())))?;
    for file in files::walk(&dir.join("dist"))? {
        let inside = file.strip_prefix(dir.join("dist"))?;
        if inside.to_string_lossy().ends_with(".d.ts") && !inside.starts_with("cjs") {
            files::write(&out.join(inside), files::read(&file)?)?;
        }
    }
    files::write(&out.join("package.json"), "{ \"type\": \"commonjs\" }\n")
}

/// The manifest to publish: that of the workspace, without the developer's part, with the workspace's version.
fn manifest(text: &str) -> Result<Map<String, Value>> {
    let mut manifest: Map<String, Value> =
        serde_json::from_str(text).context("bindings-wasm/package.json is not a JSON object")?;
    manifest.retain(|key, _| !NOT_PUBLISHED.contains(&key.as_str()));
    manifest.insert("version".to_owned(), env!("CARGO_PKG_VERSION").into());
    Ok(manifest)
}

/// Fails unless every file that `exports` names is in the package.
fn check_targets(manifest: &Map<String, Value>, dir: &Path) -> Result<()> {
    let mut targets = Vec::new();
    collect_targets(manifest.get("exports").unwrap_or(&Value::Null), &mut targets);
    if targets.is_empty() {
        bail!("bindings-wasm/package.json has no `exports`");
    }
    for target in targets {
        // A pattern stands for as many files as there are.
        let found = match target.split_once('*') {
            Some((start, end)) => files::walk(dir)?.iter().any(|file| {
                let file = file.strip_prefix(dir).unwrap_or(file).to_string_lossy().replace('\\', "/");
                file.starts_with(start.trim_start_matches("./")) && file.ends_with(end)
            }),
            None => dir.join(target).is_file(),
        };
        if !found {
            bail!("bindings-wasm/package.json exports {target}, which the package does not have");
        }
    }
    Ok(())
}

/// The texts at the leaves.
fn collect_targets<'a>(exports: &'a Value, targets: &mut Vec<&'a str>) {
    match exports {
        Value::String(target) => targets.push(target),
        Value::Object(conditions) => conditions.values().for_each(|value| collect_targets(value, targets)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_published_manifest_has_no_developers_part_and_keeps_its_order() {
        let text = r#"{"name":"x","version":"0.0.0","scripts":{},"exports":{".":{"types":"a","default":"b"}},"devDependencies":{}}"#;
        let published = serde_json::to_string(&manifest(text).unwrap()).unwrap();
        let version = env!("CARGO_PKG_VERSION");
        assert_eq!(
            published,
            format!(r#"{{"name":"x","version":"{version}","exports":{{".":{{"types":"a","default":"b"}}}}}}"#)
        );
    }

    #[test]
    fn every_target_of_the_exports_is_looked_for() {
        let exports =
            serde_json::json!({ ".": { "require": { "types": "a", "default": "b" }, "default": "c" }, "./d": "d" });
        let mut targets = Vec::new();
        collect_targets(&exports, &mut targets);
        assert_eq!(targets, ["a", "b", "c", "d"]);
    }
}
