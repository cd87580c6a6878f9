//! The text that is checked, with a map back to the markup that holds the text.
//!
//! The *markup* is the decoded text of an HTML page, or the main part of a Word document. All
//! ranges of a *text* are in bytes of the projected text, all ranges of a *source* in bytes of the
//! markup.

use super::Twins;
use crate::diagnostic::Edit;
use crate::text::TextRange;
use std::fmt::Write as _;

/// A projected text. Runs cover the text in order, without gaps.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Projection {
    text: String,
    runs: Vec<Run>,
    /// Sorted by place in the text.
    slots: Vec<Slot>,
    /// Sorted by the start of their text. An element stands before its parts.
    elements: Vec<Element>,
    /// Whether the markup outside of the elements is text, as in Markdown.
    in_text: bool,
    twins: Twins,
}

/// A stretch of the text with one origin. Never empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    pub text: TextRange,
    /// Empty for a made stretch: the place in the markup where the stretch would stand.
    pub source: TextRange,
    pub origin: Origin,
}

/// How a stretch of the text came out of the markup.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The same bytes as in the markup.
    Verbatim,
    /// Written otherwise in the markup, as a whole: `&nbsp;`, or line ends that count as a space.
    Reference,
    /// The result of a field that the word processor computes.
    Field,
    /// Not in the markup: a tab between cells, a line end, a number of a list.
    Made,
}

/// A place for text where there is none, such as a blank cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// The place in the text.
    pub at: usize,
    /// The markup that new text replaces: empty, or the spaces of a cell that holds only spaces.
    pub source: TextRange,
    /// Markup to write before and behind new text.
    pub before: String,
    pub after: String,
}

/// An element of the source that holds a stretch of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Element {
    pub kind: ElementKind,
    pub text: TextRange,
    /// From the first byte of the start tag to the last byte of the end tag. An element whose end
    /// tag is left out ends where its content ends. Empty in a source without markup.
    pub source: TextRange,
    /// Counted from 1. For a table, its number in the source; for a row, its number in the table;
    /// for a cell, its column in the grid of the table; for a paragraph, its number among those
    /// outside of tables.
    pub number: u32,
    /// The index of the element around this one.
    pub parent: Option<usize>,
}

/// The kind of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ElementKind {
    /// A page of a PDF.
    Page,
    /// A table, or a sheet of a workbook.
    Table,
    Row,
    Cell,
    Paragraph,
}

/// Where a stretch of the text stands in its source, counted from 1. Unknown parts are `None`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct SourcePlace {
    pub page: Option<u32>,
    pub table: Option<u32>,
    pub row: Option<u32>,
    pub column: Option<u32>,
    pub paragraph: Option<u32>,
}

/// The reason why an edit of the text cannot be carried out in the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// The text is the result of a field.
    Field,
    /// The text is not in the markup, or nothing can be written at its place.
    Made,
    /// New lines or cells need a writer for structures.
    Structure,
}

impl SourcePlace {
    /// Adds an element around the place. The innermost counts: a table in a table has rows of its
    /// own.
    fn add(&mut self, element: &Element) {
        let part = match element.kind {
            ElementKind::Page => &mut self.page,
            ElementKind::Table => &mut self.table,
            ElementKind::Row => &mut self.row,
            ElementKind::Cell => &mut self.column,
            ElementKind::Paragraph => &mut self.paragraph,
        };
        part.get_or_insert(element.number);
    }
}

impl Projection {
    /// A text that is checked as it is.
    pub fn of_text(text: &str) -> Self {
        let mut builder = Builder::in_text(text);
        builder.verbatim(TextRange::new(0, text.len()));
        builder.finish()
    }

    /// The same projection of a markup that holds some text twice.
    pub fn with_twins(self, twins: Twins) -> Self {
        Self { twins, ..self }
    }

    /// The copies of text that stands in the markup twice.
    pub fn twins(&self) -> &Twins {
        &self.twins
    }

    /// The text that is checked.
    pub fn text(&self) -> &str {
        &self.text
    }

    pub fn runs(&self) -> &[Run] {
        &self.runs
    }

    pub fn elements(&self) -> &[Element] {
        &self.elements
    }

    /// The elements that hold `range`, the innermost first.
    pub fn elements_around(&self, range: TextRange) -> impl Iterator<Item = &Element> {
        let end = self.elements.partition_point(|element| element.text.start <= range.start);
        let last = end.checked_sub(1).map(|index| &self.elements[index]);
        let outwards = |element: &&Element| element.parent.map(|parent| &self.elements[parent]);
        std::iter::successors(last, outwards).filter(move |element| element.text.contains(range))
    }

