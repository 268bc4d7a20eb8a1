//! A draft in, a report out.

use wasm_bindgen::prelude::wasm_bindgen;

use crate::buffers;
use crate::context::with_context;
use crate::pack::Packer;
use crate::unpack::Unpacker;

/// Checks a packed draft, which stands behind `context` bytes of packed context.
#[wasm_bindgen]
pub fn validate(context: usize, length: usize) -> usize {
    buffers::call(length, |bytes, out| {
        let (context, draft) = bytes.split_at_checked(context).unwrap_or_default();
        with_context(context, out, |context, out| {
            let draft = Unpacker(draft).draft();
            Packer(out).checked(&rejoin::check(&draft, context));
        });
    })
}
