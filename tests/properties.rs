//! Properties of any text: the tree covers the text, findings and edits lie on character
//! boundaries, a fix removes its finding, nothing panics.

mod support;

use gouji::diagnostic::{Applicability, Diagnostic, Fix, apply};
use gouji::lint::{Findings, Options, check, fix_with};
use proptest::prelude::*;
use std::collections::BTreeMap;
use support::invariants::{assert_covers, assert_on_boundaries};
use support::texts::{broken_report, scraps};
use support::{Oddities, manner, numbers, oddities, write};

fn findings(text: &str) -> Vec<Diagnostic> {
    check(text, &Options::default()).unwrap_or_default()
}

/// Number of findings by code and place.
fn tally(found: &[Diagnostic]) -> BTreeMap<(&'static str, String), usize> {
    let mut tally = BTreeMap::new();
    for diagnostic in found {
        let mut place = diagnostic.place.clone();
        place.ordinal = 1;
        *tally.entry((diagnostic.code, place.to_string())).or_default() += 1;
    }
    tally
}

proptest! {
    #![proptest_config(support::config(150))]

    #[test]
    fn the_tree_covers_any_text(text in prop_oneof![broken_report(), scraps()]) {
        assert_covers(&text);
        assert_on_boundaries(&text);
    }

    /// A safe fix removes its finding and causes no other finding. A second run of all safe fixes
    /// changes nothing.
    #[test]
    fn a_safe_fix_mends(text in broken_report()) {
        let found = findings(&text);
        let before = tally(&found);
        for diagnostic in &found {
            let safe = |fix: &&Fix| fix.applicability == Applicability::Safe;
            let Some(fix) = diagnostic.fixes.iter().find(safe) else { continue };
            let fixed = apply(&text, fix.edits());
            let after = tally(&findings(&fixed));
            let mut place = diagnostic.place.clone();
            place.ordinal = 1;
            let key = (diagnostic.code, place.to_string());
            prop_assert!(after.get(&key).copied().unwrap_or(0) < before[&key], "{} is left at {}\n{:?}\n{}", diagnostic.code, diagnostic.place, fix, fixed);
            for (key, count) in &after {
                prop_assert!(count <= before.get(key).unwrap_or(&0), "{:?} is new after {:?}\n{}", key, fix, fixed);
            }
        }
        let check = |text: &str| Some(Findings { diagnostics: findings(text), ..Findings::default() });
        let once = fix_with(&text, Applicability::Safe, check).expect("a report").text;
        let twice = fix_with(&once, Applicability::Safe, check).expect("a report");
        prop_assert_eq!(&twice.text, &once);
        prop_assert!(twice.edits.is_empty());
    }

    /// Unsafe fixes also come to an end, without fixes that undo each other. A later run handles
    /// new findings of a fix, such as the blank cells of a restored row.
    #[test]
    fn all_fixes_come_to_an_end(text in broken_report()) {
        let check = |text: &str| Some(Findings { diagnostics: findings(text), ..Findings::default() });
        let mut text = text;
        for run in 0.. {
            let Some(fixed) = fix_with(&text, Applicability::Unsafe, check) else { break };
            assert_covers(&fixed.text);
            if fixed.edits.is_empty() {
                break;
            }
            prop_assert!(run < 4, "still mended:\n{}", fixed.text);
            text = fixed.text;
        }
    }

    /// A correct report has no finding, regardless of harmless oddities.
    #[test]
    fn correct_reports_are_left_alone(numbers in numbers(2023), manner in manner(), oddities in oddities()) {
        let oddities = Oddities { radicals: false, ..oddities };
        let text = write(&numbers, manner, oddities);
        let found: Vec<_> = findings(&text).iter().map(|diagnostic| (diagnostic.code, diagnostic.range.of(&text).to_owned())).collect();
        prop_assert_eq!(found, vec![], "{}", text);
    }
}

/// Hostile texts of half a megabyte are read in one go. The test does not measure time, but
/// quadratic work would not end.
#[test]
fn hostile_texts_are_read() {
    let title = "云溪县园林局2023年政府信息公开工作年度报告\n";
    let scraps = [
        "|",
        "1 ",
        "1",
        "（",
        "\n",
        "\t",
        " ",
        "\u{3000}",
        "一、总体情况\n",
        "一、总体情况 ",
        "二、某某某某某情况\n",
        title,
        "规章 0 0 0\n",
        "规章\n",
        "0\n",
        "1.属于国家秘密\n",
        "某行 1 2 3 4 5 6 7\n",
        "三 ",
        "2023年",
        "统计期限",
        "2022年12月31日至",
        "⼀",
        "\u{200b}",
        "\u{e000}",
        "年",
        "- 3 -\n",
        "结果维持 ",
        "|---",
        "\r",
        "月日",
        "《",
        "报告\n",
        "（七）总计 1 2\n",
        "<!-- gouji-ignore A001: x -->\n",
        "# ",
        "**",
        "自1月1日起至",
        "<span>",
        "<a ",
        ">",
        "（5）存在的主要问题及改进情况\n",
        "政府信息公开工作年度报\n",
        "规章 1 ",
        "**年",
    ];
    for scrap in scraps {
        let size = 500_000;
        let body = scrap.repeat(size / scrap.len());
        let table = "三、收到和处理政府信息公开申请情况\n（一）予以公开 1 0 0 0 0 0 1\n1.属于国家秘密 0 0 0 0 0 0 0\n2.重复申请 0 0 0 0 0 0 0\n";
        for text in [format!("{title}{table}{body}"), body] {
            _ = check(&text, &Options::default());
        }
    }
}
