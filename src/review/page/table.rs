//! A table of a report, drawn as the form prints it, with the findings at their cells.

use crate::diagnostic::Severity;
use crate::report::RecordTable;
use crate::review::Finding;
use crate::standard::TableForm;
use crate::write::{Grid, GridCell, GridContent};
use maud::{Markup, html};
use std::collections::HashMap;

/// A finding at a cell of the table.
pub(super) struct Mark<'a> {
    /// The number of the finding on the page.
    number: usize,
    severity: Severity,
    row: Option<&'a str>,
    column: Option<&'a str>,
}

impl<'a> Mark<'a> {
    /// The findings in the table, but for those about the whole table.
    pub(super) fn of(table: &RecordTable, findings: &[(usize, &Finding<'a>)]) -> Vec<Self> {
        let name = &table.table_form().name;
        let mark = |(number, finding): &(usize, &Finding<'a>)| {
            let place = &finding.diagnostic.place;
            let (row, column) = (place.row.as_deref(), place.column.as_deref());
            let is_here = place.part == *name && (row.is_some() || column.is_some());
            let severity = finding.diagnostic.severity;
            is_here.then_some(Self { number: *number, severity, row, column })
        };
        findings.iter().filter_map(mark).collect()
    }

    /// Whether the finding is about this cell of the grid.
    fn is_at(&self, form: &TableForm, content: &GridContent) -> bool {
        match content {
            GridContent::Words(words) => self.row == Some(words) && self.column.is_none(),
            GridContent::Row { label, .. } => self.row == Some(label) && self.column.is_none(),
            GridContent::Column { label, .. } => self.column == Some(label) && self.row.is_none(),
            GridContent::Value(at) => {
                self.row == Some(&form.rows[at.row].label.text)
                    && self.column == Some(&form.column(*at).label.text)
            }
        }
    }
}

pub(super) fn draw(table: &RecordTable, marks: &[Mark]) -> Markup {
    let form = table.table_form();
    let texts: HashMap<_, _> =
        table.entries().map(|entry| (entry.at, entry.text().unwrap_or_default())).collect();
    html! { table.form {
        caption { (form.name) }
        @for row in Grid::of(form).rows {
            tr { @for cell in row {
                @match cell.content {
                    GridContent::Value(at) => (drawn(form, &cell, &texts[&at], marks)),
                    _ => (drawn(form, &cell, cell.content.words().unwrap_or_default(), marks)),
                }
            } }
        }
    } }
}

fn drawn(form: &TableForm, cell: &GridCell, text: &str, marks: &[Mark]) -> Markup {
    let marks: Vec<&Mark> = marks.iter().filter(|mark| mark.is_at(form, &cell.content)).collect();
    let class = marks.iter().map(|mark| mark.severity).max().map(Severity::name);
    let across = (cell.across > 1).then_some(cell.across);
    let down = (cell.down > 1).then_some(cell.down);
    let content = html! {
        (text)
        @for mark in &marks { sup { a href={ "#f" (mark.number) } { (mark.number) } } }
    };
    let is_value = matches!(cell.content, GridContent::Value(_));
    html! {
        @if is_value {
            td class=[class] colspan=[across] rowspan=[down] { (content) }
        } @else {
            th class=[class] colspan=[across] rowspan=[down] { (content) }
        }
    }
}
