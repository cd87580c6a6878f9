//! Changes of an open file.

use crate::engine::{Content, Engine};
use crate::request::Change;
use crate::units::byte;
use gouji::diagnostic::{Applicability, Fix, Wording};
use gouji::document::{NotEdited, OpenSource};
use gouji::lint::Request;
use gouji::source::Refused;
use gouji::text::TextRange;
use serde_json::{Value, json};
use std::cell::OnceCell;
use std::sync::Arc;

impl Engine {
    /// Changes a file. The answer is the number of changes, or why nothing changed.
    pub(crate) fn change(&mut self, file: u32, change: &Change) -> Value {
        let fix = match *change {
            Change::Fix { finding, fix } => self.fix(file, finding, fix),
            _ => None,
        };
        let settings = Arc::clone(&self.settings);
        let request = Request { settings: &settings, file: None, baseline: None, year: None };
        let Some(own) = self.files.get_mut(&file) else { return json!({}) };
        own.found = OnceCell::new();
        own.digests = OnceCell::new();
        self.collected = OnceCell::new();
        let Content::Open(source) = &mut own.content else { return json!({}) };
        let before = source.revision();
        match carried_out(source, &request, change, fix.as_ref()) {
            Ok(_) if source.revision() == before => json!({ "changed": 0 }),
            Ok(count) => {
                let group = change.group();
                let is_joined = group.is_some() && own.group == group;
                if is_joined {
                    source.join_last_edits();
                }
                own.group = group;
                json!({ "changed": count, "joined": is_joined, "at": source.changed_at() })
            }
            Err(NotEdited::Source(error)) => {
                json!({ "refused": error.in_language(self.language()) })
            }
            Err(NotEdited::Refused(refused)) => {
                let wording = match (refused, change) {
                    (Refused::Field, _) => FIELD,
                    (_, Change::Part { .. }) => WHOLE,
                    _ => NO_PLACE,
                };
                json!({ "refused": wording.in_language(self.language()) })
            }
        }
    }

    /// A fix of a finding, by the number that the page was told.
    fn fix(&self, file: u32, finding: usize, fix: usize) -> Option<Fix> {
        let own = self.files.get(&file)?;
        let Content::Open(source) = &own.content else { return None };
        let found = &self.found(own, source).as_ref().ok()?.diagnostics;
        match finding.checked_sub(found.len()) {
            None => found.get(finding)?.fixes.get(fix).cloned(),
            Some(across) => {
                self.collected().of_file(self, file).get(across)?.fixes.get(fix).cloned()
            }
        }
    }
}

/// Carries out a change. Returns the number of changes. `fix` is the fix of a [`Change::Fix`].
fn carried_out(
    source: &mut OpenSource,
    request: &Request,
    change: &Change,
    fix: Option<&Fix>,
) -> Result<usize, NotEdited> {
    match *change {
        Change::Edit { start, length, from, to, ref text, .. } => {
            let block = block_of(source, start, length);
            let range =
                TextRange::new(start + byte(block, from), start + byte(block, to.max(from)));
            source.replace(range, text).map(|()| 1)
        }
        Change::Insert { start, length, ref text, .. } => {
            let end = start + block_of(source, start, length).len();
            source.insert_below(TextRange::new(start.min(end), end), text).map(|()| 1)
        }
        Change::Part { start, length, from, .. } => {
            let at = start + byte(block_of(source, start, length), from);
            source.part(at).map(|()| 1)
        }
        Change::Fix { .. } => fix.map_or(Ok(0), |fix| source.apply(fix).map(|()| 1)),
        Change::FixAll { all } => {
            let least = if all { Applicability::Unsafe } else { Applicability::Safe };
            source.fix(request, least)
        }
        Change::Undo {} => Ok(usize::from(source.undo())),
        Change::Redo {} => Ok(usize::from(source.redo())),
    }
}

/// The text of a block. Empty if there is no such block.
fn block_of(source: &OpenSource, start: usize, length: usize) -> &str {
    let whole = source.reading().text();
    let end = start.saturating_add(length).min(whole.len());
    whole.get(start..end).unwrap_or_default()
}

const FIELD: Wording = Wording::new(
    "这里的字是 Word 算出来的（域），请在 Word 中改",
    "Word computes this text (a field): change it in Word",
);
const NO_PLACE: Wording = Wording::new(
    "这里的字不在原文件中，不能在这里改：请在原来的程序中改",
    "this text does not stand in the file, so it cannot be changed here: change it in its program",
);
const WHOLE: Wording = Wording::new(
    "这一段不能在这里分开：请在原来的程序中分段",
    "this paragraph cannot be parted here: part it in its program",
);
