//! A report as the page draws it: headings, paragraphs, and the tables as the form prints them.

use crate::units::units;
use gouji::diagnostic::Diagnostic;
use gouji::document::Placed;
use gouji::facts::{LabelWording, Table};
use gouji::syntax::{BlockKind, Part};
use gouji::text::{TextRange, in_one_line, lines};
use gouji::write::{Grid, GridContent};
use serde::Serialize;
use std::collections::BTreeSet;

/// At most this number of blocks of a report is drawn: a browser cannot show more at once.
const MOST_BLOCKS: usize = 4000;

/// A block of a report.
#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Block {
    Title(Words),
    Heading(Words),
    Paragraph(Words),
    /// A table of the form, understood.
    Table(DrawnTable),
    /// A table that is not understood: its rows as they stand.
    Rows {
        rows: Vec<Words>,
    },
}

/// A stretch of text. `start` is its first byte in the text of the file.
#[derive(Debug, Serialize)]
pub struct Words {
    pub start: usize,
    pub text: String,
}

/// A table as the form prints it.
#[derive(Debug, Serialize)]
pub struct DrawnTable {
    /// The name of the table in places: 表三.
    name: &'static str,
    start: usize,
    end: usize,
    rows: Vec<Vec<DrawnCell>>,
}

/// A cell of a drawn table.
#[derive(Debug, Serialize)]
struct DrawnCell {
    /// The words of the form, or what stands in the report.
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    across: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    down: Option<usize>,
    /// The row and the column of the form, as in the place of a finding.
    #[serde(skip_serializing_if = "Option::is_none")]
    row: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<&'static str>,
    /// The bytes of a value in the text of the file. A value without them is not in the report.
    #[serde(skip_serializing_if = "Option::is_none")]
    range: Option<(usize, usize)>,
    is_value: bool,
}

/// A drawn report.
#[derive(Debug, Serialize)]
pub struct Drawing {
    pub blocks: Vec<Block>,
    /// Whether the end of a very long report is left out.
    pub is_cut: bool,
}

/// Where a finding stands in a drawing.
#[derive(Debug, Default, Serialize)]
pub struct Spot {
    /// The block, and for a table as it stands, its row.
    block: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    /// The marked stretch in UTF-16 code units of the block or row.
    from: usize,
    to: usize,
}

impl Drawing {
    /// Draws a report of a file. `text` is the text of the file. `known` are the tables that were
    /// drawn before, by their numbers in the form: they stay tables of the form while their numbers
    /// are typed, although a row of numbers alone fits no column.
    pub fn of(text: &str, placed: Placed, known: &mut BTreeSet<usize>) -> Self {
        let mut drawing = Self { blocks: Vec::new(), is_cut: false };
        let report = placed.report;
        let title = report.facts().title.as_ref().map(|title| title.range);
        for (index, part) in report.tree().parts.iter().enumerate() {
            let start = placed.start + part.range.start;
            let tables: Vec<(usize, &Table)> = report
                .facts()
                .tables
                .iter()
                .enumerate()
                .filter(|(_, table)| table.part == index)
                .collect();
            for block in &part.blocks {
                if drawing.is_cut {
                    return drawing;
                }
                let range = block.range.shifted(start);
                match block.kind {
                    BlockKind::Blank => {}
                    BlockKind::Heading => {
                        for line in lines(range.of(text)) {
                            drawing.line(text, line.shifted(range.start), Block::Heading);
                        }
                    }
                    BlockKind::Table(own) => {
                        let is_understood = |at: usize| {
                            report.table(at).is_some_and(|read| read.sums.misfit().is_none())
                        };
                        let understood = tables.iter().find(|(at, table)| {
                            is_of(part, own, table)
                                && (is_understood(*at)
                                    || table.unreadable.is_none() && known.contains(&table.index))
                        });
                        let drawn = understood.map(|(_, table)| table);
                        match drawn {
                            Some(table) if !drawing.has(table) => {
                                known.insert(table.index);
                                let drawn = DrawnTable::of(text, table, start, range);
                                drawing.blocks.push(Block::Table(drawn));
                            }
                            // A table may go on below the text of a page break.
                            Some(_) => {}
                            None => drawing.rows(text, range),
                        }
                    }
                    BlockKind::Text => {
                        let title = title.map(|title| title.shifted(placed.start));
                        for line in lines(range.of(text)) {
                            if drawing.is_cut {
                                break;
                            }
                            let line = line.shifted(range.start);
                            let is_title = title.is_some_and(|title| title.overlaps(line));
                            let block = if is_title { Block::Title } else { Block::Paragraph };
                            drawing.line(text, line, block);
                        }
                    }
                }
            }
        }
        drawing
    }

