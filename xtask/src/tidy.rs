//! What holds throughout the project and no compiler checks: mostly things that are deliberately absent.

use std::path::PathBuf;

use anyhow::{Result, bail};
use rejoin::{CODES, FIELDS};

use crate::shell::{self, say};
use crate::{codegen, files};

/// The most lines of a file of the core; the two tables are as long as there are fields and codes.
const LINES: usize = 400;
const TABLES: [&str; 2] = ["core/src/fields.rs", "core/src/codes.rs"];

/// What a rule family's file says of itself, in this order; then its tests.
const HEADINGS: [&str; 3] = ["//! # What", "//! # Why", "//! # Codes"];

/// What the core does without: a clock, files, a network, a random source of its own.
const NOT_IN_CORE: [&str; 7] = ["std::time", "std::fs", "std::net", "std::env", "getrandom", "rand::", "rand_core"];

/// The hosts that packages come from, in two halves so that this file does not name them.
const HOSTS: [[&str; 2]; 6] = [
    ["static", ".crates."],
    ["index", ".crates."],
    ["registry", ".npm"],
    ["files", ".python"],
    ["pypi", ".org"],
    ["deb", ".debian."],
];

/// Hand-written code that takes keys and codes from the core's tables instead of spelling them.
const TAKES_WORDS: [&str; 5] =
    ["bindings-wasm/src/", "bindings-wasm/js/", "bindings-python/src/", "bindings-python/python/", "web-demo/"];
const CODE: [&str; 6] = [".rs", ".ts", ".js", ".mjs", ".py", ".pyi"];

/// A text file of the project; the path has `/` on every system.
struct Source {
    path: String,
    text: String,
}

/// Fails with every complaint, a line each.
pub fn run() -> Result<()> {
    let sources = sources()?;
    let places = places();
    let words = words();
    let mut complaints = Vec::new();
    for source in &sources {
        let found = [
            module_says_what_it_is_for(source),
            no_trailing_whitespace(source),
            core_files_are_short(source),
            rules_have_their_headings(source),
            core_has_no_world(source),
            no_hosts(source),
            no_places(source, &places),
            words_come_from_the_tables(source, &words),
        ];
        complaints.extend(found.into_iter().flatten().map(|complaint| format!("{}: {complaint}", source.path)));
    }
    if !complaints.is_empty() {
        bail!("tidy found {}:\n{}", complaints.len(), complaints.join("\n"));
    }
    say(format!("tidy: {} files are in order", sources.len()));
    Ok(())
}

/// Every text file that git knows or would take; without git, every one that is not built.
fn sources() -> Result<Vec<Source>> {
    let listed = shell::output(shell::command("git").args([
        "-c",
        "core.quotePath=off",
        "ls-files",
        "--cached",
        "--others",
        "--exclude-standard",
    ]));
    let paths = match listed {
        Ok(list) if !list.is_empty() => list.lines().map(|path| shell::root().join(path)).collect(),
        _ => files::walk(shell::root())?,
    };
    let mut sources = Vec::new();
    for path in paths.into_iter().filter(|path| path.is_file()) {
        let inside = path.strip_prefix(shell::root())?.to_string_lossy().replace('\\', "/");
        if let Ok(text) = String::from_utf8(files::read(&path)?) {
            sources.push(Source { path: inside, text });
        }
    }
    Ok(sources)
}

/// Directories of this machine that no file has a reason to name: the workspace and the home.
fn places() -> Vec<String> {
    let home = std::env::home_dir().map(|home| home.join("x"));
    let deep = |path: &PathBuf| path.components().count() > 2;
    let places = [Some(shell::root().to_path_buf()), home].into_iter().flatten().filter(deep);
    places.map(|path| path.display().to_string().trim_end_matches('x').to_owned()).collect()
}

/// The field keys and issue codes that are no ordinary words.
fn words() -> Vec<&'static str> {
    let words = FIELDS.iter().map(|field| field.key).chain(CODES.iter().map(|code| code.name));
    words.filter(|word| word.contains(|letter: char| letter.is_uppercase() || letter == '_')).collect()
}

fn module_says_what_it_is_for(source: &Source) -> Option<String> {
    let silent = source.path.ends_with(".rs") && !source.text.starts_with("//! ");
    silent.then(|| "begin with a `//!` line that says what the module is for".to_owned())
}

fn no_trailing_whitespace(source: &Source) -> Option<String> {
    let line = source.text.lines().position(|line| line.ends_with([' ', '\t']))?;
    Some(format!("line {}: remove the whitespace at its end", line + 1))
}

fn core_files_are_short(source: &Source) -> Option<String> {
    let lines = source.text.lines().count();
    let long = source.path.starts_with("core/src/") && !TABLES.contains(&source.path.as_str()) && lines > LINES;
    long.then(|| format!("{lines} lines, more than {LINES}: split it"))
}

fn rules_have_their_headings(source: &Source) -> Option<String> {
    let file = source.path.strip_prefix("core/src/rules/")?;
    if file == "mod.rs" || !file.ends_with(".rs") {
        return None;
    }
    let mut lines = source.text.lines();
    let missing = HEADINGS.into_iter().find(|heading| !lines.any(|line| line == *heading));
    if let Some(heading) = missing {
        return Some(format!("`{heading}` is missing, or not in the order What, Why, Codes"));
    }
    let tested = lines.any(|line| line == "//! # Tests" || line.starts_with("#[cfg(test)]"));
    (!tested).then(|| "the rule has no tests: add a `#[cfg(test)]` module, or say under `//! # Tests` where".to_owned())
}

