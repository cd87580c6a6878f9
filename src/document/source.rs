//! A file that a program edits as it is: a Word document, a web page, a text. The program works in
//! the text that is checked, and the edits go back into the file.

use super::page::difference;
use super::{Document, Placed};
use crate::diagnostic::{Applicability, Edit, Fix, Message, Wording, apply};
use crate::lint::{self, Composed, Findings, FixedReading, Options, Request};
use crate::report::{NotChecked, ReportName};
use crate::source::{self, ElementKind, Format, Note, Reading, Refused, SourceError};
use crate::syntax::BlockKind;
use crate::text::{TextRange, lines};
use crate::write::{self, Manner};

/// An open file: its source, and the text in step with it. Ranges count in the text.
#[derive(Clone, Debug)]
pub struct OpenSource {
    /// The source as it was opened, with all edits of its markup since.
    first: Reading,
    edits: Composed,
    reading: Reading,
    document: Document,
    /// How to undo the edits of the markup, the last edit at the end.
    past: Vec<Vec<Edit>>,
    /// How to repeat the edits that were undone.
    future: Vec<Vec<Edit>>,
    revision: u64,
    changed_at: usize,
}

/// The reason why an edit was not carried out.
#[derive(Debug)]
pub enum NotEdited {
    /// The place of the file takes no such edit.
    Refused(Refused),
    /// The file is only read, or the edited file cannot be read any more.
    Source(SourceError),
}

/// At most this number of edits can be undone.
const MOST_UNDONE: usize = 1000;

impl OpenSource {
    /// Reads the reports of a source.
    pub fn new(reading: Reading, options: Options) -> Self {
        let document = Document::new(reading.text(), options);
        Self {
            edits: Composed::new(reading.markup().len()),
            first: reading.clone(),
            reading,
            document,
            past: Vec::new(),
            future: Vec::new(),
            revision: 0,
            changed_at: 0,
        }
    }

    pub fn reading(&self) -> &Reading {
        &self.reading
    }

    /// The text that is checked, with its reports.
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// The number of changes so far, also of those that were undone or repeated.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// The first byte of the text that the last change changed.
    pub fn changed_at(&self) -> usize {
        self.changed_at
    }

    /// The number of edits that can be undone, and of edits that can be repeated.
    pub fn steps(&self) -> (usize, usize) {
        (self.past.len(), self.future.len())
    }

    /// The reported findings. A fix that the source cannot carry out is left out.
    ///
    /// # Errors
    /// If the source holds no report for 2019 or later. The error is the reason.
    pub fn findings(&self, request: &Request) -> Result<Findings, NotChecked> {
        let findings = self.document.findings(request);
        let mut findings =
            findings.ok_or_else(|| self.document.not_checked().unwrap_or(NotChecked::NotReport))?;
        for placed in self.document.reports() {
            match placed.report.not_checked() {
                Some(reason) => findings.passed_over.push(reason),
                None => {
                    let name = placed.report.report_name().clone();
                    let range = name.range.shifted(placed.start);
                    findings.reports.push(ReportName { range, ..name });
                }
            }
        }
        lint::keep_of_reading(&self.reading, findings)
    }

    /// Replaces a range of the text in the source.
    ///
    /// # Errors
    /// If the place takes no such edit: the text is computed, or the source is only read.
    pub fn replace(&mut self, range: TextRange, new: &str) -> Result<(), NotEdited> {
        let message = Message::plain(Wording::new("", ""));
        self.apply(&Fix::replace(message, Applicability::OfferedOnly, range, new))
    }

    /// Inserts a paragraph below a line of the text, like the first paragraph of the report.
    ///
    /// # Errors
    /// If the source has no place for it, or is only read.
    pub fn insert_below(&mut self, line: TextRange, words: &str) -> Result<(), NotEdited> {
        self.check_writable()?;
        let placed = self.document.report_at(line.start);
        if let Some(marked) = self.reading.marked().filter(|marked| marked.format != Format::Text) {
            // A paragraph with line breaks would give its breaks to the new one.
            let is_whole = |line: &TextRange| {
                let line = line.shifted(placed.start);
                let around = marked.projection.elements_around(line);
                around.filter(|own| own.kind == ElementKind::Paragraph).all(|own| own.text == line)
            };
            let like = sentences(&placed).find(is_whole).map(|like| like.shifted(placed.start));
            let edits = write::paragraph_below(&marked, line, like, words);
            return self.edit(edits.map_err(NotEdited::Refused)?);
        }
        let context = placed.report.context();
        let at = line.end.saturating_sub(placed.start).min(context.text.len());
        let edit = Manner::of(&context, 1).insert_paragraph(context.text, at, words);
        self.replace(edit.range.shifted(placed.start), &edit.content)
    }

