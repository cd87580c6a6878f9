//! Reports composed of pieces. The allowed changes of a safe fix are known for each piece: most
//! pieces must not change at all.
//!
//! The code here does not read a report. A piece is fixed, or the piece was damaged in a repairable
//! way. Then a safe fix may only restore the original text of the piece.

use super::defects::{Defect, defect};
use super::{MANNERS, Manner, Numbers, Oddities, numbers, odd, oddities, write_cells};
use gouji::standard::{Form, Standard, TableForm};
use proptest::prelude::*;

/// The role of a piece in a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Prose, separators, merged cells.
    Text,
    /// The whole label of a row.
    Label {
        table: usize,
        row: usize,
    },
    /// The whole header of a column.
    Header {
        table: usize,
    },
    /// The whole head of a group, caption, word over labels, or header over several columns.
    Head {
        table: usize,
    },
    Cell {
        table: usize,
        row: usize,
        column: usize,
    },
}

/// A piece of a report.
#[derive(Clone, Debug)]
pub struct Piece {
    pub role: Role,
    pub text: String,
    /// The texts that a safe fix may restore.
    pub mended: Vec<String>,
    /// Whether a sum allows the texts in `mended`.
    pub by_sum: bool,
    /// For a label, header or head: the characters of the form. An undamaged `text` has one
    /// character for each of these characters.
    pub(super) official: String,
}

/// A report in pieces.
#[derive(Clone, Debug)]
pub struct Composed {
    pub manner: Manner,
    pub pieces: Vec<Piece>,
}

/// The manners that write each cell once and whole, regardless of width.
pub fn manners() -> Vec<Manner> {
    use Manner::{
        Commas, CommasWide, DashesLines, DashesSimple, FrameDrawn, FrameGrid, FrameRepeated,
        FrameRows, HtmlDense, MarkdownRepeated,
    };
    MANNERS
        .into_iter()
        .filter(|manner| {
            !matches!(
                manner,
                Commas
                    | CommasWide
                    | DashesLines
                    | DashesSimple
                    | FrameDrawn
                    | FrameGrid
                    | FrameRepeated
                    | FrameRows
                    | HtmlDense
                    | MarkdownRepeated
            )
        })
        .collect()
}

/// A report with at most `most` defects.
pub fn composed(most: usize) -> impl Strategy<Value = (Composed, Vec<Defect>)> {
    let year = prop_oneof![1 => Just(2020), 5 => Just(2023)];
    year.prop_flat_map(move |year| {
        (
            numbers(year),
            proptest::sample::select(manners()),
            oddities(),
            proptest::collection::vec(defect(), 0..most + 1),
        )
    })
    .prop_map(|(numbers, manner, oddities, defects)| {
        let mut composed = Composed::new(&numbers, manner, oddities);
        let defects: Vec<Defect> =
            defects.into_iter().filter(|defect| composed.damage(defect, &numbers)).collect();
        (composed, defects)
    })
}

/// Marks around the text of a cell during the cut of the report. No text contains these marks.
const OPEN: char = '\u{f0000}';
const MIDDLE: char = '\u{f0001}';
const CLOSE: char = '\u{f0002}';

impl Composed {
    /// A correct report in pieces.
    pub fn new(numbers: &Numbers, manner: Manner, oddities: Oddities) -> Self {
        let cell = |table: usize, row: usize, column: usize| {
            let id = (table * 100 + row) * 100 + column;
            format!("{OPEN}{id}{MIDDLE}{}{CLOSE}", numbers.tables[table][row][column])
        };
        let text = write_cells(numbers.year, manner, oddities, &cell);
        let form = Standard::official().form(numbers.year);
        let mut pieces = Vec::new();
        for part in text.split_inclusive(CLOSE) {
            let Some((before, cell)) =
                part.strip_suffix(CLOSE).and_then(|part| part.split_once(OPEN))
            else {
                pieces.push(Piece::fixed(Role::Text, part));
                continue;
            };
            let (id, number) = cell.split_once(MIDDLE).expect("both marks");
            let id: usize = id.parse().expect("an id");
            let (table, row, column) = (id / 10_000, id / 100 % 100, id % 100);
            if column == 0 {
                push_labelled(&mut pieces, before, form, table, row, oddities);
            } else {
                pieces.push(Piece::fixed(Role::Text, before));
            }
            pieces.push(Piece::fixed(Role::Cell { table, row, column }, number));
        }
        pieces.retain(|piece| !piece.text.is_empty());
        Self { manner, pieces }
    }

