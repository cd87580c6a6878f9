//! Inserts rows into a table of the markup.

use super::clone::{cloned, element_at, indent, parts, refill};
use super::numbers::without_number;
use super::{Dialect, html, word};
use crate::diagnostic::{Edit, NewHead, NewRow, Rows};
use crate::source::{Element, ElementKind, Marked};
use crate::text::{TextRange, letters_of};

/// A row of the markup.
struct Row {
    element: Element,
    /// The cells. In a document of Word, also those that a cell above covers.
    cells: Vec<Element>,
    /// The number of cells that a cell above covers, in a document of Word.
    covered: usize,
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
    let (table, _) = element_at(source, ElementKind::Table, at)?;
    let rows: Vec<Row> = parts(source, table, ElementKind::Row)
        .map(|(index, element)| Row::of(source, dialect, index, element))
        .collect();
    let touches = |row: &Row| match is_behind {
        true => row.element.text.start <= at && at <= row.element.text.end,
        false => row.element.text.start == at,
    };
    let beside = rows.iter().position(touches)?;
    let above = beside + usize::from(is_behind);
    let new = lines(changes, inserted)?;
    let spans = spans(source, dialect, &rows);
    let place = Place { dialect, rows: &rows, spans: &spans, above };
    let taken = place.taken(&new)?;
    if dialect == Dialect::Word && !taken.is_empty() {
        return place.take_over(source, &new, &taken);
    }
    let (mut edits, mut content) = (Vec::new(), String::new());
    let mut begun: Vec<Begun> = Vec::new();
    for (index, line) in new.iter().enumerate() {
        if index == 0 && !taken.is_empty() {
            let (clone, removed) = place.take(source, line, &taken, new.len())?;
            let space = indent(source, place.rows[above].element.source.start);
            content +=
                &if is_behind { format!("{space}{clone}") } else { format!("{clone}{space}") };
            edits.extend(removed);
            let taken = taken.iter();
            begun.extend(taken.map(|Taken { span, label }| Begun { label, column: span.column }));
            continue;
        }
        let like = place.model(line, &begun);
        let model = like.or_else(|| place.member(source, line))?;
        let heads = match like {
            Some(_) => place.heads(model),
            None => {
                rows[model].first(line.row.heads.len()).map(|cell| (cell.number, None)).collect()
            }
        };
        begun.extend(
            line.heads().zip(&heads).map(|(label, (column, _))| Begun { label, column: *column }),
        );
        let mut filled = Vec::new();
        let words = fitting(&line.cells, &rows[model], dialect)?;
        for (at, (cell, words)) in rows[model].cells.iter().zip(words).enumerate() {
            if like.is_none() && at < heads.len() {
                let content = refilled(source, rows[model].cells.get(heads.len())?, words)?;
                let content = word::begun(cell.source.of(source.markup), &content)?;
                filled.push(Edit { range: cell.source, content });
                continue;
            }
            let words = without_number(source, cell.text, words)?;
            filled.extend(refill(source, cell.text, words)?);
        }
        // In HTML, a head says over how many rows it reaches.
        for ((label, new_head), (_, count)) in line.heads().zip(&line.row.heads).zip(&heads) {
            let Some((range, _)) = count else { continue };
            let own = new[index..].iter().filter(|other| other.is_in_group(label));
            let count = own.count() + place.rows_below(new_head);
            filled.push(Edit { range: *range, content: count.to_string() });
        }
        let element = rows[model].element.source;
        let clone = cloned(source, element, &filled)?;
        let space = indent(source, element.start);
        content += &if is_behind { format!("{space}{clone}") } else { format!("{clone}{space}") };
        if place.parts(line, &begun) {
            return None;
        }
    }
    edits.extend(place.longer(&new));
    let beside = rows[beside].element.source;
    let at = if is_behind { beside.end } else { beside.start };
    edits.push(Edit { range: TextRange::at(at), content });
    edits.sort();
    edits.dedup();
    Some(edits)
}

/// A copy of a cell with other words.
fn refilled(source: &Marked, cell: &Element, words: &str) -> Option<String> {
    let words = without_number(source, cell.text, words)?;
    cloned(source, cell.source, &refill(source, cell.text, words)?)
}

impl Row {
    fn of(source: &Marked, dialect: Dialect, index: usize, element: Element) -> Self {
        let cells: Vec<_> = parts(source, index, ElementKind::Cell).map(|(_, cell)| cell).collect();
        let is_covered = |cell: &&Element| {
            dialect == Dialect::Word && word::continues_merge(cell.source.of(source.markup))
        };
        let covered = cells.iter().filter(is_covered).count();
        Self { element, cells, covered }
    }

