//! T002: a label that differs slightly from the form.

#[cfg(test)]
mod cases;

use super::column_label::MendedCells;
use super::rows::is_miscounted;
use super::slip::{Loss, Mended, mend};
use super::{Check, FixKind, Rule, Sink};
use crate::diagnostic::{Edit, Message, Severity, Wording};
use crate::facts::{HeadFinding, LabelWording, Row};
use crate::report::TableContext;
use crate::text::{Folded, TextRange};

pub static RULE: Rule = Rule {
    code: "T002",
    name: "row-label",
    severity: Severity::Warning,
    fix: FixKind::Either,
    summary: Wording::new("行名与格式规定的不完全相同", "a row's label differs a little from the form's"),
    documentation: Wording::new(
        "\
### 检查什么

表二、表三的行名与格式规定的一行相近，但不相同。空格、标点、括号的全半角、繁体字和部首字不计；已知无害的写法不报。行名写在合并单元格的每一格里、其中一格写成了别的行名或组名的，也提示。

### 为什么

行名是格式的一部分（国办公开办函〔2021〕30号），漏字会改变含义：“其他法律法规禁止公开”漏了“行政”二字，地方性法规并不在《条例》第十四条之列。

### 例子

“2.其他法律法规禁止公开”，应为“2.其他法律行政法规禁止公开”。

### 修正

只改不同的字和标点，空格、换行和全半角保持原样。行名中多一两个字、少几个字、错几个字的，安全。多出来的是一个词、带标点的说明，或者在行名两头、可能属于旁边那一格的，要由人看过，不安全。会删去数字、或者缺的字可能就写在旁边的，不提供修正；断成几行的，合起来改。
",
        "\
### What it checks

A label of table two or three is near to a label of the form, but not the same. Spaces, punctuation, the width of brackets, traditional characters and radicals do not count. Known harmless wordings are not reported. If a label is written out in each cell of a merged cell, a cell with the words of another row or group is also reported.

### Why

The labels are part of the format (国办公开办函〔2021〕30号), and a lost character changes the meaning: 其他法律法规 without 行政 includes local regulations, but article 14 of the Regulations does not.

### Example

2.其他法律法规禁止公开 should be 2.其他法律行政法规禁止公开.

### Fix

Replaces only the differing characters. Spaces, line breaks and the width of characters stay. Safe if a letter or two within the label are extra, and if letters are missing or wrong. Unsafe if the extra text is a word, a note with its punctuation, or text at an end of the label: it may belong to the neighbouring cell. There is no fix if a digit would be removed, or if the missing words may stand beside the label. Words broken over lines are corrected together.
",
    ),
    check: Check::Table(check),
};

const MESSAGE: Wording = Wording::new("行名“{0}”应为“{1}”", "the label “{0}” should be “{1}”");
const FIX: Wording = Wording::new("改为“{0}”", "change to “{0}”");
const NUMBERS: Wording = Wording::new(
    "“{0}”等 {1} 处丢了序号，应为“{2}”等：由文字处理软件转成文本时，自动编号常会丢失",
    "{1} labels have lost their numbers, “{0}” first, which should be “{2}”: automatic numbering is often lost where a document becomes text",
);
const FIX_NUMBERS: Wording =
    Wording::new("补上 {0} 处的序号", "put the numbers of {0} labels back");
/// At least four labels without numbers come from a list with automatic numbering, copied without
/// its numbers. They become one finding.
const LIST: usize = 4;

fn check(context: &TableContext, sink: &mut Sink) {
    if context.is_unreadable() {
        return;
    }
    let lost = LostNumbers::of(context);
    if let Some(&index) = lost.rows.first().filter(|_| lost.is_told()) {
        lost.tell(context, index, sink);
    }
    for (index, row, range) in
        near_rows(context).filter(|(index, ..)| !lost.is_told() || !lost.rows.contains(index))
    {
        let official = context.row_label(index);
        let mended = mended(context, index, row);
        // The label of the form, in pieces.
        if mended.edits.is_empty() {
            continue;
        }
        let own = |piece: &TextRange| piece.overlaps(range);
        let range = mended
            .pieces
            .iter()
            .filter(|piece| own(piece))
            .fold(range, |range, &piece| range.cover(piece));
        let words = shown(context, &mended.pieces);
        let diagnostic = sink.push(
            range,
            context.row_place(index),
            Message::new(MESSAGE, [words.into(), official.into()]),
        );
        diagnostic
            .fixes
            .extend(mended.loss.fix(Message::new(FIX, [official.into()]), mended.edits));
    }
}

