//! The open files of the page, and the requests about them.

use crate::drawing::Drawing;
use crate::request::{Asked, Form, parted};
use crate::review::{self, Collected};
use crate::units::byte;

use gouji::diagnostic::{Applicability, Diagnostic, Fix, Language, Wording};
use gouji::document::{NotEdited, OpenSource, Placed};
use gouji::lint::{self, Findings, Options, Request, why_unfixed};
use gouji::report::{Digest, NotChecked};
use gouji::rules::{self, severity_word};
use gouji::server::View;
use gouji::server::core::addresses::encoded;
use gouji::server::core::features::{highlight, hover};
use gouji::server::core::view::Client;
use gouji::settings::Settings;
use gouji::source::{Reading, SourceError};
use gouji::standard::Standard;
use gouji::text::TextRange;
use gouji::write::Skeleton;
use serde_json::{Value, json};
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

/// What the page holds.
#[derive(Debug, Default)]
pub struct Engine {
    files: BTreeMap<u32, File>,
    next: u32,
    language: Language,
    settings: Arc<Settings>,
    /// The names of the organs that must hand in a report.
    members: Vec<String>,
    /// The reports of all files together, until the next edit.
    collected: OnceCell<Collected>,
}

/// An open file.
#[derive(Debug)]
pub(crate) struct File {
    pub(crate) name: String,
    /// The bytes as they were opened.
    bytes: Vec<u8>,
    pub(crate) content: Content,
    /// The tables that were drawn as tables of the form, by report.
    drawn: BTreeMap<usize, BTreeSet<usize>>,
    /// The findings, until the next edit.
    found: OnceCell<Result<Findings, NotChecked>>,
    /// The reports as other reports see them, until the next edit.
    digests: OnceCell<Vec<Arc<Digest>>>,
    /// The group of the last edit. Edits of a group are undone at once.
    group: Option<u32>,
    /// The revision that was saved.
    saved: Option<u64>,
}

#[derive(Debug)]
pub(crate) enum Content {
    Open(Box<OpenSource>),
    /// The file could not be read.
    Unread(SourceError),
}

/// An answer: JSON, and the bytes of a file.
type Answer = (Value, Vec<u8>);

impl Engine {
    /// Answers a request: see the crate's documentation.
    pub fn answer(&mut self, request: &[u8]) -> Vec<u8> {
        let (value, bytes) = match parted(request) {
            Some((asked, bytes)) => self.respond(asked, bytes),
            None => (json!({ "error": "the request is damaged" }), Vec::new()),
        };
        let value = value.to_string();
        let mut answer = Vec::with_capacity(4 + value.len() + bytes.len());
        answer.extend_from_slice(&u32::try_from(value.len()).unwrap_or_default().to_le_bytes());
        answer.extend_from_slice(value.as_bytes());
        answer.extend(bytes);
        answer
    }

    fn respond(&mut self, asked: Asked, bytes: &[u8]) -> Answer {
        let plain = |value: Value| (value, Vec::new());
        match asked {
            Asked::Open { name } => plain(self.open(name, bytes)),
            Asked::Close { file } => {
                self.files.remove(&file);
                self.collected = OnceCell::new();
                plain(json!({}))
            }
            Asked::Draw { file, report } => plain(self.draw(file, report)),
            Asked::Edit { file, start, from, to, length, text, group } => {
                let length = length.max(1);
                plain(self.change(file, Some(group), |source, _| {
                    let whole = source.reading().text();
                    let end = (start + length).min(whole.len());
                    let block = whole.get(start..end).unwrap_or_default();
                    let range = TextRange::new(
                        start + byte(block, from),
                        start + byte(block, to.max(from)),
                    );
                    source.replace(range, &text).map(|()| 1)
                }))
            }
            Asked::Insert { file, start, length, text, group } => {
                plain(self.change(file, Some(group), |source, _| {
                    let len = source.reading().text().len();
                    let line = TextRange::new(start.min(len), (start + length).min(len));
                    source.insert_below(line, &text).map(|()| 1)
                }))
            }
            Asked::Fix { file, finding, fix } => {
                let fix = self.fix(file, finding, fix);
                plain(self.change(file, None, |source, _| {
                    fix.map_or(Ok(0), |fix| source.apply(&fix).map(|()| 1))
                }))
            }
            Asked::FixAll { file, all } => {
                let least = if all { Applicability::Unsafe } else { Applicability::Safe };
                plain(self.change(file, None, |source, request| source.fix(request, least)))
            }
            Asked::Undo { file } => {
                plain(self.change(file, None, |source, _| Ok(usize::from(source.undo()))))
            }
            Asked::Redo { file } => {
                plain(self.change(file, None, |source, _| Ok(usize::from(source.redo()))))
            }
            Asked::Hover { file, start, from } => plain(self.hover(file, start, from)),
            Asked::Save { file, form, date } => self.save(file, form, &date),
            Asked::New { issuer, year, word } => self.new_report(&issuer, year, word),
            Asked::Explain { code } => {
                let page = rules::find(&code).map(|rule| rule.page(self.language));
                plain(json!({ "page": page.as_deref().map(review::without_options) }))
            }
            Asked::Language { english } => {
                self.language = if english { Language::En } else { Language::Zh };
                plain(json!({}))
            }
            Asked::Units { members } => {
                self.set_members(members);
                plain(review::units(self))
            }
            Asked::Review { members, workbook, now } => {
                self.set_members(members);
                review::set_time(now);
                review::output(self, workbook)
            }
        }
    }