    /// The first cells.
    fn first(&self, count: usize) -> impl Iterator<Item = &Element> {
        self.cells.iter().take(count)
    }
}

/// A new row, and its cells in the text.
struct Line<'a> {
    row: &'a NewRow,
    cells: Vec<&'a str>,
}

/// The new rows of one edit. `None` for a row that must wait for the head of its group.
fn lines<'a>(changes: &'a [Rows], inserted: &'a Edit) -> Option<Vec<Line<'a>>> {
    let mut rows = changes.iter().flat_map(|rows| &rows.rows);
    let lines = inserted.content.lines().filter(|line| !line.is_empty());
    lines
        .map(|line| {
            let cells: Vec<&str> = line.split('\t').collect();
            let is_own = |row: &&NewRow| cells.iter().any(|cell| same(&row.label, cell));
            let row = rows.find(is_own).filter(|row| !row.awaits_head)?;
            Some(Line { row, cells })
        })
        .collect()
}

impl<'a> Line<'a> {
    /// The words of the new heads, outermost first. They stand before the label.
    fn heads(&self) -> impl Iterator<Item = &'a str> {
        let label = self.cells.iter().position(|cell| same(&self.row.label, cell)).unwrap_or(0);
        let heads = &self.cells[label.saturating_sub(self.row.heads.len())..label];
        heads.iter().copied()
    }

    fn is_in_group(&self, label: &str) -> bool {
        self.row.groups.iter().any(|group| same(group, label))
    }
}

/// A merged cell of the row below that the first new row takes.
struct Taken<'a> {
    span: &'a Span<'a>,
    /// The words of the cell. If the cell is blank, the new head.
    label: &'a str,
}

impl Taken<'_> {
    fn is_filled(&self) -> bool {
        !same(self.span.label, "")
    }

    /// Whether the cell takes these words. A cell with words of its own keeps them.
    fn has_place_for(&self, words: &str) -> bool {
        words.is_empty() || !self.is_filled()
    }
}

/// The cell that begins a merged cell, as a cell that goes on.
fn without_head(source: &Marked, cell: &Element) -> Option<Edit> {
    let content = word::continued(cell.source.of(source.markup))?;
    Some(Edit { range: cell.source, content })
}

/// A head that an earlier new row begins.
struct Begun<'a> {
    label: &'a str,
    column: u32,
}

/// The place of new rows in a table.
struct Place<'a> {
    dialect: Dialect,
    rows: &'a [Row],
    spans: &'a [Span<'a>],
    /// The number of rows above the new ones.
    above: usize,
}

