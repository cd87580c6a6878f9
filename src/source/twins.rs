//! Text that stands in the markup twice: a text box for today's programs, and for older programs.

use super::Refused;
use crate::diagnostic::Edit;
use crate::text::TextRange;

/// The second copies of the text that is checked. An edit of the text edits all copies.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Twins {
    /// Markup with a second copy. An edit in it that touches no twin is refused.
    pub doubled: Vec<TextRange>,
    pub twins: Vec<Twin>,
}

/// A range of the markup that stands there again, with the same bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Twin {
    pub range: TextRange,
    /// The start of the second copy.
    pub start: usize,
}

impl Twins {
    /// The edits with the same edits of second copies, sorted.
    ///
    /// # Errors
    /// If an edit cannot be written into the second copy.
    pub fn both(&self, mut edits: Vec<Edit>) -> Result<Vec<Edit>, Refused> {
        let count = edits.len();
        for index in 0..count {
            let edit = edits[index].clone();
            let own = self.twins.iter().filter(|twin| twin.range.contains(edit.range));
            let moved =
                |twin: &Twin| edit.range.moved(twin.start as isize - twin.range.start as isize);
            let others: Vec<TextRange> = own.map(moved).collect();
            let is_inside = |range: &TextRange| range.contains(edit.range);
            if others.is_empty() && self.doubled.iter().any(is_inside) {
                return Err(Refused::Made);
            }
            let content = edit.content;
            edits.extend(others.into_iter().map(|range| Edit { range, content: content.clone() }));
        }
        edits.sort();
        Ok(edits)
    }
}
