//! The TypeScript that follows from the core's tables: types of drafts, connections and codes, and the
//! tables that a page has on its own side of the boundary.

use serde_json::{Map, Value, json};

use super::HEADER;

/// The tables as data, as the core gives them.
pub struct Tables {
    /// The field table.
    pub fields: Vec<Value>,
    /// The code table.
    pub codes: Vec<Value>,
    /// The notes.
    pub notes: Vec<Value>,
}

impl Tables {
    /// The tables without what only files have, which pages do not load. Those codes come last, so that the others
    /// keep their numbers.
    pub fn for_pages(&self) -> Self {
        let known = self.codes.iter().take_while(|code| code["filesOnly"] != true).cloned().collect();
        Self { fields: self.fields.clone(), codes: known, notes: self.notes.clone() }
    }
}

pub(super) fn text<'v>(value: &'v Value, member: &str) -> &'v str {
    value[member].as_str().unwrap_or_default()
}

pub(super) fn list<'v>(value: &'v Value, member: &str) -> &'v [Value] {
    value[member].as_array().map_or(&[], Vec::as_slice)
}

/// What every page with a form needs: keys and labels by number, and the texts of codes and notes.
pub fn tables(tables: &Tables) -> String {
    let column =
        |rows: &[Value], member: &str| Value::from(rows.iter().map(|row| row[member].clone()).collect::<Vec<_>>());
    let place = |key: &Value| tables.fields.iter().position(|field| field["key"] == *key);
    let codes: Vec<Value> = tables
        .codes
        .iter()
        .map(|code| {
            let warning_in =
                list(code, "warningIn").iter().filter_map(place).fold(0_u32, |bits, place| bits | 1 << place);
            let special: Map<String, Value> = code["messageIn"]
                .as_object()
                .into_iter()
                .flatten()
                .filter_map(|(key, message)| Some((place(&Value::from(key.as_str()))?.to_string(), message.clone())))
                .collect();
            let params: Vec<Value> =
                code["params"].as_object().into_iter().flatten().map(|(name, kind)| json!([name, kind])).collect();
            json!([
                code["code"],
                if text(code, "severity") == "warning" { -1 } else { i64::from(warning_in) },
                params,
                code["message"],
                special,
                code["help"],
            ])
        })
        .collect();
    let notes: Vec<Value> = tables.notes.iter().map(|note| json!([note["id"], note["field"], note["text"]])).collect();
    // A list of the options' texts for each choice, since these do not cross the boundary.
    let choices: Map<String, Value> = tables
        .fields
        .iter()
        .enumerate()
        .filter(|(_, field)| field.get("choices").is_some())
        .map(|(place, field)| {
            let texts =
                list(field, "choices").iter().map(|c| json!([c["value"], c["label"], c["hint"]])).collect::<Vec<_>>();
            (place.to_string(), Value::from(texts))
        })
        .collect();
    let bits = |wanted: &dyn Fn(&Value) -> bool| {
        let places = tables.fields.iter().enumerate().filter(|(_, field)| wanted(field));
        json!(places.fold(0_u32, |bits, (place, _)| bits | 1 << place))
    };
    let secret = bits(&|field| field["secret"] == true);
    let integer = bits(&|field| field["kind"] == "integer");
    [
        format!("// {HEADER}\n\nimport type {{ FieldKey, IssueCode, NoteId }} from \"./types.js\";\n"),
        constant("The keys of the fields, by number.", "KEYS", "readonly FieldKey[]", &column(&tables.fields, "key")),
        constant("The labels of the fields, by number.", "LABELS", "readonly string[]", &column(&tables.fields, "label")),
        constant("The secret fields, a bit each.", "SECRETS", "number", &secret),
        constant("The fields that hold a whole number, a bit each.", "INTEGERS", "number", &integer),
        "/** How a parameter crosses the boundary. */\nexport type ParamKind = \"number\" | \"optionalNumber\" | \"text\" | \"list\";\n"
            .to_owned(),
        concat!(
            "/** A code: its name, the fields in which it is a warning as bits (-1: all), its parameters, its message, its\n",
            " * messages for some fields by number, its help. */\n",
            "export type CodeRow = readonly [IssueCode, number, readonly (readonly [string, ParamKind])[], string, ",
            "Readonly<Record<string, string>>, string];\n"
        )
        .to_owned(),
        rows("The code table, by number.", "CODES", "readonly CodeRow[]", &codes),
        constant(
            "The number of the code of what is no object: where a draft may be anything, JavaScript sees that by itself.",
            "NOT_AN_OBJECT",
            "number",
            &json!(rejoin::CODES.iter().position(|code| code.name == rejoin::Finding::NotAnObject.code().as_str())),
        ),
        rows("The notes, by number: id, field, text.", "NOTES", "readonly (readonly [NoteId, FieldKey, string])[]", &notes),
        constant(
            "The choices of a field, by its number: value, label, hint.",
            "CHOICES",
            "Readonly<Record<string, readonly (readonly [string, string, string])[]>>",
            &Value::from(choices),
        ),
    ]
    .join("\n")
}