    /// Parts a paragraph at a place of the text.
    ///
    /// # Errors
    /// If the source cannot be parted there, or is only read.
    pub fn part(&mut self, at: usize) -> Result<(), NotEdited> {
        self.check_writable()?;
        let text = self.reading.text();
        let at = crate::text::floor_char_boundary(text, at.min(text.len()));
        let marked = self.reading.marked();
        let edits = match marked.filter(|marked| marked.format != Format::Text) {
            // White space stays with the first half.
            Some(marked) => {
                let blank = text[at..].len() - text[at..].trim_start().len();
                write::paragraph_parted(&marked, at + blank).map_err(NotEdited::Refused)?
            }
            None => {
                let placed = self.document.report_at(at);
                let context = placed.report.context();
                let own = at.saturating_sub(placed.start).min(context.text.len());
                let edit = Manner::of(&context, 1).part(context.text, own);
                let message = Message::plain(Wording::new("", ""));
                let range = edit.range.shifted(placed.start);
                let applicability = Applicability::OfferedOnly;
                self.edits_of(&Fix::replace(message, applicability, range, &edit.content))?
            }
        };
        // Nothing else than the new line may change, for example a number of a list.
        let next = self.reading.edited(&edits).map_err(NotEdited::Source)?;
        let expected = written_lines(&text[..at]).chain(written_lines(&text[at..]));
        match written_lines(next.text()).eq(expected) {
            true => self.edit(edits),
            false => Err(NotEdited::Refused(Refused::Structure)),
        }
    }

    /// Makes one step of the last two edits, to be undone at once.
    pub fn join_last_edits(&mut self) {
        let [.., _, _] = self.past.as_slice() else { return };
        let (last, before) = (self.past.pop(), self.past.pop());
        let mut back = Composed::new(self.reading.markup().len());
        for edits in [last, before].into_iter().flatten() {
            back.add(&edits);
        }
        self.past.push(back.into_edits());
    }

    /// Whether the source differs from the source that was opened.
    pub fn is_changed(&self) -> bool {
        self.first.markup() != self.reading.markup()
    }

    /// Carries out a fix of a finding.
    ///
    /// # Errors
    /// If the source cannot carry out the fix.
    pub fn apply(&mut self, fix: &Fix) -> Result<(), NotEdited> {
        self.edit(self.edits_of(fix)?)
    }

    /// The edits of the markup that carry out a fix.
    fn edits_of(&self, fix: &Fix) -> Result<Vec<Edit>, NotEdited> {
        match self.reading.marked() {
            Some(marked) => write::in_source(&marked, fix).map_err(NotEdited::Refused),
            None => Ok(fix.edits().to_vec()),
        }
    }

    fn check_writable(&self) -> Result<(), NotEdited> {
        let format = self.reading.format();
        let read_only = || NotEdited::Source(SourceError::ReadOnly(format.name()));
        if format.is_writable() { Ok(()) } else { Err(read_only()) }
    }

    /// Carries out all fixes with an applicability of at least `least`. Returns their number.
    ///
    /// # Errors
    /// If the source holds no report, or is only read.
    pub fn fix(&mut self, request: &Request, least: Applicability) -> Result<usize, NotEdited> {
        self.check_writable()?;
        let fixed = lint::fix_reading(self.reading.clone(), request, least);
        let Ok(FixedReading { edits, applied, .. }) = fixed else { return Ok(0) };
        self.edit(edits)?;
        Ok(applied.len())
    }

    /// Takes back the last edit. Whether there was one.
    pub fn undo(&mut self) -> bool {
        let Some(edits) = self.past.pop() else { return false };
        match self.change(&edits) {
            Ok(inverse) => self.future.push(inverse),
            Err(_) => return false,
        }
        true
    }

