//! A collection that changes: which reports a changed report concerns, and what they need.

mod compared;

use super::{Archive, Around, Entry, names};
use crate::report::Digest;
use crate::settings::{Patterns, Settings, folded_organ};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A report of the register: its file, and its number in the file. The order of the keys is the
/// order of the collection.
pub type Key = (Arc<Path>, usize);

/// The reports of a collection that changes. After a change, only the kin of the changed reports
/// are looked at again: [`Register::set`] says which, and [`Register::archive`] has all that they
/// are compared with.
#[derive(Debug, Default)]
pub struct Register {
    files: BTreeMap<Arc<Path>, Registered>,
    by_organ: HashMap<Arc<str>, BTreeSet<Key>>,
    by_year: BTreeMap<i32, BTreeSet<Key>>,
    /// The reports without a clear name, by the year that they name.
    nameless: BTreeMap<Option<i32>, BTreeSet<Key>>,
    /// The named reports that speak of mergers, by year.
    merging: BTreeMap<i32, BTreeSet<Key>>,
    /// By the path of the settings file.
    governed: BTreeMap<PathBuf, Governed>,
    names: u64,
    /// What is known beside the files, as told.
    told: Around,
    /// The same without the files that have reports by now.
    around: Arc<Around>,
}

#[derive(Debug)]
struct Registered {
    settings: Arc<Settings>,
    several: bool,
    reports: Vec<RegisteredReport>,
}

#[derive(Debug)]
struct RegisteredReport {
    digest: Arc<Digest>,
    name: Option<(Arc<str>, i32)>,
}

/// The governments of a settings file.
#[derive(Debug)]
struct Governed {
    settings: Arc<Settings>,
    /// Number of files with these settings.
    files: usize,
    governments: Vec<Members>,
}

/// A government with the names of its members, in folded letters.
#[derive(Debug)]
struct Members {
    name: String,
    /// All names of the government.
    names: Vec<Arc<str>>,
    named: HashSet<String>,
    pattern: Option<Patterns>,
}

/// From this number of reports on, all reports are compared with each other at once.
const MANY: usize = 64;

impl Register {
    /// Replaces the reports of a file. Returns the reports to look at again: the changed reports,
    /// and the reports that are compared with them.
    pub fn set(
        &mut self,
        path: &Arc<Path>,
        settings: &Arc<Settings>,
        several: bool,
        digests: Vec<Arc<Digest>>,
    ) -> BTreeSet<Key> {
        let before = self.files.get(path);
        let is_same_file = before.is_some_and(|before| {
            Arc::ptr_eq(&before.settings, settings)
                && before.several == several
                && before.reports.len() == digests.len()
        });
        let is_same = |index: usize, digest: &Arc<Digest>| {
            is_same_file
                && before.is_some_and(|before| {
                    let old = &before.reports[index].digest;
                    Arc::ptr_eq(old, digest) || old == digest
                })
        };
        let changed: Vec<usize> = digests
            .iter()
            .enumerate()
            .filter(|(index, digest)| !is_same(*index, digest))
            .map(|(index, _)| index)
            .collect();
        if is_same_file && changed.is_empty() {
            return BTreeSet::new();
        }
        let mut concerned = BTreeSet::new();
        let names = self.names;
        if is_same_file {
            for &index in &changed {
                self.concern((Arc::clone(path), index), &mut concerned);
                self.unlink(path, index);
            }
            if let Some(file) = self.files.get_mut(path) {
                for &index in &changed {
                    let digest = Arc::clone(&digests[index]);
                    let report = RegisteredReport::new(digest, settings);
                    let is_renamed = report.full_name() != file.reports[index].full_name();
                    self.names += u64::from(is_renamed);
                    file.reports[index] = report;
                }
            }
        } else {
            concerned = self.remove(path);
            let reports =
                digests.into_iter().map(|digest| RegisteredReport::new(digest, settings)).collect();
            let file = Registered { settings: Arc::clone(settings), several, reports };
            self.files.insert(Arc::clone(path), file);
            self.names += 1;
            self.govern(settings, &mut concerned);
        }
        for &index in &changed {
            self.link(path, index);
        }
        for index in changed {
            self.concern((Arc::clone(path), index), &mut concerned);
        }
        if self.names != names {
            self.renamed(path, &mut concerned);
        }
        concerned.retain(|key| self.report(key).is_some());
        concerned
    }

    /// Notes what is known beside the files. Returns the reports to look at again.
    pub fn set_around(&mut self, around: Around) -> BTreeSet<Key> {
        if around == self.told {
            return BTreeSet::new();
        }
        let has_looked = around.looked != self.told.looked;
        self.told = around;
        self.tell_around();
        self.names += 1;
        if has_looked {
            return self.keys().collect();
        }
        let mut concerned = BTreeSet::new();
        self.concern_all_governments(&mut concerned);
        concerned
    }