    /// Where `range` stands in the source.
    pub fn place(&self, range: TextRange) -> SourcePlace {
        let mut place = SourcePlace::default();
        for element in self.elements_around(TextRange::at(range.start)) {
            place.add(element);
        }
        place
    }

    /// Where a byte of the markup stands in the source.
    pub fn place_of_markup(&self, at: usize) -> SourcePlace {
        let mut place = SourcePlace::default();
        let around = |element: &&Element| element.source.start <= at && at < element.source.end;
        // The innermost counts, and stands behind the elements around it.
        for element in self.elements.iter().rev().filter(around) {
            place.add(element);
        }
        place
    }

    /// The markup of `range`: from its first to its last character. For a range that is not in the
    /// markup, the place where it would stand.
    pub fn source(&self, range: TextRange) -> TextRange {
        if range.is_empty() {
            return TextRange::at(self.source_at(range.start));
        }
        let first = self.run_at(range.start);
        let runs = self.runs[first..].iter().take_while(|run| run.text.start < range.end);
        let written = runs.filter(|run| run.origin != Origin::Made);
        let covered = written.map(|run| run.source_of(range)).reduce(TextRange::cover);
        covered.unwrap_or_else(|| TextRange::at(self.source_at(range.start)))
    }

    /// The runs that hold a part of `range`.
    pub fn runs_in(&self, range: TextRange) -> &[Run] {
        let first = self.run_at(range.start);
        let count = self.runs[first..].partition_point(|run| run.text.start < range.end);
        &self.runs[first..first + count]
    }

