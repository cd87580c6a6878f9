//! Explains why a table does not add up, and selects the findings.

use super::blanks::{Blanks, blanks};
use super::causes::{self, Causes, CellRole, Correction, Event, EventKind, Ledger};
use super::fit::{self, Misfit};
use super::{Sum, readings, value};
use crate::facts::{Table, Value};
use crate::standard::CellRef;

/// The explanation of a table that does not add up, and the relations that the explanation covers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Explanation {
    pub causes: Causes,
    /// Totals, or a row, not filled in.
    pub unfilled: Vec<Unfilled>,
    /// Blank cells whose sum is not 0. The relations do not give the number of each cell.
    pub forgotten: Vec<CellRef>,
    /// Changes of single blank cells: the only blank cell of a violated relation without shared
    /// cells, and the number under which the relation holds.
    pub fills: Vec<Correction>,
    /// Whether several columns before 总计 are blank, and the only violations are rows with too
    /// small a sum for this reason.
    pub has_blank_columns: bool,
    /// Whether the table is still being filled in. Then a blank total is only reported as blank.
    pub is_being_filled: bool,
    pub misfit: Option<Misfit>,
    /// Indices of the violated relations that need no finding, because other findings explain them.
    pub(super) muted: Vec<usize>,
}

/// Blank cells of one finding: a total, all totals of a row or a column, a whole row, or the
/// missing part of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unfilled {
    /// The result cell of the relation that reports the blank cells.
    pub at: CellRef,
    /// The blank cells with their right numbers.
    pub cells: Vec<Correction>,
    /// Whether the cells are any cells of the table, each computed from all relations.
    pub is_block: bool,
}

impl Unfilled {
    fn new(at: CellRef, cells: Vec<Correction>) -> Self {
        Self { at, cells, is_block: false }
    }
}

impl Explanation {
    /// The right number of a cell according to the findings; `None` if no finding names the cell.
    pub fn named(&self, cell: CellRef) -> Option<i64> {
        let events = || self.causes.events.iter();
        let blanks = self.unfilled.iter().flat_map(|unfilled| &unfilled.cells).chain(&self.fills);
        let named = events()
            .flat_map(|event| &event.changes)
            .chain(blanks)
            .find(|change| change.cell == cell);
        named
            .map(|change| change.value)
            .or_else(|| events().any(|event| event.left_blank.contains(&cell)).then_some(0))
    }

    /// The blank cells that a finding names with a number, or as forgotten.
    pub fn blank_cells(&self) -> impl Iterator<Item = CellRef> {
        let changes = self.causes.events.iter().flat_map(|event| {
            event.changes.iter().map(|change| change.cell).chain(event.left_blank.iter().copied())
        });
        let unfilled = self
            .unfilled
            .iter()
            .flat_map(|unfilled| &unfilled.cells)
            .chain(&self.fills)
            .map(|change| change.cell);
        changes.chain(unfilled).chain(self.forgotten.iter().copied())
    }
}

/// Explains the violated relations. `sums` are all relations of `table`.
pub fn explain(table: &Table, sums: &[Sum]) -> Explanation {
    if !sums.iter().any(Sum::is_violated) {
        return Explanation::default();
    }
    match Ledger::of(table, sums) {
        Some(ledger) => explain_ledger(table, sums, ledger),
        None => {
            let causes = causes::slipped_groups(table, sums);
            let muted = if causes.events.is_empty() {
                Vec::new()
            } else {
                violated(sums).map(|(index, _)| index).collect()
            };
            let fills = if causes.events.is_empty() { fills(table, sums) } else { Vec::new() };
            blank_totals_of_groups(sums, &fills).unwrap_or_else(|| Explanation {
                causes,
                fills,
                muted,
                ..Explanation::default()
            })
        }
    }
}

fn violated(sums: &[Sum]) -> impl Iterator<Item = (usize, &Sum)> {
    sums.iter().enumerate().filter(|(_, sum)| sum.is_violated())
}

