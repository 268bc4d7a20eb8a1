//! Two buffers that JavaScript sees directly: what comes in, and what goes out.

use alloc::vec::Vec;
use core::mem;

use wasm_bindgen::prelude::wasm_bindgen;

use crate::local::Local;

static INPUT: Local<Vec<u8>> = Local::new(Vec::new());
static OUTPUT: Local<Vec<u8>> = Local::new(Vec::new());

/// Makes room for that many bytes of input; JavaScript writes them from there on.
#[wasm_bindgen]
pub fn input(length: usize) -> *mut u8 {
    INPUT.with(|bytes| {
        if bytes.len() < length {
            bytes.resize(length, 0);
        }
        bytes.as_mut_ptr()
    })
}

/// Where the output of the last call stands.
#[wasm_bindgen]
pub fn output() -> *const u8 {
    OUTPUT.with(|bytes| bytes.as_ptr())
}

/// Runs a call on the first `length` bytes of the input; gives the length of its output.
pub(crate) fn call(length: usize, run: impl FnOnce(&[u8], &mut Vec<u8>)) -> usize {
    // Both are taken out while the call runs: a random source is a function of JavaScript, and may
    // call in again.
    let (bytes, mut out) = take();
    run(bytes.get(..length).unwrap_or_default(), &mut out);
    give_back(bytes, out, length)
}

// These two are a function each, and not a part of every call, for the sake of the module's size.

#[inline(never)]
fn take() -> (Vec<u8>, Vec<u8>) {
    let mut out = OUTPUT.with(mem::take);
    out.clear();
    (INPUT.with(mem::take), out)
}

#[inline(never)]
fn give_back(mut bytes: Vec<u8>, out: Vec<u8>, used: usize) -> usize {
    // The input held what was typed.
    if let Some(used) = bytes.get_mut(..used) {
        used.fill(0);
    }
    let length = out.len();
    INPUT.with(|place| *place = bytes);
    OUTPUT.with(|place| *place = out);
    length
}

/// Overwrites the output, which may have held secrets, when JavaScript has read it.
#[wasm_bindgen]
pub fn wipe() {
    OUTPUT.with(|bytes| bytes.fill(0));
}
