//! The rules, with a file for each rule, and the registry, the list of all rules.

mod all_closed;
mod bad_settings;
mod balance;
mod beside;
mod blank_cell;
mod blank_number;
mod bracket_mix;
mod carry_over;
mod causes;
mod cell_count;
mod cells;
mod characters;
mod codes;
mod column_label;
mod column_order;
mod document_count;
mod duplicate_paragraph;
mod duplicate_row;
mod duplicate_section;
mod duplicate_table;
mod empty_section;
mod fee_contradiction;
mod foreign_content;
mod growth;
mod head_label;
mod in_force;
mod in_force_carry;
mod invalid_date;
mod invisible;
mod kin;
mod last_years_table;
mod lawsuit_count;
mod level_sum;
mod missing_aspect;
mod missing_assessment;
mod missing_period;
mod missing_row;
mod missing_section;
mod missing_table;
mod missing_title;
mod no_fee_statement;
mod no_problems;
mod not_a_number;
mod not_handed_in;
mod number_format;
mod outcome_total;
mod own_list;
mod page;
mod parts;
mod percent;
mod prose;
mod radical;
mod registry;
mod request_count;
mod review_count;
mod review_total;
mod row_label;
mod row_order;
mod row_total;
mod rows;
mod rule_making_power;
mod same_report_twice;
mod section_number;
mod section_order;
mod section_title;
mod sections;
mod self_contradiction;
mod shifted_row;
mod signature_date;
mod similar_to_last_year;
mod similar_to_other_organ;
mod slip;
mod stale_year;
mod statements;
mod sums;
mod superseded_basis;
mod superseded_form;
mod template_residue;
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
pub use last_years_table::has_kept_table;
pub use missing_row::blank_row;
pub use page::{find, fix_word, severity_word};
pub use registry::{REGISTRY, rule};
pub use rows::cell_name;
pub use signature_date::{StatutoryDay, statutory_day};
pub use statements::{add_witnesses, difference, may_have_witness};
pub use sums::{NO_ADDEND, blank_total, corrections, follow, recompute_all};
pub(crate) use unused_ignore::RULE as UNUSED_IGNORE;
pub use written::{addends_of, is_in_row, written_out};

use crate::archive::{Archive, ArchivedGovernment, Kin};
use crate::diagnostic::{Diagnostic, Message, Place, Severity, Wording};
use crate::report::{Context, PartContext, TableContext};
use crate::text::TextRange;

/// A rule: its names, its documentation, and its check.
#[derive(Debug)]
pub struct Rule {
    /// Such as `A001`. A code is never reused.
    pub code: &'static str,
    /// Such as `row-total`.
    pub name: &'static str,
    /// The default severity, unless settings choose another.
    pub severity: Severity,
    pub fix: FixKind,
    /// One line about the findings of the rule.
    pub summary: Wording,
    /// The page of the rule, as Markdown without a title: what the rule checks, the reason with its
    /// article or notice, an example, and the fix.
    pub documentation: Wording,
    pub check: Check,
}

/// The kinds of fixes of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FixKind {
    None,
    Safe,
    Unsafe,
    /// Safe or unsafe, depending on the finding.
    Either,
}

/// The input of a rule. A rule runs again when its input changes.
#[derive(Clone, Copy, Debug)]
pub enum Check {
    /// Outline and facts of the whole report. Ranges count from the start of the report.
    Report(fn(&Context, &mut Sink)),
    /// Only the text of one part. Ranges count from the start of the part.
    Part(fn(&PartContext, &mut Sink)),
    /// One table. Ranges count from the start of the part with the table.
    Table(fn(&TableContext, &mut Sink)),
    /// A report beside the other reports of its collection. Ranges count from the start of the
    /// file.
    Kin(fn(Kin, &mut Sink)),
    /// A government of the settings beside the reports of its members. Ranges are in the settings
    /// file.
    Members(fn(&Archive, &ArchivedGovernment, &mut Sink)),
    /// Not a report but settings and ignore comments, checked by `lint`.
    Settings,
}

impl Rule {
    /// Whether the rule looks at what sentences state.
    pub fn reads_sentences(&self) -> bool {
        self.code.starts_with('N') || self.code == "R003"
    }

    /// Whether the rule looks at several reports.
    pub fn is_of_kin(&self) -> bool {
        matches!(self.check, Check::Kin(_) | Check::Members(_))
    }
}

/// Collects the findings of one rule.
#[derive(Debug)]
pub struct Sink<'a> {
    rule: &'static Rule,
    found: &'a mut Vec<Diagnostic>,
}

impl<'a> Sink<'a> {
    pub fn new(rule: &'static Rule, found: &'a mut Vec<Diagnostic>) -> Self {
        Self { rule, found }
    }

    /// Adds a finding with the default severity of the rule. Returns the finding, so that the
    /// caller can add fixes and related ranges.
    pub fn push(&mut self, range: TextRange, place: Place, message: Message) -> &mut Diagnostic {
        let diagnostic = Diagnostic {
            code: self.rule.code,
            severity: self.rule.severity,
            range,
            message,
            place,
            fixes: Vec::new(),
            related: Vec::new(),
            elsewhere: Vec::new(),
        };
        self.found.push(diagnostic);
        let last = self.found.len() - 1;
        &mut self.found[last]
    }
}

/// At most three cells, rows or totals are named one by one. Otherwise the message gives their
/// number.
const MOST_NAMED: usize = 3;

/// At most 20 findings of one kind in a table, a part or a report. More findings become one
/// finding.
const MOST_FINDINGS: usize = 20;

/// The place of a range of the report: the title, or the part with the range.
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