/// The rows with a near label, each with its index and its label.
fn near_rows<'a>(context: &TableContext<'a>) -> impl Iterator<Item = (usize, &'a Row, TextRange)> {
    context.table.rows.iter().enumerate().filter_map(|(index, row)| {
        let row =
            row.as_ref().filter(|row| row.wording == LabelWording::Near && !is_miscounted(row))?;
        Some((index, row, row.label?))
    })
}

/// The label in one line.
fn shown(context: &TableContext, pieces: &[TextRange]) -> String {
    pieces.iter().map(|&piece| context.words(piece)).collect()
}

/// The labels and heads of a table that lack only their number: 1. or （一）.
pub(super) struct LostNumbers<'a> {
    /// Indices into the rows of the form.
    rows: Vec<usize>,
    pub heads: Vec<&'a HeadFinding>,
}

impl<'a> LostNumbers<'a> {
    pub(super) fn of(context: &TableContext<'a>) -> Self {
        let letters = |pieces: &[TextRange]| {
            pieces
                .iter()
                .map(|&piece| Folded::letters(context.text, piece).text)
                .collect::<String>()
        };
        let rows = near_rows(context).filter(|(index, row, _)| {
            lacks_number(&letters(&row.pieces), context.row_label(*index))
        });
        let heads = context
            .table
            .heads
            .iter()
            .filter(|head| lacks_number(&letters(&[head.range]), &head.label.text));
        Self { rows: rows.map(|(index, ..)| index).collect(), heads: heads.collect() }
    }

    /// Whether all lost numbers are reported together, at the first of the rows.
    pub(super) fn is_told(&self) -> bool {
        !self.rows.is_empty() && self.rows.len() + self.heads.len() >= LIST
    }

    fn tell(&self, context: &TableContext, first: usize, sink: &mut Sink) {
        let Some(row) = context.table.rows[first].as_ref() else { return };
        let count = (self.rows.len() + self.heads.len()) as i64;
        let rows = self
            .rows
            .iter()
            .filter_map(|&index| Some(mended(context, index, context.table.rows[index].as_ref()?)));
        let rows = rows.map(|mended| (mended.loss, mended.edits));
        let heads = self
            .heads
            .iter()
            .filter_map(|head| MendedCells::of_head(context, head))
            .map(|mended| (mended.loss, mended.edits));
        let (costs, edits): (Vec<Loss>, Vec<Vec<Edit>>) = rows.chain(heads).unzip();
        let mut edits = edits.concat();
        edits.sort_by_key(|edit| edit.range);
        let message = Message::new(
            NUMBERS,
            [shown(context, &row.pieces).into(), count.into(), context.row_label(first).into()],
        );
        let diagnostic =
            sink.push(row.label.unwrap_or(row.range), context.row_place(first), message);
        diagnostic.fixes.extend(
            costs
                .into_iter()
                .max()
                .and_then(|cost| cost.fix(Message::new(FIX_NUMBERS, [count.into()]), edits)),
        );
    }
}

/// Whether the letters are the official label without its number.
fn lacks_number(letters: &str, official: &str) -> bool {
    let number = official.find(['.', '、', '）']).map_or("", |end| &official[..end]);
    let number = Folded::letters(number, TextRange::new(0, number.len()));
    let whole = Folded::letters(official, TextRange::new(0, official.len())).text;
    number.chars() == 1
        && whole.strip_prefix(number.text.as_str()).is_some_and(|rest| rest == letters)
}

/// What the correction of a row's label would lose.
pub(super) fn cost(context: &TableContext, index: usize, row: &Row) -> Loss {
    if row.wording == LabelWording::Near { mended(context, index, row).loss } else { Loss::Slip }
}

/// The correction of a row's label.
fn mended(context: &TableContext, index: usize, row: &Row) -> Mended {
    // A letter at the end may be a note, or may belong to the next cell after a lost separator.
    mend(context.text, &row.pieces, context.row_label(index), context.table.table_form(), |_| false)
}
