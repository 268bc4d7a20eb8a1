//! The fast way into a draft against slow ones: a draft made of a tree, and what `serde_json` accepts.
//!
//! Documents are changed at random, by a small generator that gives the same ones on every run.

use alloc::string::String;
use alloc::vec::Vec;

use super::*;
use crate::draft::{UnknownKey, Value};
use crate::fields::{FIELDS, Field};

/// Documents to start from: between them, they have everything that JSON has.
const SEEDS: [&str; 12] = [
    r#"{"name":"EMEA","type":"activeDirectoryEntraIdDevices","role":"source","connectEntraId":false}"#,
    r#"{ "role" : "destination", "destination":"entraId", "bulkTokenLifetimeDays": 30.0 , "bulkToken":"a\\\"b"}"#,
    r#"{"name":"a","n\u0061me":"b","x":[1,{"y":[null,true,false]}],"x":{},"\ud83d\ude00":"\ud83d\ude00"}"#,
    r#"{"adUsername":"CONTOSO\\svc","adPassword":"p\t\u00e9\n\/\b\f\r","bulkTokenLifetimeDays":-12e-1}"#,
    "\n{\t\"tenant\" :\r\n null , \"adDomain\":\"é😀\u{2028}\" , \"\":\"\" }\n",
    r#"{"a":0,"b":-0,"c":0.5,"d":1e5,"e":1E+05,"f":1e-7,"name":120,"role":12.5,"tenant":true}"#,
    r#"[1,2,"3",[],{},[[[]]],{"a":{"b":{}}}]"#,
    r#""text \u0041 and \\ more""#,
    "-12.34e-5",
    "null",
    "{}",
    r#"{"enrollmentFilePath":"\\\\files.contoso.com\\rejoin\\bulk.ppkg","\ud800":"\udc00\ud800","zz":1}"#,
];

/// What is put into them: all that has a meaning in JSON, and some that has none.
const PIECES: [&str; 40] = [
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "\\",
    "/",
    "0",
    "1",
    "9",
    "-",
    "+",
    ".",
    "e",
    "E",
    "true",
    "false",
    "null",
    "NaN",
    " ",
    "\n",
    "\r",
    "\t",
    "\u{B}",
    "\u{A0}",
    "\0",
    "\u{7F}",
    "é",
    "\\u",
    "\\u0041",
    "\\ud800",
    "\\udc00",
    "\"name\":1,",
    "\"role\":\"source\",",
    "\"x\":{},",
    "//",
    "\u{FEFF}",
    "'",
];

/// A generator of small numbers: xorshift, the same on every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap_or_default() % limit.max(1)
    }

    fn pick<T: Copy + Default>(&mut self, of: &[T]) -> T {
        of.get(self.below(of.len())).copied().unwrap_or_default()
    }

    /// One of the seeds after up to three changes.
    fn document(&mut self) -> Vec<u8> {
        let mut text = self.pick(&SEEDS).as_bytes().to_vec();
        for _ in 0..self.below(4) {
            let from = self.below(text.len().saturating_add(1));
            let to = from.saturating_add(self.below(4)).min(text.len());
            match self.below(5) {
                0 => _ = text.drain(from..to),
                1 => _ = text.splice(from..from, self.pick(&SEEDS).bytes()),
                2 => _ = text.splice(from..to, [u8::try_from(self.below(256)).unwrap_or_default()]),
                _ => _ = text.splice(from..from, self.pick(&PIECES).bytes()),
            }
        }
        text
    }
}

/// The seeds and what becomes of them, always the same ones.
pub(crate) fn documents() -> impl Iterator<Item = Vec<u8>> {
    let mut dice = Dice(0x2545_F491_4F6C_DD1D);
    let seeds = SEEDS.into_iter().map(|seed| seed.as_bytes().to_vec());
    seeds.chain(core::iter::repeat_with(move || dice.document()).take(60_000))
}

