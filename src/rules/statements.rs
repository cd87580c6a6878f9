//! Shared parts of the rules about sentences: what a sentence states beside the cells of a table.

use super::rows::cell_name;
use super::{Rule, Sink, report_place, sums};
use crate::diagnostic::{
    Applicability, Argument, Diagnostic, Fix, Message, Related, Severity, Wording,
};
use crate::facts::number::plain;
use crate::facts::statement::{
    Certainty, Change, Decisions, Disputes, Documents, Meaning, Requests, Said, Verdict,
};
use crate::facts::written_like;
use crate::relations::{Correction, Stated, StatedCells, value};
use crate::report::{Context, TableContext};
use crate::standard::{CellRef, Kind, Outcome};
use crate::text::{TextRange, fold};
use std::cell::LazyCell;
use std::collections::HashSet;

const DIFFERS: Wording = Wording::new(
    "正文说{0} {1}，{2}为 {3}，请核对哪一处对",
    "the text says {0} {1}, {2} says {3}: check which is right",
);
const NONE: Wording = Wording::new(
    "正文说没有{0}，{1}为 {2}，请核对哪一处对",
    "the text says no {0}, {1} says {2}: check which is right",
);
const ONE_RESULT: Wording = Wording::new(
    "正文说{0}，{1}却为 {2}，请核对哪一处对",
    "the text says {0}, but {1} says {2}: check which is right",
);
const TWICE: Wording = Wording::new(
    "正文两处说法不同：{0}前面为 {1}，这里为 {2}，请改一致",
    "the text says two things: {0} was {1} above and is {2} here; make them the same",
);
const TWICE_FIRST_HOLDS: Wording = Wording::new(
    "正文两处说法不同：{0}前面为 {1}（与{3}一致），这里为 {2}，请核对",
    "the text says two things: {0} was {1} above, as {3} says, and is {2} here; check this one",
);
const TWICE_LATER_HOLDS: Wording = Wording::new(
    "正文两处说法不同：{0}这里为 {1}，后面为 {2}（与{3}一致），请核对",
    "the text says two things: {0} is {1} here and {2} below, as {3} says; check this one",
);
const TWICE_NONE_HOLDS: Wording = Wording::new(
    "正文两处说法不同：{0}这里为 {1}，后面为 {2}，{3}为 {4}，请核对",
    "the text says two things: {0} is {1} here and {2} below, {3} says {4}; check",
);
const BELOW: Wording = Wording::new("后面为 {0}", "{0} below");
const ABOVE: Wording = Wording::new("前面为 {0}", "{0} above");
const CELL: Wording = Wording::new("{0}“{1}”{2}", "{0}, {1}, {2},");
const SUM: Wording = Wording::new("{0}“{1}”{2}之和", "{0}, the sum of {1}, {2},");
const SET_TEXT: Wording = Wording::new("正文改为 {0}", "set the text to {0}");
const COUNT: Wording = Wording::new("{0} 件", "{0}");
const MONEY: Wording = Wording::new("{0} 万元", "{0} 万元");
const RELATED: Wording = Wording::new("{0} {1}", "{0} {1}");
const WITNESS: Wording = Wording::new("正文也说 {0} 件", "the text says {0} too");

/// Reports each quantity of the rule with different values in the text and in a table.
pub fn check(rule: &Rule, context: &Context, sink: &mut Sink, is_own: impl Fn(&Meaning) -> bool) {
    // Nearly all statements agree with their table.
    let doubtful = LazyCell::new(|| contradictions(context));
    for (index, stated) in context.stated().iter().enumerate() {
        let statement = stated.statement;
        let is_told =
            statement.said == Said::AllClosed || !statement.meanings.first().is_some_and(&is_own);
        if is_told || stated.agrees() != Some(false) || doubtful.concerned.contains(&index) {
            continue;
        }
        let Some(cells) = &stated.cells else { continue };
        let Some(table) = context.table(cells.table) else { continue };
        let Some(message) = difference(stated, &table) else { continue };
        let finding = sink.push(stated.range, report_place(context, stated.range), message);
        if statement.certainty == Certainty::Likely {
            finding.severity = Severity::Hint;
        }
        finding.related = related(&table, cells);
        // Only a certain reading with one meaning may change a text.
        if statement.certainty == Certainty::Certain && statement.meanings.len() == 1 {
            finding.fixes = fixes(context, stated, cells, &table);
        }
        debug_assert_eq!(finding.code, rule.code);
    }
}

