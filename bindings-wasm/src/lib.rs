//! The WebAssembly modules of the npm package.
//!
//! Drafts, keystrokes and reports cross as packed bytes in two buffers that JavaScript sees directly:
//! one call each way, no object, no JSON. What crosses is described in `pack.rs`; its other half is
//! `js/pack.ts`. There is no rule and no message here.

// The modules have no use for the standard library, which would be half of them.
#![cfg_attr(target_family = "wasm", no_std)]
#![expect(unreachable_pub, reason = "wasm-bindgen exports public functions only")]

extern crate alloc;

mod buffers;
mod context;
#[cfg(not(feature = "bulk"))]
mod form;
#[cfg(not(feature = "bulk"))]
mod fresh;
mod keys;
mod local;
#[cfg(target_family = "wasm")]
mod memory;
mod pack;
#[cfg(not(feature = "bulk"))]
mod unicode;
mod unpack;
#[cfg(not(feature = "bulk"))]
mod validate;

#[cfg(feature = "bulk")]
mod bulk;
#[cfg(feature = "bulk")]
mod inspect;

/// A panic is a trap: its message would be most of what the core library has about texts.
#[cfg(target_family = "wasm")]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}
