//! Runs the conformance suite against the Rust core; `run.mjs` is its twin for the npm package.
//! What a case holds and how it is compared: README.md.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test that panics is a test that fails"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use rejoin::{Context, Draft, Issue, Key, Language, Report, Tree, Value as Typed};
use serde_json::{Map, Value, json};

const EXCLUDED: [&str; 0] = [];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/cases")
}

fn read(name: &str) -> Value {
    serde_json::from_slice(&fs::read(folder().join(name)).unwrap()).unwrap()
}

fn list<'v>(value: &'v Value, member: &str) -> &'v [Value] {
    value[member].as_array().map_or(&[], Vec::as_slice)
}

fn members_of(case: &Value, bases: &Value) -> Map<String, Value> {
    let base = case.get("draft").or_else(|| bases.get(case["base"].as_str()?)).unwrap();
    let mut draft = base.as_object().unwrap().clone();
    for key in list(case, "unset") {
        draft.remove(key.as_str().unwrap());
    }
    for (key, value) in case["set"].as_object().into_iter().flatten() {
        draft.insert(key.clone(), value.clone());
    }
    if let Some(repeat) = case.get("repeat") {
        let text = |member: &str| repeat[member].as_str().unwrap_or_default();
        let times = usize::try_from(repeat["times"].as_u64().unwrap()).unwrap();
        let long = format!("{}{}{}", text("prefix"), text("text").repeat(times), text("suffix"));
        draft.insert(text("field").to_owned(), long.into());
    }
    draft
}

fn draft_of(members: &Map<String, Value>) -> Draft<'_> {
    let value = |value| match value {
        &Value::Null => Typed::Empty,
        &Value::Bool(value) => Typed::Boolean(value),
        Value::Number(number) => Typed::number(number.as_f64().unwrap()),
        Value::String(text) => Typed::from(text.as_str()),
        Value::Array(_) | Value::Object(_) => Typed::Other,
    };
    members.iter().map(|(key, member)| (key, value(member))).collect()
}

fn context_of(case: &Value) -> Result<Context, rejoin::ContextError> {
    let text = case.get("context").unwrap_or(&Value::Null).to_string();
    Context::from_tree(&Tree::from_json(text.as_bytes()).unwrap())
}

fn report(case: &Value, bases: &Value) -> Result<Report, rejoin::ContextError> {
    let context = context_of(case)?;
    if let Some(hex) = case["bytes"].as_str() {
        let digits: Vec<u8> =
            hex.bytes().map(|digit| u8::try_from(char::from(digit).to_digit(16).unwrap()).unwrap()).collect();
        let bytes: Vec<u8> = digits.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect();
        return Ok(rejoin::validate_json(&bytes, &context));
    }
    if let Some(text) = case["json"].as_str() {
        return Ok(rejoin::validate_json(text.as_bytes(), &context));
    }
    let members = members_of(case, bases);
    let report = rejoin::validate(&draft_of(&members), &context);
    // The same as JSON text has the same answer.
    let text = Value::from(members.clone()).to_string();
    assert_eq!(rejoin::validate_json(text.as_bytes(), &context), report);
    Ok(report)
}

fn comparable(issue: &Value, loose: bool) -> Value {
    let mut issue = issue.clone();
    let issue = issue.as_object_mut().unwrap();
    issue.retain(|member, _| member != "message" && member != "help");
    if loose {
        let params = issue["params"].as_object().unwrap();
        issue["params"] =
            params.iter().filter(|(_, value)| value.as_u64() > Some(0)).map(|(name, _)| name.clone()).collect();
    }
    Value::from(issue.clone())
}

