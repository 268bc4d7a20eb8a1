//! Keys that somebody has: what they are, and whether a fingerprint is theirs.

use rejoin::{KEY_BYTES, Key, KeyError};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::buffers;
use crate::context::{FINE, MISTAKE};
use crate::keys::{kind_of, write_key};
use crate::pack::Packer;

/// Makes the key of the 40 bytes in the input.
#[wasm_bindgen(js_name = keyFromBytes)]
pub fn key_from_bytes(kind: u8) -> usize {
    buffers::call(KEY_BYTES, |bytes, out| {
        let bytes = bytes.try_into().map_err(|_| KeyError::Weak);
        write_key(bytes.and_then(|bytes| Key::from_bytes(kind_of(kind), bytes)), out);
    })
}

/// Looks into the key in the input: what it is, or what is wrong with it.
#[wasm_bindgen(js_name = inspectKey)]
pub fn inspect_key(length: usize) -> usize {
    buffers::call(length, |bytes, out| {
        let text = core::str::from_utf8(bytes).unwrap_or_default();
        match Key::parse(text, None) {
            Err(finding) => {
                out.push(MISTAKE);
                Packer(out).finding(&finding);
            }
            Ok(key) => {
                out.push(FINE);
                let mut packer = Packer(out);
                packer.text(key.kind().as_str());
                packer.text(&key.id());
                packer.byte(key.version());
                packer.text(&key.fingerprint());
                packer.text(&key.masked());
            }
        }
    })
}

/// Whether the fingerprint behind `key` bytes of key is that of the key.
#[wasm_bindgen(js_name = keyMatches)]
pub fn key_matches(key: usize, length: usize) -> bool {
    let mut matches = false;
    buffers::call(length, |bytes, _| {
        let (key, fingerprint) = bytes.split_at_checked(key).unwrap_or_default();
        let text = |bytes| core::str::from_utf8(bytes).unwrap_or_default();
        matches = Key::parse(text(key), None).is_ok_and(|key| key.matches(text(fingerprint)));
    });
    matches
}
