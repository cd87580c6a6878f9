//! What is to be said of a table that does not add up.

use super::causes::{self, Causes, Change, EventKind, Ledger, Role};
use super::fit::{self, Misfit};
use super::{Sum, readings, recompute, value};
use crate::facts::{Table, Value};
use crate::standard::CellRef;

/// Why a table does not add up, and which of its violated relations that explains.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Explanation {
    pub causes: Causes,
    /// Totals, or a row, that nobody has filled in.
    pub unfilled: Vec<Unfilled>,
    /// The one blank cell of a violated relation that shares no cell with others, and what would make it hold.
    pub fills: Vec<Change>,
    /// Whether several columns before 总计 have not been filled in, and all that fails is that rows fall short for it.
    pub has_blank_columns: bool,
    pub misfit: Option<Misfit>,
    /// The violated relations, by their index, of which nothing need be said beside the findings that explain them.
    pub(super) muted: Vec<usize>,
}

/// Blank cells that are one finding: a total, all totals of a row or a column, or a whole row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unfilled {
    /// The result cell of the relation that speaks of them.
    pub at: CellRef,
    /// The blank cells with what they should hold.
    pub cells: Vec<Change>,
}

impl Explanation {
    /// What is said that a cell should hold; `None` where nothing is.
    pub fn named(&self, cell: CellRef) -> Option<i64> {
        let events = || self.causes.events.iter();
        let blanks = self.unfilled.iter().flat_map(|unfilled| &unfilled.cells).chain(&self.fills);
        let named = events().flat_map(|event| &event.changes).chain(blanks).find(|change| change.cell == cell);
        named.map(|change| change.value).or_else(|| events().any(|event| event.left_blank.contains(&cell)).then_some(0))
    }

    /// The blank cells of which something else than that they are blank is said.
    pub fn blank_cells(&self) -> impl Iterator<Item = CellRef> {
        let changes =
            self.causes.events.iter().flat_map(|event| event.changes.iter().map(|change| change.cell).chain(event.left_blank.iter().copied()));
        let unfilled = self.unfilled.iter().flat_map(|unfilled| &unfilled.cells).chain(&self.fills).map(|change| change.cell);
        changes.chain(unfilled)
    }
}

/// Explains what is violated of `sums`, all relations of `table`.
pub fn explain(table: &Table, sums: &[Sum]) -> Explanation {
    if !sums.iter().any(Sum::is_violated) {
        return Explanation::default();
    }
    match Ledger::of(table, sums) {
        Some(ledger) => explain_ledger(table, sums, ledger),
        None => {
            let causes = causes::slipped_groups(table, sums);
            let muted = if causes.events.is_empty() { Vec::new() } else { violated(sums).map(|(index, _)| index).collect() };
            let fills = if causes.events.is_empty() { fills(table, sums) } else { Vec::new() };
            Explanation { causes, fills, muted, ..Explanation::default() }
        }
    }
}

fn violated(sums: &[Sum]) -> impl Iterator<Item = (usize, &Sum)> {
    sums.iter().enumerate().filter(|(_, sum)| sum.is_violated())
}

