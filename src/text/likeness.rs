//! The likeness of two words, compared by characters.

/// The least likeness, from 0 to 1, of a word to the label that the word may be a slip of.
pub const NEAR: f64 = 0.6;
/// The least difference to the likeness of any other label.
pub const MARGIN: f64 = 0.15;
/// A label with fewer characters is never misspelt: a word is equal or different.
const FEWEST: usize = 3;

/// The likeness of two words, from 0 to 1. A lost, wrong or extra character counts as one slip.
/// Returns 0 if `known` is too short for a slip, or if the lengths differ too much for [`NEAR`].
pub fn likeness(words: &str, known: &str) -> f64 {
    compare(words, known, strsim::normalized_levenshtein)
}

/// Like [`likeness`], but two exchanged characters count as one slip.
pub fn likeness_with_swaps(words: &str, known: &str) -> f64 {
    compare(words, known, strsim::normalized_damerau_levenshtein)
}

fn compare(words: &str, known: &str, how: fn(&str, &str) -> f64) -> f64 {
    let (a, b) = (words.chars().count(), known.chars().count());
    let is_too_short = b < FEWEST || (a.min(b) as f64) < NEAR * a.max(b) as f64;
    if is_too_short { 0.0 } else { how(words, known) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_near_and_a_short_word_is_not() {
        assert!(likeness("行政许科", "行政许可") >= NEAR);
        assert_eq!(likeness("总汁", "总计"), 0.0);
        assert_eq!(likeness("规", "规范性文件"), 0.0);
    }

    #[test]
    fn two_characters_that_have_changed_places_are_one_slip() {
        assert!(likeness("行政可许", "行政许可") < NEAR);
        assert!(likeness_with_swaps("行政可许", "行政许可") >= NEAR);
    }
}
