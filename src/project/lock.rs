//! The notes that word processors leave beside an open document.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// Whether the file is a note of Word or WPS: `~$甲.docx` stands beside an open 甲.docx.
pub fn is_lock(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("~$"))
}

/// The note beside `path`, if the document is open in a word processor.
pub fn lock_of(path: &Path) -> Option<PathBuf> {
    let name = path.file_name()?.to_str()?;
    // Word leaves out the first two letters of a name with eight letters or more before the dot.
    let letters = path.file_stem()?.to_str()?.chars().count();
    let short: String = name.chars().skip(letters.saturating_sub(6).min(2)).collect();
    let of_word = [format!("~${name}"), format!("~${short}")];
    let of_libre_office = format!(".~lock.{name}#");
    of_word
        .into_iter()
        .chain([of_libre_office])
        .map(|name| path.with_file_name(OsString::from(name)))
        .find(|note| note.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_stands_beside_an_open_document() {
        let folder = tempfile::tempdir().unwrap();
        for (document, note, is_open) in [
            ("年报.docx", "~$年报.docx", true),
            ("report7.docx", "~$eport7.docx", true),
            ("云溪县园林局年报.docx", "~$县园林局年报.docx", true),
            ("云溪县园林局年报.docx", "~$云溪县园林局年报.docx", true),
            ("甲.odt", ".~lock.甲.odt#", true),
            ("甲.docx", "~$乙.docx", false),
        ] {
            let note = folder.path().join(note);
            std::fs::write(&note, "").unwrap();
            let found = lock_of(&folder.path().join(document));
            assert_eq!(found.is_some(), is_open, "{document}");
            std::fs::remove_file(note).unwrap();
        }
        assert!(is_lock(Path::new("a/~$年报.docx")) && !is_lock(Path::new("~年报.docx")));
    }
}
