//! Separates plain text from text with unwanted characters, without a look at each character.

/// Whether `text` certainly holds no radical, no compatibility ideograph and no invisible
/// character.
pub fn is_plain(text: &str) -> bool {
    !any_bytes_among(text, is_rare, |a, b, c| begins_radical(a, b, c) | begins_unseen(a, b, c))
}

/// Whether these bytes begin a character outside of ASCII, ideographs, full-width marks and common
/// marks. The test needs fewer steps than the exact tests, and is enough for nearly every stretch
/// of a text.
fn is_rare(a: u8, b: u8, _: u8) -> bool {
    let control = (a < 0x20) & !between(a, 0x09, 0x0d) | (a == 0x7f);
    control
        | (a == 0xc2)
        | (a == 0xe2)
        | (a == 0xee)
        | (a >= 0xf0)
        | (a == 0xef) & (b & 0xfe != 0xbc)
}

/// Whether these bytes may begin a character of U+2E80–2FDF, U+F900–FAFF or U+2F800–2FA1F.
pub fn begins_radical(a: u8, b: u8, _: u8) -> bool {
    (a == 0xe2) & (b >= 0xba) | (a == 0xef) & between(b, 0xa4, 0xab) | (a == 0xf0) & (b == 0xaf)
}

/// Whether these bytes may begin a character that is invisible or meaningless: control, zero-width,
/// private-use and replacement characters. True for all these characters, and seldom true for
/// others.
pub fn begins_unseen(a: u8, b: u8, c: u8) -> bool {
    let control = (a < 0x20) & !between(a, 0x09, 0x0d) | (a == 0x7f);
    let latin = (a == 0xc2) & ((b < 0xa0) | (b == 0xad));
    let general = (a == 0xe2)
        & (b & 0xfe == 0x80)
        & ((b == 0x81) | between(c, 0x8b, 0x8f) | between(c, 0xaa, 0xae));
    let private =
        (a == 0xee) | (a >= 0xf3) | (a == 0xef) & ((b <= 0xa3) | (b == 0xbb) | (b == 0xbf));
    control | latin | general | private
}

/// Whether any three consecutive bytes in `text` fulfil `suspicious`. Behind the end of `text` the
/// bytes are spaces.
///
/// `suspicious` must not branch. The compiler then checks many bytes at once, and a text without
/// suspicious characters (nearly every text) costs next to nothing.
pub fn any_bytes(text: &str, suspicious: impl Fn(u8, u8, u8) -> bool) -> bool {
    any_bytes_among(text, suspicious, |_, _, _| true)
}

/// The same as [`any_bytes`] if all `suspicious` bytes are `rare`. `rare` runs first on each
/// stretch.
fn any_bytes_among(
    text: &str,
    rare: impl Fn(u8, u8, u8) -> bool,
    suspicious: impl Fn(u8, u8, u8) -> bool,
) -> bool {
    const AT_ONCE: usize = 512;
    let bytes = text.as_bytes();
    let whole = bytes.len().saturating_sub(2);
    let triples = |start: usize, end: usize| {
        bytes[start..end].iter().zip(&bytes[start + 1..]).zip(&bytes[start + 2..])
    };
    let any_rare = |start: usize, end: usize| {
        triples(start, end).fold(false, |any, ((&a, &b), &c)| any | rare(a, b, c))
    };
    let any_suspicious = |start: usize, end: usize| {
        triples(start, end).fold(false, |any, ((&a, &b), &c)| any | suspicious(a, b, c))
    };
    let any = |start: usize| {
        let end = (start + AT_ONCE).min(whole);
        any_rare(start, end) && any_suspicious(start, end)
    };
    if (0..whole).step_by(AT_ONCE).any(any) {
        return true;
    }
    let byte = |at: usize| bytes.get(at).copied().unwrap_or(b' ');
    (whole..bytes.len()).any(|at| {
        rare(byte(at), byte(at + 1), byte(at + 2))
            && suspicious(byte(at), byte(at + 1), byte(at + 2))
    })
}

/// Whether `byte` lies between `low` and `high`, computed without a branch.
fn between(byte: u8, low: u8, high: u8) -> bool {
    byte.wrapping_sub(low) <= high - low
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_plain_is_rare() {
        for (a, b) in (0..=u8::MAX).flat_map(|a| (0..=u8::MAX).map(move |b| (a, b))) {
            assert!(
                (0..=u8::MAX).all(
                    |c| is_rare(a, b, c) || !(begins_radical(a, b, c) | begins_unseen(a, b, c))
                ),
                "{a:x} {b:x}"
            );
        }
    }

    #[test]
    fn bytes_are_found_at_every_place() {
        for len in [0, 1, 2, 3, 511, 512, 513, 1025] {
            let clean = "a".repeat(len);
            assert!(!any_bytes(&clean, |a, _, _| a == b'x'));
            for at in 0..len {
                let mut text = clean.clone().into_bytes();
                text[at] = b'x';
                let text = String::from_utf8(text).unwrap();
                assert!(any_bytes(&text, |a, _, _| a == b'x'), "{len} {at}");
                assert_eq!(
                    any_bytes(&text, |a, b, c| a == b'x' && b == b'a' && c == b'a'),
                    at + 2 < len
                );
            }
        }
    }
}
