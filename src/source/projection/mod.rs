//! The text that is checked, with a map back to the markup that holds the text.
//!
//! The *markup* is the decoded text of an HTML page, or the main part of a Word document. All
//! ranges of a *text* are in bytes of the projected text, all ranges of a *source* in bytes of the
//! markup.

mod builder;
mod packed;
mod place;
mod typed;

use super::Twins;
use crate::diagnostic::Edit;
use crate::text::TextRange;
pub use builder::{Around, Builder};
use packed::Slot;
pub use packed::{Elements, LONGEST_MARKUP, Runs, ShortRange};
pub use place::SourcePlace;
use std::fmt::Write as _;

/// A projected text. Runs cover the text in order, without gaps.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Projection {
    text: String,
    runs: Runs,
    /// Sorted by place in the text.
    slots: Vec<Slot>,
    /// The markup before and behind new text of slots. Slot 0 has none.
    around: Vec<(String, String)>,
    /// Sorted by the start of their text. An element stands before its parts.
    elements: Elements,
    /// Whether the markup outside of the elements is text, as in Markdown.
    in_text: bool,
    twins: Twins,
    /// Whether the length of a cell told that a table lays out the page.
    has_long_cell: bool,
    /// Whether some words are raised or lowered. Digits in them are other characters.
    has_raised: bool,
    /// Whether the words of a title may decide that it is text: a link, or the title of the page.
    has_chosen_titles: bool,
    /// Whether marks of spans are no text. Any bracket may belong to one.
    has_spans: bool,
}

/// A stretch of the text with one origin. Never empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    pub text: TextRange,
    /// Empty for a made stretch: the place in the markup where the stretch would stand.
    pub source: TextRange,
    pub origin: Origin,
    /// Whether a reference without its semicolon ends where the markup of the stretch begins. The
    /// reference itself may be no text: `<td>&nbsp1`.
    pub is_tied: bool,
}

