//! Patterns of paths, counted from the folder of the settings file.

use crate::diagnostic::{Argument, Message, Wording};
use globset::{Glob, GlobBuilder, GlobSet, GlobSetBuilder};
use std::fmt::Debug;
use std::panic::{RefUnwindSafe, UnwindSafe};
use std::sync::Arc;

/// Compiled patterns, such as `drafts/**`.
#[derive(Clone, Debug, Default)]
pub struct Patterns {
    /// The patterns as written by the user.
    pub source: Vec<String>,
    /// `None` without patterns. Only [`Patterns::new`] names the type behind the trait, so that a
    /// program that reads no settings file holds no engine of regular expressions.
    compiled: Option<Arc<dyn Covers>>,
}

/// What patterns cover. A path has `/` as the separator.
trait Covers: Debug + Send + Sync + RefUnwindSafe + UnwindSafe {
    fn file(&self, path: &str) -> bool;
    fn folder(&self, path: &str) -> bool;
}

#[derive(Debug)]
struct Compiled {
    files: GlobSet,
    folders: GlobSet,
}

impl Covers for Compiled {
    fn file(&self, path: &str) -> bool {
        self.files.is_match(path)
    }

    fn folder(&self, path: &str) -> bool {
        self.folders.is_match(path) || self.files.is_match(path)
    }
}

impl Patterns {
    /// Compiles patterns. A pattern rejected by `check_pattern` is dropped.
    pub fn new(source: Vec<String>) -> Self {
        let mut files = GlobSetBuilder::new();
        let mut folders = GlobSetBuilder::new();
        for pattern in source.iter().map(|pattern| pattern.trim_start_matches("./")) {
            let stem = pattern.trim_end_matches('/');
            let stem = stem.strip_suffix("/**").unwrap_or(stem);
            // A pattern without a slash is a name at any depth, as in .gitignore.
            let anywhere = if stem.contains('/') || pattern.contains('/') {
                String::new()
            } else {
                "**/".to_owned()
            };
            let add = |set: &mut GlobSetBuilder, glob: &str| {
                if let Ok(glob) = compile(&format!("{anywhere}{glob}")) {
                    set.add(glob);
                }
            };
            add(&mut files, pattern);
            add(&mut files, &format!("{stem}/**"));
            add(&mut folders, stem);
        }
        let build = |builder: GlobSetBuilder| builder.build().unwrap_or_default();
        let compiled = Compiled { files: build(files), folders: build(folders) };
        Self { source, compiled: Some(Arc::new(compiled)) }
    }

    pub fn is_empty(&self) -> bool {
        self.source.is_empty()
    }

    /// Whether a pattern covers the file at `path`, or a folder above the file. `path` has `/` as
    /// the separator.
    pub fn covers(&self, path: &str) -> bool {
        self.compiled.as_ref().is_some_and(|compiled| compiled.file(path))
    }

    /// Whether the patterns cover everything in the folder at `path`.
    pub fn covers_folder(&self, path: &str) -> bool {
        self.compiled.as_ref().is_some_and(|compiled| compiled.folder(path))
    }
}

impl PartialEq for Patterns {
    fn eq(&self, other: &Self) -> bool {
        self.source == other.source
    }
}

impl Eq for Patterns {}

/// Returns an error message if the pattern is wrong.
pub fn check_pattern(pattern: &str) -> Result<(), Message> {
    check_inside(pattern)?;
    match compile(pattern) {
        Ok(_) => Ok(()),
        Err(error) => {
            Err(Message::new(BAD_PATTERN, [pattern.into(), error.kind().to_string().into()]))
        }
    }
}

/// A path in settings must stay inside the folder of the settings file.
pub fn check_inside(path: &str) -> Result<(), Message> {
    let leaves = path.starts_with(['/', '\\', '~'])
        || path.split(['/', '\\']).any(|part| part == "..")
        || path.as_bytes().get(1) == Some(&b':');
    match leaves {
        true => Err(Message::new(LEAVES_FOLDER, [Argument::from(path)])),
        false => Ok(()),
    }
}

fn compile(pattern: &str) -> Result<Glob, globset::Error> {
    GlobBuilder::new(pattern).literal_separator(true).build()
}

const BAD_PATTERN: Wording =
    Wording::new("“{0}”不是合法的路径模式（{1}）", "\"{0}\" is not a path pattern ({1})");
const LEAVES_FOLDER: Wording = Wording::new(
    "“{0}”不在设置文件所在的文件夹之内 — 路径从该文件夹写起，不用“..”",
    "\"{0}\" leaves the folder of the settings file — write paths from that folder, without \"..\"",
);

#[cfg(test)]
mod tests {
    use super::*;

    fn covered(pattern: &str, path: &str) -> bool {
        Patterns::new(vec![pattern.to_owned()]).covers(path)
    }

    #[test]
    fn a_pattern_covers_what_lies_in_the_folder_that_it_names() {
        assert!(covered("drafts/**", "drafts/a/b.txt"));
        assert!(covered("drafts", "drafts/b.txt"));
        assert!(covered("drafts/", "drafts/b.txt"));
        assert!(covered("drafts", "2021/drafts/b.txt"));
        assert!(!covered("2021/drafts", "x/2021/drafts/b.txt"));
        assert!(covered("*.md", "x/README.md"));
        assert!(!covered("x/*.md", "x/y/README.md"));
        assert!(covered("**/*.txt", "a.txt"));
        assert!(covered("2019/**", "2019/甲.txt"));
    }

    #[test]
    fn a_folder_is_left_out_as_a_whole_only_where_all_in_it_is_covered() {
        let patterns = Patterns::new(vec!["drafts/**".to_owned(), "x/*.md".to_owned()]);
        assert!(patterns.covers_folder("drafts"));
        assert!(!patterns.covers_folder("x"));
    }

    #[test]
    fn a_path_stays_in_the_folder() {
        assert!(check_pattern("../x").is_err());
        assert!(check_pattern("/etc/**").is_err());
        assert!(check_pattern("a/{b").is_err());
        assert!(check_pattern("甲/**").is_ok());
    }
}
