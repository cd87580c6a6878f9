//! Writes edits as tracked changes, and messages as comments.

mod breaks;
mod inserted;

use super::annotations::{Comment, annotated};
use super::blank::properties;
use super::runs::{Insertion, Run, Runs, Text};
use super::xml::prefix_of_attributes;
use super::{DAMAGED, Docx, Package, SourceError};
use crate::diagnostic::Edit;
use crate::text::TextRange;
use breaks::Break;
use inserted::{inserted, is_structure};
use std::collections::HashMap;

/// The author of changes and comments.
pub const AUTHOR: &str = "勾稽";

/// A message about a place in a document, with edits that mend the place.
#[derive(Clone, Debug)]
pub struct Note {
    /// The place in the markup; see [`crate::source::Projection::source`].
    pub source: TextRange,
    /// Edits of the markup; see [`crate::source::Projection::back`]. Empty for a comment only.
    pub edits: Vec<Edit>,
    /// The comment. An empty message gives no comment.
    pub message: String,
}

/// The file with each edit as a tracked change, and with each message as a comment at its place.
/// `original` is the file that was read, and `date` is the date of the changes as
/// `2025-01-20T09:00:00Z`.
///
/// Edits must not overlap, in one note or in several.
///
/// # Errors
/// If the package cannot be written.
pub fn tracked(
    docx: &Docx,
    original: &[u8],
    notes: &[Note],
    date: &str,
) -> Result<Vec<u8>, SourceError> {
    let markup = docx.markup();
    let runs = Runs::of(markup)?;
    let prefix = prefix_of_attributes(markup);
    let mut writer = Writer {
        markup,
        runs: &runs,
        date,
        attribute_prefix: &prefix,
        next_id: 0,
        pieces: Vec::new(),
        structures: HashMap::new(),
        breaks: HashMap::new(),
    };
    let mut edits: Vec<&Edit> = notes.iter().flat_map(|note| &note.edits).collect();
    edits.sort();
    writer.edits(&edits)?;
    let mut comments = Vec::new();
    for note in notes {
        let id = writer.id();
        if !note.message.is_empty() && writer.comment(note, id) {
            comments.push(Comment { id, message: &note.message });
        }
    }
    let document = writer.written();
    let mut package = Package::open(original)?;
    let mut parts = annotated(&mut package, docx, &comments, date)?;
    parts.push((docx.main_part().to_owned(), document));
    let contents: Vec<(&str, &[u8])> =
        parts.iter().map(|(name, content)| (name.as_str(), content.as_bytes())).collect();
    Ok(package.with(&contents)?)
}

/// The order of pieces of markup at one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    EndOfComment,
    StartOfComment,
    Change,
}

struct Writer<'a> {
    markup: &'a str,
    runs: &'a Runs<'a>,
    date: &'a str,
    /// The prefix of attributes, where elements have none.
    attribute_prefix: &'a str,
    next_id: u32,
    /// What replaces a range of the markup.
    pieces: Vec<(usize, Rank, usize, String)>,
    /// For pieces with whole rows or paragraphs, by their place: the words of the first one.
    structures: HashMap<usize, Words<'a>>,
    /// By paragraphs that edits part, the place of the last break.
    breaks: HashMap<usize, usize>,
}

/// Words in a piece, and the prefix of the names of elements there.
struct Words<'a> {
    start: usize,
    end: usize,
    prefix: &'a str,
}

impl<'a> Writer<'a> {
    /// A number that no change and no comment has.
    fn id(&mut self) -> u32 {
        self.next_id += 1;
        while self.runs.ids.contains(&self.next_id) {
            self.next_id += 1;
        }
        self.next_id
    }

