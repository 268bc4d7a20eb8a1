//! Where text comes from: what Python holds, a file that Python has opened, or one that is opened here.

use std::fs::File;
use std::io::{self, Read as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use encoding_rs::{Decoder, UTF_16BE, UTF_16LE};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyString};
use zeroize::Zeroizing;

use crate::edge::wrong_type;
use crate::text;

/// How many bytes are taken at once. Their records are checked before Python sees the first of them.
const CHUNK: usize = 1 << 18;

/// How much is read at most to see what a source is.
const LONGEST_START: usize = 5 << 20;

/// Something that gives bytes.
pub(crate) enum Source {
    /// The bytes, and how many of them were taken.
    Bytes(Py<PyBytes>, usize),
    /// A text, and how much of it was taken.
    Str(Py<PyString>, usize),
    /// An object with a method to read.
    Object(Py<PyAny>),
    /// A file, and the memory that it is read into.
    File(File, Zeroizing<Vec<u8>>),
}

impl Source {
    /// A file that is open for reading.
    pub(crate) fn file(file: File) -> Self {
        Self::File(file, Zeroizing::new(vec![0; CHUNK]))
    }

    /// Takes the next piece and gives it to `take`; gives nothing where there is none.
    fn next<T>(&mut self, py: Python<'_>, take: impl FnOnce(&[u8]) -> T) -> PyResult<Option<T>> {
        let piece;
        let text;
        let bytes = match self {
            Self::Bytes(bytes, taken) => after(bytes.bind(py).as_bytes(), taken),
            Self::Str(whole, taken) => {
                text = text::read(whole.bind(py));
                after(text.as_bytes(), taken)
            }
            Self::Object(file) => {
                piece = file.bind(py).call_method1("read", (CHUNK,))?;
                if let Some(read) = text::of(&piece) {
                    text = read;
                    text.as_bytes()
                } else {
                    let bytes =
                        piece.cast::<PyBytes>().map_err(|_| wrong_type("what a file gives", "str or bytes", &piece))?;
                    bytes.as_bytes()
                }
            }
            Self::File(file, memory) => {
                let read = py.detach(|| fill(file, memory))?;
                memory.get(..read).unwrap_or_default()
            }
        };
        Ok(if bytes.is_empty() { None } else { Some(take(bytes)) })
    }
}

/// Reads as much as the memory holds, or all that is left.
fn fill(file: &mut File, memory: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while let Some(rest) = memory.get_mut(filled..).filter(|rest| !rest.is_empty()) {
        match file.read(rest) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}

/// The next piece of a text of which some was taken.
fn after<'t>(text: &'t [u8], taken: &mut usize) -> &'t [u8] {
    let rest = text.get(*taken..).unwrap_or_default();
    let piece = rest.get(..CHUNK).unwrap_or(rest);
    *taken += piece.len();
    piece
}

/// The byte order mark in UTF-8; that of UTF-16 is shorter.
pub(crate) const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// How the text of a source is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// UTF-8.
    Plain,
    /// UTF-8 with a byte order mark.
    Marked,
    /// UTF-16 with a byte order mark.
    Utf16 { big: bool },
}

/// A source whose start may be looked at before it is taken, and whose text is UTF-8 in the end.
pub(crate) struct Input {
    source: Source,
    /// The start, which was looked at.
    ahead: Option<Zeroizing<Vec<u8>>>,
    encoding: Encoding,
    decoder: Option<Decoder>,
    /// Whether these two are known.
    known: bool,
    /// Whether some of the text could not be decoded.
    malformed: bool,
    /// How many bytes were taken; others may ask at any time.
    taken: Arc<AtomicU64>,
}

impl Input {
    pub(crate) fn new(source: Source) -> Self {
        Self {
            source,
            ahead: None,
            encoding: Encoding::Plain,
            decoder: None,
            known: false,
            malformed: false,
            taken: Arc::default(),
        }
    }

    /// How many bytes were taken.
    pub(crate) fn taken(&self) -> Arc<AtomicU64> {
        self.taken.clone()
    }

