//! Governments with the reports of their members.

use super::around::{may_be_of, names_year};
use super::mergers::states_end_of;
use super::near::nearest;
use super::{Archive, ArchivedReport, Filed, Group, Kin};
use crate::report::Digest;
use crate::settings::{Government, Settings, folded_organ, is_above, place_of};
use crate::text::TextRange;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;

/// A government of a settings file.
#[derive(Clone, Debug)]
pub struct ArchivedGovernment {
    pub settings: Arc<Settings>,
    /// Index of [`Settings::governments`].
    pub index: usize,
    /// The first name in folded letters.
    name: String,
    members: Vec<Member>,
}

/// A member of a government.
#[derive(Clone, Debug)]
struct Member {
    /// The name for people.
    shown: String,
    /// The first name in folded letters.
    organ: String,
    /// The place of the member in the settings file.
    range: TextRange,
    /// The reports by year.
    reports: BTreeMap<i32, Group>,
}

/// A member without a report for a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Absent<'a> {
    pub member: &'a str,
    pub year: i32,
    /// What the collection has instead.
    pub instead: Option<Instead>,
    /// The place of the member in the settings file.
    pub range: TextRange,
    /// Number of members with a report for the year, and number of all members.
    pub counts: (usize, usize),
    /// Whether half of the members or more have reports for the year.
    pub is_due: bool,
}

/// What a collection has instead of the report of a member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Instead {
    /// A file with the name of the member that was not read.
    Unread(String),
    /// A report of an organ with a name that is near.
    Near(String),
    /// The report of another organ for the year that says that the member was merged.
    Merged(String),
    /// A file with the name of the member, and the organ and year of the report in it.
    Holds { file: String, organ: String, year: i32 },
    /// A file that was not read, and whose name does not say whose report it may be.
    Perhaps(String),
}

/// The members of a government in a year.
#[derive(Debug)]
pub struct Membership<'a> {
    /// The reports of the members that can be added up.
    pub there: Vec<Kin<'a>>,
    /// The reports among them that may count twice: see [`Kin::index`].
    pub doubles: Vec<usize>,
    /// The members without a report.
    pub absent: Vec<(&'a str, Option<Instead>)>,
    /// The members with several different reports.
    pub unclear: Vec<&'a str>,
    /// Files of members that were not read.
    pub unread: Vec<String>,
    /// Files of members with a report of an unknown or unclear organ, or of an unknown year.
    pub nameless: Vec<String>,
}

/// The governments of all settings files in the collection.
pub(super) fn of(archive: &Archive) -> Vec<ArchivedGovernment> {
    let mut by_file: BTreeMap<&Path, &Arc<Settings>> = BTreeMap::new();
    for file in &archive.files {
        if let (Some(own), false) = (&file.settings.file, file.settings.governments.is_empty()) {
            by_file.entry(&own.path).or_insert(&file.settings);
        }
    }
    by_file.into_values().flat_map(|settings| of_settings(archive, settings)).collect()
}

/// The governments of one settings file.
pub(super) fn of_settings(archive: &Archive, settings: &Arc<Settings>) -> Vec<ArchivedGovernment> {
    // A folder inside may have settings of its own that know fewer names.
    let mut by_organ: HashMap<String, Vec<usize>> = HashMap::new();
    for (index, report) in archive.reports.iter().enumerate() {
        if let Some((organ, _)) = &report.name {
            by_organ.entry(settings.organs.canonical(organ)).or_default().push(index);
        }
    }
    let canonical = |name: &str| settings.organs.canonical(&folded_organ(name));
    let governments = settings.governments.iter().enumerate().map(|(index, government)| {
        let name = canonical(&government.name);
        let mut members: Vec<Member> = Vec::new();
        let mut known: BTreeSet<String> = BTreeSet::from([name.clone()]);
        for (member, range) in government.named() {
            let organ = canonical(member);
            let reports = by_organ.get(&organ).map_or(&[][..], Vec::as_slice);
            known.insert(organ.clone());
            members.push(Member::new(archive, member.to_owned(), organ, range, reports));
        }
        for organ in found_in(archive, settings, government) {
            let organ = settings.organs.canonical(&organ);
            let reports = by_organ.get(&organ).map_or(&[][..], Vec::as_slice);
            if !is_above(&organ, &name) && known.insert(organ.clone()) {
                let (shown, range) = (organ.clone(), government.members_in_range);
                members.push(Member::new(archive, shown, organ, range, reports));
            }
        }
        ArchivedGovernment { settings: Arc::clone(settings), index, name, members }
    });
    governments.collect()
}

