//! JSON text, batches and catalogs.
