//! Paragraphs that an edit parts, with the new ends of paragraphs as tracked insertions.

use super::inserted::inserted;
use super::{DAMAGED, Rank, SourceError, Writer};
use crate::diagnostic::Edit;
use crate::source::docx::copied;
use crate::text::TextRange;
use std::collections::HashMap;

/// New words of a run, with the end of its paragraph between them.
pub(super) struct Break<'a> {
    pub(super) before: &'a str,
    /// Whole paragraphs.
    between: &'a str,
    /// The start of the last paragraph, with its properties.
    last: &'a str,
    pub(super) behind: &'a str,
}

impl<'a> Break<'a> {
    /// The break in the content of an edit in a run, as [`super::super::parted`] writes it. `w` is
    /// the prefix of the names of elements.
    pub(super) fn of(content: &'a str, w: &str) -> Option<Self> {
        let (before, rest) = content.split_once(&format!("</{w}t></{w}r></{w}p>"))?;
        let (middle, behind) = rest.rsplit_once(&format!("<{w}t xml:space=\"preserve\">"))?;
        let start_of = |name: &str, text: &str| {
            let starts = [">", " "].map(|end| text.rfind(&format!("<{w}{name}{end}")));
            starts.into_iter().flatten().max()
        };
        let (between, last) = middle.split_at(start_of("p", middle)?);
        let last = &last[..start_of("r", last)?];
        Some(Self { before, between, last, behind })
    }
}

impl<'a> Writer<'a> {
    /// The paragraphs that edits part, each with the place of its last break. The ends of all
    /// their paragraphs are new, except for the last one.
    pub(super) fn parted(&self, edits: &[&'a Edit]) -> HashMap<usize, usize> {
        let parted = edits.iter().filter_map(|edit| {
            let run = &self.runs.runs[self.runs.of_text(edit.range)?];
            Break::of(&edit.content, run.prefix)?;
            Some((run.paragraph, edit.range.start))
        });
        // Edits come in their order.
        parted.collect()
    }

    /// The markup from the end of a paragraph to the start of the next one. `is_last` tells whether
    /// that paragraph has the mark of the parted paragraph.
    pub(super) fn broken(
        &mut self,
        new: &Break,
        w: &str,
        is_last: bool,
    ) -> Result<String, SourceError> {
        let between = self.as_inserted(new.between)?;
        let last = match is_last {
            true => new.last.to_owned(),
            false => self.with_new_end(new.last, w)?,
        };
        Ok(format!("</{w}p>{between}{last}"))
    }

    /// Marks the ends of the parted paragraphs as inserted.
    pub(super) fn mark_parted(&mut self) -> Result<(), SourceError> {
        let parted: Vec<usize> = self.breaks.keys().copied().collect();
        for index in parted {
            let (runs, markup) = (self.runs, self.markup);
            let paragraph = &runs.paragraphs[index];
            let w = paragraph.prefix;
            let own = paragraph.properties.map_or("", |range| range.of(markup));
            // The section ends with the last paragraph.
            let copy = copied(&format!("<{w}p>{own}</{w}p>")).ok_or(DAMAGED)?;
            let start = copy.strip_suffix(&format!("</{w}p>")).ok_or(DAMAGED)?;
            let marked = self.with_new_end(start, w)?;
            let marked = marked.strip_prefix(&format!("<{w}p>")).ok_or(DAMAGED)?.to_owned();
            let behind_tag = TextRange::at(paragraph.start_tag.end);
            let place = paragraph.properties.unwrap_or(behind_tag);
            self.pieces.push((place.start, Rank::Change, place.end, marked));
        }
        Ok(())
    }

    /// The start of a paragraph, with its end marked as inserted.
    fn with_new_end(&mut self, start: &str, w: &str) -> Result<String, SourceError> {
        let end = format!("</{w}p>");
        let marked = self.as_inserted(&format!("{start}{end}"))?;
        marked.strip_suffix(&end).map(str::to_owned).ok_or(DAMAGED)
    }

    fn as_inserted(&mut self, content: &str) -> Result<String, SourceError> {
        if content.is_empty() {
            return Ok(String::new());
        }
        let inserted = inserted(content, &mut |w| self.attributes(w));
        inserted.map(|inserted| inserted.markup).ok_or(DAMAGED)
    }
}
