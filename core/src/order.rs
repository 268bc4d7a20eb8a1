//! Order, for the few lists that need one.

use alloc::collections::BinaryHeap;
use alloc::vec::Vec;

/// The items in ascending order.
///
/// A heap takes n log n steps whatever the items are, as the library's `sort` does, and is a tenth of
/// its code, which a page would have to load.
pub(crate) fn sorted<T: Ord>(items: Vec<T>) -> Vec<T> {
    BinaryHeap::from(items).into_sorted_vec()
}

/// The items in ascending order, each once.
pub(crate) fn sorted_set<T: Ord>(items: Vec<T>) -> Vec<T> {
    let mut items = sorted(items);
    items.dedup();
    items
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec;

    #[test]
    fn items_come_in_order() {
        assert_eq!(sorted(vec![3, 1, 2, 1]), [1, 1, 2, 3]);
        assert_eq!(sorted_set(vec!["b", "a", "b"]), ["a", "b"]);
    }
}
