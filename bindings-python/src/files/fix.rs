//! Corrections: what an issue suggests takes the place of what stands in the file, and all else stays as it
//! is, byte for byte.
//!
//! A file is written whole or not at all: beside it, and then put in its place. A record is checked again
//! after its corrections, as one may make another possible, and only a few times, so that two suggestions
//! that contradict one another end.

use std::fs::{self, File, Metadata};
use std::io::{self, BufWriter, Write as _};
use std::ops::Range;
use std::path::{Path, PathBuf};

use granit_parser::ScalarStyle;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use rejoin::{Column, Columns, Delimited, Draft, Issue, Part, Place, Report, RowPart, Suggestion, Tree, member_places};
use tempfile::NamedTempFile;
use zeroize::Zeroizing;

use super::format::Format;
use super::open::{self, Opened, Wanted, refused};
use super::yaml;
use crate::checker::{Checker, Records, Secrets};
use crate::context;
use crate::edge::guard;
use crate::input::{BYTE_ORDER_MARK, Encoding};
use crate::stream::{Cutting, Stream};

/// How often a record is corrected at most.
const ROUNDS: usize = 4;

/// Writes what issues suggest into a file with connections, in place or, with `to`, into another one.
///
/// A value is replaced where it stands, a key or a header that is no field is renamed where the right one is
/// not there already, and all else stays as it is. Suggestions of warnings are followed, too; secrets have
/// none. References to secrets are not looked up. A JSON, NDJSON, YAML or CSV file is written whole or not at
/// all; an Excel file is refused with a FileError.
///
/// >>> import pathlib, rejoin, tempfile
/// >>> with tempfile.TemporaryDirectory() as folder:
/// ...     file = pathlib.Path(folder, "connections.csv")
/// ...     _ = file.write_text("name,rol\nEMEA laptops,sourc\n")
/// ...     print(rejoin.fix_file(file))
/// ...     print(file.read_text(), end="")
/// FixResult(fixed=2, left=5)
/// name,role
/// EMEA laptops,source
#[pyfunction]
#[pyo3(signature = (source, context=None, *, format=None, to=None))]
pub(crate) fn fix_file(
    source: &Bound<'_, PyAny>,
    context: Option<&Bound<'_, PyAny>>,
    format: Option<&str>,
    to: Option<&Bound<'_, PyAny>>,
) -> PyResult<FixResult> {
    guard(|| {
        let py = source.py();
        if source.hasattr("read")? {
            return Err(PyTypeError::new_err("source must be a path: a file that is open is not written in place"));
        }
        let path = open::path_of(source)?;
        let given = to.map(open::path_of).transpose()?;
        let opened = open::open(source, Wanted { format, sheet: None, text: true })?;
        let (name, kind) = (opened.name.clone(), opened.format);
        if kind == Format::Xlsx {
            return Err(refused(&name, "an Excel file is not corrected here; correct it in Excel, or save it as CSV"));
        }
        let failed = |error: io::Error| refused(&name, open::reason(&error));
        let target = Target::new(&path, given.as_deref()).map_err(failed)?;
        let mut fixer = Fixer {
            checker: Checker {
                context: context::read(context)?,
                only_issues: true,
                file: Some(Secrets { warn: false, resolver: None }),
            },
            fixed: 0,
        };
        let temporary = fixer.write(py, opened, &target)?;
        // Nothing to correct is nothing to write, unless a copy is wanted.
        if fixer.fixed > 0 || given.is_some() {
            py.detach(|| target.put(temporary)).map_err(failed)?;
        } else {
            drop(temporary);
        }
        let left = fixer.left(py, &target.path, kind, &name)?;
        Ok(FixResult { fixed: fixer.fixed, left })
    })
}

/// What became of a file that was corrected.
#[pyclass(frozen, eq, hash, module = "rejoin")]
#[derive(PartialEq, Eq, Hash)]
pub(crate) struct FixResult {
    /// How many values, keys and headers were replaced.
    #[pyo3(get)]
    fixed: usize,
    /// How many issues the file still has.
    #[pyo3(get)]
    left: usize,
}

#[pymethods]
impl FixResult {
    fn __repr__(&self) -> String {
        format!("FixResult(fixed={}, left={})", self.fixed, self.left)
    }
}

