//! JSON text, batches and catalogs: the module that is loaded when one of them is used.
//!
//! Reports cross packed, as in the other module. What has no hot path, catalogs and summaries, crosses
//! as objects.

use alloc::vec::Vec;

use js_sys::JsString;
use rejoin::{BatchReader, Catalog, CatalogError, Connection, Context, Draft, Query, Record, Summary, Tree};
use serde::Serialize as _;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::buffers;
use crate::context::with_context;
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

/// Ends a batch. The output is as that of [`batch_push`]; the answer is the summary.
#[wasm_bindgen(js_name = batchFinish)]
pub fn batch_finish(id: usize) -> Result<JsValue, JsValue> {
    let mut answer = JsValue::UNDEFINED;
    if let Some(Batch { reader, mut summary }) = take(&BATCHES, id) {
        buffers::call(0, |_, out| {
            reader.finish(|record| write_record(&record, &mut summary, out));
            out.push(0);
        });
        answer = to_object(&summary.to_tree())?;
    }
    Ok(answer)
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

/// An object of JavaScript.
fn to_object(tree: &Tree) -> Result<JsValue, JsValue> {
    let serializer = serde_wasm_bindgen::Serializer::json_compatible();
    tree.serialize(&serializer).map_err(JsValue::from)
}

fn error(error: &CatalogError) -> JsValue {
    to_object(&error.to_tree()).unwrap_or_else(|error| error)
}

/// What there is to say about a catalog that is closed.
fn closed() -> JsValue {
    js_sys::TypeError::new("The catalog is closed").into()
}

/// Runs `run` on a catalog; its error crosses as an object.
fn with_catalog<T>(id: usize, run: impl FnOnce(&mut Catalog) -> Result<T, CatalogError>) -> Result<T, JsValue> {
    on(&CATALOGS, id, run).ok_or_else(closed)?.map_err(|failure| error(&failure))
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
fn connection(length: usize) -> Result<Connection, CatalogError> {
    let mut read = Catalog::connection_of(&Draft::new());
    buffers::call(length, |bytes, _| read = Catalog::connection_of(&Unpacker(bytes).draft()));
    read
}

/// Adds the connection in the input, at a time in milliseconds. The answer is its entry.
#[wasm_bindgen(js_name = catalogAdd)]
pub fn catalog_add(id: usize, now: f64, length: usize) -> Result<JsValue, JsValue> {
    let mut random = [0; rejoin::ID_RANDOM_BYTES];
    getrandom::fill(&mut random).map_err(|_| JsValue::from(rejoin::KeyError::RandomUnavailable.to_string()))?;
    let added = connection(length);
    let entry = with_catalog(id, |catalog| Ok(catalog.add(&added?, milliseconds(now), random)?.to_tree()))?;
    to_object(&entry)
}

/// Puts the connection in the input in place of another. The answer is its entry.
#[wasm_bindgen(js_name = catalogUpdate)]
pub fn catalog_update(id: usize, entry: &str, now: f64, length: usize) -> Result<JsValue, JsValue> {
    let updated = connection(length);
    let entry = with_catalog(id, |catalog| Ok(catalog.update(entry, &updated?, milliseconds(now))?.to_tree()))?;
    to_object(&entry)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "what is out of range is refused as a time"
)]
fn milliseconds(now: f64) -> u64 {
    now as u64
}

/// Takes connections out, all or none.
#[wasm_bindgen(js_name = catalogDelete)]
pub fn catalog_delete(id: usize, ids: Vec<JsString>) -> Result<(), JsValue> {
    with_catalog(id, |catalog| catalog.delete(ids.into_iter().map(String::from)).map(|_| ()))
}

/// The IDs of the entries that a query finds, in its order.
#[wasm_bindgen(js_name = catalogList)]
pub fn catalog_list(id: usize, query: JsValue) -> Result<Vec<JsString>, JsValue> {
    let query = from_object(query)?;
    with_catalog(id, |catalog| {
        let query = Query::from_tree(&query)?;
        Ok(catalog.list(&query).into_iter().map(|entry| JsString::from(entry.id())).collect())
    })
}

/// The document with all entries.
#[wasm_bindgen(js_name = catalogExport)]
pub fn catalog_export(id: usize) -> Result<JsValue, JsValue> {
    to_object(&with_catalog(id, |catalog| Ok(catalog.export()))?)
}

/// Adds the entries of the JSON document in the input, all or none. The answer is the document with all
/// entries.
#[wasm_bindgen(js_name = catalogImport)]
pub fn catalog_import(id: usize, length: usize) -> Result<JsValue, JsValue> {
    let mut imported = Err(closed());
    buffers::call(length, |bytes, _| {
        imported = with_catalog(id, |catalog| {
            catalog.import(bytes)?;
            Ok(catalog.export())
        });
    });
    to_object(&imported?)
}

/// An object of JavaScript as a value of unknown shape.
fn from_object(value: JsValue) -> Result<Tree, JsValue> {
    serde_wasm_bindgen::from_value(value).map_err(JsValue::from)
}
