//! `gouji new`.

use super::print;
use crate::cli::arguments::{Common, New};
use crate::cli::failure::Failure;
use crate::cli::{Status, inputs, language};
use crate::diagnostic::Wording;
use crate::project::is_document_name;
use crate::standard::Standard;
use crate::write::Skeleton;
use std::path::Path;

pub(in crate::cli) fn new(new: &New, common: &Common) -> Status {
    let language = language::choose(common, None);
    if new.issuer.trim().is_empty() {
        Failure::of_arguments(NO_ISSUER.in_language(language).to_owned()).print();
        return Status::Failed;
    }
    let report = Skeleton::blank(Standard::official(), new.issuer.trim(), new.year);
    let Some(path) = &new.output else { return print(report.write().as_bytes(), language) };
    let extension = path.extension().unwrap_or_default().to_ascii_lowercase();
    let bytes = match extension.to_str() {
        Some("docx") => match report.write_word() {
            Ok(bytes) => bytes,
            Err(_) => {
                let error = std::io::ErrorKind::FileTooLarge.into();
                return inputs::written(Err(error), Some(path), language);
            }
        },
        _ if is_text_name(path) => report.write().into_bytes(),
        _ => {
            Failure::new(path, OTHER_FORMAT.in_language(language).to_owned()).print();
            return Status::Failed;
        }
    };
    inputs::create(path, &bytes, language)
}

/// Whether the name is not that of a document in another format.
fn is_text_name(path: &Path) -> bool {
    let extension = path.extension().unwrap_or_default();
    let is_text = ["md", "markdown", "txt"].iter().any(|kind| extension.eq_ignore_ascii_case(kind));
    is_text || !is_document_name(path)
}

const OTHER_FORMAT: Wording = Wording::new(
    "空白报告写成 Word 文档（.docx）或文本（.md、.txt） — 请换一个扩展名",
    "an empty report is written as a Word document (.docx) or as text (.md, .txt) — name such a \
     file",
);
const NO_ISSUER: Wording = Wording::new(
    "--issuer 是空的 — 请写报告单位的名称",
    "--issuer is empty — name the organ that reports",
);
