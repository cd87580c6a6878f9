//! Inserts headings and tables into the markup.

use super::Dialect;
use super::clone::{cloned, element_at, indent, refill};
use super::numbers::without_number;
use crate::diagnostic::{Edit, SectionPlace};
use crate::source::{
    ElementKind, Format, Marked, Origin, html, line_inserted, parted as docx_parted,
};
use crate::text::TextRange;

/// Inserts the lines of new sections: headings as clones of the paragraph `like`, tables anew.
/// `None` if no place for them is known.
pub(super) fn insert(
    source: &Marked,
    dialect: Dialect,
    place: &SectionPlace,
    like: Option<TextRange>,
    inserted: &Edit,
) -> Option<Vec<Edit>> {
    let written = lines(source, dialect, like, &inserted.content)?;
    let at = match *place {
        SectionPlace::Before(at) => before(source, at),
        SectionPlace::AboveTable(table) => {
            element_at(source, ElementKind::Table, table.start)?.1.source.start
        }
    };
    Some(vec![Edit { range: TextRange::at(at), content: written }])
}

/// Inserts the lines of a table at the end of a section.
pub(super) fn append(
    source: &Marked,
    dialect: Dialect,
    section: TextRange,
    inserted: &Edit,
) -> Option<Vec<Edit>> {
    let written = lines(source, dialect, None, &inserted.content)?;
    let mut own = source.projection.outermost().filter(|element| {
        !element.text.is_empty()
            && section.start <= element.text.start
            && element.text.end <= section.end
    });
    let at = own.next_back()?.source.end;
    Some(vec![Edit { range: TextRange::at(at), content: written }])
}

/// Inserts a paragraph below a line, as a clone of the paragraph `like`. `None` if no element of
/// the markup holds the line.
pub(super) fn below(
    source: &Marked,
    dialect: Dialect,
    line: TextRange,
    like: Option<TextRange>,
    words: &str,
) -> Option<Edit> {
    let (_, own) = element_at(source, ElementKind::Paragraph, line.start)?;
    if source.format == Format::Word && line.end < own.text.end {
        // A line above a line break. Behind the paragraph, the new line would stand too low.
        let behind = TextRange::new(line.end, line.end + 1);
        let line_break = source.projection.runs_in(behind).next()?.source.start;
        return line_inserted(source.markup, own.source, line_break, words);
    }
    let outer = source.projection.outermost().find(|outer| outer.source.contains(own.source));
    let at = outer.unwrap_or(own).source.end;
    let paragraph = heading(source, dialect, like, words)?;
    Some(Edit { range: TextRange::at(at), content: paragraph })
}

/// Parts a paragraph at a place of its text. `None` if no element of the markup can be parted
/// there.
pub(super) fn parted(source: &Marked, at: usize) -> Option<Vec<Edit>> {
    let (_, own) = element_at(source, ElementKind::Paragraph, at)?;
    let run = source.projection.runs_in(TextRange::new(at, at + 1)).next()?;
    let place = source.projection.source(TextRange::at(at)).start;
    let is_inside = own.source.start < place && place < own.source.end;
    if !is_inside || matches!(run.origin, Origin::Field | Origin::Made) {
        return None;
    }
    match source.format {
        Format::Word => docx_parted(source.markup, own.source, place),
        Format::Html => Some(vec![html::parted(source.markup, own.source, place)?]),
        _ => None,
    }
}

/// The place in the markup before the element that begins at or behind a place of the text. Behind
/// the last element, its end.
fn before(source: &Marked, at: usize) -> usize {
    let next = source.projection.outermost().find(|element| element.text.start >= at);
    let last = || {
        source
            .projection
            .outermost()
            .next_back()
            .map_or(source.markup.len(), |last| last.source.end)
    };
    next.map_or_else(last, |next| next.source.start)
}

/// The markup for lines of text: a line with tabs is a row of a table, another line a paragraph.
fn lines(
    source: &Marked,
    dialect: Dialect,
    like: Option<TextRange>,
    content: &str,
) -> Option<String> {
    let mut out = String::new();
    let mut rows: Vec<Vec<&str>> = Vec::new();
    // A row of blank cells is only tabs.
    let is_written = |line: &&str| line.contains('\t') || !line.trim().is_empty();
    for line in content.lines().filter(is_written) {
        if line.contains('\t') {
            rows.push(line.split('\t').collect());
            continue;
        }
        if !rows.is_empty() {
            out += &dialect.table(&std::mem::take(&mut rows));
        }
        out += &heading(source, dialect, like, line)?;
    }
    if !rows.is_empty() {
        out += &dialect.table(&rows);
        // A document of Word may end with a table only before a paragraph.
        if dialect == Dialect::Word {
            out += "<w:p/>";
        }
    }
    Some(out)
}

/// A heading like another heading.
fn heading(
    source: &Marked,
    dialect: Dialect,
    like: Option<TextRange>,
    words: &str,
) -> Option<String> {
    let model = like.and_then(|like| element_at(source, ElementKind::Paragraph, like.start));
    let Some((_, model)) = model else { return Some(dialect.paragraph(words)) };
    let words = without_number(source, model.text, words)?;
    let clone = cloned(source, model.source, &refill(source, model.text, words)?)?;
    Some(format!("{clone}{}", indent(source, model.source.start)))
}
