//! Order, for the few lists that need one.

use alloc::vec::Vec;

/// The items in ascending order.
///
/// Heapsort: n log n steps whatever the items are, as the library's `sort` takes, and a tenth of its
/// code, which a page would have to load.
pub(crate) fn sorted<T: Ord>(mut items: Vec<T>) -> Vec<T> {
    let count = items.len();
    // The first half of the rounds makes a heap of the items, the last item's parent first. The others
    // take the greatest off the heap, to the end of what is left of it.
    for round in (0..count / 2 + count).rev() {
        let (root, end) = match round.checked_sub(count) {
            Some(parent) => (parent, count),
            None => {
                items.swap(0, round);
                (0, round)
            }
        };
        if let Some(heap) = items.get_mut(..end) {
            sift_down(heap, root);
        }
    }
    items
}

/// Moves an item down the heap until both that hang on it are no greater.
fn sift_down<T: Ord>(heap: &mut [T], mut place: usize) {
    loop {
        let left = 2 * place + 1;
        let greater = if heap.get(left) < heap.get(left + 1) { left + 1 } else { left };
        // No item at all is less than any.
        if heap.get(greater) <= heap.get(place) {
            return;
        }
        heap.swap(place, greater);
        place = greater;
    }
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
        for count in 0..40_u32 {
            let items: Vec<u32> = (0..count).map(|item| item * 7 % 11).collect();
            let mut expected = items.clone();
            expected.sort_unstable();
            assert_eq!(sorted(items), expected);
        }
        assert_eq!(sorted_set(vec!["b", "a", "b"]), ["a", "b"]);
    }
}
