//! The organs that settings describe.

use super::{A_STRING, FOUND_BOOLEAN, Reader, Value};
use crate::diagnostic::{Argument, Message, Wording};
use crate::settings::organ::{folded, split_names};
use crate::settings::schema::Organ;
use std::ops::Range;
use toml::de::DeValue;

pub(super) const ORGAN_KEYS: &[&str] = &["name", "also", "level", "rule_making"];

impl Reader<'_> {
    pub(super) fn organ(&mut self, value: &Value) -> Option<Organ> {
        let table = self.table(value, "organ")?;
        let mut organ = Organ { range: value.span().into(), ..Organ::default() };
        for (key, value) in self.entries(table, ORGAN_KEYS) {
            match key {
                "name" => {
                    let name = self.expect(
                        value.get_ref().as_str(),
                        value,
                        "organ.name",
                        Message::plain(A_STRING),
                    );
                    if let Some(name) = name {
                        organ.name = self.organ_name(name, value.span(), "organ.name");
                    }
                }
                "also" => {
                    for (name, span) in self.strings(value, "organ.also") {
                        organ.also.push(self.organ_name(name, span, "organ.also"));
                    }
                }
                "level" => organ.level = self.level(value, "organ.level"),
                _ => organ.rule_making = self.boolean(value, "organ.rule_making"),
            }
        }
        self.require(table, value.span(), "organ", ORGAN_KEYS, &["name"]);
        Some(organ)
    }

    /// A name of an organ. Two organs never share a name: a report would belong to both.
    fn organ_name(&mut self, name: &str, span: Range<usize>, key: &str) -> String {
        let letters = folded(name);
        if letters.is_empty() {
            self.problem(span, Message::new(NO_NAME, [Argument::from(key)]));
        } else if let Some(problem) = several(name) {
            self.problem(span, problem);
        } else if !self.organ_names.insert(letters) {
            self.problem(span, Message::new(NAMED_TWICE, [Argument::from(name)]));
        }
        name.trim().to_owned()
    }

    fn boolean(&mut self, value: &Value, key: &str) -> Option<bool> {
        let found = match value.get_ref() {
            DeValue::Boolean(found) => Some(*found),
            _ => None,
        };
        self.expect(found, value, key, Message::plain(FOUND_BOOLEAN))
    }
}

/// Whether a string holds the names of several organs, and how to write them.
pub(super) fn several(name: &str) -> Option<Message> {
    let names: Vec<&str> = split_names(name).collect();
    let quoted = || names.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>();
    (names.len() > 1).then(|| Message::new(SEVERAL, [name.into(), quoted().join(", ").into()]))
}

const SEVERAL: Wording = Wording::new(
    "“{0}”是几个单位的名称 — 请一个名称写一项：[{1}]",
    "\"{0}\" names several organs — write a string for each: [{1}]",
);
pub(super) const NO_NAME: Wording =
    Wording::new("{0} 是空的 — 请写单位的名称", "{0} is empty — write down the name of the organ");
const NAMED_TWICE: Wording = Wording::new(
    "“{0}”在 [[organ]] 中已经写过 — 一个名称只写一次，请删去其中一处",
    "\"{0}\" is in [[organ]] already — a name stands once, remove one of them",
);
