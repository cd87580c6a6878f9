//! Folding: folds reports of a compilation, sections, tables, and groups of rows.

use super::locate::{TableAt, reports, tables};
use crate::document::Placed;
use crate::server::core::view::View;
use crate::syntax::trim;
use crate::text::TextRange;

/// A foldable range of lines. The first line stays visible.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fold {
    pub first: usize,
    pub last: usize,
}

/// The foldable ranges, in whole lines.
pub fn folds(view: &View) -> Vec<Fold> {
    let all: Vec<Placed> = reports(view).map(|(_, report)| report).collect();
    let is_compilation = all.len() > 1;
    let line = |offset: usize| view.position(offset).line;
    let mut found = Vec::new();
    for report in all {
        let text = report.report.text();
        let mut stretches: Vec<TextRange> = Vec::new();
        stretches.extend(is_compilation.then(|| trim(text, TextRange::new(0, text.len()))));
        let sections = report.report.tree().parts.iter().filter(|part| part.heading.is_some());
        stretches.extend(sections.map(|part| trim(text, part.range)));
        stretches.iter_mut().for_each(|range| *range = range.shifted(report.start));
        for table in tables(report) {
            stretches.push(table.range(table.table.range));
            stretches.extend(groups(table));
        }
        let mut folds: Vec<Fold> = Vec::with_capacity(stretches.len());
        for stretch in stretches {
            let fold = Fold { first: line(stretch.start), last: line(stretch.end) };
            // Editors show one fold for each line, so the larger fold stays.
            if fold.first < fold.last && folds.iter().all(|other| other.first != fold.first) {
                folds.push(fold);
            }
        }
        found.append(&mut folds);
    }
    found
}

/// The rows under each head with several rows in sequence, outer groups first.
pub fn groups(table: TableAt) -> Vec<TextRange> {
    let form = table.form();
    if table.is_unreadable() || form.across {
        return Vec::new();
    }
    let in_order = |row: usize| {
        table.table.rows[row].as_ref().filter(|row| !row.displaced).map(|row| row.range)
    };
    let of_head = |head: usize| {
        let mut rows = (0..form.rows.len())
            .filter(|&row| form.rows[row].under.contains(&head))
            .filter_map(in_order);
        let first = rows.next()?;
        let last = rows.next_back()?;
        (first.start <= last.start).then(|| table.range(first.cover(last)))
    };
    (0..form.heads.len()).filter_map(of_head).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::sample;
    use crate::server::core::features::testing::view;
    use crate::server::core::view::Client;
    use crate::syntax::Layout;

    /// The first words of the first and of the last line of each fold.
    fn shown(text: &str) -> Vec<(String, String)> {
        let lines: Vec<&str> = text.lines().collect();
        let words = |line: usize| {
            lines[line]
                .trim_matches(|c: char| "|# \t".contains(c))
                .chars()
                .take(6)
                .collect::<String>()
        };
        view(text, Client::default(), |view, _| {
            folds(view).iter().map(|fold| (words(fold.first), words(fold.last))).collect()
        })
    }

    #[test]
    fn sections_tables_and_groups_fold() {
        let found = shown(&sample(Layout::Spaces));
        let starts: Vec<&str> = found.iter().map(|(start, _)| start.as_str()).collect();
        let expected = [
            "一、总体情况",
            "二、主动公开",
            "三、收到和处",
            "四、政府信息",
            "五、存在的主",
            "六、其他需要",
            "第二十条第（",
            "（本列数据的",
        ];
        assert_eq!(starts[..8], expected, "{found:?}");
        assert_eq!(
            starts[8..],
            [
                "三、本年度办",
                "（三）不予公",
                "（四）无法提",
                "（五）不予处",
                "（六）其他处",
                "行政复议 未"
            ],
            "{found:?}"
        );
        assert_eq!(found[7].1, "四、结转下年");
        assert_eq!(found[8].1, "（七）总计 ");
        assert_eq!(found[9].1, "8.属于行政");
    }

    #[test]
    fn reports_of_a_compilation_fold() {
        let text = format!("{}\n{}", sample(Layout::Markdown), sample(Layout::Tabs));
        let found = shown(&text);
        assert_eq!(
            found.iter().filter(|(start, _)| start == "云溪省园林局").count(),
            2,
            "{found:?}"
        );
        assert!(shown("一\n二\n").is_empty());
    }
}
