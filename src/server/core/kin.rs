//! The findings across the reports of the workspace: of open documents, and of files on disk that
//! are not open.

use super::to_proto;
use crate::archive::{Around, Key, Looked, Register};
use crate::diagnostic::{Diagnostic, FilePlace, Language, Place};
use crate::document::OpenText;
use crate::lint::{self, AtReport, Comments, Findings, Request};
use crate::report::Digest;
use crate::settings::Settings;
use crate::source::{Reading, SourcePlace};
use crate::text::{PositionEncoding, TextRange};
use ls_types::Range;
use std::collections::{BTreeSet, HashMap};
use std::path::Path;
use std::sync::Arc;

/// The reports of the workspace as one collection, with the findings across them.
#[derive(Debug, Default)]
pub struct Kin {
    register: Register,
    found: HashMap<Key, AtKey>,
    /// The files in the register.
    files: BTreeSet<Arc<Path>>,
}

/// What was found at a report.
#[derive(Debug)]
struct AtKey {
    at: AtReport,
    /// The reports that [`crate::diagnostic::Elsewhere::file`] counts.
    others: Vec<Key>,
}

/// The reports of a file for the collection.
#[derive(Clone, Debug)]
pub struct FileReports {
    pub settings: Arc<Settings>,
    /// Whether the file holds several reports, checked or not.
    pub several: bool,
    /// The start of each checked report.
    pub starts: Vec<usize>,
    /// Ranges count from the start of the report.
    pub digests: Vec<Arc<Digest>>,
}

/// The reports of a file that is not open, with the places of their possible findings.
#[derive(Debug)]
pub struct ClosedReports {
    pub reports: FileReports,
    pub language: Language,
    places: Places,
    /// The ignore comments, if they may name a rule across reports.
    comments: Comments,
}

/// Where ranges of a file stand.
#[derive(Debug)]
enum Places {
    /// In lines. The text is kept if its ignore comments may name a rule across reports.
    Lines { known: HashMap<TextRange, Range>, text: Option<OpenText>, encoding: PositionEncoding },
    /// An editor shows no lines of the file.
    Source(HashMap<TextRange, SourcePlace>),
}

impl FileReports {
    /// The reports of a text.
    pub fn of(text: &OpenText, settings: &Arc<Settings>) -> Self {
        let (starts, digests) =
            text.checked().map(|placed| (placed.start, placed.report.digest())).unzip();
        let several = text.document.reports().len() > 1;
        Self { settings: Arc::clone(settings), several, starts, digests }
    }
}

impl FileReports {
    /// The ranges of possible findings, in bytes of the whole text.
    fn ranges(&self) -> impl Iterator<Item = TextRange> + '_ {
        let reports = self.starts.iter().zip(&self.digests);
        reports.flat_map(|(start, digest)| digest.ranges().map(|range| range.shifted(*start)))
    }
}

impl ClosedReports {
    /// The reports of a text or a page.
    pub fn of(
        text: OpenText,
        settings: &Arc<Settings>,
        language: Language,
        encoding: PositionEncoding,
    ) -> Self {
        let reports = FileReports::of(&text, settings);
        let place = |range| (range, to_proto::range_of(&text, range, encoding));
        let known = reports.ranges().map(place).collect();
        let names_kin = |placed: crate::document::Placed| {
            !placed.report.comments().is_empty() && lint::may_ignore_kin(placed.report.text())
        };
        let keeps = text.document.reports().any(names_kin);
        let comments = if keeps { text.document.comments() } else { Comments::default() };
        let text = keeps.then_some(text);
        Self { reports, language, places: Places::Lines { known, text, encoding }, comments }
    }

    /// The reports of a file without lines.
    pub fn without_lines(reading: &Reading, reports: FileReports, language: Language) -> Self {
        let place = |range| (range, reading.projection().map(|map| map.place(range)));
        let places = reports.ranges().map(place);
        let places = places.filter_map(|(range, place)| Some((range, place?))).collect();
        let keeps = lint::may_ignore_kin(reading.text());
        let comments = if keeps { Comments::of(reading.text()) } else { Comments::default() };
        Self { reports, language, places: Places::Source(places), comments }
    }

    /// The ignore comments that may name a rule across reports.
    pub fn comments(&self) -> Comments {
        self.comments.clone()
    }

    /// The positions of a range of the text. The start of a file without lines.
    pub fn range(&self, range: TextRange) -> Range {
        let Places::Lines { known, text, encoding } = &self.places else {
            return Range::default();
        };
        let from_text = || Some(to_proto::range_of(text.as_ref()?, range, *encoding));
        known.get(&range).copied().or_else(from_text).unwrap_or_default()
    }

    /// The place of a range at `place` of the form in words, in a file without lines.
    pub fn in_words(&self, range: TextRange, place: &Place) -> Option<String> {
        let Places::Source(places) = &self.places else { return None };
        let source = places.get(&range).copied().unwrap_or_default();
        Some(source.in_words(place, self.language)).filter(|words| !words.is_empty())
    }
}