    /// Repeats the last edit that was taken back. Whether there was one.
    pub fn redo(&mut self) -> bool {
        let Some(edits) = self.future.pop() else { return false };
        match self.change(&edits) {
            Ok(inverse) => self.past.push(inverse),
            Err(_) => return false,
        }
        true
    }

    /// The bytes of the file with its edits. `original` are the bytes that the file was read from.
    ///
    /// # Errors
    /// If the encoding cannot write a character, or if the format is only read.
    pub fn written(&self, original: &[u8]) -> Result<Vec<u8>, SourceError> {
        match self.is_changed() {
            false => Ok(original.to_vec()),
            true => self.first.written(original, &self.edits.clone().into_edits()),
        }
    }

    /// The Word document with its edits as tracked changes, and with comments: each with its place
    /// in the text. `date` is the date of the changes as `2025-01-20T09:00:00Z`.
    ///
    /// # Errors
    /// If the file is no Word document, or cannot be written.
    pub fn tracked(
        &self,
        original: &[u8],
        comments: &[(TextRange, String)],
        date: &str,
    ) -> Result<Vec<u8>, SourceError> {
        let read_only = || SourceError::ReadOnly(self.reading.format().name());
        let docx = self.first.docx().ok_or_else(read_only)?;
        let projection = self.reading.projection().ok_or_else(read_only)?;
        let change =
            |edit: Edit| Note { source: edit.range, edits: vec![edit], message: String::new() };
        let comment = |(range, message): &(TextRange, String)| {
            let source = projection.source(*range);
            let (start, end) = (self.edits.original(source.start), self.edits.original(source.end));
            let source = TextRange::new(start, end.max(start));
            Note { source, edits: Vec::new(), message: message.clone() }
        };
        let changes = self.edits.clone().into_edits().into_iter().map(change);
        let notes: Vec<Note> = changes.chain(comments.iter().map(comment)).collect();
        source::tracked(docx, original, &notes, date)
    }

    fn edit(&mut self, edits: Vec<Edit>) -> Result<(), NotEdited> {
        if apply(self.reading.markup(), &edits) == self.reading.markup() {
            return Ok(());
        }
        let inverse = self.change(&edits).map_err(NotEdited::Source)?;
        self.past.push(inverse);
        if self.past.len() > MOST_UNDONE {
            self.past.remove(0);
        }
        self.future.clear();
        Ok(())
    }

    /// Changes the markup, and then the text. Returns the edits that change them back.
    fn change(&mut self, edits: &[Edit]) -> Result<Vec<Edit>, SourceError> {
        let next = self.reading.edited(edits)?;
        let inverse = inverse(self.reading.markup(), edits);
        let edit = difference(self.reading.text(), next.text());
        let new = &next.text()[edit.start..edit.start + edit.len_after];
        self.document.edit(TextRange::new(edit.start, edit.end), new);
        self.edits.add(edits);
        self.revision += 1;
        self.changed_at = edit.start;
        self.reading = next;
        Ok(inverse)
    }
}

/// The lines that end with a sentence, in bytes of the report.
fn sentences<'a>(placed: &Placed<'a>) -> impl Iterator<Item = TextRange> + 'a {
    let text = placed.report.context().text;
    let parts = placed.report.tree().parts.iter();
    let blocks = parts.flat_map(|part| {
        let blocks = part.blocks.iter().filter(|block| block.kind == BlockKind::Text);
        blocks.map(|block| block.range.shifted(part.range.start))
    });
    let lines =
        blocks.flat_map(|block| lines(block.of(text)).map(move |line| line.shifted(block.start)));
    lines.filter(|line| line.of(text).trim_end().ends_with('。'))
}

/// The lines with words.
fn written_lines(text: &str) -> impl Iterator<Item = &str> {
    lines(text).map(|line| line.of(text).trim()).filter(|line| !line.is_empty())
}

/// The edits of the edited text that give `text` back.
fn inverse(text: &str, edits: &[Edit]) -> Vec<Edit> {
    let mut moved = 0isize;
    let back = |edit: &Edit| {
        let start = edit.range.start.saturating_add_signed(moved);
        moved += edit.content.len() as isize - edit.range.len() as isize;
        Edit {
            range: TextRange::new(start, start + edit.content.len()),
            content: edit.range.of(text).to_owned(),
        }
    };
    edits.iter().map(back).collect()
}

#[cfg(test)]
mod cases;
