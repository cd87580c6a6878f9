//! A file that a program edits as it is: a Word document, a web page, a text. The program works in
//! the text that is checked, and the edits go back into the file.

use super::page::difference;
use super::{Document, Placed};
use crate::diagnostic::{Applicability, Edit, Fix, Message, Wording, apply};
use crate::lint::{self, Composed, Findings, FixedReading, Options, Request};
use crate::report::{NotChecked, ReportName};
use crate::source::{self, Format, Note, Reading, Refused, SourceError};
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
        if !self.reading.format().is_writable() {
            let name = self.reading.format().name();
            return Err(NotEdited::Source(SourceError::ReadOnly(name)));
        }
        let placed = self.document.report_at(line.start);
        if let Some(marked) = self.reading.marked().filter(|marked| marked.format != Format::Text) {
            let like = first_sentence(&placed).map(|like| like.shifted(placed.start));
            let edits = write::paragraph_below(&marked, line, like, words);
            return self.edit(edits.map_err(NotEdited::Refused)?);
        }
        let context = placed.report.context();
        let at = line.end.saturating_sub(placed.start).min(context.text.len());
        let edit = Manner::of(&context, 1).insert_paragraph(context.text, at, words);
        self.replace(edit.range.shifted(placed.start), &edit.content)
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
        let edits = match self.reading.marked() {
            Some(marked) => write::in_source(&marked, fix).map_err(NotEdited::Refused)?,
            None => fix.edits().to_vec(),
        };
        self.edit(edits)
    }

    /// Carries out all fixes with an applicability of at least `least`. Returns their number.
    ///
    /// # Errors
    /// If the source holds no report, or is only read.
    pub fn fix(&mut self, request: &Request, least: Applicability) -> Result<usize, NotEdited> {
        if !self.reading.format().is_writable() {
            let name = self.reading.format().name();
            return Err(NotEdited::Source(SourceError::ReadOnly(name)));
        }
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

/// The first line with a sentence, in bytes of the report.
fn first_sentence(placed: &Placed) -> Option<TextRange> {
    let text = placed.report.context().text;
    let parts = placed.report.tree().parts.iter();
    let blocks = parts.flat_map(|part| {
        let blocks = part.blocks.iter().filter(|block| block.kind == BlockKind::Text);
        blocks.map(|block| block.range.shifted(part.range.start))
    });
    let mut lines =
        blocks.flat_map(|block| lines(block.of(text)).map(move |line| line.shifted(block.start)));
    lines.find(|line| line.of(text).trim_end().ends_with('。'))
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
mod tests {
    use super::*;
    use crate::settings::Settings;
    use crate::standard::Standard;
    use crate::write::{Skeleton, blank_report};
    use proptest::prelude::*;
    use std::path::Path;

    const PAGE: &str = "<h1>云溪县园林局2023年政府信息公开工作年度报告</h1>\
        <p>所列数据的统计期限为2022年1月1日至2022年12月31日。</p><p>一、总体情况</p>\
        <p>2023年，收到申请<b>1</b>2件&nbsp;。</p>";

    /// A report as a text, as a page in GB18030, and as a Word document, each with its name.
    fn files() -> [(Vec<u8>, &'static str); 3] {
        let standard = Standard::official();
        let text = blank_report(standard, "云溪县园林局", 2023);
        let page = encoding_rs::GB18030.encode(PAGE).0.into_owned();
        let word = Skeleton::blank(standard, "云溪县园林局", 2023).write_word();
        [(text.into(), "a.md"), (page, "a.html"), (word.expect("small"), "a.docx")]
    }

    fn open(bytes: &[u8], name: &str) -> OpenSource {
        let reading = Reading::of(bytes, Some(Path::new(name))).expect("a report");
        OpenSource::new(reading, Options::default())
    }

    fn found(source: &OpenSource) -> Result<Findings, NotChecked> {
        let settings = Settings::default();
        let request = Request { settings: &settings, file: None, baseline: None, year: None };
        source.findings(&request)
    }

    #[test]
    fn a_number_is_typed_and_taken_back() {
        for (bytes, name) in files() {
            let mut source = open(&bytes, name);
            let at = source.reading().text().find("2023").expect("the year");
            source.replace(TextRange::new(at, at + 4), "2024").expect("words");
            assert_eq!(source.steps(), (1, 0));
            let written = source.written(&bytes).expect("written");
            assert_ne!(written, bytes);
            let again = open(&written, name);
            assert_eq!(again.reading().text(), source.reading().text(), "{name}");
            assert!(source.undo() && !source.undo());
            assert_eq!(source.written(&bytes).expect("written"), bytes);
            assert!(source.redo() && !source.redo());
            assert_eq!(source.written(&bytes).expect("written"), written);
        }
    }

    #[test]
    fn findings_are_those_of_the_command_line() {
        let [(text, _), ..] = files();
        let two = [text.as_slice(), b"\n\n", &text].concat();
        for (bytes, name) in files().into_iter().chain([(two, "two.md")]) {
            let source = open(&bytes, name);
            let settings = Settings::default();
            let request = Request { settings: &settings, file: None, baseline: None, year: None };
            let shown = |range| source.reading().shown_range(range);
            let told = |found: Result<Findings, NotChecked>,
                        shown: &dyn Fn(TextRange) -> TextRange| {
                let Findings { diagnostics, reports, passed_over, .. } = found.expect("a report");
                let told = diagnostics.iter().map(|told| (told.code, shown(told.range)));
                let names = reports.iter().map(|name| (name.to_string(), shown(name.range)));
                (told.collect::<Vec<_>>(), names.collect::<Vec<_>>(), passed_over)
            };
            let theirs = lint::lint_reading(source.reading(), &request);
            assert_eq!(told(found(&source), &shown), told(theirs, &|range| range), "{name}");
        }
    }

    #[test]
    fn a_paragraph_is_inserted_below_a_heading() {
        for (bytes, name) in files() {
            let mut source = open(&bytes, name);
            let words = "本年度<主动>公开工作&平稳有序。";
            let before = source.reading().text().to_owned();
            let at = before.find("一、总体情况").expect("the heading");
            let line = TextRange::new(at, at + "一、总体情况".len());
            source.insert_below(line, words).expect("a place");
            let text = source.reading().text();
            let below = text[line.end..].trim_start_matches(['\n', '\r']);
            assert!(below.starts_with(words), "{name}: {text}");
            assert!(text[line.end..].starts_with('\n'), "{name}");
            let rest = |text: &str| text.lines().filter(|line| !line.is_empty()).count();
            assert_eq!(rest(text), rest(&before) + 1, "{name}: {text}");
            let again = open(&source.written(&bytes).expect("written"), name);
            assert_eq!(again.reading().text(), text, "{name}");
            assert!(source.is_changed() && source.undo() && !source.is_changed());
            assert_eq!(source.reading().text(), before);
        }
    }

    #[test]
    fn typed_letters_are_undone_at_once() {
        for (bytes, name) in files() {
            let mut source = open(&bytes, name);
            let before = source.reading().markup().to_owned();
            let at = source.reading().text().find("2023").expect("the year");
            for letter in 0..4 {
                source.replace(TextRange::new(at + letter, at + letter + 1), "9").expect("words");
                if letter > 0 {
                    source.join_last_edits();
                }
            }
            assert_eq!(source.steps(), (1, 0));
            assert!(source.reading().text()[at..].starts_with("9999"));
            assert_eq!(source.changed_at(), at + 3);
            assert!(source.undo() && !source.undo());
            assert_eq!(source.reading().markup(), before, "{name}");
            assert!(source.redo());
            assert!(source.reading().text()[at..].starts_with("9999"));
        }
    }

    #[test]
    fn edits_and_findings_are_written_into_a_word_document() {
        let [_, _, (bytes, name)] = files();
        let mut source = open(&bytes, name);
        let at = source.reading().text().find("2023").expect("the year");
        source.replace(TextRange::new(at, at + 4), "2024").expect("words");
        let period = source.reading().text().find("统计期限").expect("the period");
        let comments = [(TextRange::new(period, period + 12), "期限".to_owned())];
        let date = "2025-01-20T09:00:00Z";
        let written = source.tracked(&bytes, &comments, date).expect("a document");
        let marked = open(&written, name);
        let markup = marked.reading().markup();
        assert!(markup.contains("<w:del ") && markup.contains("<w:ins "), "{markup}");
        assert!(markup.contains("<w:commentRangeStart"), "{markup}");
        assert_eq!(
            marked.reading().text(),
            source.reading().text(),
            "changes are read as accepted"
        );
        let [(text, _), ..] = files();
        assert!(open(&text, "a.md").tracked(&text, &[], date).is_err());
    }

    #[test]
    fn fixes_are_carried_out_in_the_file() {
        let bytes = encoding_rs::GB18030.encode(PAGE).0;
        let mut source = open(&bytes, "a.html");
        let settings = Settings::default();
        let request = Request { settings: &settings, file: None, baseline: None, year: None };
        let fix = {
            let findings = found(&source).expect("a report");
            let period = findings.diagnostics.iter().find(|found| found.code == "P001");
            period.expect("last year's period").fixes[0].clone()
        };
        source.apply(&fix).expect("words");
        assert!(source.reading().markup().contains("2023年1月1日至2023年12月31日"));
        assert!(source.undo());
        assert!(source.fix(&request, Applicability::Unsafe).expect("a page") > 0);
        assert!(source.reading().markup().contains("2023年1月1日至2023年12月31日"));
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

        #[test]
        fn an_edited_source_is_the_written_file_read_afresh(
            which in 0usize..3,
            edits in prop::collection::vec((0usize..4000, 0usize..8, "[0-9一总、 ]{0,3}"), 1..8),
        ) {
            let (bytes, name) = &files()[which];
            let mut source = open(bytes, name);
            for (start, len, new) in edits {
                let text = source.reading().text();
                let floor = |at: usize| crate::text::floor_char_boundary(text, at.min(text.len()));
                let range = TextRange::new(floor(start % (text.len() + 1)), floor(start % (text.len() + 1) + len));
                _ = source.replace(range, &new);
            }
            let written = source.written(bytes).expect("written");
            let again = open(&written, name);
            prop_assert_eq!(again.reading().markup(), source.reading().markup());
            prop_assert_eq!(again.reading().text(), source.reading().text());
            prop_assert_eq!(again.document(), source.document());
            prop_assert_eq!(found(&again), found(&source));
            while source.undo() {}
            prop_assert_eq!(&source.written(bytes).expect("written"), bytes);
            while source.redo() {}
            prop_assert_eq!(&source.written(bytes).expect("written"), &written);
        }
    }
}