impl Place<'_> {
    /// The merged cells that begin in the row below and belong to the groups of the new rows. The
    /// first new row takes them: a row above them would stand outside of its group. `None` if
    /// not all new rows belong to the groups.
    fn taken<'l>(&'l self, new: &[Line<'l>]) -> Option<Vec<Taken<'l>>> {
        let begins = || self.spans.iter().filter(|span| span.first == self.above);
        let Some(first) = new.first() else { return Some(Vec::new()) };
        let blank = self.blank_heads(first);
        let taken: Vec<Taken> = begins()
            .map(|span| {
                let head = blank.iter().find(|(column, _)| *column == span.column);
                Taken { span, label: head.map_or(span.label, |(_, head)| head) }
            })
            .collect();
        let is_own = |line: &Line, taken: &Taken| {
            let is_new = !taken.is_filled() && std::ptr::eq(line, first);
            let is_other = line.heads().any(|head| same(head, taken.label));
            line.is_in_group(taken.label) && (is_new || !is_other)
        };
        if !new.iter().any(|line| taken.iter().any(|span| is_own(line, span))) {
            return Some(Vec::new());
        }
        let are_own = |line: &Line| {
            let heads = line.heads().filter(|head| !blank.iter().any(|(_, own)| own == head));
            heads.count() == 0 && taken.iter().all(|span| is_own(line, span))
        };
        new.iter().all(are_own).then_some(taken)
    }

    /// The new heads whose merged cells stand in the row below without words, by their columns: a
    /// word processor leaves such a cell where the first row of a group was removed.
    fn blank_heads<'l>(&self, line: &Line<'l>) -> Vec<(u32, &'l str)> {
        let Some(row) = self.rows.get(self.above) else { return Vec::new() };
        let words = fitting(&line.cells, row, self.dialect).unwrap_or_default();
        let is_blank = |column: u32| {
            let mut begins = self.spans.iter().filter(|span| span.first == self.above);
            begins.any(|span| span.column == column && same(span.label, ""))
        };
        let heads: Vec<&str> = line
            .heads()
            .zip(&line.row.heads)
            .filter(|(_, new)| self.rows_below(new) > 0)
            .map(|(head, _)| head)
            .collect();
        let cells = row.cells.iter().zip(words).map(|(cell, words)| (cell.number, words));
        cells.filter(|(column, words)| heads.contains(words) && is_blank(*column)).collect()
    }

    /// The new first row of a group: a clone of the row that was the first, with the cells of the
    /// group. The edits take the cells from that row.
    fn take(
        &self,
        source: &Marked,
        line: &Line,
        taken: &[Taken],
        count: usize,
    ) -> Option<(String, Vec<Edit>)> {
        let row = self.rows.get(self.above)?;
        let markup = row.element.source.of(source.markup);
        // A row without a start tag would go on in its clone.
        markup.get(..3).filter(|tag| tag.eq_ignore_ascii_case("<tr"))?;
        let words = fitting(&line.cells, row, self.dialect)?;
        let (mut filled, mut removed) = (Vec::new(), Vec::new());
        for (at, (cell, words)) in row.cells.iter().zip(words).enumerate() {
            let Some(taken) = taken.get(at) else {
                let words = without_number(source, cell.text, words)?;
                filled.extend(refill(source, cell.text, words)?);
                continue;
            };
            let end = row.cells.get(at + 1)?.source.start;
            if taken.span.column != cell.number || !taken.has_place_for(words) {
                return None;
            }
            if !words.is_empty() {
                filled.extend(refill(source, cell.text, words)?);
            }
            filled.extend(taken.span.longer(count));
            let range = TextRange::new(cell.source.start, end);
            removed.push(Edit { range, content: String::new() });
        }
        Some((cloned(source, row.element.source, &filled)?, removed))
    }

    /// The new first rows of a group in a document of Word: the row that was the first takes the
    /// words of the first new row. Clones with the words of the others and its own words go on
    /// below. So the merged cells stay as they are, and a person may reject the change.
    fn take_over(&self, source: &Marked, new: &[Line], taken: &[Taken]) -> Option<Vec<Edit>> {
        let row = self.rows.get(self.above)?;
        let element = row.element.source;
        let space = indent(source, element.start);
        let (mut edits, mut content) = (Vec::new(), String::new());
        for (index, line) in new.iter().enumerate() {
            let mut filled = Vec::new();
            let words = fitting(&line.cells, row, self.dialect)?;
            for (cell, words) in row.cells.iter().zip(words) {
                let taken = taken.iter().find(|taken| taken.span.column == cell.number);
                let is_kept = taken.is_some_and(|taken| {
                    words.is_empty() || index == 0 && taken.has_place_for(words)
                });
                match taken {
                    Some(_) if !is_kept => return None,
                    Some(_) if index > 0 => filled.push(without_head(source, cell)?),
                    Some(_) if words.is_empty() => {}
                    _ => {
                        let words = without_number(source, cell.text, words)?;
                        filled.extend(refill(source, cell.text, words)?);
                    }
                }
            }
            if index == 0 {
                edits.extend(filled);
            } else {
                content += space;
                content += &cloned(source, element, &filled)?;
            }
        }
        let is_taken = |cell: &&Element| taken.iter().any(|taken| taken.span.column == cell.number);
        let own: Option<Vec<Edit>> =
            row.cells.iter().filter(is_taken).map(|cell| without_head(source, cell)).collect();
        content += space;
        content += &cloned(source, element, &own?)?;
        edits.push(Edit { range: TextRange::at(element.end), content });
        Some(edits)
    }

    /// The nearest row that a new row can be a clone of: it begins as many merged cells as the new
    /// row has heads, and the same number reaches over both.
    fn model(&self, line: &Line, begun: &[Begun]) -> Option<usize> {
        let over = self.spans.iter().filter(|span| {
            span.first < self.above && self.above <= span.behind && line.is_in_group(span.label)
        });
        let (over, heads) = (over.count(), line.row.heads.len());
        let begun = begun.iter().filter(|head| line.is_in_group(head.label)).count();
        let is_like = |at: &usize| {
            let covers = self.spans.iter().filter(|span| span.first < *at && *at < span.behind);
            let (own, other): (Vec<&Span>, Vec<&Span>) =
                covers.partition(|span| line.is_in_group(span.label));
            let needed = over + begun;
            // The head of the rows below may be among the new ones.
            let is_covered =
                own.len() + other.len() == needed || begun > 0 && self.rows[*at].covered == needed;
            is_covered
                && own.len() >= over
                && self.heads(*at).len() == heads
                && fitting(&line.cells, &self.rows[*at], self.dialect).is_some()
        };
        let distance = |at: &usize| (self.above as isize - *at as isize).unsigned_abs();
        (0..self.rows.len()).filter(is_like).min_by_key(distance)
    }

    /// In a document of Word, the nearest row below in which the new heads go on: their cells are
    /// there, without words.
    fn member(&self, source: &Marked, line: &Line) -> Option<usize> {
        let heads = line.row.heads.len();
        let below = self.rows_below(line.row.heads.first()?);
        let goes_on = |cell: &Element| word::continues_merge(cell.source.of(source.markup));
        let is_member = |at: &usize| {
            let row = &self.rows[*at];
            row.first(heads).all(goes_on)
                && row.covered == heads
                && self.heads(*at).is_empty()
                && fitting(&line.cells, row, self.dialect).is_some()
        };
        let mut below = self.above..self.above + below;
        below.find(|at| self.dialect == Dialect::Word && is_member(at))
    }

    /// For each merged cell that begins in a row: its column, and its number of rows in HTML.
    fn heads(&self, row: usize) -> Vec<(u32, Option<(TextRange, usize)>)> {
        let own = self.spans.iter().filter(|span| span.first == row);
        own.map(|span| (span.column, span.count)).collect()
    }

    /// The number of rows below the new ones that a head reaches over.
    fn rows_below(&self, head: &NewHead) -> usize {
        let Some(last) = head.last else { return 0 };
        let is_last = |row: &Row| row.element.text.contains(TextRange::at(last.start));
        let last = self.rows.iter().rposition(is_last);
        last.map_or(0, |last| (last + 1).saturating_sub(self.above))
    }

    /// Whether a new row would part a merged cell of another group. In a document of Word, a cell
    /// reaches over all cells below that go on, up to a new head.
    fn parts(&self, line: &Line, begun: &[Begun]) -> bool {
        let is_ended = |span: &Span| {
            self.dialect == Dialect::Word && begun.iter().any(|head| head.column == span.column)
        };
        let mut across =
            self.spans.iter().filter(|span| span.first < self.above && self.above < span.behind);
        across.any(|span| !line.is_in_group(span.label) && !is_ended(span))
    }

    /// A cell that ends here or below reaches over the new rows of its group.
    fn longer(&self, new: &[Line]) -> Vec<Edit> {
        let reaching =
            self.spans.iter().filter(|span| span.first < self.above && self.above <= span.behind);
        let longer = |span: &Span| {
            let own = new.iter().filter(|line| line.is_in_group(span.label)).count();
            span.longer(own).filter(|_| own > 0)
        };
        reaching.filter_map(longer).collect()
    }
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
    /// The column in the grid.
    column: u32,
    label: &'a str,
    /// The attribute with the number of rows, in HTML.
    count: Option<(TextRange, usize)>,
    /// The number of last rows that the cell pushes to the right: they stand below its group, and a
    /// row of the group is lost.
    pushed: usize,
}

