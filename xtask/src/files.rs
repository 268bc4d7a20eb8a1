//! Files and directories: walking, comparing, copying, and stamps that say when work can be left out.

use std::collections::BTreeMap;
use std::fs;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use crate::shell;

/// Directories that hold nothing written by hand.
const BUILT: [&str; 6] = [".git", "target", "node_modules", "__pycache__", ".venv", ".pytest_cache"];

/// Every file under a directory, or the file itself; sorted; without what is built.
pub fn walk(path: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut open = vec![path.to_path_buf()];
    while let Some(path) = open.pop() {
        if path.is_dir() {
            for entry in fs::read_dir(&path).with_context(|| format!("cannot list {}", path.display()))? {
                let entry = entry?;
                if !BUILT.iter().any(|name| entry.file_name() == *name) {
                    open.push(entry.path());
                }
            }
        } else if path.exists() {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// A file's bytes.
pub fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("cannot read {}", path.display()))
}

/// A file's text.
pub fn read_text(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

/// Writes a file and the directories above it.
pub fn write(path: &Path, bytes: impl AsRef<[u8]>) -> Result<()> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).with_context(|| format!("cannot make {}", parent.display()))?;
    }
    fs::write(path, bytes).with_context(|| format!("cannot write {}", path.display()))
}

/// Empties a directory, and makes it if it is not there.
pub fn empty(dir: &Path) -> Result<()> {
    if dir.exists() {
        fs::remove_dir_all(dir).with_context(|| format!("cannot empty {}", dir.display()))?;
    }
    fs::create_dir_all(dir).with_context(|| format!("cannot make {}", dir.display()))
}

/// What a directory is to hold: each file's path in it and its bytes.
#[derive(Default)]
pub struct Tree(BTreeMap<PathBuf, Vec<u8>>);

impl Tree {
    /// Adds a file.
    pub fn add(&mut self, path: impl Into<PathBuf>, bytes: impl Into<Vec<u8>>) {
        self.0.insert(path.into(), bytes.into());
    }

    /// Adds, under `prefix`, the files below `dir` that `wanted` takes by their path in it.
    pub fn add_dir(&mut self, prefix: &str, dir: &Path, wanted: impl Fn(&Path) -> bool) -> Result<()> {
        for file in walk(dir)? {
            let inside = file.strip_prefix(dir)?;
            if wanted(inside) {
                self.add(Path::new(prefix).join(inside), read(&file)?);
            }
        }
        Ok(())
    }

    /// Adds another tree under `prefix`.
    pub fn add_tree(&mut self, prefix: &str, tree: Self) {
        self.0.extend(tree.0.into_iter().map(|(path, bytes)| (Path::new(prefix).join(path), bytes)));
    }

    /// Makes the directory hold exactly this; files that are right already are left alone.
    pub fn write_to(&self, dir: &Path) -> Result<()> {
        if dir.exists() {
            for file in walk(dir)? {
                if !self.0.contains_key(file.strip_prefix(dir)?) {
                    fs::remove_file(&file).with_context(|| format!("cannot remove {}", file.display()))?;
                }
            }
        }
        for (path, bytes) in &self.0 {
            let file = dir.join(path);
            if fs::read(&file).ok().as_ref() != Some(bytes) {
                write(&file, bytes)?;
            }
        }
        Ok(())
    }
}

/// A mark that a piece of work was done for inputs that have not changed since.
pub struct Stamp {
    file: PathBuf,
    now: String,
}

impl Stamp {
    /// The stamp of the work `name`, whose result hangs on these files and directories of the workspace and on `also`.
    pub fn new(name: &str, inputs: &[&str], also: &[&str]) -> Result<Self> {
        let mut hasher = DefaultHasher::new();
        also.hash(&mut hasher);
        for input in inputs {
            for file in walk(&shell::root().join(input))? {
                file.strip_prefix(shell::root())?.hash(&mut hasher);
                read(&file)?.hash(&mut hasher);
            }
        }
        let file = shell::target().join("stamps").join(name);
        Ok(Self { file, now: format!("{:016x}", hasher.finish()) })
    }

    /// Whether the work was done for these very inputs.
    pub fn is_fresh(&self) -> bool {
        let fresh = fs::read_to_string(&self.file).is_ok_and(|then| then == self.now);
        if !fresh {
            // Work that fails half-way must not pass for done when the inputs are put back. There may be no file.
            _ = fs::remove_file(&self.file);
        }
        fresh
    }

    /// Notes that the work is done.
    pub fn set(&self) -> Result<()> {
        write(&self.file, &self.now)
    }

    /// A text that changes with the inputs.
    pub fn id(&self) -> &str {
        &self.now
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_replaces_what_a_directory_held() {
        let dir = std::env::temp_dir().join(format!("rejoin-tree-{}", std::process::id()));
        write(&dir.join("old/gone.txt"), "x").unwrap();
        let mut tree = Tree::default();
        tree.add("new/here.txt", "y");
        tree.write_to(&dir).unwrap();
        assert_eq!(walk(&dir).unwrap(), [dir.join("new/here.txt")]);
        assert_eq!(read_text(&dir.join("new/here.txt")).unwrap(), "y");
        fs::remove_dir_all(dir).unwrap();
    }

    #[test]
    fn a_stamp_hangs_on_files_and_on_the_rest() {
        let id = |inputs: &[&str], also: &[&str]| Stamp::new("test", inputs, also).unwrap().id().to_owned();
        assert_eq!(id(&["xtask/Cargo.toml"], &["a"]), id(&["xtask/Cargo.toml"], &["a"]));
        assert_ne!(id(&["xtask/Cargo.toml"], &["a"]), id(&["xtask/Cargo.toml"], &["b"]));
        assert_ne!(id(&["xtask/Cargo.toml"], &["a"]), id(&["xtask"], &["a"]));
    }
}
