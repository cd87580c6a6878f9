//! The rules: one file each, and the registry, the one list of them.

mod bad_settings;
mod balance;
mod beside;
mod blank_cell;
mod causes;
mod cell_count;
mod cells;
mod characters;
mod codes;
mod column_label;
mod column_order;
mod duplicate_row;
mod duplicate_section;
mod duplicate_table;
mod empty_section;
mod head_label;
mod in_force;
mod invalid_date;
mod invisible;
mod missing_period;
mod missing_row;
mod missing_section;
mod missing_table;
mod missing_title;
mod not_a_number;
mod number_format;
mod outcome_total;
mod page;
mod radical;
mod registry;
mod review_total;
mod row_label;
mod row_order;
mod row_total;
mod rows;
mod section_number;
mod section_order;
mod section_title;
mod sections;
mod shifted_row;
mod signature_date;
mod slip;
mod stale_year;
mod sums;
mod superseded_form;
#[cfg(test)]
pub mod testing;
mod title_form;
mod unknown_column;
mod unknown_row;
mod unreadable_table;
mod unused_ignore;
mod written;
mod wrong_period;
mod years;

pub use crate::diagnostic::Level;
pub use causes::of_table as causes_of_table;
pub use codes::CODES;
pub use missing_row::blank_row;
pub use page::{find, fix_word, severity_word};
pub use registry::{REGISTRY, rule};
pub use rows::cell_name;
pub use signature_date::{StatutoryDay, statutory_day};
pub use sums::{NO_ADDEND, blank_total, corrections, follow, recompute_all};
pub(crate) use unused_ignore::RULE as UNUSED_IGNORE;
pub use written::{addends_of, is_in_row, written_out};

use crate::diagnostic::{Diagnostic, Message, Place, Severity, Wording};
use crate::report::{Context, PartContext, TableContext};
use crate::text::TextRange;

/// A rule: what it is called, what it says of itself, and how it checks.
#[derive(Debug)]
pub struct Rule {
    /// Such as `A001`. Never reused.
    pub code: &'static str,
    /// Such as `row-total`.
    pub name: &'static str,
    /// Unless settings say otherwise.
    pub severity: Severity,
    pub fix: FixKind,
    /// One line: what it finds.
    pub summary: Wording,
    /// Its page, as Markdown without a title: what it checks, why and by which article or notice,
    /// an example, its fix.
    pub documentation: Wording,
    pub check: Check,
}

/// Which fixes a rule has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FixKind {
    None,
    Safe,
    Unsafe,
    /// Safe or unsafe, as the case is.
    Either,
}

/// What a rule reads, and so when it has to run again.
#[derive(Clone, Copy, Debug)]
pub enum Check {
    /// Outline and facts of the whole report. Ranges count from the start of the report.
    Report(fn(&Context, &mut Sink)),
    /// The text of one part and nothing else. Ranges count from the start of the part.
    Part(fn(&PartContext, &mut Sink)),
    /// One table. Ranges count from the start of the part that holds it.
    Table(fn(&TableContext, &mut Sink)),
    /// Not a report: settings and ignore comments, which `lint` looks at.
    Settings,
}

/// Takes what one rule finds.
#[derive(Debug)]
pub struct Sink<'a> {
    rule: &'static Rule,
    found: &'a mut Vec<Diagnostic>,
}

impl<'a> Sink<'a> {
    pub fn new(rule: &'static Rule, found: &'a mut Vec<Diagnostic>) -> Self {
        Self { rule, found }
    }

    /// Adds a finding of the rule's own severity, and gives it back for its fixes and related
    /// ranges.
    pub fn push(&mut self, range: TextRange, place: Place, message: Message) -> &mut Diagnostic {
        let diagnostic = Diagnostic {
            code: self.rule.code,
            severity: self.rule.severity,
            range,
            message,
            place,
            fixes: Vec::new(),
            related: Vec::new(),
        };
        self.found.push(diagnostic);
        let last = self.found.len() - 1;
        &mut self.found[last]
    }
}

/// At most so many cells, rows or totals are named one by one; more are counted.
const MOST_NAMED: usize = 3;

/// More findings of one kind in a table, a part or a report than this are one finding.
const MOST_FINDINGS: usize = 20;

/// The place of a range of the report: the title, or the part that holds it.
fn report_place(context: &Context, range: TextRange) -> Place {
    if context.report.title.is_some_and(|title| title.range.contains(range)) {
        return Place::part("标题");
    }
    Place::part(
        context
            .report
            .part_at(range.start)
            .map_or("", |part| part.kind.label(context.facts.standard)),
    )
}
