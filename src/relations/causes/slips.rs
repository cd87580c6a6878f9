//! Finds numbers that stand some places too far to one side.

use std::ops::Range;

/// How the numbers have slipped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slipped {
    /// Whether the numbers stand too near to the first place, because one or two numbers were lost.
    pub is_forward: bool,
    /// The free places: behind all moved numbers, or the inserted places.
    pub freed: Range<usize>,
}

/// The possible slips from `right` to `found`: from a place on, one or two numbers are lost, or as
/// many zeros are inserted. At least one moved number is not 0.
pub fn slipped(found: &[i64], right: &[i64]) -> Vec<Slipped> {
    let len = found.len();
    // Nothing has moved before this place.
    let same = found.iter().zip(right).take_while(|(found, right)| found == right).count();
    let mut ways = Vec::new();
    for by in (1..=2).filter(|by| *by < len) {
        let is_zero = |range: Range<usize>| found[range].iter().all(|number| *number == 0);
        let moves = |range: Range<usize>| right[range].iter().any(|number| *number != 0);
        // If the first moved number is equal to the number at its new place, the slip may begin
        // earlier.
        for from in (0..=same.min(len - by)).rev() {
            if found[from..len - by] == right[from + by..]
                && is_zero(len - by..len)
                && moves(from + by..len)
            {
                ways.push(Slipped { is_forward: true, freed: len - by..len });
                break;
            }
        }
        for from in (0..=same.min(len - by)).rev() {
            if is_zero(from..from + by)
                && found[from + by..] == right[from..len - by]
                && moves(from..len - by)
            {
                ways.push(Slipped { is_forward: false, freed: from..from + by });
            }
        }
    }
    ways
}

#[cfg(test)]
mod tests {
    use super::{Slipped, slipped};
    use std::ops::Range;

    fn forward(freed: Range<usize>) -> Vec<Slipped> {
        vec![Slipped { is_forward: true, freed }]
    }

    #[test]
    fn lost_numbers_leave_free_places_behind() {
        assert_eq!(slipped(&[9, 9, 15, 8, 17, 78, 0], &[9, 20, 9, 15, 8, 17, 78]), forward(6..7));
        assert_eq!(slipped(&[5, 1, 2, 8, 0, 0], &[3, 4, 5, 1, 2, 8]), forward(4..6));
    }

    #[test]
    fn numbers_put_in_leave_free_places_before() {
        let backward = vec![Slipped { is_forward: false, freed: 1..2 }];
        assert_eq!(slipped(&[9, 0, 20, 9, 15, 8, 17], &[9, 20, 9, 15, 8, 17, 78]), backward);
    }

    #[test]
    fn zeros_do_not_slip() {
        assert_eq!(slipped(&[0, 0, 0], &[0, 0, 3]), []);
        assert_eq!(slipped(&[1, 2, 3], &[1, 2, 4]), []);
    }
}