    pub fn text(&self) -> String {
        self.pieces.iter().map(|piece| piece.text.as_str()).collect()
    }

    /// The pieces with their ranges in the text.
    pub fn ranges(&self) -> impl Iterator<Item = (std::ops::Range<usize>, &Piece)> {
        let mut start = 0;
        self.pieces.iter().map(move |piece| {
            let range = start..start + piece.text.len();
            start = range.end;
            (range, piece)
        })
    }

    /// Whether `fixed` is the report with zeros in some blank cells, and otherwise differs only in
    /// space.
    pub fn explain_zeros(&self, fixed: &str) -> Result<(), usize> {
        let dense = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        let zero = ["0".to_owned()];
        self.explain_by(&dense(fixed), |piece| {
            let zero = if piece.is_blank() { &zero[..] } else { &[] };
            std::iter::once(&piece.text).chain(zero).map(|option| dense(option)).collect()
        })
    }

    /// Compares `fixed` with the pieces. Each piece must be original or restored. The error is the
    /// number of explained bytes.
    ///
    /// The comparison ignores radicals and invisible characters: a safe fix may replace or remove
    /// these characters anywhere.
    pub fn explain(&self, fixed: &str) -> Result<(), usize> {
        self.explain_by(&plain(fixed), |piece| {
            std::iter::once(&piece.text).chain(&piece.mended).map(|option| plain(option)).collect()
        })
    }

    fn explain_by(
        &self,
        fixed: &str,
        options: impl Fn(&Piece) -> Vec<String>,
    ) -> Result<(), usize> {
        let mut reached = vec![0];
        for piece in &self.pieces {
            let options = options(piece);
            let mut next: Vec<usize> = Vec::new();
            for option in &options {
                next.extend(
                    reached
                        .iter()
                        .filter(|&&at| fixed[at..].starts_with(option))
                        .map(|at| at + option.len()),
                );
            }
            if next.is_empty() {
                let best = reached.iter().copied().max().unwrap_or(0);
                let same = fixed[best..]
                    .bytes()
                    .zip(options[0].bytes())
                    .take_while(|(a, b)| a == b)
                    .count();
                return Err(best + same);
            }
            next.sort_unstable();
            next.dedup();
            reached = next;
        }
        if reached.contains(&fixed.len()) {
            Ok(())
        } else {
            Err(reached.into_iter().max().unwrap_or(0))
        }
    }

    /// Forbids changes in `range`. With `sums`, also forbids changes because of a sum.
    pub fn accept(&mut self, range: std::ops::Range<usize>, sums: bool) {
        let mut start = 0;
        for piece in &mut self.pieces {
            let own = start..start + piece.text.len();
            start = own.end;
            if own.start < range.end && range.start < own.end
                || own == range
                || sums && piece.by_sum
            {
                piece.mended.clear();
            }
        }
    }

    /// Inserts `text` at a byte outside of labels, headers and cells. Returns whether the insertion
    /// was possible.
    pub fn insert(&mut self, at: usize, text: &str) -> bool {
        let mut start = 0;
        for piece in &mut self.pieces {
            let end = start + piece.text.len();
            if piece.role == Role::Text
                && piece.mended.is_empty()
                && (start..=end).contains(&at)
                && piece.text.is_char_boundary(at - start)
            {
                piece.text.insert_str(at - start, text);
                return true;
            }
            start = end;
        }
        false
    }

    /// Number of labels, headers, heads and cells.
    pub fn counts(&self) -> (usize, usize, usize, usize) {
        let count =
            |fits: fn(&Role) -> bool| self.pieces.iter().filter(|piece| fits(&piece.role)).count();
        (
            count(|role| matches!(role, Role::Label { .. })),
            count(|role| matches!(role, Role::Header { .. })),
            count(|role| matches!(role, Role::Head { .. })),
            count(|role| matches!(role, Role::Cell { .. })),
        )
    }
}

impl Piece {
    pub(super) fn fixed(role: Role, text: &str) -> Self {
        Self {
            role,
            text: text.to_owned(),
            mended: Vec::new(),
            by_sum: false,
            official: String::new(),
        }
    }

    fn named(role: Role, text: &str, official: &str) -> Self {
        Self { official: official.to_owned(), ..Self::fixed(role, text) }
    }