fn explain_ledger(table: &Table, sums: &[Sum], mut ledger: Ledger) -> Explanation {
    let open = open_relations(&ledger, sums);
    if !open.is_empty() {
        let has_many = violated(sums).count() >= open.len() + fit::FEWEST_VIOLATED;
        let misfit = readings::misread(table, &ledger)
            .or_else(|| fit::misfit(table, sums, &ledger).filter(|_| has_many));
        return Explanation {
            muted: open,
            is_being_filled: true,
            misfit,
            ..Explanation::default()
        };
    }
    let blank = blank_totals(&ledger, sums);
    let mut filled = ledger.clone();
    put(&mut filled, blank.iter().flat_map(|unfilled| &unfilled.cells));
    // Computed blank totals explain the violations before other causes do.
    let is_explained = !blank.is_empty() && filled.holds();
    let causes = if is_explained { Causes::default() } else { causes::explain(ledger.clone()) };
    let mut explanation = Explanation { causes, ..Explanation::default() };
    let is_displaced = explanation.causes.is_whole
        && explanation.causes.events.iter().any(|event| event.kind.is_displacement());
    if blank.iter().any(|unfilled| unfilled.cells.len() > 1) && !is_displaced
        || rests_on_blank_totals(&ledger, sums, &explanation.causes)
    {
        explanation.causes = Causes::default();
    }
    if !is_explained && is_of_addends(&ledger, sums, &explanation.causes) {
        explanation.misfit = readings::misread(table, &ledger);
        let is_line = || {
            explanation.causes.events.is_empty() && blank_line(&mut ledger.clone(), sums).is_some()
        };
        if explanation.misfit.is_none()
            && !is_line()
            && let Some(blanks) = blanks(&ledger, sums)
        {
            return of_blanks(&ledger, sums, blanks);
        }
    }
    if explanation.causes.events.is_empty() {
        explanation.misfit = readings::misread(table, &ledger);
        let unfilled = match explanation.misfit {
            Some(_) => Vec::new(),
            None if is_explained => blank,
            None => blank_line(&mut ledger, sums).map_or(blank, |line| vec![line]),
        };
        if !unfilled.is_empty() {
            let mut filled = ledger.clone();
            put(&mut filled, unfilled.iter().flat_map(|unfilled| &unfilled.cells));
            let holds = filled.holds();
            explanation.causes = if holds { Causes::default() } else { causes::explain(filled) };
            if let ([Unfilled { cells, .. }], true) = (unfilled.as_slice(), holds)
                && let [change] = cells.as_slice()
            {
                let event =
                    Event { kind: EventKind::Cell, changes: vec![*change], left_blank: Vec::new() };
                explanation.causes =
                    Causes { events: vec![event], is_whole: true, is_single: true };
            }
            if holds
                || !explanation.causes.events.is_empty()
                || fit::misfit(table, sums, &ledger).is_none()
            {
                explanation.unfilled = unfilled;
            }
        }
        if explanation.causes.events.is_empty() && explanation.unfilled.is_empty() {
            explanation.muted = of_blank_columns(&ledger, sums);
            if !explanation.muted.is_empty() {
                explanation.has_blank_columns = true;
                return explanation;
            }
            explanation.misfit = explanation.misfit.or_else(|| fit::misfit(table, sums, &ledger));
        }
    } else {
        explanation.causes.join_in_rows();
        explanation.unfilled = named_blank_totals(&ledger, sums, &explanation.causes);
    }
    // The remaining violations after these corrections are reported.
    let displaced = explanation
        .causes
        .events
        .iter()
        .filter(|event| event.kind.is_displacement())
        .flat_map(|event| &event.changes);
    put(
        &mut ledger,
        displaced.chain(explanation.unfilled.iter().flat_map(|unfilled| &unfilled.cells)),
    );
    let speaks = |sum: &Sum| {
        let is_own =
            |unfilled: &Unfilled| unfilled.cells.len() > 1 || sum.form.left == [unfilled.at];
        explanation
            .unfilled
            .iter()
            .any(|unfilled| unfilled.at == sum.form.result && is_own(unfilled))
    };
    let mut spoken: Vec<CellRef> = Vec::new();
    for (index, sum) in violated(sums) {
        // （七）总计 of the column 总计 is the result of two relations.
        let is_first = speaks(sum) && !spoken.contains(&sum.form.result);
        if is_first {
            spoken.push(sum.form.result);
        } else if ledger.off(sum) == 0 {
            explanation.muted.push(index);
        }
    }
    explanation
}

/// Whether all named cells are blank cells that are not totals. True also without named cells.
fn is_of_addends(ledger: &Ledger, sums: &[Sum], causes: &Causes) -> bool {
    let is_blank = |change: &Correction| ledger.is_blank(change.cell.row, change.cell.column);
    causes.events.iter().flat_map(|event| &event.changes).all(is_blank)
        && named_blank_totals(ledger, sums, causes).is_empty()
}

