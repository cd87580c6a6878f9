//! Selection ranges: select the cell, row, group, table, section, report and document. In prose,
//! sentence and paragraph come first.

use super::folding::groups;
use super::locate::{TableAt, report_at, tables};
use crate::document::Placed;
use crate::server::core::view::View;
use crate::syntax::{BlockKind, Part, sentence_at, trim};
use crate::text::TextRange;

/// The ranges around a byte of the text, from the whole document to the smallest range. Each range
/// lies inside the range before.
pub fn selection(view: &View, offset: usize) -> Vec<TextRange> {
    let all = TextRange::new(0, view.document.len());
    let mut ranges = report_at(view.document, offset)
        .map_or_else(Vec::new, |report| of_report(report, offset - report.start));
    ranges.retain(|range| range.start <= offset && offset <= range.end);
    ranges.push(all);
    let mut selection = vec![all];
    let mut outer = all;
    for &range in ranges.iter().rev() {
        if outer.contains(range) && range != outer {
            selection.push(range);
            outer = range;
        }
    }
    selection
}

/// The candidate ranges around a byte of a report, from the inside out, in bytes of the whole text.
fn of_report(report: Placed, offset: usize) -> Vec<TextRange> {
    let (text, tree) = (report.report.text(), report.report.tree());
    let mut ranges = Vec::new();
    if let Some(part) = tree.part_at(offset) {
        let within = offset.saturating_sub(part.range.start);
        let table = tables(report).find(|table| {
            std::ptr::eq(table.part, part)
                && table.table.range.start <= within
                && within <= table.table.range.end
        });
        match table {
            Some(table) => ranges.extend(of_table(table, within)),
            None => ranges.extend(
                of_prose(text, part, offset).into_iter().map(|range| range.shifted(report.start)),
            ),
        }
        if part.heading.is_some() {
            ranges.push(trim(text, part.range).shifted(report.start));
            ranges.push(part.range.shifted(report.start));
        }
    }
    ranges.push(trim(text, TextRange::new(0, text.len())).shifted(report.start));
    ranges.push(TextRange::new(0, text.len()).shifted(report.start));
    ranges
}

fn of_table(table: TableAt, offset: usize) -> Vec<TextRange> {
    let holds = |range: &TextRange| range.start <= offset && offset <= range.end;
    let rows = || table.table.rows.iter().flatten();
    let mut ranges: Vec<TextRange> = Vec::new();
    ranges.extend(
        table
            .table
            .cells()
            .map(|(_, cell)| cell.range)
            .find(|range| !range.is_empty() && holds(range)),
    );
    ranges.extend(rows().flat_map(|row| row.label.iter().chain(&row.pieces)).copied().find(holds));
    ranges.extend(table.words().iter().map(|word| word.range).find(holds));
    ranges.extend(rows().map(|row| row.range).filter(holds).min_by_key(|range| range.len()));
    let mut ranges: Vec<TextRange> = ranges.into_iter().map(|range| table.range(range)).collect();
    // Inner groups first.
    ranges.extend(groups(table).into_iter().rev());
    ranges.push(table.range(table.table.range));
    ranges
}

/// The words of a heading, or sentence and paragraph, in bytes of the report.
fn of_prose(text: &str, part: &Part, offset: usize) -> Vec<TextRange> {
    let within = offset.saturating_sub(part.range.start);
    let mut ranges = Vec::new();
    if let Some(heading) = &part.heading {
        ranges.extend([heading.title, heading.range].map(|range| range.shifted(part.range.start)));
    }
    let line = part.blocks.iter().find(|block| {
        block.range.start <= within && within < block.range.end || within == part.range.len()
    });
    let Some(block) =
        line.filter(|block| matches!(block.kind, BlockKind::Text | BlockKind::Heading))
    else {
        return ranges;
    };
    let block_range = block.range.shifted(part.range.start);
    let paragraph = match block.kind {
        BlockKind::Text => line_at(text, block_range, offset),
        _ => block_range,
    };
    let paragraph = trim(text, paragraph);
    ranges.extend(sentence_at(text, paragraph, offset));
    ranges.push(paragraph);
    ranges
}

