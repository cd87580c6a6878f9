//! Semantic tokens: mark titles and headings, row labels, column headers, counts and totals, dates.

use super::locate::{TableAt, tables};
use crate::document::Placed;
use crate::facts::{Value, WordMeaning};
use crate::syntax::trim;
use crate::text::{TextRange, lines};

/// The kind of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The title and the headings.
    Heading,
    /// Heads of groups, captions of blocks, headers over several columns.
    Group,
    Row,
    Column,
    Count,
    Total,
    Date,
}

/// A token within one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// In bytes of the report.
    pub range: TextRange,
    pub kind: Kind,
}

/// The tokens of a report that overlap a range of the text: sorted, disjoint, each within one line.
pub fn tokens(report: Placed, wanted: TextRange) -> Vec<Token> {
    let text = report.report.text();
    let lines_of = |(range, kind): (TextRange, Kind)| {
        lines(range.of(text))
            .map(move |line| trim(text, line.shifted(range.start)))
            .filter(|line| !line.is_empty())
            .map(move |range| Token { range, kind })
    };
    of_report(report, wanted).into_iter().flat_map(lines_of).collect()
}

/// The tokens of a report, sorted and disjoint, in bytes of the report.
fn of_report(report: Placed, wanted: TextRange) -> Vec<(TextRange, Kind)> {
    let (tree, facts) = (report.report.tree(), report.report.facts());
    let mut found: Vec<(TextRange, Kind)> = Vec::new();
    found.extend(tree.title.map(|title| (title.range, Kind::Heading)));
    found.extend(tree.parts.iter().filter_map(|part| {
        Some((part.heading.as_ref()?.range.shifted(part.range.start), Kind::Heading))
    }));
    for table in tables(report)
        .filter(|table| !table.is_unreadable() && table.range(table.table.range).overlaps(wanted))
    {
        of_table(table, &mut found);
    }
    found.extend(facts.dates.iter().map(|date| (date.range(), Kind::Date)));
    // Of two tokens at one place, the first token stays: a year in a title is not a date.
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
        found.extend(
            row.label.iter().chain(&row.pieces).map(|range| (range.shifted(start), Kind::Row)),
        );
    }
    for word in table.words() {
        let kind = match word.meaning {
            WordMeaning::Row(_) => Kind::Row,
            WordMeaning::Column { .. } => Kind::Column,
            WordMeaning::Head(_) | WordMeaning::Caption(_) | WordMeaning::Other => Kind::Group,
        };
        found.push((word.range.shifted(start), kind));
    }
    let is_total =
        |cell| table.sums().iter().any(|sum| sum.form.left == [cell] && sum.form.result == cell);
    for (at, cell) in table.table.cells().filter(|(_, cell)| matches!(cell.value, Value::Number(_)))
    {
        found.push((
            cell.range.shifted(start),
            if is_total(at) { Kind::Total } else { Kind::Count },
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::sample;
    use crate::server::core::features::locate::reports_in;
    use crate::server::core::features::testing::view;
    use crate::server::core::view::Client;
    use crate::syntax::Layout;

    /// The words and the kind of each token.
    fn shown(text: &str, range: TextRange) -> Vec<(String, Kind)> {
        view(text, Client::default(), |view, _| {
            let found = reports_in(view, range).flat_map(|report| {
                let words = move |token: Token| {
                    let words = token.range.shifted(report.start).of(text);
                    assert!(!words.is_empty() && !words.contains('\n'));
                    (words.to_owned(), token.kind)
                };
                tokens(report, range).into_iter().map(words)
            });
            found.collect()
        })
    }

    #[test]
    fn words_of_the_form_are_told_apart() {
        let text = format!("{}\n𠮷{}", sample(Layout::Tabs), sample(Layout::Markdown));
        let found = shown(&text, TextRange::new(0, text.len()));
        for (words, kind) in [
            ("云溪省园林局2023年政府信息公开工作年度报告", Kind::Heading),
            ("三、收到和处理政府信息公开申请情况", Kind::Heading),
            ("2023年1月1日", Kind::Date),
            ("第二十条第（一）项", Kind::Group),
            ("（三）不予公开", Kind::Group),
            ("3.其他", Kind::Row),
            ("商业企业", Kind::Column),
            ("结果维持", Kind::Column),
            ("12", Kind::Count),
            ("8", Kind::Total),
        ] {
            assert!(found.contains(&(words.to_owned(), kind)), "{words}");
        }
        let is_number = |kind: &Kind| matches!(kind, Kind::Count | Kind::Total);
        let mut numbers = found.iter().filter(|(_, kind)| is_number(kind));
        assert!(numbers.all(|(words, _)| words.parse::<u32>().is_ok()));
    }

    #[test]
    fn every_cell_is_one_token_in_every_layout() {
        for layout in Layout::ALL {
            let text = sample(layout);
            let found = shown(&text, TextRange::new(0, text.len()));
            let count = |wanted: Kind| found.iter().filter(|(_, kind)| *kind == wanted).count();
            // 25 rows, 6 other columns, 3 groups.
            assert_eq!((count(Kind::Count), count(Kind::Total)), (200 - 34, 34), "{layout:?}");
            assert_eq!(
                (count(Kind::Heading), count(Kind::Row), count(Kind::Date)),
                (7, 34, 2),
                "{layout:?} {found:?}"
            );
        }
    }

    #[test]
    fn a_range_gives_its_own_tokens_only() {
        let text = format!("{}\n{}", sample(Layout::Spaces), sample(Layout::Spaces));
        let line = text.lines().find(|line| line.starts_with("行政许可")).expect("a row");
        let start = text.find(line).expect("the row");
        assert_eq!(
            shown(&text, TextRange::new(start, start + line.len())),
            [("行政许可".to_owned(), Kind::Row), ("3".to_owned(), Kind::Count)]
        );
        assert_eq!(shown("2023年1月1日", TextRange::new(0, 9)), [], "no report");
    }
}
