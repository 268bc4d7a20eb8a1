//! The module's memory: what is given back is overwritten first.
//!
//! Secrets pass through texts that grow, are cloned and are dropped by code that knows nothing of
//! secrets. Here none of that leaves a copy behind.

use core::alloc::{GlobalAlloc, Layout};

use talc::cell::TalcSyncCell;
use talc::wasm::{WasmBinning, WasmGrowAndClaim};

#[global_allocator]
static MEMORY: Wiping = Wiping(TalcSyncCell::new_wasm(WasmGrowAndClaim));

/// An allocator that overwrites memory before it gives it back.
struct Wiping(TalcSyncCell<WasmGrowAndClaim, WasmBinning>);

// SAFETY: both calls go through with the caller's promises about them as they are. In between, a block
// is written to that is still the caller's. The other methods are the trait's own, made of these two: a
// text that grows moves to a new block, and its old one comes by here.
#[expect(unsafe_code, reason = "an allocator is unsafe by its trait")]
unsafe impl GlobalAlloc for Wiping {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        unsafe { self.0.alloc(layout) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        unsafe {
            block.write_bytes(0, layout.size());
            // The optimiser must not see that nobody reads this again.
            self.0.dealloc(core::hint::black_box(block), layout);
        }
    }
}
