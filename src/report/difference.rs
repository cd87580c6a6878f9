//! The differences between two reports: cell by cell, and paragraph by paragraph.

use super::content::{Content, Paragraph};
use super::record::RecordEntry;
use crate::diagnostic::Place;
use crate::facts::Exact;
use crate::text::{changes, fold, is_space};
use similar::{DiffOp, DiffTag, diff_ratio};
use std::collections::{HashMap, HashSet};

/// What differs between two reports.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// In the order of the form. Cells that only one edition has are behind the others.
    pub cells: Vec<CellDifference>,
    /// In the order of the parts.
    pub paragraphs: Vec<ParagraphDifference>,
}

/// A cell with another content. What is missing or empty is `None`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellDifference {
    pub place: Place,
    pub old: Option<String>,
    pub new: Option<String>,
    /// The difference of the numbers, in plain digits with a sign.
    pub by: Option<String>,
}

/// A paragraph that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParagraphDifference {
    /// The name of the part in a place.
    pub part: &'static str,
    /// The pieces of a changed paragraph. A removed or added paragraph has one piece.
    pub pieces: Vec<Piece>,
}

/// A stretch of a paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    pub change: Change,
    pub text: String,
}

/// Where a stretch stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    Same,
    Removed,
    Added,
}

/// The least likeness of a changed paragraph to the paragraph before.
const LIKE: f32 = 0.5;
/// The paragraphs among which the changed paragraph is looked for.
const NEXT: usize = 8;

impl Difference {
    pub fn of(old: &Content, new: &Content) -> Self {
        let of_part = |content: &'static str| paragraphs_of_part(old, new, content);
        let mut parts: Vec<&'static str> = Vec::new();
        for text in old.parts.iter().chain(&new.parts) {
            if !parts.contains(&text.part) {
                parts.push(text.part);
            }
        }
        Self { cells: cells(old, new), paragraphs: parts.into_iter().flat_map(of_part).collect() }
    }

    pub fn is_empty(&self) -> bool {
        self.cells.is_empty() && self.paragraphs.is_empty()
    }
}

impl ParagraphDifference {
    /// The paragraph in the old or the new report. `None` if only the other report has it.
    pub fn side(&self, without: Change) -> Option<String> {
        let pieces = self.pieces.iter().filter(|piece| piece.change != without);
        let text: String = pieces.map(|piece| piece.text.as_str()).collect();
        (!text.is_empty()).then_some(text)
    }
}

fn cells(old: &Content, new: &Content) -> Vec<CellDifference> {
    let keyed = |entry: RecordEntry<'_>| entry.place().to_string();
    let others: HashMap<String, RecordEntry> =
        new.record.cells().map(|entry| (keyed(entry), entry)).collect();
    let seen: HashSet<String> = old.record.cells().map(keyed).collect();
    let both = old
        .record
        .cells()
        .filter_map(|entry| different(Some(entry), others.get(&keyed(entry)).copied()));
    let only_new = new.record.cells().filter(|entry| !seen.contains(&keyed(*entry)));
    both.chain(only_new.filter_map(|entry| different(None, Some(entry)))).collect()
}

fn different(old: Option<RecordEntry>, new: Option<RecordEntry>) -> Option<CellDifference> {
    let number = |entry: Option<RecordEntry>| entry.and_then(RecordEntry::number);
    let text = |entry: Option<RecordEntry>| {
        entry.and_then(|entry| entry.text().map(|text| text.replace(char::is_control, " ")))
    };
    let letters = |text: &Option<String>| -> Option<String> {
        text.as_ref().map(|text| text.chars().filter(|c| !is_space(*c)).map(fold).collect())
    };
    let place = old.or(new)?.place();
    let (before, after) = (text(old), text(new));
    let (by, is_same) = match (number(old), number(new)) {
        (Some(a), Some(b)) => (by(a, b), a == b),
        _ => (None, letters(&before) == letters(&after)),
    };
    (!is_same).then_some(CellDifference { place, old: before, new: after, by })
}