/// What to say of a statement that differs from `table`, the table with its cells. `None` if both
/// agree, if they cannot be compared, and if a repair of the table gives the stated number.
pub fn difference(stated: &Stated, table: &TableContext) -> Option<Message> {
    let cells = stated.cells.as_ref()?;
    let differs = stated.agrees() == Some(false)
        && !table.is_unreadable()
        && repaired(table, cells) != Some(stated.amount());
    differs.then(|| message(stated, cells, table))
}

/// A statement that differs from an earlier statement of the same quantity.
struct Contradiction {
    first: usize,
    later: usize,
}

/// The quantities that the text states twice with different values.
#[derive(Default)]
struct Contradictions {
    found: Vec<Contradiction>,
    /// All statements of these quantities, as indices.
    concerned: HashSet<usize>,
}

fn contradictions(context: &Context) -> Contradictions {
    let all = context.stated();
    let is_sure = |stated: &Stated| {
        stated.statement.certainty == Certainty::Certain
            && matches!(stated.statement.said, Said::Number | Said::Absence)
            && !matches!(stated.statement.meanings[0], Meaning::Share(..))
    };
    // The statements of each quantity. There are few quantities.
    let mut quantities: Vec<(&[Meaning], Vec<usize>)> = Vec::new();
    for (index, stated) in all.iter().enumerate().filter(|(_, stated)| is_sure(stated)) {
        let meanings = stated.statement.meanings.as_slice();
        match quantities.iter_mut().find(|(known, _)| *known == meanings) {
            Some((_, statements)) => statements.push(index),
            None => quantities.push((meanings, vec![index])),
        }
    }
    let mut out = Contradictions::default();
    for (_, statements) in quantities {
        let first = statements[0];
        let differs = |later: &&usize| all[**later].amount() != all[first].amount();
        let later: Vec<usize> = statements.iter().filter(differs).copied().collect();
        // 信息不存在4件，不属于本机关公开3件: two names of one row in a list.
        let is_list = |later: &&usize| {
            let between = all[first].range.end..all[**later].range.start;
            matches!(all[first].statement.meanings[0], Meaning::Outcomes(_))
                && context.text.get(between).is_some_and(|between| !between.contains('。'))
        };
        // 市局101件，分局55件: parts of what the table holds.
        let sum = |sum: i64, index: usize| sum + all[index].amount();
        let own = statements.iter().copied().fold(0, sum);
        let meanings = &all[first].statement.meanings;
        let also = (0..all.len()).filter(|&index| all[index].statement.meanings == *meanings);
        let held = all[first].cells.as_ref().and_then(|cells| cells.held);
        let are_parts = held == Some(own) || held == Some(also.fold(0, sum));
        let is_list = later.iter().all(|later| is_list(&later));
        if !later.is_empty() && (is_list || are_parts) {
            out.concerned.extend(statements);
        } else if !later.is_empty() {
            out.concerned.extend(statements);
            out.found.extend(later.into_iter().map(|later| Contradiction { first, later }));
        }
    }
    out
}

/// Reports the later statement of each quantity with two values in the text.
pub fn check_contradictions(context: &Context, sink: &mut Sink) {
    let all = context.stated();
    for Contradiction { first, later } in contradictions(context).found {
        let (first, later) = (&all[first], &all[later]);
        let meaning = &later.statement.meanings[0];
        let (message, is_first) = contradiction(context, first, later, meaning);
        let (own, other, where_other) =
            if is_first { (first, later, BELOW) } else { (later, first, ABOVE) };
        let finding = sink.push(own.range, report_place(context, own.range), message);
        // Where one of the two agrees with its table, the other may have another scope.
        if first.agrees() == Some(true) || later.agrees() == Some(true) {
            finding.severity = Severity::Hint;
        }
        let message = Message::new(where_other, [amount(other)]);
        finding.related = vec![Related { range: other.range, message }];
    }
}

/// The sentence about two statements, and whether it stands at the first. It stands at the one that
/// differs from the table.
fn contradiction(
    context: &Context,
    first: &Stated,
    later: &Stated,
    meaning: &Meaning,
) -> (Message, bool) {
    let both = [quantity(meaning).into(), amount(first), amount(later)];
    let cells = first.cells.as_ref().or(later.cells.as_ref());
    let table = cells.and_then(|cells| Some((context.table(cells.table)?, cells)));
    let Some((table, cells)) = table else { return (Message::new(TWICE, both), false) };
    let [quantity, first_amount, later_amount] = both;
    let name = table.table.table_form().name.as_str();
    match (first.agrees(), later.agrees()) {
        (Some(true), Some(false)) => {
            let said = [quantity, first_amount, later_amount, name.into()];
            (Message::new(TWICE_FIRST_HOLDS, said), false)
        }
        (Some(false), Some(true)) => {
            let said = [quantity, first_amount, later_amount, name.into()];
            (Message::new(TWICE_LATER_HOLDS, said), true)
        }
        (Some(false), Some(false)) => {
            let said = [quantity, first_amount, later_amount, name.into(), held(cells, &table)];
            (Message::new(TWICE_NONE_HOLDS, said), true)
        }
        _ => (Message::new(TWICE, [quantity, first_amount, later_amount]), false),
    }
}