/// The organs with a report in the files of the members, sorted.
fn found_in(archive: &Archive, settings: &Settings, government: &Government) -> BTreeSet<String> {
    let Some(pattern) = &government.members_in else { return BTreeSet::new() };
    let is_inside = |file: &&super::ArchivedFile| {
        settings.relative(&file.path).is_some_and(|path| pattern.covers(&path))
    };
    let reports = archive.files.iter().filter(is_inside).flat_map(|file| file.reports.clone());
    reports
        .filter_map(|index| archive.reports[index].name.as_ref())
        .map(|(organ, _)| organ.to_string())
        .collect()
}

impl Member {
    fn new(
        archive: &Archive,
        shown: String,
        organ: String,
        range: TextRange,
        reports: &[usize],
    ) -> Self {
        let mut by_year: BTreeMap<i32, Group> = BTreeMap::new();
        for &index in reports {
            if let Some((_, year)) = archive.reports[index].name {
                by_year.entry(year).or_default().reports.push(index);
            }
        }
        Self { shown, organ, range, reports: by_year }
    }
}

impl ArchivedGovernment {
    /// The government in its settings.
    pub fn in_settings(&self) -> &Government {
        &self.settings.governments[self.index]
    }

    /// The members without a report for a year for which half of the members or more have reports,
    /// or for the newest year. A year is judged only if the run has looked at all files that may be
    /// of the year.
    pub fn absent<'a>(&'a self, archive: &'a Archive) -> impl Iterator<Item = Absent<'a>> {
        let newest = self.years_there(archive).last();
        let years = self.years_there(archive).filter(move |(year, there)| {
            self.is_due(*there) || newest.is_some_and(|(newest, _)| newest == *year)
        });
        years.flat_map(move |(year, there)| {
            let counts = (there, self.members.len());
            let absent = self.members.iter().filter(move |member| !member.has(year));
            let others = Others::of(self, archive, year);
            absent.map(move |member| Absent {
                member: &member.shown,
                year,
                instead: self.instead(member, &others),
                range: member.range,
                counts,
                is_due: self.is_due(there),
            })
        })
    }

    /// Whether a year with the reports of so many members is handed in. With fewer, it is not yet,
    /// or a single old report is there.
    fn is_due(&self, there: usize) -> bool {
        2 * there >= self.members.len()
    }

    /// The years for which members have reports, each with the number of these members, as far as
    /// the run has looked at all files of the year. In order.
    fn years_there<'a>(&'a self, archive: &'a Archive) -> impl Iterator<Item = (i32, usize)> + 'a {
        let years: BTreeSet<i32> =
            self.members.iter().flat_map(|member| member.reports.keys().copied()).collect();
        let there = |year| (year, self.members.iter().filter(|member| member.has(year)).count());
        let is_covered =
            |(year, _): &(i32, usize)| archive.around.covers(&self.settings, Some(*year));
        years.into_iter().map(there).filter(is_covered)
    }

    /// The years for which members have reports and the government has none.
    pub fn own_missing(&self, archive: &Archive) -> Vec<i32> {
        let has_own = |year: i32| archive.reports.iter().any(|report| self.is_own(report, year));
        let due = self.years_there(archive).filter(|(_, there)| self.is_due(*there));
        let years = due.map(|(year, _)| year);
        years.filter(|year| !has_own(*year)).collect()
    }

