//! The WebAssembly modules of the npm package.
//!
//! Drafts, keystrokes and reports cross as packed bytes in two buffers that JavaScript sees directly:
//! one call each way, no object, no JSON. What crosses is described in `pack.rs`; its other half is
//! `js/pack.ts`. There is no rule and no message here.

#![expect(unreachable_pub, reason = "wasm-bindgen exports public functions only")]

mod buffers;
mod form;
mod keys;
mod pack;
mod unpack;
mod validate;

#[cfg(feature = "bulk")]
mod bulk;
