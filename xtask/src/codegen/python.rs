//! The Python types that follow from the core's tables: of drafts, connections, keys and codes.

use serde_json::Value;

use super::HEADER;
use super::typescript::{Branch, Tables, branches, described, list, text};

/// The module with the types, whose names `rejoin.types` gives on.
pub fn types(tables: &Tables) -> String {
    let only = |member: &str, value: Value| {
        tables.fields.iter().filter(|field| field[member] == value).cloned().collect::<Vec<_>>()
    };
    let mut out = format!("# {HEADER}\n\nfrom typing import Literal, TypedDict\n");
    for (doc, name, rows, member) in [
        ("The key of a field.", "FieldKey", &tables.fields, "key"),
        ("The key of a secret field.", "SecretFieldKey", &only("secret", true.into()), "key"),
        ("The key of a field that holds a key.", "KeyFieldKey", &only("kind", "key".into()), "key"),
        ("The code of an issue.", "IssueCode", &tables.codes, "code"),
        ("The name of a note.", "NoteId", &tables.notes, "id"),
    ] {
        let words: String = rows.iter().map(|row| format!("    {},\n", row[member])).collect();
        out += &format!("\n# {doc}\n{name} = Literal[\n{words}]\n");
    }
    out += "\n\nclass Draft(TypedDict, total=False):\n";
    out += "    \"\"\"What a person or a script has typed so far. Everything may be left out, or be None.\"\"\"\n\n";
    for field in &tables.fields {
        out += &format!("    {}: {} | None\n", text(field, "key"), type_of(field));
    }
    let branches = branches(&tables.fields, true);
    for branch in &branches {
        out += &connection(branch, &tables.fields);
    }
    let names = branches.iter().map(|branch| format!("{}Connection", branch.name)).collect::<Vec<_>>();
    out + &format!("\n\n# A validated connection in normal form.\nConnection = (\n    {}\n)\n", names.join("\n    | "))
}

/// The type of the connections of a branch. Python 3.10 marks what may be left out by a class of its own.
fn connection(branch: &Branch, fields: &[Value]) -> String {
    let name = &branch.name;
    let (mut there, mut optional) = (String::new(), String::new());
    for field in fields.iter().filter(|field| branch.applies(field) == Some(true)) {
        let key = text(field, "key");
        let boolean = text(field, "kind") == "boolean";
        let line = match branch.value_of(key) {
            Some(value) => format!("    {key}: Literal[{}]\n", literal(value)),
            None => format!("    {key}: {}\n", type_of(field)),
        };
        // What the host holds already, or what need not be given, may not be there.
        let may_lack = field["secret"] == true || (field["required"] == false && !boolean);
        if may_lack { &mut optional } else { &mut there }.push_str(&line);
    }
    let doc = format!("    \"\"\"A validated connection in normal form: {}.\"\"\"\n\n", described(branch));
    if optional.is_empty() {
        return format!("\n\nclass {name}Connection(TypedDict):\n{doc}{there}");
    }
    format!(
        "\n\nclass _{name}Connection(TypedDict):\n{there}\n\nclass {name}Connection(_{name}Connection, total=False):\n{doc}{optional}"
    )
}

/// The type of a field's value.
fn type_of(field: &Value) -> String {
    match text(field, "kind") {
        "boolean" => "bool".to_owned(),
        "integer" => "int".to_owned(),
        "choice" => {
            let values: Vec<String> = list(field, "choices").iter().map(|choice| choice["value"].to_string()).collect();
            format!("Literal[{}]", values.join(", "))
        }
        _ => "str".to_owned(),
    }
}

/// A value of JSON as Python writes it.
fn literal(value: &str) -> &str {
    match value {
        "true" => "True",
        "false" => "False",
        text => text,
    }
}
