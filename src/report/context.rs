//! The input of a rule: a report, a part, or a table.

use super::ReadReport;
use super::section::{Extra, Section};
use crate::diagnostic::OrganKind;
use crate::facts::{Facts, Table};
use crate::relations::{self, Evaluation, Stated, Sums};
use crate::standard::{Form, Standard};
use crate::syntax::{Part, Report, Role};
use crate::text::TextRange;
use std::cell::OnceCell;

/// A report with all facts.
#[derive(Clone, Debug)]
pub struct Context<'a> {
    /// The text of the report.
    pub text: &'a str,
    pub report: &'a Report,
    pub facts: &'a Facts,
    /// The relations of the form over each table of the facts.
    pub sums: &'a [Evaluation],
    /// The organ of the report, in folded letters.
    pub organ: Option<&'a str>,
    /// What the settings say about the organ.
    pub kind: OrganKind,
    /// Computed once for all rules.
    pub(super) extras: OnceCell<Vec<Extra>>,
    stated: OnceCell<Vec<Stated<'a>>>,
    /// Computed once for the rules that look at them.
    pub(crate) page_labels: OnceCell<Vec<PageLabels>>,
}

/// Neighbouring lines of labels from a web page. Ranges are in bytes of the report.
#[derive(Clone, Debug)]
pub struct PageLabels {
    pub first: TextRange,
    pub range: TextRange,
    pub labels: Vec<String>,
}

impl<'a> Context<'a> {
    pub(super) fn new(text: &'a str, read: &'a ReadReport, kind: OrganKind) -> Self {
        Self {
            text,
            report: read.tree(),
            facts: read.facts(),
            sums: read.sums(),
            organ: read.organ(),
            kind,
            extras: OnceCell::new(),
            stated: OnceCell::new(),
            page_labels: OnceCell::new(),
        }
    }

    /// What the sentences state, beside the cells of the tables, in order.
    pub fn stated(&self) -> &[Stated<'a>] {
        self.stated.get_or_init(|| relations::stated(self.report, self.facts))
    }

    /// The input of a rule for one table. `index` is an index into the tables of the facts.
    pub fn table(&self, index: usize) -> Option<TableContext<'a>> {
        let (table, sums) = (self.facts.tables.get(index)?, self.sums.get(index)?);
        let part = self.report.parts.get(table.part)?;
        let sums = Sums::new(table, sums);
        Some(TableContext { text: part.range.of(self.text), part, table, sums })
    }
}

/// One part of a report.
#[derive(Clone, Copy, Debug)]
pub struct PartContext<'a> {
    /// The text of the part.
    pub text: &'a str,
    pub part: &'a Part,
    /// The form that the report is read by.
    pub standard: &'static Standard,
}

/// One table of a report.
#[derive(Clone, Copy, Debug)]
pub struct TableContext<'a> {
    /// The text of the part that holds the table.
    pub text: &'a str,
    pub part: &'a Part,
    pub table: &'a Table,
    /// All relations of the form over the table.
    pub sums: Sums<'a>,
}

impl TableContext<'_> {
    /// Whether the table cannot be understood. Then only T012 reports the table.
    pub fn is_unreadable(&self) -> bool {
        self.sums.misfit().is_some()
    }
}

impl<'a> Context<'a> {
    /// The form for the year of the report.
    pub fn form(&self) -> &'static Form {
        let standard = self.facts.standard;
        self.facts.year.map_or(standard.newest(), |year| standard.form(year.value))
    }

    /// All sections in the order of the text, including displaced and duplicate sections.
    pub fn sections(&self) -> impl DoubleEndedIterator<Item = Section<'a>> {
        self.report.parts.iter().filter_map(|part| {
            Some(Section {
                number: part.kind.section()?,
                part,
                heading: part.heading.as_ref()?,
                standard: self.facts.standard,
            })
        })
    }

    /// The sections that are in order.
    pub fn in_order(&self) -> impl DoubleEndedIterator<Item = Section<'a>> {
        self.sections().filter(|section| section.heading.role == Role::Section)
    }

    /// Numeral and official title of a section: `二、主动公开政府信息情况`.
    pub fn official(&self, number: u8) -> String {
        let section = self.form().section(number);
        format!("{}、{}", section.numeral, section.title.text)
    }
}
