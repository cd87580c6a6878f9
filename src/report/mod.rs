//! One read report: its tree, facts and sums, what it is called, and whether it is a report at all;
//! and the contexts in which rules read it.

mod context;
mod extra;
mod name;
mod section;

pub use context::{Context, PartContext, TableContext};
pub use extra::{beside, extras};
pub use name::{NotChecked, ReportName};
pub use section::{Extra, Section};

use crate::diagnostic::Level;
use crate::facts::Facts;
use crate::relations::Sums;
use crate::standard::Standard;
use crate::syntax::{Part, Report};

/// A report that was read. The ranges of its parts count from the report's start, those inside a
/// part from the part's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadReport {
    tree: Report,
    facts: Facts,
    /// Of each of the facts' tables.
    sums: Vec<Sums>,
    name: ReportName,
    not_checked: Option<NotChecked>,
}

impl ReadReport {
    /// The report of this text and tree; `year` in the place of what the text says.
    pub fn new(text: &str, tree: Report, standard: &'static Standard, year: Option<i32>) -> Self {
        let facts = Facts::of_report(text, &tree, standard, year);
        Self::with_facts(text, tree, facts, |facts| facts.tables.iter().map(Sums::of).collect())
    }

    /// The same with facts that are known; `sums` is asked for those of the tables.
    pub fn with_facts(
        text: &str,
        tree: Report,
        facts: Facts,
        sums: impl FnOnce(&Facts) -> Vec<Sums>,
    ) -> Self {
        let (sums, not_checked) = (sums(&facts), name::not_checked(&tree, &facts));
        let name = ReportName {
            range: tree.range,
            organ: name::organ(text, &facts),
            year: facts.year.map(|year| year.value),
        };
        Self { tree, facts, sums, name, not_checked }
    }

    pub fn tree(&self) -> &Report {
        &self.tree
    }

    pub fn facts(&self) -> &Facts {
        &self.facts
    }

    /// The relations of the form over each of the facts' tables.
    pub fn sums(&self) -> &[Sums] {
        &self.sums
    }

    /// What it is called among the others of its text.
    pub fn name(&self) -> &ReportName {
        &self.name
    }

    /// Why it is not checked; `None` where it is.
    pub fn not_checked(&self) -> Option<NotChecked> {
        self.not_checked
    }

    /// The whole report, as a rule reads it. `text` is that which it was read from.
    pub fn context<'a>(&'a self, text: &'a str, level: Option<Level>) -> Context<'a> {
        Context::new(text, &self.tree, &self.facts, level)
    }

    /// One of its parts.
    pub fn part<'a>(&'a self, text: &'a str, index: usize) -> Option<PartContext<'a>> {
        let part = self.tree.parts.get(index)?;
        Some(PartContext { text: part.range.of(text), part })
    }

    /// All of its parts, in order.
    pub fn parts<'a>(&'a self, text: &'a str) -> impl Iterator<Item = PartContext<'a>> {
        let part = |part: &'a Part| PartContext { text: part.range.of(text), part };
        self.tree.parts.iter().map(part)
    }

    /// One of the facts' tables.
    pub fn table<'a>(&'a self, text: &'a str, index: usize) -> Option<TableContext<'a>> {
        let (table, sums) = (self.facts.tables.get(index)?, self.sums.get(index)?);
        let part = self.tree.parts.get(table.part)?;
        Some(TableContext { text: part.range.of(text), part, table, sums })
    }

    /// All of the facts' tables, in order.
    pub fn tables<'a>(&'a self, text: &'a str) -> impl Iterator<Item = TableContext<'a>> {
        (0..self.sums.len()).filter_map(move |index| self.table(text, index))
    }
}
