//! The sums of the form over the facts of a report: which hold, what each consists of, what
//! explains those that do not, and what the totals should be. Rules, hover, lens and hints all ask
//! here.

mod blanks;
mod causes;
mod explanation;
mod fit;
mod grid;
mod order;
mod readings;
mod recompute;

pub use causes::{Causes, Change, Event, EventKind};
pub use explanation::{Explanation, Unfilled};
pub use fit::Misfit;
pub use order::{OrderEvidence, order_evidence};

use crate::facts::{Cell, ExtraRow, ExtraRowKind, HeaderFinding, HeaderFindingKind, Table, Value};
use crate::standard::{CellRef, Relation, SumForm};
use grid::Grid;
use std::ops::Deref;
use std::sync::OnceLock;

/// All relations of the form over a report's table, in the order of the form, and what follows
/// where some do not hold: that is worked out once, when it is first asked for.
#[derive(Clone, Debug, Default)]
pub struct Sums {
    all: Vec<Sum>,
    explanation: OnceLock<Explanation>,
    totals: OnceLock<Vec<(CellRef, i64)>>,
}

impl Sums {
    /// The relations over `table`. Those with a cell that is absent, doubled or no number are there
    /// without sides.
    pub fn of(table: &Table) -> Self {
        let relations =
            table.form().relations.iter().filter(|relation| relation.table == table.index);
        let values = &values(table);
        let all = relations.flat_map(|relation| {
            relation.sums.iter().map(move |form| Sum {
                relation,
                form,
                sides: sides(table, values, relation, form),
            })
        });
        let mut all: Vec<Sum> = all.collect();
        if let Some(order) = &table.column_order
            && order_evidence(table, order) == OrderEvidence::WithHeaders
        {
            // T014 tells the cause.
            all.iter_mut().filter(|sum| sum.is_violated()).for_each(|sum| sum.sides = None);
        }
        Self { all, ..Self::default() }
    }

    /// Why `table`, the one that these are of, does not add up.
    pub fn explanation(&self, table: &Table) -> &Explanation {
        self.explanation.get_or_init(|| explanation::explain(table, &self.all))
    }

    /// What is named as the cause.
    pub fn causes(&self, table: &Table) -> &Causes {
        &self.explanation(table).causes
    }

    /// Why no sense can be made of `table`; all else about it is silent then.
    pub fn misfit(&self, table: &Table) -> Option<Misfit> {
        table.unreadable.map(Misfit::Rows).or_else(|| self.explanation(table).misfit)
    }

    /// The relations that do not hold and are no consequence of something else that is reported.
    pub fn reported(&self, table: &Table) -> impl Iterator<Item = &Sum> {
        let silent = self.misfit(table).is_some();
        let muted = &self.explanation(table).muted;
        let reported = self
            .all
            .iter()
            .enumerate()
            .filter(move |(index, sum)| !silent && sum.is_violated() && !muted.contains(index));
        reported.map(|(_, sum)| sum)
    }

    /// Whether a cell is the total of others.
    pub fn is_total(&self, cell: CellRef) -> bool {
        recompute::is_total(&self.all, cell)
    }

    /// What a blank cell of `table` should hold that is the result of a sum: what the findings say,
    /// else what its addends make where all of them are filled in. `None` where neither tells it.
    pub fn of_blank(&self, table: &Table, cell: CellRef) -> Option<i64> {
        let own =
            || self.all.iter().filter(|sum| !sum.relation.at_least && sum.form.result == cell);
        own().next()?;
        let is_filled = |cell: &CellRef| {
            table.cell(*cell).is_some_and(|cell| matches!(cell.value, Value::Number(_)))
        };
        self.explanation(table).named(cell).or_else(|| {
            let made =
                own().filter(|sum| sum.form.left == [cell] && sum.form.right.iter().all(is_filled));
            let mut made = made.filter_map(|sum| sum.solve(table, cell));
            made.next().filter(|value| made.all(|other| other == *value))
        })
    }

    /// The blank totals of `table` that should hold 0.
    pub fn blank_zeros(&self, table: &Table) -> Vec<CellRef> {
        recompute::blank_zeros(table, &self.all)
    }

    /// The totals of `table` that any of `cells` enters and that differ from what they should be
    /// with everything else as it is.
    pub fn depending(&self, table: &Table, cells: &[CellRef]) -> Vec<Change> {
        recompute::depending(table, &self.all, cells)
    }

    /// The totals of `table`, the one that these are of, that differ from the sum of their addends,
    /// with that sum, in the order of the form.
    pub fn totals(&self, table: &Table) -> &[(CellRef, i64)] {
        self.totals.get_or_init(|| recompute::recompute(table, &self.all))
    }
}

