//! The table with rows side by side in one line, without labels (表四).

use super::reader::{EditionReading, Reader};
use crate::facts::align::{self, Token, is_piece_of_head};
use crate::facts::columns;
use crate::facts::finding::{HeadFinding, HeaderFinding, HeaderFindingKind, Unreadable};
use crate::facts::near::{Surroundings, words};
use crate::facts::number::{self, Number, Value};
use crate::facts::parted;
use crate::facts::table::{ExtraRowKind, LabelWording, Row, RowCells, Table};
use crate::standard::{Label, TableForm};
use crate::syntax::{Layout, PieceRow};
use crate::text::{TextRange, fold, letters_hash};

/// At most eight letters in the word of a cell.
const LONGEST_CELL: usize = 8;

impl<'a> Reader<'a> {
    /// Reads a table with rows side by side in one line, without labels: all values together.
    pub(super) fn read_across(&self, mut table: Table) -> EditionReading<'a> {
        let width = self.form.cells();
        let (headers, rows): (Vec<PieceRow>, Vec<PieceRow>) = self
            .pieces
            .rows
            .iter()
            .filter(|piece| piece.has_values())
            .partition(|piece| self.is_header_row(*piece));
        let count = |piece: &PieceRow| piece.filled().count();
        let total: usize = rows.iter().map(count).sum();
        let mut tokens: Vec<Token> = self
            .pieces
            .rows
            .labels()
            .map(|(index, range)| align::token(self.text, range, index))
            .collect();
        let mut copies: Vec<HeadFinding> = Vec::new();
        if !headers.is_empty() {
            tokens = self.with_headers(&headers);
            copies = wrong_copies(self.form, &tokens);
            tokens.retain(|token| !is_number(token));
        }
        let mut whole = rows.iter().filter(|piece| count(piece) == width);
        let first = whole.next();
        // A column missing from both header and values.
        let lost = if first.is_none() && total < width { self.lost(&tokens, total) } else { None };
        let has_numbers = |row: &PieceRow| {
            row.filled().any(|value| value.of(self.text).contains(|c| fold(c).is_ascii_digit()))
        };
        let values: Option<Vec<TextRange>> =
            if let Some(first) = first {
                // A line of dashes below the table is not a row.
                let is_below = |other: &&PieceRow| {
                    other.range().map(|range| range.start) > first.range().map(|range| range.start)
                };
                let others = whole.filter(|other| is_below(other) && has_numbers(other));
                table.extra.extend(others.map(|other| {
                    self.extra(ExtraRowKind::Unknown, &[], *other, self.form.rows.len())
                }));
                Some(first.filled().collect())
            } else if let Some((finding, lacking)) = &lost {
                let filled: Vec<TextRange> = rows.iter().flat_map(|piece| piece.filled()).collect();
                Some(self.with_gaps(&filled, finding.column, lacking))
            } else if total == width {
                Some(rows.iter().flat_map(|piece| piece.filled()).collect())
            } else if let [piece] = rows.as_slice()
                && piece.cells.is_some()
                && piece.labels.is_empty()
                && piece.values.len() >= width
                && piece.values[width..].iter().all(|value| value.is_empty())
            {
                Some(piece.values[..width].to_vec())
            } else if rows.is_empty() || total == 1 && !rows.iter().any(has_numbers) {
                Some(self.blank_across(width))
            } else {
                self.with_words(&tokens)
            };
        let columns = self.form.blocks[0].columns.len();
        match values {
            Some(values) => {
                let is_doubtful =
                    rows.len() > 1 && self.is_mixed(&tokens, &values) && !self.adds_up(&values);
                table.unreadable = is_doubtful.then_some(Unreadable::Doubtful);
                for (row, values) in values.chunks(columns).enumerate() {
                    let range = values.iter().copied().reduce(TextRange::cover).unwrap_or_default();
                    table.rows[row] = Some(Row {
                        label: None,
                        pieces: Vec::new(),
                        wording: LabelWording::Same,
                        displaced: false,
                        cells: self.known(row, values.iter().copied()),
                        range,
                    });
                }
            }
            None => {
                let row = rows.iter().max_by_key(|piece| count(piece));
                // Several rows of values are another kind of table.
                let is_other = rows.iter().filter(|piece| count(piece) > 1).count() > 3;
                table.unreadable = is_other.then_some(Unreadable::Numbers { found: total });
                if let Some(range) = row.and_then(|piece| piece.filled().reduce(TextRange::cover)) {
                    let found = row.map_or(0, count);
                    table.rows[0] = Some(Row {
                        label: None,
                        pieces: Vec::new(),
                        wording: LabelWording::Same,
                        displaced: false,
                        cells: RowCells::Miscounted { found, range, glued: false },
                        range,
                    });
                }
            }
        }
        parted::doubt(&mut table, self.text);
        let matched = table.rows.iter().flatten().count();
        self.read_headers(&tokens, &mut table);
        // A header over a full set of values is not an extra column. A header in the cells of the
        // form's columns is not an extra column either.
        if table.headers.iter().any(|header| header.kind == HeaderFindingKind::Extra) {
            let is_wide = self
                .pieces
                .rows
                .iter()
                .any(|piece| piece.values.len() > width && !self.is_header_row(piece));
            let is_of_columns = |range: TextRange| {
                let row = tokens
                    .iter()
                    .find(|token| token.range == range)
                    .map(|token| self.pieces.rows.row(token.row));
                row.and_then(|row| row.cells)
                    .is_some_and(|cells| cells.count >= width && cells.first_value <= width)
            };
            table.headers.retain(|header| {
                header.kind != HeaderFindingKind::Extra || is_wide && !is_of_columns(header.range)
            });
        }
        if table.unreadable.is_none() {
            copies.extend(wrong_copies(self.form, &tokens));
            // A wrong copy is not an exchanged header.
            let is_copy = |range: &TextRange| {
                copies.iter().any(|copy| copy.range == *range || copy.repeats.contains(range))
            };
            table.exchanged = table.exchanged.filter(|both| !both.iter().any(is_copy));
            let is_told = |copy: &HeadFinding, heads: &[HeadFinding]| {
                heads
                    .iter()
                    .any(|head| head.range == copy.range || head.repeats.contains(&copy.range))
            };
            for copy in copies {
                if !is_told(&copy, &table.heads) {
                    table.heads.push(copy);
                }
            }
        }
        match lost {
            Some((finding, _)) => table.headers.push(finding),
            None => table.headers.extend(self.unnamed(&tokens, &table)),
        }
        EditionReading { table, matched, tokens, single_other_row: None }
    }

    /// Whether a row begins with a number but continues with the words of a header.
    fn is_header_row(&self, piece: PieceRow) -> bool {
        // The second value is nearly always a number.
        piece.filled().nth(1).is_some_and(|value| !value.of(self.text).is_ascii()) && {
            let is_word =
                |value: &TextRange| self.form.is_word(letters_hash(value.of(self.text)).0);
            2 * piece.filled().filter(is_word).count() > piece.filled().count()
        }
    }

    /// All tokens, with the cells of the header rows.
    fn with_headers(&self, headers: &[PieceRow]) -> Vec<Token<'a>> {
        let mut all = Vec::new();
        for (index, piece) in self.pieces.rows.iter().enumerate() {
            let cells = piece.filled().filter(|_| headers.contains(&piece));
            all.extend(
                piece
                    .labels
                    .iter()
                    .copied()
                    .chain(cells)
                    .map(|range| align::token(self.text, range, index)),
            );
        }
        all
    }

    /// The column missing from the header. `total` is the number of values: the number of missing
    /// values must equal the number of rows without the column.
    fn lost(&self, tokens: &[Token], total: usize) -> Option<(HeaderFinding, Vec<usize>)> {
        let lost = |count: usize| (1..=self.form.rows.len()).contains(&count);
        let count = self.form.cells().checked_sub(total).filter(|count| lost(*count))?;
        columns::lost_across(self.form, tokens, self.pieces).filter(|(_, rows)| rows.len() == count)
    }

    /// The column missing from the header of a table with a value in every cell.
    fn unnamed(&self, tokens: &[Token], table: &Table) -> Option<HeaderFinding> {
        if table.unreadable.is_some() || !table.headers.is_empty() || !self.is_full(0, table) {
            return None;
        }
        let (finding, _) = columns::lost_across(self.form, tokens, self.pieces)?;
        let is_apart =
            || table.layout == Layout::Spaces && self.may_stand_apart(&finding, tokens, table);
        (!is_apart()).then_some(HeaderFinding { kind: HeaderFindingKind::Unnamed, ..finding })
    }

    /// One value for each cell. In the rows `lacking`, the cell in `column` is empty, directly
    /// behind the value before.
    fn with_gaps(&self, values: &[TextRange], column: usize, lacking: &[usize]) -> Vec<TextRange> {
        let mut filled = values.iter().copied();
        let (mut out, mut last) =
            (Vec::with_capacity(self.form.cells()), values.first().map_or(0, |first| first.start));
        for (row, own) in (0..self.form.rows.len())
            .flat_map(|row| (0..self.form.columns(row).len()).map(move |own| (row, own)))
        {
            let is_lost = own == column && lacking.contains(&row);
            let value = if is_lost { None } else { filled.next() }.unwrap_or(TextRange::at(last));
            last = value.end;
            out.push(value);
        }
        out
    }

    /// The places of the values in a table without values: the cells of the last line, or the end
    /// of the table.
    fn blank_across(&self, width: usize) -> Vec<TextRange> {
        match self.pieces.rows.iter().next_back() {
            // In a text with one cell a line, the values follow their headers. In other layouts,
            // the values have a line of their own.
            Some(piece)
                if (piece.labels.is_empty() || self.pieces.layout == Layout::Lines)
                    && piece.values.len() >= width =>
            {
                piece.values[..width].to_vec()
            }
            _ => vec![TextRange::at(self.pieces.range.end); width],
        }
    }

    /// The values behind the last header, together with words in cells among them, if their number
    /// equals the number of cells.
    fn with_words(&self, tokens: &[Token]) -> Option<Vec<TextRange>> {
        let is_header = |token: &&Token| self.is_header(token);
        let from = tokens.iter().rfind(is_header).map_or(0, |token| token.range.end);
        let words = tokens.iter().filter(|token| token.range.start >= from && token.count > 0);
        let words: Vec<TextRange> = words.map(|token| token.range).collect();
        let mut cells: Vec<TextRange> = self
            .pieces
            .rows
            .iter()
            .flat_map(|piece| piece.filled())
            .filter(|value| value.start >= from)
            .collect();
        let numbers = cells.len();
        cells.extend(&words);
        cells.sort_unstable();
        let is_short = |word: &&TextRange| word.of(self.text).chars().count() <= LONGEST_CELL;
        (cells.len() == self.form.cells()
            && 2 * numbers > cells.len()
            && words.iter().all(|word| is_short(&word)))
        .then_some(cells)
    }

    /// Whether headers or pieces of headers stand between the values of a group. Then the order in
    /// the text does not show the place in the table.
    fn is_mixed(&self, tokens: &[Token], values: &[TextRange]) -> bool {
        let columns = self.form.blocks[0].columns.len();
        let mut headers: Vec<usize> = tokens
            .iter()
            .filter(|token| self.is_header(token))
            .map(|token| token.range.start)
            .collect();
        headers.sort_unstable();
        let between = |pair: &[TextRange]| {
            let next = headers.partition_point(|&header| header < pair[0].start);
            headers.get(next).is_some_and(|&header| header < pair[1].start)
        };
        values
            .windows(2)
            .enumerate()
            .any(|(index, pair)| (index + 1) % columns != 0 && !pair[0].is_empty() && between(pair))
    }

    /// Whether a token is a word of the header, or a piece of a word.
    fn is_header(&self, token: &Token) -> bool {
        let labels = || {
            self.form
                .blocks
                .iter()
                .flat_map(|block| block.columns.iter().map(|column| &column.label))
        };
        let is_piece = || {
            labels()
                .chain(&self.form.spanning)
                .chain(self.form.rows.iter().map(|row| &row.label))
                .any(|label| label.letters.contains(token.letters()))
        };
        token.count > 0
            && (self.form.is_word(token.hash)
                || is_piece()
                || is_piece_of_head(token.letters(), self.form))
    }

    /// Whether the last value of each row is the sum of the values before it.
    fn adds_up(&self, values: &[TextRange]) -> bool {
        let columns = &self.form.blocks[0].columns;
        values.chunks(columns.len()).all(|row| {
            let number =
                |(range, column): (&TextRange, &crate::standard::Column)| match number::read(
                    range.of(self.text),
                    column,
                ) {
                    Value::Number(Number { value, .. }) => Some(value),
                    Value::Blank => Some(0),
                    Value::NotANumber => None,
                };
            let numbers: Option<Vec<i64>> = row.iter().zip(columns).map(number).collect();
            numbers.is_some_and(|numbers| {
                numbers
                    .split_last()
                    .is_some_and(|(total, addends)| addends.iter().sum::<i64>() == *total)
            })
        })
    }
}

