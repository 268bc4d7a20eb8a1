//! YAML: one mapping, a sequence of mappings, or several documents of either.
//!
//! The field says how a plain scalar is read, so that nobody is surprised: a name of digits, or one that is
//! `no`, stays a text, and where a boolean is wanted `yes` is one. What is in quotes is always text. A tag of
//! a tool's own, like `!vault`, on a secret says that the tool brings it.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use granit_parser::{BorrowedInput, BufferedInput, Event, Marker, Parser, ScalarStyle, ScanError, Span, Tag, options};
use rejoin::{Draft, Field, Finding, Kind, Position, Text, Value};
use zeroize::Zeroizing;

use crate::checker::ReadRecord;
use crate::input::BYTE_ORDER_MARK;
use crate::spot::{Member, Spot};

/// The most members that merge keys may bring into the records of a file. It is far more than a person
/// writes, and keeps a few lines that merge one another from growing without end.
const MOST_MERGED: usize = 1 << 20;
const DEEPEST_MERGE: usize = 64;

/// A record of a YAML file.
pub(crate) struct Record {
    pub(crate) position: Position,
    pub(crate) draft: Result<Draft<'static>, Finding>,
    pub(crate) members: Vec<Entry>,
}

/// A member of a record, and where it stands.
pub(crate) struct Entry {
    pub(crate) key: Cow<'static, str>,
    pub(crate) key_at: Range<usize>,
    pub(crate) value_at: Range<usize>,
    /// How the value is written; none where it is no scalar, or stands elsewhere in the file.
    pub(crate) style: Option<ScalarStyle>,
    pub(crate) position: Position,
}

/// The records of a text that is held until they are read; where they stand in bytes is not known.
pub(crate) type Records = Reader<'static, BufferedInput<Characters>>;

/// Reads the records of a text one by one.
pub(crate) fn records(text: Zeroizing<Vec<u8>>) -> Records {
    let start = if text.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len() } else { 0 };
    let characters = Characters { text, at: start };
    Reader::new(Parser::new_from_iter_with_options(characters, options! { emit_comments: false }))
}

/// Reads the records of a text with all that is known of where they stand.
pub(crate) fn records_in(text: &str) -> impl Iterator<Item = Record> {
    Reader::new(Parser::new_from_str_with_options(text, options! { emit_comments: false }))
}

/// The characters of a text that they hold. What is no UTF-8 is U+FFFD.
pub(crate) struct Characters {
    text: Zeroizing<Vec<u8>>,
    at: usize,
}

impl Iterator for Characters {
    type Item = char;

    fn next(&mut self) -> Option<char> {
        let rest = self.text.get(self.at..)?;
        let first = *rest.first()?;
        if first.is_ascii() {
            self.at += 1;
            return Some(char::from(first));
        }
        // A character takes four bytes at most.
        let chunk = rest.get(..4).unwrap_or(rest).utf8_chunks().next()?;
        let found = chunk.valid().chars().next();
        self.at += found.map_or(chunk.invalid().len(), char::len_utf8);
        Some(found.unwrap_or(char::REPLACEMENT_CHARACTER))
    }
}

impl Record {
    /// The record as it is checked.
    pub(crate) fn for_check(self) -> ReadRecord {
        let members = self.members.into_iter().map(|entry| Member { key: entry.key, position: entry.position });
        ReadRecord {
            line: self.position.line,
            draft: self.draft,
            also: None,
            spot: Spot::Members(members.collect(), self.position),
        }
    }
}

/// A node of a document. Aliases share what they stand for.
#[derive(Clone)]
struct Node<'t> {
    what: What<'t>,
    span: Span,
    alias: bool,
}

#[derive(Clone)]
enum What<'t> {
    Scalar(Arc<Scalar<'t>>),
    List(Arc<Vec<Node<'t>>>),
    Map(Arc<Vec<(Node<'t>, Node<'t>)>>),
    /// An alias of a node that it is in itself.
    Nothing,
}

struct Scalar<'t> {
    text: Text<'t>,
    style: ScalarStyle,
    tag: Option<Tag>,
}

/// Reads records one by one.
pub(crate) struct Reader<'t, I: BorrowedInput<'t>> {
    parser: Parser<'t, I>,
    anchors: HashMap<usize, Node<'t>>,
    merged: usize,
    /// Whether the document is a sequence, whose items are records.
    in_list: bool,
    ended: bool,
}

impl<'t, I: BorrowedInput<'t>> Iterator for Reader<'t, I> {
    type Item = Record;

    fn next(&mut self) -> Option<Record> {
        if self.ended {
            return None;
        }
        match self.next_record() {
            Ok(record) => {
                self.ended = record.is_none();
                record
            }
            Err(error) => {
                // What follows in this document is lost, and the next ones are not.
                self.in_list = false;
                self.ended = !matches!(self.parser.proceed_next_document(), Ok(true));
                Some(malformed(error.marker()))
            }
        }
    }
}

