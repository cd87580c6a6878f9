//! Several files: the units that report, and the findings across reports.

use crate::engine::{Content, Engine, File};
use gouji::archive::{Archive, Entry};
use gouji::diagnostic::{Diagnostic, Language, Severity, Wording};
use gouji::lint;
use gouji::review::{
    self, Checked, Kind, NotCheckedFile, OtherFile, Review, Unit, UnreadFile, Weight,
};
use gouji::settings::{Government, Organs, Settings, SettingsFile, folded_organ};
use gouji::source::Reading;
use gouji::text::TextRange;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The file of the pasted names.
const NAMES: &str = "/gouji.toml";
/// The name of the government of the pasted names.
const LIST: &str = "名单";

/// A row for each unit, as the page shows them.
pub fn units(engine: &Engine, members: &[String]) -> Value {
    let review = review(engine, members);
    let language = engine.language();
    let row = |unit: &Unit| {
        let number = engine.files().find(|(_, file)| file.name == unit.file);
        let across = unit.findings.iter().filter(|found| found.diagnostic.code.starts_with('X'));
        json!({
            "file": number.map(|(number, _)| number),
            "name": unit.file,
            "organ": unit.organ,
            "year": unit.year,
            "kind": match unit.kind {
                Kind::Report => "report",
                Kind::Settings => "settings",
                Kind::Absent => "absent",
                Kind::NotChecked(_) => "not-checked",
            },
            "state": unit.state(language),
            "errors": unit.count(Severity::Error),
            "warnings": unit.count(Severity::Warning),
            "hints": unit.hints(),
            "missing": unit.missing(),
            "across": across.map(|found| json!({
                "code": found.diagnostic.code,
                "severity": found.diagnostic.severity.name(),
                "message": found.message(),
                "place": found.place_for_people(),
                "others": found.other_places(),
            })).collect::<Value>(),
        })
    };
    let units = review::units(&review);
    let names = names_of(members);
    let is_told = |name: &&String| {
        let organ = folded_organ(name);
        units.iter().all(|unit| unit.organ.map(folded_organ) != Some(organ.clone()))
    };
    // Where nobody of the list has handed in, no year says who is missing.
    let others = names.iter().filter(is_told).map(|name| {
        json!({
            "file": null, "name": "", "organ": name, "year": null, "kind": "absent",
            "state": NOT_THERE.in_language(language), "errors": 0, "warnings": 0, "hints": 0,
            "missing": [], "across": [],
        })
    });
    json!({ "units": units.iter().map(row).chain(others).collect::<Value>() })
}

/// Sets the time of workbooks, in milliseconds since 1970. Elsewhere than in a page, the system has
/// a clock.
pub fn set_time(now: u64) {
    #[cfg(target_arch = "wasm32")]
    js_sys::set_now(now);
    #[cfg(not(target_arch = "wasm32"))]
    let _ = now;
}

/// The findings of all files as a page, or as a workbook.
pub fn output(engine: &Engine, members: &[String], workbook: bool) -> (Value, Vec<u8>) {
    let review = review(engine, members);
    let mut bytes = Vec::new();
    let written = match workbook {
        true => review::write_workbook(&review, &mut bytes),
        false => review::write_page(&review, &mut bytes),
    };
    match written {
        Ok(()) => (json!({}), bytes),
        Err(error) => (json!({ "problem": error.to_string() }), Vec::new()),
    }
}

fn review(engine: &Engine, members: &[String]) -> Review {
    let language = engine.language();
    let settings = with_members(members).map_or_else(|| Arc::clone(&engine.settings), Arc::new);
    let mut review =
        Review { files: Vec::new(), not_checked: Vec::new(), unread: Vec::new(), language };
    let mut read: Vec<(&File, &Reading, lint::Findings)> = Vec::new();
    for (_, file) in engine.files() {
        let source = match &file.content {
            Content::Open(source) => source,
            Content::Unread(error) => {
                let reason = error.in_language(language);
                let weight = Weight::Expected;
                review.unread.push(UnreadFile { path: file.name.clone(), reason, weight });
                continue;
            }
        };
        match lint::lint_reading(source.reading(), &engine.request()) {
            Ok(found) => read.push((file, source.reading(), found)),
            Err(reason) => review.not_checked.push(NotCheckedFile {
                path: file.name.clone(),
                reason,
                is_named: true,
            }),
        }
    }
    let entry = |(file, reading, found): &(&File, &Reading, lint::Findings)| Entry {
        path: Path::new("/").join(&file.name),
        settings: Arc::clone(&settings),
        several: found.reports.len() + found.passed_over.len() > 1,
        digests: lint::digests(reading, &engine.request()),
    };
    let archive = Archive::new(read.iter().map(entry));
    let others = Others::of(read.iter().map(|(file, reading, _)| (*file, *reading)), language);
    for (index, (file, reading, mut found)) in read.into_iter().enumerate() {
        let across = lint::kin_findings(&archive, index);
        let across =
            lint::silence_collected(reading.text(), across, &archive, index, &engine.request());
        for mut diagnostic in across.diagnostics {
            diagnostic.range = reading.shown_range(diagnostic.range);
            others.place(&mut diagnostic);
            found.diagnostics.push(diagnostic);
        }
        found.diagnostics.sort_by_key(|found| (found.range.start, found.code, found.range.end));
        let records = lint::records(reading, &engine.request());
        let has_lines = reading.format().has_lines();
        let (text, projection) = reading.clone().into_shown();
        review.files.push(
            Checked::new(file.name.clone(), language, text, found.diagnostics)
                .with_reports(found.reports)
                .with_records(records.map(|found| found.records).unwrap_or_default())
                .read_from(projection, has_lines),
        );
    }
    review.files.sort_by(|a, b| a.path.cmp(&b.path));
    let absent = lint::absent_members(&archive, &settings);
    if let Some(file) = settings.file.as_ref().filter(|_| !absent.is_empty()) {
        review.files.push(Checked::new(String::new(), language, file.text.clone(), absent));
    }
    review
}

