//! The sums of the form over the facts of a report: which sums hold, what each sum consists of,
//! what explains the violated sums, and what the totals should be. Rules, hover, lens and hints all
//! ask this module.

mod blanks;
mod causes;
mod explanation;
mod fit;
mod grid;
mod order;
mod readings;
mod recompute;
mod stated;

pub use causes::{Causes, Correction, Event, EventKind};
pub use explanation::{Explanation, Unfilled};
pub use fit::Misfit;
pub use order::{OrderEvidence, order_evidence};
pub use stated::{Stated, StatedCells, held_of, stated};

use crate::facts::{Cell, ExtraRow, ExtraRowKind, HeaderFinding, HeaderFindingKind, Table, Value};
use crate::standard::{CellRef, Relation, SumForm};
use grid::Grid;
use std::sync::OnceLock;

/// All relations of the form over a table of a report, in the order of the form, with the
/// explanation of violated relations. The explanation is computed once, at the first use.
#[derive(Clone, Debug, Default)]
pub struct Evaluation {
    all: Vec<Sum>,
    explanation: OnceLock<Explanation>,
    totals: OnceLock<Vec<(CellRef, i64)>>,
}

impl Evaluation {
    /// The relations over `table`. A relation with an absent cell, a repeated cell or a cell
    /// without a number has no sides.
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
            // T014 reports the cause.
            all.iter_mut().filter(|sum| sum.is_violated()).for_each(|sum| sum.sides = None);
        }
        Self { all, ..Self::default() }
    }
}

/// The other fields follow from the relations.
impl PartialEq for Evaluation {
    fn eq(&self, other: &Self) -> bool {
        self.all == other.all
    }
}

impl Eq for Evaluation {}

/// A table with its evaluated relations.
#[derive(Clone, Copy, Debug)]
pub struct Sums<'a> {
    table: &'a Table,
    evaluation: &'a Evaluation,
}

impl<'a> Sums<'a> {
    /// `evaluation` is of `table`.
    pub fn new(table: &'a Table, evaluation: &'a Evaluation) -> Self {
        Self { table, evaluation }
    }

    /// All relations, in the order of the form.
    pub fn iter(self) -> std::slice::Iter<'a, Sum> {
        self.evaluation.all.iter()
    }

    /// The explanation of the violated sums.
    pub fn explanation(self) -> &'a Explanation {
        let Evaluation { all, explanation, .. } = self.evaluation;
        explanation.get_or_init(|| explanation::explain(self.table, all))
    }

    /// The named causes.
    pub fn causes(self) -> &'a Causes {
        &self.explanation().causes
    }

    /// The reason why the table is not understood. Then all other findings about the table are
    /// silent.
    pub fn misfit(self) -> Option<Misfit> {
        self.table.unreadable.map(Misfit::Rows).or_else(|| self.explanation().misfit)
    }

    /// The violated relations that no other finding explains.
    pub fn reported(self) -> impl Iterator<Item = &'a Sum> {
        let silent = self.misfit().is_some();
        let muted = &self.explanation().muted;
        let reported = self
            .iter()
            .enumerate()
            .filter(move |(index, sum)| !silent && sum.is_violated() && !muted.contains(index));
        reported.map(|(_, sum)| sum)
    }

    /// Whether a cell is the total of other cells.
    pub fn is_total(self, cell: CellRef) -> bool {
        recompute::is_total(&self.evaluation.all, cell)
    }

    /// The right number of a blank cell that is the result of a sum: the number from the findings,
    /// otherwise the sum of the addends if all addends are filled in. `None` if neither number
    /// exists.
    pub fn of_blank(self, cell: CellRef) -> Option<i64> {
        let table = self.table;
        let own = || self.iter().filter(|sum| !sum.relation.at_least && sum.form.result == cell);
        own().next()?;
        let is_filled = |cell: &CellRef| {
            table.cell(*cell).is_some_and(|cell| matches!(cell.value, Value::Number(_)))
        };
        self.explanation().named(cell).or_else(|| {
            let made =
                own().filter(|sum| sum.form.left == [cell] && sum.form.right.iter().all(is_filled));
            let mut made = made.filter_map(|sum| sum.solve(table, cell));
            made.next().filter(|value| made.all(|other| other == *value))
        })
    }

    /// The blank totals with the sum 0.
    pub fn blank_zeros(self) -> Vec<CellRef> {
        recompute::blank_zeros(self.table, &self.evaluation.all)
    }

    /// The wrong totals that depend on any of `cells`, with the right numbers if everything else
    /// stays the same.
    pub fn depending(self, cells: &[CellRef]) -> Vec<Correction> {
        recompute::depending(self.table, &self.evaluation.all, cells)
    }

    /// The totals that differ from the sum of their addends, with that sum, in the order of the
    /// form.
    pub fn totals(self) -> &'a [(CellRef, i64)] {
        let Evaluation { all, totals, .. } = self.evaluation;
        totals.get_or_init(|| recompute::recompute(self.table, all))
    }
}

/// A relation of the form over a table of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sum {
    pub relation: &'static Relation,
    pub form: &'static SumForm,
    /// The sums of both sides; `None` if a cell is unknown.
    pub sides: Option<Sides>,
}

/// The sums of the two sides of a relation. Blank cells count as 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sides {
    pub left: i64,
    pub right: i64,
}

impl Sum {
    /// Whether the relation was evaluated and does not hold.
    pub fn is_violated(&self) -> bool {
        self.sides.is_some_and(|sides| {
            if self.relation.at_least {
                sides.left < sides.right
            } else {
                sides.left != sides.right
            }
        })
    }

    /// Whether the relation was evaluated and holds.
    pub fn holds(&self) -> bool {
        self.sides.is_some() && !self.is_violated()
    }

    /// All cells of the relation.
    pub fn cells(&self) -> impl Iterator<Item = CellRef> {
        self.form.left.iter().chain(&self.form.right).copied()
    }

    /// The number of the result cell under which the relation holds, if everything else stays the
    /// same.
    pub fn expected(&self, table: &Table) -> Option<i64> {
        self.solve(table, self.form.result)
    }

    /// The number of `cell` under which the relation holds, if everything else stays the same.
    /// `cell` must belong to the relation.
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

/// The value of each cell, see [`value`]. The values are computed once, because a cell belongs to
/// several sums.
fn values(table: &Table) -> Grid<Option<i64>> {
    let form = table.table_form();
    let width = form.blocks.iter().map(|block| block.columns.len()).max().unwrap_or_default();
    let mut values = Grid::new(form.rows.len(), width);
    for (cell, found) in table.cells().filter(|(cell, _)| !is_doubtful(table, *cell)) {
        values.set(cell, number(found));
    }
    values
}

/// The value of a cell for a sum. A blank cell is 0. `None` if the cell is absent, repeated or not
/// a number, or if the column is unknown.
pub fn value(table: &Table, cell: CellRef) -> Option<i64> {
    if is_doubtful(table, cell) { None } else { number(table.cell(cell)?) }
}

/// Whether the content of a cell is unknown: the row occurs twice, or the column has an unknown
/// header or is missing.
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

/// Whether an unknown row with numbers stands among the addends.
fn has_unknown_addend(table: &Table, form: &SumForm) -> bool {
    let rows = || form.right.iter().map(|cell| cell.row);
    let (Some(first), Some(last)) = (rows().min(), rows().max()) else { return false };
    table.extra.iter().any(|extra| {
        extra.kind == ExtraRowKind::Unknown
            && extra.counts
            && (first..=last + 1).contains(&extra.after)
    })
}