/// The sum of the cells with the repairs that the sums of the table name. `None` without a repair.
fn repaired(table: &TableContext, cells: &StatedCells) -> Option<i64> {
    let causes = table.sums.causes();
    cells.cells.iter().find(|&&cell| causes.change(cell).is_some())?;
    let now = |cell: CellRef| {
        causes.change(cell).map(|change| change.value).or_else(|| value(table.table, cell))
    };
    cells.cells.iter().map(|&cell| now(cell)).sum()
}

/// Whether a sentence may state the repaired value of one of these findings.
pub fn may_have_witness(found: &[Diagnostic]) -> bool {
    found.iter().any(is_repair)
}

fn is_repair(diagnostic: &Diagnostic) -> bool {
    diagnostic.code.starts_with('A') || matches!(diagnostic.code, "T013" | "T014")
}

/// Adds to each finding about a wrong cell the sentence that states the repaired value.
pub fn add_witnesses(context: &Context, found: &mut [Diagnostic]) {
    if !may_have_witness(found) {
        return;
    }
    for stated in context.stated() {
        let Some(cells) = &stated.cells else { continue };
        let Some(table) = context.table(cells.table) else { continue };
        if stated.agrees() != Some(false) || repaired(&table, cells) != Some(stated.amount()) {
            continue;
        }
        let start = table.part.range.start;
        let changed: Vec<TextRange> = cells
            .cells
            .iter()
            .filter(|&&cell| table.sums.causes().change(cell).is_some())
            .filter_map(|&cell| Some(table.table.cell(cell)?.range.shifted(start)))
            .collect();
        let explains = |diagnostic: &&mut Diagnostic| {
            is_repair(diagnostic)
                && diagnostic
                    .fixes
                    .iter()
                    .flat_map(Fix::edits)
                    .any(|edit| changed.contains(&edit.range))
        };
        for diagnostic in found.iter_mut().filter(explains) {
            let message = Message::new(WITNESS, [stated.amount().into()]);
            diagnostic.related.push(Related { range: stated.range, message });
        }
    }
}

/// The finding's sentence, with both numbers.
fn message(stated: &Stated, cells: &StatedCells, table: &TableContext) -> Message {
    let held = held(cells, table);
    let place = cells_name(table, cells);
    let statement = stated.statement;
    match (statement.said, stated.meaning) {
        (Said::OneResult, Meaning::OtherResults(disputes, verdict)) => {
            Message::new(ONE_RESULT, [all_of(*disputes, *verdict).into(), place, held])
        }
        (Said::Absence, meaning) => Message::new(NONE, [named(meaning, cells, table), place, held]),
        _ => Message::new(
            DIFFERS,
            [named(&statement.meanings[0], cells, table), amount(stated), place, held],
        ),
    }
}

/// The quantity in words; a single outcome by its row: 重复申请.
fn named(meaning: &Meaning, cells: &StatedCells, table: &TableContext) -> Argument {
    match (meaning, &cells.cells[..]) {
        (Meaning::Outcomes(outcomes), [cell]) if matches!(outcomes[..], [Outcome::Row(..)]) => {
            let label = short_label(table.row_label(cell.row));
            let name = label.trim_start_matches(|c: char| c.is_ascii_digit());
            name.trim_start_matches('.').to_owned().into()
        }
        _ => quantity(meaning).into(),
    }
}

/// The number of a statement with its unit.
fn amount(stated: &Stated) -> Argument {
    let is_money = matches!(stated.meaning, Meaning::Charges);
    counted(stated.amount(), if is_money { Kind::Money } else { Kind::Count })
}

/// The value of the cells with its unit.
fn held(cells: &StatedCells, table: &TableContext) -> Argument {
    let kind = cells.cells.first().map(|&cell| table.table.table_form().column(cell).kind);
    counted(cells.held.unwrap_or_default(), kind.unwrap_or(Kind::Count))
}