/// The file that is written, and what the one in its place was like.
struct Target {
    path: PathBuf,
    /// The file that was read, to see whether somebody else writes it meanwhile.
    source: PathBuf,
    before: Metadata,
}

impl Target {
    fn new(source: &Path, to: Option<&Path>) -> io::Result<Self> {
        // A link stays one.
        let source = fs::canonicalize(source)?;
        let path = match to {
            Some(to) => fs::canonicalize(to).unwrap_or_else(|_| to.to_path_buf()),
            None => source.clone(),
        };
        let before = fs::metadata(&source)?;
        Ok(Self { path, source, before })
    }

    /// The folder in which the file is.
    fn folder(&self) -> &Path {
        self.path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
    }

    fn temporary(&self) -> io::Result<NamedTempFile> {
        tempfile::Builder::new().prefix(".rejoin-").tempfile_in(self.folder())
    }

    /// Puts what was written in its place, in one step.
    fn put(&self, temporary: NamedTempFile) -> io::Result<()> {
        temporary.as_file().set_permissions(self.before.permissions())?;
        temporary.as_file().sync_all()?;
        let now = fs::metadata(&self.source)?;
        if (now.len(), now.modified().ok()) != (self.before.len(), self.before.modified().ok()) {
            return Err(io::Error::other("somebody else has written the file meanwhile; nothing was corrected"));
        }
        temporary.persist(&self.path).map_err(|error| error.error)?;
        // So that the new name outlives a loss of power, where the system lets one ask for that.
        if let Ok(folder) = File::open(self.folder()) {
            _ = folder.sync_all();
        }
        Ok(())
    }
}

/// A text that takes the place of a part of another.
struct Edit {
    at: Range<usize>,
    text: String,
}

/// The text with its edits, which do not overlap.
fn edited(text: &[u8], mut edits: Vec<Edit>) -> Zeroizing<Vec<u8>> {
    edits.sort_by_key(|edit| edit.at.start);
    let room = text.len() + edits.iter().map(|edit| edit.text.len()).sum::<usize>();
    let mut out = Zeroizing::new(Vec::with_capacity(room));
    let mut from = 0;
    for edit in edits {
        out.extend_from_slice(text.get(from..edit.at.start).unwrap_or_default());
        out.extend_from_slice(edit.text.as_bytes());
        from = edit.at.end;
    }
    out.extend_from_slice(text.get(from..).unwrap_or_default());
    out
}

struct Fixer {
    checker: Checker,
    fixed: usize,
}

impl Fixer {
    /// Writes the file with its corrections.
    fn write(&mut self, py: Python<'_>, mut opened: Opened, target: &Target) -> PyResult<NamedTempFile> {
        let name = opened.name.clone();
        let failed = |error: io::Error| refused(&name, open::reason(&error));
        let temporary = target.temporary().map_err(failed)?;
        let mut out = BufWriter::new(temporary);
        let encoding = opened.input.encoding();
        let mut put = |text: &[u8]| out.write_all(&encoding.encode(text));
        put(encoding.mark()).map_err(failed)?;
        if let Some(text) = opened.text.take() {
            put(&py.detach(|| self.yaml(&text))).map_err(failed)?;
        } else {
            let mut cutting = opened.cutting;
            let mut read = false;
            loop {
                let part = match read {
                    true => cutting.finish(),
                    false => match opened.input.next(py, |piece| py.detach(|| cutting.push(piece)))? {
                        Some(part) => part,
                        None => {
                            read = true;
                            continue;
                        }
                    },
                };
                let Some(part) = part else {
                    if read {
                        break;
                    }
                    continue;
                };
                py.detach(|| match part {
                    Records::Json(part) => put(&self.json(&part)),
                    Records::Rows(part, skip, table) => {
                        let header = skip.checked_sub(1).filter(|_| cutting.is_behind_header());
                        if let Some((columns, count)) = header.and_then(|_| renamed(&self.checker, &table.columns)) {
                            self.fixed += count;
                            cutting.rename(columns);
                        }
                        let names = cutting.columns().unwrap_or(&table.columns);
                        put(&self.rows(&part, skip, header.map(|row| (row, &table.columns)), table.delimited, names))
                    }
                    Records::Read(_) => Ok(()),
                })
                .map_err(failed)?;
                py.check_signals()?;
            }
        }
        if opened.input.is_malformed() {
            return Err(refused(
                &name,
                "the file is no good UTF-16, so it cannot be written as it was; save it as UTF-8",
            ));
        }
        out.into_inner().map_err(|error| failed(error.into_error()))
    }

