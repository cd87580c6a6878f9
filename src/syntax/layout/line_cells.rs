//! The cells of all lines of a table.

use super::cells::serial_number;
use super::cells::{is_row_label, is_row_of_any_edition, is_serial_header};
use super::edges::{Edges, cells};
use crate::standard::Standard;
use crate::syntax::delimiter::Delimiter;
use crate::syntax::line::{Class, Line};
use crate::syntax::token::{tokens, trim};
use crate::syntax::value::{is_value, values_begin};
use crate::text::{TextRange, fold, visible};

/// The cells of the lines with [`Class::Cells`] in a table.
pub(super) struct LineCells {
    pub(super) cells: Vec<TextRange>,
    /// For each line, the end of its cells.
    pub(super) ends: Vec<usize>,
    /// Whether several lines begin with only a number. Whether these are serial numbers depends on
    /// the numbers.
    pub(super) numbered: bool,
}

impl LineCells {
    pub(super) fn read(text: &str, lines: &[Line], standard: &Standard) -> Self {
        // The usual width: a row of the widest table with labels has nine cells, and a pipe at the
        // end adds one cell.
        const USUAL: usize = 10;
        let celled = lines
            .iter()
            .filter(|line| line.class == Class::Cells)
            .take(super::rows::MOST_EXPECTED)
            .count();
        let (mut all, mut ends) =
            (Vec::with_capacity(USUAL * celled), Vec::with_capacity(lines.len()));
        let edges = Edges::of(text, lines);
        for line in lines {
            if line.class == Class::Cells {
                all.extend(cells(text, line, edges));
            }
            ends.push(all.len());
        }
        let mut read = Self { cells: all, ends, numbered: false };
        if read.cells.is_empty() {
            return read;
        }
        read.blank_placeholders(text, lines);
        read.blank_padding(text, lines);
        read.numbered = read.begin_with_numbers(text);
        read.drop_serial_numbers(text, lines, standard);
        read.part_glued(text, lines, standard);
        read
    }

    /// Blanks the placeholders of a converter: in the header above the row of dashes, `Col2` stands
    /// for a header without words.
    pub(super) fn blank_placeholders(&mut self, text: &str, lines: &[Line]) {
        let is_placeholder = |cell: &str| {
            cell.strip_prefix("Col").is_some_and(|number| {
                !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
            })
        };
        let (Some(first), Some(last)) = (lines.first(), lines.last()) else { return };
        if memchr::memmem::find(&text.as_bytes()[first.range().start..last.range().end], b"Col")
            .is_none()
        {
            return;
        }
        let dashes = (1..lines.len()).filter(|&index| {
            lines[index].class == Class::Cells
                && super::markdown::is_delimiter_row(lines[index].range().of(text))
        });
        for header in dashes.map(|index| index - 1) {
            let start = header.checked_sub(1).map_or(0, |before| self.ends[before]);
            for cell in &mut self.cells[start..self.ends[header]] {
                if is_placeholder(cell.of(text)) {
                    *cell = TextRange::at(cell.start);
                }
            }
        }
    }

    /// Blanks the cells with only markup (`&nbsp;`, `<br>`) before the first value and behind the
    /// last value.
    pub(super) fn blank_padding(&mut self, text: &str, lines: &[Line]) {
        let (Some(first), Some(last)) = (lines.first(), lines.last()) else { return };
        if memchr::memchr2(b'<', b'&', &text.as_bytes()[first.range().start..last.range().end])
            .is_none()
        {
            return;
        }
        let mut start = 0;
        for &end in &self.ends {
            let cells = &mut self.cells[start..end];
            start = end;
            let is_padding = |cell: &TextRange| {
                cell.of(text).starts_with(['<', '&']) && visible(cell.of(text)).next().is_none()
            };
            let is_number = |cell: &TextRange| is_value(cell.of(text));
            let values = cells
                .iter()
                .position(is_number)
                .map_or(0..0, |from| from..cells.iter().rposition(is_number).unwrap_or(from));
            for (_, cell) in cells
                .iter_mut()
                .enumerate()
                .filter(|(at, cell)| !values.contains(at) && is_padding(cell))
            {
                *cell = TextRange::at(cell.start);
            }
        }
    }

