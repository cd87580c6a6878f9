//! The open files of the page, and the requests about them.

use crate::request::{Asked, parted};
use crate::review::{self, Collected};
use crate::units::byte;

use gouji::diagnostic::Language;
use gouji::document::OpenSource;
use gouji::lint::{Findings, Options, Request};
use gouji::report::{Digest, NotChecked};
use gouji::rules;
use gouji::server::View;
use gouji::server::core::addresses::encoded;
use gouji::server::core::features::{highlight, hover};
use gouji::server::core::view::Client;
use gouji::settings::Settings;
use gouji::source::{Reading, SourceError};
use serde_json::{Value, json};
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

/// What the page holds.
#[derive(Debug, Default)]
pub struct Engine {
    pub(crate) files: BTreeMap<u32, File>,
    next: u32,
    language: Language,
    pub(crate) settings: Arc<Settings>,
    /// The names of the organs that must hand in a report.
    members: Vec<String>,
    /// The reports of all files together, until the next edit.
    pub(crate) collected: OnceCell<Collected>,
}

/// An open file.
#[derive(Debug)]
pub(crate) struct File {
    pub(crate) name: String,
    /// The bytes as they were opened.
    pub(crate) bytes: Vec<u8>,
    pub(crate) content: Content,
    /// The tables that were drawn as tables of the form, by report.
    pub(crate) drawn: BTreeMap<usize, BTreeSet<usize>>,
    /// The findings, until the next edit.
    pub(crate) found: OnceCell<Result<Findings, NotChecked>>,
    /// The reports as other reports see them, until the next edit.
    pub(crate) digests: OnceCell<Vec<Arc<Digest>>>,
    /// The group of the last edit. Edits of a group are undone at once.
    pub(crate) group: Option<u32>,
    /// The revision that was saved.
    pub(crate) saved: Option<u64>,
}

#[derive(Debug)]
pub(crate) enum Content {
    Open(Box<OpenSource>),
    /// The file could not be read.
    Unread(SourceError),
}

/// An answer: JSON, and the bytes of a file.
pub(crate) type Answer = (Value, Vec<u8>);

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
            Asked::Change { file, change } => plain(self.change(file, &change)),
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

    pub(crate) fn request(&self) -> Request<'_> {
        Request { settings: &self.settings, file: None, baseline: None, year: None }
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
}
