//! Offsets of a browser: a text counts in UTF-16 code units there.

/// The number of code units of a text.
pub fn units(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

/// The byte at an offset in code units. An offset past the end means the end; within a pair of
/// surrogates, the start of the character.
pub fn byte(text: &str, offset: usize) -> usize {
    let mut left = offset;
    for (at, c) in text.char_indices() {
        if left < c.len_utf16() {
            return at;
        }
        left -= c.len_utf16();
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_go_there_and_back() {
        let text = "a甲𠮷乙";
        for (at, _) in text.char_indices().chain([(text.len(), ' ')]) {
            assert_eq!(byte(text, units(&text[..at])), at);
        }
        assert_eq!(byte(text, 3), 4, "within the pair of 𠮷");
        assert_eq!(byte(text, 99), text.len());
    }
}