    /// Whether several lines begin with only a number.
    pub(super) fn begin_with_numbers(&self, text: &str) -> bool {
        let is_number = |cell: &&TextRange| {
            !cell.is_empty() && cell.of(text).chars().all(|c| fold(c).is_ascii_digit())
        };
        (0..self.ends.len())
            .filter(|&index| self.of(index).first().is_some_and(|cell| is_number(&cell)))
            .take(2)
            .count()
            == 2
    }

    /// Removes a column of serial numbers before or behind the labels.
    pub(super) fn drop_serial_numbers(&mut self, text: &str, lines: &[Line], standard: &Standard) {
        const FEWEST: usize = 3;
        const MOST_LABELS: usize = 4;
        // In nearly every table, the first cells show that there are no serial numbers.
        let begins_with_number = |index: usize| {
            self.of(index).first().is_some_and(|cell| serial_number(cell.of(text)).is_some())
        };
        let has_header = |index: usize| {
            self.of(index).iter().take(MOST_LABELS).any(|cell| is_serial_header(cell.of(text)))
        };
        let numbered =
            (0..lines.len()).filter(|&index| begins_with_number(index)).take(FEWEST).count()
                == FEWEST;
        if !numbered
            && !(0..lines.len())
                .filter(|&index| !self.of(index).is_empty())
                .take(FEWEST)
                .any(has_header)
        {
            return;
        }
        let label = |index: usize| {
            self.of(index).iter().rposition(|cell| is_row_label(cell.of(text), standard))
        };
        let number = |index: usize, at: usize| {
            self.of(index).get(at).and_then(|cell| serial_number(cell.of(text)))
        };
        let counts_up = |numbers: &[u32]| {
            numbers.len() >= FEWEST && numbers.windows(2).all(|pair| pair[0] < pair[1])
        };
        let labelled: Vec<(usize, usize)> =
            (0..lines.len()).filter_map(|index| Some((index, label(index)?))).collect();
        let before: Vec<u32> = labelled
            .iter()
            .filter(|(_, label)| *label > 0)
            .filter_map(|&(index, _)| number(index, 0))
            .collect();
        let behind: Vec<u32> =
            labelled.iter().filter_map(|&(index, label)| number(index, label + 1)).collect();
        let is_header = |index: usize, at: usize| {
            self.of(index)
                .get(at)
                .is_some_and(|cell| cell.is_empty() || is_serial_header(cell.of(text)))
        };
        let numbered_header = |index: usize| {
            self.of(index).iter().take(MOST_LABELS).position(|cell| is_serial_header(cell.of(text)))
        };
        // For each line, the index of the removed cell.
        let mut dropped: Vec<Option<usize>> = vec![None; lines.len()];
        if counts_up(&before) && before.len() * 2 > labelled.len() {
            let is_dropped = |index: usize| number(index, 0).is_some() || is_header(index, 0);
            (0..lines.len())
                .filter(|&index| is_dropped(index))
                .for_each(|index| dropped[index] = Some(0));
        } else if counts_up(&behind)
            && behind.len() == labelled.len()
            && (0..lines.len()).any(|index| numbered_header(index).is_some())
        {
            (0..lines.len()).for_each(|index| dropped[index] = numbered_header(index));
            labelled.iter().for_each(|&(index, label)| dropped[index] = Some(label + 1));
            // The label of a row in one edition may be the head of a group in another edition
            // (（六）其他处理). Behind a mere head, no number lies between the numbers of the rows
            // above and below.
            for pair in labelled.windows(2) {
                let range = number(pair[0].0, pair[0].1 + 1)
                    .zip(number(pair[1].0, pair[1].1 + 1))
                    .map_or(0..0, |(above, below)| above + 1..below);
                for (index, dropped) in
                    dropped.iter_mut().enumerate().take(pair[1].0).skip(pair[0].0 + 1)
                {
                    let label = self
                        .of(index)
                        .iter()
                        .rposition(|cell| is_row_of_any_edition(cell.of(text), standard));
                    let at = label.map(|label| label + 1).filter(|&at| {
                        number(index, at).is_some_and(|number| range.contains(&number))
                    });
                    *dropped = at.or(*dropped);
                }
            }
        } else {
            return;
        }
        self.rewrite(|index, at, cell, out| {
            out.extend(Some(cell).filter(|_| dropped[index] != Some(at)))
        });
    }

