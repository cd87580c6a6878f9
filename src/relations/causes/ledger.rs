//! Table three as a grid of checks: the numbers, and the error of each relation.

use super::Correction;
use crate::facts::{Table, Value};
use crate::relations::{Sum, values};
use crate::standard::CellRef;

/// The role of a row in the relations of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CellRole {
    /// 一 and 二: received applications.
    Received,
    /// The outcome of applications: an addend of （七）总计.
    Outcome,
    /// （七）总计.
    Totals,
    /// 四: applications carried forward.
    Forward,
}

impl CellRole {
    /// How much the errors of a column's two relations grow if a number of a row with this role
    /// grows by 1. The first error is the sum of the outcomes − （七）总计. The second error is
    /// 一 + 二 − （七）总计 − 四.
    pub fn effect(self) -> (i64, i64) {
        match self {
            Self::Received => (0, 1),
            Self::Outcome => (1, 0),
            Self::Totals => (-1, -1),
            Self::Forward => (0, -1),
        }
    }
}

/// The numbers of table three, blanks as 0, and the errors of its relations. An unevaluated
/// relation has the error 0, and its cells are locked.
#[derive(Clone, Debug)]
pub struct Ledger {
    pub roles: Vec<CellRole>,
    /// Number of columns. The last column is 总计.
    pub width: usize,
    values: Vec<i64>,
    blank: Vec<bool>,
    locked: Vec<bool>,
    /// For each row: the sum of its other columns − 总计.
    pub rows: Vec<i64>,
    /// For each column: the sum of the outcomes − （七）总计.
    pub outcomes: Vec<i64>,
    /// For each column: 一 + 二 − （七）总计 − 四.
    pub balances: Vec<i64>,
}

impl Ledger {
    /// The ledger of `table` with all its relations. `None` if the relations do not belong to table
    /// three, or if no relation is violated.
    pub fn of(table: &Table, sums: &[Sum]) -> Option<Self> {
        if !sums.iter().any(Sum::is_violated) {
            return None;
        }
        let kind = Kind::of;
        let form = table.table_form();
        let row = sums.iter().find(|sum| kind(sum) == Kind::Row)?;
        let (width, height) = (row.form.right.len() + 1, form.rows.len());
        let mut roles = vec![None; height];
        for sum in sums {
            match kind(sum) {
                Kind::Row => {}
                Kind::Outcomes => {
                    sum.form
                        .right
                        .iter()
                        .for_each(|cell| roles[cell.row] = Some(CellRole::Outcome));
                    roles[sum.form.result.row] = Some(CellRole::Totals);
                }
                Kind::Balance => {
                    sum.form
                        .left
                        .iter()
                        .for_each(|cell| roles[cell.row] = Some(CellRole::Received));
                    roles[sum.form.result.row] = Some(CellRole::Forward);
                }
                Kind::Other => return None,
            }
        }
        let roles = roles.into_iter().collect::<Option<Vec<_>>>()?;
        let known = values(table);
        let cells =
            || (0..height).flat_map(|row| (0..width).map(move |column| CellRef { row, column }));
        let mut ledger = Self {
            roles,
            width,
            values: cells().map(|cell| known.get(cell).unwrap_or(0)).collect(),
            blank: cells()
                .map(|cell| table.cell(cell).is_some_and(|cell| cell.value == Value::Blank))
                .collect(),
            locked: vec![false; height * width],
            rows: vec![0; height],
            outcomes: vec![0; width],
            balances: vec![0; width],
        };
        for sum in sums {
            match sum.sides {
                Some(sides) if kind(sum) == Kind::Balance => {
                    *ledger.off_mut(sum) = sides.left - sides.right
                }
                Some(sides) => *ledger.off_mut(sum) = sides.right - sides.left,
                None => sum.cells().for_each(|cell| ledger.lock(cell, true)),
            }
        }
        Some(ledger)
    }

    /// The error of a relation.
    pub fn off(&self, sum: &Sum) -> i64 {
        let CellRef { row, column } = sum.form.result;
        match Kind::of(sum) {
            Kind::Row => self.rows[row],
            Kind::Outcomes => self.outcomes[column],
            Kind::Balance | Kind::Other => self.balances[column],
        }
    }

    fn off_mut(&mut self, sum: &Sum) -> &mut i64 {
        let CellRef { row, column } = sum.form.result;
        match Kind::of(sum) {
            Kind::Row => &mut self.rows[row],
            Kind::Outcomes => &mut self.outcomes[column],
            Kind::Balance | Kind::Other => &mut self.balances[column],
        }
    }

    /// Number of rows.
    pub fn height(&self) -> usize {
        self.roles.len()
    }

    /// The column 总计.
    pub fn total(&self) -> usize {
        self.width - 1
    }

    /// The row （七）总计.
    pub fn totals(&self) -> usize {
        self.roles.iter().position(|role| *role == CellRole::Totals).unwrap_or(0)
    }

    /// The numbers of a row.
    pub fn row(&self, row: usize) -> &[i64] {
        &self.values[row * self.width..(row + 1) * self.width]
    }

    /// The number in a cell.
    pub fn at(&self, row: usize, column: usize) -> i64 {
        self.values[row * self.width + column]
    }

    /// Whether a cell is blank.
    pub fn is_blank(&self, row: usize, column: usize) -> bool {
        self.blank[row * self.width + column]
    }

