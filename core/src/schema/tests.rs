//! The schema against the field table and against validation.

use super::*;
use crate::catalog::samples::BASES;
use crate::codes::Code;
use crate::context::Context;
use crate::draft::Draft;
use crate::validate::validate;

/// The value at the end of a path of names.
fn at<'t>(tree: &'t Tree, path: &str) -> Option<&'t Tree> {
    path.split('/').try_fold(tree, |tree, name| tree.member(name))
}

fn list<'t>(tree: &'t Tree, path: &str) -> &'t [Tree] {
    at(tree, path).and_then(Tree::as_list).unwrap_or_default()
}

fn names(tree: &Tree, path: &str) -> Vec<String> {
    list(tree, path).iter().filter_map(Tree::as_text).map(String::from).collect()
}

/// Whether a draft has the exact values that a condition asks for.
fn holds(condition: &Tree, draft: &Tree) -> bool {
    names(condition, "required").iter().all(|key| {
        let value = draft.member(key);
        let schema = at(condition, "properties").and_then(|fields| fields.member(key));
        let one = schema.and_then(|schema| schema.member("const"));
        let some = schema.map_or(&[][..], |schema| list(schema, "enum"));
        value.is_some() && (one == value || some.iter().any(|word| Some(word) == value))
    })
}

/// The keys that the schema requires in a draft.
fn required(schema: &Tree, draft: &Tree) -> Vec<String> {
    let branches = list(schema, "allOf").iter();
    let taken = branches.filter(|branch| branch.member("if").is_some_and(|condition| holds(condition, draft)));
    names(schema, "required").into_iter().chain(taken.flat_map(|branch| names(branch, "then/required"))).collect()
}

/// The members of a draft but one.
fn without(draft: &Tree, key: &str) -> Tree {
    let members = draft.as_map().unwrap_or_default().iter();
    Tree::map(members.filter(|(name, _)| name != key).map(|(name, value)| (name.as_str(), value.clone())))
}

#[test]
fn each_field_is_described_once() {
    let schema = json_schema();
    let properties = at(&schema, "properties").and_then(Tree::as_map).unwrap_or_default();
    assert!(properties.iter().map(|(key, _)| key.as_str()).eq(FIELDS.iter().map(|row| row.key)));
    for ((key, property), row) in properties.iter().zip(&FIELDS) {
        assert_eq!(at(property, "title"), Some(&Tree::from(row.label)), "{key}");
        assert_eq!(at(property, "writeOnly").is_some(), row.is_secret(), "{key}");
        assert_eq!(at(property, "type").is_some(), row.applies == Applies::Always, "{key}");
    }
    assert_eq!(at(&schema, "additionalProperties"), Some(&Tree::from(false)));
    assert_eq!(at(&schema, "properties/bulkTokenLifetimeDays/examples"), Some(&Tree::list([90_u32])));
}

#[test]
fn dialects_differ_in_their_name_only() {
    let [a, b] = Dialect::ALL.map(json_schema_for);
    assert_ne!(a, b);
    assert_eq!(without(&a, "$schema"), without(&b, "$schema"));
    for dialect in Dialect::ALL {
        assert_eq!(Dialect::from_name(dialect.as_str()), Some(dialect));
    }
}

#[test]
fn required_is_what_validation_requires() {
    let schema = json_schema();
    for base in BASES {
        let draft = Tree::from_json(base.as_bytes()).unwrap_or(Tree::Null);
        let keys: Vec<String> = draft.as_map().unwrap_or_default().iter().map(|(key, _)| key.clone()).collect();
        assert!(!keys.is_empty());
        assert!(required(&schema, &draft).iter().all(|key| keys.contains(key)), "{base}");
        for key in keys {
            let less = without(&draft, &key).to_json();
            let report = validate(&Draft::from_json(less.as_bytes()).unwrap_or_default(), &Context::new());
            let missing = report.issues.iter().any(|i| i.field() == key && i.code() == Code::Required);
            assert_eq!(required(&schema, &draft).contains(&key), missing, "{key} of {base}");
        }
    }
}

#[test]
fn a_branch_offers_what_its_condition_allows() {
    let schema = json_schema();
    let offered: Vec<(Vec<String>, Vec<String>)> = list(&schema, "allOf")
        .iter()
        .filter_map(|branch| {
            let method = at(branch, "then/properties/rejoinMethod")?;
            let words = list(method, "anyOf").iter().flat_map(|choice| names(choice, "enum")).collect();
            let one = at(branch, "if/properties/destination/const").and_then(Tree::as_text);
            let some = names(branch, "if/properties/destination/enum");
            Some((one.map(String::from).into_iter().chain(some).collect(), words))
        })
        .collect();
    let words = |words: &[&str]| words.iter().copied().map(String::from).collect::<Vec<_>>();
    assert_eq!(
        offered,
        [
            (words(&["activeDirectory", "hybridIdentity"]), words(&["onlineCredentials", "offlineAgent"])),
            (words(&["entraId"]), words(&["bulkToken", "enrollmentFile"])),
        ]
    );
}

#[test]
fn patterns_hold_the_whole_value() {
    assert_eq!(key_pattern("rjcfg1"), "^[^!-~]*(?:rjcfg1[02-9ac-hj-np-z]{72}|RJCFG1[02-9AC-HJ-NP-Z]{72})[^!-~]*$");
    let word = |c: char| c.is_ascii_alphanumeric();
    for row in &FIELDS {
        assert!(row.kind.choices().iter().all(|choice| choice.value.chars().all(word)), "{}", row.key);
    }
}

#[test]
fn a_role_has_a_schema_of_its_own() {
    let whole = json_schema();
    for role in Field::Role.kind().choices() {
        let schema = json_schema_for_role(Dialect::default(), role.value);
        assert_eq!(
            at(&schema, "$id").and_then(Tree::as_text),
            Some(format!("urn:rejoin:connection:1:{}", role.value).as_str())
        );
        let words = |schema: &Tree| list(schema, "properties/role/anyOf").first().map(|exact| names(exact, "enum"));
        assert_eq!(words(&schema), Some(alloc::vec![String::from(role.value)]));
        assert_eq!(words(&whole).map(|all| all.len()), Some(2));
        assert_eq!(at(&schema, "allOf"), at(&whole, "allOf"));
    }
    assert_eq!(json_schema_for_role(Dialect::default(), "sauce"), whole);
}