fn explain_ledger(table: &Table, sums: &[Sum], mut ledger: Ledger) -> Explanation {
    let mut explanation = Explanation { causes: causes::explain(ledger.clone()), ..Explanation::default() };
    if explanation.causes.events.is_empty() {
        explanation.misfit = readings::misread(table, &ledger);
        let unfilled = match (&explanation.misfit, blank_line(&mut ledger, sums)) {
            (Some(_), _) => Vec::new(),
            (None, Some(line)) => vec![line],
            (None, None) => blank_totals(table, sums),
        };
        if !unfilled.is_empty() {
            let mut filled = ledger.clone();
            put(&mut filled, unfilled.iter().flat_map(|unfilled| &unfilled.cells));
            let holds = filled.holds();
            explanation.causes = if holds { Causes::default() } else { causes::explain(filled) };
            if holds || !explanation.causes.events.is_empty() || fit::misfit(table, sums, &ledger).is_none() {
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
    // What is left once these are put right is reported.
    let displaced = explanation.causes.events.iter().filter(|event| event.kind.is_displacement()).flat_map(|event| &event.changes);
    put(&mut ledger, displaced.chain(explanation.unfilled.iter().flat_map(|unfilled| &unfilled.cells)));
    let speaks = |sum: &Sum| {
        let is_own = |unfilled: &Unfilled| unfilled.cells.len() > 1 || sum.form.left == [unfilled.at];
        explanation.unfilled.iter().any(|unfilled| unfilled.at == sum.form.result && is_own(unfilled))
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

fn put<'a>(ledger: &mut Ledger, changes: impl Iterator<Item = &'a Change>) {
    changes.for_each(|change| ledger.put(change.cell, change.value));
}

/// The blank ones among the totals that are named.
fn named_blank_totals(ledger: &Ledger, sums: &[Sum], causes: &Causes) -> Vec<Unfilled> {
    let is_blank = |change: &Change| ledger.is_blank(change.cell.row, change.cell.column);
    let is_total = |cell: CellRef| violated(sums).any(|(_, sum)| sum.form.left == [cell]);
    let mut unfilled = Vec::new();
    for event in &causes.events {
        match event.kind {
            EventKind::Cell | EventKind::TwoCells => {
                let blank = event.changes.iter().filter(|change| is_blank(change) && is_total(change.cell));
                unfilled.extend(blank.map(|change| Unfilled { at: change.cell, cells: vec![*change] }));
            }
            EventKind::TotalsRow if (0..ledger.width).all(|column| ledger.is_blank(ledger.totals(), column)) => {
                let value = |column| event.changes.iter().find(|change| change.cell.column == column).map_or(0, |change| change.value);
                let cells: Vec<Change> = (0..ledger.width).map(|column| ledger.change(ledger.totals(), column, value(column))).collect();
                unfilled.extend(
                    cells.iter().find(|change| is_total(change.cell)).map(|first| first.cell).map(|at| Unfilled { at, cells: cells.clone() }),
                );
            }
            _ => {}
        }
    }
    unfilled
}

/// The one row, or column before 总计, without any number, and the numbers with which everything holds. More than one such line tell
/// nothing.
fn blank_line(ledger: &mut Ledger, sums: &[Sum]) -> Option<Unfilled> {
    let blank = |row: &usize| (0..ledger.width).all(|column| ledger.is_blank(*row, column));
    let rows = (0..ledger.height()).filter(blank);
    let right = |row: usize| -> Vec<Change> {
        let value = |column: usize| match ledger.roles[row] {
            Role::Received => -ledger.balances[column],
            Role::Outcome => -ledger.outcomes[column],
            Role::Totals => ledger.outcomes[column],
            Role::Forward => ledger.balances[column],
        };
        (0..ledger.width).map(|column| ledger.change(row, column, value(column))).collect()
    };
    let right_column = |column: usize| -> Vec<Change> { (0..ledger.height()).map(|row| ledger.change(row, column, -ledger.rows[row])).collect() };
    let lines: Vec<Vec<Change>> = rows.map(right).chain(blank_columns(ledger).map(right_column)).collect();
    let mut found = lines.into_iter().filter(|cells| ledger.is_mended_by(cells));
    let cells = found.next().filter(|_| found.next().is_none())?;
    let (_, speaking) = violated(sums).next()?;
    Some(Unfilled { at: speaking.form.result, cells })
}

/// The columns before 总计 without any number.
fn blank_columns(ledger: &Ledger) -> impl Iterator<Item = usize> {
    (0..ledger.total()).filter(|&column| (0..ledger.height()).all(|row| ledger.is_blank(row, column)))
}

/// The sums of rows that fall short where several columns have not been filled in: that these are blank says it. Empty where another
/// relation fails as well.
fn of_blank_columns(ledger: &Ledger, sums: &[Sum]) -> Vec<usize> {
    let is_short = |sum: &Sum| sum.form.left == [sum.form.result] && !sum.relation.listing && ledger.off(sum) < 0;
    if blank_columns(ledger).nth(1).is_none() || !violated(sums).all(|(_, sum)| is_short(sum)) {
        return Vec::new();
    }
    violated(sums).map(|(index, _)| index).collect()
}

/// The blank totals that should hold something, computed from their addends: those of a row or column without any number together.
fn blank_totals(table: &Table, sums: &[Sum]) -> Vec<Unfilled> {
    let is_blank = |cell: CellRef| table.cell(cell).is_some_and(|cell| cell.value == Value::Blank);
    let is_total = |cell: CellRef| violated(sums).any(|(_, sum)| sum.form.left == [cell]);
    let computed = recompute::recompute(table, sums);
    let change = |cell: CellRef| {
        let value = computed.iter().find(|(other, _)| *other == cell).map_or(0, |(_, value)| *value);
        Change { cell, found: 0, value }
    };
    let mut left: Vec<CellRef> = computed.iter().map(|(cell, _)| *cell).filter(|cell| is_blank(*cell)).collect();
    let mut unfilled = Vec::new();
    // All totals of one kind: of the rows, or of the columns.
    let mut kinds: Vec<Vec<CellRef>> = Vec::new();
    for sum in sums.iter().filter(|sum| sum.form.left == [sum.form.result] && !sum.relation.at_least) {
        let cell = sum.form.result;
        match kinds
            .iter_mut()
            .find(|kind| kind.iter().all(|other| if sum.relation.listing { other.row == cell.row } else { other.column == cell.column }))
        {
            Some(kind) => kind.push(cell),
            None => kinds.push(vec![cell]),
        }
    }
    for kind in kinds.into_iter().filter(|kind| kind.iter().all(|cell| is_blank(*cell))) {
        if let Some(&at) = kind.iter().find(|cell| left.contains(cell) && is_total(**cell)) {
            left.retain(|cell| !kind.contains(cell));
            unfilled.push(Unfilled { at, cells: kind.into_iter().map(change).collect() });
        }
    }
    unfilled.extend(left.into_iter().filter(|cell| is_total(*cell)).map(|at| Unfilled { at, cells: vec![change(at)] }));
    unfilled
}

/// Of each violated sum that has one blank cell what that would have to hold.
fn fills(table: &Table, sums: &[Sum]) -> Vec<Change> {
    let is_blank = |cell: &CellRef| table.cell(*cell).is_some_and(|cell| cell.value == Value::Blank);
    let totals = violated(sums).filter(|(_, sum)| !sum.relation.at_least && sum.form.left == [sum.form.result]);
    let fill = |(_, sum): (usize, &Sum)| {
        let mut blank = sum.cells().filter(is_blank);
        let cell = blank.next().filter(|_| blank.next().is_none())?;
        let value = sum.solve(table, cell)?;
        (value >= 0).then_some(Change { cell, found: self::value(table, cell)?, value })
    };
    totals.filter_map(fill).collect()
}
