//! Fresh keys, made with the randomness that JavaScript draws.

use alloc::vec::Vec;
use core::mem;

use rejoin::{Entropy, Key, KeyError};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::buffers;
use crate::keys::{kind_of, write_key};
use crate::local::Local;

type Source = fn(&mut [u8]) -> Result<(), KeyError>;

/// What was drawn for the key that is being made; nothing where there is no source of randomness.
static DRAWN: Local<Vec<u8>> = Local::new(Vec::new());
/// Remembers the draw before, to tell a source that repeats itself.
static ENTROPY: Local<Entropy<Source>> = Local::new(Entropy::new(take_drawn));

fn take_drawn(place: &mut [u8]) -> Result<(), KeyError> {
    let drawn = DRAWN.with(mem::take);
    if drawn.len() != place.len() {
        return Err(KeyError::RandomUnavailable);
    }
    place.copy_from_slice(&drawn);
    Ok(())
}

/// Runs `run` with what JavaScript drew: an import for that would bring glue along that a page has no
/// other use for.
pub(crate) fn with_entropy<T>(drawn: &[u8], run: impl FnOnce(&mut Entropy<Source>) -> T) -> T {
    DRAWN.with(|place| *place = drawn.to_vec());
    ENTROPY.with(run)
}

/// Makes a fresh key of a kind, 0 configuration or 1 connection, with the random bytes in the input.
#[wasm_bindgen(js_name = generateKey)]
pub fn generate_key(kind: u8, length: usize) -> usize {
    buffers::call(length, |drawn, out| {
        write_key(with_entropy(drawn, |entropy| Key::generate(kind_of(kind), entropy)), out);
    })
}