impl Deref for Sums {
    type Target = [Sum];

    fn deref(&self) -> &[Sum] {
        &self.all
    }
}

/// The rest follows from the relations.
impl PartialEq for Sums {
    fn eq(&self, other: &Self) -> bool {
        self.all == other.all
    }
}

impl Eq for Sums {}

/// One relation of the form over a report's table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sum {
    pub relation: &'static Relation,
    pub form: &'static SumForm,
    /// The sums of both sides, where all their cells are known.
    pub sides: Option<Sides>,
}

/// What the two sides of a relation add up to; blank cells count as 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sides {
    pub left: i64,
    pub right: i64,
}

impl Sum {
    /// Whether it was evaluated and does not hold.
    pub fn is_violated(&self) -> bool {
        self.sides.is_some_and(|sides| {
            if self.relation.at_least {
                sides.left < sides.right
            } else {
                sides.left != sides.right
            }
        })
    }

    /// Whether it was evaluated and holds.
    pub fn holds(&self) -> bool {
        self.sides.is_some() && !self.is_violated()
    }

    /// All cells that take part.
    pub fn cells(&self) -> impl Iterator<Item = CellRef> {
        self.form.left.iter().chain(&self.form.right).copied()
    }

    /// What the result cell would have to be for the relation to hold with everything else as it
    /// is.
    pub fn expected(&self, table: &Table) -> Option<i64> {
        self.solve(table, self.form.result)
    }

    /// What `cell`, one of its cells, would have to be for it to hold with everything else as it
    /// is.
    pub fn solve(&self, table: &Table, cell: CellRef) -> Option<i64> {
        let Sides { left, right } = self.sides?;
        let value = value(table, cell)?;
        Some(if self.form.left.contains(&cell) {
            value + right - left
        } else {
            value + left - right
        })
    }
}

fn sides(
    table: &Table,
    values: &Grid<Option<i64>>,
    relation: &Relation,
    form: &SumForm,
) -> Option<Sides> {
    if table.unreadable.is_some() || relation.listing && has_unknown_addend(table, form) {
        return None;
    }
    let side =
        |cells: &[CellRef]| cells.iter().try_fold(0, |sum, &cell| Some(sum + values.get(cell)?));
    Some(Sides { left: side(&form.left)?, right: side(&form.right)? })
}

/// The value of each cell, see [`value`]: each takes part in several sums.
fn values(table: &Table) -> Grid<Option<i64>> {
    let form = table.table_form();
    let width = form.blocks.iter().map(|block| block.columns.len()).max().unwrap_or_default();
    let mut values = Grid::new(form.rows.len(), width);
    for (cell, found) in table.cells().filter(|(cell, _)| !is_doubtful(table, *cell)) {
        values.set(cell, number(found));
    }
    values
}

/// The value of a cell that can be summed: blank is 0; `None` where it is absent, doubled, no
/// number, or its column is unknown.
pub fn value(table: &Table, cell: CellRef) -> Option<i64> {
    if is_doubtful(table, cell) { None } else { number(table.cell(cell)?) }
}

/// Whether it is unknown what a cell holds, because its row is there twice, or its column has an
/// unknown header or is missing.
fn is_doubtful(table: &Table, cell: CellRef) -> bool {
    let doubled = |extra: &ExtraRow| extra.kind == ExtraRowKind::Repeated(cell.row);
    let block = || table.table_form().rows[cell.row].block;
    let is_unknown = |finding: &HeaderFinding| {
        matches!(
            finding.kind,
            HeaderFindingKind::Unknown | HeaderFindingKind::Copied | HeaderFindingKind::Missing
        )
    };
    let unknown = |finding: &HeaderFinding| is_unknown(finding) && finding.concerns(cell, block());
    table.extra.iter().any(doubled) || table.headers.iter().any(unknown)
}

fn number(cell: &Cell) -> Option<i64> {
    match cell.value {
        Value::Blank => Some(0),
        Value::Number(number) => Some(number.value),
        Value::NotANumber => None,
    }
}

/// Whether a row that is not the form's, and counts something, stands among the addends.
fn has_unknown_addend(table: &Table, form: &SumForm) -> bool {
    let rows = || form.right.iter().map(|cell| cell.row);
    let (Some(first), Some(last)) = (rows().min(), rows().max()) else { return false };
    table.extra.iter().any(|extra| {
        extra.kind == ExtraRowKind::Unknown
            && extra.counts
            && (first..=last + 1).contains(&extra.after)
    })
}