    /// Removes a file. Returns the reports to look at again.
    pub fn remove(&mut self, path: &Path) -> BTreeSet<Key> {
        let mut concerned = BTreeSet::new();
        let Some((path, file)) = self.files.get_key_value(path) else { return concerned };
        let (path, count, settings) =
            (Arc::clone(path), file.reports.len(), Arc::clone(&file.settings));
        for index in 0..count {
            self.concern((Arc::clone(&path), index), &mut concerned);
        }
        for index in 0..count {
            self.unlink(&path, index);
        }
        self.files.remove(&path);
        self.names += 1;
        if let Some(own) = settings.file.as_ref().filter(|_| !settings.governments.is_empty())
            && let Some(governed) = self.governed.get_mut(&own.path)
        {
            governed.files -= 1;
            if governed.files == 0
                && let Some(governed) = self.governed.remove(&own.path)
            {
                self.concern_governments(&governed, &mut concerned);
            }
        }
        self.renamed(&path, &mut concerned);
        concerned.retain(|key| self.report(key).is_some());
        concerned
    }

    /// Notes that the names of reports in a file have changed. The reports may stand for an absent
    /// member of any government.
    fn renamed(&mut self, path: &Path, concerned: &mut BTreeSet<Key>) {
        if self.told.unread.binary_search_by(|other| other.as_path().cmp(path)).is_ok() {
            self.tell_around();
        }
        self.concern_all_governments(concerned);
    }

    /// Makes [`Register::around`] from what was told.
    fn tell_around(&mut self) {
        let has_reports = |path: &&PathBuf| {
            let file = self.files.get(path.as_path());
            file.is_some_and(|file| !file.reports.is_empty())
        };
        let unread = self.told.unread.iter().filter(|path| !has_reports(path)).cloned().collect();
        self.around = Arc::new(Around { unread, looked: self.told.looked.clone() });
    }

    /// All reports.
    fn keys(&self) -> impl Iterator<Item = Key> {
        self.files.iter().flat_map(|(path, file)| {
            (0..file.reports.len()).map(move |index| (Arc::clone(path), index))
        })
    }

    /// The collection of these reports with everything that they are compared with. Each file of
    /// the collection holds one report: the keys name these files.
    pub fn archive(&self, wanted: &BTreeSet<Key>) -> (Archive, Vec<Key>) {
        let mut needed = BTreeSet::new();
        if wanted.len() < MANY {
            for key in wanted {
                self.need(key, &mut needed);
            }
        } else {
            needed.extend(self.keys());
        }
        let settings: Vec<Arc<Settings>> =
            self.governed.values().map(|governed| Arc::clone(&governed.settings)).collect();
        let is_governed = wanted.iter().any(|key| self.governs(key));
        let settings = if is_governed { &settings[..] } else { &[] };
        self.filed(needed, settings)
    }

    /// The settings with governments, each with the collection of the reports of the members and of
    /// what there is in place of absent members.
    pub fn members(&self) -> impl Iterator<Item = (&Arc<Settings>, Archive)> {
        self.governed.values().map(|governed| {
            let mut needed = BTreeSet::new();
            for members in &governed.governments {
                self.add_members(governed, members, &mut needed);
                for year in self.by_year.keys() {
                    self.add_others(governed, members, *year, &mut needed);
                }
            }
            let settings = std::slice::from_ref(&governed.settings);
            (&governed.settings, self.filed(needed, settings).0)
        })
    }

    /// Counts the changes of names and of governments: [`Register::members`] is the same as before
    /// while this number is.
    pub fn names(&self) -> u64 {
        self.names
    }

    fn filed(&self, needed: BTreeSet<Key>, settings: &[Arc<Settings>]) -> (Archive, Vec<Key>) {
        let entry = |key: &Key| {
            let file = self.files.get(&key.0)?;
            Some(Entry {
                path: key.0.to_path_buf(),
                settings: Arc::clone(&file.settings),
                several: file.several,
                digests: vec![Arc::clone(&file.reports.get(key.1)?.digest)],
            })
        };
        let keys: Vec<Key> = needed.into_iter().filter(|key| self.report(key).is_some()).collect();
        let entries = keys.iter().filter_map(entry);
        (Archive::with_governments(entries, settings, Arc::clone(&self.around)), keys)
    }

    fn report(&self, key: &Key) -> Option<&RegisteredReport> {
        self.files.get(&key.0)?.reports.get(key.1)
    }

    fn link(&mut self, path: &Arc<Path>, index: usize) {
        let key = (Arc::clone(path), index);
        let Some(report) = self.report(&key) else { return };
        let speaks_of_mergers = !report.digest.mergers.is_empty();
        match report.name.clone() {
            Some((organ, year)) => {
                self.by_organ.entry(organ).or_default().insert(key.clone());
                if speaks_of_mergers {
                    self.merging.entry(year).or_default().insert(key.clone());
                }
                self.by_year.entry(year).or_default().insert(key);
            }
            None => {
                let year = report.digest.name.year;
                self.nameless.entry(year).or_default().insert(key);
            }
        }
    }

