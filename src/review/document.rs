//! Word documents with tracked changes and comments.

use crate::diagnostic::{Diagnostic, Language, Wording};
use crate::lint::{Proposal, Tracked, why_unfixed};
use crate::source::{self, Note, Reading, SourceError};

/// The reason why no document can be written.
pub enum NotWritten {
    /// The file is no Word document.
    OtherFormat,
    Source(SourceError),
}

/// The document with each fix as a tracked change, and with a comment at its finding.
pub fn tracked(
    reading: &Reading,
    original: &[u8],
    tracked: &Tracked,
    language: Language,
    date: &str,
) -> Result<Vec<u8>, NotWritten> {
    let note = |proposal: &Proposal| {
        let messages = match proposal.messages.as_slice() {
            [] => vec![FOLLOWS.in_language(language).to_owned()],
            messages => messages.iter().map(|message| message.render(language)).collect(),
        };
        Note {
            source: proposal.source,
            edits: proposal.edits.clone(),
            message: messages.join(language_separator(language)),
        }
    };
    with_notes(reading, original, &tracked.proposals.iter().map(note).collect::<Vec<_>>(), date)
}

/// The document with a comment at each finding.
pub fn annotated(
    reading: &Reading,
    original: &[u8],
    found: &[Diagnostic],
    language: Language,
    date: &str,
) -> Result<Vec<u8>, NotWritten> {
    let projection = reading.projection().ok_or(NotWritten::OtherFormat)?;
    let note = |found: &Diagnostic| Note {
        source: projection.source(found.range),
        edits: Vec::new(),
        message: comment(found, language),
    };
    with_notes(reading, original, &found.iter().map(note).collect::<Vec<_>>(), date)
}

/// The comment about a finding.
pub fn comment(found: &Diagnostic, language: Language) -> String {
    let messages = std::iter::once(&found.message).chain(why_unfixed(found));
    let messages: Vec<_> = messages.map(|message| message.render(language)).collect();
    format!("{} {}", found.code, messages.join(language_separator(language)))
}

fn with_notes(
    reading: &Reading,
    original: &[u8],
    notes: &[Note],
    date: &str,
) -> Result<Vec<u8>, NotWritten> {
    let docx = reading.docx().ok_or(NotWritten::OtherFormat)?;
    source::tracked(docx, original, notes, date).map_err(NotWritten::Source)
}

fn language_separator(language: Language) -> &'static str {
    match language {
        Language::Zh => "。",
        Language::En => ". ",
    }
}

const FOLLOWS: Wording = Wording::new("随另一处修正一并改正", "follows from another correction");
