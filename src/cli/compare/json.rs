//! The differences as a JSON object.

use super::{Comparison, Side};
use crate::report::{CellDifference, Change, ParagraphDifference};
use serde_json::{Value, json};

pub(super) fn object(comparison: &Comparison) -> String {
    let difference = &comparison.difference;
    let object = json!({
        "same": difference.is_empty(),
        "old": side(&comparison.old),
        "new": side(&comparison.new),
        "cells": difference.cells.iter().map(cell).collect::<Vec<_>>(),
        "paragraphs": difference.paragraphs.iter().map(paragraph).collect::<Vec<_>>(),
    });
    format!("{object:#}\n")
}

fn side(side: &Side) -> Value {
    let name = &side.content.record.name;
    json!({ "filename": side.path, "organ": name.organ, "year": name.year })
}

fn cell(cell: &CellDifference) -> Value {
    json!({ "place": cell.place.to_string(), "old": cell.old, "new": cell.new })
}

fn paragraph(paragraph: &ParagraphDifference) -> Value {
    json!({
        "place": paragraph.part,
        "old": paragraph.side(Change::Added),
        "new": paragraph.side(Change::Removed),
    })
}