    /// Whether the piece is a cell without a value.
    pub fn is_blank(&self) -> bool {
        matches!(self.role, Role::Cell { .. })
            && matches!(self.text.as_str(), "" | "-" | "/" | "无" | "——")
    }
}

/// Whether `c` separates cells.
pub(super) fn is_separator(c: char) -> bool {
    c.is_whitespace() || matches!(c, '|' | ',' | '"')
}

/// Cuts the text before the first cell of a row into headers, label and text in between.
fn push_labelled(
    pieces: &mut Vec<Piece>,
    before: &str,
    form: &Form,
    table: usize,
    row: usize,
    oddities: Oddities,
) {
    let table_form = &form.tables[table];
    let official = &table_form.rows[row].label.text;
    let spaced = official.replacen('.', ". ", 1).replacen('）', "） ", 1);
    let own =
        [official, &spaced].into_iter().filter(|_| !table_form.across).filter_map(|official| {
            let label = odd(official, oddities);
            Some((before.rfind(&label)?, label.len(), official))
        });
    let own = own
        .max_by_key(|found| found.1)
        .filter(|&(at, len, _)| before[at + len..].chars().all(is_separator));
    let above = own.map_or(before, |(at, ..)| &before[..at]);
    let is_first = table_form.blocks.iter().any(|block| block.rows.start == row)
        && (row == 0 || !table_form.across);
    let columns =
        if is_first { &table_form.blocks[table_form.rows[row].block].columns[..] } else { &[] };
    let mut rest = above;
    loop {
        let found = columns
            .iter()
            .map(|column| &column.label.text)
            .filter(|label| label.chars().count() > 2)
            .filter_map(|official| {
                let label = odd(official, oddities);
                Some((rest.find(&label)?, label.len(), official))
            });
        let Some((at, len, official)) = found.min() else { break };
        push_heads(pieces, &rest[..at], table_form, table, oddities);
        pieces.push(Piece::named(Role::Header { table }, &rest[at..at + len], official));
        rest = &rest[at + len..];
    }
    push_heads(pieces, rest, table_form, table, oddities);
    if let Some((at, len, official)) = own {
        pieces.push(Piece::named(Role::Label { table, row }, &before[at..at + len], official));
        pieces.push(Piece::fixed(Role::Text, &before[at + len..]));
    }
}

/// Cuts group heads, captions and headers over several columns out of the text between labels,
/// headers and cells.
fn push_heads(
    pieces: &mut Vec<Piece>,
    text: &str,
    form: &TableForm,
    table: usize,
    oddities: Oddities,
) {
    let over = form.blocks.iter().flat_map(|block| block.caption.iter().chain(&block.head));
    let across = form.rows.iter().filter(|_| form.across).map(|row| &row.label);
    let heads: Vec<(String, &str)> = form
        .heads
        .iter()
        .chain(&form.spanning)
        .chain(over)
        .chain(across)
        .map(|label| (odd(&label.text, oddities), label.text.as_str()))
        .collect();
    let parts = |c: Option<char>| c.is_none_or(|c| is_separator(c) || matches!(c, '<' | '>' | '*'));
    let mut rest = text;
    loop {
        let found = heads.iter().filter_map(|(head, official)| {
            let mut places = rest.match_indices(head.as_str()).map(|(at, _)| at);
            let at = places.find(|&at| {
                parts(rest[..at].chars().next_back())
                    && parts(rest[at + head.len()..].chars().next())
            })?;
            Some((at, head.len(), *official))
        });
        let Some((at, len, official)) = found.min() else { break };
        pieces.push(Piece::fixed(Role::Text, &rest[..at]));
        pieces.push(Piece::named(Role::Head { table }, &rest[at..at + len], official));
        rest = &rest[at + len..];
    }
    pieces.push(Piece::fixed(Role::Text, rest));
}

/// `text` without radicals and invisible characters.
fn plain(text: &str) -> String {
    let ordinary = |c: char| {
        const PAIRS: &str = "⼀一⼆二⼈人⾏行⽌止⽤用⼯工⼒力⽅方⼾户⺠民⻔门⻓长⻚页⻅见⻋车";
        let mut pairs = PAIRS.chars();
        while let (Some(radical), Some(ordinary)) = (pairs.next(), pairs.next()) {
            if radical == c {
                return ordinary;
            }
        }
        c
    };
    text.chars().filter(|&c| c != '\u{200b}').map(ordinary).collect()
}