/// The explanation of a table that is right except for these blank cells.
fn of_blanks(ledger: &Ledger, sums: &[Sum], Blanks { told, open }: Blanks) -> Explanation {
    // The rows with a missing number, and the blank cells beside and below.
    let is_filled =
        |row: usize| told.iter().any(|change| change.cell.row == row && change.value > 0);
    let has_blank = |row: usize| (0..ledger.width).any(|column| ledger.is_blank(row, column));
    let is_open = |row: usize| open.iter().any(|cell| cell.row == row);
    let rows: Vec<usize> = (0..ledger.height()).filter(|row| has_blank(*row)).collect();
    let parts = rows.chunk_by(|row, next| row + 1 == *next && is_open(*row) == is_open(*next));
    let lacking =
        parts.filter(|part| part.iter().any(|row| is_filled(*row) || is_open(*row))).flatten();
    let (forgotten, lacking): (Vec<usize>, Vec<usize>) = lacking.partition(|row| is_open(**row));
    let forgotten = forgotten
        .into_iter()
        .flat_map(|row| (0..ledger.width).map(move |column| CellRef { row, column }));
    let forgotten: Vec<CellRef> = forgotten
        .filter(|cell| {
            ledger.is_blank(cell.row, cell.column)
                && !told.iter().any(|change| change.cell == *cell && change.value > 0)
        })
        .collect();
    let cells: Vec<Correction> = told
        .into_iter()
        .filter(|change| lacking.contains(&change.cell.row) || change.value > 0)
        .collect();
    let is_own = |sum: &Sum| {
        sum.cells().any(|cell| cells.iter().any(|change| change.cell == cell && change.value > 0))
    };
    let speaking =
        violated(sums).find(|(_, sum)| is_own(sum)).map(|(index, sum)| (index, sum.form.result));
    let muted = violated(sums)
        .map(|(index, _)| index)
        .filter(|index| speaking.is_none_or(|(speaking, _)| speaking != *index))
        .collect();
    let unfilled =
        speaking.map(|(_, at)| Unfilled { at, cells, is_block: true }).into_iter().collect();
    Explanation { unfilled, forgotten, muted, ..Explanation::default() }
}

fn put<'a>(ledger: &mut Ledger, changes: impl Iterator<Item = &'a Correction>) {
    changes.for_each(|change| ledger.put(change.cell, change.value));
}

/// The named totals that are blank.
fn named_blank_totals(ledger: &Ledger, sums: &[Sum], causes: &Causes) -> Vec<Unfilled> {
    let is_blank = |change: &Correction| ledger.is_blank(change.cell.row, change.cell.column);
    let is_total = |cell: CellRef| violated(sums).any(|(_, sum)| sum.form.left == [cell]);
    let mut unfilled = Vec::new();
    for event in &causes.events {
        match event.kind {
            EventKind::Cell | EventKind::TwoCells => {
                let blank =
                    event.changes.iter().filter(|change| is_blank(change) && is_total(change.cell));
                unfilled.extend(blank.map(|change| Unfilled::new(change.cell, vec![*change])));
            }
            EventKind::TotalsRow
                if (0..ledger.width).all(|column| ledger.is_blank(ledger.totals(), column)) =>
            {
                let value = |column| {
                    event
                        .changes
                        .iter()
                        .find(|change| change.cell.column == column)
                        .map_or(0, |change| change.value)
                };
                let cells: Vec<Correction> = (0..ledger.width)
                    .map(|column| ledger.change(ledger.totals(), column, value(column)))
                    .collect();
                unfilled.extend(
                    cells
                        .iter()
                        .find(|change| is_total(change.cell))
                        .map(|first| first.cell)
                        .map(|at| Unfilled::new(at, cells.clone())),
                );
            }
            _ => {}
        }
    }
    unfilled
}

/// The only blank row, or the only blank column before 总计, with the numbers under which
/// everything holds. `None` if several blank lines are possible.
fn blank_line(ledger: &mut Ledger, sums: &[Sum]) -> Option<Unfilled> {
    let blank = |row: &usize| (0..ledger.width).all(|column| ledger.is_blank(*row, column));
    let rows = (0..ledger.height()).filter(blank);
    let right = |row: usize| -> Vec<Correction> {
        let value = |column: usize| match ledger.roles[row] {
            CellRole::Received => -ledger.balances[column],
            CellRole::Outcome => -ledger.outcomes[column],
            CellRole::Totals => ledger.outcomes[column],
            CellRole::Forward => ledger.balances[column],
        };
        (0..ledger.width).map(|column| ledger.change(row, column, value(column))).collect()
    };
    let right_column = |column: usize| -> Vec<Correction> {
        (0..ledger.height()).map(|row| ledger.change(row, column, -ledger.rows[row])).collect()
    };
    let lines: Vec<Vec<Correction>> =
        rows.map(right).chain(blank_columns(ledger).map(right_column)).collect();
    let mut found = lines.into_iter().filter(|cells| ledger.is_mended_by(cells));
    let cells = found.next().filter(|_| found.next().is_none())?;
    let (_, speaking) = violated(sums).next()?;
    Some(Unfilled::new(speaking.form.result, cells))
}

