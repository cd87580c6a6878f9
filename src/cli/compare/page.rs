//! The differences as a page that needs no script.

use super::{Comparison, Side, terminal};
use crate::diagnostic::{Language, Wording};
use crate::report::{CellDifference, Change, ParagraphDifference, RecordTable};
use crate::write::{Grid, GridContent};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use std::collections::HashMap;

/// The changed cells by their places.
type Changed<'a> = HashMap<String, &'a CellDifference>;

pub(super) fn page(comparison: &Comparison) -> Markup {
    let Comparison { old, new, difference, language } = comparison;
    let say = |wording: Wording| wording.in_language(*language);
    let changed: Changed =
        difference.cells.iter().map(|cell| (cell.place.to_string(), cell)).collect();
    let has_changes = |table: &&RecordTable| {
        table.entries().any(|entry| changed.contains_key(&entry.place().to_string()))
    };
    html! {
        (DOCTYPE)
        html lang=(if *language == Language::Zh { "zh-CN" } else { "en" }) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width";
                meta name="generator" content=(concat!("gouji ", env!("CARGO_PKG_VERSION")));
                title { (say(TITLE)) }
                style { (PreEscaped(include_str!("style.css"))) }
            }
            body {
                h1 { (say(TITLE)) }
                p { (side(say(OLD), old)) br; (side(say(NEW), new)) }
                p { (terminal::summary(comparison).render(*language)) }
                @if !difference.cells.is_empty() {
                    table {
                        thead { tr { th { (say(CELL)) } th { (say(OLD)) } th { (say(NEW)) } th { (say(BY)) } } }
                        tbody { @for cell in &difference.cells { (row(cell)) } }
                    }
                }
                @for table in new.content.record.tables.iter().filter(has_changes) {
                    (drawn(table, &changed))
                }
                @for (index, paragraph) in difference.paragraphs.iter().enumerate() {
                    @if index == 0 || difference.paragraphs[index - 1].part != paragraph.part {
                        h2 { (paragraph.part) }
                    }
                    (shown(paragraph))
                }
            }
        }
    }
}

fn side(which: &str, side: &Side) -> Markup {
    html! { (which) ": " (side.title()) }
}

fn row(cell: &CellDifference) -> Markup {
    html! { tr {
        td { (cell.place) }
        td { @if let Some(old) = &cell.old { del { (old) } } }
        td { @if let Some(new) = &cell.new { ins { (new) } } }
        td { (cell.by.as_deref().unwrap_or_default()) }
    } }
}

/// A table of the new report, with the old and the new content of each changed cell.
fn drawn(table: &RecordTable, changed: &Changed) -> Markup {
    let form = table.table_form();
    let entries: HashMap<_, _> = table.entries().map(|entry| (entry.at, entry)).collect();
    let content = |content: &GridContent| match content {
        GridContent::Value(at) => {
            let entry = entries[at];
            match changed.get(&entry.place().to_string()) {
                Some(cell) => html! {
                    @if let Some(old) = &cell.old { del { (old) } " " }
                    @if let Some(new) = &cell.new { ins { (new) } }
                },
                None => html! { (entry.text().unwrap_or_default()) },
            }
        }
        words => html! { (words.words().unwrap_or_default()) },
    };
    html! { table.form {
        caption { (form.name) }
        @for row in Grid::of(form).rows {
            tr { @for cell in row {
                @let across = (cell.across > 1).then_some(cell.across);
                @let down = (cell.down > 1).then_some(cell.down);
                @match cell.content {
                    GridContent::Value(_) => td colspan=[across] rowspan=[down] { (content(&cell.content)) },
                    _ => th colspan=[across] rowspan=[down] { (content(&cell.content)) },
                }
            } }
        }
    } }
}

fn shown(paragraph: &ParagraphDifference) -> Markup {
    html! { p { @for piece in &paragraph.pieces {
        @match piece.change {
            Change::Same => (piece.text),
            Change::Removed => del { (piece.text) },
            Change::Added => ins { (piece.text) },
        }
    } } }
}

const TITLE: Wording = Wording::new("两份报告的不同", "The differences of two reports");
const OLD: Wording = Wording::new("原来", "old");
const NEW: Wording = Wording::new("后来", "new");
const CELL: Wording = Wording::new("格", "cell");
const BY: Wording = Wording::new("增减", "by");