/// The places of findings in other files.
struct Others<'a>(Vec<OtherFile<'a>>);

impl<'a> Others<'a> {
    fn of(files: impl Iterator<Item = (&'a File, &'a Reading)>, language: Language) -> Self {
        let other = |(file, reading): (&'a File, &'a Reading)| {
            let has_lines = reading.format().has_lines();
            OtherFile::new(&file.name, reading.shown(), reading.projection(), has_lines, language)
        };
        Self(files.map(other).collect())
    }

    fn place(&self, found: &mut Diagnostic) {
        for elsewhere in &mut found.elsewhere {
            elsewhere.place = self.0.get(elsewhere.file).map(|file| file.place(elsewhere.range));
        }
    }
}

/// The names of organs in pasted lines: without serial numbers, heads of columns, and repetitions.
fn names_of(members: &[String]) -> Vec<String> {
    const HEADS: [&str; 6] = ["单位", "单位名称", "序号", "合计", "总计", "备注"];
    let mut names: Vec<String> = Vec::new();
    for line in members {
        let is_serial = |c: char| c.is_ascii_digit() || ".、．,，)）(（ \t\u{3000}".contains(c);
        let name = line.trim_start_matches(is_serial).trim();
        let is_name = name.chars().count() > 1 && !HEADS.contains(&name);
        if is_name && !names.iter().any(|known| folded_organ(known) == folded_organ(name)) {
            names.push(name.to_owned());
        }
    }
    names
}

/// Settings with a government of these members, as [`Settings::from_text`] would read them from a
/// file. The page reads no settings file, so it needs no parser for one. `None` without names.
fn with_members(members: &[String]) -> Option<Settings> {
    let is_member = |name: &String| !["", LIST].contains(&folded_organ(name).as_str());
    let members: Vec<String> = names_of(members).into_iter().filter(is_member).collect();
    if members.is_empty() {
        return None;
    }
    let mut text = "[[government]]\nname = ".to_owned();
    let mut quoted = |before: &str, name: &str| {
        text.push_str(before);
        let start = text.len();
        text.push_str(&Value::from(name).to_string());
        TextRange::new(start, text.len())
    };
    let name_range = quoted("", LIST);
    let mut before = "\nmembers = [";
    let range_of = |name: &String| quoted(std::mem::replace(&mut before, ","), name);
    let ranges = members.iter().map(range_of).collect();
    text.push_str("]\n");
    let range = TextRange::new(0, text.len());
    let name = LIST.to_owned();
    let governments =
        vec![Government { name, members, range, name_range, ranges, ..Government::default() }];
    Some(Settings {
        file: Some(SettingsFile { path: PathBuf::from(NAMES), text }),
        organs: Organs::default().with_members(&governments),
        governments,
        ..Settings::default()
    })
}

const NOT_THERE: Wording = Wording::new("没有报告", "no report");

#[cfg(test)]
mod tests {
    use super::*;
    use gouji::rules::CODES;

    #[test]
    fn pasted_names_make_the_settings_that_their_text_would() {
        let lines =
            ["单位名称", "1. 云溪县园林局", "云溪县\"水\"务局", "云溪县园林局", "（）", "名单"];
        let made = with_members(&lines.map(str::to_owned)).unwrap();
        let text = made.file.clone().unwrap().text;
        let read = Settings::from_text(PathBuf::from(NAMES), text, CODES).unwrap();
        assert_eq!(made.file, read.file);
        assert_eq!(made.organs, read.organs);
        assert_eq!(made.governments[0].members, ["云溪县园林局", "云溪县\"水\"务局"]);
        let range = read.governments[0].range;
        assert_eq!(Government { range, ..made.governments[0].clone() }, read.governments[0]);
        assert!(with_members(&["单位".to_owned()]).is_none());
    }
}
