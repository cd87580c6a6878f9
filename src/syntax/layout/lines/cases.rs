//! Cases of `lines`.

use crate::lint::{Options, check};
use crate::rules::testing::*;
use crate::syntax::Layout;

/// The findings in the sample in layout `Lines`, with table three changed by `change`.
fn codes(change: impl Fn(&str) -> String) -> Vec<&'static str> {
    let text = sample(Layout::Lines);
    let (start, end) = (
        text.find("\t（本列数据").expect("a table"),
        text.find("四、政府信息公开").expect("a heading"),
    );
    let text = format!("{}{}{}", &text[..start], change(&text[start..end]), &text[end..]);
    check(&text, &Options::default()).expect("a report").iter().map(|found| found.code).collect()
}

const NONE: [&str; 0] = [];

#[test]
fn a_tab_alone_may_part_rows() {
    for every in 1..6 {
        let change = |table: &str| {
            let rows: Vec<&str> = table.split("\n\n").collect();
            let part = |index: usize| {
                if index.is_multiple_of(every) && index + 2 < rows.len() {
                    "\n\t\n"
                } else {
                    "\n\n"
                }
            };
            rows.iter()
                .enumerate()
                .map(|(index, row)| format!("{row}{}", part(index)))
                .collect::<String>()
        };
        assert_eq!(codes(change), NONE, "{every}");
    }
}

#[test]
fn what_stands_between_two_pages_is_no_value() {
    let row = "\t2.其他法律行政法规禁止公开\n";
    for between in [
        "3\n\u{c}\n",
        "\n---\n\n",
        "---\n\n",
        "——3——\n\t\n",
        "- 3 -\n\n",
        "——3——\n\t\n\t自然人\n\t商业企业\n\t总计\n\n",
    ] {
        // The first page has no tabs.
        let change = |table: &str| {
            let at = table.find(row).expect("a row");
            let at = at + table[at..].find("\n\n").expect("its end") + 1;
            let (first, second) = table.split_at(at);
            assert!(second.starts_with('\n'));
            format!(
                "{}{between}{}",
                first.replace("\n\n", "\n").replace("\n\t", "\n"),
                &second[1..]
            )
        };
        assert_eq!(codes(change), NONE, "{between:?}");
        // Both pages have tabs.
        let change = |table: &str| {
            let at = table.find(row).expect("a row");
            let at = at + table[at..].find("\n\n").expect("its end") + 1;
            format!("{}{between}{}", &table[..at], &table[at + 1..])
        };
        assert_eq!(codes(change), NONE, "{between:?}");
    }
}
