//! Definition and references: lead from a number in a sentence to the stated cell, and back.

use super::locate::{Spot, Thing, locate, report_at, tables};
use crate::document::Placed;
use crate::relations::{Stated, StatedCells, stated};
use crate::server::core::view::View;
use crate::standard::CellRef;
use crate::text::TextRange;

/// The cells stated by a number in a sentence; for a cell, the numbers that state the cell.
pub fn definition(view: &View, at: usize) -> Vec<TextRange> {
    match subject(view, at) {
        Some(Subject { report, table, cells, is_number: true, .. }) => {
            cell_places(report, table, &cells)
        }
        Some(Subject { report, stated, .. }) => number_places(report, &stated),
        None => Vec::new(),
    }
}

/// The numbers in sentences with the same statement as the place. With `include_declaration`, the
/// stated cells come first.
pub fn references(view: &View, at: usize, include_declaration: bool) -> Vec<TextRange> {
    let Some(Subject { report, table, cells, stated, .. }) = subject(view, at) else {
        return Vec::new();
    };
    let declared =
        if include_declaration { cell_places(report, table, &cells) } else { Vec::new() };
    declared.into_iter().chain(number_places(report, &stated)).collect()
}

/// The thing at the position.
struct Subject<'a> {
    report: Placed<'a>,
    /// Index into the tables of the facts.
    table: usize,
    cells: Vec<CellRef>,
    /// The numbers that state these cells.
    stated: Vec<Stated<'a>>,
    /// Whether the place is a number in a sentence, and not a cell.
    is_number: bool,
}

fn subject<'a>(view: &View<'a>, at: usize) -> Option<Subject<'a>> {
    if let Some(Spot { report, thing: Thing::Cell(table, cell), .. }) = locate(view, at) {
        let mut stated = mentioned(report);
        let states =
            |cells: &StatedCells| cells.table == table.index && cells.cells.contains(&cell);
        stated.retain(|stated| stated.cells.as_ref().is_some_and(states));
        return Some(Subject {
            report,
            table: table.index,
            cells: vec![cell],
            stated,
            is_number: false,
        });
    }
    let report = report_at(view.document, at)?;
    let own = at - report.start;
    let mut stated = mentioned(report);
    let holds = |stated: &&Stated| stated.range.start <= own && own <= stated.range.end;
    let StatedCells { table, cells, .. } = stated.iter().find(holds)?.cells.clone()?;
    let is_same = |other: &StatedCells| other.table == table && other.cells == cells;
    stated.retain(|stated| stated.cells.as_ref().is_some_and(is_same));
    Some(Subject { report, table, cells, stated, is_number: true })
}

fn mentioned(report: Placed) -> Vec<Stated> {
    stated(report.report.tree(), report.report.facts())
}

fn cell_places(report: Placed, table: usize, cells: &[CellRef]) -> Vec<TextRange> {
    let Some(table) = tables(report).find(|own| own.index == table) else { return Vec::new() };
    cells.iter().filter_map(|&cell| table.cell_range(cell)).collect()
}

fn number_places(report: Placed, stated: &[Stated]) -> Vec<TextRange> {
    stated.iter().map(|stated| stated.range.shifted(report.start)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{replaced, sample};
    use crate::server::core::features::testing::view;
    use crate::server::core::view::Client;
    use crate::syntax::Layout;
    use crate::text::line_at;

    const PROSE: &str = "𠮷新收政府信息公开申请12件，不予公开2件";

    /// A compilation with [`PROSE`] in its second report. `⟦` stands before `word` of the second
    /// report.
    fn marked(layout: Layout, from: &str, to: &str) -> String {
        let second = replaced(&sample(layout), "本年度，我局主动公开信息29条", PROSE);
        format!("{}\n{}", sample(Layout::Tabs), replaced(&second, from, to))
    }

    /// The line and the words of each place.
    fn shown(marked: &str, find: impl Fn(&View, usize) -> Vec<TextRange>) -> Vec<String> {
        let text = marked.replace('⟦', "");
        view(marked, Client::default(), |view, at| {
            let show = |place: TextRange| {
                let line = line_at(&text, place.start).of(&text);
                let label: String =
                    line.trim_matches(|c: char| "| \t".contains(c)).chars().take(5).collect();
                format!("{label} {}", place.of(&text))
            };
            find(view, at).into_iter().map(show).collect()
        })
    }

    #[test]
    fn a_number_leads_to_its_cell_and_back() {
        for layout in [Layout::Spaces, Layout::Tabs, Layout::Pipes, Layout::Markdown] {
            let number = marked(layout, "申请12件", "申请⟦12件");
            assert_eq!(shown(&number, definition), ["一、本年新 8"], "{layout:?}");
            assert_eq!(shown(&number, |view, at| references(view, at, false)), ["𠮷新收政府 12"]);
            assert_eq!(
                shown(&number, |view, at| references(view, at, true)),
                ["一、本年新 8", "𠮷新收政府 12"]
            );
        }
        let cell = marked(Layout::Spaces, "申请数量 6 2 0 0 0 0 8", "申请数量 6 2 0 0 0 0 ⟦8");
        assert_eq!(shown(&cell, definition), ["𠮷新收政府 12"]);
        assert_eq!(
            shown(&cell, |view, at| references(view, at, true)),
            ["一、本年新 8", "𠮷新收政府 12"]
        );
    }

    #[test]
    fn a_group_leads_to_its_rows() {
        let number = marked(Layout::Markdown, "公开2件", "公开2⟦件");
        assert_eq!(shown(&number, definition).len(), 8);
        let cell = marked(
            Layout::Spaces,
            "7.属于行政执法案卷 0 0 0 0 0 0 0",
            "7.属于行政执法案卷 0 0 0 0 0 0 ⟦0",
        );
        assert_eq!(shown(&cell, definition), ["𠮷新收政府 2"]);
    }

    #[test]
    fn other_places_lead_nowhere() {
        for (from, to) in
            [("新收政府", "新收⟦政府"), ("申请数量 6", "申请数量 ⟦6"), ("三、收到", "三、⟦收到")]
        {
            assert_eq!(shown(&marked(Layout::Spaces, from, to), definition), [""; 0], "{to}");
        }
        assert_eq!(shown("新收政府信息公开申请⟦12件", definition), [""; 0]);
    }
}