/// The draft of a tree, in the most obvious way; `None` is no object.
fn slow_draft(tree: &Tree) -> Option<Draft<'static>> {
    let members = tree.as_map()?;
    let mut draft = Draft::new();
    let mut unknown: Vec<UnknownKey> = Vec::new();
    for (index, (key, value)) in members.iter().enumerate() {
        let duplicated = members.iter().take(index).any(|(before, _)| before == key);
        match FIELDS.iter().find(|row| row.key == key) {
            Some(row) => {
                draft.set_field(row.field, slow_value(value));
                if duplicated {
                    draft.mark_duplicated(row.field);
                }
            }
            None => {
                unknown.retain(|other| other.key != *key);
                unknown.push(UnknownKey { key: key.clone(), duplicated });
            }
        }
    }
    unknown.sort();
    draft.set_unknown(unknown);
    Some(draft)
}

fn slow_value(tree: &Tree) -> Value<'static> {
    match tree {
        Tree::Null => Value::Empty,
        Tree::Boolean(value) => Value::Boolean(*value),
        Tree::Number(number) => Value::number(*number),
        Tree::Text(text) => Value::from(text.clone()),
        Tree::List(_) | Tree::Map(_) | Tree::Other => Value::Other,
    }
}

#[test]
fn the_fast_draft_is_the_slow_one() {
    let mut objects = 0;
    for text in documents() {
        let shown = String::from_utf8_lossy(&text);
        match (Draft::from_json(&text), Tree::from_json(&text)) {
            (Ok(fast), Ok(tree)) => {
                let slow = slow_draft(&tree).unwrap_or_default();
                for field in Field::ALL {
                    assert_eq!(fast.get(field), slow.get(field), "{field:?} in {shown}");
                    assert_eq!(fast.is_duplicated(field), slow.is_duplicated(field), "{field:?} in {shown}");
                }
                assert_eq!(fast.unknown(), slow.unknown(), "{shown}");
                objects += 1;
            }
            (Err(Finding::NotAnObject), Ok(tree)) => assert!(tree.as_map().is_none(), "{shown}"),
            (fast, slow) => assert_eq!(fast.err(), slow.err(), "{shown}"),
        }
    }
    assert!(objects > 10_000, "{objects}");
}

/// Whether `serde_json` refuses a text that is well-formed all the same: it has no number that large,
/// no lone surrogate, and one level of nesting less.
fn is_known_difference(error: &serde_json::Error) -> bool {
    let said = alloc::format!("{error}");
    let reasons =
        ["number out of range", "lone leading surrogate", "unexpected end of hex escape", "recursion limit exceeded"];
    reasons.iter().any(|reason| said.starts_with(reason))
}

#[test]
fn what_is_json_to_serde_json_is_json_here() {
    let (mut good, mut bad) = (0, 0);
    for text in documents() {
        let ours = Tree::from_json(&text);
        let shown = String::from_utf8_lossy(&text);
        match serde_json::from_slice::<serde_json::Value>(strip_mark(&text)) {
            Ok(theirs) => {
                good += 1;
                assert!(ours.is_ok(), "{shown}");
                // Written by us and read by them, it is the same.
                let written = ours.map(|tree| tree.to_json()).unwrap_or_default();
                let again = serde_json::from_str::<serde_json::Value>(&written).unwrap_or_default();
                assert!(same(&again, &theirs), "{shown} became {written}");
            }
            Err(error) if is_known_difference(&error) => {}
            Err(_) => {
                bad += 1;
                assert!(ours.is_err(), "{shown}");
            }
        }
    }
    assert!(good > 10_000 && bad > 10_000, "{good} good, {bad} bad");
}

/// Whether two values are the same, numbers compared as such.
fn same(a: &serde_json::Value, b: &serde_json::Value) -> bool {
    use serde_json::Value::{Array, Number, Object};
    match (a, b) {
        (Number(a), Number(b)) => a.as_f64() == b.as_f64(),
        (Array(a), Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Object(a), Object(b)) => a.len() == b.len() && a.iter().all(|(k, v)| b.get(k).is_some_and(|w| same(v, w))),
        _ => a == b,
    }
}