    /// Whether no report in the collection is of the government or of one of its members.
    pub fn is_unknown(&self, archive: &Archive) -> bool {
        let is_own = |report: &ArchivedReport| {
            let name = report.name.as_ref();
            name.is_some_and(|(_, year)| self.is_own(report, *year))
        };
        archive.around.covers(&self.settings, None)
            && self.members.iter().all(|member| member.reports.is_empty())
            && !archive.reports.iter().any(is_own)
    }

    /// The members of this government that are members of another one too, for people.
    pub fn shared_with<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = &'a str> {
        let others: HashSet<&str> =
            other.members.iter().map(|member| member.organ.as_str()).collect();
        let shared = self.members.iter().filter(move |own| others.contains(own.organ.as_str()));
        shared.map(|member| member.shown.as_str())
    }

    /// Whether no file of the collection is among the files of the members.
    pub fn has_idle_pattern(&self, archive: &Archive) -> bool {
        let Some(pattern) = &self.in_settings().members_in else { return false };
        let covers =
            |path: &Path| self.settings.relative(path).is_some_and(|path| pattern.covers(&path));
        archive.around.covers(&self.settings, None)
            && !archive.files.iter().any(|file| covers(&file.path))
            && !archive.around.unread.iter().any(|path| covers(path))
    }

    /// The name of a report that is probably the report of the government, for people.
    pub fn near_own(&self, archive: &Archive) -> Option<String> {
        nearest(&self.name, self.strangers(archive, None)).map(str::to_owned)
    }

    fn is_own(&self, report: &ArchivedReport, year: i32) -> bool {
        report.name.as_ref().is_some_and(|(organ, own)| {
            *own == year && self.settings.organs.canonical(organ) == self.name
        })
    }

    /// The organs of reports that the settings do not name, for a year.
    fn strangers<'a>(
        &'a self,
        archive: &'a Archive,
        year: Option<i32>,
    ) -> impl Iterator<Item = &'a str> {
        let members: HashSet<&str> =
            self.members.iter().map(|member| member.organ.as_str()).collect();
        let is_of_year =
            move |report: &&ArchivedReport| year.is_none() || report.digest.name.year == year;
        let reports = archive.reports.iter().filter(is_of_year);
        let organs = reports.filter_map(|report| report.digest.name.organ.as_deref());
        organs.filter(move |organ| {
            let organ = self.settings.organs.canonical(organ);
            !self.settings.organs.is_known(&organ) && !members.contains(organ.as_str())
        })
    }

    /// What the collection has instead of the report of a member.
    fn instead(&self, member: &Member, others: &Others) -> Option<Instead> {
        let names = self.names_in_paths(member);
        let organs = &self.settings.organs;
        let is_merged = |digest: &&&Digest| {
            organs.names_of(&member.organ).any(|organ| states_end_of(digest, organ))
        };
        if let Some(organ) =
            others.mergers.iter().find(is_merged).and_then(|it| it.name.organ.clone())
        {
            return Some(Instead::Merged(organ));
        }
        let mut files = others.unread.iter();
        let unread = files.find(|(_, letters)| names.iter().any(|name| letters.contains(name)));
        let holds = || others.misfiled(self, member, &names);
        let near = || nearest(&member.organ, others.strangers.iter().copied());
        let loose = || others.loose().next();
        unread
            .map(|(path, _)| Instead::Unread(path.clone()))
            .or_else(|| Some(Instead::Near(near()?.to_owned())))
            .or_else(holds)
            .or_else(|| Some(Instead::Perhaps(loose()?.to_owned())))
    }

    /// The names of a member in paths, also without the place of the government.
    fn names_in_paths<'a>(&'a self, member: &'a Member) -> Vec<&'a str> {
        let short = place_of(&self.name).and_then(|place| member.organ.strip_prefix(place));
        let short = short.filter(|short| short.chars().count() > 2);
        self.settings.organs.names_of(&member.organ).chain(short).collect()
    }

    /// The unread files among the files of the members that may hold a report for a year. A file
    /// with the name of a member is told with the member.
    fn unread(&self, others: &Others) -> Vec<String> {
        let Some(pattern) = &self.in_settings().members_in else { return Vec::new() };
        others.loose().filter(|path| pattern.covers(path)).map(str::to_owned).collect()
    }

    /// The files of the members with reports, perhaps for the year, that no member is known for.
    /// The reports of the organs in `told` stand for absent members.
    fn nameless(&self, archive: &Archive, year: i32, told: &HashSet<&str>) -> Vec<String> {
        let pattern = &self.in_settings().members_in;
        let absent = self.members.iter().filter(|member| !member.has(year));
        let names: Vec<&str> = absent.flat_map(|member| self.names_in_paths(member)).collect();
        let is_inside = |path: &str| {
            let letters = folded_organ(path);
            pattern.as_ref().is_some_and(|pattern| pattern.covers(path))
                || names.iter().any(|name| letters.contains(name))
        };
        let is_nameless = |report: &ArchivedReport| {
            let name = &report.digest.name;
            report.name.is_none()
                && name.year.is_none_or(|own| own == year)
                && name.organ.as_deref().is_none_or(|organ| !told.contains(organ))
        };
        let files = archive
            .files
            .iter()
            .filter(|file| archive.reports[file.reports.clone()].iter().any(is_nameless));
        let paths = files.filter_map(|file| self.settings.relative(&file.path));
        let mut paths: Vec<String> = paths.filter(|path| is_inside(path)).collect();
        // A register has an entry for each report of a file.
        paths.dedup();
        paths
    }
}

