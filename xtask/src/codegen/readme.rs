//! The tables in the README, between marks.

use std::fmt::Write as _;

use super::typescript::Tables;

/// The README with its tables as the core has them.
pub fn readme(current: &str, tables: &Tables) -> String {
    let with_fields = between(current, "fields", &fields(tables));
    between(&with_fields, "codes", &codes(tables))
}

/// The text with what stands between two marks replaced.
fn between(text: &str, mark: &str, table: &str) -> String {
    let (open, close) = (format!("<!-- {mark}: written by `cargo xtask codegen` -->"), format!("<!-- /{mark} -->"));
    match text.split_once(&open).and_then(|(before, rest)| Some((before, rest.split_once(&close)?.1))) {
        Some((before, after)) => format!("{before}{open}\n{table}{close}{after}"),
        None => text.to_owned(),
    }
}

fn fields(tables: &Tables) -> String {
    let mut out = String::from("| Key | Label | Holds | Applies when |\n|---|---|---|---|\n");
    for field in &tables.fields {
        let text = |member: &str| field[member].as_str().unwrap_or_default();
        let limit = field["maxLength"].as_u64().map(|max| format!(", at most {max}")).unwrap_or_default();
        let range = match (field["minimum"].as_u64(), field["maximum"].as_u64()) {
            (Some(min), Some(max)) => format!(", {min} to {max}"),
            _ => String::new(),
        };
        let when = match field["appliesWhen"]["in"].as_array() {
            None => "always".to_owned(),
            Some(values) => {
                let values: Vec<String> =
                    values.iter().map(|value| format!("`{}`", value.to_string().trim_matches('"'))).collect();
                format!("`{}` is {}", field["appliesWhen"]["field"].as_str().unwrap_or_default(), values.join(" or "))
            }
        };
        let required = if field["required"] == true { "" } else { ", optional" };
        _ = writeln!(
            out,
            "| `{}` | {} | {}{limit}{range}{required} | {when} |",
            text("key"),
            text("label"),
            text("kind")
        );
    }
    out
}

fn codes(tables: &Tables) -> String {
    let mut out = String::from("| Code | Severity | Meaning | What to do |\n|---|---|---|---|\n");
    for code in &tables.codes {
        let text = |member: &str| code[member].as_str().unwrap_or_default().replace('|', "\\|");
        let mild = code["warningIn"].as_array().is_some_and(|fields| !fields.is_empty());
        let severity = if mild { "error or warning".to_owned() } else { text("severity") };
        let files = if code["filesOnly"] == true { ", in a file" } else { "" };
        _ = writeln!(out, "| `{}` | {severity}{files} | {} | {} |", text("code"), text("meaning"), text("message"));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_between_the_marks_changes() {
        let text = "a\n<!-- x: written by `cargo xtask codegen` -->\nold\n<!-- /x -->\nb\n";
        let new = between(text, "x", "new\n");
        assert_eq!(new, text.replace("old", "new"));
        assert_eq!(between(&new, "x", "new\n"), new);
        assert_eq!(between("no marks", "x", "new"), "no marks");
    }
}
