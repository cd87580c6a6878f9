//! Copies of documents in a folder, at the same relative paths.

use crate::cli::failure::Failure;
use crate::diagnostic::{Argument, Language, Message, Wording};
use crate::project::Target;
use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::{Component, Path, PathBuf};

/// The folder for the copies of some files.
pub(super) struct Copies<'a> {
    folder: &'a Path,
    /// The innermost folder with all the files outside of the current folder.
    outside: PathBuf,
}

impl<'a> Copies<'a> {
    /// The copies of `targets` in `folder`.
    ///
    /// # Errors
    /// If two files would have the same copy.
    pub(super) fn of(
        folder: &'a Path,
        targets: &[Target],
        language: Language,
    ) -> Result<Self, Failure> {
        let outside = targets.iter().filter(|target| !is_below(&target.path));
        let folders = outside.filter_map(|target| target.absolute.parent().map(Path::to_owned));
        let copies = Self { folder, outside: folders.reduce(common).unwrap_or_default() };
        let mut taken: HashMap<PathBuf, &Path> = HashMap::new();
        for target in targets {
            if let Some(other) = taken.insert(copies.path_of(target), &target.path) {
                let other = Argument::from(super::slashed(other));
                return Err(Failure::new(
                    &target.path,
                    Message::new(SAME, [other]).render(language),
                ));
            }
        }
        Ok(copies)
    }

    /// The path of the copy: below the same folders as the file.
    fn path_of(&self, target: &Target) -> PathBuf {
        let own = match is_below(&target.path) {
            // Standard input.
            true if target.path.as_os_str() == "-" => Path::new("stdin.docx"),
            true => &target.path,
            false => target.absolute.strip_prefix(&self.outside).unwrap_or(&target.absolute),
        };
        let names = own.components().filter(|part| matches!(part, Component::Normal(_)));
        self.folder.join(names.collect::<PathBuf>())
    }

    /// Writes the copy of a file. An old file stays.
    pub(super) fn write(
        &self,
        target: &Target,
        bytes: &[u8],
        language: Language,
    ) -> Result<(), Failure> {
        let copy = self.path_of(target);
        let written = copy
            .parent()
            .map_or(Ok(()), fs::create_dir_all)
            .and_then(|()| File::create_new(&copy))
            .and_then(|mut file| {
                // Half a document would stand in the way of the next run.
                file.write_all(bytes).inspect_err(|_| _ = fs::remove_file(&copy))
            });
        written.map_err(|error| match error.kind() {
            ErrorKind::AlreadyExists => {
                Failure::new(&copy, EXISTS.in_language(language).to_owned())
            }
            _ => Failure::of_writing(&copy, &error, language),
        })
    }
}

/// Whether a path leads down from the current folder.
fn is_below(path: &Path) -> bool {
    path.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir))
}

/// The innermost folder around two folders.
fn common(one: PathBuf, other: PathBuf) -> PathBuf {
    let both = one.components().zip(other.components());
    both.take_while(|(one, other)| one == other).map(|(part, _)| part).collect()
}

const EXISTS: Wording = Wording::new(
    "已有这个文件，不覆盖 — 请换一个文件夹，或删去旧的",
    "is there already and is not overwritten — name another folder, or remove the old file",
);
const SAME: Wording = Wording::new(
    "副本会与 {0} 的副本同名，没有写任何副本 — 请分两次检查，写到不同的文件夹",
    "would have the same copy as {0}, and no copy was written — check the two in separate runs, \
     with different folders",
);
