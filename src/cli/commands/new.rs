//! `gouji new`.

use super::print;
use crate::cli::arguments::{Common, New};
use crate::cli::failure::Failure;
use crate::cli::{Status, inputs, language};
use crate::diagnostic::Wording;
use crate::project::is_document_name;
use crate::standard::Standard;
use crate::write::blank_report;
use std::path::Path;

pub(in crate::cli) fn new(new: &New, common: &Common) -> Status {
    let language = language::choose(common, None);
    if new.issuer.trim().is_empty() {
        Failure::of_arguments(NO_ISSUER.in_language(language).to_owned()).print();
        return Status::Failed;
    }
    if let Some(path) = new.output.as_deref().filter(|path| !is_text_name(path)) {
        Failure::new(path, ONLY_TEXT.in_language(language).to_owned()).print();
        return Status::Failed;
    }
    let text = blank_report(Standard::official(), new.issuer.trim(), new.year);
    let Some(path) = &new.output else { return print(text.as_bytes(), language) };
    inputs::create(path, text.as_bytes(), language)
}

/// Whether the name is not that of a document in another format.
fn is_text_name(path: &Path) -> bool {
    let extension = path.extension().unwrap_or_default();
    let is_text = ["md", "markdown", "txt"].iter().any(|kind| extension.eq_ignore_ascii_case(kind));
    is_text || !is_document_name(path)
}

const ONLY_TEXT: Wording = Wording::new(
    "空白报告只写成 Markdown 文本（.md 或 .txt） — 请换一个扩展名",
    "an empty report is written as Markdown text only (.md or .txt) — name such a file",
);
const NO_ISSUER: Wording = Wording::new(
    "--issuer 是空的 — 请写报告单位的名称",
    "--issuer is empty — name the organ that reports",
);
