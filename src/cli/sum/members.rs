//! The reports that are added, and what a person must know about the others.

use super::Read;
use super::mergers::{self, Doubled, Named};
use super::roll::Roll;
use crate::archive::nearest;
use crate::diagnostic::{Argument, Message, Place, Wording};
use crate::report::{Record, RecordTable};
use crate::settings::place_of;
use std::collections::BTreeSet;

/// A report with its file.
#[derive(Clone, Copy)]
pub(super) struct Member<'a> {
    pub(super) path: &'a str,
    pub(super) record: &'a Record,
}

/// The reports of a run.
pub(super) struct Members<'a> {
    /// At most one report for each organ, in the order of the files.
    pub(super) added: Vec<Member<'a>>,
    /// Reports without a known organ or year: they may be those of any member.
    unknown: Vec<Member<'a>>,
    /// Reports of one organ that differ: nobody knows which of them counts.
    different: Vec<Vec<Member<'a>>>,
    /// Reports of organs that are no members.
    strangers: Vec<Member<'a>>,
    /// The organs of all reports of the year.
    organs: BTreeSet<String>,
    /// The members without a report: the name for people, and the name.
    missing: Vec<(String, String)>,
    /// What was done with organs that were merged.
    done: Vec<Message>,
    /// Reports that may count twice.
    doubts: Vec<Message>,
}

/// At most this number of places is named.
const NAMED: usize = 3;

impl<'a> Members<'a> {
    /// The reports for `year` of the organs of `roll` but for its issuer, whose report is the sum.
    pub(super) fn of(read: &'a [Read], roll: &Roll, year: i32) -> Self {
        let all = read.iter().flat_map(|read| {
            let member = |record| Member { path: &read.path, record };
            read.records.iter().map(move |record| (read, member(record)))
        });
        let mut members = Self {
            added: Vec::new(),
            unknown: Vec::new(),
            different: Vec::new(),
            strangers: Vec::new(),
            organs: BTreeSet::new(),
            missing: Vec::new(),
            done: Vec::new(),
            doubts: Vec::new(),
        };
        let mut named: Vec<Named> = Vec::new();
        let mut groups: Vec<(String, Vec<Member>)> = Vec::new();
        for (read, member) in all {
            let name = &member.record.name;
            let organ = name.organ.as_ref().map(|organ| roll.organ(read, organ));
            if let (Some(organ), Some(year)) = (&organ, name.year) {
                named.push(Named { organ: organ.clone(), year, member });
            }
            match (organ, name.year) {
                (Some(organ), _) if roll.is_issuer(&organ) => {}
                (_, Some(other)) if other != year => {}
                (Some(organ), Some(_)) if !roll.takes(&organ) => {
                    if !roll.is_elsewhere(&organ) {
                        members.strangers.push(member);
                    }
                }
                (Some(organ), Some(_)) => {
                    match groups.iter_mut().find(|(known, _)| *known == organ) {
                        Some((_, group)) => group.push(member),
                        None => groups.push((organ, vec![member])),
                    }
                }
                _ => members.unknown.push(member),
            }
        }
        for (organ, group) in groups {
            let parts = match best(&group) {
                Some(_) => None,
                None => mergers::parts(&organ, year, &group, &named),
            };
            members.done.extend(parts.iter().map(|parts| mergers::each_added(year, parts)));
            members.organs.insert(organ);
            for part in parts.unwrap_or_else(|| vec![group]) {
                match best(&part) {
                    Some(best) => members.added.push(best),
                    None => members.different.push(part),
                }
            }
        }
        let Doubled { done, doubts } = mergers::without_doubles(&mut members.added);
        members.done.extend(done);
        members.doubts.extend(doubts);
        for (shown, organ) in roll.missing(&members.organs) {
            match mergers::taken_over(organ, year, roll, &named) {
                Some(by) => members.done.push(mergers::not_missing(shown, by)),
                None => members.missing.push((shown.to_owned(), organ.to_owned())),
            }
        }
        members
    }

    /// What was not added, and which organs of `roll` have no report.
    pub(super) fn notes(&self, roll: &Roll) -> Vec<Message> {
        let missing = (!self.missing.is_empty()).then(|| {
            let names = self.missing.iter().map(|(shown, _)| shown.clone());
            let names = Argument::List(names.collect());
            Message::new(MISSING, [self.missing.len().into(), names])
        });
        let strangers = self.strangers.iter().map(|member| {
            let organ = member.organ().unwrap_or_default();
            let arguments = [member.path.into(), organ.into()];
            match nearest(organ, self.missing.iter().map(|(_, missing)| missing.as_str())) {
                Some(near) => {
                    let [path, organ] = arguments;
                    Message::new(NEAR, [path, organ, near.into()])
                }
                None => Message::new(STRANGER, arguments),
            }
        });
        let unknown = self.unknown.iter().map(|member| {
            let wording = if member.record.name.organ.is_none() { NO_ORGAN } else { NO_YEAR };
            Message::new(wording, [member.path.into()])
        });
        let different = self.different.iter().map(|group| {
            let organ = group[0].record.name.organ.clone().unwrap_or_default();
            let paths = group.iter().map(|member| member.path.to_owned()).collect();
            Message::new(DIFFERENT, [organ.into(), Argument::List(paths)])
        });
        let levels = self.levels(roll);
        let doubts = self.doubts.iter().cloned();
        let files = strangers.chain(unknown).chain(different);
        missing.into_iter().chain(levels).chain(doubts).chain(files).collect()
    }

