//! Shared parts of the rules about characters.

use crate::diagnostic::Edit;
use crate::text::TextRange;

/// Edits of single characters of `text`, in order, with adjacent edits joined. At most 500 edits:
/// all further edits are joined into the last edit, with the text in between unchanged. A broken
/// text may need millions of edits.
pub(super) fn edits(
    text: &str,
    replacements: impl IntoIterator<Item = (TextRange, Option<char>)>,
) -> Vec<Edit> {
    const MOST: usize = 500;
    let mut edits: Vec<Edit> = Vec::new();
    for (range, replacement) in replacements {
        let full = edits.len() == MOST;
        match edits.last_mut() {
            Some(last) if full || last.range.end == range.start => {
                last.content.push_str(&text[last.range.end..range.start]);
                last.content.extend(replacement);
                last.range.end = range.end;
            }
            _ => edits.push(Edit { range, content: replacement.into_iter().collect() }),
        }
    }
    edits
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::apply;

    #[test]
    fn many_edits_become_one() {
        let text = "⼀ab".repeat(2000);
        let all = text
            .match_indices('⼀')
            .map(|(at, found)| (TextRange::new(at, at + found.len()), Some('一')));
        let edits = edits(&text, all);
        assert!(edits.len() <= 500);
        assert_eq!(apply(&text, &edits), "一ab".repeat(2000));
    }
}
