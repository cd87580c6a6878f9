//! Organs that were merged: a report of each is added for the years before, and none is missing for
//! the years after.

use super::members::Member;
use super::roll::Roll;
use crate::archive::MERGER_YEARS;
use crate::diagnostic::{Argument, Message, Wording};
use crate::report::{Merged, Record};
use std::collections::BTreeMap;

/// A report with a known name: the first name of the organ, and the year.
pub(super) struct Named<'a> {
    pub(super) organ: String,
    pub(super) year: i32,
    pub(super) member: Member<'a>,
}

/// The different reports of `organ` for `year` by the organs that were merged into it later: each
/// under a name of its own. The name of `organ` is among the names only if a later report says that
/// the others were merged. `None` for the reports of one organ.
pub(super) fn parts<'a>(
    organ: &str,
    year: i32,
    group: &[Member<'a>],
    all: &[Named],
) -> Option<Vec<Vec<Member<'a>>>> {
    let mut by_name: BTreeMap<&str, Vec<Member>> = BTreeMap::new();
    for member in group {
        by_name.entry(member.organ()?).or_default().push(*member);
    }
    let is_absorbed = |other: &str| {
        let later = year + 1..=year + MERGER_YEARS;
        let mut reports =
            all.iter().filter(|named| named.organ == organ && later.contains(&named.year));
        reports.any(|named| named.member.record.merger_of(other).is_some())
    };
    let are_several = by_name.len() > 1
        && (!by_name.contains_key(organ)
            || by_name.keys().filter(|other| **other != organ).all(|other| is_absorbed(other)));
    are_several.then(|| by_name.into_values().collect())
}

/// Says that the reports of several organs of one name were added.
pub(super) fn each_added(year: i32, parts: &[Vec<Member>]) -> Message {
    let organs = parts.iter().filter_map(|part| Some(part.first()?.organ()?.to_owned()));
    Message::new(EACH, [year.to_string().into(), Argument::List(organs.collect())])
}

/// The report for `year` that says that an organ of the roll was merged.
pub(super) fn taken_over<'a>(
    organ: &str,
    year: i32,
    roll: &Roll,
    all: &'a [Named],
) -> Option<Member<'a>> {
    let names = roll.names_of(organ);
    let mut reports = all.iter().filter(|named| named.year == year).map(|named| named.member);
    reports.find(|member| names.iter().any(|name| ends(member.record, name)))
}

/// Says that an organ without a report is not missing.
pub(super) fn not_missing(organ: &str, by: Member) -> Message {
    let other = by.organ().unwrap_or_default();
    Message::new(NOT_MISSING, [other.into(), organ.into()])
}

/// What is known about the reports of organs that were merged and still have a report for the year.
#[derive(Default)]
pub(super) struct Doubled {
    /// What was done.
    pub(super) done: Vec<Message>,
    /// What a person must look at.
    pub(super) doubts: Vec<Message>,
}

/// Removes a report from `added` if it has the numbers of the report that says that its organ was
/// merged.
pub(super) fn without_doubles(added: &mut Vec<Member>) -> Doubled {
    let mut doubled = Doubled::default();
    let all = added.clone();
    added.retain(|member| {
        let Some(organ) = member.organ() else { return true };
        let took_in = |other: &&Member| {
            ends(other.record, organ) && !other.organ().is_some_and(|by| ends(member.record, by))
        };
        let Some(by) = all.iter().find(took_in) else { return true };
        let other = by.organ().unwrap_or_default();
        let is_same = by.agrees_with(member) && member.numbers() > 0;
        if is_same {
            let arguments = [member.path, other, organ, by.path];
            doubled.done.push(Message::new(ONCE, arguments.map(Argument::from)));
        } else {
            let arguments = [member.path, other, organ];
            doubled.doubts.push(Message::new(BOTH, arguments.map(Argument::from)));
        }
        !is_same
    });
    doubled
}

/// Whether a report says that an organ is no more, because it was merged.
fn ends(record: &Record, organ: &str) -> bool {
    record.merger_of(organ) == Some(Merged::Wholly)
}

const EACH: Wording = Wording::new(
    "{0} 年{1}还没有合并，各加了一份报告",
    "in {0}, these organs were not merged yet, and a report of each was added: {1}",
);
const NOT_MISSING: Wording = Wording::new(
    "{0}的报告写明{1}已经并入，{1}没有单独的报告，不算缺少",
    "the report of {0} says that {1} was merged, so {1} needs no report of its own",
);
const ONCE: Wording = Wording::new(
    "{0}: {1}的报告写明{2}已经并入，两份报告的数相同，只加了 {3}",
    "{0}: the report of {1} says that {2} was merged, and both have the same numbers, so only {3} was \
     added",
);
const BOTH: Wording = Wording::new(
    "{0}: {1}的报告写明{2}已经并入，{2}又有自己的报告，两份都加了 — 如果前者的数已包括后者的，请把这份移出",
    "{0}: the report of {1} says that {2} was merged, but {2} has a report of its own, and both were \
     added — if the numbers of the former include those of the latter, move this file away",
);
