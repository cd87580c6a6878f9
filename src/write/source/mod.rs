//! Carries out a fix in the markup of a source.
//!
//! Words and numbers go back through the map of the projection. Rows, headings and tables are
//! written by cloning a neighbour in the markup, with the words that the writer of texts gives.

mod clone;
mod html;
mod markdown;
mod numbers;
mod rows;
mod sections;
mod word;

use crate::diagnostic::{Change, Edit, Fix};
use crate::source::{Format, Marked, Projection, Refused};
use crate::text::TextRange;

/// The edits of the markup that carry out `fix`, sorted and disjoint.
///
/// # Errors
/// If the source cannot carry out the fix. Such a fix is not offered.
pub fn in_source(source: &Marked, fix: &Fix) -> Result<Vec<Edit>, Refused> {
    let edits = match structural(fix) {
        None => in_order(words(source.projection, fix.edits())?)?,
        Some(change) => with_structure(source, change, fix)?,
    };
    source.projection.twins().both(edits)
}

/// The edits of the markup that insert a paragraph below a line of the text, like the paragraph
/// `like`.
///
/// # Errors
/// If the markup has no place for it.
pub fn paragraph_below(
    source: &Marked,
    line: TextRange,
    like: Option<TextRange>,
    words: &str,
) -> Result<Vec<Edit>, Refused> {
    let dialect = match source.format {
        Format::Html => Dialect::Html,
        Format::Word if source.markup.contains("<w:body") => Dialect::Word,
        _ => return Err(Refused::Structure),
    };
    let edit = sections::below(source, dialect, line, like, words).ok_or(Refused::Structure)?;
    source.projection.twins().both(vec![edit])
}

/// The edits of the markup that part a paragraph at a place of the text.
///
/// # Errors
/// If the markup cannot be parted there.
pub fn paragraph_parted(source: &Marked, at: usize) -> Result<Vec<Edit>, Refused> {
    let edits = sections::parted(source, at).ok_or(Refused::Structure)?;
    source.projection.twins().both(edits)
}

/// The same edits as [`in_source`], without the markup. `None` for a fix that needs the markup: the
/// fix does more than replace words.
pub fn in_words(projection: &Projection, fix: &Fix) -> Option<Result<Vec<Edit>, Refused>> {
    let edits = || projection.twins().both(in_order(words(projection, fix.edits())?)?);
    structural(fix).is_none().then(edits)
}

/// The change of a fix that does more than replace words.
fn structural(fix: &Fix) -> Option<&Change> {
    fix.change().filter(|change| !matches!(change, Change::Cells(_)))
}

/// The edits of a change with its words, sorted and disjoint.
fn with_structure(source: &Marked, change: &Change, fix: &Fix) -> Result<Vec<Edit>, Refused> {
    if let Change::Lines(removed) = change {
        return in_order(match source.format {
            Format::Html | Format::Word => emptied(source, &removed.lines)?,
            _ => words(source.projection, fix.edits())?,
        });
    }
    let is_numbered = source.is_numbered();
    let mut edits = words_beside(source, fix.words(), is_numbered)?;
    let inserted = fix.edits().iter().filter(|edit| !fix.words().contains(edit));
    for edit in inserted {
        edits.extend(structure(source, change, edit).ok_or(Refused::Structure)?);
    }
    let edits = in_order(edits)?;
    match is_numbered && !numbers::count_on(source, fix, &edits) {
        true => Err(Refused::Structure),
        false => Ok(edits),
    }
}

/// The edits in order, each once.
///
/// # Errors
/// If two edits overlap.
fn in_order(mut edits: Vec<Edit>) -> Result<Vec<Edit>, Refused> {
    edits.sort();
    edits.dedup();
    let is_apart = edits.windows(2).all(|pair| pair[0].range.end <= pair[1].range.start);
    if is_apart { Ok(edits) } else { Err(Refused::Structure) }
}

/// The edits of words beside a change. In a document with numbered lists, the numbers are left to
/// the word processor.
fn words_beside(source: &Marked, edits: &[Edit], is_numbered: bool) -> Result<Vec<Edit>, Refused> {
    let mut out = Vec::new();
    for edit in edits {
        match source.projection.back(edit.range, &edit.content) {
            Err(Refused::Made) if is_numbered => {}
            back => out.extend(back?),
        }
    }
    Ok(out)
}

/// The edits that remove the words of whole lines. An element of the markup stays, without words.
fn emptied(source: &Marked, lines: &[TextRange]) -> Result<Vec<Edit>, Refused> {
    let mut out = Vec::new();
    for &line in lines {
        out.extend(clone::refill(source, line, "").ok_or(Refused::Field)?);
    }
    Ok(out)
}

fn words(projection: &Projection, edits: &[Edit]) -> Result<Vec<Edit>, Refused> {
    let mut out = Vec::new();
    for edit in edits {
        out.extend(projection.back(edit.range, &edit.content)?);
    }
    Ok(out)
}

/// The edits of the markup for lines that a change inserts into the text.
fn structure(source: &Marked, change: &Change, inserted: &Edit) -> Option<Vec<Edit>> {
    let dialect = match source.format {
        Format::Text => return markdown::insert(source, change, inserted),
        Format::Html => Dialect::Html,
        // Every word processor writes its names with this prefix. New markup has it too.
        Format::Word if source.markup.contains("<w:body") => Dialect::Word,
        Format::Word | Format::Pdf | Format::Excel | Format::Converted(_) => return None,
    };
    match change {
        Change::Rows(rows) => rows::insert(source, dialect, rows, inserted),
        Change::Sections(new) => sections::insert(source, dialect, &new.place, new.like, inserted),
        Change::Table(new) => sections::append(source, dialect, new.section, inserted),
        Change::Cells(_) | Change::Comment(_) | Change::Lines(_) => None,
    }
}

/// The kinds of markup.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Dialect {
    Html,
    Word,
}

impl Dialect {
    /// A paragraph with these words, in the default style.
    fn paragraph(self, words: &str) -> String {
        match self {
            Self::Html => html::paragraph(words),
            Self::Word => word::paragraph(words),
        }
    }

    /// A table with these rows, each with its cells.
    fn table(self, rows: &[Vec<&str>]) -> String {
        match self {
            Self::Html => html::table(rows),
            Self::Word => word::table(rows),
        }
    }
}