/// What the collection has for a year beside the reports of the members.
struct Others<'a> {
    /// The unread files: the path, and its folded letters.
    unread: Vec<(String, String)>,
    /// The names of the government and its members in paths.
    names: Vec<&'a str>,
    /// The organs that the settings do not name.
    strangers: Vec<&'a str>,
    /// The reports that speak of mergers.
    mergers: Vec<&'a Digest>,
    archive: &'a Archive,
    year: i32,
}

/// Among more names, many are near, and each is compared with each absent member.
pub(super) const MOST_STRANGERS: usize = 1000;

impl<'a> Others<'a> {
    fn of(government: &'a ArchivedGovernment, archive: &'a Archive, year: i32) -> Self {
        let unread = archive.around.unread_of(&government.settings, year);
        let with_letters = |path: String| {
            let letters = folded_organ(&path);
            (path, letters)
        };
        let mut strangers: Vec<&str> = government.strangers(archive, Some(year)).collect();
        if strangers.len() > MOST_STRANGERS {
            strangers.clear();
        }
        let members = government.members.iter();
        let names = members.flat_map(|member| government.names_in_paths(member));
        // The place alone begins the names of other organs.
        let own = government.settings.organs.names_of(&government.name);
        let own = own.filter(|name| place_of(name).is_some());
        let names = names.chain(own).collect();
        let digests = archive.reports.iter().map(|report| &*report.digest);
        let speaks =
            |digest: &&Digest| digest.name.year == Some(year) && !digest.mergers.is_empty();
        let mergers = digests.filter(speaks).collect();
        Self {
            unread: unread.map(with_letters).collect(),
            names,
            strangers,
            mergers,
            archive,
            year,
        }
    }