/// The field table as `fields()` gives it.
pub fn field_table(tables: &Tables) -> String {
    let head = format!("// {HEADER}\n\nimport type {{ FieldSpec }} from \"./field-spec.js\";\n");
    [head, rows("The field table.", "FIELDS", "readonly FieldSpec[]", &tables.fields)].join("\n")
}

/// The JSON Schemas.
pub fn schemas() -> String {
    let schema = |name: &str, dialect| {
        let schema = rejoin::json_schema_for(dialect).to_json();
        format!("/** The schema in this dialect. */\nexport const {name}: JsonSchema = {schema};\n")
    };
    [
        format!("// {HEADER}\n\nimport type {{ JsonSchema }} from \"./schema.js\";\n"),
        schema("DRAFT_2020_12", rejoin::Dialect::Draft202012),
        schema("DRAFT_07", rejoin::Dialect::Draft07),
        constant(
            "What is different where a host takes one role only: the schema's name, and the role.",
            "OF_ROLE",
            "Readonly<Record<string, { readonly $id: string; readonly role: JsonSchema }>>",
            &of_roles(),
        ),
    ]
    .join("\n")
}

/// What differs from the schema in those of the roles.
fn of_roles() -> Value {
    let role = rejoin::Field::Role;
    let roles = role.spec().kind.choices().iter().map(|choice| {
        let schema = rejoin::json_schema_for_role(rejoin::Dialect::default(), choice.value).to_json();
        let schema: Value = serde_json::from_str(&schema).unwrap_or_default();
        (choice.value.to_owned(), json!({ "$id": schema["$id"], "role": schema["properties"][role.key()] }))
    });
    Value::Object(roles.collect())
}

fn constant(doc: &str, name: &str, of: &str, value: &Value) -> String {
    format!("/** {doc} */\nexport const {name}: {of} = {value};\n")
}

fn rows(doc: &str, name: &str, of: &str, rows: &[Value]) -> String {
    let rows: String = rows.iter().map(|row| format!("  {row},\n")).collect();
    format!("/** {doc} */\nexport const {name}: {of} = [\n{rows}];\n")
}

/// A way through the choices: the fields that it fixes, and their values as TypeScript has them.
#[derive(Clone, Default)]
pub(super) struct Branch {
    pub(super) name: String,
    fixed: Vec<(String, String)>,
}

impl Branch {
    pub(super) fn value_of(&self, key: &str) -> Option<&str> {
        self.fixed.iter().find(|(fixed, _)| fixed == key).map(|(_, value)| value.as_str())
    }

    /// Whether a field applies in this branch; `None` where that depends on more than the branch.
    pub(super) fn applies(&self, field: &Value) -> Option<bool> {
        let Some(when) = field.get("appliesWhen").filter(|when| !when.is_null()) else { return Some(true) };
        let value = self.value_of(text(when, "field"))?;
        Some(list(when, "in").iter().map(Value::to_string).any(|wanted| wanted == value))
    }
}

/// All ways through the choices; with `booleans`, those too on which other fields hang.
pub(super) fn branches(fields: &[Value], booleans: bool) -> Vec<Branch> {
    let hung_on = |key: &str| fields.iter().any(|field| text(&field["appliesWhen"], "field") == key);
    let mut branches = vec![Branch::default()];
    for field in fields.iter().filter(|field| hung_on(text(field, "key"))) {
        let key = text(field, "key");
        let split = text(field, "kind") == "choice" || booleans;
        branches = branches
            .into_iter()
            .flat_map(|branch| {
                if branch.applies(field) != Some(true) || !split { vec![branch] } else { fork(&branch, field, key) }
            })
            .collect();
    }
    branches
}

/// A branch for each value that the field can have.
fn fork(branch: &Branch, field: &Value, key: &str) -> Vec<Branch> {
    let with = |name: &str, value: String| {
        let mut fork = branch.clone();
        // The destination says that it is one.
        if fork.name == "Destination" {
            fork.name.clear();
        }
        fork.name.push_str(name);
        fork.fixed.push((key.to_owned(), value));
        fork
    };
    if text(field, "kind") == "boolean" {
        let flag = pascal(key.trim_start_matches("create"));
        return vec![with("", "false".to_owned()), with(&format!("With{flag}"), "true".to_owned())];
    }
    list(field, "choices")
        .iter()
        .filter(|choice| {
            // What is offered for some values only, is so for those of the field it hangs on.
            let offered = list(choice, "offeredFor");
            let chosen = branch.value_of(text(&field["appliesWhen"], "field"));
            offered.is_empty() || offered.iter().any(|value| Some(value.to_string().as_str()) == chosen)
        })
        .map(|choice| with(&pascal(text(choice, "value")), choice["value"].to_string()))
        .collect()
}

