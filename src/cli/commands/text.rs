//! `gouji text`.

use super::print;
use crate::cli::arguments::{Common, Text};
use crate::cli::failure::Failure;
use crate::cli::{Status, inputs, language};
use crate::files::{self, FileError, SourceFile};
use std::path::Path;

/// Prints the text that is checked. Places of findings in a Word document or a PDF count in this
/// text.
pub(in crate::cli) fn text(text: &Text, common: &Common) -> Status {
    let language = language::choose(common, None);
    let path = text.path.as_path();
    let is_stdin = path.as_os_str() == "-";
    let failed = |failure: Failure| {
        failure.print();
        Status::Failed
    };
    let bytes = if is_stdin {
        files::read_stdin().map_err(|kind| FileError::new(path, kind))
    } else {
        files::read(path).map(|SourceFile { bytes, .. }| bytes)
    };
    let bytes = match bytes {
        Ok(bytes) => bytes,
        Err(error) => return failed(Failure::of_file(&error, language)),
    };
    let name: Option<&Path> = (!is_stdin).then_some(path);
    match inputs::reading_of(&bytes, name, path) {
        Ok(reading) => print(reading.text().as_bytes(), language),
        Err(error) => failed(Failure::of_source(path, &error, language)),
    }
}