/// The columns before 总计 without a number.
fn blank_columns(ledger: &Ledger) -> impl Iterator<Item = usize> {
    (0..ledger.total())
        .filter(|&column| (0..ledger.height()).all(|row| ledger.is_blank(row, column)))
}

/// The row sums that are too small because several columns are blank. The blank columns explain
/// these sums. Empty if another relation is also violated.
fn of_blank_columns(ledger: &Ledger, sums: &[Sum]) -> Vec<usize> {
    let is_short = |sum: &Sum| {
        sum.form.left == [sum.form.result] && !sum.relation.listing && ledger.off(sum) < 0
    };
    if blank_columns(ledger).nth(1).is_none() || !violated(sums).all(|(_, sum)| is_short(sum)) {
        return Vec::new();
    }
    violated(sums).map(|(index, _)| index).collect()
}

/// The indices of the violated relations that blank cells leave open in a table that is being
/// filled in. The smaller side of such a relation has a blank total, or only blank cells. A table
/// without its last total is being filled in if most of the table is blank, or if the end is blank:
/// （七）总计 and the total above, or the column 总计 and the end of the previous column.
fn open_relations(ledger: &Ledger, sums: &[Sum]) -> Vec<usize> {
    let (totals, total) = (ledger.totals(), ledger.total());
    let is_unfinished = || {
        let rows = totals > 0
            && (0..ledger.width).all(|column| ledger.is_blank(totals, column))
            && ledger.is_blank(totals - 1, total);
        let is_blank_column = || (0..ledger.height()).all(|row| ledger.is_blank(row, total));
        rows || total > 0
            && is_blank_column()
            && (totals..ledger.height()).all(|row| ledger.is_blank(row, total - 1))
    };
    let is_mostly_blank = ledger.count_blank() * 2 > ledger.height() * ledger.width;
    // If the sum of all is filled in, a blank cell means that nothing occurred.
    if !ledger.is_blank(totals, total) || !is_mostly_blank && !is_unfinished() {
        return Vec::new();
    }
    let is_blank = |cell: &CellRef| ledger.is_blank(cell.row, cell.column);
    let is_open = |sum: &Sum| {
        let falls_short = if sum.sides.is_some_and(|sides| sides.left < sides.right) {
            &sum.form.left
        } else {
            &sum.form.right
        };
        falls_short.iter().all(is_blank)
            || falls_short
                .iter()
                .any(|cell| cell.row == totals && sum.form.left.len() > 1 && is_blank(cell))
    };
    violated(sums).filter(|(_, sum)| is_open(sum)).map(|(index, _)| index).collect()
}

/// Whether a blank total is the evidence against a named cell. A blank total is not evidence.
fn rests_on_blank_totals(ledger: &Ledger, sums: &[Sum], causes: &Causes) -> bool {
    let is_total = |sum: &Sum| {
        sum.form.left == [sum.form.result]
            && ledger.is_blank(sum.form.result.row, sum.form.result.column)
    };
    let is_changed = |cell: CellRef| causes.change(cell).is_some();
    let rests = |sum: &Sum| {
        is_total(sum)
            && !is_changed(sum.form.result)
            && sum.form.right.iter().any(|cell| is_changed(*cell))
    };
    violated(sums).any(|(_, sum)| rests(sum))
}

