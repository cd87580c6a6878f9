//! Word documents with tracked changes and comments.

use crate::cli::failure::Failure;
use crate::diagnostic::{Diagnostic, Language, Message, Wording};
use crate::lint::Tracked;
use crate::source::{self, Note, Reading, SourceError};
use std::path::Path;

/// The reason why no document can be written.
pub(in crate::cli) enum NotWritten {
    /// The file is no Word document.
    OtherFormat,
    Source(SourceError),
}

/// The document with each fix as a tracked change, and with a comment at its finding.
pub(super) fn tracked(
    reading: &Reading,
    original: &[u8],
    tracked: &Tracked,
    language: Language,
) -> Result<Vec<u8>, NotWritten> {
    let note = |proposal: &crate::lint::Proposal| {
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
    write(reading, original, &tracked.proposals.iter().map(note).collect::<Vec<_>>())
}

/// The document with a comment at each finding.
pub(super) fn annotated(
    reading: &Reading,
    original: &[u8],
    found: &[Diagnostic],
    language: Language,
) -> Result<Vec<u8>, NotWritten> {
    let projection = reading.projection().ok_or(NotWritten::OtherFormat)?;
    let note = |found: &Diagnostic| Note {
        source: projection.source(found.range),
        edits: Vec::new(),
        message: format!("{} {}", found.code, found.message.render(language)),
    };
    write(reading, original, &found.iter().map(note).collect::<Vec<_>>())
}

fn write(reading: &Reading, original: &[u8], notes: &[Note]) -> Result<Vec<u8>, NotWritten> {
    let docx = reading.docx().ok_or(NotWritten::OtherFormat)?;
    let date = chrono::Utc::now().format("%Y-%m-%dT%H:%M:%SZ").to_string();
    source::tracked(docx, original, notes, &date).map_err(NotWritten::Source)
}

impl Failure {
    /// A file that cannot be written as a document with changes or comments.
    pub(super) fn of_document(path: &Path, error: NotWritten, language: Language) -> Self {
        match error {
            NotWritten::OtherFormat => {
                Self::new(path, Message::plain(OTHER_FORMAT).render(language))
            }
            NotWritten::Source(error) => Self::of_source(path, &error, language),
        }
    }
}

fn language_separator(language: Language) -> &'static str {
    match language {
        Language::Zh => "。",
        Language::En => ". ",
    }
}

const FOLLOWS: Wording = Wording::new("随另一处修正一并改正", "follows from another correction");
const OTHER_FORMAT: Wording = Wording::new(
    "不是 Word 文档（.docx），不能写修订和批注",
    "is no Word document (.docx), so it takes no tracked changes and comments",
);
