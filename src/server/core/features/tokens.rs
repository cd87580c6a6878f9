//! Semantic tokens: titles and headings, row labels, column headers, counts and totals, dates.

use super::cursor::Cursor;
use super::locate::{TableAt, reports_in, tables};
use crate::document::Placed;
use crate::facts::{Value, WordMeaning};
use crate::server::core::view::View;
use crate::syntax::trim;
use crate::text::{TextRange, lines};
use ls_types::{
    Position, Range, SemanticToken, SemanticTokenModifier, SemanticTokenType, SemanticTokens,
    SemanticTokensLegend,
};
use std::sync::Arc;

/// What a token is: an index of the legend's types, and its modifiers as bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Kind {
    token: u32,
    modifiers: u32,
}

/// Title and headings.
const HEADING: Kind = Kind { token: 0, modifiers: 1 };
/// Heads of groups, captions of blocks, headers over several columns.
const GROUP: Kind = Kind { token: 1, modifiers: 0 };
const ROW: Kind = Kind { token: 2, modifiers: 0 };
const COLUMN: Kind = Kind { token: 3, modifiers: 0 };
const COUNT: Kind = Kind { token: 4, modifiers: 0 };
const TOTAL: Kind = Kind { token: 4, modifiers: 2 };
const DATE: Kind = Kind { token: 5, modifiers: 0 };

/// The types and modifiers that [`tokens`] uses; `total` is one of its own.
pub fn legend() -> SemanticTokensLegend {
    SemanticTokensLegend {
        token_types: vec![
            SemanticTokenType::CLASS,
            SemanticTokenType::NAMESPACE,
            SemanticTokenType::PROPERTY,
            SemanticTokenType::TYPE,
            SemanticTokenType::NUMBER,
            SemanticTokenType::STRING,
        ],
        token_modifiers: vec![
            SemanticTokenModifier::DECLARATION,
            SemanticTokenModifier::new("total"),
        ],
    }
}

/// A token of a report; its line counts from the report's first.
#[derive(Clone, Copy, Debug)]
struct Token {
    start: Position,
    length: u32,
    kind: Kind,
}

/// The tokens that share something with `range`, or all; sorted, none across lines, none over
/// another.
pub fn tokens(view: &View, range: Option<Range>) -> SemanticTokens {
    let wanted = range.map_or(TextRange::new(0, view.document.len()), |range| view.bytes(range));
    let mut data = Vec::new();
    let mut last = Position::new(0, 0);
    for report in reports_in(view, wanted) {
        let tokens = match range {
            None => report.report.kept(view.client.encoding, || placed_in(view, report, wanted)),
            Some(_) => Arc::new(placed_in(view, report, wanted)),
        };
        let first_line = view.position(report.start).line;
        for Token { start, length, kind } in tokens.iter() {
            let line = first_line + start.line;
            let delta_line = line - last.line;
            let delta_start =
                if delta_line == 0 { start.character - last.character } else { start.character };
            data.push(SemanticToken {
                delta_line,
                delta_start,
                length: *length,
                token_type: kind.token,
                token_modifiers_bitset: kind.modifiers,
            });
            last = Position::new(line, start.character);
        }
    }
    SemanticTokens { result_id: None, data }
}

/// The tokens of a report with their places.
fn placed_in(view: &View, report: Placed, wanted: TextRange) -> Vec<Token> {
    let mut cursor = Cursor::new(view, report);
    let first_line = cursor.position(0).line;
    let text = report.report.text();
    let mut tokens = Vec::new();
    for (range, kind) in of_report(report, wanted) {
        for line in lines(range.of(text))
            .map(|line| trim(text, line.shifted(range.start)))
            .filter(|line| !line.is_empty())
        {
            let Range { start, end } = cursor.range(line);
            tokens.push(Token {
                start: Position::new(start.line - first_line, start.character),
                length: end.character - start.character,
                kind,
            });
        }
    }
    tokens
}

/// The tokens of a report, sorted and disjoint, in bytes of the report.
fn of_report(report: Placed, wanted: TextRange) -> Vec<(TextRange, Kind)> {
    let (tree, facts) = (report.report.tree(), report.report.facts());
    let mut found: Vec<(TextRange, Kind)> = Vec::new();
    found.extend(tree.title.map(|title| (title.range, HEADING)));
    found.extend(tree.parts.iter().filter_map(|part| {
        Some((part.heading.as_ref()?.range.shifted(part.range.start), HEADING))
    }));
    for table in tables(report)
        .filter(|table| !table.is_unreadable() && table.range(table.table.range).overlaps(wanted))
    {
        of_table(table, &mut found);
    }
    found.extend(facts.dates.iter().map(|date| (date.range(), DATE)));
    // Of two in one place the first that was found: a year in a title is no date.
    found.retain(|(range, _)| !range.is_empty() && range.shifted(report.start).overlaps(wanted));
    found.sort_by_key(|(range, _)| range.start);
    let mut end = 0;
    found.retain(|(range, _)| {
        let free = range.start >= end;
        end = if free { range.end } else { end };
        free
    });
    found
}

