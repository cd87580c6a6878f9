//! Completes an empty report.

use super::item::{Draft, Here, Items, Kind};
use crate::diagnostic::Wording;
use crate::document::Placed;
use crate::facts::begun_title;
use crate::server::core::view::View;
use crate::syntax::Layout;
use crate::text::{TextRange, is_space};
use crate::write::Skeleton;
use std::ops::Range;
use std::path::Path;

/// A longer document, in bytes, is not an empty report.
const LONGEST_EMPTY: usize = 200;
const WHOLE: Wording =
    Wording::new("政府信息公开工作年度报告", "annual report on government information disclosure");
const WHOLE_HOLDS: Wording = Wording::new(
    "完整的空报告：标题、统计期限、六个部分和三张表，各格填 0。",
    "A whole empty report: title, period, the six sections and the three tables, 0 in every cell.",
);
const ORGAN: Wording = Wording::new("单位名称", "单位名称");

/// A whole empty report: in a nearly empty document, or `below` the title of a report with only a
/// title.
pub fn add_whole_report(items: &mut Items, here: &Here, below: Option<Placed>) {
    let view = items.view;
    let is_alone = view.document.reports().len() == 1 && view.document.len() <= LONGEST_EMPTY;
    if !here.invoked || !is_alone || !here.is_at_end() {
        return;
    }
    let standard = view.document.options().standard;
    let write = |issuer: &str, year: i32| {
        let layout = if view.is_markdown() { Layout::Markdown } else { Layout::Tabs };
        Skeleton {
            standard,
            issuer,
            year,
            layout,
            newline: here.newline(),
            sections: &[],
            cell: &|_, _, _| "0".to_owned(),
        }
        .write()
    };
    let (range, text) = if let Some(placed) = below {
        let title = placed.report.tree().title;
        let is_behind = |title: &TextRange| {
            here.text
                .get(title.end..)
                .is_some_and(|rest| rest.chars().all(|c| is_space(c) || c == '*'))
        };
        let Some(title) = title
            .map(|title| title.range)
            .filter(|title| is_behind(title) && title.end <= here.offset)
        else {
            return;
        };
        let year = placed
            .report
            .facts()
            .year
            .map_or_else(|| year_of(view.path, (view.client.this_year)()), |year| year.value);
        let whole = write("", year);
        let body = whole
            .split_once(here.newline())
            .map_or("", |(_, body)| body)
            .trim_start_matches(['\n', '\r']);
        let breaks =
            if title.end >= here.line.start { 2 } else { usize::from(here.is_below_text()) };
        let range = if here.is_blank() { here.line } else { TextRange::at(here.offset) };
        (range, here.newline().repeat(breaks) + body)
    } else {
        let others = [here.text.get(..here.line.start), here.text.get(here.line.end..)];
        if others.into_iter().flatten().any(|other| !other.chars().all(is_space)) {
            return;
        }
        let Some((organ, year)) = begun_title(here.line.of(here.text)) else { return };
        let (mark, year) =
            ("\u{1}", year.unwrap_or_else(|| year_of(view.path, (view.client.this_year)())));
        (
            TextRange::new(here.typed().start, here.line.end),
            fill_in(view, &write(mark, year), mark, &organ, year),
        )
    };
    let is_snippet = below.is_none() && view.client.snippets;
    items.add(
        here,
        Draft {
            label: view.word(WHOLE),
            kind: Kind::Whole,
            detail: view.word(WHOLE_HOLDS),
            documentation: view.word(WHOLE_HOLDS),
            range,
            text,
            is_snippet,
        },
    );
}

/// A report with placeholders for the organ and the year, if the client supports placeholders.
/// `mark` stands for the organ in `report`. `organ` is the existing part of its name.
fn fill_in(view: &View, report: &str, mark: &str, organ: &str, year: i32) -> String {
    let organ = if organ.is_empty() { view.word(ORGAN) } else { organ.to_owned() };
    if !view.client.snippets {
        return report.replace(mark, &organ);
    }
    let escaped = report.replace('\\', "\\\\").replace('$', "\\$").replace('}', "\\}");
    let year_sign = format!("{year}年");
    let filled =
        escaped.replacen(mark, &format!("${{1:{organ}}}"), 1).replacen(&year_sign, "\u{2}", 1);
    filled.replace(&year_sign, "${2}年").replacen('\u{2}', &format!("${{2:{year}}}年"), 1)
}

