//! Inserts rows into a table of the markup.

use super::clone::{cloned, element_at, indent, parts, refill};
use super::{Dialect, html, word};
use crate::diagnostic::{Edit, Rows};
use crate::source::{Element, ElementKind, Marked};
use crate::text::{TextRange, letters_of};

/// A row of the markup.
struct Row<'a> {
    element: &'a Element,
    /// The cells. In a document of Word, also those that a cell above covers.
    cells: Vec<&'a Element>,
}

/// Inserts the rows of one edit of the text, each as a clone of a row nearby. `None` if a merged
/// cell would have to be parted, or if no row is like the new ones.
pub(super) fn insert(
    source: &Marked,
    dialect: Dialect,
    changes: &[Rows],
    inserted: &Edit,
) -> Option<Vec<Edit>> {
    let at = inserted.range.start;
    let is_behind = inserted.content.starts_with('\n');
    let lines: Vec<&str> = inserted.content.lines().filter(|line| !line.is_empty()).collect();
    let new: Vec<_> = changes.iter().flat_map(|rows| &rows.rows).collect();
    // The heads of groups would be merged cells.
    if new.iter().any(|row| !row.heads.is_empty()) {
        return None;
    }
    let (table, _) = element_at(source, ElementKind::Table, at)?;
    let rows: Vec<Row> = parts(source, table, ElementKind::Row)
        .map(|(index, element)| Row {
            element,
            cells: parts(source, index, ElementKind::Cell).map(|(_, cell)| cell).collect(),
        })
        .collect();
    let touches = |row: &Row| match is_behind {
        true => row.element.text.start <= at && at <= row.element.text.end,
        false => row.element.text.start == at,
    };
    let beside = rows.iter().position(touches)?;
    // The number of rows above the new ones.
    let above = beside + usize::from(is_behind);
    let spans = spans(source, dialect, &rows);
    let mut edits: Vec<Edit> = Vec::new();
    let mut content = String::new();
    for line in &lines {
        let cells: Vec<&str> = line.split('\t').collect();
        let label = cells.iter().find(|cell| !cell.is_empty())?;
        let row = new.iter().find(|row| same(&row.label, label))?;
        let groups = |at: usize| -> Vec<&Span> {
            spans.iter().filter(|span| span.first <= at && at < span.behind).collect()
        };
        let is_group = |span: &Span| row.groups.iter().any(|group| same(group, span.label));
        let is_like = |(at, model): &(usize, &Row)| {
            // A cell over several rows that begins here belongs to another row.
            let covers = groups(*at);
            covers.iter().all(|span| span.first < *at && is_group(span))
                && covers.len() == groups_needed(&spans, above, &is_group)
                && fitting(&cells, model, dialect).is_some()
        };
        let (_, model) = rows
            .iter()
            .enumerate()
            .filter(is_like)
            .min_by_key(|(index, _)| (above as isize - *index as isize).unsigned_abs())?;
        let mut filled = Vec::new();
        for (cell, words) in model.cells.iter().zip(fitting(&cells, model, dialect)?) {
            filled.extend(refill(source, cell.text, words)?);
        }
        let clone = cloned(source, model.element.source, &filled)?;
        let space = indent(source, model.element.source.start);
        content += &if is_behind { format!("{space}{clone}") } else { format!("{clone}{space}") };
        // A cell that ends here reaches over the new row, if the row belongs to its group.
        for span in &spans {
            let is_across = span.first < above && above < span.behind;
            if is_across && !is_group(span) {
                return None;
            }
            if is_across || span.behind == above && is_group(span) {
                edits.extend(span.longer(source, lines.len()));
            }
        }
    }
    let place = rows[beside].element.source;
    let place = if is_behind { place.end } else { place.start };
    edits.push(Edit { range: TextRange::at(place), content });
    edits.sort();
    edits.dedup();
    Some(edits)
}

/// The number of merged cells over a new row above which `above` rows stand.
fn groups_needed(spans: &[Span], above: usize, is_group: &dyn Fn(&Span) -> bool) -> usize {
    let over = |span: &&Span| span.first < above && above <= span.behind && is_group(span);
    spans.iter().filter(over).count()
}

/// The words for the cells of a model: the cells of the line, without blank cells at its start.
/// `None` if their number differs.
fn fitting<'l>(cells: &[&'l str], model: &Row, dialect: Dialect) -> Option<Vec<&'l str>> {
    let spare = cells.len().checked_sub(model.cells.len())?;
    let (before, cells) = cells.split_at(spare);
    let is_blank = before.iter().all(|cell| cell.is_empty());
    (is_blank && (dialect == Dialect::Html || spare == 0)).then(|| cells.to_vec())
}

fn same(one: &str, other: &str) -> bool {
    letters_of(one).eq(letters_of(other))
}

/// A cell over several rows.
struct Span<'a> {
    /// The index of its first row, and the index behind its last row.
    first: usize,
    behind: usize,
    label: &'a str,
    /// The attribute with the number of rows, in HTML.
    count: Option<(TextRange, usize)>,
}

impl Span<'_> {
    /// The edit that makes the cell longer. In a document of Word, the cloned cell itself goes on.
    fn longer(&self, _: &Marked, by: usize) -> Option<Edit> {
        let (range, count) = self.count?;
        Some(Edit { range, content: (count + by).to_string() })
    }
}

fn spans<'a>(source: &Marked<'a>, dialect: Dialect, rows: &[Row<'a>]) -> Vec<Span<'a>> {
    let mut spans = Vec::new();
    for (first, row) in rows.iter().enumerate() {
        for cell in &row.cells {
            let label = cell.text.of(source.projection.text());
            match dialect {
                Dialect::Html => {
                    let Some((range, count)) = html::rowspan(source.markup, cell.source) else {
                        continue;
                    };
                    if count > 1 {
                        let behind = (first + count).min(rows.len());
                        spans.push(Span { first, behind, label, count: Some((range, count)) });
                    }
                }
                Dialect::Word if word::begins_merge(cell.source.of(source.markup)) => {
                    let goes_on = |row: &&Row| {
                        let same = row.cells.iter().find(|other| other.number == cell.number);
                        same.is_some_and(|other| {
                            word::continues_merge(other.source.of(source.markup))
                        })
                    };
                    let behind = first + 1 + rows[first + 1..].iter().take_while(goes_on).count();
                    spans.push(Span { first, behind, label, count: None });
                }
                Dialect::Word => {}
            }
        }
    }
    spans
}