impl Span<'_> {
    /// The edit that makes the cell longer. In a document of Word, the cloned cell itself goes on.
    fn longer(&self, by: usize) -> Option<Edit> {
        let (range, count) = self.count?;
        let content = (count + by.saturating_sub(self.pushed)).to_string();
        Some(Edit { range, content })
    }
}

fn spans<'a>(source: &Marked<'a>, dialect: Dialect, rows: &[Row]) -> Vec<Span<'a>> {
    let mut spans = Vec::new();
    for (first, row) in rows.iter().enumerate() {
        for cell in &row.cells {
            let (label, column) = (cell.text.of(source.projection.text()), cell.number);
            match dialect {
                Dialect::Html => {
                    let Some((range, count)) = html::rowspan(source.markup, cell.source) else {
                        continue;
                    };
                    if count > 1 {
                        let behind = (first + count).min(rows.len());
                        let pushed = pushed(&rows[first..behind]);
                        let count = Some((range, count));
                        spans.push(Span { first, behind, column, label, count, pushed });
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
                    spans.push(Span { first, behind, column, label, count: None, pushed: 0 });
                }
                Dialect::Word => {}
            }
        }
    }
    spans
}

/// The number of last rows of a group that reach further to the right than the first.
fn pushed(group: &[Row]) -> usize {
    let reach = |row: &Row| row.cells.last().map_or(0, |cell| cell.number);
    let Some((first, rest)) = group.split_first() else { return 0 };
    let pushed = rest.iter().rev().take_while(|row| reach(row) > reach(first)).count();
    if pushed < rest.len() { pushed } else { 0 }
}