impl Kin {
    /// The collection of an editor, which knows no folder yet.
    pub fn of_editor() -> Self {
        let mut kin = Self::default();
        let looked = Looked::Folders(BTreeSet::new());
        kin.register.set_around(Around { looked, ..Around::default() });
        kin
    }

    /// Whether the reports of a file are in the collection.
    pub fn holds(&self, path: &Path) -> bool {
        self.files.contains(path)
    }

    /// The files in the collection.
    pub fn files(&self) -> impl Iterator<Item = &Arc<Path>> {
        self.files.iter()
    }

    /// Counts the changes that may affect [`Kin::absent`].
    pub fn names(&self) -> u64 {
        self.register.names()
    }

    /// Replaces the reports of files, and removes other files. `around` is what is known beside the
    /// files, if it may have changed. Returns the files with findings to show again.
    pub fn update(
        &mut self,
        files: Vec<(Arc<Path>, FileReports)>,
        gone: &[Arc<Path>],
        around: Option<Around>,
    ) -> BTreeSet<Arc<Path>> {
        let mut concerned = BTreeSet::new();
        // The files without a report any more.
        let mut emptied = BTreeSet::new();
        for path in gone {
            emptied.insert(Arc::clone(path));
            concerned.append(&mut self.register.remove(path));
            self.files.remove(path);
            self.found.retain(|(other, _), _| other != path);
        }
        for (path, FileReports { settings, several, digests, .. }) in files {
            let count = digests.len();
            if count == 0 {
                emptied.insert(Arc::clone(&path));
            }
            let before = self.files.replace(Arc::clone(&path));
            let mut changed = self.register.set(&path, &settings, several, digests);
            if before.is_some() && !changed.is_empty() {
                self.found.retain(|(other, index), _| *other != path || *index < count);
            }
            concerned.append(&mut changed);
        }
        if let Some(around) = around {
            concerned.append(&mut self.register.set_around(around));
        }
        if concerned.is_empty() {
            return emptied;
        }
        // A file may have been removed or have fewer reports since: it has no key.
        let (archive, keys) = self.register.archive(&concerned);
        for (file, key) in keys.iter().enumerate() {
            if !concerned.contains(key) {
                continue;
            }
            let mut at = lint::at_report(&archive, file);
            let mut others = Vec::new();
            for other in at.found.iter_mut().flat_map(|found| &mut found.elsewhere) {
                let key = keys[other.file].clone();
                other.file = others.iter().position(|known| *known == key).unwrap_or_else(|| {
                    others.push(key);
                    others.len() - 1
                });
            }
            self.found.insert(key.clone(), AtKey { at, others });
        }
        emptied.extend(concerned.into_iter().map(|(path, _)| path));
        emptied
    }

    /// The reported findings across reports in a file. `place` finds a range of another report.
    pub fn findings(
        &self,
        path: &Arc<Path>,
        starts: &[usize],
        comments: Comments,
        settings: &Settings,
        place: impl Fn(&Key, TextRange) -> Option<FilePlace>,
    ) -> Findings {
        let at = |index: usize| self.found.get(&(Arc::clone(path), index));
        let mut found: Vec<(usize, Vec<Diagnostic>)> = Vec::new();
        for (index, start) in starts.iter().enumerate() {
            let Some(AtKey { at, others }) = at(index).filter(|at| !at.at.found.is_empty()) else {
                continue;
            };
            let mut own = at.found.clone();
            for other in own.iter_mut().flat_map(|found| &mut found.elsewhere) {
                other.place = others.get(other.file).and_then(|key| place(key, other.range));
            }
            found.push((*start, own));
        }
        let found = lint::joined(found.iter().map(|(start, found)| (*start, found.as_slice())));
        let file = settings.relative(path);
        let request = Request { settings, file: file.as_deref(), baseline: None, year: None };
        lint::silence_kin(comments, found, &request, |code| {
            let mut indices = 0..starts.len();
            indices.any(|index| at(index).is_some_and(|at| at.at.evaluated.contains(&code)))
        })
    }

