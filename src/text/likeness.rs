//! How alike two words are, character by character.

/// How alike a word must be to another one, from 0 to 1, to be a slip of it.
pub const NEAR: f64 = 0.6;
/// How much more alike the word must be to that one than to any other.
pub const MARGIN: f64 = 0.15;
/// A word with fewer characters is the same word or another one.
const FEWEST: usize = 3;

/// How alike two words are, from 0 to 1, where a character is lost, wrong or too many; 0 if `known`
/// is too short for a slip, or the lengths alone make less than [`NEAR`].
pub fn likeness(words: &str, known: &str) -> f64 {
    compare(words, known, strsim::normalized_levenshtein)
}

/// The same where two characters that have changed places are one slip.
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
