//! A collection that changes: which reports a changed report concerns, and what they need.

use super::{Archive, Entry, names};
use crate::report::{ALIKE, Digest};
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
    /// By the path of the settings file.
    governed: BTreeMap<PathBuf, Governed>,
    names: u64,
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
        if is_same_file {
            for &index in &changed {
                self.concern((Arc::clone(path), index), &mut concerned);
                self.unlink(path, index);
            }
            if let Some(file) = self.files.get_mut(path) {
                for &index in &changed {
                    let digest = Arc::clone(&digests[index]);
                    let report = RegisteredReport::new(digest, settings);
                    self.names += u64::from(report.name != file.reports[index].name);
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
        concerned.retain(|key| self.report(key).is_some());
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
        concerned.retain(|key| self.report(key).is_some());
        concerned
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
            let all = self.files.iter().flat_map(|(path, file)| {
                (0..file.reports.len()).map(move |index| (Arc::clone(path), index))
            });
            needed.extend(all);
        }
        let settings: Vec<Arc<Settings>> =
            self.governed.values().map(|governed| Arc::clone(&governed.settings)).collect();
        let is_governed = wanted.iter().any(|key| self.governs(key));
        let settings = if is_governed { &settings[..] } else { &[] };
        self.filed(needed, settings)
    }

    /// The settings with governments, each with the collection of the reports of the members.
    pub fn members(&self) -> impl Iterator<Item = (&Arc<Settings>, Archive)> {
        self.governed.values().map(|governed| {
            let mut needed = BTreeSet::new();
            for members in &governed.governments {
                self.add_members(governed, members, &mut needed);
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
        (Archive::with_governments(keys.iter().filter_map(entry), settings), keys)
    }

    fn report(&self, key: &Key) -> Option<&RegisteredReport> {
        self.files.get(&key.0)?.reports.get(key.1)
    }

    fn link(&mut self, path: &Arc<Path>, index: usize) {
        let key = (Arc::clone(path), index);
        if let Some((organ, year)) = self.report(&key).and_then(|report| report.name.clone()) {
            self.by_organ.entry(organ).or_default().insert(key.clone());
            self.by_year.entry(year).or_default().insert(key);
        }
    }

    fn unlink(&mut self, path: &Arc<Path>, index: usize) {
        let key = (Arc::clone(path), index);
        let Some((organ, year)) = self.report(&key).and_then(|report| report.name.clone()) else {
            return;
        };
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
            self.add_government(governed, members, None, concerned);
        }
    }

    /// Adds the reports whose findings may depend on a report, with the report itself.
    fn concern(&self, key: Key, concerned: &mut BTreeSet<Key>) {
        let Some(report) = self.report(&key) else { return };
        if let Some((organ, year)) = &report.name {
            self.add_years(organ, [*year, year + 1], concerned);
            self.add_alike(&key, report, *year, concerned);
            for governed in self.governed.values() {
                for members in &governed.governments {
                    if self.is_member(governed, members, organ) {
                        // Any report in the files of the pattern makes a member for all years.
                        let year = members.pattern.is_none().then_some(*year);
                        self.add_government(governed, members, year, concerned);
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
            self.add_years(organ, [year - 1, *year], needed);
            self.add_alike(key, report, *year, needed);
            for (governed, members) in self.governed_by(organ) {
                self.add_members(governed, members, needed);
            }
        }
        needed.insert(key.clone());
    }

    fn add_years(&self, organ: &Arc<str>, years: [i32; 2], all: &mut BTreeSet<Key>) {
        let keys = self.by_organ.get(organ).into_iter().flatten();
        let is_of_year = |key: &&Key| {
            let name = self.report(key).and_then(|report| report.name.as_ref());
            name.is_some_and(|(_, year)| years.contains(year))
        };
        all.extend(keys.filter(is_of_year).cloned());
    }

    /// Adds the reports of the year with a similar section.
    fn add_alike(&self, key: &Key, report: &RegisteredReport, year: i32, all: &mut BTreeSet<Key>) {
        let is_alike = |other: &&Key| {
            let Some(other) = self.report(other).filter(|_| *other != key) else { return false };
            report.digest.sections.iter().any(|own| {
                other.digest.sections.iter().any(|other| {
                    own.number == other.number && own.sketch.likeness(&other.sketch) >= ALIKE
                })
            })
        };
        let others = self.by_year.get(&year).into_iter().flatten();
        all.extend(others.filter(is_alike).cloned());
    }

    /// Adds the reports of a government for a year, or for all years.
    fn add_government(
        &self,
        governed: &Governed,
        members: &Members,
        year: Option<i32>,
        all: &mut BTreeSet<Key>,
    ) {
        let organs = &governed.settings.organs;
        let is_of_year = |key: &&Key| {
            let name = self.report(key).and_then(|report| report.name.as_ref());
            year.is_none() || name.is_some_and(|(_, own)| Some(*own) == year)
        };
        for (organ, keys) in &self.by_organ {
            if organs.canonical(organ) == members.name {
                all.extend(keys.iter().filter(is_of_year).cloned());
            }
        }
    }

    /// Adds all reports of the members of a government.
    fn add_members(&self, governed: &Governed, members: &Members, all: &mut BTreeSet<Key>) {
        for (organ, keys) in &self.by_organ {
            if self.is_member(governed, members, organ) {
                all.extend(keys.iter().cloned());
            }
        }
    }

    fn is_member(&self, governed: &Governed, members: &Members, organ: &Arc<str>) -> bool {
        let settings = &governed.settings;
        let is_inside = |(path, _): &Key| {
            let pattern = members.pattern.as_ref();
            let relative = settings.relative(path);
            pattern.zip(relative).is_some_and(|(pattern, path)| pattern.covers(&path))
        };
        members.named.contains(&settings.organs.canonical(organ))
            || members.pattern.is_some()
                && self.by_organ.get(organ).is_some_and(|keys| keys.iter().any(is_inside))
    }

    /// The governments with the name of an organ.
    fn governed_by(&self, organ: &Arc<str>) -> impl Iterator<Item = (&Governed, &Members)> {
        self.governed.values().flat_map(move |governed| {
            let name = governed.settings.organs.canonical(organ);
            let own = governed.governments.iter().filter(move |members| members.name == name);
            own.map(move |members| (governed, members))
        })
    }

    fn governs(&self, key: &Key) -> bool {
        let name = self.report(key).and_then(|report| report.name.as_ref());
        name.is_some_and(|(organ, _)| self.governed_by(organ).next().is_some())
    }
}

impl RegisteredReport {
    fn new(digest: Arc<Digest>, settings: &Settings) -> Self {
        let name = names::clear(&digest.name, &settings.organs);
        Self { digest, name }
    }
}

impl Members {
    fn of(settings: &Settings) -> Vec<Self> {
        let canonical = |name: &str| settings.organs.canonical(&folded_organ(name));
        let of = |government: &crate::settings::Government| Self {
            name: canonical(&government.name),
            named: government.named().map(|(member, _)| canonical(member)).collect(),
            pattern: government.members_in.clone(),
        };
        settings.governments.iter().map(of).collect()
    }
}