    /// The parts of `range` that stand in the markup in one piece each.
    pub fn written(&self, range: TextRange) -> impl Iterator<Item = TextRange> + '_ {
        let runs = self.runs_in(range).iter();
        runs.filter(|run| run.origin != Origin::Made).map(move |run| {
            TextRange::new(run.text.start.max(range.start), run.text.end.min(range.end))
        })
    }

    /// The place in the markup of a place in the text.
    fn source_at(&self, offset: usize) -> usize {
        if let Some(slot) = self.slot(offset) {
            return slot.source.start;
        }
        let Some(run) = self.runs.get(self.run_at(offset)) else {
            return self.runs.last().map_or(0, |run| run.source.end);
        };
        let before = offset.checked_sub(1).and_then(|before| self.runs.get(self.run_at(before)));
        match (run.origin, before) {
            // The end of a word, not the place of the separator behind it.
            (Origin::Made, Some(before)) if before.origin != Origin::Made => before.source.end,
            _ => run.source_at(offset),
        }
    }

    /// The place in the text of a place in the markup. Between two stretches of the text, the end
    /// of the former. The runs must be in the order of the markup, as for HTML.
    pub fn projected(&self, source: usize) -> usize {
        let after = self.runs.partition_point(|run| run.source.start <= source);
        let Some(run) = after.checked_sub(1).map(|index| &self.runs[index]) else { return 0 };
        match run.origin {
            Origin::Verbatim => run.text.start + (source - run.source.start).min(run.text.len()),
            Origin::Made => run.text.start,
            Origin::Reference | Origin::Field if source < run.source.end => run.text.start,
            Origin::Reference | Origin::Field => run.text.end,
        }
    }

    /// Whether `range` stands in text outside of all elements. A place at the border of an element
    /// stands outside if whole lines go there.
    fn is_outside(&self, range: TextRange, new: &str) -> bool {
        let is_line = range.is_empty() && new.contains('\n');
        let reach = range.end + usize::from(range.is_empty() && !is_line);
        let index = self.elements.partition_point(|element| element.text.start < reach);
        let outwards = |element: &&Element| element.parent.map(|parent| &self.elements[parent]);
        let last = index.checked_sub(1).map(|index| &self.elements[index]);
        let outermost = std::iter::successors(last, outwards).last();
        self.in_text && outermost.is_none_or(|element| element.text.end <= range.start)
    }

    /// The elements that stand in no other.
    pub fn outermost(&self) -> impl DoubleEndedIterator<Item = &Element> {
        self.elements.iter().filter(|element| element.parent.is_none())
    }

    /// The edit of text outside of all elements.
    fn back_outside(&self, range: TextRange, new: &str) -> Result<Vec<Edit>, Refused> {
        let edit = |source, content: String| vec![Edit { range: source, content }];
        let is_verbatim = |run: &&Run| run.origin == Origin::Verbatim;
        if !range.is_empty() {
            return match self.runs_in(range) {
                [run] if is_verbatim(&run) => Ok(edit(run.source_of(range), new.to_owned())),
                _ => Err(Refused::Made),
            };
        }
        let at = range.start;
        let before = at.checked_sub(1).and_then(|before| self.runs.get(self.run_at(before)));
        if let Some(run) = before.filter(is_verbatim) {
            return Ok(edit(TextRange::at(run.source_at(at)), new.to_owned()));
        }
        // A table begins or ends here.
        let table = self.outermost().find(|element| element.text.start == at);
        let behind = self.runs.get(self.run_at(at)).filter(is_verbatim);
        if let (None, Some(run)) = (table, behind) {
            return Ok(edit(TextRange::at(run.source_at(at)), new.to_owned()));
        }
        let ended = self.outermost().rfind(|element| element.text.end <= at);
        let (place, above) = match (table, ended) {
            (Some(table), None) => (table.source.start, ""),
            (_, Some(ended)) => (ended.source.end, "\n"),
            (None, None) => (0, ""),
        };
        let line = new.trim_matches(['\n', '\r']);
        Ok(edit(TextRange::at(place), format!("{above}{line}\n")))
    }

    /// The edits of the markup that replace `range` of the text with `new`. Sorted and disjoint.
    /// Markup between the words stays. Characters with a meaning in markup are escaped.
    ///
    /// # Errors
    /// If the text at `range` is not in the markup, or if `new` holds a line end or a tab that the
    /// markup writes otherwise.
    pub fn back(&self, range: TextRange, new: &str) -> Result<Vec<Edit>, Refused> {
        if self.is_outside(range, new) {
            return self.back_outside(range, new);
        }
        if new.contains(['\n', '\r', '\t']) {
            return Err(Refused::Structure);
        }
        let (range, new) = trimmed(range.of(&self.text), range, new);
        let escaped = escape(new);
        if range.is_empty() {
            return if new.is_empty() {
                Ok(Vec::new())
            } else {
                self.insertion(range.start, escaped)
            };
        }
        let mut edits: Vec<Edit> = Vec::new();
        for run in &self.runs[self.run_at(range.start)..] {
            if run.text.start >= range.end {
                break;
            }
            match run.origin {
                Origin::Verbatim => {}
                // One character of the text is one reference.
                Origin::Reference if range.contains(run.text) => {}
                Origin::Field => return Err(Refused::Field),
                Origin::Reference | Origin::Made => return Err(Refused::Made),
            }
            let content = if edits.is_empty() { escaped.clone() } else { String::new() };
            edits.push(Edit { range: run.source_of(range), content });
        }
        edits.sort();
        Ok(edits)
    }

    /// Writes `escaped` where the text has no character to replace.
    fn insertion(&self, at: usize, escaped: String) -> Result<Vec<Edit>, Refused> {
        if let Some(slot) = self.slot(at) {
            let content = format!("{}{escaped}{}", slot.before, slot.after);
            return Ok(vec![Edit { range: slot.source, content }]);
        }
        // Words at the start of a table do not continue the text above it.
        let begins_table = self.in_text && self.outermost().any(|table| table.text.start == at);
        let before = at.checked_sub(1).filter(|_| !begins_table);
        let before = before.and_then(|before| self.runs.get(self.run_at(before)));
        let behind = self.runs.get(self.run_at(at));
        let written = |run: &&Run| matches!(run.origin, Origin::Verbatim | Origin::Reference);
        // At the end of a word before its start: a word is continued more often than preceded.
        let place = match (before.filter(written), behind.filter(written)) {
            (Some(run), _) if run.text.end > at => run.source_at(at),
            (Some(run), _) => run.source.end,
            (None, Some(run)) => run.source_at(at),
            (None, None) => {
                let is_field = |run: &Run| run.origin == Origin::Field;
                let field = before.is_some_and(is_field) || behind.is_some_and(is_field);
                return Err(if field { Refused::Field } else { Refused::Made });
            }
        };
        Ok(vec![Edit { range: TextRange::at(place), content: escaped }])
    }

    fn slot(&self, at: usize) -> Option<&Slot> {
        let index = self.slots.binary_search_by_key(&at, |slot| slot.at).ok()?;
        self.slots.get(index)
    }

    /// The index of the run that holds the byte at `offset`.
    fn run_at(&self, offset: usize) -> usize {
        self.runs.partition_point(|run| run.text.end <= offset)
    }
}