fn counted(value: i64, kind: Kind) -> Argument {
    let unit = if kind == Kind::Money { MONEY } else { COUNT };
    Message::new(unit, [plain(value, kind).into()]).into()
}

/// The names of the cells: table, rows and column.
fn cells_name(table: &TableContext, cells: &StatedCells) -> Argument {
    let form = table.table.table_form();
    let short = |row: usize| short_label(table.row_label(row)).to_owned();
    let name = form.name.as_str();
    let Some(&first) = cells.cells.first() else { return name.into() };
    if let [cell] = cells.cells[..] {
        let row = short(cell.row);
        return Message::new(CELL, [name.into(), row.into(), table.column_label(cell).into()])
            .into();
    }
    let is_row = cells.cells.iter().all(|cell| cell.row == first.row);
    let head = |row: usize| form.rows[row].under.last().copied();
    let common = head(first.row)
        .filter(|_| cells.cells.iter().all(|cell| head(cell.row) == head(first.row)));
    let mut rows: Vec<String> = cells.cells.iter().map(|cell| short(cell.row)).collect();
    rows.dedup();
    let rows = match common {
        Some(head) if !is_row => short_label(&form.heads[head].text).to_owned(),
        _ => rows.join("”“"),
    };
    let mut columns: Vec<&str> = Vec::new();
    for label in cells.cells.iter().map(|&cell| table.column_label(cell)) {
        if !columns.contains(&label) {
            columns.push(label);
        }
    }
    let column = if columns.len() == 1 { columns[0].to_owned() } else { columns.join("、") };
    Message::new(SUM, [name.into(), rows.into(), column.into()]).into()
}

/// A label without its note: （二）部分公开（区分处理的，…）.
fn short_label(label: &str) -> &str {
    let note = label.char_indices().skip(1).find(|(at, c)| *c == '（' && *at > "（二）".len());
    &label[..note.map_or(label.len(), |(at, _)| at)]
}

fn related(table: &TableContext, cells: &StatedCells) -> Vec<Related> {
    let start = table.part.range.start;
    let is_single = cells.cells.len() == 1;
    let related = cells.cells.iter().filter_map(|&cell| {
        let shown = value(table.table, cell).filter(|&shown| is_single || shown != 0)?;
        let kind = table.table.table_form().column(cell).kind;
        let message = Message::new(RELATED, [cell_name(table, cell), plain(shown, kind).into()]);
        Some(Related { range: table.table.cell(cell)?.range.shifted(start), message })
    });
    related.collect()
}

/// The number of the table in the sentence; the number of the sentence in the table, if this makes
/// its sums hold.
fn fixes(
    context: &Context,
    stated: &Stated,
    cells: &StatedCells,
    table: &TableContext,
) -> Vec<Fix> {
    let mut fixes = Vec::new();
    if let [cell] = cells.cells[..]
        && let Some(fix) = set_cell(table, cell, stated.amount())
    {
        fixes.push(fix);
    }
    let digits = stated.range.of(context.text);
    if stated.statement.said == Said::Number
        && let Some(held) = cells.held.and_then(|held| i32::try_from(held).ok())
        && !matches!(stated.meaning, Meaning::Charges)
    {
        // Ideographs are written up to 99.
        let is_plain = digits.contains(',')
            || !digits.contains(|c: char| fold(c).is_ascii_digit()) && !(1..100).contains(&held);
        let written = if is_plain { held.to_string() } else { written_like(digits, held) };
        let message = Message::new(SET_TEXT, [i64::from(held).into()]);
        fixes.push(Fix::replace(message, Applicability::Unsafe, stated.range, written));
    }
    fixes
}

fn set_cell(table: &TableContext, cell: CellRef, number: i64) -> Option<Fix> {
    let mut own = table.sums.iter().filter(|sum| sum.cells().any(|other| other == cell)).peekable();
    own.peek()?;
    let (mut is_violated, mut all_hold) = (false, true);
    for sum in own {
        is_violated |= sum.is_violated();
        all_hold &= sum.solve(table.table, cell) == Some(number);
    }
    if !is_violated || !all_hold {
        return None;
    }
    let found = value(table.table, cell)?;
    let mut fix = sums::setting(table, &[Correction { cell, found, value: number }], &[])?;
    fix.applicability = Applicability::Unsafe;
    fix.shift(table.part.range.start);
    Some(fix)
}

/// The quantity in words: 收到申请.
pub fn quantity(meaning: &Meaning) -> Message {
    Message::plain(words(meaning))
}

const fn said(zh: &'static str, en: &'static str) -> Wording {
    Wording::new(zh, en)
}