    /// The open files, by their numbers.
    pub(crate) fn files(&self) -> impl Iterator<Item = (&u32, &File)> {
        self.files.iter()
    }

    pub(crate) fn file(&self, number: u32) -> Option<&File> {
        self.files.get(&number)
    }

    /// The source of a file that could be read.
    pub(crate) fn source(&self, number: u32) -> Option<&OpenSource> {
        match &self.files.get(&number)?.content {
            Content::Open(source) => Some(source),
            Content::Unread(_) => None,
        }
    }

    pub(crate) fn language(&self) -> Language {
        self.language
    }

    pub(crate) fn members(&self) -> &[String] {
        &self.members
    }

    fn set_members(&mut self, members: Vec<String>) {
        if self.members != members {
            self.members = members;
            self.collected = OnceCell::new();
        }
    }

    /// The reports of all files together.
    pub(crate) fn collected(&self) -> &Collected {
        self.collected.get_or_init(|| Collected::of(self))
    }

    fn open(&mut self, name: String, bytes: &[u8]) -> Value {
        let content = match Reading::of(bytes, Some(Path::new(&name))) {
            Ok(reading) => Content::Open(Box::new(OpenSource::new(reading, Options::default()))),
            Err(error) => Content::Unread(error),
        };
        self.next += 1;
        let file = self.next;
        let found = OnceCell::new();
        let name = self.free_name(name);
        let own = File {
            name,
            bytes: bytes.to_vec(),
            content,
            drawn: BTreeMap::new(),
            found,
            digests: OnceCell::new(),
            group: None,
            saved: None,
        };
        self.files.insert(file, own);
        self.collected = OnceCell::new();
        let mut answer = self.state(file);
        answer["file"] = file.into();
        answer
    }

    /// The name, with a number if another file has it: 报告 (2).docx.
    fn free_name(&self, name: String) -> String {
        let is_free = |name: &str| self.files.values().all(|file| file.name != name);
        let (stem, ending) = match name.rsplit_once('.') {
            Some((stem, ending)) if !stem.is_empty() => (stem, format!(".{ending}")),
            _ => (name.as_str(), String::new()),
        };
        let numbered = (2..).map(|number| format!("{stem} ({number}){ending}"));
        std::iter::once(name.clone()).chain(numbered).find(|name| is_free(name)).unwrap_or(name)
    }

    /// What the page shows of a file apart from its text.
    fn state(&self, number: u32) -> Value {
        let Some(file) = self.files.get(&number) else { return json!({}) };
        let source = match &file.content {
            Content::Unread(error) => {
                let problem = review::unread(error, self.language);
                return json!({ "name": file.name, "problem": problem });
            }
            Content::Open(source) => source,
        };
        let format = source.reading().format();
        let (past, future) = source.steps();
        let mut answer = json!({
            "name": file.name,
            "format": format.name(),
            "writable": format.is_writable(),
            "word": source.reading().docx().is_some(),
            "past": past,
            "future": future,
            "changed": source.is_changed() && file.saved != Some(source.revision()),
        });
        match self.found(file, source) {
            Ok(found) => {
                let reports = found.reports.iter();
                answer["reports"] =
                    reports.map(|name| json!({ "organ": name.organ, "year": name.year })).collect();
                let across = self.collected().of_file(self, number);
                let own = found.diagnostics.iter().map(|found| (found, Vec::new()));
                let others = self.collected().others(self, file, &across);
                answer["findings"] = own
                    .chain(across.iter().zip(others))
                    .enumerate()
                    .map(|(number, (found, others))| self.finding(number, source, found, others))
                    .collect();
            }
            Err(reason) => answer["problem"] = self.not_checked(file, source, *reason).into(),
        }
        answer
    }

