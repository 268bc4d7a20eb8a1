//! A draft in, a report out.

use rejoin::Field;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::buffers;
use crate::context::with_context;
use crate::pack::Packer;
use crate::unpack::Unpacker;

/// Checks a packed draft, which stands behind `context` bytes of packed context. `role` is the one that it must have, by
/// its place among the choices, from 1; 0 where any will do.
#[wasm_bindgen]
pub fn validate(context: usize, length: usize, role: usize) -> usize {
    buffers::call(length, |bytes, out| {
        let (context, draft) = bytes.split_at_checked(context).unwrap_or_default();
        with_context(context, out, |context, out| {
            let mut draft = Unpacker(draft).draft();
            draft.expect_roles(Field::Role.spec().kind.choices().get(role.wrapping_sub(1)..role).unwrap_or_default());
            Packer(out).checked(&rejoin::check(&draft, context));
        });
    })
}