    /// How many issues a file has.
    fn left(&self, py: Python<'_>, path: &Path, format: Format, name: &str) -> PyResult<usize> {
        let file = File::open(path).map_err(|error| refused(name, open::reason(&error)))?;
        let opened = open::again(py, name, file, Wanted { format: Some(format.name()), ..Wanted::default() })?;
        let checker = Checker {
            context: self.checker.context.clone(),
            only_issues: true,
            file: Some(Secrets { warn: false, resolver: None }),
        };
        let mut stream = Stream::new(opened.input, opened.cutting, checker, None);
        while stream.next(py)?.is_some() {}
        let counts = stream.counts();
        let counts = counts.get();
        Ok(counts.errors + counts.warnings)
    }

    /// The text of a part of a JSON file, with corrections.
    fn json(&mut self, part: &Part) -> Zeroizing<Vec<u8>> {
        let whole = part.text();
        let mut out = Zeroizing::new(Vec::with_capacity(whole.len() + 64));
        let mut from = 0;
        for record in part.records() {
            let Some(new) = self.in_rounds(record.text, |text| {
                let report = self.checker.check(Draft::from_json(text).ok()?, None)?;
                Some(json_edits(std::str::from_utf8(text).ok()?, &report))
            }) else {
                continue;
            };
            let at = offset(record.text, whole);
            out.extend_from_slice(whole.get(from..at).unwrap_or_default());
            out.extend_from_slice(&new.0);
            self.fixed += new.1;
            from = at + record.text.len();
        }
        out.extend_from_slice(whole.get(from..).unwrap_or_default());
        out
    }

    /// The text of a part of a CSV file, with corrections; its header may be among the rows that are passed
    /// over, and is said with what it was.
    fn rows(
        &mut self,
        part: &RowPart,
        skip: usize,
        header: Option<(usize, &Columns)>,
        delimited: Delimited,
        columns: &Columns,
    ) -> Zeroizing<Vec<u8>> {
        let whole = part.text();
        let mut out = Zeroizing::new(Vec::with_capacity(whole.len() + 64));
        let mut from = 0;
        for (number, row) in part.rows().enumerate() {
            let new = if let Some((_, before)) = header.filter(|(row, _)| *row == number) {
                let edits = header_edits(row.text, delimited, before, columns);
                (!edits.is_empty()).then(|| (edited(row.text, edits), 0))
            } else if number < skip || row.unclosed {
                None
            } else {
                self.in_rounds(row.text, |text| {
                    let row = delimited.row(columns, text)?;
                    let also = row.finding();
                    let report = self.checker.check(row.draft, also)?;
                    Some(row_edits(text, delimited, columns, &report))
                })
            };
            let Some(new) = new else { continue };
            let at = offset(row.text, whole);
            out.extend_from_slice(whole.get(from..at).unwrap_or_default());
            out.extend_from_slice(&new.0);
            self.fixed += new.1;
            from = at + row.text.len();
        }
        out.extend_from_slice(whole.get(from..).unwrap_or_default());
        out
    }

    /// The text of a YAML file, with corrections.
    fn yaml(&mut self, text: &str) -> Zeroizing<Vec<u8>> {
        let fixed = self.in_rounds(text.as_bytes(), |text| {
            let text = std::str::from_utf8(text).ok()?;
            let mut edits = Vec::new();
            for record in yaml::records_in(text) {
                let yaml::Record { draft: Ok(draft), members, .. } = record else { continue };
                if let Some(report) = self.checker.check(draft, None) {
                    edits.extend(yaml_edits(text, &members, &report));
                }
            }
            Some(edits)
        });
        match fixed {
            Some((text, count)) => {
                self.fixed += count;
                text
            }
            None => Zeroizing::new(text.as_bytes().to_vec()),
        }
    }