fn core_has_no_world(source: &Source) -> Option<String> {
    if !source.path.starts_with("core/src/") {
        return None;
    }
    source.text.lines().enumerate().find_map(|(number, line)| {
        let code = line.split("//").next().unwrap_or_default();
        let name = NOT_IN_CORE.into_iter().find(|name| contains_from_word(code, name))?;
        Some(format!("line {}: the core does without {name}; take what it gives as an argument", number + 1))
    })
}

fn no_hosts(source: &Source) -> Option<String> {
    let host = HOSTS.iter().map(|halves| halves.concat()).find(|host| source.text.contains(host))?;
    Some(format!("names {host}..: where packages come from is each machine's own setting"))
}

fn no_places(source: &Source, places: &[String]) -> Option<String> {
    let place = places.iter().find(|place| contains_from_word(&source.text, place))?;
    Some(format!("names {place}, a directory of this machine"))
}

fn words_come_from_the_tables(source: &Source, words: &[&str]) -> Option<String> {
    let Source { path, text } = source;
    let by_hand = TAKES_WORDS.iter().any(|dir| path.starts_with(dir))
        && CODE.iter().any(|extension| path.ends_with(extension))
        && !path.contains("/tests/")
        && !text.lines().next().is_some_and(|line| line.contains(codegen::HEADER));
    if !by_hand {
        return None;
    }
    let text = text.split("#[cfg(test)]").next().unwrap_or_default();
    let word =
        words.iter().find(|word| text.contains(&format!("\"{word}\"")) || text.contains(&format!("'{word}'")))?;
    Some(format!("spells \"{word}\" by hand: take it from the core's tables, by `cargo xtask codegen` if need be"))
}

/// Whether a text contains this, not as the rest of a longer name or path.
fn contains_from_word(text: &str, part: &str) -> bool {
    text.match_indices(part).any(|(at, _)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        before.is_none_or(|before| !before.is_alphanumeric() && !matches!(before, '_' | '.' | '-'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(path: &str, text: &str) -> Source {
        Source { path: path.to_owned(), text: text.to_owned() }
    }

    #[test]
    fn the_project_is_tidy() {
        run().unwrap();
    }

    #[test]
    fn a_module_begins_with_its_purpose() {
        assert_eq!(module_says_what_it_is_for(&source("a.rs", "//! Purpose.\n")), None);
        assert!(module_says_what_it_is_for(&source("a.rs", "use b;\n")).is_some());
        assert_eq!(module_says_what_it_is_for(&source("a.js", "import b;\n")), None);
    }

    #[test]
    fn whitespace_at_the_end_of_a_line_is_found() {
        assert_eq!(no_trailing_whitespace(&source("a", "b\n\nc")), None);
        assert!(no_trailing_whitespace(&source("a", "b\nc \n")).unwrap().starts_with("line 2"));
    }

    #[test]
    fn only_the_tables_of_the_core_are_long() {
        let long = "x\n".repeat(LINES + 1);
        assert!(core_files_are_short(&source("core/src/a.rs", &long)).is_some());
        assert_eq!(core_files_are_short(&source("core/src/a.rs", &long[2..])), None);
        assert_eq!(core_files_are_short(&source(TABLES[0], &long)), None);
    }

    #[test]
    fn a_rule_has_four_parts_in_order() {
        let whole = "//! # What\n//! a\n//! # Why\n//! # Codes\n#[cfg(test)]\nmod tests {}\n";
        assert_eq!(rules_have_their_headings(&source("core/src/rules/a.rs", whole)), None);
        let without = |line: &str| source("core/src/rules/a.rs", &whole.replace(line, ""));
        for line in ["//! # What\n", "//! # Why\n", "//! # Codes\n", "#[cfg(test)]\n"] {
            assert!(rules_have_their_headings(&without(line)).is_some(), "{line}");
        }
    }

    #[test]
    fn the_core_touches_no_world() {
        let core = |text| core_has_no_world(&source("core/src/a.rs", text));
        assert!(core("use std::time::Instant;").is_some());
        assert!(core("let key = rand::random();").is_some());
        assert_eq!(core("// getrandom is the binding's\nlet operand::x = 1;"), None);
        assert_eq!(core_has_no_world(&source("xtask/src/a.rs", "use std::time::Instant;")), None);
    }

    #[test]
    fn hosts_and_places_are_found() {
        assert!(no_hosts(&source("a", &format!("https://{}js.org/", HOSTS[2].concat()))).is_some());
        let places = ["/home/me/".to_owned()];
        assert!(no_places(&source("a", "see /home/me/x"), &places).is_some());
        assert_eq!(no_places(&source("a", "share/home/me/x"), &places), None);
        assert!(super::places().iter().any(|place| shell::root().ends_with(place)));
    }

    #[test]
    fn the_words_are_those_that_nothing_else_is_called() {
        let words = super::words();
        assert!(words.contains(&"adDomain") && words.contains(&"unknown_field"), "{words:?}");
        assert!(!words.contains(&"name") && !words.contains(&"required"), "{words:?}");
    }

    #[test]
    fn keys_and_codes_are_spelled_in_the_tables_only() {
        let words = ["adDomain", "is_url"];
        let check = |path: &str, text: &str| words_come_from_the_tables(&source(path, text), &words);
        assert!(check("web-demo/page.js", "get('adDomain')").is_some());
        assert!(check("bindings-wasm/src/lib.rs", "\"is_url\"").is_some());
        assert_eq!(check("web-demo/page.js", "// adDomain and \"adDomains\""), None);
        assert_eq!(check("web-demo/tests/page.test.js", "\"adDomain\""), None);
        assert_eq!(check("core/src/fields.rs", "\"adDomain\""), None);
        assert_eq!(check("bindings-wasm/js/draft.ts", &format!("// {}\n\"adDomain\"", codegen::HEADER)), None);
    }
}