/// How a stretch of the text came out of the markup.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The same bytes as in the markup.
    Verbatim,
    /// Written otherwise in the markup, as a whole: `&nbsp;`, or line ends that count as a space.
    Reference,
    /// A reference without its semicolon: `&nbsp`. Signs behind it could belong to it.
    Unended,
    /// The result of a field that the word processor computes.
    Field,
    /// Not in the markup: a tab between cells, a line end, a number of a list.
    Made,
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

    pub fn runs(&self) -> &Runs {
        &self.runs
    }

    pub fn elements(&self) -> &Elements {
        &self.elements
    }

    /// The elements that hold `range`, the innermost first.
    pub fn elements_around(&self, range: TextRange) -> impl Iterator<Item = Element> + '_ {
        let last = self.elements.before(range.start + 1).checked_sub(1);
        self.elements.outwards(last).filter(move |element| element.text.contains(range))
    }

    /// The markup of `range`: from its first to its last character. For a range that is not in the
    /// markup, the place where it would stand.
    pub fn source(&self, range: TextRange) -> TextRange {
        if range.is_empty() {
            return TextRange::at(self.source_at(range.start));
        }
        let written = self.runs_in(range).filter(|run| run.origin != Origin::Made);
        let covered = written.map(|run| run.source_of(range)).reduce(TextRange::cover);
        covered.unwrap_or_else(|| TextRange::at(self.source_at(range.start)))
    }

    /// The runs that hold a part of `range`.
    pub fn runs_in(&self, range: TextRange) -> impl Iterator<Item = Run> + '_ {
        let first = self.run_at(range.start);
        self.runs.from(first).take_while(move |run| run.text.start < range.end)
    }

    /// The parts of `range` that stand in the markup in one piece each.
    pub fn written(&self, range: TextRange) -> impl Iterator<Item = TextRange> + '_ {
        let runs = self.runs_in(range);
        runs.filter(|run| run.origin != Origin::Made).map(move |run| {
            TextRange::new(run.text.start.max(range.start), run.text.end.min(range.end))
        })
    }

    /// The place in the markup of a place in the text.
    fn source_at(&self, offset: usize) -> usize {
        if let Some(slot) = self.slot(offset) {
            return TextRange::from(slot.source).start;
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
        let before = self.runs.up_to(source).checked_sub(1);
        let Some(run) = before.and_then(|index| self.runs.get(index)) else { return 0 };
        match run.origin {
            Origin::Verbatim => run.text.start + (source - run.source.start).min(run.text.len()),
            Origin::Made => run.text.start,
            _ if source < run.source.end => run.text.start,
            Origin::Reference | Origin::Unended | Origin::Field => run.text.end,
        }
    }

    /// Whether `range` stands in text outside of all elements. A place at the border of an element
    /// stands outside if whole lines go there.
    fn is_outside(&self, range: TextRange, new: &str) -> bool {
        let is_line = range.is_empty() && new.contains('\n');
        let reach = range.end + usize::from(range.is_empty() && !is_line);
        let last = self.elements.before(reach).checked_sub(1);
        let outermost = self.elements.outwards(last).last();
        // The line end of a paragraph in a table is not in the text.
        let ends_line = |element: &Element| {
            let behind = self.runs.get(self.run_at(range.start));
            element.text.end == range.start && behind.is_some_and(|run| run.origin == Origin::Made)
        };
        let is_behind = |element: Element| element.text.end <= range.start && !ends_line(&element);
        self.in_text && outermost.is_none_or(is_behind)
    }

    /// The elements that stand in no other.
    pub fn outermost(&self) -> impl DoubleEndedIterator<Item = Element> + '_ {
        self.elements.iter().filter(|element| element.parent.is_none())
    }

    /// The edit of text outside of all elements.
    fn back_outside(&self, range: TextRange, new: &str) -> Result<Vec<Edit>, Refused> {
        let edit = |source, content: String| vec![Edit { range: source, content }];
        let is_verbatim = |run: &Run| run.origin == Origin::Verbatim;
        if !range.is_empty() {
            // A comment hides tables. Without one of its two marks, it would hide others.
            let marks = |mark| range.of(&self.text).matches(mark).count();
            if marks("<!--") != marks("-->") {
                return Err(Refused::Structure);
            }
            let runs: Vec<Run> = self.runs_in(range).collect();
            let is_written = runs.iter().all(is_verbatim);
            // A tag over a line end parts two runs.
            return match runs.as_slice() {
                [run] if is_written => Ok(edit(run.source_of(range), new.to_owned())),
                [first, rest @ ..] if is_written && !new.contains('\n') => {
                    let mut edits = edit(first.source_of(range), new.to_owned());
                    let emptied = |run: &Run| edit(run.source_of(range), String::new());
                    edits.extend(rest.iter().flat_map(emptied));
                    Ok(edits)
                }
                _ => Err(Refused::Made),
            };
        }
        let at = range.start;
        let written = |at: usize| self.runs.get(self.run_at(at)).filter(is_verbatim);
        let place = |run: Run| TextRange::at(run.source_at(at));
        let before = at.checked_sub(1).and_then(written);
        let begins_line = self.text[..at].ends_with('\n') && !new.ends_with('\n');
        // A table begins or ends here.
        let table = self.outermost().find(|element| element.text.start == at);
        // A line does not go into the span of the words above it.
        let is_line = self.has_spans && table.is_none() && new.starts_with('\n');
        if let Some(run) = written(at).filter(|_| is_line) {
            return Ok(edit(place(run), new.to_owned()));
        }
        if let Some(run) = before.filter(|_| !begins_line) {
            return Ok(edit(place(run), new.to_owned()));
        }
        // Words stand on the line of the words behind them. A table without cells, which is no
        // text, may part that line from the text above.
        let behind = written(at).filter(|_| table.is_none());
        if let Some(run) = behind.or(before) {
            return Ok(edit(place(run), new.to_owned()));
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
            let (range, new) = trimmed(range.of(&self.text), range, new);
            let is_nothing = range.is_empty() && new.is_empty();
            return if is_nothing { Ok(Vec::new()) } else { self.back_outside(range, new) };
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
        for run in self.runs_in(range) {
            match run.origin {
                Origin::Verbatim => {}
                // One character of the text is one reference.
                Origin::Reference | Origin::Unended if range.contains(run.text) => {}
                Origin::Field => return Err(Refused::Field),
                Origin::Reference | Origin::Unended | Origin::Made => return Err(Refused::Made),
            }
            let content = if edits.is_empty() { escaped.clone() } else { String::new() };
            edits.push(self.apart(Edit { range: run.source_of(range), content }, range.start));
        }
        edits.sort();
        Ok(edits)
    }

    /// Writes `escaped` where the text has no character to replace.
    fn insertion(&self, at: usize, escaped: String) -> Result<Vec<Edit>, Refused> {
        if let Some(slot) = self.slot(at) {
            let around = slot.around.checked_sub(1).and_then(|at| self.around.get(at as usize));
            let (before, after) = around.map_or(("", ""), |(before, after)| (before, after));
            let content = format!("{before}{escaped}{after}");
            return Ok(vec![Edit { range: slot.source.into(), content }]);
        }
        // Words at the start of a table do not continue the text above it.
        let begins_table = self.in_text && self.outermost().any(|table| table.text.start == at);
        let before = at.checked_sub(1).filter(|_| !begins_table);
        let before = before.and_then(|before| self.runs.get(self.run_at(before)));
        let behind = self.runs.get(self.run_at(at));
        // Words beside a sign would not stand on its line.
        let is_character = |run: &Run| run.text.len() <= char::MAX.len_utf8();
        let written = |run: &Run| match run.origin {
            Origin::Verbatim => true,
            Origin::Reference | Origin::Unended => is_character(run),
            Origin::Field | Origin::Made => false,
        };
        // At the end of a word before its start: a word is continued more often than preceded.
        let place = match (before.filter(written), behind.filter(written)) {
            (Some(run), _) if run.text.end > at => match run.origin {
                Origin::Verbatim => run.source_at(at),
                _ => return Err(Refused::Made),
            },
            // The line end belongs to the prose before a table in Markdown.
            (Some(_), Some(run)) if self.text[..at].ends_with('\n') => run.source_at(at),
            (Some(run), _) => run.source.end,
            (None, Some(run)) => run.source_at(at),
            (None, None) => {
                let is_field = |run: Run| run.origin == Origin::Field;
                let field = before.is_some_and(is_field) || behind.is_some_and(is_field);
                return Err(if field { Refused::Field } else { Refused::Made });
            }
        };
        Ok(vec![self.apart(Edit { range: TextRange::at(place), content: escaped }, at)])
    }

    /// An edit at the place `at` of the text, with a bare `<` or `&` before it as a reference. The
    /// mark begins no tag now, but could begin a tag together with the markup behind the edit. In
    /// the same way, a reference before it is ended.
    fn apart(&self, edit: Edit, at: usize) -> Edit {
        let start = edit.range.start;
        let behind = self.runs.get(self.run_at(at)).filter(|run| run.text.start == at);
        let before = at.checked_sub(1).and_then(|before| self.runs.get(self.run_at(before)));
        let ends_open = |run: Run| run.origin == Origin::Unended && run.source.end == start;
        let begins_tied = |run: Run| run.is_tied && run.source.start == start;
        if before.is_some_and(ends_open) || behind.is_some_and(begins_tied) {
            return Edit { content: format!(";{}", edit.content), ..edit };
        }
        let is_joined = |run: &Run| run.origin == Origin::Verbatim && run.source_at(at) == start;
        let Some(run) = before.filter(is_joined) else { return edit };
        let before = TextRange::new(run.text.start, at).of(&self.text);
        let letters = |c: char| c.is_ascii_alphanumeric() || "#/!?".contains(c);
        let bare = before.trim_end_matches(letters).len();
        let source = TextRange::new(run.source.start, edit.range.end);
        // The prose of Markdown stands in no element, and is not markup. Nor is a comment.
        let is_outside = self.elements_around(TextRange::at(at)).next().is_none();
        let is_markup = !is_outside && before.rfind("<!--") <= before.rfind("-->");
        match before[..bare].char_indices().next_back() {
            Some((start, '<' | '&')) if is_markup => Edit {
                range: TextRange::new(source.start + start, source.end),
                content: escape(&before[start..]) + &edit.content,
            },
            None if run.is_tied => {
                Edit { range: source, content: format!(";{before}{}", edit.content) }
            }
            _ => edit,
        }
    }

    fn slot(&self, at: usize) -> Option<&Slot> {
        let index = self.slots.binary_search_by_key(&at, |slot| slot.at as usize).ok()?;
        self.slots.get(index)
    }

    /// The index of the run that holds the byte at `offset`.
    fn run_at(&self, offset: usize) -> usize {
        self.runs.at(offset)
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
            _ => self.source,
        }
    }

    /// The place in the markup of a place in the run.
    fn source_at(&self, offset: usize) -> usize {
        match self.origin {
            Origin::Verbatim => self.source.start + (offset - self.text.start),
            _ => self.source.start,
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

#[cfg(test)]
mod cases;
