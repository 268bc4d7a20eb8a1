//! What Unicode says of characters outside ASCII: JavaScript knows it, so a page need not download it.

use rejoin::{Letter, Unicode};

#[link(wasm_import_module = "unicode")]
#[expect(unsafe_code, reason = "numbers cross, and JavaScript answers with numbers")]
unsafe extern "C" {
    #[link_name = "lower"]
    safe fn lower_of(code: u32) -> u32;
    #[link_name = "letter"]
    safe fn letter_of(code: u32) -> u32;
}

/// What the engine that runs this module knows.
pub(crate) const HOST: Unicode = Unicode { lower, letter };

fn lower(c: char) -> char {
    char::from_u32(lower_of(c.into())).unwrap_or(c)
}

fn letter(c: char) -> Option<Letter> {
    [Letter::Uppercase, Letter::Lowercase, Letter::Caseless].get(letter_of(c.into()) as usize).copied()
}
