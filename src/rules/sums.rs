//! What the arithmetic rules share: finding the violated sums of a table, naming the wrong cell, offering the fixes.

use super::{Rule, Sink, TableContext};
use crate::diagnostic::{Applicability, Argument, Edit, Fix, Message, Place, Related, Wording};
use crate::facts::number::plain;
use crate::facts::{Table, Value};
use crate::relations::{Sum, WrongCell, value};
use crate::standard::CellRef;
use crate::text::TextRange;

pub const NO_ADDEND: Wording = Wording::new("各项都是 0", "all addends are 0");
const THIS_CELL: Wording = Wording::new("；填错的就是这一格", "; it is this cell that is wrong");
const OTHER_CELL: Wording = Wording::new("；填错的是{0}：应为 {1}，不是 {2}", "; the wrong cell is {0}: it should be {1}, not {2}");
const NAMED_FIX: Wording = Wording::new("{0}改为 {1}", "set {0} to {1}");
const OWN_FIX: Wording = Wording::new("按其他各格重算：{0}改为 {1}", "recompute from the other cells: set {0} to {1}");
const ALL_FIX: Wording = Wording::new("重算本表全部合计（改 {0} 格）", "recompute all totals of this table ({0} cells)");
const ADDEND: Wording = Wording::new("{0} {1}", "{0} {1}");
const CELL: Wording = Wording::new("{1}列{0}", "{0}, column {1}");

/// Which cell of a violated sum is the wrong one, as far as that is known.
pub struct Blame {
    /// The end of the message.
    pub words: Argument,
    /// Whether it is named, and not the sum's result.
    pub is_other: bool,
}

/// Reports every violated sum of the rule's relations, with the message that `message` gives for it and for the words about
/// the wrong cell.
pub fn check(rule: &Rule, context: &TableContext, sink: &mut Sink, message: impl Fn(&TableContext, &Sum, Blame) -> Message) {
    let table = context.table;
    if !table.form().relations.iter().any(|relation| relation.rule == rule.code && relation.table == table.index) {
        return;
    }
    let all = context.sums;
    if !all.iter().any(|sum| sum.relation.rule == rule.code && sum.is_violated()) {
        return;
    }
    let wrong = all.wrong_cells(table);
    let all_totals = recompute_all(context);
    for sum in all.iter().filter(|sum| sum.relation.rule == rule.code && sum.is_violated()) {
        let Some(cell) = table.cell(sum.form.result) else { continue };
        let named = wrong.iter().find(|wrong| sum.cells().any(|cell| cell == wrong.cell));
        let words = Argument::Messages(named.map(|named| about(context, sum, named)).into_iter().collect());
        let message = message(context, sum, Blame { words, is_other: named.is_some_and(|named| named.cell != sum.form.result) });
        let diagnostic = sink.push(cell.range, context.place(sum.form.result), message);
        diagnostic.related = related(context, sum);
        diagnostic.fixes.extend(named.and_then(|named| named_fix(context, named)));
        let recomputed = sum.expected(table).filter(|&expected| expected >= 0 && !sum.relation.at_least);
        diagnostic.fixes.extend(recomputed.and_then(|expected| own_fix(context, sum.form.result, expected)));
        let is_total = sum.form.left == [sum.form.result];
        diagnostic.fixes.extend(all_totals.iter().filter(|_| is_total).cloned());
        let mut seen: Vec<Vec<Edit>> = Vec::new();
        diagnostic.fixes.retain(|fix| {
            let known = seen.iter().any(|edits| edits == fix.edits());
            seen.push(fix.edits().to_vec());
            !known
        });
    }
}

const ROW_TOTAL: Wording = Wording::new("{0}：总计应为 {1}（{2}），表中为 {3}{4}", "{0}: 总计 should be {1} ({2}), the table says {3}{4}");
/// Where another cell is wrong the total is not said to be.
const ROW_UNEQUAL: Wording = Wording::new("{0}：各项之和为 {1}（{2}），总计为 {3}，不相等{4}", "{0}: the addends make {1} ({2}), 总计 says {3}{4}");

/// The same for relations whose result is the total of a row.
pub fn check_row_totals(rule: &Rule, context: &TableContext, sink: &mut Sink) {
    check(rule, context, sink, |context, sum, about| {
        let label = |cell| context.column_label(cell).to_owned();
        let sides = sum.sides.unwrap_or_default();
        let row = context.row_name(sum.form.result.row).into();
        Message::new(
            if about.is_other { ROW_UNEQUAL } else { ROW_TOTAL },
            [row, sides.right.into(), addends(context, &sum.form.right, label), total(context, sum), about.words],
        )
    });
}

const BLANK: Wording = Wording::new("空白", "blank");

/// What the table says in the result cell of a sum that consists of it alone.
pub fn total(context: &TableContext, sum: &Sum) -> Argument {
    match context.table.cell(sum.form.result).map(|cell| cell.value) {
        Some(Value::Blank) => Message::plain(BLANK).into(),
        _ => sum.sides.unwrap_or_default().left.into(),
    }
}

/// The addends that are not 0, each with its label.
pub fn addends(context: &TableContext, cells: &[CellRef], label: impl Fn(CellRef) -> String) -> Argument {
    let addends: Vec<(String, String)> = cells
        .iter()
        .filter_map(|&cell| value(context.table, cell).filter(|&value| value != 0).map(|value| (label(cell), value.to_string())))
        .collect();
    if addends.is_empty() { Argument::Message(Message::plain(NO_ADDEND)) } else { Argument::Sum(addends) }
}

