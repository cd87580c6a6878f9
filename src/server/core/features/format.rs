//! Formatting: aligns the pipe tables of reports. Only the spaces around cells and the dashes below
//! a header change. A setting of the client tells the width of ambiguous characters.

use crate::diagnostic::Edit;
use crate::server::core::view::View;
use crate::syntax::pipe_tables;
use crate::text::TextRange;
use crate::write::aligned;

/// The edits that align the tables of the reports: all edits, or the edits in `range`.
pub fn format(view: &View, range: Option<TextRange>) -> Vec<Edit> {
    let is_wide = view.client.writing.ambiguous_is_wide;
    let range = range.unwrap_or(TextRange::new(0, view.document.len()));
    if range.is_empty() {
        return Vec::new();
    }
    let mut fence = None;
    let mut found = Vec::new();
    for placed in view.reports().take_while(|placed| placed.start <= range.end) {
        // A fence of an earlier report may still be open.
        let tables = pipe_tables(placed.report.text(), &mut fence);
        if placed.report.found().is_none() {
            continue;
        }
        for table in tables {
            let place = table.range().shifted(placed.start);
            if place.start <= range.end && range.start <= place.end {
                let edits = aligned(&table, is_wide)
                    .into_iter()
                    .map(|edit| Edit { range: edit.range.shifted(placed.start), ..edit });
                found.extend(edits.filter(|edit| range.contains(edit.range)));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::apply;
    use crate::document::Document;
    use crate::lint::Options;
    use crate::server::core::features::testing::{report, second, view};
    use crate::server::core::view::Client;
    use crate::server::core::view::Writing;
    use crate::syntax::Layout;
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;
    use unicode_width::UnicodeWidthStr;

    const TITLE: &str = "# 云溪县𠮷山园林局2023年政府信息公开工作年度报告\n\n";

    fn formatted(text: &str) -> String {
        view(text, Client::default(), |view, _| apply(text, &format(view, None)))
    }

    #[track_caller]
    fn assert_formatted(table: &str, expected: &str) {
        assert_eq!(formatted(&format!("{TITLE}{table}")), format!("{TITLE}{expected}"));
        assert_eq!(formatted(&format!("{TITLE}{expected}")), format!("{TITLE}{expected}"));
    }

    #[test]
    fn a_markdown_table_is_aligned_on_the_width_of_its_characters() {
        assert_formatted(
            "|项目|数量|\n|--|:-:|\n|𠮷山|1|\n| 规章  |\t12 |  \n",
            "| 项目 | 数量 |\n| ---- | :--: |\n| 𠮷山 |  1   |\n| 规章 |  12  |\n",
        );
        assert_formatted(
            "| a | b |\n| --- | --: |\n| 一二三 | 1234567 |\n",
            "| a      |       b |\n| ------ | ------: |\n| 一二三 | 1234567 |\n",
        );
    }

    #[test]
    fn code_escapes_comments_and_ragged_rows_are_kept() {
        assert_formatted(
            "a | b\n:-- | ---\n`x|y` | 1\n\\| | 2 | 3\n1 | <!-- a|b -->\n",
            "a     | b\n:---- | ------------\n`x|y` | 1\n\\|    | 2            | 3\n1     | <!-- a|b -->\n",
        );
    }

    #[test]
    fn a_table_in_a_code_block_is_left_alone() {
        for text in [
            "```\n|a|b|\n|-|-|\n```\n",
            "~~~ md\n|a|b|\n|---|---|\n```\n|a|b|\n|---|---|\n~~~\n",
            "    |a|b|\n    |---|---|\n",
        ] {
            assert_formatted(text, text);
        }
        assert_formatted("```\n```\n|a|\n|---|\n", "```\n```\n| a   |\n| --- |\n");
    }

    #[test]
    fn other_layouts_and_texts_are_left_alone() {
        for layout in [Layout::Spaces, Layout::Tabs, Layout::Lines] {
            let text = second(&report(layout, &[]));
            assert_eq!(formatted(&text), text);
        }
        for text in ["|a|b|\n|---|---|\n", "首页 | 机构\n概况 | 动态二\n"] {
            assert_eq!(formatted(text), text, "no report");
        }
        assert_formatted("0 |\n12 |\n规章 |\n", "0 |\n12 |\n规章 |\n");
    }

    #[test]
    fn pipes_behind_the_last_filled_cell_stay() {
        assert_formatted(
            "第一项 | |||||\n规章 | 3 | ||||\n行政许可 | 12| |||\n行政处罚|1|2|3\n",
            "第一项 | |||||\n规章     | 3  | ||||\n行政许可 | 12 | |||\n行政处罚|1|2|3\n",
        );
    }

    /// A range is aligned as in the whole text. Nothing outside of the range changes.
    #[test]
    fn only_what_lies_in_the_range_is_changed() {
        let text = format!("{TITLE}|a|b|\n|---|---|\n|一二|1|\n|三|2|\n\n|c|d|\n|---|---|\n");
        let whole = formatted(&text);
        let line =
            |text: &str, number: usize| text.lines().nth(number).unwrap_or_default().to_owned();
        // The start of a line. The end of the text behind the last line.
        let start =
            |number: usize| text.split_inclusive('\n').take(number).map(str::len).sum::<usize>();
        view(&text, Client::default(), |view, _| {
            for (first, last) in [(2, 3), (4, 5), (3, 6), (5, 6), (6, 7), (0, 2), (0, 9)] {
                let range = TextRange::new(start(first), start(last));
                let edits = format(view, Some(range));
                assert!(edits.iter().all(|edit| range.contains(edit.range)), "{edits:?}");
                let made = apply(&text, &edits);
                for number in 0..text.lines().count() {
                    let is_inside = (first..last).contains(&number);
                    assert_eq!(
                        line(&made, number),
                        line(if is_inside { &whole } else { &text }, number),
                        "{first}..{last} {number}"
                    );
                }
            }
            // In a part of a line, only this part is aligned. An empty range changes nothing.
            let part = TextRange::new(start(4), start(4) + "|一二".len());
            assert_eq!(line(&apply(&text, &format(view, Some(part))), 4), "| 一二 |1|");
            assert_eq!(format(view, Some(TextRange::at(start(4) + 1))), []);
        });
    }

    /// The marks “ ” ‘ ’ … — · take one column or two columns, depending on the font. A setting
    /// decides.
    #[test]
    fn ambiguous_characters_are_as_wide_as_is_set() {
        let text = format!("{TITLE}|a|b|\n|---|---|\n|“三安全”|1|\n|一‘二’…|1|\n|一—·二三四|1|\n");
        for ambiguous_is_wide in [false, true] {
            let client = Client {
                writing: Writing { ambiguous_is_wide, ..Writing::default() },
                ..Client::default()
            };
            let made = view(&text, client, |view, _| apply(&text, &format(view, None)));
            let column = |line: &str| {
                let first = &line[..line.rmatch_indices('|').nth(1).unwrap().0];
                if ambiguous_is_wide {
                    UnicodeWidthStr::width_cjk(first)
                } else {
                    UnicodeWidthStr::width(first)
                }
            };
            let columns: Vec<usize> =
                made.lines().filter(|line| line.starts_with('|')).map(column).collect();
            assert!(
                columns.windows(2).all(|pair| pair[0] == pair[1]),
                "{ambiguous_is_wide} {columns:?}\n{made}"
            );
            assert!(
                made.contains(if ambiguous_is_wide {
                    "| 一‘二’…   |"
                } else {
                    "| 一‘二’…    |"
                }),
                "{made}"
            );
        }
    }

    #[test]
    fn the_tables_of_a_compilation_are_aligned() {
        let text = second(&report(Layout::Markdown, &[]));
        view(&text, Client::default(), |view, _| {
            let edits = format(view, None);
            assert_eq!(apply(&text, &edits), formatted(&text));
            assert!(edits.iter().all(|edit| edit.content.chars().all(|c| matches!(c, ' ' | '-'))));
        });
    }

    /// The values and the findings of a text, without places.
    fn read(text: &str) -> (Vec<String>, Vec<String>) {
        let document = Document::new(text, Options::default());
        let facts = document.reports().flat_map(|placed| {
            placed.report.facts().tables.iter().flat_map(|table| {
                let cells =
                    table.cells().map(|(cell, found)| format!("{cell:?} {:?}", found.value));
                let extra =
                    table.extra.iter().map(|extra| format!("{:?} {}", extra.kind, extra.after));
                let headers = table
                    .headers
                    .iter()
                    .map(|header| format!("{:?} {} {}", header.kind, header.block, header.column));
                cells.chain(extra).chain(headers).collect::<Vec<_>>()
            })
        });
        let found = document.found().unwrap_or_default();
        let found = found.iter().map(|found| {
            format!("{} {} {}", found.code, found.place, found.message.render(Default::default()))
        });
        (facts.collect(), found.collect())
    }

    fn config() -> ProptestConfig {
        let seed = std::env::var("PROPTEST_RNG_SEED")
            .ok()
            .and_then(|seed| seed.parse().ok())
            .unwrap_or(2023);
        ProptestConfig {
            cases: 48,
            failure_persistence: None,
            rng_seed: RngSeed::Fixed(seed),
            ..ProptestConfig::default()
        }
    }

    proptest! {
        #![proptest_config(config())]

        #[test]
        fn formatting_changes_no_fact_and_nothing_the_second_time(
            markdown: bool,
            values in prop::collection::vec(((0usize..3, 0usize..25, 0usize..7), "(0|[1-9][0-9]{0,4}|| |/|-|—|无|1 234|３|\\*\\*3\\*\\*|a\\\\\\|b|`1\\|2`|x)"), 0..12),
            blanks in prop::collection::vec((0usize..400, "( |\t|   |\u{3000}|)"), 0..20),
            cuts in prop::collection::vec((0usize..60, 0usize..4), 0..3),
        ) {
            let cells: Vec<_> = values.iter().map(|(place, value)| (*place, value.as_str())).collect();
            let mut text = second(&report(if markdown { Layout::Markdown } else { Layout::Pipes }, &cells));
            for (nth, blank) in &blanks {
                if let Some((at, _)) = text.match_indices('|').nth(*nth) {
                    text.insert_str(at + nth % 2, blank);
                }
            }
            for (line, count) in &cuts {
                // Rows lose the pipes at their ends.
                let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
                let last = lines.len() - 1;
                let line = &mut lines[last - line % last];
                (0..*count).for_each(|_| { line.pop().filter(|c| !matches!(c, '|' | ' ')).into_iter().for_each(|c| line.push(c)); });
                text = lines.join("\n") + "\n";
            }
            let once = formatted(&text);
            let words = |text: &str| text.replace([' ', '\t', '-'], "");
            prop_assert_eq!(words(&once), words(&text));
            prop_assert_eq!(read(&once), read(&text), "{}\n{}", text, once);
            prop_assert_eq!(formatted(&once), once);
        }
    }
}
