//! The languages for JavaScript, from the documents of the core, which are held against English here: a text that is
//! missing, or too long, is found before anybody reads it.

use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};
use rejoin::Language;
use serde_json::Value;

use super::HEADER;
use super::typescript::Tables;
use crate::{files, shell};

/// A message has at most so many UTF-16 code units without its label and parameters.
const LONGEST: usize = 100;

/// Every language that the core has, with its texts for pages.
pub fn languages(tables: &Tables) -> Result<Vec<(&'static str, Value)>> {
    check_documents()?;
    rejoin::languages()
        .map(|tag| {
            let language = Language::named(tag).with_context(|| format!("{}", document(tag).display()))?;
            let mut texts: Value = serde_json::from_str(&language.texts().to_json())?;
            if let Some(codes) = texts["codes"].as_object_mut() {
                codes.retain(|name, _| tables.codes.iter().any(|code| code["code"] == name.as_str()));
            }
            Ok((tag, texts))
        })
        .collect()
}

/// Where the texts of a language are kept by hand.
fn document(tag: &str) -> PathBuf {
    PathBuf::from("core/languages").join(format!("{tag}.json"))
}

/// Fails unless there is a document for each language, with every text that English has.
fn check_documents() -> Result<()> {
    let known: Vec<PathBuf> = rejoin::languages().filter(|tag| *tag != "en").map(document).collect();
    for path in files::walk(&shell::root().join("core/languages"))? {
        let inside = path.strip_prefix(shell::root())?.to_path_buf();
        if !known.contains(&inside) {
            bail!("{} is no language of the core: add it in core/src/language.rs", inside.display());
        }
    }
    let english: Value = serde_json::from_str(&Language::english().texts().to_json())?;
    for path in known {
        let given: Value = serde_json::from_str(&files::read_text(&shell::root().join(&path))?)?;
        let complaints = complaints(&english, &given);
        if !complaints.is_empty() {
            bail!("{}:\n{}", path.display(), complaints.join("\n"));
        }
    }
    Ok(())
}

/// What a document lacks or has too long. What it has too much, or with other parameters, the core refuses.
fn complaints(english: &Value, given: &Value) -> Vec<String> {
    let mut complaints = Vec::new();
    for (path, text) in leaves(english) {
        let own = path.iter().fold(given, |value, name| &value[*name]).as_str().unwrap_or_default();
        let name = path.join(".");
        if own.is_empty() && !text.is_empty() {
            complaints.push(format!("{name} is missing; in English: {text}"));
        }
        let is_message = path[0] == "codes" && path.last() != Some(&"help");
        if is_message && without_params(own).encode_utf16().count() > LONGEST {
            complaints.push(format!("{name} is longer than {LONGEST} characters"));
        }
        if is_message && own.ends_with(['.', '。', '!', '！']) && !text.ends_with('.') {
            complaints.push(format!("{name} ends with a full stop"));
        }
    }
    complaints
}

/// The texts with the names on the way to them.
fn leaves(tree: &Value) -> Vec<(Vec<&str>, &str)> {
    match tree {
        Value::Object(members) => members
            .iter()
            .flat_map(|(name, value)| {
                leaves(value).into_iter().map(move |(path, text)| ([vec![name.as_str()], path].concat(), text))
            })
            .collect(),
        _ => vec![(Vec::new(), tree.as_str().unwrap_or_default())],
    }
}

/// A message without what stands in braces.
fn without_params(message: &str) -> String {
    let mut parts = message.split('{');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, rest| text + rest.split_once('}').map_or(rest, |(_, after)| after))
}

/// The names in braces, but for the label, which a message may have or not.
fn params(text: &str) -> Vec<&str> {
    let words = text.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0));
    words.filter(|word| *word != "label" && word.bytes().all(|byte| byte.is_ascii_alphanumeric())).collect()
}

/// The module of one language.
pub fn module(tag: &str, texts: &Value) -> String {
    let name = texts["name"].as_str().unwrap_or_default();
    format!(
        "// {HEADER}\n\nimport {{ Language }} from \"../language.js\";\n\n/** {name}. */\nexport const {tag} = \
         /* @__PURE__ */ new Language({});\n\nexport default {tag};\n",
        lines(texts, 2)
    )
}

/// JSON with its outermost members on lines of their own, so that a change is seen where it is.
fn lines(value: &Value, deep: usize) -> String {
    let Some(members) = value.as_object().filter(|_| deep > 0) else { return value.to_string() };
    let lines =
        members.iter().map(|(name, value)| format!("{}:{},\n", Value::from(name.as_str()), lines(value, deep - 1)));
    format!("{{\n{}}}", lines.collect::<String>())
}

/// How each language is loaded.
pub fn loaders<'t>(tags: impl Iterator<Item = &'t str>) -> String {
    let loaders: String =
        tags.map(|tag| format!("  {tag}: () => import(\"./{tag}.js\").then((module) => module.{tag}),\n")).collect();
    format!(
        "// {HEADER}\n\nimport type {{ Language }} from \"../language.js\";\n\n/** Loads each language, by its tag. */\n\
         export const LOADERS = {{\n{loaders}}} satisfies Readonly<Record<string, () => Promise<Language>>>;\n"
    )
}

/// The type of a language's texts: English without its words.
pub fn texts(english: &Value) -> String {
    format!(
        "// {HEADER}\n\n/** A text with this parameter in it, in braces. */\ntype With<Param extends string> = \
         `${{string}}{{${{Param}}}}${{string}}`;\n\n/** Every text of a language: codes, fields and notes by their names. \
         Messages have the parameters of their code, and `{{label}}`. */\nexport interface Texts {}\n",
        type_of(english, 0)
    )
}

fn type_of(value: &Value, depth: usize) -> String {
    let Value::Object(members) = value else {
        let params = params(value.as_str().unwrap_or_default());
        let with: Vec<String> = params.iter().map(|param| format!("With<{param:?}>")).collect();
        return if with.is_empty() { "string".to_owned() } else { with.join(" & ") };
    };
    if members.is_empty() {
        return "Readonly<Record<string, never>>".to_owned();
    }
    let indent = "  ".repeat(depth);
    let member =
        |(name, value): (&String, &Value)| format!("{indent}  readonly {name}: {};\n", type_of(value, depth + 1));
    format!("{{\n{}{indent}}}", members.iter().map(member).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_a_document_lacks_is_named() {
        let english =
            json!({ "a": { "b": "x", "c": "" }, "codes": { "d": { "message": "Enter {label}", "help": "y" } } });
        let whole = json!({ "a": { "b": "é" }, "codes": { "d": { "message": "{label} ?", "help": "." } } });
        assert!(complaints(&english, &whole).is_empty());
        let mut lacks = whole.clone();
        lacks["a"] = json!({});
        assert_eq!(complaints(&english, &lacks), ["a.b is missing; in English: x"]);
        let mut long = whole;
        long["codes"]["d"]["message"] = format!("{{label}}{}", "あ".repeat(LONGEST + 1)).into();
        assert_eq!(complaints(&english, &long), ["codes.d.message is longer than 100 characters"]);
        long["codes"]["d"]["message"] = "{label}を入力してください。".into();
        assert_eq!(complaints(&english, &long), ["codes.d.message ends with a full stop"]);
    }

    #[test]
    fn a_text_is_typed_by_its_parameters() {
        assert_eq!(type_of(&json!("{min} to {max} for {label}"), 0), r#"With<"min"> & With<"max">"#);
        assert_eq!(type_of(&json!({ "a": "{\"name\": 1}" }), 0), "{\n  readonly a: string;\n}");
    }
}