/// The line of a block that holds or ends at `offset`.
fn line_at(text: &str, block: TextRange, offset: usize) -> TextRange {
    let is_end = |c: char| matches!(c, '\n' | '\r');
    let offset = offset.clamp(block.start, block.end);
    let start =
        text[block.start..offset].rfind(is_end).map_or(block.start, |at| block.start + at + 1);
    let end = text[offset..block.end].find(is_end).map_or(block.end, |at| offset + at);
    TextRange::new(start, end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{replaced, sample};
    use crate::server::core::features::testing::view;
    use crate::server::core::view::Client;
    use crate::syntax::Layout;

    /// The first and last characters of each range around `⟦`, from the inside out.
    fn shown(marked: &str) -> Vec<String> {
        let text = marked.replace('⟦', "");
        view(marked, Client::default(), |view, at| {
            let mut found = Vec::new();
            for range in selection(view, at).into_iter().rev() {
                let words: Vec<char> = range.of(&text).chars().collect();
                let short: String = if words.len() <= 12 {
                    words.iter().collect()
                } else {
                    words[..5].iter().chain(['…'].iter()).chain(&words[words.len() - 5..]).collect()
                };
                found.push(short);
            }
            found
        })
    }

    #[test]
    fn a_cell_grows_to_the_document() {
        let text = replaced(
            &sample(Layout::Spaces),
            "2.没有现成信息需要另行制作 2 1",
            "2.没有现成信息需要另行制作 ⟦2 1",
        );
        let text = format!("𠮷\n{text}\n{}", sample(Layout::Tabs)).replace("一是", "𠮷一是");
        let found = shown(&text);
        let expected = [
            "2",
            "2.没有现…0 0 3",
            "（四）无法…0 0 0",
            "三、本年度…0 0 8",
            "（本列数据…0 0 1",
            "三、收到和…0 0 1",
        ];
        assert_eq!(found[..6], expected, "{found:?}");
        assert_eq!(
            found[6..].len(),
            4,
            "section, report, both with the blank lines behind: {found:?}"
        );
    }

    #[test]
    fn a_sentence_grows_to_its_paragraph() {
        let text = replaced(&sample(Layout::Tabs), "二是业务培训", "二是业务⟦培训");
        assert_eq!(
            shown(&text)[..3],
            ["二是业务培训不够。", "一是公开内…措施改进。", "五、存在的…措施改进。"]
        );
        // Each of several consecutive lines is a separate range.
        for newline in ["\n", "\r\n"] {
            let text = replaced(&sample(Layout::Tabs), "二是业务培训", "二是业务⟦培训")
                .replace("二是", &format!("{newline}二是"));
            assert_eq!(shown(&text)[..2], ["二是业务培训不够。", "二是业务培…措施改进。"]);
        }
        let text = replaced(&sample(Layout::Markdown), "五、存在的主要", "五、存在的⟦主要");
        assert_eq!(
            shown(&text)[..3],
            ["存在的主要问题及改进情况", "五、存在的…及改进情况", "## 五、…及改进情况"]
        );
    }

    #[test]
    fn every_position_has_one() {
        assert_eq!(shown("不是⟦报告"), ["不是报告"]);
        assert_eq!(shown("⟦"), [""]);
        for layout in Layout::ALL {
            let text = sample(layout);
            view(&text, Client::default(), |view, _| {
                let offsets = (0..=text.len()).step_by(7);
                for offset in offsets.filter(|offset| text.is_char_boundary(*offset)) {
                    let found = selection(view, offset);
                    assert_eq!(found[0].len(), text.len());
                    assert!(
                        found
                            .windows(2)
                            .all(|pair| pair[0].contains(pair[1]) && pair[0] != pair[1])
                    );
                }
            });
        }
    }
}
