//! Several files: the units that report, and the findings across reports.

use crate::engine::{Content, Engine, File};
use gouji::archive::{self, Archive, Around, Entry};
use gouji::diagnostic::{Diagnostic, Language, Severity, Wording};
use gouji::lint;
use gouji::report::ReportName;
use gouji::review::{
    self, Checked, Kind, NotCheckedFile, OtherFile, Review, Unit, UnreadFile, Weight,
};
use gouji::settings::{Government, Organs, Settings, SettingsFile, folded_organ};
use gouji::source::{Reading, SourceError};
use gouji::text::TextRange;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The file of the pasted names.
const NAMES: &str = "/gouji.toml";
/// The name of the government of the pasted names.
const LIST: &str = "名单";

/// A row for each unit, as the page shows them.
pub fn units(engine: &Engine) -> Value {
    let review = review(engine);
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
    let names = names_of(engine.members());
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
pub fn output(engine: &Engine, workbook: bool) -> (Value, Vec<u8>) {
    let review = review(engine);
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

/// The reports of all open files, for the rules across reports.
#[derive(Debug)]
pub struct Collected {
    archive: Archive,
    /// The numbers of the files in the order of the archive.
    files: Vec<u32>,
    settings: Arc<Settings>,
}

impl Collected {
    pub fn of(engine: &Engine) -> Self {
        let settings = Arc::new(with_members(engine.members()).unwrap_or_default());
        let path = |file: &File| Path::new("/").join(&file.name);
        let mut around = Around::default();
        let mut checked: Vec<(u32, Entry)> = Vec::new();
        for (number, file) in engine.files() {
            let found = match &file.content {
                Content::Unread(_) => {
                    around.unread.push(path(file));
                    continue;
                }
                Content::Open(source) => {
                    engine.found(file, source).as_ref().map(|found| (source, found))
                }
            };
            match found {
                Ok((source, found)) => checked.push((
                    *number,
                    Entry {
                        path: path(file),
                        settings: Arc::clone(&settings),
                        several: found.reports.len() + found.passed_over.len() > 1,
                        digests: engine.digests(file, source).to_vec(),
                    },
                )),
                Err(reason) if archive::may_hold_report(*reason, Path::new(&file.name)) => {
                    around.unread.push(path(file));
                }
                Err(_) => {}
            }
        }
        around.unread.sort();
        let (files, entries): (Vec<u32>, Vec<Entry>) = checked.into_iter().unzip();
        Self { archive: Archive::of_run(entries, around), files, settings }
    }

    /// The findings across reports in a file. Ranges are in bytes of the text that is checked.
    pub fn of_file(&self, engine: &Engine, number: u32) -> Vec<Diagnostic> {
        let index = self.files.iter().position(|file| *file == number);
        let source = index.and_then(|_| engine.source(number));
        let (Some(index), Some(source)) = (index, source) else { return Vec::new() };
        let found = lint::kin_findings(&self.archive, index);
        let text = source.reading().text();
        lint::silence_collected(text, found, &self.archive, index, &engine.request()).diagnostics
    }

    /// For each finding across reports in a file, its places in other files, in words.
    pub fn others(&self, engine: &Engine, own: &File, across: &[Diagnostic]) -> Vec<Vec<String>> {
        if across.is_empty() {
            return Vec::new();
        }
        let others = self.places(engine);
        let mut found = across.to_vec();
        for diagnostic in &mut found {
            others.place(diagnostic);
        }
        Checked::new(own.name.clone(), engine.language(), String::new(), found)
            .findings()
            .map(|finding| finding.other_places())
            .collect()
    }

    fn places<'a>(&self, engine: &'a Engine) -> Others<'a> {
        let files = self
            .files
            .iter()
            .filter_map(|number| Some((engine.file(*number)?, engine.source(*number)?.reading())));
        Others::of(files, engine.language())
    }
}

fn review(engine: &Engine) -> Review {
    let language = engine.language();
    let collected = engine.collected();
    let others = collected.places(engine);
    let mut review =
        Review { files: Vec::new(), not_checked: Vec::new(), unread: Vec::new(), language };
    for (number, file) in engine.files() {
        let source = match &file.content {
            Content::Open(source) => source,
            Content::Unread(error) => {
                let reason = unread(error, language);
                let weight = Weight::Expected;
                review.unread.push(UnreadFile { path: file.name.clone(), reason, weight });
                continue;
            }
        };
        let reading = source.reading();
        let found = match engine.found(file, source) {
            Ok(found) => found,
            Err(reason) => {
                review.not_checked.push(NotCheckedFile {
                    path: file.name.clone(),
                    reason: *reason,
                    is_named: true,
                });
                continue;
            }
        };
        let mut diagnostics = found.diagnostics.clone();
        diagnostics.extend(collected.of_file(engine, *number));
        for diagnostic in &mut diagnostics {
            diagnostic.range = reading.shown_range(diagnostic.range);
            others.place(diagnostic);
        }
        diagnostics.sort_by_key(|found| (found.range.start, found.code, found.range.end));
        let reports = found.reports.iter().cloned().map(|name| {
            let range = reading.shown_range(name.range);
            ReportName { range, ..name }
        });
        let records = lint::records(reading, &engine.request());
        let has_lines = reading.format().has_lines();
        let (text, projection) = reading.clone().into_shown();
        review.files.push(
            Checked::new(file.name.clone(), language, text, diagnostics)
                .with_reports(reports.collect())
                .with_records(records.map(|found| found.records).unwrap_or_default())
                .read_from(projection, has_lines),
        );
    }
    review.files.sort_by(|a, b| a.path.cmp(&b.path));
    let absent = lint::absent_members(&collected.archive, &collected.settings);
    if let Some(file) = collected.settings.file.as_ref().filter(|_| !absent.is_empty()) {
        review.files.push(Checked::new(String::new(), language, file.text.clone(), absent));
    }
    review
}

/// The sentence for a file that cannot be read. A browser has no LibreOffice.
pub fn unread(error: &SourceError, language: Language) -> String {
    match error {
        SourceError::Foreign(format) => FOREIGN.in_language(language).replace("{0}", format),
        other => other.in_language(language),
    }
}

/// The page of a rule without what it says about the options of the command line.
pub fn without_options(page: &str) -> String {
    let mut sections: Vec<String> = Vec::new();
    for line in page.lines() {
        if line.starts_with("### ") || sections.is_empty() {
            sections.push(String::new());
        }
        if let Some(last) = sections.last_mut() {
            *last += line;
            last.push('\n');
        }
    }
    sections.retain(|section| !section.contains("`--"));
    sections.concat()
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

const FOREIGN: Wording = Wording::new(
    "这里不读 {0} 文件 — 请用 Word 或 WPS 打开，另存为 Word 文档（.docx）",
    "{0} files are not read here — open the file in Word or WPS and save it as a Word document (.docx)",
);
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
