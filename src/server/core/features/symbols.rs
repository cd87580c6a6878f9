//! Document symbols: list reports, their sections, tables, groups and rows.

use super::lens::verdict;
use super::locate::{TableAt, tables};
use crate::diagnostic::{Message, Wording};
use crate::document::Placed;
use crate::facts::{Row, RowCells};
use crate::server::core::view::View;
use crate::standard::CellRef;
use crate::syntax::{Part, PartKind, trim};
use crate::text::{TextRange, first_line, is_space};

const UNTITLED: Wording =
    Wording::new("没有标题的年度报告 {0}", "Annual report without a title {0}");

/// A symbol. Ranges are in bytes of the whole text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Symbol {
    pub name: String,
    pub detail: Option<String>,
    pub kind: Kind,
    pub range: TextRange,
    /// The range revealed for a chosen symbol. The selection may begin before `range`.
    pub selection: TextRange,
    pub children: Vec<Symbol>,
}

/// The kind of a symbol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Report,
    Part,
    Table,
    /// The rows under one head.
    Group,
    Row,
}

/// The outline of a report.
pub fn of_report(view: &View, report: Placed) -> Symbol {
    let (text, tree, checked) = (report.report.text(), report.report.tree(), report.report);
    let range = trim(text, TextRange::new(0, text.len()));
    let title = tree.title.map_or_else(|| first_line(text), |title| title.range);
    let tables: Vec<TableAt> = tables(report).collect();
    let parts =
        tree.parts.iter().filter(|part| part.kind != PartKind::Preface || !part.tables.is_empty());
    let children: Vec<Symbol> = parts.map(|part| of_part(view, report, part, &tables)).collect();
    Symbol {
        // The first line of a report without a title may be a long sentence.
        name: if tree.title.is_some() {
            named(title.of(text), checked.name())
        } else {
            view.say(&Message::new(UNTITLED, [checked.name().into()]))
        },
        detail: Some(checked.name().to_owned()).filter(|name| !name.is_empty()),
        kind: Kind::Report,
        range: children
            .iter()
            .map(|child| child.range)
            .fold(range.shifted(report.start), TextRange::cover),
        selection: title.shifted(report.start),
        children,
    }
}

/// The words of a heading or label in one line. Editors refuse a symbol without a name.
fn named(words: &str, otherwise: &str) -> String {
    let words: String = words.chars().filter(|c| !is_space(*c)).collect();
    if words.is_empty() { otherwise.to_owned() } else { words }
}

fn of_part(view: &View, report: Placed, part: &Part, tables: &[TableAt]) -> Symbol {
    let text = report.report.text();
    let range = trim(text, part.range);
    let selection = part.heading.as_ref().map_or_else(
        || first_line(range.of(text)).shifted(range.start),
        |heading| heading.range.shifted(part.range.start),
    );
    let children: Vec<Symbol> = tables
        .iter()
        .filter(|table| std::ptr::eq(table.part, part))
        .map(|table| of_table(view, *table))
        .collect();
    // The last line of a table may end with space.
    let whole = children
        .iter()
        .map(|child| child.range)
        .fold(range.shifted(report.start), TextRange::cover);
    let name = part
        .heading
        .as_ref()
        .map_or("", |heading| heading.range.shifted(part.range.start).of(text));
    Symbol {
        name: named(name, part.kind.label(report.report.facts().standard)),
        detail: None,
        kind: Kind::Part,
        range: whole,
        selection: selection.shifted(report.start),
        children,
    }
}

fn of_table(view: &View, table: TableAt) -> Symbol {
    let mut rows: Vec<(usize, &Row)> = table
        .table
        .rows
        .iter()
        .enumerate()
        .filter_map(|(index, row)| Some((index, row.as_ref()?)))
        .collect();
    // With rows side by side and a lost value, the borders between rows are unknown.
    rows.retain(|(_, row)| !table.form().across || matches!(row.cells, RowCells::Known(_)));
    rows.sort_by_key(|(_, row)| row.range.start);
    let children = if table.is_unreadable() { Vec::new() } else { grouped(table, &rows, 0) };
    let range = children
        .iter()
        .map(|child| child.range)
        .fold(table.range(table.table.range), TextRange::cover);
    let first = table.table.range;
    let line = first_line(first.of(table.text())).shifted(first.start);
    Symbol {
        name: table.form().name.clone(),
        detail: verdict(table).map(|verdict| view.say(&verdict)),
        kind: Kind::Table,
        range,
        selection: table.range(line),
        children,
    }
}