    /// The text after some rounds of edits, and how many there were; nothing where there was none.
    fn in_rounds(
        &self,
        text: &[u8],
        edits: impl Fn(&[u8]) -> Option<Vec<Edit>>,
    ) -> Option<(Zeroizing<Vec<u8>>, usize)> {
        let mut now: Option<Zeroizing<Vec<u8>>> = None;
        let mut count = 0;
        for _ in 0..ROUNDS {
            let text = now.as_deref().map_or(text, Vec::as_slice);
            let Some(edits) = edits(text).filter(|edits| !edits.is_empty()) else { break };
            count += edits.len();
            now = Some(edited(text, edits));
        }
        now.map(|text| (text, count))
    }
}

/// Where a part of a text starts in it.
fn offset(part: &[u8], whole: &[u8]) -> usize {
    part.as_ptr().addr().saturating_sub(whole.as_ptr().addr())
}

/// The first suggestion for each field, and the new name of each key that is none and could be renamed.
fn suggested(report: &Report) -> impl Iterator<Item = (&Issue, &Suggestion)> {
    let first = |place: usize, issue: &Issue| {
        !report.issues.iter().take(place).any(|before| before.place == issue.place && before.suggestion.is_some())
    };
    let issues = report.issues.iter().enumerate().filter(move |(place, issue)| first(*place, issue));
    issues.filter_map(|(_, issue)| Some((issue, issue.suggestion.as_ref()?)))
}

/// A new name that nothing else has, neither in the record nor among the new ones.
fn is_free<'k>(name: &str, mut keys: impl Iterator<Item = &'k str>, taken: &mut Vec<String>) -> bool {
    let free = !keys.any(|key| key == name) && !taken.iter().any(|other| other == name);
    if free {
        taken.push(name.to_owned());
    }
    free
}

fn json_edits(text: &str, report: &Report) -> Vec<Edit> {
    let places = member_places(text);
    let mut edits = Vec::new();
    let mut taken = Vec::new();
    for (issue, suggestion) in suggested(report) {
        let mut same = places.iter().filter(|place| place.key == issue.field());
        // Of two with the same key, nobody knows which was meant.
        let (Some(member), None) = (same.next(), same.next()) else { continue };
        let at = match (&issue.place, suggestion) {
            (Place::Unknown(_), Suggestion::Text(name)) => {
                if !is_free(name, places.iter().map(|place| place.key.as_str()), &mut taken) {
                    continue;
                }
                member.key_at.clone()
            }
            _ => member.value_at.clone(),
        };
        edits.push(Edit { at, text: suggestion.to_tree().to_json() });
    }
    edits
}

/// The header with the names of fields in place of those that are nearly theirs, and how many there are.
fn renamed(checker: &Checker, columns: &Columns) -> Option<(Columns, usize)> {
    let mut draft = Draft::new();
    for column in columns.as_slice() {
        if let Column::Unknown(name) = column {
            draft.push_unknown(name);
        }
    }
    let report = checker.check(draft, None)?;
    let mut taken = Vec::new();
    let names: Vec<String> = columns.as_slice().iter().map(|column| column.key().to_owned()).collect();
    let mut new = names.clone();
    for (issue, suggestion) in suggested(&report) {
        let (Place::Unknown(from), Suggestion::Text(to)) = (&issue.place, suggestion) else { continue };
        let mut same = names.iter().zip(&mut new).filter(|(name, _)| *name == from);
        if let (Some((_, place)), None) = (same.next(), same.next())
            && is_free(to, names.iter().map(String::as_str), &mut taken)
        {
            place.clone_from(to);
        }
    }
    (!taken.is_empty()).then(|| (Columns::of(new), taken.len()))
}

fn header_edits(text: &[u8], delimited: Delimited, before: &Columns, columns: &Columns) -> Vec<Edit> {
    let pairs = before.as_slice().iter().zip(columns.as_slice());
    let cells = delimited.cells(text).zip(pairs);
    let changed = cells.filter(|(_, (before, after))| before != after);
    changed.map(|(at, (_, column))| Edit { text: cell(text, &at, delimited, column.key()), at }).collect()
}