    /// How the text is written, once its start was looked at.
    pub(crate) const fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// Whether some of the text taken so far could not be decoded.
    pub(crate) const fn is_malformed(&self) -> bool {
        self.malformed
    }

    /// The start of the text: as much as is enough, or all of it, or what is too long for a start. A byte order
    /// mark of UTF-16 is understood.
    pub(crate) fn start(&mut self, py: Python<'_>, enough: impl Fn(&[u8]) -> bool) -> PyResult<&[u8]> {
        let mut start = self.ahead.take().unwrap_or_default();
        // Some sources give a few bytes at a time, and a start that is looked at often is long to read.
        let mut looked_at = 0;
        loop {
            if start.len() > LONGEST_START || (start.len() > looked_at * 2 && enough(&start)) {
                break;
            }
            looked_at = start.len();
            let Some(piece) = self.source.next(py, |bytes| Zeroizing::new(bytes.to_vec()))? else { break };
            self.taken.fetch_add(piece.len() as u64, Ordering::Relaxed);
            if !self.known {
                extend(&mut start, &piece);
                if start.len() < BYTE_ORDER_MARK.len() {
                    continue;
                }
                self.known = true;
                (self.encoding, self.decoder) = encoding_of(&start);
                if let Some(decoder) = &mut self.decoder {
                    start = decode(decoder, &start, &mut self.malformed);
                }
                continue;
            }
            match &mut self.decoder {
                None => extend(&mut start, &piece),
                Some(decoder) => extend(&mut start, &decode(decoder, &piece, &mut self.malformed)),
            }
        }
        Ok(self.ahead.insert(start))
    }

    /// Takes the next piece and gives it to `take`; gives nothing where there is none.
    pub(crate) fn next<T>(&mut self, py: Python<'_>, take: impl FnOnce(&[u8]) -> T) -> PyResult<Option<T>> {
        if let Some(start) = self.ahead.take().filter(|start| !start.is_empty()) {
            return Ok(Some(take(&start)));
        }
        let Self { source, decoder, taken, malformed, .. } = self;
        source.next(py, |bytes| {
            taken.fetch_add(bytes.len() as u64, Ordering::Relaxed);
            match decoder {
                None => take(bytes),
                Some(decoder) => take(&decode(decoder, bytes, malformed)),
            }
        })
    }

    /// All that is left.
    pub(crate) fn rest(&mut self, py: Python<'_>) -> PyResult<Zeroizing<Vec<u8>>> {
        let mut all = Zeroizing::new(Vec::new());
        while self.next(py, |piece| extend(&mut all, piece))?.is_some() {}
        Ok(all)
    }
}

/// Takes some bytes more, and leaves no copy behind where the memory grows.
fn extend(all: &mut Zeroizing<Vec<u8>>, piece: &[u8]) {
    if all.len() + piece.len() > all.capacity() {
        let mut larger = Zeroizing::new(Vec::with_capacity((all.len() + piece.len()) * 2));
        larger.extend_from_slice(all);
        *all = larger;
    }
    all.extend_from_slice(piece);
}

/// How a text that starts like this is written, and what decodes it.
fn encoding_of(start: &[u8]) -> (Encoding, Option<Decoder>) {
    match start {
        [0xFF, 0xFE, ..] => (Encoding::Utf16 { big: false }, Some(UTF_16LE.new_decoder_with_bom_removal())),
        [0xFE, 0xFF, ..] => (Encoding::Utf16 { big: true }, Some(UTF_16BE.new_decoder_with_bom_removal())),
        [0xEF, 0xBB, 0xBF, ..] => (Encoding::Marked, None),
        _ => (Encoding::Plain, None),
    }
}

/// UTF-16 as UTF-8; what is no text is U+FFFD.
fn decode(decoder: &mut Decoder, bytes: &[u8], malformed: &mut bool) -> Zeroizing<Vec<u8>> {
    let room = decoder.max_utf8_buffer_length(bytes.len()).unwrap_or(0);
    let mut text = Zeroizing::new(String::with_capacity(room));
    let (_, _, replaced) = decoder.decode_to_string(bytes, &mut text, false);
    *malformed |= replaced;
    Zeroizing::new(std::mem::take(&mut *text).into_bytes())
}