    /// Number of blank cells.
    pub fn count_blank(&self) -> usize {
        self.blank.iter().filter(|is_blank| **is_blank).count()
    }

    /// Whether a cell must not be changed.
    pub fn is_locked(&self, row: usize, column: usize) -> bool {
        self.locked[row * self.width + column]
    }

    /// Locks a cell against changes, or unlocks the cell.
    pub fn lock(&mut self, cell: CellRef, is_locked: bool) {
        self.locked[cell.row * self.width + cell.column] = is_locked;
    }

    /// Writes a number into a cell.
    pub fn put(&mut self, cell: CellRef, value: i64) {
        let place = cell.row * self.width + cell.column;
        let by = value - self.values[place];
        self.values[place] = value;
        self.rows[cell.row] += if cell.column == self.total() { -by } else { by };
        let (outcomes, balance) = self.roles[cell.row].effect();
        self.outcomes[cell.column] += outcomes * by;
        self.balances[cell.column] += balance * by;
    }

    /// Whether all evaluated relations hold.
    pub fn holds(&self) -> bool {
        [&self.rows, &self.outcomes, &self.balances].into_iter().flatten().all(|off| *off == 0)
    }

    /// The rows with a violated sum of their own.
    pub fn wrong_rows(&self) -> Vec<usize> {
        (0..self.height()).filter(|&row| self.rows[row] != 0).collect()
    }

    /// The columns with a violated relation.
    pub fn wrong_columns(&self) -> Vec<usize> {
        (0..self.width)
            .filter(|&column| self.outcomes[column] != 0 || self.balances[column] != 0)
            .collect()
    }

    /// Whether all evaluated relations hold after `changes`. False if a change is to a locked cell
    /// or below 0.
    pub fn is_mended_by(&mut self, changes: &[Correction]) -> bool {
        if changes
            .iter()
            .any(|change| change.value < 0 || self.is_locked(change.cell.row, change.cell.column))
        {
            return false;
        }
        changes.iter().for_each(|change| self.put(change.cell, change.value));
        let holds = self.holds();
        changes.iter().for_each(|change| self.put(change.cell, change.found));
        holds
    }

    /// The change of a cell to `value`.
    pub fn change(&self, row: usize, column: usize, value: i64) -> Correction {
        Correction { cell: CellRef { row, column }, found: self.at(row, column), value }
    }

    /// The changes if these rows become other rows.
    pub fn changes_of_rows<'a>(
        &self,
        rows: impl IntoIterator<Item = (usize, &'a [i64])>,
    ) -> Vec<Correction> {
        let cells = rows.into_iter().flat_map(|(row, right)| {
            right.iter().enumerate().map(move |(column, value)| (row, column, *value))
        });
        cells
            .filter(|&(row, column, value)| self.at(row, column) != value)
            .map(|(row, column, value)| self.change(row, column, value))
            .collect()
    }

    /// The changes of single cells that repair all relations of the cell, if all of them are
    /// violated. The new number is not negative.
    fn candidates(&self) -> Vec<Correction> {
        let mut found = Vec::new();
        for row in self.wrong_rows() {
            for column in self.wrong_columns() {
                let off = if column == self.total() { -self.rows[row] } else { self.rows[row] };
                let (outcomes, balance) = self.roles[row].effect();
                let is_off = |effect: i64, by: i64| effect == 0 || by == effect * off;
                if is_off(outcomes, self.outcomes[column]) && is_off(balance, self.balances[column])
                {
                    let change = self.change(row, column, self.at(row, column) - off);
                    if change.value >= 0 && !self.is_locked(row, column) {
                        found.push(change);
                    }
                }
            }
        }
        found
    }

    /// The candidates that share no relation with another candidate.
    pub fn isolated(&self) -> Vec<Correction> {
        let candidates = self.candidates();
        let relations = |change: &Correction| {
            let (outcomes, balance) = self.roles[change.cell.row].effect();
            (outcomes != 0, balance != 0)
        };
        let shares = |a: &Correction, b: &Correction| {
            let ((a_outcomes, a_balance), (b_outcomes, b_balance)) = (relations(a), relations(b));
            a.cell.row == b.cell.row
                || a.cell.column == b.cell.column
                    && (a_outcomes && b_outcomes || a_balance && b_balance)
        };
        let is_alone =
            |a: &&Correction| candidates.iter().all(|b| a.cell == b.cell || !shares(a, b));
        candidates.iter().filter(is_alone).copied().collect()
    }
}

/// The kinds of relations of table three.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Row,
    Outcomes,
    Balance,
    Other,
}

impl Kind {
    fn of(sum: &Sum) -> Self {
        let is_total = sum.form.left == [sum.form.result];
        let in_row = || sum.cells().all(|cell| cell.row == sum.form.result.row);
        match (is_total, sum.relation.at_least) {
            (_, true) => Self::Other,
            // The result is the last cell of the row.
            (true, _)
                if in_row()
                    && sum.form.right.iter().all(|cell| cell.column < sum.form.result.column) =>
            {
                Self::Row
            }
            (true, _) if !in_row() => Self::Outcomes,
            (false, _) if sum.form.left.len() == 2 && sum.form.right.len() == 2 => Self::Balance,
            _ => Self::Other,
        }
    }
}
