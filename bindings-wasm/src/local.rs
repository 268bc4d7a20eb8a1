//! Places in which the module keeps something between two calls.

use core::cell::RefCell;

#[cfg(target_feature = "atomics")]
compile_error!("what is `Local` here would be shared between threads");

/// A place that lasts as long as the module.
pub(crate) struct Local<T>(RefCell<T>);

// SAFETY: WebAssembly without atomics has one thread, so nothing is ever shared between two.
#[expect(unsafe_code, reason = "a static must be `Sync`, and there are no threads to be in step with")]
unsafe impl<T> Sync for Local<T> {}

impl<T> Local<T> {
    pub(crate) const fn new(value: T) -> Self {
        Self(RefCell::new(value))
    }

    /// Runs `run` with what is kept. It must not come back here.
    pub(crate) fn with<R>(&self, run: impl FnOnce(&mut T) -> R) -> R {
        run(&mut self.0.borrow_mut())
    }
}
