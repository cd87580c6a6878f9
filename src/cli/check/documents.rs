//! Word documents with tracked changes and comments.

use crate::cli::failure::Failure;
use crate::diagnostic::{Argument, Diagnostic, Language, Message, Wording};
use crate::files::{self, SourceFile};
use crate::lint::{Tracked, why_unfixed};
use crate::project::{is_document_name, lock_of};
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
    with_notes(reading, original, &tracked.proposals.iter().map(note).collect::<Vec<_>>())
}

/// The document with a comment at each finding.
pub(super) fn annotated(
    reading: &Reading,
    original: &[u8],
    found: &[Diagnostic],
    language: Language,
) -> Result<Vec<u8>, NotWritten> {
    let projection = reading.projection().ok_or(NotWritten::OtherFormat)?;
    let note = |found: &Diagnostic| {
        let messages = std::iter::once(&found.message).chain(why_unfixed(found));
        let messages: Vec<_> = messages.map(|message| message.render(language)).collect();
        Note {
            source: projection.source(found.range),
            edits: Vec::new(),
            message: format!("{} {}", found.code, messages.join(language_separator(language))),
        }
    };
    with_notes(reading, original, &found.iter().map(note).collect::<Vec<_>>())
}

fn with_notes(reading: &Reading, original: &[u8], notes: &[Note]) -> Result<Vec<u8>, NotWritten> {
    let docx = reading.docx().ok_or(NotWritten::OtherFormat)?;
    let date = chrono::Utc::now().format("%Y-%m-%dT%H:%M:%SZ").to_string();
    source::tracked(docx, original, notes, &date).map_err(NotWritten::Source)
}

/// Replaces the content of a file. A document that is open in a word processor stays: the program
/// would later write over the fixes.
pub(super) fn write(source: &SourceFile, bytes: &[u8], language: Language) -> Result<(), Failure> {
    if let Some(lock) = lock_of(&source.path) {
        let lock = lock.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let message = Message::new(OPEN, [Argument::Text(lock)]);
        return Err(Failure::new(&source.path, message.render(language)));
    }
    files::write_atomically(source, bytes).map_err(|error| Failure::of_file(&error, language))
}

/// The reason not to write copies into a folder of this name: a forgotten folder makes a document
/// the folder.
pub(super) fn refuse_folder(folder: &Path, language: Language) -> Option<Failure> {
    let is_refused =
        folder.exists() && !folder.is_dir() || !folder.exists() && is_document_name(folder);
    is_refused.then(|| Failure::new(folder, NO_FOLDER.in_language(language).to_owned()))
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

const OPEN: Wording = Wording::new(
    "正在 Word 或 WPS 中打开（旁边有 {0}），没有写入 — 请先关闭文件；没有打开的，请删去 {0}",
    "is open in Word or WPS ({0} is beside it), so nothing was written — close the file first; if \
     it is not open, remove {0}",
);
const NO_FOLDER: Wording = Wording::new(
    "不是文件夹，--annotate 后面先写放副本的文件夹 — 例如 --annotate 批注 报告.docx",
    "is no folder, and --annotate first names the folder of the copies — such as --annotate copies \
     report.docx",
);
const FOLLOWS: Wording = Wording::new("随另一处修正一并改正", "follows from another correction");
const OTHER_FORMAT: Wording = Wording::new(
    "不是 Word 文档（.docx），不能写修订和批注",
    "is no Word document (.docx), so it takes no tracked changes and comments",
);