    fn line(&mut self, text: &str, line: TextRange, block: fn(Words) -> Block) {
        if self.blocks.len() >= MOST_BLOCKS {
            self.is_cut = true;
        } else if let Some(words) = Words::of(text, line) {
            self.blocks.push(block(words));
        }
    }

    fn rows(&mut self, text: &str, range: TextRange) {
        let rows =
            lines(range.of(text)).filter_map(|line| Words::of(text, line.shifted(range.start)));
        let mut rows: Vec<Words> = rows.take(MOST_BLOCKS + 1).collect();
        self.is_cut |= rows.len() > MOST_BLOCKS;
        rows.truncate(MOST_BLOCKS);
        self.blocks.push(Block::Rows { rows });
    }

    /// Whether the table was drawn by an earlier block.
    fn has(&self, table: &Table) -> bool {
        let name = table.table_form().name.as_str();
        self.blocks.iter().any(|block| matches!(block, Block::Table(drawn) if drawn.name == name))
    }

    /// Where a finding stands. In a drawn table, its row and column say where.
    pub fn spot(&self, found: &Diagnostic) -> Spot {
        let at = found.range;
        for (index, block) in self.blocks.iter().enumerate() {
            match block {
                Block::Title(words) | Block::Heading(words) | Block::Paragraph(words) => {
                    if let Some((from, to)) = words.units(at) {
                        return Spot { block: Some(index), line: None, from, to };
                    }
                }
                Block::Table(table) => {
                    if found.place.part == table.name && found.place.row.is_some()
                        || table.start <= at.start && at.start < table.end
                    {
                        return Spot { block: Some(index), ..Spot::default() };
                    }
                }
                Block::Rows { rows } => {
                    for (line, words) in rows.iter().enumerate() {
                        if let Some((from, to)) = words.units(at) {
                            return Spot { block: Some(index), line: Some(line), from, to };
                        }
                    }
                }
            }
        }
        Spot::default()
    }
}

/// Whether a table of the form was read from this table of the part.
fn is_of(part: &Part, own: usize, table: &Table) -> bool {
    part.tables.get(own).is_some_and(|pieces| pieces.range.overlaps(table.range))
}

impl Words {
    fn of(text: &str, line: TextRange) -> Option<Self> {
        // The marks of headings in Markdown are no words.
        let own = line.of(text).trim_start_matches('#');
        let own = if own.len() < line.len() { own.trim_start() } else { own };
        let start = line.end - own.len();
        let shown = own.trim_end_matches(['\n', '\r']);
        (!shown.trim().is_empty()).then(|| Self { start, text: shown.to_owned() })
    }

    /// The code units of a range that starts in these words.
    fn units(&self, range: TextRange) -> Option<(usize, usize)> {
        let from = range.start.checked_sub(self.start).filter(|from| *from <= self.text.len())?;
        let to = (range.end - self.start).min(self.text.len());
        let before = self.text.get(..from)?;
        let found = self.text.get(from..to).unwrap_or_default();
        Some((units(before), units(before) + units(found)))
    }
}

impl DrawnTable {
    fn of(text: &str, table: &Table, start: usize, block: TextRange) -> Self {
        let form = table.table_form();
        let rows = Grid::of(form).rows.into_iter().map(|row| {
            let cells = row.into_iter().map(|cell| {
                let (row, column, range) = match cell.content {
                    GridContent::Words(_) => (None, None, None),
                    GridContent::Row { row, .. } => (Some(row), None, None),
                    GridContent::Column { block, column, .. } => {
                        let first = form.blocks[block].rows.start;
                        (None, Some((first, column)), None)
                    }
                    GridContent::Value(at) => {
                        let range = table.cell(at).map(|cell| cell.range.shifted(start));
                        (Some(at.row), Some((at.row, at.column)), range)
                    }
                };
                let column = column.map(|(row, column)| {
                    form.column(gouji::standard::CellRef { row, column }).label.text.as_str()
                });
                let words = cell.content.words();
                // A label with another wording than the form's, as the file has it.
                let written = match cell.content {
                    GridContent::Row { row, .. } => table.rows[row]
                        .as_ref()
                        .filter(|own| own.wording == LabelWording::Near)
                        .and_then(|own| own.label)
                        .map(|label| in_one_line(label.shifted(start).of(text))),
                    _ => None,
                };
                let text = words.or_else(|| Some(range?.of(text))).unwrap_or_default();
                let text = written.unwrap_or_else(|| text.to_owned());
                DrawnCell {
                    text,
                    across: (cell.across > 1).then_some(cell.across),
                    down: (cell.down > 1).then_some(cell.down),
                    row: row.map(|row| form.rows[row].label.text.as_str()),
                    column,
                    range: range.map(|range| (range.start, range.end)),
                    is_value: words.is_none(),
                }
            });
            cells.collect()
        });
        Self { name: &form.name, start: block.start, end: block.end, rows: rows.collect() }
    }
}