impl Run {
    /// The markup of the part of the run in `range`.
    fn source_of(&self, range: TextRange) -> TextRange {
        match self.origin {
            Origin::Verbatim => {
                let start = range.start.max(self.text.start) - self.text.start;
                let end = range.end.min(self.text.end) - self.text.start;
                TextRange::new(self.source.start + start, self.source.start + end)
            }
            Origin::Reference | Origin::Field | Origin::Made => self.source,
        }
    }

    /// The place in the markup of a place in the run.
    fn source_at(&self, offset: usize) -> usize {
        match self.origin {
            Origin::Verbatim => self.source.start + (offset - self.text.start),
            Origin::Reference | Origin::Field | Origin::Made => self.source.start,
        }
    }
}

/// An edit without the characters that both texts have at their start and at their end.
fn trimmed<'a>(old: &str, range: TextRange, new: &'a str) -> (TextRange, &'a str) {
    let equal = |(a, b): &(char, char)| a == b;
    let start: usize =
        old.chars().zip(new.chars()).take_while(equal).map(|(c, _)| c.len_utf8()).sum();
    let (old, new) = (&old[start..], &new[start..]);
    let end: usize =
        old.chars().rev().zip(new.chars().rev()).take_while(equal).map(|(c, _)| c.len_utf8()).sum();
    (TextRange::new(range.start + start, range.end - end), &new[..new.len() - end])
}

/// A text as content of markup.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            // A no-break space would not be seen in the markup.
            '\u{a0}' => _ = write!(out, "&#160;"),
            _ => out.push(c),
        }
    }
    out
}

/// Builds a projection from the pieces of a source, in the order of the text.
#[derive(Debug)]
pub struct Builder<'a> {
    markup: &'a str,
    projection: Projection,
    /// Open elements: the index in the elements.
    open: Vec<usize>,
}

impl<'a> Builder<'a> {
    /// A builder for a source with this markup. A source without markup has an empty one.
    pub fn new(markup: &'a str) -> Self {
        Self { markup, projection: Projection::default(), open: Vec::new() }
    }

    /// A builder for a text with elements of markup in it.
    pub fn in_text(text: &'a str) -> Self {
        let projection = Projection { in_text: true, ..Projection::default() };
        Self { projection, ..Self::new(text) }
    }

    /// The text so far.
    pub fn text(&self) -> &str {
        &self.projection.text
    }

    /// The number of bytes of the text so far.
    pub fn len(&self) -> usize {
        self.projection.text.len()
    }

    /// Whether there is no text yet.
    pub fn is_empty(&self) -> bool {
        self.projection.text.is_empty()
    }

    /// Adds the markup at `source` as it is.
    pub fn verbatim(&mut self, source: TextRange) {
        self.push(source.of(self.markup), source, Origin::Verbatim);
    }

    /// Adds a character, or a few, that the markup at `source` writes otherwise.
    pub fn reference(&mut self, text: &str, source: TextRange) {
        self.push(text, source, Origin::Reference);
    }

    /// Adds text that a word processor computed.
    pub fn field(&mut self, text: &str, source: TextRange) {
        self.push(text, source, Origin::Field);
    }

    /// Adds text that is not in the markup, but would stand at `at`.
    pub fn made(&mut self, text: &str, at: usize) {
        self.push(text, TextRange::at(at), Origin::Made);
    }

    /// Notes a place for text here, where there is none. Of several slots at one place, the first
    /// counts.
    pub fn slot(&mut self, source: TextRange, before: &str, after: &str) {
        let at = self.len();
        if self.projection.slots.last().is_none_or(|slot| slot.at < at) {
            self.projection.slots.push(Slot {
                at,
                source,
                before: before.to_owned(),
                after: after.to_owned(),
            });
        }
    }

    /// Begins an element here. [`Builder::close`] ends it.
    pub fn open(&mut self, kind: ElementKind, number: u32, source: usize) {
        let (text, source) = (TextRange::at(self.len()), TextRange::at(source));
        let parent = self.open.last().copied();
        self.open.push(self.projection.elements.len());
        self.projection.elements.push(Element { kind, text, source, number, parent });
    }

    /// Ends the innermost open element. `source` is the end of its markup.
    pub fn close(&mut self, source: usize) {
        let end = self.len();
        if let Some(element) =
            self.open.pop().and_then(|index| self.projection.elements.get_mut(index))
        {
            element.text.end = end;
            element.source.end = source.max(element.source.start);
        }
    }

    /// The projection. Elements that are still open end here.
    pub fn finish(mut self) -> Projection {
        while !self.open.is_empty() {
            self.close(self.markup.len());
        }
        self.projection
    }

