//! Word documents with tracked changes and comments.

use crate::cli::failure::Failure;
use crate::diagnostic::{Argument, Language, Message, Wording};
use crate::files::{self, SourceFile};
use crate::project::{is_document_name, lock_of};
use crate::review::NotWritten;
use std::path::Path;

/// The time for changes and comments in a document.
pub(super) fn now() -> String {
    chrono::Utc::now().format("%Y-%m-%dT%H:%M:%SZ").to_string()
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
const OTHER_FORMAT: Wording = Wording::new(
    "不是 Word 文档（.docx），不能写修订和批注",
    "is no Word document (.docx), so it takes no tracked changes and comments",
);
