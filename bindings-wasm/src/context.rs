//! Contexts, of which the last one is kept; and how the text of an error crosses.

use alloc::vec::Vec;

use rejoin::{Context, ContextError};

use crate::local::Local;
use crate::pack::Packer;
use crate::unpack::Unpacker;

/// The outcome of a call that a mistake in its arguments can end: what follows is the answer.
pub(crate) const FINE: u8 = 0;
/// The same: what follows is the text of an error.
pub(crate) const MISTAKE: u8 = 1;

/// The last context and the bytes that it came in: a page has one, and gives it with every call.
static LAST: Local<Option<(Vec<u8>, Context)>> = Local::new(None);

/// Runs `run` with a packed context, or writes what is wrong with it.
pub(crate) fn with_context(bytes: &[u8], out: &mut Vec<u8>, run: impl FnOnce(&Context, &mut Vec<u8>)) {
    LAST.with(|last| {
        let known = last.as_ref().is_some_and(|(from, _)| from == bytes);
        if !known {
            match read_context(bytes) {
                Ok(context) => *last = Some((bytes.to_vec(), context)),
                Err(mistake) => return write_mistake(&mistake.message(), out),
            }
        }
        if let Some((_, context)) = last {
            out.push(FINE);
            run(context, out);
        }
    });
}

/// Reads a packed context; no bytes are no context.
pub(crate) fn read_context(bytes: &[u8]) -> Result<Context, ContextError> {
    let context = Context::new();
    #[cfg(not(feature = "bulk"))]
    let context = context.with_unicode(crate::unicode::HOST);
    match Unpacker(bytes).tree() {
        None => Ok(context),
        Some(tree) => context.with_tree(&tree),
    }
}

/// Writes the text of an error.
pub(crate) fn write_mistake(mistake: &str, out: &mut Vec<u8>) {
    out.push(MISTAKE);
    Packer(out).text(mistake);
}
