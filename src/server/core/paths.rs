//! What a document's address and settings mean for it.

use crate::lint::Options;
use crate::settings::{Settings, absolute_from};
use ls_types::Uri;
use std::path::{Path, PathBuf};

/// What rules go by beside the text.
pub fn options(settings: &Settings) -> Options {
    Options { level: settings.level, ..Options::default() }
}

/// The file that a document is.
pub fn path_of(uri: &Uri) -> Option<PathBuf> {
    if !uri.scheme().as_str().eq_ignore_ascii_case("file") {
        return None;
    }
    // Without `..`, which would name a folder that it does not lie in.
    uri.to_file_path()
        .map(|path| absolute_from(Path::new(""), &path))
        .filter(|path| path.is_absolute())
}
