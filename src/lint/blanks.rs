//! Joins long blank stretches, which would otherwise become millions of lines.

use std::borrow::Cow;

/// Length of the shortest joined stretch, in bytes.
const LONG: usize = 4096;
/// Number of unchanged bytes at both ends of a long stretch. The parser never looks further around
/// a line.
const KEPT: usize = 1024;

/// `text` with the middle of each long blank stretch in one line. Spaces replace the line ends, so
/// the length stays the same.
pub fn joined(text: Cow<'_, str>) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let is_blank = |at: usize| bytes[at].is_ascii_whitespace();
    let mut stretches = Vec::new();
    let mut at = 0;
    // The loop looks at every `LONG / 2` bytes, so a long stretch contains a checked byte.
    while at < bytes.len() {
        if is_blank(at) {
            let start = (0..at).rev().take_while(|at| is_blank(*at)).last().unwrap_or(at);
            let end = (at..bytes.len()).find(|at| !is_blank(*at)).unwrap_or(bytes.len());
            if end - start >= LONG {
                stretches.push(start + KEPT..end - KEPT);
            }
            at = end;
        }
        at += LONG / 2;
    }
    if stretches.is_empty() {
        return text;
    }
    let mut joined = String::with_capacity(text.len());
    for stretch in stretches {
        joined.push_str(&text[joined.len()..stretch.start]);
        joined.extend(std::iter::repeat_n(' ', stretch.len()));
    }
    joined.push_str(&text[joined.len()..]);
    Cow::Owned(joined)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::lint::{Options, check};
    use crate::rules::testing::{replaced, sample};
    use crate::syntax::Layout;

    #[test]
    fn only_long_stretches_are_joined() {
        for short in [
            "",
            "甲\n\n乙\n",
            &format!("甲{}乙", "\n".repeat(LONG - 1)),
            &"\n".repeat(LONG - 1),
            &"甲\n".repeat(LONG),
        ] {
            assert_eq!(joined(Cow::Borrowed(short)), short);
        }
        for (before, after) in [("甲", "乙"), ("", ""), ("甲\r", "\t乙")] {
            let text = format!("{before}{}{after}", "\r\n".repeat(LONG));
            let joined = joined(Cow::Borrowed(&text));
            assert_eq!(joined.len(), text.len());
            assert!(joined.starts_with(before) && joined.ends_with(after));
            assert!((KEPT - 4..KEPT + 4).contains(&joined.matches('\n').count()));
        }
    }

    #[test]
    fn the_same_is_found_as_line_by_line() {
        let wrong = replaced(
            &sample(Layout::Spaces),
            "（一）予以公开 4 1 0 0 0 0 5",
            "（一）予以公开 4 1 0 0 0 0 ⟦6",
        );
        for layout in [sample(Layout::Tabs), sample(Layout::Lines), wrong] {
            let lines: Vec<&str> = layout.lines().collect();
            for cut in (0..lines.len()).step_by(7) {
                let text = format!(
                    "{}\n{}{}",
                    lines[..cut].join("\n"),
                    "\n".repeat(2 * LONG),
                    lines[cut..].join("\n")
                );
                assert_eq!(
                    check(&text, &Options::default()),
                    Document::new(&text, Options::default()).found(),
                    "{cut}"
                );
            }
        }
    }
}