/// The cell in words: its row, with the group that it stands in where its label does not tell it, and its column.
pub fn cell_name(context: &TableContext, cell: CellRef) -> Argument {
    Argument::Message(Message::new(CELL, [context.row_name(cell.row).into(), context.column_label(cell).into()]))
}

fn about(context: &TableContext, sum: &Sum, wrong: &WrongCell) -> Message {
    if wrong.cell == sum.form.result {
        return Message::plain(THIS_CELL);
    }
    Message::new(OTHER_CELL, [cell_name(context, wrong.cell), wrong.value.into(), wrong.found.into()])
}

fn related(context: &TableContext, sum: &Sum) -> Vec<Related> {
    let others = sum.cells().filter(|&cell| cell != sum.form.result && value(context.table, cell) != Some(0));
    let related = others.filter_map(|cell| {
        let shown = value(context.table, cell)?;
        let range = context.table.cell(cell)?.range;
        Some(Related { range, message: Message::new(ADDEND, [cell_name(context, cell), shown.into()]) })
    });
    related.collect()
}

fn named_fix(context: &TableContext, wrong: &WrongCell) -> Option<Fix> {
    let range = writable(context.table, wrong.cell)?;
    let applicability = if wrong.safe { Applicability::Safe } else { Applicability::Unsafe };
    let message = Message::new(NAMED_FIX, [cell_name(context, wrong.cell), wrong.value.into()]);
    Some(Fix::replace(message, applicability, range, wrong.value.to_string()).naming_the_cause())
}

fn own_fix(context: &TableContext, cell: CellRef, expected: i64) -> Option<Fix> {
    let range = writable(context.table, cell)?;
    let message = Message::new(OWN_FIX, [cell_name(context, cell), expected.into()]);
    Some(Fix::replace(message, Applicability::Unsafe, range, expected.to_string()).only_offered())
}

/// What `cell` would have to be, for each of the violated sums that it takes part in, with everything else as it is: the other
/// direction to correcting their results; for the result of a sum with one addend, also what that would have to be. Nothing for a
/// sum whose wrong cell is known to be another.
pub fn corrections(context: &TableContext, cell: CellRef) -> Vec<Fix> {
    let wrong = context.sums.wrong_cells(context.table);
    if let Some(named) = wrong.iter().find(|wrong| wrong.cell == cell) {
        return named_fix(context, named).into_iter().collect();
    }
    let takes_part = |sum: &Sum, cell: CellRef| sum.cells().any(|other| other == cell);
    let own = context.sums.iter().filter(|sum| sum.is_violated() && !sum.relation.at_least && takes_part(sum, cell));
    let unexplained = own.filter(|sum| !wrong.iter().any(|wrong| takes_part(sum, wrong.cell)));
    let mut mended: Vec<(CellRef, i64)> = Vec::new();
    for sum in unexplained {
        let other = only_addend(context, sum).filter(|_| sum.form.result == cell);
        let wrong = std::iter::once(cell).chain(other).filter_map(|cell| Some((cell, sum.solve(context.table, cell)?)));
        for (cell, value) in wrong.filter(|(_, value)| *value >= 0) {
            if !mended.contains(&(cell, value)) {
                mended.push((cell, value));
            }
        }
    }
    mended.into_iter().filter_map(|(cell, value)| own_fix(context, cell, value)).collect()
}

/// The one cell beside its result of which a sum consists, the others being 0.
fn only_addend(context: &TableContext, sum: &Sum) -> Option<CellRef> {
    let mut filled = sum.cells().filter(|&cell| cell != sum.form.result && value(context.table, cell) != Some(0));
    filled.next().filter(|_| filled.next().is_none())
}

/// All totals of the table from their addends.
pub fn recompute_all(context: &TableContext) -> Option<Fix> {
    let changed = context.sums.totals(context.table);
    let edit = |&(cell, value): &(CellRef, i64)| {
        let kind = context.table.table_form().column(cell).kind;
        Some(Edit { range: writable(context.table, cell)?, content: plain(value, kind) })
    };
    let edits = changed.iter().map(edit).collect::<Option<Vec<_>>>()?;
    Fix::new(Message::new(ALL_FIX, [changed.len().into()]), Applicability::Unsafe, edits).map(Fix::only_offered)
}

/// Where a cell's value can be written: over its text, or at the place of a blank one that the layout shows.
pub fn writable(table: &Table, cell: CellRef) -> Option<TextRange> {
    let range = table.cell(cell).filter(|cell| !cell.broken)?.range;
    let alone = || table.cells().filter(|(_, other)| other.range == range).count() == 1;
    (!range.is_empty() || table.layout != crate::syntax::Layout::Spaces && alone()).then_some(range)
}

impl TableContext<'_> {
    /// The place of a cell.
    pub fn place(&self, cell: CellRef) -> Place {
        self.row_place(cell.row).column(self.column_label(cell))
    }

    /// The place of a row of the form.
    pub fn row_place(&self, row: usize) -> Place {
        self.table_place().row(self.row_label(row))
    }

    /// The place of the table.
    pub fn table_place(&self) -> Place {
        Place::part(self.table.table_form().name.as_str())
    }

    /// The form's label of a row.
    pub fn row_label(&self, row: usize) -> &'static str {
        &self.table.table_form().rows[row].label.text
    }

    /// The form's label of a cell's column.
    pub fn column_label(&self, cell: CellRef) -> &'static str {
        &self.table.table_form().column(cell).label.text
    }

    /// The label of a row behind that of its group, where it has one below the outermost: 3.其他 alone says little.
    pub fn row_name(&self, row: usize) -> String {
        let form = self.table.table_form();
        let group = form.rows[row].under.get(1).map_or("", |&head| form.heads[head].text.as_str());
        format!("{group}{}", form.rows[row].label.text)
    }
}