    /// What was done with organs that were merged. The sum is complete all the same.
    pub(super) fn done(&self) -> &[Message] {
        &self.done
    }

    /// Governments that were added together with their own departments, where no settings say what
    /// belongs together.
    fn levels(&self, roll: &Roll) -> Vec<Message> {
        if roll.is_known() {
            return Vec::new();
        }
        let place = |organ: &str| place_of(organ).unwrap_or(organ).to_owned();
        let is_of =
            |organ: &str, place: &str| organ.starts_with(place) && place_of(organ) != Some(place);
        let governments = self.added.iter().filter_map(|member| {
            let organ = member.record.name.organ.as_deref()?;
            let place = place(organ);
            let is_government =
                place_of(organ).is_some() || place.ends_with(['省', '市', '县', '区', '旗']);
            let others = self.organs.iter().filter(|other| *other != organ && is_of(other, &place));
            (is_government && others.count() > 0)
                .then(|| Message::new(LEVELS, [member.path.into(), organ.into()]))
        });
        governments.collect()
    }
}

/// The first of the reports with the most numbers. `None` if two of the reports have different
/// numbers: the same report may be there in several formats, and one of them may lack a number.
fn best<'a>(reports: &[Member<'a>]) -> Option<Member<'a>> {
    let best = reports.iter().rev().max_by_key(|member| member.numbers())?;
    reports.iter().all(|other| best.agrees_with(other)).then_some(*best)
}

impl<'a> Member<'a> {
    pub(super) fn organ(self) -> Option<&'a str> {
        self.record.name.organ.as_deref()
    }

    /// Number of cells with a number.
    pub(super) fn numbers(self) -> usize {
        self.record.cells().filter(|entry| entry.number().is_some()).count()
    }

    /// Whether no cell has different numbers in two reports.
    pub(super) fn agrees_with(self, other: &Member) -> bool {
        let has_numbers =
            |table: &RecordTable| table.entries().any(|entry| entry.number().is_some());
        let mut tables = self.record.tables.iter().zip(&other.record.tables);
        tables.all(|(own, other)| {
            let mut cells = own.entries().zip(other.entries());
            match own.form.year == other.form.year {
                true => cells.all(|(own, other)| match (own.number(), other.number()) {
                    (Some(own), Some(other)) => own == other,
                    _ => true,
                }),
                false => !has_numbers(own) || !has_numbers(other),
            }
        })
    }
}

/// The places of a report that were not added.
pub(super) fn left_out(member: &Member, places: &[Place]) -> Option<Message> {
    (!places.is_empty())
        .then(|| Message::new(LEFT_OUT, [member.path.into(), places.len().into(), listed(places)]))
}

/// The totals of a report that are not the sums of their cells.
pub(super) fn wrong_totals(member: &Member) -> Option<Message> {
    let places = member.record.wrong_totals();
    (!places.is_empty())
        .then(|| Message::new(WRONG, [member.path.into(), places.len().into(), listed(&places)]))
}

fn listed(places: &[Place]) -> Argument {
    let names = places.iter().take(NAMED).map(Place::to_string).collect();
    match places.len() <= NAMED {
        true => Argument::List(names),
        false => Message::new(AND_OTHERS, [Argument::List(names)]).into(),
    }
}

const MISSING: Wording =
    Wording::new("缺少 {0} 个单位的报告：{1}", "organs without a report: {0} ({1})");
const LEVELS: Wording = Wording::new(
    "{0}: {1}和它下面的单位一起加了，它的数会算两次 — 如果它就是汇总的单位，请写 --issuer {1}",
    "{0}: {1} was added together with its own organs, so its numbers count twice — if it is the \
     organ of the new report, write --issuer {1}",
);
const STRANGER: Wording = Wording::new(
    "{0}: 设置中{1}不是成员，没有加 — 请写进 [[government]] 的 members，或用 --members 写出",
    "{0}: the settings do not name {1} as a member, so it was not added — write it into members of \
     [[government]], or name it with --members",
);
const NEAR: Wording = Wording::new(
    "{0}: 设置中没有“{1}”，没有加 — 如果就是{2}，请写进 [[organ]] 的 also",
    "{0}: the settings do not name {1}, so it was not added — if that is {2}, write it into also of \
     [[organ]]",
);
const NO_ORGAN: Wording = Wording::new(
    "{0}: 没有写明单位，没有加 — 请在标题中写上单位",
    "{0}: names no organ, so it was not added — write the organ into the title",
);
const NO_YEAR: Wording = Wording::new(
    "{0}: 没有写明年度，没有加 — 请在标题中写上年度",
    "{0}: names no year, so it was not added — write the year into the title",
);
const DIFFERENT: Wording = Wording::new(
    "{0}有几份不同的报告，都没有加：{1} — 请只留一份",
    "{0} has different reports, and none of them was added: {1} — keep one of them",
);
const LEFT_OUT: Wording = Wording::new(
    "{0}: 有 {1} 处没有读到数，没有加：{2}",
    "{0}: places without a number, which were not added: {1} ({2})",
);
const WRONG: Wording = Wording::new(
    "{0}: 有 {1} 处合计不符，照所填的数加了：{2}",
    "{0}: totals that are not the sums of their cells, added as they stand: {1} ({2})",
);
const AND_OTHERS: Wording = Wording::new("{0} 等", "{0} and others");
