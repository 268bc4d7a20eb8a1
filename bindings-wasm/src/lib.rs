//! The WebAssembly modules of the npm package.
//!
//! Drafts, keystrokes and reports cross as packed bytes in two buffers that JavaScript sees directly:
//! one call each way, no object, no JSON. What crosses is described in `pack.rs`; its other half is
//! `js/pack.ts`. There is no rule and no message here.

// The form module has no use for the standard library, which would be half of it.
#![cfg_attr(all(target_family = "wasm", not(feature = "bulk")), no_std)]
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
#[cfg(all(target_family = "wasm", not(feature = "bulk")))]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}