/// The year of a report at `path`: the year in the name of the file or of its folder, else the year
/// before `this_year`.
fn year_of(path: Option<&Path>, this_year: i32) -> i32 {
    const YEARS: Range<i32> = 2019..2100;
    let names = path
        .into_iter()
        .flat_map(Path::ancestors)
        .take(2)
        .filter_map(|path| path.file_name())
        .map(|name| name.to_string_lossy());
    let mut named = names.filter_map(|name| {
        let numbers = name
            .split(|c: char| !c.is_ascii_digit())
            .filter(|number| number.len() == 4)
            .filter_map(|number| number.parse().ok());
        numbers.into_iter().find(|year| YEARS.contains(year))
    });
    named.next().unwrap_or(this_year - 1)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{labels, offered, offered_to};
    use super::*;
    use crate::server::core::view::Client;
    use crate::standard::Standard;

    #[test]
    fn a_whole_report_keeps_the_organ_and_the_year_that_were_typed() {
        for (typed, organ, year) in [
            ("# 云溪县园林局2023年⟦", "云溪县园林局", "2023"),
            ("云溪县园林局2022年度政府信息公开⟦", "云溪县园林局", "2022"),
            ("云溪县园林局政府信息公开⟦", "云溪县园林局", ""),
            ("云溪县⟦", "云溪县", ""),
        ] {
            let offered = offered(typed);
            let [(item, made)] = offered.as_slice() else { panic!("{typed}: {offered:?}") };
            assert_eq!(item.kind, Kind::Whole);
            assert!(made.contains(&format!("${{1:{organ}}}${{2:{year}")), "{typed}\n{made}");
        }
        for other in ["你好，这是普通的文字⟦", "1. 园林⟦"] {
            assert_eq!(labels(other, true), [""; 0], "{other}");
        }
    }

    #[test]
    fn an_empty_document_becomes_a_report() {
        let plain = Client { snippets: false, ..Client::default() };
        for text in ["⟦", "\n⟦\n", "gou⟦"] {
            let offered = offered_to(text, plain.clone(), true);
            assert_eq!(offered.len(), 1);
            assert_eq!(
                offered[0].1.trim(),
                crate::write::blank_report(Standard::official(), "单位名称", 2023).trim()
            );
            assert_eq!(labels(text, false), [] as [&str; 0], "only where it is asked for");
        }
        let (item, made) = offered("⟦").remove(0);
        assert!(item.is_snippet);
        assert!(
            made.starts_with("# ${1:单位名称}${2:2023}年政府信息公开工作年度报告\n\n"),
            "{made}"
        );
        assert!(made.contains("统计期限为${2}年1月1日至${2}年12月31日。"));
        assert_eq!(labels("fn main() {\n    ⟦\n}\n", true), [] as [&str; 0]);
        assert_eq!(labels(&format!("{}⟦", "字".repeat(80)), true), [] as [&str; 0]);
    }

    #[test]
    fn below_a_title_stands_the_rest_of_the_report() {
        let title = "# 云溪县𠮷山园林局2022年政府信息公开工作年度报告";
        for text in [format!("{title}⟦"), format!("{title}\n⟦"), format!("{title}\n\n⟦\n")] {
            let offered = offered(&text);
            let (_, made) = offered
                .iter()
                .find(|(item, _)| item.label == "政府信息公开工作年度报告")
                .expect("the report");
            assert_eq!(
                made.trim_end(),
                crate::write::blank_report(Standard::official(), "云溪县𠮷山园林局", 2022)
                    .trim_end()
            );
        }
    }

    #[test]
    fn a_year_is_read_from_the_files_name() {
        assert_eq!(year_of(Some(Path::new("/a/2022/园林局2023年.md")), 2026), 2023);
        assert_eq!(year_of(Some(Path::new("/a/2022/园林局.md")), 2026), 2022);
    }
}