    /// The findings about members without a report, by settings file.
    pub fn absent(&self) -> Vec<(Arc<Settings>, Findings)> {
        let of = |(settings, archive): (&Arc<Settings>, _)| {
            let file = settings.relative(&settings.file.as_ref()?.path);
            let request = Request { settings, file: file.as_deref(), baseline: None, year: None };
            let found = lint::absent_members(&archive, settings);
            Some((Arc::clone(settings), lint::silence_absent(found, &request)))
        };
        self.register.members().filter_map(of).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::{Archive, Entry};
    use crate::rules::CODES;
    use crate::standard::Standard;
    use crate::syntax::Layout;
    use crate::write::Skeleton;
    use proptest::prelude::*;
    use std::path::PathBuf;

    const ORGANS: [&str; 5] =
        ["云溪县人民政府", "云溪县园林局", "云溪县水利局", "云溪县园林绿化局", "县园林局"];
    const SETTINGS: [&str; 2] = [
        "[[government]]\nname = \"云溪县人民政府\"\nmembers = [\"云溪县园林局\"]\nmembers_in = \"部门/**\"\n",
        "[[organ]]\nname = \"云溪县园林局\"\nalso = [\"云溪县园林绿化局\"]\n",
    ];
    const FILES: [&str; 5] = ["a.md", "b.md", "c.md", "部门/d.md", "部门/e.md"];
    const PROBLEMS: [&str; 2] =
        [crate::rules::testing::OWN_PROBLEMS, crate::rules::testing::OTHER_PROBLEMS];

    fn text(organ: usize, year: i32, number: usize, problems: usize) -> String {
        let cell = |table: usize, row: usize, column: usize| {
            let is_own = table == 1 && [0, 1, 23].contains(&row) && [0, 6].contains(&column);
            if is_own { number.to_string() } else { "0".to_owned() }
        };
        let sections = ["", "", "", "", PROBLEMS[problems], ""];
        Skeleton {
            standard: Standard::official(),
            issuer: ORGANS[organ],
            year,
            layout: Layout::Tabs,
            newline: "\n",
            sections: &sections,
            cell: &cell,
        }
        .write()
    }

    /// A finding with the reports and ranges of its explanations.
    type Seen = (&'static str, TextRange, String, Vec<(Key, TextRange)>);

    fn seen(found: &[Diagnostic], keys: &[Key]) -> Vec<Seen> {
        let one = |found: &Diagnostic| {
            let others = found.elsewhere.iter();
            (
                found.code,
                found.range,
                found.message.render(Language::En),
                others.map(|other| (keys[other.file].clone(), other.range)).collect(),
            )
        };
        found.iter().map(one).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

        /// Whatever comes and goes, the findings are those of the whole collection.
        #[test]
        fn a_changed_collection_is_the_same_as_a_fresh_one(
            changes in prop::collection::vec(
                (0usize..5, prop::collection::vec((0usize..5, 2022..2025, 0usize..2, 0usize..2), 0..3), 0usize..2),
                1..12,
            ),
            beside in prop::collection::vec((prop::collection::vec(0usize..5, 0..2), any::<bool>()), 1..4),
        ) {
            let settings = SETTINGS.map(|text| {
                let path = PathBuf::from("/r/gouji.toml");
                Arc::new(Settings::from_text(path, text.to_owned(), CODES).unwrap())
            });
            let mut kin = Kin::of_editor();
            let mut now: std::collections::BTreeMap<Arc<Path>, FileReports> = Default::default();
            let around = |(unread, is_whole): &(Vec<usize>, bool)| {
                let paths = unread.iter().map(|file| Path::new("/r").join(FILES[*file]));
                let unread: BTreeSet<PathBuf> = paths.collect();
                let folders = is_whole.then(|| PathBuf::from("/r")).into_iter().collect();
                let unread = unread.into_iter().collect();
                Around { unread, looked: Looked::Folders(folders) }
            };
            let mut told = None;
            for (step, (file, reports, own)) in changes.into_iter().enumerate() {
                if let Some(now) = beside.get(step / 2).filter(|_| step % 2 == 1) {
                    kin.update(Vec::new(), &[], Some(around(now)));
                    told = Some(around(now));
                }
                let path: Arc<Path> = Path::new("/r").join(FILES[file]).into();
                let of = |&(organ, year, number, problems): &_| text(organ, year, number, problems);
                let all: String = reports.iter().map(of).collect();
                if reports.is_empty() {
                    now.remove(&path);
                    kin.update(Vec::new(), &[path], None);
                } else {
                    let open = OpenText::new(&all, false, &crate::lint::Options::default());
                    let reports = FileReports::of(&open, &settings[own]);
                    now.insert(Arc::clone(&path), reports.clone());
                    kin.update(vec![(path, reports)], &[], None);
                }
            }
            let mut keys = Vec::new();
            let mut entries = Vec::new();
            for (path, file) in &now {
                for (index, digest) in file.digests.iter().enumerate() {
                    keys.push((Arc::clone(path), index));
                    entries.push(Entry {
                        path: path.to_path_buf(),
                        settings: Arc::clone(&file.settings),
                        several: file.several,
                        digests: vec![Arc::clone(digest)],
                    });
                }
            }
            let nothing = || around(&(Vec::new(), false));
            let mut around = told.unwrap_or_else(nothing);
            around.unread.retain(|path| !now.contains_key(path.as_path()));
            let archive = Archive::of_run(entries, around);
            for (index, key) in keys.iter().enumerate() {
                let fresh = lint::at_report(&archive, index);
                let known = &kin.found[key];
                prop_assert_eq!(
                    seen(&known.at.found, &known.others),
                    seen(&fresh.found, &keys),
                    "{:?}", key
                );
                prop_assert_eq!(&known.at.evaluated, &fresh.evaluated);
            }
            prop_assert_eq!(kin.found.len(), keys.len());
            for (settings, findings) in kin.absent() {
                let fresh = lint::absent_members(&archive, &settings);
                prop_assert_eq!(seen(&findings.diagnostics, &[]), seen(&fresh, &[]));
            }
        }
    }
}