    /// A file with the name of a member that holds the report of another organ, or last year's
    /// report under the year: its title was not changed.
    fn misfiled(
        &self,
        government: &ArchivedGovernment,
        member: &Member,
        names: &[&str],
    ) -> Option<Instead> {
        self.archive.files.iter().find_map(|file| {
            let path = government.settings.relative(&file.path)?;
            let letters = folded_organ(path.rsplit('/').next()?);
            if !names.iter().any(|name| letters.contains(name)) {
                return None;
            }
            let reports = &self.archive.reports[file.reports.clone()];
            let (organ, year) = reports.iter().find_map(|report| report.name.as_ref())?;
            let is_own = government.settings.organs.canonical(organ) == member.organ;
            let is_of_other = !is_own && *year == self.year && !letters.contains(&**organ);
            let is_of_other_year = is_own && names_year(&path) && may_be_of(&path, self.year);
            let (organ, year) = (organ.to_string(), *year);
            (is_of_other || is_of_other_year).then_some(Instead::Holds { file: path, organ, year })
        })
    }

    /// The unread files with no known name in their paths.
    fn loose(&self) -> impl Iterator<Item = &str> {
        let is_loose = |(_, letters): &&(String, String)| {
            !self.names.iter().any(|name| letters.contains(name))
        };
        self.unread.iter().filter(is_loose).map(|(path, _)| path.as_str())
    }
}

impl Member {
    fn has(&self, year: i32) -> bool {
        self.reports.contains_key(&year)
    }
}

impl<'a> Membership<'a> {
    /// The members in the year of a report. `None` if the report is not the report of the
    /// government, or if the run has not looked at all files of the members.
    pub(super) fn of(
        archive: &'a Archive,
        government: &'a ArchivedGovernment,
        report: usize,
    ) -> Option<Self> {
        let (organ, year) = archive.reports[report].name.as_ref()?;
        if government.settings.organs.canonical(organ) != government.name {
            return None;
        }
        let others = Others::of(government, archive, *year);
        let mut own = Self {
            there: Vec::new(),
            doubles: Vec::new(),
            absent: Vec::new(),
            unclear: Vec::new(),
            unread: government.unread(&others),
            nameless: Vec::new(),
        };
        for member in &government.members {
            match archive.filed(member.reports.get(year)) {
                Filed::One(index) => own.there.push(archive.kin(index)),
                Filed::Nothing => {
                    match government.instead(member, &others) {
                        // The other organ reports for it.
                        Some(Instead::Merged(_)) => {}
                        instead => own.absent.push((member.shown.as_str(), instead)),
                    }
                }
                Filed::Several => match archive.merged(member.reports.get(year), &member.organ) {
                    Some(parts) => own.there.extend(parts.iter().map(|&index| archive.kin(index))),
                    None => own.unclear.push(member.shown.as_str()),
                },
            }
        }
        let near = own.absent.iter().filter_map(|(_, instead)| match instead {
            Some(Instead::Near(organ)) => Some(organ.as_str()),
            _ => None,
        });
        own.nameless = government.nameless(archive, *year, &near.collect());
        let doubles = own.there.iter().filter(|member| own.is_double(**member));
        own.doubles = doubles.map(|member| member.index).collect();
        let is_known = government.in_settings().members_in.is_none() && own.absent.is_empty();
        (is_known || archive.around.covers(&government.settings, Some(*year))).then_some(own)
    }

    /// Whether a report has the numbers of another member that took its organ in, as the other one
    /// says: it was handed in under both names.
    fn is_double(&self, member: Kin) -> bool {
        let own = member.digest();
        let organ = own.name.organ.as_deref().unwrap_or_default();
        let took_in = |kin: &Kin| {
            let other = kin.digest();
            let by = other.name.organ.as_deref().unwrap_or_default();
            states_end_of(other, organ) && !states_end_of(own, by) && other.agrees_with(own)
        };
        self.there.iter().filter(|kin| !kin.digest().mergers.is_empty()).any(took_in)
    }

    /// Whether all members are added up.
    pub fn is_complete(&self) -> bool {
        self.absent.is_empty()
            && self.unclear.is_empty()
            && self.unread.is_empty()
            && self.nameless.is_empty()
            && !self.there.is_empty()
    }
}