fn is_number(token: &Token) -> bool {
    !token.source().is_empty() && token.source().chars().all(|c| fold(c).is_ascii_digit())
}

/// The wrong words in lines with the header over several columns repeated over each column, as
/// merged cells are written out: a slip, the words of another cell, or a number.
fn wrong_copies(form: &'static TableForm, tokens: &[Token]) -> Vec<HeadFinding> {
    const MOST_WRONG: usize = 3;
    let width = form.cells();
    let columns = form.blocks[0].columns.len();
    let group = |at: usize| &form.rows[at / columns].label;
    let suit = |at: usize| if at < columns { Some(group(at)) } else { form.spanning.first() };
    let mut found: Vec<(u64, HeadFinding)> = Vec::new();
    for line in tokens.chunk_by(|one, next| one.row == next.row).filter(|line| line.len() == width)
    {
        let is_over = |token: &Token| form.header_by_hash(token.hash, 0) == Some(None);
        // A line of columns alone has no such header.
        if !line.iter().step_by(columns).any(is_over) {
            continue;
        }
        let templates: [Vec<Option<&'static Label>>; 2] =
            [(0..width).map(suit).collect(), (0..width).map(|at| Some(group(at))).collect()];
        // The columns of one group may stand beside the headers of other groups.
        let is_column = |token: &Token| matches!(form.header_by_hash(token.hash, 0), Some(Some(_)));
        let differs = |(token, label): &(&Token, &Option<&'static Label>)| {
            label.is_some_and(|label| token.hash != label.hash) && !is_column(token)
        };
        let wrong = templates
            .iter()
            .map(|labels| line.iter().zip(labels).filter(differs).collect::<Vec<_>>());
        let Some(wrong) = wrong.min_by_key(Vec::len).filter(|wrong| wrong.len() <= MOST_WRONG)
        else {
            continue;
        };
        let surroundings =
            Surroundings { unknown: Vec::new(), missing: Vec::new(), words: words(form).collect() };
        for (token, label) in
            wrong.into_iter().filter_map(|(token, label)| Some((token, (*label)?)))
        {
            let is_slip =
                || surroundings.slip_of(token.letters(), std::iter::once(label)).is_some();
            if !form.is_word(token.hash) && !is_number(token) && !is_slip() {
                continue;
            }
            match found
                .iter_mut()
                .find(|(hash, other)| *hash == token.hash && std::ptr::eq(other.label, label))
            {
                Some((_, other)) => other.repeats.push(token.range),
                None => found.push((
                    token.hash,
                    HeadFinding { range: token.range, repeats: Vec::new(), label },
                )),
            }
        }
    }
    found.into_iter().map(|(_, found)| found).collect()
}
