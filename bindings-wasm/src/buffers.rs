//! Two buffers that JavaScript sees directly: what comes in, and what goes out.

use core::cell::RefCell;

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

thread_local! {
    static INPUT: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    static OUTPUT: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// The memory that both sides see. After a trap there is another one.
#[wasm_bindgen(js_name = linearMemory)]
pub fn linear_memory() -> JsValue {
    wasm_bindgen::memory()
}

/// Makes room for that many bytes of input; JavaScript writes them from there on.
#[wasm_bindgen]
pub fn input(length: usize) -> *mut u8 {
    INPUT.with_borrow_mut(|bytes| {
        if bytes.len() < length {
            bytes.resize(length, 0);
        }
        bytes.as_mut_ptr()
    })
}

/// Where the output of the last call stands.
#[wasm_bindgen]
pub fn output() -> *const u8 {
    OUTPUT.with_borrow(|bytes| bytes.as_ptr())
}

/// Runs a call on the first `length` bytes of the input; gives the length of its output.
pub(crate) fn call(length: usize, run: impl FnOnce(&[u8], &mut Vec<u8>)) -> usize {
    // Both are taken out while the call runs: a random source is a function of JavaScript, and may
    // call in again.
    let mut bytes = INPUT.take();
    let mut out = OUTPUT.take();
    out.clear();
    run(bytes.get(..length).unwrap_or_default(), &mut out);
    // The input held what was typed.
    if let Some(used) = bytes.get_mut(..length) {
        used.fill(0);
    }
    INPUT.set(bytes);
    let length = out.len();
    OUTPUT.set(out);
    length
}

/// Overwrites the output, which may have held secrets, when JavaScript has read it.
#[wasm_bindgen]
pub fn wipe() {
    OUTPUT.with_borrow_mut(|bytes| bytes.fill(0));
}
