//! Carries out a fix in the markup of a source.

use crate::diagnostic::{Change, Edit, Fix};
use crate::source::{Projection, Refused};

/// The edits of the markup that carry out `fix`, sorted and disjoint.
///
/// # Errors
/// If the source cannot carry out the fix. Such a fix is not offered.
pub fn in_source(projection: &Projection, fix: &Fix) -> Result<Vec<Edit>, Refused> {
    let mut edits = match fix.change() {
        None | Some(Change::Cells(_)) => words(projection, fix.edits())?,
        Some(_) => return Err(Refused::Structure),
    };
    edits.sort();
    Ok(edits)
}

fn words(projection: &Projection, edits: &[Edit]) -> Result<Vec<Edit>, Refused> {
    let mut out = Vec::new();
    for edit in edits {
        out.extend(projection.back(edit.range, &edit.content)?);
    }
    Ok(out)
}