impl<'t, I: BorrowedInput<'t>> Reader<'t, I> {
    fn new(parser: Parser<'t, I>) -> Self {
        Self { parser, anchors: HashMap::new(), merged: 0, in_list: false, ended: false }
    }

    fn next_record(&mut self) -> Result<Option<Record>, ScanError> {
        loop {
            if self.in_list {
                if let Some((event, span)) = self.next_node()? {
                    let node = self.node(event, span)?;
                    return Ok(Some(self.record(&node)));
                }
                self.in_list = false;
            }
            let Some(next) = self.parser.next() else { return Ok(None) };
            let (event, span) = next?;
            if event.is_node() {
                self.anchors.clear();
                self.in_list = matches!(event, Event::SequenceStart(..));
                if self.in_list {
                    continue;
                }
                let node = self.node(event, span)?;
                match &node.what {
                    What::Scalar(scalar) if is_null(scalar) => {}
                    _ => return Ok(Some(self.record(&node))),
                }
            }
        }
    }

    /// Reads the node that starts with an event. The parser bounds how deep they are nested.
    fn node(&mut self, event: Event<'t>, span: Span) -> Result<Node<'t>, ScanError> {
        let (what, anchor) = match event {
            Event::Scalar(text, style, anchor, tag) => {
                let text = match text {
                    Cow::Borrowed(text) => Text::Borrowed(text),
                    Cow::Owned(text) => Text::Owned(text),
                };
                let scalar = Scalar { text, style, tag: tag.map(Cow::into_owned) };
                (What::Scalar(Arc::new(scalar)), anchor)
            }
            Event::SequenceStart(_, anchor, _) => {
                let mut items = Vec::new();
                while let Some((event, span)) = self.next_node()? {
                    items.push(self.node(event, span)?);
                }
                (What::List(Arc::new(items)), anchor)
            }
            Event::MappingStart(_, anchor, _) => {
                let mut members = Vec::new();
                while let Some((event, span)) = self.next_node()? {
                    let key = self.node(event, span)?;
                    let Some((event, span)) = self.next_node()? else { break };
                    members.push((key, self.node(event, span)?));
                }
                (What::Map(Arc::new(members)), anchor)
            }
            Event::Alias(anchor) => {
                let what = self.anchors.get(&anchor).map_or(What::Nothing, |node| node.what.clone());
                return Ok(Node { what, span, alias: true });
            }
            _ => (What::Nothing, 0),
        };
        let node = Node { what, span, alias: false };
        if anchor != 0 {
            self.anchors.insert(anchor, node.clone());
        }
        Ok(node)
    }

    /// The event with which the next node of a collection starts; none at its end.
    fn next_node(&mut self) -> Result<Option<(Event<'t>, Span)>, ScanError> {
        for next in self.parser.by_ref() {
            let (event, span) = next?;
            match event {
                Event::SequenceEnd | Event::MappingEnd => return Ok(None),
                event if event.is_node() => return Ok(Some((event, span))),
                _ => {}
            }
        }
        Ok(None)
    }

    fn record(&mut self, node: &Node<'t>) -> Record {
        let position = position(&node.span.start);
        let What::Map(members) = &node.what else {
            return Record { position, draft: Err(Finding::NotAnObject), members: Vec::new() };
        };
        let mut record = Record { position, draft: Ok(Draft::new()), members: Vec::new() };
        // What the record says itself counts more than what it merges.
        for (key, value) in members.iter().filter(|(key, _)| !is_merge(key)) {
            record.add(key, value, false);
        }
        for (_, value) in members.iter().filter(|(key, _)| is_merge(key)) {
            if !self.merge(value, &mut record, 0) {
                return malformed(&node.span.start);
            }
        }
        record
    }

    /// Takes in the members of a mapping, or of several, that the record lacks; says whether they were not
    /// too many.
    fn merge(&mut self, from: &Node<'t>, record: &mut Record, depth: usize) -> bool {
        match &from.what {
            What::List(nodes) => nodes.iter().all(|node| self.merge_one(node, record, depth)),
            _ => self.merge_one(from, record, depth),
        }
    }

    fn merge_one(&mut self, from: &Node<'t>, record: &mut Record, depth: usize) -> bool {
        let What::Map(members) = &from.what else { return true };
        self.merged += members.len() + 1;
        if self.merged > MOST_MERGED || depth > DEEPEST_MERGE {
            return false;
        }
        for (key, value) in members.iter().filter(|(key, _)| !is_merge(key)) {
            if record.lacks(key) {
                record.add(key, value, true);
            }
        }
        members.iter().filter(|(key, _)| is_merge(key)).all(|(_, value)| self.merge(value, record, depth + 1))
    }
}

