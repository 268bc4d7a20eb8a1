//! What a language says, and what is wrong with one.

use super::*;
use crate::key::KeyKind;
use crate::{Context, Key, Report, validate_json};
use alloc::string::ToString;

fn tree(json: &str) -> Tree {
    Tree::from_json(json.as_bytes()).unwrap_or(Tree::Null)
}

fn report(json: &str) -> Report {
    validate_json(json.as_bytes(), &Context::new())
}

#[test]
fn english_says_what_the_tables_say() {
    let english = Language::english();
    let keys = FIELDS.iter().map(|row| alloc::format!("{:?}: [1]", row.key)).collect::<Vec<_>>().join(",");
    for text in ["[]", "?", "{}", &alloc::format!("{{{keys}}}"), r#"{"role": "source", "clientSecret": "•••"}"#] {
        for issue in report(text).issues {
            assert_eq!(english.message(&issue), issue.message());
            assert_eq!(english.help(&issue), issue.help());
        }
    }
    for row in &FIELDS {
        assert_eq!(english.field_to_tree(row), row.to_tree());
    }
    for row in &CODES {
        assert_eq!(english.code_to_tree(row), row.to_tree());
    }
    for note in &NOTES {
        assert_eq!(english.note(note, PasswordPolicy::default()), note.text_for(PasswordPolicy::default()));
    }
}

#[test]
fn a_region_has_its_language() -> Result<(), LanguageError> {
    for tag in ["de", "de-AT", "DE_ch"] {
        assert_eq!(Language::named(tag)?.tag(), "de");
    }
    assert_eq!(Language::named("en-GB")?, Language::english());
    let error = Language::named("tlh").err().map(|error| error.to_string());
    assert_eq!(error.as_deref(), Some("there is no language \"tlh\"; there are en, de, fr, ja, ko"));
    assert!(languages().all(|tag| Language::named(tag).is_ok_and(|language| language.tag() == tag)));
    Ok(())
}

#[test]
fn parameters_are_words_of_the_language() -> Result<(), LanguageError> {
    let german = Language::named("de")?;
    let finding = Key::parse("rjcon1", Some(KeyKind::Configuration)).err();
    let issue = |finding| Issue::new(crate::Place::Document, finding);
    assert_eq!(
        finding.map(|finding| german.message(&issue(finding))).as_deref(),
        Some("Geben Sie einen Konfigurationsschlüssel ein; dies ist ein Verbindungsschlüssel")
    );
    let wrong = report(r#"{"role": 3}"#);
    assert_eq!(
        wrong.issues.last().map(|issue| german.message(issue)).as_deref(),
        Some("Falscher Typ für „Quelle oder Ziel“; erwartet: Text")
    );
    // What is to be typed stays as it is.
    let wrong = report(r#"{"role": "sauce"}"#);
    assert_eq!(
        wrong.issues.last().map(|issue| german.message(issue)).as_deref(),
        Some("Wählen Sie einen dieser Werte: source, destination")
    );
    Ok(())
}

#[test]
fn a_host_says_some_things_its_own_way() -> Result<(), LanguageError> {
    let own = tree(
        r#"{"tag": "de-x-host", "codes": {"too_long": {"message": "Höchstens {max}"}}, "fields": {"name": {"label": "Titel"}}}"#,
    );
    let language = Language::named("de")?.with(&own)?;
    let long = report(&alloc::format!(r#"{{"name": "{}"}}"#, "a".repeat(257)));
    assert_eq!(long.issues.first().map(|issue| language.message(issue)).as_deref(), Some("Höchstens 256"));
    assert_eq!(language.label(Field::Name), "Titel");
    assert_eq!(language.label(Field::Type), "Verbindungstyp");
    Ok(())
}

#[test]
fn mistakes_in_texts_are_named() {
    let error = |json: &str| Language::english().with(&tree(json)).map_err(|error| error.to_string()).err();
    for (json, expected) in [
        (r#"{"codes": {"to_long": {}}}"#, "codes.to_long is no text of a language"),
        (r#"{"notes": "x"}"#, "notes must be an object"),
        (r#"[]"#, "a language must be an object"),
        (r#"{"notes": {"localAdministrator": 1}}"#, "notes.localAdministrator must be a text"),
        (r#"{"codes": {"too_long": {"message": "Shorten it"}}}"#, "codes.too_long.message lacks {max}"),
        (
            r#"{"codes": {"too_short": {"message": "{min} {max}"}}}"#,
            "codes.too_short.message has {max}, which is not known here",
        ),
        (r#"{"sections": {"source": "{label}"}}"#, "sections.source has {label}, which is not known here"),
    ] {
        assert_eq!(error(json).as_deref(), Some(expected), "{json}");
    }
    assert_eq!(error(r#"{"codes": {"required": {"message": "Needed"}}, "notes": null}"#), None);
}
