//! Places in other files than the file of a finding.

use super::columns::Columns;
use crate::diagnostic::{FilePlace, Language, Place, Wording};
use crate::source::Projection;
use crate::text::TextRange;
use std::sync::Arc;

/// A file that findings in other files point to.
pub struct OtherFile<'a> {
    path: Arc<str>,
    text: &'a str,
    projection: Option<&'a Projection>,
    has_lines: bool,
    language: Language,
    columns: Columns,
}

impl<'a> OtherFile<'a> {
    /// `text` is the text in which people see findings, `path` the path in messages.
    pub fn new(
        path: &str,
        text: &'a str,
        projection: Option<&'a Projection>,
        has_lines: bool,
        language: Language,
    ) -> Self {
        let columns = Columns::new(text);
        Self { path: path.into(), text, projection, has_lines, language, columns }
    }

    /// The place of a range of the text that is checked.
    pub fn place(&self, range: TextRange) -> FilePlace {
        let shown = match self.projection {
            Some(projection) if self.has_lines => projection.source(range),
            _ => range,
        };
        let position = |offset| {
            let (line, column) = self.columns.position(self.text, offset);
            (line + 1, column + 1)
        };
        let projection = self.projection.filter(|_| !self.has_lines);
        let in_words = |projection: &Projection| {
            projection.place(range).in_words(&Place::default(), self.language)
        };
        let words = projection.map(in_words);
        FilePlace {
            path: Arc::clone(&self.path),
            start: position(shown.start),
            end: position(shown.end),
            words: words.filter(|words| !words.is_empty()),
        }
    }
}

/// At most this number of places in other files is shown.
pub const MOST_ELSEWHERE: usize = 5;

pub const SEE: Wording = Wording::new("另见", "see");
pub const MORE_ELSEWHERE: Wording = Wording::new("还有 {0} 处", "{0} more");
