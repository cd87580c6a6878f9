//! The governments that settings describe, with their members.

use super::{A_STRING, Reader, Value};
use crate::diagnostic::{Argument, Message, Wording};
use crate::settings::codes::nearest;
use crate::settings::organ::{Organs, folded};
use crate::settings::paths::{Patterns, check_pattern};
use crate::settings::schema::{DayOfYear, File, Government};
use crate::text::TextRange;
use std::collections::{HashMap, HashSet};

pub(super) const GOVERNMENT_KEYS: &[&str] = &["name", "members", "members_in", "due"];

impl Reader<'_> {
    pub(super) fn government(&mut self, value: &Value) -> Option<Government> {
        let table = self.table(value, "government")?;
        let mut government = Government { range: value.span().into(), ..Government::default() };
        for (key, value) in self.entries(table, GOVERNMENT_KEYS) {
            match key {
                "name" => {
                    let expected = Message::plain(A_STRING);
                    let name = value.get_ref().as_str();
                    if let Some(name) = self.expect(name, value, "government.name", expected) {
                        government.name = self.name_of(name, value, "government.name");
                        government.name_range = value.span().into();
                    }
                }
                "members" => {
                    for (name, span) in self.strings(value, "government.members") {
                        if folded(name).is_empty() {
                            let key = Argument::from("government.members");
                            self.problem(span, Message::new(super::organs::NO_NAME, [key]));
                        } else if let Some(problem) = super::organs::several(name) {
                            self.problem(span, problem);
                        } else {
                            government.members.push(name.trim().to_owned());
                            government.ranges.push(span.into());
                        }
                    }
                }
                "members_in" => {
                    let pattern = self.string(value, "government.members_in").unwrap_or_default();
                    match check_pattern(pattern) {
                        Err(message) => self.problem(value.span(), message),
                        Ok(()) if pattern.trim().is_empty() => {
                            self.problem(value.span(), Message::plain(NO_PATTERN))
                        }
                        Ok(()) => {
                            government.members_in = Some(Patterns::new(vec![pattern.to_owned()]))
                        }
                    }
                    government.members_in_range = value.span().into();
                }
                _ => government.due = self.day(value),
            }
        }
        self.require(table, value.span(), "government", GOVERNMENT_KEYS, &["name"]);
        // A misspelt key is one problem.
        let is_member_key =
            |key: &str| matches!(nearest(key, GOVERNMENT_KEYS), Some("members" | "members_in"));
        if !table.keys().any(|written| is_member_key(written.get_ref())) {
            self.problem(value.span(), Message::plain(NO_MEMBERS));
        }
        Some(government)
    }

    fn name_of(&mut self, name: &str, value: &Value, key: &str) -> String {
        if folded(name).is_empty() {
            let key = Argument::from(key);
            self.problem(value.span(), Message::new(super::organs::NO_NAME, [key]));
        } else if let Some(problem) = super::organs::several(name) {
            self.problem(value.span(), problem);
        }
        name.trim().to_owned()
    }

    /// A month and a day: `03-31`.
    fn day(&mut self, value: &Value) -> Option<DayOfYear> {
        let day = value.get_ref().as_str().and_then(DayOfYear::parse);
        self.expect(day, value, "government.due", Message::plain(A_DAY))
    }

    /// Every organ belongs to one government at most, and no government to itself. Each name of an
    /// organ counts.
    pub(super) fn check_members(&mut self, file: &File) {
        let organs = Organs::new(&file.organ);
        let known = |name: &str| organs.canonical(&folded(name));
        let mut governments: HashSet<String> = HashSet::new();
        let mut above: HashMap<String, String> = HashMap::new();
        for government in &file.government {
            let name = known(&government.name);
            if !name.is_empty() && !governments.insert(name.clone()) {
                let message = Message::new(GOVERNMENT_TWICE, [government.name.as_str().into()]);
                self.problem(government.name_range.into(), message);
                continue;
            }
            for (member, range) in government.named() {
                if let Some(other) = above.get(&known(member)) {
                    let wording = if *other == name { MEMBER_TWICE } else { OF_TWO };
                    let message = Message::new(wording, [Argument::from(member)]);
                    self.problem(range.into(), message);
                } else {
                    above.insert(known(member), name.clone());
                }
            }
        }
        for government in &file.government {
            let own = known(&government.name);
            for (member, range) in government.named() {
                // A circle is reported at the member that leads back to its government.
                if known(member) == own || leads_to(&own, &known(member), &above) {
                    let names = [member.into(), Argument::from(government.name.as_str())];
                    self.problem(range.into(), Message::new(CIRCLE, names));
                    return;
                }
            }
        }
    }
}

/// Whether the government `below` is a member, over several governments, of the organ `organ`.
fn leads_to(below: &str, organ: &str, above: &HashMap<String, String>) -> bool {
    let mut seen = HashSet::new();
    let mut at = below;
    while let Some(next) = above.get(at) {
        if next == organ {
            return true;
        }
        if !seen.insert(next) {
            return false;
        }
        at = next;
    }
    false
}

impl Government {
    /// The named members, each with its range in the settings file.
    pub fn named(&self) -> impl Iterator<Item = (&str, TextRange)> {
        self.members.iter().map(String::as_str).zip(self.ranges.iter().copied())
    }
}

const NO_PATTERN: Wording = Wording::new(
    "government.members_in 是空的 — 请写成员的报告放在哪里，如 \"部门/**\"",
    "government.members_in is empty — write where the reports of the members are, such as \"部门/**\"",
);
const NO_MEMBERS: Wording = Wording::new(
    "government 缺少成员 — 请写 members（名称）或 members_in（文件）",
    "government has no members — write members (names) or members_in (files)",
);
const A_DAY: Wording = Wording::new("月和日，如 \"03-31\"", "month and day, such as \"03-31\"");
const GOVERNMENT_TWICE: Wording = Wording::new(
    "“{0}”在 [[government]] 中已经写过 — 请合并为一段",
    "\"{0}\" is in [[government]] already — write one entry",
);
const MEMBER_TWICE: Wording = Wording::new(
    "“{0}”在 members 中写了两次 — 请删去其中一处",
    "\"{0}\" is in members twice — remove one of them",
);
const OF_TWO: Wording = Wording::new(
    "“{0}”已经是另一个政府的成员 — 一个单位只能计入一处，请删去其中一处",
    "\"{0}\" is a member of another government already — an organ counts once, remove one of them",
);
const CIRCLE: Wording = Wording::new(
    "“{0}”不能是“{1}”的成员：“{1}”直接或间接又是它的成员 — 请改正 members",
    "\"{0}\" cannot be a member of \"{1}\", which is a member of it, directly or over others — \
     mend members",
);