    fn unlink(&mut self, path: &Arc<Path>, index: usize) {
        let key = (Arc::clone(path), index);
        let Some(report) = self.report(&key) else { return };
        let named_year = report.digest.name.year;
        let Some((organ, year)) = report.name.clone() else {
            if let Some(keys) = self.nameless.get_mut(&named_year) {
                keys.remove(&key);
            }
            return;
        };
        if let Some(keys) = self.merging.get_mut(&year) {
            keys.remove(&key);
        }
        if let Some(keys) = self.by_organ.get_mut(&organ) {
            keys.remove(&key);
            if keys.is_empty() {
                self.by_organ.remove(&organ);
            }
        }
        if let Some(keys) = self.by_year.get_mut(&year) {
            keys.remove(&key);
        }
    }

    /// Notes the governments of the settings of a new file. If they are new, their reports are
    /// concerned.
    fn govern(&mut self, settings: &Arc<Settings>, concerned: &mut BTreeSet<Key>) {
        let Some(own) = &settings.file else { return };
        if settings.governments.is_empty() {
            return;
        }
        let mut files = 1;
        if let Some(governed) = self.governed.get_mut(&own.path) {
            governed.files += 1;
            if Arc::ptr_eq(&governed.settings, settings) {
                return;
            }
            files = governed.files;
        }
        let (settings, governments) = (Arc::clone(settings), Members::of(settings));
        let now = Governed { settings, files, governments };
        self.concern_governments(&now, concerned);
        if let Some(before) = self.governed.insert(own.path.clone(), now) {
            self.concern_governments(&before, concerned);
        }
    }

    /// Adds the reports of governments.
    fn concern_governments(&self, governed: &Governed, concerned: &mut BTreeSet<Key>) {
        for members in &governed.governments {
            self.add_government(members, None, concerned);
        }
    }

    fn concern_all_governments(&self, concerned: &mut BTreeSet<Key>) {
        self.governed.values().for_each(|governed| self.concern_governments(governed, concerned));
    }

    /// Adds the reports whose findings may depend on a report, with the report itself.
    fn concern(&self, key: Key, concerned: &mut BTreeSet<Key>) {
        let Some(report) = self.report(&key) else { return };
        if let Some((organ, year)) = &report.name {
            self.add_years(organ, *year..=year + 2, concerned);
            for key in self.merging_into(report, year + 1) {
                concerned.insert(key.clone());
                // The year after is compared with its table.
                if let Some((organ, year)) = self.report(key).and_then(|own| own.name.as_ref()) {
                    self.add_years(organ, year + 1..=year + 1, concerned);
                }
            }
            let speaks_of_mergers = !report.digest.mergers.is_empty();
            if speaks_of_mergers && let Some(keys) = self.by_organ.get(organ) {
                // It says which of the earlier reports are of two organs.
                concerned.extend(keys.iter().cloned());
            }
            self.add_alike(&key, report, *year, concerned);
            for governed in self.governed.values() {
                for members in &governed.governments {
                    if self.is_member(governed, members, organ) {
                        // Any report in the files of the pattern makes a member for all years.
                        let is_of_year = members.pattern.is_none() && !speaks_of_mergers;
                        let year = is_of_year.then_some(*year);
                        self.add_government(members, year, concerned);
                    }
                }
            }
        }
        concerned.insert(key);
    }

    /// Adds the reports that a report is compared with, with the report itself.
    fn need(&self, key: &Key, needed: &mut BTreeSet<Key>) {
        let Some(report) = self.report(key) else { return };
        if let Some((organ, year)) = &report.name {
            self.add_years(organ, year - 2..=*year, needed);
            let own = self.by_organ.get(organ).into_iter().flatten();
            needed.extend(own.filter(|key| self.is_merging(key)).cloned());
            self.add_absorbed(report, year - 1, needed);
            for last in self.of_year(organ, year - 1) {
                self.add_absorbed(last, year - 2, needed);
            }
            self.add_alike(key, report, *year, needed);
            for (governed, members) in self.governed_by(organ) {
                self.add_members(governed, members, needed);
                self.add_others(governed, members, *year, needed);
            }
        }
        needed.insert(key.clone());
    }
}

impl RegisteredReport {
    fn new(digest: Arc<Digest>, settings: &Settings) -> Self {
        let name = names::clear(&digest.name, &settings.organs);
        Self { digest, name }
    }

    /// The name as the report says it.
    fn full_name(&self) -> (Option<&str>, Option<i32>) {
        (self.digest.name.organ.as_deref(), self.digest.name.year)
    }
}

impl Members {
    fn of(settings: &Settings) -> Vec<Self> {
        let canonical = |name: &str| settings.organs.canonical(&folded_organ(name));
        let of = |government: &crate::settings::Government| Self {
            name: canonical(&government.name),
            names: {
                let name = canonical(&government.name);
                settings.organs.names_of(&name).map(Arc::from).collect()
            },
            named: government.named().map(|(member, _)| canonical(member)).collect(),
            pattern: government.members_in.clone(),
        };
        settings.governments.iter().map(of).collect()
    }
}