    /// The findings of a file.
    pub(crate) fn found<'a>(
        &self,
        file: &'a File,
        source: &OpenSource,
    ) -> &'a Result<Findings, NotChecked> {
        file.found.get_or_init(|| source.findings(&self.request()))
    }

    /// The reports of a file as other reports see them.
    pub(crate) fn digests<'a>(&self, file: &'a File, source: &OpenSource) -> &'a [Arc<Digest>] {
        file.digests.get_or_init(|| lint::digests(source.reading(), &self.request()))
    }

    /// A fix of a finding, by the number that the page was told.
    fn fix(&self, file: u32, finding: usize, fix: usize) -> Option<Fix> {
        let own = self.files.get(&file)?;
        let Content::Open(source) = &own.content else { return None };
        let found = &self.found(own, source).as_ref().ok()?.diagnostics;
        match finding.checked_sub(found.len()) {
            None => found.get(finding)?.fixes.get(fix).cloned(),
            Some(across) => {
                self.collected().of_file(self, file).get(across)?.fixes.get(fix).cloned()
            }
        }
    }

    /// The sentence for a file without a report.
    pub(crate) fn not_checked(
        &self,
        file: &File,
        source: &OpenSource,
        reason: NotChecked,
    ) -> String {
        let misnamed = source.reading().misnamed(Path::new(&file.name));
        match misnamed.filter(|_| reason == NotChecked::NotReport) {
            Some(error) => error.in_language(self.language),
            None => gouji::review::not_checked(reason.message().into()).render(self.language),
        }
    }

    pub(crate) fn request(&self) -> Request<'_> {
        Request { settings: &self.settings, file: None, baseline: None, year: None }
    }

    /// A finding. Its number is that of the requests. `others` are its places in other files.
    fn finding(
        &self,
        number: usize,
        source: &OpenSource,
        found: &Diagnostic,
        others: Vec<String>,
    ) -> Value {
        let language = self.language;
        let fixes = found.fixes.iter().map(|fix| {
            json!({
                "message": fix.message.render(language),
                "safe": fix.applicability == Applicability::Safe,
                "preferred": fix.applicability.is_preferred(),
            })
        });
        let report = source.document().report_at(found.range.start);
        json!({
            "number": number,
            "code": found.code,
            "severity": found.severity.name(),
            "word": severity_word(found.severity).in_language(language),
            "message": found.message.render(language),
            "unfixed": why_unfixed(found).map(|message| message.render(language)),
            "place": found.place.to_string(),
            "part": found.place.part,
            "row": found.place.row,
            "column": found.place.column,
            "report": self.index_of(source, report),
            "fixes": fixes.collect::<Value>(),
            "others": others,
        })
    }

    /// The number of a checked report among the checked reports of its file.
    fn index_of(&self, source: &OpenSource, own: Placed) -> usize {
        checked(source).take_while(|placed| placed.start < own.start).count()
    }

    fn draw(&mut self, file: u32, report: usize) -> Value {
        let mut answer = self.state(file);
        let known = self.files.get_mut(&file).map(|file| std::mem::take(&mut file.drawn));
        let mut known = known.unwrap_or_default();
        self.draw_into(&mut answer, file, report, known.entry(report).or_default());
        if let Some(own) = self.files.get_mut(&file) {
            own.drawn = known;
        }
        answer
    }

    fn draw_into(&self, answer: &mut Value, file: u32, report: usize, known: &mut BTreeSet<usize>) {
        let Some(own) = self.files.get(&file) else { return };
        let Content::Open(source) = &own.content else { return };
        let text = source.reading().text();
        let placed = checked(source).nth(report).or_else(|| source.document().reports().next());
        let Some(placed) = placed else { return };
        let drawing = Drawing::of(text, placed, known);
        if let Ok(found) = self.found(own, source)
            && let Some(findings) = answer["findings"].as_array_mut()
        {
            let across = self.collected().of_file(self, file);
            let found = found.diagnostics.iter().chain(&across);
            for (finding, found) in findings.iter_mut().zip(found) {
                if finding["report"] == report {
                    finding["spot"] = json!(drawing.spot(found));
                }
            }
        }
        answer["drawing"] = json!(drawing);
    }

    /// Changes a file. The answer is the number of changes, or why nothing changed.
    fn change(
        &mut self,
        file: u32,
        group: Option<u32>,
        change: impl FnOnce(&mut OpenSource, &Request) -> Result<usize, NotEdited>,
    ) -> Value {
        let settings = Arc::clone(&self.settings);
        let request = Request { settings: &settings, file: None, baseline: None, year: None };
        let Some(own) = self.files.get_mut(&file) else { return json!({}) };
        own.found = OnceCell::new();
        own.digests = OnceCell::new();
        self.collected = OnceCell::new();
        let Content::Open(source) = &mut own.content else { return json!({}) };
        let before = source.revision();
        match change(source, &request) {
            Ok(_) if source.revision() == before => json!({ "changed": 0 }),
            Ok(count) => {
                let is_joined = group.is_some() && own.group == group;
                if is_joined {
                    source.join_last_edits();
                }
                own.group = group;
                json!({ "changed": count, "joined": is_joined, "at": source.changed_at() })
            }
            Err(NotEdited::Source(error)) => json!({ "refused": error.in_language(self.language) }),
            Err(NotEdited::Refused(refused)) => {
                let wording = match refused {
                    gouji::source::Refused::Field => FIELD,
                    _ => NO_PLACE,
                };
                json!({ "refused": wording.in_language(self.language) })
            }
        }
    }

    /// What the form says about a place, and the cells of its sums.
    fn hover(&self, file: u32, start: usize, from: usize) -> Value {
        let Some(Content::Open(source)) = self.files.get(&file).map(|file| &file.content) else {
            return json!({});
        };
        let Some(uri) = encoded("file:///report") else { return json!({}) };
        let client = Client { language: self.language, markdown: false, ..Client::default() };
        let view = View {
            uri: &uri,
            version: 0,
            path: None,
            root: None,
            document: source.document(),
            page: None,
            findings: &[],
            settings: &self.settings,
            settings_buffer: None,
            settings_broken: false,
            client: &client,
            stop: None,
        };
        let text = source.reading().text();
        let line = text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
        let at = start.min(text.len()) + byte(line, from);
        let cells = highlight::highlights(&view, at);
        json!({
            "text": hover::hover(&view, at).map(|hover| hover.text),
            "cells": cells.iter().map(|cell| {
                json!({ "start": cell.range.start, "total": cell.access == highlight::Access::Write })
            }).collect::<Value>(),
        })
    }

    fn save(&mut self, file: u32, form: Form, date: &str) -> Answer {
        let answer = self.saved(file, form, date);
        if let Some(own) = self.files.get_mut(&file)
            && let Content::Open(source) = &own.content
            && answer.0["name"].is_string()
        {
            own.saved = Some(source.revision());
            own.group = None;
        }
        answer
    }

    fn saved(&self, file: u32, form: Form, date: &str) -> Answer {
        let Some(own) = self.files.get(&file) else { return (json!({}), Vec::new()) };
        let written = match (&own.content, form) {
            (Content::Unread(error), _) => Err(review::unread(error, self.language)),
            (Content::Open(source), Form::Plain) => {
                source.written(&own.bytes).map_err(|error| error.in_language(self.language))
            }
            (Content::Open(source), Form::Tracked) => {
                let found = self.found(own, source).as_ref();
                let found = found.map(|found| found.diagnostics.as_slice()).unwrap_or_default();
                let across = self.collected().of_file(self, file);
                let comments: Vec<(TextRange, String)> = found
                    .iter()
                    .chain(&across)
                    .map(|found| (found.range, gouji::review::comment(found, self.language)))
                    .collect();
                source
                    .tracked(&own.bytes, &comments, date)
                    .map_err(|error| error.in_language(self.language))
            }
        };
        match written {
            Ok(bytes) => {
                let mark = match form {
                    Form::Plain => MENDED,
                    Form::Tracked => TRACKED,
                };
                (json!({ "name": marked(&own.name, mark.in_language(self.language)) }), bytes)
            }
            Err(problem) => (json!({ "problem": problem }), Vec::new()),
        }
    }

    fn new_report(&self, issuer: &str, year: i32, word: bool) -> Answer {
        let report = Skeleton::blank(Standard::official(), issuer.trim(), year);
        let (bytes, ending) = match word {
            true => (report.write_word().unwrap_or_default(), "docx"),
            false => (report.write().into_bytes(), "md"),
        };
        (json!({ "name": format!("{}.{ending}", report.title()) }), bytes)
    }
}

/// The checked reports of a file, in order.
fn checked(source: &OpenSource) -> impl Iterator<Item = Placed<'_>> {
    source.document().reports().filter(|placed| placed.report.found().is_some())
}

/// The name of a saved file: 报告-已修正.docx.
fn marked(name: &str, mark: &str) -> String {
    match name.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() => format!("{stem}{mark}.{ending}"),
        _ => format!("{name}{mark}"),
    }
}

const MENDED: Wording = Wording::new("-已修正", "-mended");
const TRACKED: Wording = Wording::new("-修订批注", "-tracked");
const FIELD: Wording = Wording::new(
    "这里的字是 Word 算出来的（域），请在 Word 中改",
    "Word computes this text (a field): change it in Word",
);
const NO_PLACE: Wording = Wording::new(
    "这里的字不在原文件中，不能在这里改：请在原来的程序中改",
    "this text does not stand in the file, so it cannot be changed here: change it in its program",
);
