//! JSON text, batches and catalogs: the module that is loaded when one of them is used.
//!
//! Reports cross packed, as in the other module. What has no hot path, catalogs and summaries, crosses
//! as JSON text, which JavaScript reads by itself.

use alloc::vec::Vec;

use rejoin::{BatchReader, Catalog, CatalogError, Connection, Context, KeyError, Query, Record, Summary, Tree};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::buffers;
use crate::context::{FINE, with_context, write_mistake};
use crate::local::Local;
use crate::pack::Packer;
use crate::unpack::Unpacker;

/// Checks the JSON text that stands behind `context` bytes of packed context.
#[wasm_bindgen(js_name = validateJson)]
pub fn validate_json(context: usize, length: usize) -> usize {
    buffers::call(length, |bytes, out| {
        let (context, text) = bytes.split_at_checked(context).unwrap_or_default();
        with_context(context, out, |context, out| {
            Packer(out).report(&rejoin::validate_json(text, context));
        });
    })
}

/// A batch that is being read.
struct Batch {
    reader: BatchReader<Context>,
    summary: Summary,
}

static BATCHES: Local<Vec<Option<Batch>>> = Local::new(Vec::new());
static CATALOGS: Local<Vec<Option<Catalog>>> = Local::new(Vec::new());

/// Keeps something in the first place that is free, and gives its number.
fn keep<T>(places: &'static Local<Vec<Option<T>>>, kept: T) -> usize {
    places.with(|places| {
        let free = places.iter().position(Option::is_none).unwrap_or(places.len());
        match places.get_mut(free) {
            Some(place) => *place = Some(kept),
            None => places.push(Some(kept)),
        }
        free
    })
}

/// Runs `run` on what is kept under a number; `None` if nothing is.
fn on<T, R>(places: &'static Local<Vec<Option<T>>>, id: usize, run: impl FnOnce(&mut T) -> R) -> Option<R> {
    places.with(|places| places.get_mut(id)?.as_mut().map(run))
}

fn take<T>(places: &'static Local<Vec<Option<T>>>, id: usize) -> Option<T> {
    places.with(|places| places.get_mut(id)?.take())
}

/// Opens a batch with a packed context. The output is its number.
#[wasm_bindgen(js_name = batchOpen)]
pub fn batch_open(length: usize) -> usize {
    buffers::call(length, |bytes, out| {
        with_context(bytes, out, |context, out| {
            let batch = Batch { reader: BatchReader::new(context.clone()), summary: Summary::default() };
            Packer(out).count(keep(&BATCHES, batch));
        });
    })
}

/// Takes a chunk of a batch. The output is the records that end in it: for each a byte of 1, its index,
/// its line, and its report; then a byte of 0.
#[wasm_bindgen(js_name = batchPush)]
pub fn batch_push(id: usize, length: usize) -> usize {
    buffers::call(length, |bytes, out| {
        on(&BATCHES, id, |Batch { reader, summary }| reader.push(bytes, |record| write_record(&record, summary, out)));
        out.push(0);
    })
}

/// Ends a batch. The output is as that of [`batch_push`], and then the summary.
#[wasm_bindgen(js_name = batchFinish)]
pub fn batch_finish(id: usize) -> usize {
    buffers::call(0, |_, out| {
        if let Some(Batch { reader, mut summary }) = take(&BATCHES, id) {
            reader.finish(|record| write_record(&record, &mut summary, out));
            out.push(0);
            Packer(out).text(&summary.to_tree().to_json());
        }
    })
}

/// Forgets a batch that nobody reads to its end.
#[wasm_bindgen(js_name = batchClose)]
pub fn batch_close(id: usize) {
    take(&BATCHES, id);
}

fn write_record(record: &Record, summary: &mut Summary, out: &mut Vec<u8>) {
    summary.add(&record.report);
    let mut packer = Packer(out);
    packer.byte(1);
    packer.count(record.index);
    packer.count(record.line);
    packer.report(&record.report);
}

