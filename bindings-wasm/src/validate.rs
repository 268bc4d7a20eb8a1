//! A draft in, a report out; and contexts, of which the last one is kept.

use core::cell::RefCell;

use rejoin::{Context, ContextError};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::buffers;
use crate::pack::Packer;
use crate::unpack::Unpacker;

/// The outcome of a call that a mistake in its arguments can end: what follows is the answer.
pub(crate) const FINE: u8 = 0;
/// The same: what follows is the text of an error.
pub(crate) const MISTAKE: u8 = 1;

thread_local! {
    /// The last context and the bytes that it came in: a page has one, and gives it with every call.
    static LAST: RefCell<(Vec<u8>, Context)> = RefCell::new((Vec::new(), Context::new()));
}

/// Checks a packed draft, which stands behind `context` bytes of packed context.
#[wasm_bindgen]
pub fn validate(context: usize, length: usize) -> usize {
    buffers::call(length, |bytes, out| {
        let (context, draft) = bytes.split_at_checked(context).unwrap_or_default();
        with_context(context, out, |context, out| {
            let draft = Unpacker(draft).draft();
            Packer(out).report(&rejoin::validate(&draft, context), Some(&draft));
        });
    })
}

/// Runs `run` with a packed context, or writes what is wrong with it.
pub(crate) fn with_context(bytes: &[u8], out: &mut Vec<u8>, run: impl FnOnce(&Context, &mut Vec<u8>)) {
    LAST.with_borrow_mut(|(last, context)| {
        if last != bytes {
            match read_context(bytes) {
                Ok(read) => *context = read,
                Err(mistake) => return write_mistake(&mistake, out),
            }
            last.clear();
            last.extend_from_slice(bytes);
        }
        out.push(FINE);
        run(context, out);
    });
}

/// Reads a packed context; no bytes are no context.
fn read_context(bytes: &[u8]) -> Result<Context, ContextError> {
    match Unpacker(bytes).tree() {
        None => Ok(Context::new()),
        Some(tree) => Context::from_tree(&tree),
    }
}

/// Writes the text of an error.
pub(crate) fn write_mistake(mistake: &impl ToString, out: &mut Vec<u8>) {
    out.push(MISTAKE);
    Packer(out).text(&mistake.to_string());
}