    /// Separates the label from the first number, if in most rows a space stands between them, but
    /// tabs stand between the numbers.
    pub(super) fn part_glued(&mut self, text: &str, lines: &[Line], standard: &Standard) {
        let parted = |cell: TextRange| {
            let ends_with_digit = cell.of(text).as_bytes().last().is_some_and(u8::is_ascii_digit);
            let values = if ends_with_digit { values_begin(text, cell, standard) } else { None }?;
            let label = trim(text, TextRange::new(cell.start, values));
            (!label.is_empty()).then_some((label, values))
        };
        let glued = |cell: TextRange| {
            parted(cell).filter(|(label, _)| is_row_of_any_edition(label.of(text), standard))
        };
        let tabbed = |index: usize| {
            lines[index].class == Class::Cells && lines[index].delimiter == Delimiter::Tab
        };
        let first = |index: usize| {
            self.of(index).iter().copied().find(|cell| !cell.is_empty()).filter(|_| tabbed(index))
        };
        let together = (0..lines.len())
            .filter(|&index| first(index).is_some_and(|cell| glued(cell).is_some()))
            .count();
        if together == 0
            || (0..lines.len())
                .filter(|&index| {
                    first(index).is_some_and(|cell| is_row_label(cell.of(text), standard))
                })
                .count()
                >= together
        {
            return;
        }
        // Then an unknown label is also separated, if only values follow.
        let is_followed = |index: usize| {
            let mut cells =
                self.of(index).iter().skip_while(|cell| cell.is_empty()).skip(1).peekable();
            tabbed(index)
                && cells.peek().is_some()
                && cells.all(|cell| cell.is_empty() || is_value(cell.of(text)))
        };
        let firsts: Vec<Option<TextRange>> =
            (0..lines.len()).map(|index| first(index).filter(|_| is_followed(index))).collect();
        let of_line = |index: usize, cell: TextRange| {
            if firsts[index] == Some(cell) { parted(cell) } else { glued(cell) }
        };
        self.rewrite(|index, _, cell, out| match of_line(index, cell).filter(|_| tabbed(index)) {
            Some((label, values)) => out.extend(
                std::iter::once(label).chain(tokens(text, TextRange::new(values, cell.end))),
            ),
            None => out.push(cell),
        });
    }

    /// Replaces each cell by other cells. `each` gets the line, the index of the cell in the line,
    /// and the cell.
    pub(super) fn rewrite(&mut self, each: impl Fn(usize, usize, TextRange, &mut Vec<TextRange>)) {
        let mut all = Vec::with_capacity(self.cells.len());
        let mut ends = Vec::with_capacity(self.ends.len());
        for index in 0..self.ends.len() {
            self.of(index)
                .iter()
                .enumerate()
                .for_each(|(at, &cell)| each(index, at, cell, &mut all));
            ends.push(all.len());
        }
        *self = Self { cells: all, ends, numbered: self.numbered };
    }

    /// The cells of the line at `index`.
    pub(super) fn of(&self, index: usize) -> &[TextRange] {
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.cells[start..self.ends[index]]
    }
}
