//! Answers drafts on standard input, one JSON object a line, as the reference in `tests/reference` does.
//!
//! A line is `{"draft": {…}, "context": {…}}`, or has `json`, a text, or `key`, the text of a key, in
//! place of the draft. An answer is a report without its messages and helps.

use std::io::{BufRead, Write};

use rejoin::{Context, Draft, Key, Tree, Value as Typed};
use serde_json::Value;

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        writeln!(out, "{}", answer(&serde_json::from_str(&line?)?)?)?;
    }
    Ok(())
}

fn answer(line: &Value) -> Result<Value, Failure> {
    if let Some(text) = line["key"].as_str() {
        let tree = Key::parse(text, None).map_or_else(|finding| finding.to_tree(), |key| key.to_tree());
        return without_texts(&tree);
    }
    let context = Context::from_tree(&tree_of(&line["context"])?)?;
    let report = match line["json"].as_str() {
        Some(text) => rejoin::validate_json(text.as_bytes(), &context),
        None => rejoin::validate(&draft_of(line), &context),
    };
    without_texts(&report.to_tree())
}

fn tree_of(value: &Value) -> Result<Tree, Failure> {
    Tree::from_json(value.to_string().as_bytes()).map_err(|finding| format!("{finding:?}").into())
}

fn draft_of(line: &Value) -> Draft<'_> {
    let typed = |value| match value {
        &Value::Null => Typed::Empty,
        &Value::Bool(value) => Typed::Boolean(value),
        Value::Number(number) => number.as_f64().map_or(Typed::Other, Typed::number),
        Value::String(text) => Typed::from(text.as_str()),
        Value::Array(_) | Value::Object(_) => Typed::Other,
    };
    line["draft"].as_object().into_iter().flatten().map(|(key, value)| (key, typed(value))).collect()
}

fn without_texts(tree: &Tree) -> Result<Value, Failure> {
    let mut answer: Value = serde_json::from_str(&tree.to_json())?;
    strip(&mut answer);
    for issue in answer.get_mut("issues").and_then(Value::as_array_mut).into_iter().flatten() {
        strip(issue);
    }
    Ok(answer)
}

fn strip(value: &mut Value) {
    if let Some(members) = value.as_object_mut() {
        members.remove("message");
        members.remove("help");
    }
}
