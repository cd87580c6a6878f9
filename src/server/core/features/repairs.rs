//! The fixes at a place or in a whole document, as edits of the text. Code actions and commands
//! share these functions.

use crate::diagnostic::{Applicability, Diagnostic, Edit, Fix, Place};
use crate::document::Placed;
use crate::lint::{self, Findings, Request};
use crate::report::TableContext;
use crate::rules;
use crate::server::core::features::change::Change;
use crate::server::core::view::View;
use crate::source::Reading;
use crate::text::TextRange;
use crate::write;
use std::cell::Cell;
use std::collections::HashSet;

/// The codes for missing parts of a report: sections, tables, rows.
const MISSING: [&str; 3] = ["S003", "S009", "T003"];

/// The change that carries out a fix. `None` if the page of the document cannot carry it out.
pub fn change(view: &View, fix: &Fix) -> Option<Change> {
    match view.page {
        None => Some(Change::Document(fix.edits().to_vec())),
        Some(page) => write::in_source(&page.marked(&page.markup()), fix).ok().map(Change::Page),
    }
}

/// The change that carries out edits of the document. `None` without edits, and if the page of the
/// document cannot carry out one of them.
pub fn change_of_edits(view: &View, edits: Vec<Edit>) -> Option<Change> {
    if edits.is_empty() {
        return None;
    }
    let Some(page) = view.page else { return Some(Change::Document(edits)) };
    let mut written = Vec::new();
    for edit in &edits {
        written.extend(page.projection().back(edit.range, &edit.content).ok()?);
    }
    written.sort();
    Some(Change::Page(written))
}

/// The combined change of all safe fixes in the document. `None` if no safe fix exists.
pub fn fix_all(view: &View) -> Option<Change> {
    if !has_safe_fix(view) {
        return None;
    }
    let file = view.path.and_then(|path| view.settings.relative(path));
    let request = Request {
        settings: view.settings,
        file: file.as_deref(),
        baseline: None,
        year: view.document.options().year,
    };
    if let Some(page) = view.page {
        let reading = Reading::of_open(page.markup(), page.is_html());
        let fixed = lint::fix_reading(reading, &request, Applicability::Safe).ok()?;
        return (!fixed.edits.is_empty()).then_some(Change::Page(fixed.edits));
    }
    // The findings of the unchanged text are known.
    let known =
        Cell::new(Some(Findings { diagnostics: view.findings.to_vec(), ..Findings::default() }));
    let check =
        |text: &str| known.take().or_else(|| lint::lint_while(text, &request, || view.goes_on()));
    let fixed = lint::fix_with(&view.document.text(), Applicability::Safe, check)?;
    (!fixed.edits.is_empty()).then_some(Change::Document(fixed.edits))
}

/// Whether a finding of the document has a safe fix.
pub fn has_safe_fix(view: &View) -> bool {
    let is_safe = |fix: &Fix| fix.applicability == Applicability::Safe;
    view.findings.iter().any(|found| found.fixes.iter().any(is_safe))
}

/// The fixes that recompute all totals of each wanted table in a report. `wanted` receives the
/// number of the table (3 or 4) and its place in the text. Fixes without a change are left out.
pub fn totals(placed: Placed, wanted: impl Fn(u8, TextRange) -> bool) -> Vec<Fix> {
    if placed.report.found().is_none() {
        return Vec::new();
    }
    let tables =
        (0..placed.report.facts().tables.len()).filter_map(|index| placed.report.table(index));
    let wanted = tables.filter(|context| {
        wanted(
            context.table.table_form().section,
            context.table.range.shifted(start(placed, context)),
        )
    });
    wanted
        .filter_map(|context| {
            Some(shifted(rules::recompute_all(&context)?, start(placed, &context)))
        })
        .collect()
}

/// The cell around `range` of the text: its place, and the fixes that make sums of the cell hold.
pub fn corrections(placed: Placed, range: TextRange) -> Option<(TextRange, Vec<Fix>)> {
    placed.report.found()?;
    (0..placed.report.facts().tables.len()).filter_map(|index| placed.report.table(index)).find_map(
        |context| {
            let start = start(placed, &context);
            let holds = |cell: TextRange| cell.shifted(start).contains(range);
            if !holds(context.table.range) {
                return None;
            }
            let (cell, found) = context.table.cells().find(|(_, cell)| holds(cell.range))?;
            let fixes = rules::corrections(&context, cell)
                .into_iter()
                .map(|fix| shifted(fix, start))
                .collect();
            Some((found.range.shifted(start), fixes))
        },
    )
}

/// The fix that updates the totals of the addends at `range` of the text. If no addend stands
/// there, the fix is for all addends in the lines. The returned place gives the same fix again.
pub fn follow(placed: Placed, range: TextRange, lines: TextRange) -> Option<(TextRange, Fix)> {
    placed.report.found()?;
    (0..placed.report.facts().tables.len()).filter_map(|index| placed.report.table(index)).find_map(
        |context| {
            let start = start(placed, &context);
            let touches = |one: TextRange, other: TextRange| {
                one.shifted(start).start <= other.end && other.start <= one.shifted(start).end
            };
            if !touches(context.table.range, lines) {
                return None;
            }
            let addends =
                || context.table.cells().filter(|(cell, _)| !context.sums.is_total(*cell));
            let within =
                |range: TextRange| addends().filter(move |(_, cell)| touches(cell.range, range));
            let here: Vec<_> = within(range).map(|(cell, _)| cell).collect();
            let (cells, place) = match here.as_slice() {
                [] => (within(lines).map(|(cell, _)| cell).collect(), lines),
                _ => (here, range),
            };
            Some((place, shifted(rules::follow(&context, &cells)?, start)))
        },
    )
}

/// The number of findings about missing parts in a report, and the edits that add the parts. `None`
/// if no part is reported as missing, or no part can be added.
pub fn add_missing(view: &View, placed: Placed) -> Option<(usize, Vec<Edit>)> {
    placed.report.found()?;
    let key = |found: &Diagnostic| {
        (found.code, Place { report: None, ordinal: 1, ..found.place.clone() })
    };
    let end = placed.start + placed.report.text().len();
    let own = view
        .findings
        .iter()
        .filter(|found| is_missing(found) && (placed.start..=end).contains(&found.range.start));
    let reported: HashSet<_> = own.map(key).collect();
    if reported.is_empty() {
        return None;
    }
    // Parts excluded by settings or accepted by a person stay missing.
    let check = |text: &str| {
        let mut diagnostics = lint::check(text, view.document.options())?;
        diagnostics.retain(|found| reported.contains(&key(found)));
        Some(Findings { diagnostics, ..Findings::default() })
    };
    let mut fixed = lint::fix_with(placed.report.text(), Applicability::Unsafe, check)?;
    fixed.edits.iter_mut().for_each(|edit| edit.range = edit.range.shifted(placed.start));
    (!fixed.edits.is_empty()).then_some((reported.len(), fixed.edits))
}

/// Whether a finding reports a missing part with a fix.
pub fn is_missing(found: &Diagnostic) -> bool {
    MISSING.contains(&found.code)
}

/// The start of the part around a table, in bytes of the text.
fn start(placed: Placed, context: &TableContext) -> usize {
    placed.start + context.part.range.start
}

fn shifted(mut fix: Fix, by: usize) -> Fix {
    fix.shift(by);
    fix
}