/// The outcome of a call that a catalog refused: what follows is its error.
const REFUSED: u8 = 2;

/// Runs `run` on a catalog, and writes its answer or its error.
fn with_catalog(id: usize, out: &mut Vec<u8>, run: impl FnOnce(&mut Catalog) -> Result<Tree, CatalogError>) {
    let Some(answer) = on(&CATALOGS, id, run) else {
        return write_mistake("The catalog is closed", out);
    };
    let (outcome, tree) = match answer {
        Ok(answer) => (FINE, answer),
        Err(error) => (REFUSED, error.to_tree()),
    };
    out.push(outcome);
    Packer(out).text(&tree.to_json());
}

/// Opens a catalog without connections.
#[wasm_bindgen(js_name = catalogOpen)]
pub fn catalog_open() -> usize {
    keep(&CATALOGS, Catalog::new())
}

/// Forgets a catalog.
#[wasm_bindgen(js_name = catalogClose)]
pub fn catalog_close(id: usize) {
    take(&CATALOGS, id);
}

/// The connection of a packed draft; secrets that it leaves out may be stored.
fn connection(mut draft: Unpacker<'_>) -> Result<Connection, CatalogError> {
    Catalog::connection_of(&draft.draft())
}

/// Adds the connection behind `drawn` random bytes, at a time in milliseconds. The answer is its entry.
#[wasm_bindgen(js_name = catalogAdd)]
pub fn catalog_add(id: usize, now: f64, drawn: usize, length: usize) -> usize {
    buffers::call(length, |bytes, out| {
        let (drawn, draft) = bytes.split_at_checked(drawn).unwrap_or_default();
        let Ok(random) = drawn.try_into() else {
            return write_mistake(KeyError::RandomUnavailable.message(), out);
        };
        with_catalog(id, out, |catalog| {
            Ok(catalog.add(&connection(Unpacker(draft))?, milliseconds(now), random)?.to_tree())
        });
    })
}

/// Puts a connection in place of another, whose ID is before it. The answer is its entry.
#[wasm_bindgen(js_name = catalogUpdate)]
pub fn catalog_update(id: usize, now: f64, length: usize) -> usize {
    buffers::call(length, |bytes, out| {
        let mut input = Unpacker(bytes);
        let entry = input.text().unwrap_or_default();
        with_catalog(id, out, |catalog| Ok(catalog.update(entry, &connection(input)?, milliseconds(now))?.to_tree()));
    })
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "what is out of range is refused as a time"
)]
fn milliseconds(now: f64) -> u64 {
    now as u64
}

/// Takes the connections of the IDs in the input out, all or none.
#[wasm_bindgen(js_name = catalogDelete)]
pub fn catalog_delete(id: usize, length: usize) -> usize {
    buffers::call(length, |bytes, out| {
        let mut input = Unpacker(bytes);
        let ids = core::iter::from_fn(|| input.text());
        with_catalog(id, out, |catalog| catalog.delete(ids).map(|_| Tree::Null));
    })
}

/// The IDs of the entries that the query in the input finds, in its order.
#[wasm_bindgen(js_name = catalogList)]
pub fn catalog_list(id: usize, length: usize) -> usize {
    buffers::call(length, |bytes, out| {
        let query = Unpacker(bytes).tree().unwrap_or(Tree::Null);
        with_catalog(id, out, |catalog| {
            Ok(Tree::list(catalog.list(&Query::from_tree(&query)?).into_iter().map(rejoin::Entry::id)))
        });
    })
}

/// Adds the entries of the JSON document in the input, all or none. The answer is the document with all
/// entries.
#[wasm_bindgen(js_name = catalogImport)]
pub fn catalog_import(id: usize, length: usize) -> usize {
    buffers::call(length, |bytes, out| {
        with_catalog(id, out, |catalog| {
            catalog.import(bytes)?;
            Ok(catalog.export())
        });
    })
}