    fn push(&mut self, text: &str, source: TextRange, origin: Origin) {
        if text.is_empty() {
            return;
        }
        let start = self.len();
        self.projection.text.push_str(text);
        let range = TextRange::new(start, self.len());
        let joined = self.projection.runs.last_mut().filter(|last| {
            origin == Origin::Verbatim && last.origin == origin && last.source.end == source.start
        });
        match joined {
            Some(last) => {
                last.text.end = range.end;
                last.source.end = source.end;
            }
            None => self.projection.runs.push(Run { text: range, source, origin }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::apply;

    /// `<td>总<b>计</b></td><td>&nbsp;</td><td>3</td>`, as a reader would project it.
    const MARKUP: &str = "<td>总<b>计</b></td><td>&nbsp;</td><td>3&lt;</td>";

    fn range(words: &str) -> TextRange {
        let start = MARKUP.find(words).unwrap();
        TextRange::new(start, start + words.len())
    }

    fn projection() -> Projection {
        let mut builder = Builder::new(MARKUP);
        builder.open(ElementKind::Row, 1, 0);
        builder.open(ElementKind::Cell, 1, 0);
        builder.verbatim(range("总"));
        builder.verbatim(range("计"));
        builder.close(range("</td>").end);
        builder.made("\t", range("</td>").end);
        builder.slot(range("&nbsp;"), "", "");
        builder.made("\t", range("&nbsp;").end + 5);
        builder.open(ElementKind::Cell, 3, range("&nbsp;").end + 5);
        builder.verbatim(range("3"));
        builder.reference("<", range("&lt;"));
        builder.finish()
    }

    fn edited(at: &str, new: &str) -> Result<String, Refused> {
        let projection = projection();
        let start = projection.text().find(at).unwrap();
        let edits = projection.back(TextRange::new(start, start + at.len()), new)?;
        Ok(apply(MARKUP, &edits))
    }

    #[test]
    fn ranges_go_to_the_markup_and_back() {
        let projection = projection();
        assert_eq!(projection.text(), "总计\t\t3<");
        let of = |start, end| projection.source(TextRange::new(start, end)).of(MARKUP);
        assert_eq!((of(0, 3), of(0, 6), of(8, 9), of(9, 10)), ("总", "总<b>计", "3", "&lt;"));
        assert_eq!(projection.source(TextRange::at(7)).start, range("&nbsp;").start);
        assert_eq!(projection.source(TextRange::at(6)).start, range("计").end);
        assert_eq!(projection.source(TextRange::new(6, 7)).start, range("计").end);
        for (source, text) in [("总", 0), ("计", 3), ("</b>", 6), ("3", 8), ("&lt;", 9)] {
            assert_eq!(projection.projected(range(source).start), text, "{source}");
        }
        assert_eq!(projection.projected(range("&lt;").end), 10);
        assert_eq!(
            projection.place(TextRange::at(9)),
            SourcePlace { row: Some(1), column: Some(3), ..SourcePlace::default() }
        );
    }

    #[test]
    fn an_edit_touches_only_what_differs() {
        assert_eq!(edited("总计", "总数").unwrap(), MARKUP.replace('计', "数"));
        assert_eq!(edited("总计", "合").unwrap(), MARKUP.replace('总', "合").replace('计', ""));
        assert_eq!(edited("3<", "3<b").unwrap(), MARKUP.replace("&lt;", "&lt;b"));
        assert_eq!(edited("3<", "a&").unwrap(), MARKUP.replace("3&lt;", "a&amp;"));
        assert_eq!(edited("计", "计1").unwrap(), MARKUP.replace('计', "计1"));
        assert_eq!(edited("计\t", "数\t"), Err(Refused::Structure));
    }

    #[test]
    fn a_blank_cell_takes_text_in_place_of_its_spaces() {
        let projection = projection();
        let edits = projection.back(TextRange::at(7), "0").unwrap();
        assert_eq!(apply(MARKUP, &edits), MARKUP.replace("&nbsp;", "0"));
    }

    #[test]
    fn made_text_and_fields_cannot_be_edited() {
        let mut builder = Builder::new("31");
        builder.made("一、", 0);
        builder.field("31", TextRange::new(0, 2));
        let projection = builder.finish();
        assert_eq!(projection.back(TextRange::new(0, 3), "二"), Err(Refused::Made));
        assert_eq!(projection.back(TextRange::new(6, 7), "2"), Err(Refused::Field));
        assert_eq!(projection.back(TextRange::at(8), "2"), Err(Refused::Field));
        assert_eq!(projection.back(TextRange::at(0), "二"), Err(Refused::Made));
        assert_eq!(projection.back(TextRange::new(6, 8), "31"), Ok(Vec::new()));
    }
}