fn row_edits(text: &[u8], delimited: Delimited, columns: &Columns, report: &Report) -> Vec<Edit> {
    let mut edits = Vec::new();
    for (issue, suggestion) in suggested(report).filter(|(issue, _)| issue.place.field().is_some()) {
        let named = |column: &Column| column.key() == issue.field();
        if columns.as_slice().iter().filter(|column| named(column)).count() != 1 {
            continue;
        }
        let cells = delimited.cells(text).zip(columns.as_slice());
        let Some((at, _)) = cells.into_iter().find(|(_, column)| named(column)) else { continue };
        let new = match suggestion {
            Suggestion::Text(text) => text.clone(),
            Suggestion::Boolean(value) => value.to_string(),
            Suggestion::Integer(value) => value.to_string(),
        };
        edits.push(Edit { text: cell(text, &at, delimited, &new), at });
    }
    edits
}

/// A new text for a cell; in quotes where it stands in quotes.
fn cell(row: &[u8], at: &Range<usize>, delimited: Delimited, new: &str) -> String {
    delimited.quote(new, row.get(at.clone()).is_some_and(|cell| cell.starts_with(b"\"")))
}

fn yaml_edits(text: &str, members: &[yaml::Entry], report: &Report) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut taken = Vec::new();
    for (issue, suggestion) in suggested(report) {
        let mut same = members.iter().filter(|member| member.key == issue.field());
        let (Some(member), None) = (same.next(), same.next()) else { continue };
        match (&issue.place, suggestion) {
            (Place::Unknown(_), Suggestion::Text(name)) => {
                let written = text.get(member.key_at.clone()).unwrap_or_default();
                let keys = members.iter().map(|member| &*member.key);
                if !written.is_empty() && is_free(name, keys, &mut taken) {
                    let quoted = written.starts_with(['"', '\'']);
                    let name = if quoted { Tree::from(name.as_str()).to_json() } else { name.clone() };
                    edits.push(Edit { at: member.key_at.clone(), text: name });
                }
            }
            _ => {
                if let Some(text) = yaml_scalar(member.style, suggestion) {
                    edits.push(Edit { at: member.value_at.clone(), text });
                }
            }
        }
    }
    edits
}

/// A scalar, written as the one in its place is where it can be.
fn yaml_scalar(style: Option<ScalarStyle>, suggestion: &Suggestion) -> Option<String> {
    Some(match (style?, suggestion) {
        (ScalarStyle::Literal | ScalarStyle::Folded, _) => return None,
        (ScalarStyle::Plain, Suggestion::Text(text)) if is_plain(text) => text.clone(),
        (ScalarStyle::SingleQuoted, Suggestion::Text(text)) if !text.contains(char::is_control) => {
            format!("'{}'", text.replace('\'', "''"))
        }
        // What JSON puts in quotes, YAML reads the same.
        _ => suggestion.to_tree().to_json(),
    })
}

/// Whether every reader of YAML takes a text without quotes for this text.
fn is_plain(text: &str) -> bool {
    let words = ["true", "false", "yes", "no", "on", "off", "null", "y", "n"];
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '@' | '\\' | '/'))
        && !words.iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// What a file is written in, besides UTF-8.
impl Encoding {
    /// The byte order mark with which the file begins, as text; empty where it has none.
    const fn mark(self) -> &'static [u8] {
        match self {
            Self::Plain => b"",
            Self::Marked | Self::Utf16 { .. } => BYTE_ORDER_MARK,
        }
    }

    /// The text as the file has it.
    fn encode(self, text: &[u8]) -> Zeroizing<Vec<u8>> {
        let Self::Utf16 { big } = self else { return Zeroizing::new(text.to_vec()) };
        let text = String::from_utf8_lossy(text);
        let bytes = |unit: u16| if big { unit.to_be_bytes() } else { unit.to_le_bytes() };
        Zeroizing::new(text.encode_utf16().flat_map(bytes).collect())
    }
}

/// What a correction needs of how a file is cut.
impl Cutting {
    /// Reads rows under another header from here on.
    fn rename(&mut self, columns: Columns) {
        if let Self::Rows(_, _, table) = self {
            let delimited = table.delimited;
            *table = std::sync::Arc::new(crate::spot::Table { delimited, columns });
        }
    }

    /// Whether the header is in what was given already.
    const fn is_behind_header(&self) -> bool {
        matches!(self, Self::Rows(_, 0, _))
    }

    fn columns(&self) -> Option<&Columns> {
        match self {
            Self::Rows(_, _, table) => Some(&table.columns),
            _ => None,
        }
    }
}