    fn edits(&mut self, edits: &[&'a Edit]) -> Result<(), SourceError> {
        self.breaks = self.parted(edits);
        self.mark_parted()?;
        let mut rest = edits;
        while let Some((first, others)) = rest.split_first() {
            let is_structure = is_structure(&first.content);
            let Some(index) = self.runs.of_text(first.range).filter(|_| !is_structure) else {
                match is_structure {
                    true => self.structure(first)?,
                    false => self.insertion(first),
                }
                rest = others;
                continue;
            };
            let in_run = |edit: &&&'a Edit| self.runs.of_text(edit.range) == Some(index);
            let count = rest.iter().take_while(in_run).count();
            let (own, others) = rest.split_at(count);
            self.run(index, own)?;
            rest = others;
        }
        Ok(())
    }

    /// Whole rows, paragraphs or tables.
    fn structure(&mut self, edit: &'a Edit) -> Result<(), SourceError> {
        let inserted = inserted(&edit.content, &mut |w| self.attributes(w));
        let inserted = inserted.ok_or(DAMAGED)?;
        if let Some((start, end)) = inserted.words {
            let prefix = inserted.prefix;
            self.structures.insert(edit.range.start, Words { start, end, prefix });
        }
        self.pieces.push((edit.range.start, Rank::Change, edit.range.end, inserted.markup));
        Ok(())
    }

    /// A run of its own in a blank cell, or an edit outside of runs.
    fn insertion(&mut self, edit: &Edit) {
        let at = self.runs.paragraph_at(edit.range.start);
        let w = at.map_or("", |index| self.runs.paragraphs[index].prefix);
        let content = &edit.content;
        let run = content
            .find(&format!("<{w}r>"))
            .and_then(|start| Some((start, content.rfind(&format!("</{w}r>"))? + w.len() + 4)));
        let content = match run {
            Some((start, end)) => {
                let run = self.inserted(w, &content[start..end]);
                format!("{}{run}{}", &content[..start], &content[end..])
            }
            None => content.clone(),
        };
        self.pieces.push((edit.range.start, Rank::Change, edit.range.end, content));
    }

    /// Divides a run at its edits.
    fn run(&mut self, index: usize, edits: &[&Edit]) -> Result<(), SourceError> {
        let run = &self.runs.runs[index];
        let (markup, w) = (self.markup, run.prefix);
        let own = run.properties.map_or("", |range| range.of(markup));
        let new = run.properties.map_or_else(String::new, |range| properties(markup, range));
        let start = run.properties.map_or(run.start_tag.end, |range| range.end);
        let mut out =
            Pieces { run, markup, properties: own, kept: String::new(), out: String::new() };
        let (mut from, mut edits) = (start, edits.iter().peekable());
        for text in &run.texts {
            out.keep(&markup[from..text.element.start]);
            let mut at = text.content.start;
            while let Some(edit) = edits.next_if(|edit| text.content.contains(edit.range)) {
                let next = edits.peek().filter(|next| text.content.contains(next.range));
                let end = next.map_or(text.content.end, |next| next.range.start);
                let parted = Break::of(&edit.content, w);
                let (range, content) = match &parted {
                    Some(parted) => (edit.range, parted.before.to_owned()),
                    None => whole_number(markup, TextRange::new(at, end), edit),
                };
                out.keep_text(text, TextRange::new(at, range.start));
                let old = range.of(markup);
                let deleted = format!(
                    "<{w}r>{own}<{w}delText xml:space=\"preserve\">{old}</{w}delText></{w}r>"
                );
                let run_of = |content: &str| {
                    format!("<{w}r>{new}<{w}t xml:space=\"preserve\">{content}</{w}t></{w}r>")
                };
                let inserted = run_of(&content);
                if !old.is_empty() {
                    out.change(&self.changed("del", w, &deleted));
                }
                if !content.is_empty() {
                    let change = match run.insertion {
                        Insertion::None => self.inserted(w, &inserted),
                        // Insertions do not stand in each other: the one around ends here.
                        Insertion::Beside(start) => {
                            let start = start.of(markup);
                            let name = start[1..].split([' ', '>', '/']).next().unwrap_or_default();
                            let inserted = self.inserted(w, &inserted);
                            let id = self.id();
                            let second = with_id(start, self.of_attributes(w), id);
                            format!("</{name}>{inserted}{second}")
                        }
                        Insertion::Outside => inserted,
                    };
                    out.change(&change);
                }
                if let Some(parted) = &parted {
                    let is_last = self.breaks.get(&run.paragraph) == Some(&edit.range.start);
                    out.change(&self.broken(parted, w, is_last)?);
                    if !parted.behind.is_empty() {
                        out.change(&self.inserted(w, &run_of(parted.behind)));
                    }
                }
                at = range.end;
            }
            out.keep_text(text, TextRange::new(at, text.content.end));
            from = text.element.end;
        }
        out.keep(&markup[from..run.end]);
        let content = out.finished();
        self.pieces.push((run.source.start, Rank::Change, run.source.end, content));
        Ok(())
    }

    fn inserted(&mut self, w: &str, run: &str) -> String {
        self.changed("ins", w, run)
    }

    fn changed(&mut self, name: &str, w: &str, run: &str) -> String {
        let attributes = self.attributes(w);
        format!("<{w}{name} {attributes}>{run}</{w}{name}>")
    }

    /// Who changes, and when.
    fn attributes(&mut self, w: &str) -> String {
        let (id, date, a) = (self.id(), self.date, self.of_attributes(w));
        format!("{a}id=\"{id}\" {a}author=\"{AUTHOR}\" {a}date=\"{date}\"")
    }

    /// The prefix of the attributes of an element with the prefix `w`.
    fn of_attributes<'b>(&'b self, w: &'b str) -> &'b str {
        if w.is_empty() { self.attribute_prefix } else { w }
    }

    /// Marks the place of a note. Returns false if the document has no paragraph.
    fn comment(&mut self, note: &Note, id: u32) -> bool {
        if note.edits.iter().any(|edit| self.comment_inserted(edit, id)) {
            return true;
        }
        let place = note.edits.first().map_or(note.source, |edit| edit.range.cover(note.source));
        let Some(index) = self.runs.paragraph_at(place.start) else { return false };
        let paragraph = &self.runs.paragraphs[index];
        let w = paragraph.prefix;
        let a = self.of_attributes(w);
        let start = format!("<{w}commentRangeStart {a}id=\"{id}\"/>");
        let end = format!(
            "<{w}commentRangeEnd {a}id=\"{id}\"/><{w}r><{w}commentReference {a}id=\"{id}\"/></{w}r>"
        );
        let is_meant = |run: &&Run| {
            run.paragraph == index
                && run.texts.iter().any(|text| text.content.overlaps(place))
                && (place.is_empty() || run.texts.iter().any(|text| shares(text.content, place)))
        };
        let mut meant = self.runs.runs.iter().filter(is_meant);
        if let Some(first) = meant.next() {
            let last = meant.next_back().unwrap_or(first);
            let (from, to) = (first.source.start, last.source.end);
            self.pieces.push((from, Rank::StartOfComment, from, start));
            self.pieces.push((to, Rank::EndOfComment, to, end));
            return true;
        }
        // At the end of the paragraph, behind a change there.
        let at = paragraph.end;
        if at.is_empty() {
            let filled =
                self.pieces.iter_mut().find(|piece| (piece.0, piece.1) == (at.start, Rank::Change));
            match filled {
                Some((.., content)) => *content = format!("{start}{content}{end}"),
                None => self.pieces.push((at.start, Rank::Change, at.end, start + &end)),
            }
            return true;
        }
        let filled = self.pieces.iter_mut().find(|piece| piece.0 == at.start);
        match filled {
            Some((.., content)) => {
                let inner = content.trim_start_matches('>');
                let close = inner.rfind("</").unwrap_or(inner.len());
                *content = format!(">{start}{}{end}{}", &inner[..close], &inner[close..]);
            }
            None => {
                let content = format!(">{start}{end}</{w}p>");
                self.pieces.push((at.start, Rank::Change, at.end, content));
            }
        }
        true
    }

    /// Marks the words of an inserted row or paragraph. The mark goes with them if the insertion is
    /// rejected. Returns false for an edit without such words.
    fn comment_inserted(&mut self, edit: &Edit, id: u32) -> bool {
        let at = edit.range.start;
        let attributes = match self.structures.get(&at) {
            Some(words) => self.attributes(words.prefix),
            None => return false,
        };
        let is_own =
            |piece: &&mut (usize, Rank, usize, String)| (piece.0, piece.1) == (at, Rank::Change);
        let piece = self.pieces.iter_mut().find(is_own);
        let (Some(words), Some((.., content))) = (self.structures.get_mut(&at), piece) else {
            return false;
        };
        let w = words.prefix;
        let start = format!("<{w}commentRangeStart {w}id=\"{id}\"/>");
        let end = format!(
            "<{w}commentRangeEnd {w}id=\"{id}\"/><{w}ins {attributes}><{w}r>\
             <{w}commentReference {w}id=\"{id}\"/></{w}r></{w}ins>"
        );
        content.insert_str(words.end, &end);
        content.insert_str(words.start, &start);
        words.end += start.len() + end.len();
        true
    }

    fn written(mut self) -> String {
        self.pieces.sort();
        let mut out = String::with_capacity(self.markup.len());
        let mut done = 0;
        // A run in a text box of a changed run stays as it is.
        for (start, _, end, content) in &self.pieces {
            if *start >= done {
                out.push_str(&self.markup[done..*start]);
                out.push_str(content);
                done = *end;
            }
        }
        out.push_str(&self.markup[done..]);
        out
    }
}

/// An edit of a part of a number, as an edit of the whole number: people compare whole numbers.
/// `around` is the text that the edit may take up.
fn whole_number(markup: &str, around: TextRange, edit: &Edit) -> (TextRange, String) {
    let is_digit = |c: char| c.is_ascii_digit();
    let (range, content) = (edit.range, &edit.content);
    if !range.of(markup).contains(is_digit) && !content.contains(is_digit) {
        return (range, content.clone());
    }
    let before = TextRange::new(around.start, range.start).of(markup);
    let behind = TextRange::new(range.end, around.end).of(markup);
    let first = &before[before.trim_end_matches(is_digit).len()..];
    let last = &behind[..behind.len() - behind.trim_start_matches(is_digit).len()];
    let whole = TextRange::new(range.start - first.len(), range.end + last.len());
    (whole, format!("{first}{content}{last}"))
}

/// A start tag with another id: two changes with one id would be one change.
fn with_id(tag: &str, prefix: &str, id: u32) -> String {
    let name = format!("{prefix}id=");
    let at = tag.match_indices(&name).find(|(at, _)| tag[..*at].ends_with(char::is_whitespace));
    let value = at.map(|(at, _)| at + name.len() + 1);
    let end = value.and_then(|start| Some(start + tag.get(start..)?.find(['"', '\''])?));
    match value.zip(end) {
        Some((start, end)) => format!("{}{id}{}", &tag[..start], &tag[end..]),
        None => tag.to_owned(),
    }
}

/// Whether two ranges share a byte.
fn shares(one: TextRange, other: TextRange) -> bool {
    one.start < other.end && other.start < one.end
}

/// A run in pieces: what is kept, and changes between.
struct Pieces<'a> {
    run: &'a Run<'a>,
    markup: &'a str,
    properties: &'a str,
    /// Content of the run that is kept, and not yet written.
    kept: String,
    out: String,
}

impl Pieces<'_> {
    fn keep(&mut self, content: &str) {
        self.kept.push_str(content);
    }

    /// Keeps a part of a text. White space at the ends of the text may not count.
    fn keep_text(&mut self, text: &Text, part: TextRange) {
        let w = self.run.prefix;
        let mut content = part.of(self.markup);
        if !text.is_kept && part.start == text.content.start {
            content = content.trim_start_matches([' ', '\t', '\r', '\n']);
        }
        if !text.is_kept && part.end == text.content.end {
            content = content.trim_end_matches([' ', '\t', '\r', '\n']);
        }
        if !content.is_empty() {
            self.kept += &format!("<{w}t xml:space=\"preserve\">{content}</{w}t>");
        }
    }

    fn change(&mut self, change: &str) {
        self.write_kept();
        self.out.push_str(change);
    }

    fn write_kept(&mut self) {
        let w = self.run.prefix;
        if !self.kept.is_empty() {
            let start = self.run.start_tag.of(self.markup);
            self.out += &format!("{start}{}{}</{w}r>", self.properties, self.kept);
            self.kept.clear();
        }
    }

    fn finished(mut self) -> String {
        self.write_kept();
        self.out
    }
}

#[cfg(test)]
mod cases;
