//! Keys, as they cross.

use alloc::vec::Vec;

use rejoin::{Key, KeyError, KeyKind};

use crate::context::{FINE, write_mistake};
use crate::pack::Packer;

pub(crate) fn kind_of(number: u8) -> KeyKind {
    if number == 0 { KeyKind::Configuration } else { KeyKind::Connection }
}

pub(crate) fn write_key(key: Result<Key, KeyError>, out: &mut Vec<u8>) {
    match key {
        Err(error) => write_mistake(error.message(), out),
        Ok(key) => {
            out.push(FINE);
            Packer(out).text(key.text().expose());
        }
    }
}
