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

pub use causes::{Causes, Correction, Event, EventKind};
pub use explanation::{Explanation, Unfilled};
pub use fit::Misfit;
pub use order::{OrderEvidence, order_evidence};

use crate::facts::{Cell, ExtraRow, ExtraRowKind, HeaderFinding, HeaderFindingKind, Table, Value};
use crate::standard::{CellRef, Relation, SumForm};
use grid::Grid;
use std::sync::OnceLock;

/// The relations of the form, evaluated over a table, in the order of the form. What explains a
/// violated relation is worked out at the first question, and kept.
#[derive(Clone, Debug, Default)]
pub struct Evaluation {
    all: Vec<Sum>,
    explanation: OnceLock<Explanation>,
    totals: OnceLock<Vec<(CellRef, i64)>>,
}

impl Evaluation {
    /// The relations over `table`. A relation with an absent or doubled cell, or with a cell
    /// without a number, has no sides.
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
            // T014 names the cause.
            all.iter_mut().filter(|sum| sum.is_violated()).for_each(|sum| sum.sides = None);
        }
        Self { all, ..Self::default() }
    }
}

/// The explanation and the totals follow from the relations.
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

    /// Why the table does not add up.
    pub fn explanation(self) -> &'a Explanation {
        let Evaluation { all, explanation, .. } = self.evaluation;
        explanation.get_or_init(|| explanation::explain(self.table, all))
    }

    /// The causes that the rules name.
    pub fn causes(self) -> &'a Causes {
        &self.explanation().causes
    }

    /// Why the table cannot be read. Nothing else is said of an unreadable table.
    pub fn misfit(self) -> Option<Misfit> {
        self.table.unreadable.map(Misfit::Rows).or_else(|| self.explanation().misfit)
    }

    /// The violated relations, without the consequences of another finding.
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

    /// The number for a blank cell that is the result of a sum: the number in the findings, or else
    /// the sum of the addends if all addends have a number.
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

    /// The corrections of the totals that depend on `cells`, with all other cells unchanged.
    pub fn depending(self, cells: &[CellRef]) -> Vec<Correction> {
        recompute::depending(self.table, &self.evaluation.all, cells)
    }

    /// The totals that differ from the sum of their addends, with the sum, in the order of the
    /// form.
    pub fn totals(self) -> &'a [(CellRef, i64)] {
        let Evaluation { all, totals, .. } = self.evaluation;
        totals.get_or_init(|| recompute::recompute(self.table, all))
    }
}

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