/// The difference of two numbers, in plain digits with a sign. `None` for 0.
fn by(old: Exact, new: Exact) -> Option<String> {
    let difference = new.checked_sub(old).filter(|difference| *difference != Exact::ZERO)?;
    let sign = if difference.is_negative() { "" } else { "+" };
    Some(format!("{sign}{difference}"))
}

fn paragraphs_of_part(
    old: &Content,
    new: &Content,
    part: &'static str,
) -> Vec<ParagraphDifference> {
    let of = |content: &Content| -> Vec<Paragraph> {
        let text = content.parts.iter().find(|text| text.part == part);
        text.map(|text| text.paragraphs.clone()).unwrap_or_default()
    };
    let (old, new) = (of(old), of(new));
    let whole = |change, paragraph: &Paragraph| ParagraphDifference {
        part,
        pieces: vec![Piece { change, text: paragraph.text.clone() }],
    };
    let mut found = Vec::new();
    for op in changes(&old, &new) {
        if op.tag() == DiffTag::Equal {
            continue;
        }
        let (removed, mut added) = (&old[op.old_range()], &new[op.new_range()]);
        let (before, after) = (Paragraph::joined(removed), Paragraph::joined(added));
        // The lines of the same text may end elsewhere.
        if before == after {
            continue;
        }
        let is_wrapped = removed.iter().chain(added).any(Paragraph::is_wrapped);
        if let Some(pieces) = pieces(&before.text, &after.text).filter(|_| is_wrapped) {
            found.push(ParagraphDifference { part, pieces });
            continue;
        }
        for paragraph in removed {
            let like = added.iter().take(NEXT).enumerate().find_map(|(index, other)| {
                pieces(&paragraph.text, &other.text).map(|pieces| (index, pieces))
            });
            let Some((index, pieces)) = like else {
                found.push(whole(Change::Removed, paragraph));
                continue;
            };
            found.extend(added[..index].iter().map(|other| whole(Change::Added, other)));
            found.push(ParagraphDifference { part, pieces });
            added = &added[index + 1..];
        }
        found.extend(added.iter().map(|other| whole(Change::Added, other)));
    }
    found
}

/// The stretches of a changed paragraph. `None` if the paragraphs are not alike.
fn pieces(old: &str, new: &str) -> Option<Vec<Piece>> {
    let (old, new) = (tokens(old), tokens(new));
    let ops = changes(&old, &new);
    if diff_ratio(&ops, old.len(), new.len()) < LIKE {
        return None;
    }
    let mut pieces = Vec::new();
    for op in ops {
        let (removed, added) = (&old[op.old_range()], &new[op.new_range()]);
        let mut push = |change, tokens: &[&str]| {
            if !tokens.is_empty() {
                pieces.push(Piece { change, text: tokens.concat() });
            }
        };
        match op {
            DiffOp::Equal { .. } => push(Change::Same, added),
            _ => {
                push(Change::Removed, removed);
                push(Change::Added, added);
            }
        }
    }
    Some(pieces)
}

/// The characters of a text. A number or a Latin word is one token.
fn tokens(text: &str) -> Vec<&str> {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '.';
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = match is_word(first) {
            true => rest.find(|c| !is_word(c)).unwrap_or(rest.len()),
            false => first.len_utf8(),
        };
        let (token, behind) = rest.split_at(end);
        tokens.push(token);
        rest = behind;
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_changes_as_a_whole() {
        let pieces = pieces("全年收到申请3118件。", "全年收到申请3119件。").unwrap();
        let shown: Vec<_> =
            pieces.iter().map(|piece| (piece.change, piece.text.as_str())).collect();
        let expected = [
            (Change::Same, "全年收到申请"),
            (Change::Removed, "3118"),
            (Change::Added, "3119"),
            (Change::Same, "件。"),
        ];
        assert_eq!(shown, expected);
        assert_eq!(super::pieces("全年收到申请3118件。", "培训一次"), None);
    }
}