/// The blank totals that should not be blank, computed from their addends, and the numbers carried
/// forward. The cells of （七）总计, of 四 and of the column 总计 are one finding each.
fn blank_totals(ledger: &Ledger, sums: &[Sum]) -> Vec<Unfilled> {
    if ledger.count_blank() == 0 {
        return Vec::new();
    }
    let (totals, total) = (ledger.totals(), ledger.total());
    let forward = ledger.roles.iter().position(|role| *role == CellRole::Forward);
    let blank = |row: usize| (0..ledger.width).filter(move |&column| ledger.is_blank(row, column));
    let is_own_row = |row: usize| blank(row).any(|column| column != total);
    let is_evaluated = |cell: CellRef, is_kind: fn(&Sum) -> bool| {
        sums.iter().any(|sum| sum.form.result == cell && sum.sides.is_some() && is_kind(sum))
    };
    let of_row = |sum: &Sum| sum.form.left == [sum.form.result] && !sum.relation.listing;
    let of_column = |sum: &Sum| sum.form.left == [sum.form.result] && sum.relation.listing;
    let of_balance = |sum: &Sum| sum.form.left != [sum.form.result];
    let mut filled = ledger.clone();
    let mut fill = |cells: Vec<CellRef>, value: fn(&Ledger, CellRef) -> i64| -> Vec<Correction> {
        let changes: Vec<Correction> = cells
            .into_iter()
            .map(|cell| Correction { cell, found: 0, value: value(&filled, cell) })
            .collect();
        let is_possible = changes.iter().all(|change| change.value >= 0)
            && changes.iter().any(|change| change.value > 0);
        let changes = if is_possible { changes } else { Vec::new() };
        put(&mut filled, changes.iter());
        changes
    };
    let cells = |row: usize, is_kind: fn(&Sum) -> bool| -> Vec<CellRef> {
        blank(row)
            .map(|column| CellRef { row, column })
            .filter(|cell| is_evaluated(*cell, is_kind))
            .collect()
    };
    // A row without a number is reported as a row.
    let in_column = |row: &usize| {
        !blank(*row).eq(0..ledger.width)
            && !((*row == totals || Some(*row) == forward) && is_own_row(*row))
    };
    let column = (0..ledger.height())
        .filter(in_column)
        .filter(|row| ledger.is_blank(*row, total))
        .map(|row| CellRef { row, column: total });
    let column =
        fill(column.filter(|cell| is_evaluated(*cell, of_row)).collect(), |ledger, cell| {
            ledger.rows[cell.row]
        });
    let row = if is_own_row(totals) { cells(totals, of_column) } else { Vec::new() };
    let row = fill(row, |ledger, cell| ledger.outcomes[cell.column]);
    let rest =
        forward.filter(|row| is_own_row(*row)).map_or_else(Vec::new, |row| cells(row, of_balance));
    let rest = if rest.len() > 1 {
        fill(rest, |ledger, cell| ledger.balances[cell.column])
    } else {
        Vec::new()
    };
    let speaks = |change: &&Correction, is_rest: bool| {
        change.value > 0
            && violated(sums).any(|(_, sum)| {
                sum.form.result == change.cell && (is_rest || sum.form.left == [change.cell])
            })
    };
    let groups = [(column, false), (row, false), (rest, true)];
    let unfilled = groups.into_iter().filter_map(|(cells, is_rest)| {
        let at = cells.iter().find(|change| speaks(change, is_rest))?.cell;
        Some(Unfilled::new(at, cells))
    });
    unfilled.collect()
}

/// The explanation of a table that is right except for several blank totals.
fn blank_totals_of_groups(sums: &[Sum], fills: &[Correction]) -> Option<Explanation> {
    let is_filled = |sum: &Sum| fills.iter().any(|fill| fill.cell == sum.form.result);
    if fills.len() < 2 || !violated(sums).all(|(_, sum)| is_filled(sum)) {
        return None;
    }
    let unfilled = Unfilled { at: fills[0].cell, cells: fills.to_vec(), is_block: true };
    let muted = violated(sums)
        .filter(|(_, sum)| sum.form.result != unfilled.at)
        .map(|(index, _)| index)
        .collect();
    Some(Explanation { unfilled: vec![unfilled], muted, ..Explanation::default() })
}

/// For each violated sum with a single blank cell, the number of the cell under which the sum
/// holds.
fn fills(table: &Table, sums: &[Sum]) -> Vec<Correction> {
    let is_blank =
        |cell: &CellRef| table.cell(*cell).is_some_and(|cell| cell.value == Value::Blank);
    let totals = violated(sums)
        .filter(|(_, sum)| !sum.relation.at_least && sum.form.left == [sum.form.result]);
    let fill = |(_, sum): (usize, &Sum)| {
        let mut blank = sum.cells().filter(is_blank);
        let cell = blank.next().filter(|_| blank.next().is_none())?;
        let value = sum.solve(table, cell)?;
        (value >= 0).then_some(Correction { cell, found: self::value(table, cell)?, value })
    };
    totals.filter_map(fill).collect()
}
