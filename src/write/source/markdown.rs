//! Inserts lines into a text with tables in HTML.

use super::clone::element_at;
use super::{Dialect, html, rows};
use crate::diagnostic::{Change, Edit};
use crate::source::{ElementKind, Marked};

/// The edits for lines that a change inserts. A row goes into its table, and a new table is written
/// in HTML like the others. `None` if the place of the lines is not known.
pub(super) fn insert(source: &Marked, change: &Change, inserted: &Edit) -> Option<Vec<Edit>> {
    if let Change::Rows(new) = change
        && element_at(source, ElementKind::Table, inserted.range.start).is_some()
    {
        return rows::insert(source, Dialect::Html, new, inserted);
    }
    let content = with_tables(&inserted.content);
    source.projection.back(inserted.range, &content).ok()
}

/// The lines with their tables in HTML. A line with tabs is a row of a table.
fn with_tables(content: &str) -> String {
    let mut out = String::with_capacity(content.len());
    let mut rows: Vec<Vec<&str>> = Vec::new();
    for line in content.split_inclusive('\n') {
        if line.contains('\t') {
            rows.push(line.trim_end_matches(['\r', '\n']).split('\t').collect());
            continue;
        }
        if !rows.is_empty() {
            out += &html::table(&std::mem::take(&mut rows));
            out.push('\n');
        }
        out += line;
    }
    if !rows.is_empty() {
        out += &html::table(&rows);
        out.push('\n');
    }
    out
}
