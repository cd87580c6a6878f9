//! The differences between the two newest editions: the labels of table two that only one edition
//! has.

use super::{Form, Label};

/// A label of table two that the other edition lacks.
#[derive(Debug)]
pub struct OwnLabel {
    /// Index of [`TableForm::blocks`](super::TableForm::blocks).
    pub block: usize,
    pub label: Label,
    /// The label and its harmless wordings, without labels of the other edition.
    pub words: Vec<String>,
    /// Whether the label is the header of a column.
    pub is_header: bool,
    /// Whether the label is a piece of a label of the other edition.
    pub is_piece: bool,
}

/// The labels of `form` that `other` lacks, in the order of the form.
pub(super) fn own_labels(form: &Form, other: &Form) -> Vec<OwnLabel> {
    let theirs: Vec<&Label> = labels(other).map(|(_, label, _)| label).collect();
    let own = labels(form)
        .filter(|(_, label, _)| !theirs.iter().any(|other| other.matches(&label.letters)));
    own.map(|(block, label, is_header)| OwnLabel {
        block,
        label: label.clone(),
        words: std::iter::once(&label.letters)
            .chain(&label.variants)
            .filter(|word| !theirs.iter().any(|other| other.matches(word)))
            .cloned()
            .collect(),
        is_header,
        is_piece: theirs.iter().any(|other| other.letters.contains(&label.letters)),
    })
    .collect()
}

/// The labels of table two, each with its block and whether it is the header of a column.
fn labels(form: &Form) -> impl Iterator<Item = (usize, &Label, bool)> {
    let table = form.in_blocks();
    table.blocks.iter().enumerate().flat_map(move |(index, block)| {
        let columns = block.columns.iter().map(|column| (&column.label, true));
        let rows = table.rows[block.rows.clone()].iter().map(|row| (&row.label, false));
        columns
            .chain(rows)
            .chain(block.caption.iter().map(|caption| (caption, false)))
            .map(move |(label, is_header)| (index, label, is_header))
    })
}
