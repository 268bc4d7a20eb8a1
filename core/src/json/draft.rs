//! JSON read as a draft: the fast way in, which copies nothing that has no escapes.

use alloc::string::String;
use alloc::vec::Vec;

use super::number;
use super::scanner::{Scan, Scanner, Token};
use crate::draft::{Draft, UnknownKey, Value};
use crate::fields::{Field, FieldSet};

/// Reads a draft; `None` is a value that is no object.
pub(super) fn read<'t>(scanner: &mut Scanner<'t>) -> Scan<Option<Draft<'t>>> {
    match scanner.token()? {
        Token::Map => read_members(scanner).map(Some),
        begun => scanner.skip(begun).map(|()| None),
    }
}

fn read_members<'t>(scanner: &mut Scanner<'t>) -> Scan<Draft<'t>> {
    let mut draft = Draft::new();
    let mut seen = FieldSet::EMPTY;
    let mut unknown = Vec::new();
    scanner.members(|scanner, key| {
        let key = key.decode();
        let Some(field) = Field::from_key(key.as_str()) else {
            unknown.push(UnknownKey { key: String::from(key.as_str()), duplicated: false });
            return scanner.skip_value();
        };
        if seen.contains(field) {
            draft.mark_duplicated(field);
        }
        seen.insert(field);
        draft.set_field(field, read_value(scanner)?);
        Ok(())
    })?;
    if !unknown.is_empty() {
        draft.set_unknown(merge(unknown));
    }
    Ok(draft)
}

fn read_value<'t>(scanner: &mut Scanner<'t>) -> Scan<Value<'t>> {
    Ok(match scanner.token()? {
        Token::Null => Value::Empty,
        Token::Boolean(value) => Value::Boolean(value),
        Token::Number(written) => number::value(written),
        Token::Text(quoted) => match quoted.decode() {
            text if text.as_str().is_empty() => Value::Empty,
            text => Value::Text(text),
        },
        begun => {
            scanner.skip(begun)?;
            Value::Other
        }
    })
}

/// Sorts keys, and makes those given more than once one that is marked.
fn merge(mut keys: Vec<UnknownKey>) -> Vec<UnknownKey> {
    keys.sort_unstable();
    keys.dedup_by(|next, kept| {
        let same = next.key == kept.key;
        kept.duplicated |= same;
        same
    });
    keys
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::Finding;
    use crate::draft::Text;
    use crate::{Context, Suggestion, validate_json};
    use alloc::format;
    use alloc::string::ToString;

    fn draft(text: &str) -> Draft<'_> {
        Draft::from_json(text.as_bytes()).unwrap_or_default()
    }

    fn codes(text: &str) -> Vec<(String, &'static str)> {
        let issues = validate_json(text.as_bytes(), &Context::new()).issues;
        issues.iter().map(|issue| (issue.field().to_string(), issue.code().as_str())).collect()
    }

    #[test]
    fn values_are_what_they_are() {
        let draft = draft(
            r#" { "name" : "a" , "role":null, "tenant":"", "connectEntraId":true, "bulkTokenLifetimeDays":3e1,
            "bulkToken":1.5, "adDomain":[1,{"x":"y"}], "adUsername":{"a":[]}, "na\u006de\u0000":1 } "#,
        );
        for (field, value) in [
            (Field::Name, Value::from("a")),
            (Field::Role, Value::Empty),
            (Field::Tenant, Value::Empty),
            (Field::ConnectEntraId, Value::Boolean(true)),
            (Field::BulkTokenLifetimeDays, Value::Integer(30)),
            (Field::BulkToken, Value::Other),
            (Field::AdDomain, Value::Other),
            (Field::AdUsername, Value::Other),
        ] {
            assert_eq!(*draft.get(field), value, "{field:?}");
        }
        assert_eq!(draft.unknown(), [UnknownKey { key: "name\0".into(), duplicated: false }]);
    }

    #[test]
    fn text_is_borrowed_unless_it_has_escapes() {
        let draft = draft(r#"{"name":"plain é","tenant":"a\u0062"}"#);
        assert!(matches!(draft.get(Field::Name), Value::Text(Text::Borrowed("plain é"))));
        assert!(matches!(draft.get(Field::Tenant), Value::Text(Text::Owned(text)) if text == "ab"));
    }

    #[test]
    fn a_key_given_twice_counts_by_its_last_value() {
        let twice = draft(r#"{"name":"a","\u006eame":"b","role":"source"}"#);
        assert_eq!(twice.get(Field::Name).as_text(), Some("b"));
        assert!(twice.is_duplicated(Field::Name));
        assert!(!twice.is_duplicated(Field::Role));
        // A value that is taken back is still given twice.
        assert!(draft(r#"{"name":"a","name":null}"#).is_duplicated(Field::Name));
    }

    #[test]
    fn duplicates_are_reported_first_and_once() {
        let found = codes(r#"{"x":1,"b":1,"adDomain":1,"adDomain":2,"adDomain":3,"role":"source","role":"?","x":{}}"#);
        let of = |key: &str| found.iter().filter(|(field, _)| field == key).map(|(_, code)| *code).collect::<Vec<_>>();
        assert_eq!(of("adDomain"), ["duplicate_field"]);
        assert_eq!(of("role"), ["duplicate_field", "unknown_choice"]);
        assert_eq!(of("x"), ["duplicate_field", "unknown_field"]);
        assert_eq!(of("b"), ["unknown_field"]);
    }

    #[test]
    fn a_lone_surrogate_is_malformed_text_and_no_malformed_json() {
        assert!(codes(r#"{"name":"\ud800"}"#).contains(&("name".into(), "malformed_text")));
        assert!(codes(r#"{"\udc00":1}"#).contains(&("\u{FFFD}".into(), "unknown_field")));
    }

    #[test]
    fn long_documents_take_no_time() {
        let text = "x\\n".repeat(350_000);
        assert!(codes(&format!("{{\"name\":\"{text}\"}}")).contains(&("name".into(), "too_long")));
        let digits = "9".repeat(1_000_000);
        assert!(codes(&format!("{{\"name\":{digits}}}")).contains(&("name".into(), "wrong_type")));
        let mut many = String::from("{");
        (0..100_000).for_each(|i| many.push_str(&format!("\"key{}\":{i},", i % 60_000)));
        many.push_str("\"name\":\"a\"}");
        let draft = draft(&many);
        assert_eq!(draft.unknown().len(), 60_000);
        assert_eq!(draft.unknown().iter().filter(|key| key.duplicated).count(), 40_000);
    }

    #[test]
    fn suggestions_come_from_text_as_elsewhere() {
        let report = validate_json(br#"{"nmae":1}"#, &Context::new());
        let issue = report.issues.iter().find(|issue| issue.finding == Finding::UnknownField);
        assert_eq!(issue.and_then(|issue| issue.suggestion.clone()), Some(Suggestion::Text("name".into())));
    }
}