/// Groups consecutive rows under the same head. `level` is the number of heads around the rows.
fn grouped(table: TableAt, rows: &[(usize, &Row)], level: usize) -> Vec<Symbol> {
    let form = table.form();
    let head = |row: usize| form.rows[row].under.get(level).copied();
    let runs =
        rows.chunk_by(|(one, _), (next, _)| head(*one).is_some() && head(*one) == head(*next));
    let symbols = runs.filter_map(|run| {
        let &(first, row) = run.first()?;
        let Some(head) = head(first) else { return Some(of_row(table, first, row)) };
        let children = grouped(table, run, level + 1);
        let range = children.iter().map(|child| child.range).reduce(TextRange::cover)?;
        let selection = children.first()?.selection;
        Some(Symbol {
            name: form.heads.get(head)?.text.clone(),
            detail: None,
            kind: Kind::Group,
            range,
            selection,
            children,
        })
    });
    symbols.collect()
}

fn of_row(table: TableAt, index: usize, row: &Row) -> Symbol {
    let form = table.form();
    let columns = form.columns(index);
    let shown = |column: usize| {
        table
            .table
            .cell(CellRef { row: index, column })
            .map(|cell| cell.range.of(table.text()).to_owned())
    };
    // In a table with totals, the last column is the total.
    let has_total = table
        .sums()
        .iter()
        .any(|sum| sum.form.left == [CellRef { row: index, column: columns.len() - 1 }]);
    let detail = match &row.cells {
        RowCells::Miscounted { .. } => None,
        RowCells::Known(_) if has_total => shown(columns.len() - 1),
        RowCells::Known(_) => (0..columns.len())
            .map(shown)
            .collect::<Option<Vec<_>>>()
            .map(|values| values.join(" / ")),
    };
    Symbol {
        name: form.rows[index].label.text.clone(),
        detail: detail.filter(|detail| !detail.is_empty()),
        kind: Kind::Row,
        range: table.range(row.range),
        selection: table.range(row.label.unwrap_or(row.range)),
        children: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::sample;
    use crate::server::core::features::locate::reports;
    use crate::server::core::features::testing::view;
    use crate::server::core::view::Client;
    use crate::syntax::Layout;

    fn outline(symbols: &[Symbol], depth: usize, out: &mut String) {
        for symbol in symbols {
            let detail =
                symbol.detail.as_deref().map_or_else(String::new, |detail| format!(" [{detail}]"));
            *out += &format!("{}{}{detail}\n", "  ".repeat(depth), symbol.name);
            for child in &symbol.children {
                assert!(symbol.range.contains(child.range), "{} in {}", child.name, symbol.name);
            }
            outline(&symbol.children, depth + 1, out);
        }
    }

    fn nested(text: &str) -> String {
        view(text, Client::default(), |view, _| {
            let symbols: Vec<_> =
                reports(view).map(|(_, report)| of_report(view, report)).collect();
            let mut out = String::new();
            outline(&symbols, 0, &mut out);
            out
        })
    }

    #[test]
    fn every_layout_has_the_same_outline() {
        let expected = nested(&sample(Layout::Markdown));
        assert!(expected.starts_with("云溪省园林局2023年政府信息公开工作年度报告 [云溪省园林局 2023]\n  一、总体情况\n  二、主动公开政府信息情况\n    表二\n      规章 [3 / 1 / 12]\n"), "{expected}");
        let group = "      三、本年度办理结果\n        （一）予以公开 [5]\n        （二）部分公开（区分处理的，只计这一情形，不计其他情形） [0]\n        （三）不予公开\n          1.属于国家秘密 [0]\n";
        assert!(
            expected.contains("    表三 [勾稽 ✓ 39 / 39]\n") && expected.contains(group),
            "{expected}"
        );
        for layout in Layout::ALL {
            assert_eq!(nested(&sample(layout)), expected, "{layout:?}");
        }
    }

    #[test]
    fn other_texts_have_none() {
        assert_eq!(nested("# 读我\n"), "");
    }
}