fn words(meaning: &Meaning) -> Wording {
    match meaning {
        Meaning::Requests(requests) => match requests {
            Requests::New => said("收到申请", "new requests:"),
            Requests::In => said("上年结转申请", "requests carried in:"),
            Requests::NewAndIn => said("本年收到和上年结转申请", "requests with those carried in:"),
            Requests::Handled => said("办结申请", "requests answered:"),
            Requests::Out => said("结转下年申请", "requests carried out:"),
        },
        Meaning::Applicants { natural: true } => said("自然人申请", "requests of persons:"),
        Meaning::Applicants { natural: false } => said("法人等申请", "requests of others:"),
        Meaning::Outcomes(outcomes) => match outcomes[..] {
            [Outcome::Open] => said("予以公开", "disclosed:"),
            [Outcome::Part] => said("部分公开", "disclosed in part:"),
            [Outcome::Group('c') | Outcome::Row('c', _)] => said("不予公开", "not disclosed:"),
            [Outcome::Group('d') | Outcome::Row('d', _)] => said("无法提供", "not available:"),
            [Outcome::Group('e') | Outcome::Row('e', _)] => said("不予处理", "not handled:"),
            [_] => said("其他处理", "handled otherwise:"),
            _ => said("这些办理结果", "these outcomes:"),
        },
        Meaning::Disputes(disputes, verdict) => dispute_words(*disputes, *verdict),
        Meaning::OtherResults(disputes, _) => dispute_words(*disputes, None),
        Meaning::Documents(documents, change) => match (documents, change) {
            (Documents::Rules, Change::Made) => said("制发规章", "rules made:"),
            (Documents::Rules, Change::Gone) => said("废止规章", "rules repealed:"),
            (Documents::Rules, Change::Valid) => said("现行有效规章", "rules in force:"),
            (_, Change::Made) => said("制发行政规范性文件", "documents made:"),
            (_, Change::Gone) => said("废止行政规范性文件", "documents repealed:"),
            (_, Change::Valid) => said("现行有效行政规范性文件", "documents in force:"),
        },
        Meaning::Decisions(decisions) => match decisions {
            Decisions::Licences => said("行政许可决定", "licences:"),
            Decisions::Penalties => said("行政处罚决定", "penalties:"),
            Decisions::Coercion => said("行政强制决定", "coercive measures:"),
        },
        Meaning::Charges => said("行政事业性收费", "charges:"),
        Meaning::Notices => said("收费通知", "notices of fees:"),
        Meaning::Fee => said("信息处理费（元）", "fees for information (yuan):"),
        Meaning::Share(..) => said("占比", "share:"),
    }
}

fn dispute_words(disputes: Disputes, verdict: Option<Verdict>) -> Wording {
    match (disputes, verdict) {
        (Disputes::Reviews, None) => said("行政复议", "reviews:"),
        (Disputes::Suits, None) => said("行政诉讼", "lawsuits:"),
        (Disputes::Direct, None) => said("未经复议直接起诉", "lawsuits without a review:"),
        (Disputes::AfterReview, None) => said("复议后起诉", "lawsuits after a review:"),
        (Disputes::All, None) => said("行政复议、行政诉讼", "reviews and lawsuits:"),
        (_, Some(Verdict::Upheld)) => said("结果维持", "upheld:"),
        (_, Some(Verdict::Corrected)) => said("结果纠正", "corrected:"),
        (_, Some(Verdict::Otherwise)) => said("其他结果", "other results:"),
        (_, Some(Verdict::Pending)) => said("尚未审结", "pending:"),
    }
}

fn all_of(disputes: Disputes, verdict: Verdict) -> Message {
    let is_review = disputes == Disputes::Reviews;
    Message::plain(match (is_review, verdict) {
        (true, Verdict::Upheld) => said("行政复议全部维持", "all reviews were upheld"),
        (true, Verdict::Corrected) => said("行政复议全部纠正", "all reviews were corrected"),
        (true, Verdict::Otherwise) => said("行政复议都是其他结果", "all reviews ended otherwise"),
        (true, Verdict::Pending) => said("行政复议都未审结", "all reviews are pending"),
        (false, Verdict::Upheld) => said("行政诉讼全部维持", "all lawsuits were upheld"),
        (false, Verdict::Corrected) => said("行政诉讼全部纠正", "all lawsuits were corrected"),
        (false, Verdict::Otherwise) => said("行政诉讼都是其他结果", "all lawsuits ended otherwise"),
        (false, Verdict::Pending) => said("行政诉讼都未审结", "all lawsuits are pending"),
    })
}