impl Record {
    fn lacks(&self, key: &Node<'_>) -> bool {
        let key = key_of(key);
        !self.members.iter().any(|entry| entry.key == key)
    }

    fn add(&mut self, key: &Node<'_>, value: &Node<'_>, merged: bool) {
        let name = key_of(key);
        let twice = self.members.iter().any(|entry| entry.key == name);
        if let Ok(draft) = &mut self.draft {
            match Field::from_key(&name) {
                Some(field) => {
                    if twice {
                        draft.mark_duplicated(field);
                    }
                    draft.set_field(field, value_of(field, value));
                }
                None if twice => draft.mark_unknown_duplicated(&name),
                None => draft.push_unknown(&name),
            }
        }
        let (style, range) = match &value.what {
            What::Scalar(scalar) if !merged => (Some(scalar.style), value.span.byte_range().unwrap_or_default()),
            _ => (None, 0..0),
        };
        // An alias stands for a value that others have, too.
        let style = style.filter(|_| !value.alias);
        // A value that is left out has no place of its own.
        let place = if value.span.is_empty() { &key.span.start } else { &value.span.start };
        self.members.push(Entry {
            key: name,
            key_at: if merged { 0..0 } else { key.span.byte_range().unwrap_or_default() },
            value_at: range,
            style,
            position: position(place),
        });
    }
}

/// A record that says where the text is malformed.
fn malformed(mark: &Marker) -> Record {
    let position = position(mark);
    let [line, column] = [position.line, position.column].map(|number| u32::try_from(number).unwrap_or(u32::MAX));
    Record { position, draft: Err(Finding::MalformedYaml { line, column }), members: Vec::new() }
}

fn position(mark: &Marker) -> Position {
    Position { line: mark.line(), column: mark.col() + 1 }
}

/// The name of a member; one that is no scalar has none.
fn key_of(key: &Node<'_>) -> Cow<'static, str> {
    let What::Scalar(scalar) = &key.what else { return Cow::Borrowed("?") };
    let name = scalar.text.as_str();
    Field::from_key(name).map_or_else(|| Cow::Owned(name.to_owned()), |field| Cow::Borrowed(field.key()))
}

fn is_merge(key: &Node<'_>) -> bool {
    matches!(&key.what, What::Scalar(scalar) if scalar.style == ScalarStyle::Plain && scalar.text.as_str() == "<<")
}

fn is_plain(scalar: &Scalar<'_>) -> bool {
    scalar.style == ScalarStyle::Plain && scalar.tag.is_none()
}

fn is_null(scalar: &Scalar<'_>) -> bool {
    is_plain(scalar) && matches!(scalar.text.as_str(), "" | "~" | "null" | "Null" | "NULL")
}

/// The value of a field.
fn value_of(field: Field, node: &Node<'_>) -> Value<'static> {
    let What::Scalar(scalar) = &node.what else { return Value::Other };
    let text = || Value::from(scalar.text.as_str().to_owned());
    let core = scalar.tag.as_ref().map(|tag| tag.core_suffix());
    match core {
        None if scalar.style != ScalarStyle::Plain => text(),
        Some(Some("str")) => text(),
        None if is_null(scalar) => Value::Empty,
        None | Some(Some("bool" | "int" | "null" | "float")) => plain(field, scalar.text.as_str()).unwrap_or_else(text),
        // The same as a reference that another tool looks up.
        Some(None) if field.spec().is_secret() => Value::from(String::from("${tag:}")),
        Some(_) => Value::Other,
    }
}

/// A plain scalar that is no text in the eyes of the field.
fn plain(field: Field, word: &str) -> Option<Value<'static>> {
    let spec = field.spec();
    match spec.kind {
        Kind::Boolean => match word.to_ascii_lowercase().as_str() {
            "true" | "yes" | "on" => Some(Value::Boolean(true)),
            "false" | "no" | "off" => Some(Value::Boolean(false)),
            _ => number(word),
        },
        Kind::Integer { .. } => match word {
            "true" | "True" | "TRUE" => Some(Value::Boolean(true)),
            "false" | "False" | "FALSE" => Some(Value::Boolean(false)),
            _ => number(word),
        },
        _ => None,
    }
}

/// A number as YAML writes it.
fn number(word: &str) -> Option<Value<'static>> {
    let radix = |digits: &str, radix| i64::from_str_radix(digits, radix).ok().map(Value::integer);
    if let Some(digits) = word.strip_prefix("0x") {
        return radix(digits, 16);
    }
    if let Some(digits) = word.strip_prefix("0o") {
        return radix(digits, 8);
    }
    let numeric = word.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.'));
    word.parse::<f64>().ok().filter(|_| numeric).map(Value::number)
}