fn pascal(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(chars).collect()
}

/// The type of a field's value.
fn type_of(field: &Value) -> String {
    match text(field, "kind") {
        "boolean" => "boolean".to_owned(),
        "integer" => "number".to_owned(),
        "choice" => union(list(field, "choices").iter().map(|choice| choice["value"].to_string())),
        _ => "string".to_owned(),
    }
}

fn union(words: impl Iterator<Item = String>) -> String {
    words.collect::<Vec<_>>().join(" | ")
}

/// The types of fields, drafts, connections, codes and notes.
pub fn types(tables: &Tables) -> String {
    let names = |rows: &[Value], member: &str| union(rows.iter().map(|row| row[member].to_string()));
    let secret = tables.fields.iter().filter(|field| field["secret"] == true).cloned().collect::<Vec<_>>();
    let key = tables.fields.iter().filter(|field| text(field, "kind") == "key").cloned().collect::<Vec<_>>();
    let mut out = format!("// {HEADER}\n\n");
    for (doc, name, of) in [
        ("The key of a field.", "FieldKey", names(&tables.fields, "key")),
        ("The key of a secret field.", "SecretFieldKey", names(&secret, "key")),
        ("The key of a field that holds a key.", "KeyFieldKey", names(&key, "key")),
        ("The code of an issue.", "IssueCode", names(&tables.codes, "code")),
        ("The name of a note.", "NoteId", names(&tables.notes, "id")),
    ] {
        out.push_str(&format!("/** {doc} */\nexport type {name} = {of};\n\n"));
    }
    out.push_str("/** The parameters of each code. */\nexport interface IssueParams {\n");
    for code in &tables.codes {
        let params: Vec<String> =
            code["params"].as_object().into_iter().flatten().map(|(name, kind)| param(name, kind)).collect();
        let of = if params.is_empty() {
            "Readonly<Record<string, never>>".to_owned()
        } else {
            format!("{{ {} }}", params.join("; "))
        };
        out.push_str(&format!("  /** {} */\n  {}: {of};\n", text(code, "meaning"), text(code, "code")));
    }
    out.push_str("}\n\n/** The value of each field, as a draft holds it when it is of the right type. */\nexport interface FieldValues {\n");
    for field in &tables.fields {
        out.push_str(&format!("  /** {} */\n  {}: {};\n", text(field, "label"), text(field, "key"), type_of(field)));
    }
    out.push_str("}\n\n");
    out.push_str(&branch_types(&tables.fields, false));
    out.push_str(&branch_types(&tables.fields, true));
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

fn param(name: &str, kind: &Value) -> String {
    match kind.as_str().unwrap_or_default() {
        "optionalNumber" => format!("readonly {name}?: number"),
        "number" => format!("readonly {name}: number"),
        "list" => format!("readonly {name}: readonly string[]"),
        _ => format!("readonly {name}: string"),
    }
}

/// A type for each branch, and their union: of connections, or of drafts.
fn branch_types(fields: &[Value], drafts: bool) -> String {
    let suffix = if drafts { "Draft" } else { "Connection" };
    let branches = branches(fields, !drafts);
    let mut out = String::new();
    for branch in &branches {
        let of =
            if drafts { "What a person or a script has typed so far" } else { "A validated connection in normal form" };
        out.push_str(&format!("/** {of}: {}. */\nexport type {}{suffix} = {{\n", described(branch), branch.name));
        for field in fields {
            if branch.applies(field) == Some(false) || (branch.applies(field).is_none() && !drafts) {
                continue;
            }
            out.push_str(&member(branch, field, drafts));
        }
        out.push_str("};\n\n");
    }
    let union = union(branches.iter().map(|branch| format!("{}{suffix}", branch.name)));
    let doc =
        if drafts { "What a person or a script has typed so far." } else { "A validated connection in normal form." };
    out.push_str(&format!("/** {doc} */\nexport type {suffix} = {union};\n\n"));
    out
}

pub(super) fn described(branch: &Branch) -> String {
    branch
        .fixed
        .iter()
        .map(|(key, value)| format!("`{key}` {}", value.replace('"', "`")))
        .collect::<Vec<_>>()
        .join(", ")
}

fn member(branch: &Branch, field: &Value, drafts: bool) -> String {
    let key = text(field, "key");
    match branch.value_of(key) {
        // A boolean is false when it is not given, so a draft may leave it out.
        Some(value) if drafts && text(field, "kind") == "boolean" => format!("  {key}?: {value} | null;\n"),
        Some(value) => format!("  {key}: {value};\n"),
        None if drafts => format!("  {key}?: {} | null;\n", type_of(field)),
        None => {
            // What the host holds already, or what need not be given, may not be there.
            let optional = field["secret"] == true || (field["required"] == false && text(field, "kind") != "boolean");
            format!("  {key}{}: {};\n", if optional { "?" } else { "" }, type_of(field))
        }
    }
}
