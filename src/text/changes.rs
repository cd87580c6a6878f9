//! The changes that turn one sequence into another.

use similar::DiffOp;
use similar::algorithms::{Capture, Compact, Replace, myers};
use std::collections::HashMap;
use std::hash::Hash;

/// The stretches of two sequences that are equal, and those that differ, by the algorithm of Myers.
pub fn changes<T: Eq + Hash>(old: &[T], new: &[T]) -> Vec<DiffOp> {
    let mut numbers: HashMap<&T, usize> = HashMap::new();
    let mut number = |item| {
        let next = numbers.len();
        *numbers.entry(item).or_insert(next)
    };
    let old: Vec<usize> = old.iter().map(&mut number).collect();
    let new: Vec<usize> = new.iter().map(&mut number).collect();
    of_numbers(&old, &new)
}

/// Not generic, and with one algorithm: the code is large, and would be there for each type and
/// each algorithm of the library.
fn of_numbers(old: &[usize], new: &[usize]) -> Vec<DiffOp> {
    let mut hook = Compact::new(Replace::new(Capture::new()), old, new);
    let Ok(()) = myers::diff(&mut hook, old, 0..old.len(), new, 0..new.len());
    hook.into_inner().into_inner().into_ops()
}

#[cfg(test)]
mod tests {
    use super::*;
    use similar::{Algorithm, capture_diff_slices};

    #[test]
    fn changes_are_those_of_the_library() {
        let chars = |text: &str| text.chars().collect::<Vec<char>>();
        for (old, new) in [
            ("", ""),
            ("", "甲"),
            ("总体情况", "总体情况"),
            ("主动公开政府信息情况", "政府主动公开信息的情况"),
            ("一二三四五六七八九十", "十九八七六五四三二一"),
            ("收到和处理政府信息公开申请情况", "处理和收到申请的政府信息情况"),
        ] {
            let (old, new) = (chars(old), chars(new));
            assert_eq!(changes(&old, &new), capture_diff_slices(Algorithm::Myers, &old, &new));
        }
    }
}
