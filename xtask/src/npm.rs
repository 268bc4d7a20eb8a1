//! The npm package, in `target/npm/`: the modules of `target/wasm/`, the TypeScript of `bindings-wasm/js`, a manifest.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use serde_json::{Map, Value};

use crate::files::{self, Stamp, Tree};
use crate::shell::{self, say};
use crate::{setup, wasm};

/// What the package is made from, besides the WebAssembly.
const INPUTS: [&str; 7] = [
    "README.md",
    "bindings-wasm/README.md",
    "bindings-wasm/hosts",
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
    let typescript = compile_typescript()?;
    let mut package = Tree::default();
    // The form module is started without its glue, of which only the types are of use; and one copy of the large module
    // will do.
    let unused = ["package.json", "bulk.wasm", "glue/form.js"];
    package.add_dir("dist", &wasm.dir, |path| !unused.iter().any(|name| path == Path::new(name)))?;
    package.add_dir("dist", &typescript, |_| true)?;
    package.add("dist/workerd.js", entry_with(&files::read(&typescript.join("index.js"))?, WORKERD)?);
    package.add(format!("dist/{WORKERD}"), files::read(&hosts().join("workerd.js"))?);
    package.add_tree("dist/cjs", commonjs(&typescript)?);
    for (path, types) in types_of(&wasm.dir, &typescript, Path::new("index.d.ts"))? {
        package.add(Path::new("dist/cjs").join(path), types);
    }
    add_documents(&mut package)?;
    let manifest = manifest(&files::read_text(&shell::root().join("bindings-wasm/package.json"))?)?;
    package.add("package.json", serde_json::to_string_pretty(&manifest)? + "\n");
    package.write_to(&dir)?;
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

/// What the package has in place of `dist/modules.js` where a host takes its modules from elsewhere.
const WORKERD: &str = "modules-workerd.js";

/// The entry of a host that takes its modules from `modules`: `index.js` with another file in the place of its own.
fn entry_with(index: &[u8], modules: &str) -> Result<String> {
    let index = std::str::from_utf8(index)?;
    let own = "from \"./modules.js\"";
    if index.matches(own).count() != 1 {
        bail!("bindings-wasm/js/index.ts no longer takes its modules {own}");
    }
    Ok(index.replace(own, &format!("from \"./{modules}\"")))
}

/// The same modules for `require`, which is Node and Jest: bundlers take the others by the condition `module`. Each lies
/// under the name of its original, beside which npm packs it, so that the two compress to little more than one.
fn commonjs(typescript: &Path) -> Result<Tree> {
    say("npm package: CommonJS");
    let dir = shell::target().join("commonjs");
    let mut sources = Tree::default();
    // The modules come as files there; `slim` and the languages, which are too long to compress so, are ESM only.
    let unused = ["inlined.js", "slim.js", "languages"];
    let wanted = |path: &Path| is_script(path) && !unused.iter().any(|name| path.starts_with(name));
    sources.add_dir("esm", typescript, wanted)?;
    sources.add_dir("esm/glue", &shell::target().join("wasm/glue"), |path| path == Path::new("bulk.js"))?;
    sources.add("esm/modules.js", files::read(&hosts().join("commonjs.js"))?);
    files::empty(&dir)?;
    sources.write_to(&dir)?;
    let mut esbuild = setup::tool("esbuild/bin/esbuild");
    esbuild.args(files::walk(&dir.join("esm"))?);
    esbuild.args(["--format=cjs", "--platform=node", "--target=node20", "--charset=utf8", "--log-level=warning"]);
    shell::run(
        esbuild
            .arg(format!("--outbase={}", dir.join("esm").display()))
            .arg(format!("--outdir={}", dir.join("cjs").display())),
    )?;
    let mut tree = Tree::default();
    for file in files::walk(&dir.join("cjs"))? {
        let text = files::read_text(&file)?;
        // What Node has and Jest's imitation of a browser (jsdom) does not pass on to the code under test.
        let start = if text.contains("new TextEncoder") { CODECS } else { "" };
        tree.add(file.strip_prefix(dir.join("cjs"))?, format!("{start}{text}"));
    }
    tree.add("package.json", "{ \"type\": \"commonjs\" }\n");
    Ok(tree)
}

/// See [`commonjs`].
const CODECS: &str = "const { TextDecoder, TextEncoder } = require(\"node:util\");\n";

fn is_script(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "js")
}

/// The types of an entry and of what it imports. A file of types says by its place which kind of module it is of, so that
/// `require` has its own.
fn types_of(wasm: &Path, typescript: &Path, entry: &Path) -> Result<BTreeMap<PathBuf, String>> {
    let mut found = BTreeMap::new();
    let mut open = vec![entry.to_path_buf()];
    while let Some(path) = open.pop() {
        if found.contains_key(&path) {
            continue;
        }
        let place = [typescript, wasm].map(|dir| dir.join(&path)).into_iter().find(|file| file.is_file());
        let text = files::read_text(&place.with_context(|| format!("no types are in {}", path.display()))?)?;
        let dir = path.parent().unwrap_or(Path::new(""));
        open.extend(imports(&text).map(|name| normal(&dir.join(name)).with_extension("d.ts")));
        found.insert(path, text);
    }
    Ok(found)
}

/// The neighbours that a file of types names: what stands between `"./` or `"../` and `.js"`.
fn imports(types: &str) -> impl Iterator<Item = &str> {
    let names = types.split('"').filter(|name| name.starts_with("./") || name.starts_with("../"));
    names.filter(|name| name.ends_with(".js"))
}

/// A path without `.` and `..`.
fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => _ = normal.pop(),
            Component::CurDir => {}
            part => normal.push(part),
        }
    }
    normal
}

/// The variants of `modules.js`.
fn hosts() -> PathBuf {
    shell::root().join("bindings-wasm/hosts")
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