fn of_table(table: TableAt, found: &mut Vec<(TextRange, Kind)>) {
    let start = table.part.range.start;
    for row in table.table.rows.iter().flatten() {
        found.extend(row.label.iter().chain(&row.pieces).map(|range| (range.shifted(start), ROW)));
    }
    for word in table.words() {
        let kind = match word.meaning {
            WordMeaning::Row(_) => ROW,
            WordMeaning::Column { .. } => COLUMN,
            WordMeaning::Head(_) | WordMeaning::Caption(_) | WordMeaning::Other => GROUP,
        };
        found.push((word.range.shifted(start), kind));
    }
    let is_total =
        |cell| table.sums().iter().any(|sum| sum.form.left == [cell] && sum.form.result == cell);
    for (at, cell) in table.table.cells().filter(|(_, cell)| matches!(cell.value, Value::Number(_)))
    {
        found.push((cell.range.shifted(start), if is_total(at) { TOTAL } else { COUNT }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::sample;
    use crate::server::core::features::testing::view;
    use crate::server::core::view::Client;
    use crate::syntax::Layout;
    use crate::text::PositionEncoding;

    /// The words of each token with its type, read back as an editor does.
    fn shown(
        text: &str,
        encoding: PositionEncoding,
        range: Option<Range>,
    ) -> Vec<(String, &'static str)> {
        let index = crate::text::LineIndex::new(text);
        let names = ["heading", "group", "row", "column", "number", "date"];
        view(text, crate::server::core::features::testing::counting_in(encoding), |view, _| {
            let (mut line, mut column) = (0, 0);
            let read = |token: &SemanticToken| {
                column = if token.delta_line == 0 {
                    column + token.delta_start
                } else {
                    token.delta_start
                };
                line += token.delta_line;
                let at = |column: u32| {
                    index.offset(
                        text,
                        crate::text::Position::new(line as usize, column as usize),
                        encoding,
                    )
                };
                let words = &text[at(column)..at(column + token.length)];
                assert!(!words.is_empty() && !words.contains('\n'));
                let name = names[token.token_type as usize];
                (words.to_owned(), if token.token_modifiers_bitset == 2 { "total" } else { name })
            };
            tokens(view, range).data.iter().map(read).collect()
        })
    }

    #[test]
    fn words_of_the_form_are_told_apart() {
        let text = format!("{}\n𠮷{}", sample(Layout::Tabs), sample(Layout::Markdown));
        for encoding in [PositionEncoding::Utf8, PositionEncoding::Utf16, PositionEncoding::Utf32] {
            let found = shown(&text, encoding, None);
            for expected in [
                ("云溪县园林局2023年政府信息公开工作年度报告", "heading"),
                ("三、收到和处理政府信息公开申请情况", "heading"),
                ("2023年1月1日", "date"),
                ("第二十条第（一）项", "group"),
                ("（三）不予公开", "group"),
                ("3.其他", "row"),
                ("商业企业", "column"),
                ("结果维持", "column"),
                ("12", "number"),
                ("8", "total"),
            ] {
                assert!(
                    found.contains(&(expected.0.to_owned(), expected.1)),
                    "{expected:?} {encoding:?}"
                );
            }
            assert!(found.iter().all(|(words, name)| !matches!(*name, "number" | "total")
                || words.parse::<u32>().is_ok()));
        }
    }

    #[test]
    fn every_cell_is_one_token_in_every_layout() {
        for layout in Layout::ALL {
            let found = shown(&sample(layout), PositionEncoding::Utf16, None);
            let count = |wanted: &str| found.iter().filter(|(_, name)| *name == wanted).count();
            // 25 rows, 6 other columns, 3 groups.
            assert_eq!((count("number"), count("total")), (200 - 34, 34), "{layout:?}");
            assert_eq!(
                (count("heading"), count("row"), count("date")),
                (7, 34, 2),
                "{layout:?} {found:?}"
            );
        }
    }

    #[test]
    fn a_range_gives_its_own_tokens_only() {
        let text = format!("{}\n{}", sample(Layout::Spaces), sample(Layout::Spaces));
        let line =
            text.lines().position(|line| line.starts_with("行政许可")).expect("a row") as u32;
        let range = Range::new(Position::new(line, 0), Position::new(line, 99));
        assert_eq!(
            shown(&text, PositionEncoding::Utf16, Some(range)),
            [("行政许可".to_owned(), "row"), ("3".to_owned(), "number")]
        );
        view("2023年1月1日", Client::default(), |view, _| {
            assert!(tokens(view, None).data.is_empty())
        });
    }

    #[test]
    fn the_legend_has_what_is_used() {
        let legend = legend();
        for kind in [HEADING, GROUP, ROW, COLUMN, COUNT, TOTAL, DATE] {
            assert!(
                (kind.token as usize) < legend.token_types.len()
                    && kind.modifiers < 1 << legend.token_modifiers.len()
            );
        }
    }
}
