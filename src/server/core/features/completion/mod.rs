//! Completion: offers missing words of the form in the spelling of the report.
//!
//! Completion offers section titles at the start of a line, labels of rows and columns in a table,
//! the statement of the period, and the empty table of a section. A document without a report is
//! offered a whole report. Typed words are compared after folding. The filter text of each item
//! begins with the typed words, so the client keeps the items chosen here.

mod cells;
mod item;
mod sections;
#[cfg(test)]
mod testing;
mod whole_report;

use crate::server::core::view::View;
use crate::settings::is_settings_file;
use cells::{add_blank_total, add_cells, table_at};
use item::{Here, Items};
pub use item::{Item, Kind};
use sections::{add_period, add_sections, add_table};
use whole_report::add_whole_report;

/// The characters that make a client ask outside of words: the mark behind a numeral, the mark of a
/// heading, and the border of a cell.
pub fn trigger_characters() -> Vec<String> {
    ["、", "#", "|", "."].map(str::to_owned).into()
}

/// The completion items at a byte of the text, best item first. `invoked` means that a person
/// asked.
pub fn complete(view: &View, at: usize, invoked: bool) -> Vec<Item> {
    if view.path.is_some_and(is_settings_file) {
        return Vec::new();
    }
    let placed = view.document.report_at(at);
    let mut items = Items { view, start: placed.start, all: Vec::new() };
    let Some(here) = Here::of(placed, at - placed.start, invoked) else { return Vec::new() };
    if placed.report.found().is_none() {
        add_whole_report(&mut items, &here, None);
        return items.all;
    }
    add_blank_total(&mut items, &here, at);
    let table = table_at(&here);
    match &table {
        Some((context, true)) => add_cells(&mut items, &here, context),
        other => {
            // The line below a table may become a row or a section.
            if let Some((context, _)) = other.as_ref().filter(|_| !here.is_heading()) {
                add_cells(&mut items, &here, context);
            }
            add_table(&mut items, &here);
            add_sections(&mut items, &here);
            add_period(&mut items, &here);
            add_whole_report(&mut items, &here, Some(placed));
        }
    }
    items.all
}

#[cfg(test)]
mod tests {
    use super::testing::offered_to;
    use crate::server::core::features::testing::{report, second};
    use crate::server::core::view::Client;
    use crate::syntax::Layout;

    #[test]
    fn a_strict_filter_keeps_what_is_offered() {
        for layout in Layout::ALL {
            let whole = second(&report(layout, &[]));
            let at = whole.rfind("2.重复申请").unwrap();
            for (typed, label, next) in [
                ("2.", "2.重复申请", "2.重"),
                ("2．", "2.重复申请", "2．重"),
                ("重复", "2.重复申请", "重复申"),
            ] {
                let text = format!("{}{typed}⟦{}", &whole[..at], &whole[at + "2.重复申请".len()..]);
                let offered = offered_to(&text, Client::default(), true);
                let filter = offered
                    .iter()
                    .find(|(item, _)| item.label == label)
                    .map(|(item, _)| item.filter.clone());
                assert!(
                    filter.as_ref().is_some_and(|filter| filter.starts_with(next)),
                    "{layout:?} {typed} {filter:?}"
                );
            }
        }
        let text = "# 云溪县𠮷山园林局2023年政府信息公开工作年度报告\n\n⟦\n";
        for (typed, next, count) in [
            ("处", "处理", 1),
            ("政府信息公开", "政府信息公开行政", 1),
            ("## 五", "## 五、存在", 1),
            ("## 五、", "## 五、存在", 1),
            ("", "一、总", 6),
        ] {
            let offered =
                offered_to(&text.replace('⟦', &format!("{typed}⟦")), Client::default(), true);
            let kept = offered.iter().filter(|(item, _)| item.filter.starts_with(typed));
            assert_eq!(kept.count(), offered.len());
            assert!(
                offered.len() >= count
                    && offered.iter().any(|(item, _)| item.filter.starts_with(next)),
                "{typed} {offered:?}"
            );
        }
    }
}