fn check_report(case: &Value, bases: &Value) {
    let report = report(case, bases).unwrap();
    let loose = case["paramsLoose"] == true;
    let answer: Value = serde_json::from_str(&report.to_tree().to_json()).unwrap();
    let comparable = |of: &Value| list(of, "issues").iter().map(|issue| comparable(issue, loose)).collect::<Vec<_>>();
    assert_eq!(comparable(&answer), comparable(case));
    let valid = !list(case, "issues").iter().any(|issue| issue["severity"] == "error");
    assert_eq!(report.is_valid(), valid);
    assert_eq!(report.connection.is_some(), valid);
    for (key, value) in case["connection"].as_object().into_iter().flatten() {
        assert_eq!(&answer["connection"][key], value, "{key}");
    }
    for key in list(case, "connectionLacks") {
        assert_eq!(answer["connection"].get(key.as_str().unwrap()), None);
    }
    if let Some(connection) = &report.connection {
        let again = rejoin::validate(&connection.to_draft(), &context_of(case).unwrap());
        assert_eq!(again.connection.as_ref(), Some(connection));
    }
    for issue in &report.issues {
        check_languages(issue);
    }
}

/// In every language there is a message of its own, short, with nothing left to be filled in.
fn check_languages(issue: &Issue) {
    static LANGUAGES: LazyLock<Vec<Language>> =
        LazyLock::new(|| rejoin::languages().map(|tag| Language::named(tag).unwrap()).collect());
    let params: Vec<String> = issue.code().spec().params.iter().map(|(name, _)| format!("{{{name}}}")).collect();
    for language in &*LANGUAGES {
        let message = language.message(issue);
        assert!(message.chars().count() <= 100, "{message}");
        assert!(!message.contains("{label}") && !params.iter().any(|param| message.contains(param)), "{message}");
        let english = language.tag() == "en";
        assert_eq!([message == issue.message(), language.help(issue) == issue.help()], [english; 2], "{message}");
    }
}

fn check_key(case: &Value) {
    let answer = match Key::parse(case["key"].as_str().unwrap(), None) {
        Ok(key) => key.to_tree(),
        Err(finding) => finding.to_tree(),
    };
    let mut answer: Value = serde_json::from_str(&answer.to_json()).unwrap();
    assert_eq!(answer.as_object_mut().unwrap().remove("message").is_some(), case["expect"].get("code").is_some());
    assert_eq!(answer, case["expect"]);
}

fn check(case: &Value, bases: &Value) {
    if case.get("key").is_some() {
        check_key(case);
    } else if case["raises"] == true {
        assert!(context_of(case).is_err());
    } else {
        check_report(case, bases);
    }
}

#[test]
fn every_case_has_the_expected_answer() {
    let bases = read("bases.json");
    let mut names: Vec<_> =
        fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    let (mut passed, mut failed, mut codes) = (0, Vec::new(), BTreeSet::new());
    for name in names.iter().filter(|name| name.ends_with(".json") && *name != "bases.json") {
        for case in list(&read(name), "cases") {
            if EXCLUDED.contains(&case["name"].as_str().unwrap()) {
                continue;
            }
            codes.extend(list(case, "issues").iter().map(|issue| issue["code"].as_str().unwrap().to_owned()));
            match std::panic::catch_unwind(|| check(case, &bases)) {
                Ok(()) => passed += 1,
                Err(_) => failed.push(format!("{name}: {}", case["name"])),
            }
        }
    }
    // What only files have is for the tests of those who read files.
    let drafts = rejoin::codes().iter().filter(|row| !row.files_only);
    let missing: Vec<_> = drafts.map(|row| row.name).filter(|name| !codes.contains(*name)).collect();
    assert_eq!(missing, [""; 0], "no case has these codes");
    println!("Rust core: {passed} passed, {} failed", failed.len());
    assert_eq!(failed, [""; 0]);
}

#[test]
fn what_is_expected_is_not_everything() {
    // A control: a suite that compares nothing passes everything.
    let case = json!({ "base": "source", "set": { "name": "=1" }, "issues": [] });
    let checked = std::panic::catch_unwind(|| check(&case, &read("bases.json")));
    assert!(checked.is_err());
}
