//! Turns the text of a settings file into settings, and names every mistake.

#[cfg(test)]
mod cases;
mod governments;
mod lexicon;
mod organs;

use super::codes::{Selector, nearest, unknown_code};
use super::paths::{check_inside, check_pattern};
use super::schema::{Accept, File, Files, PerFileIgnores, Report};
use crate::diagnostic::{Argument, Language, Level, Message, Severity, Wording};
use crate::text::TextRange;
use std::collections::{BTreeMap, HashSet};
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A mistake in a settings file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// In bytes of the text of the file.
    pub range: TextRange,
    pub message: Message,
}

/// Reads the text of a settings file. `codes` are the known codes. The problems are in the order of
/// the text.
pub fn read(text: &str, codes: &[&str]) -> (File, Vec<Problem>) {
    let table = match DeTable::parse(text) {
        Ok(table) => table,
        Err(error) => {
            // Some messages of the parser have several lines. A message of gouji has one line.
            let what = error.message().lines().map(str::trim).collect::<Vec<_>>().join(", ");
            let range = error.span().map_or(TextRange::default(), |span| clamp(text, span));
            return (
                File::default(),
                vec![Problem { range, message: Message::new(NOT_TOML, [not_toml(what).into()]) }],
            );
        }
    };
    let mut reader = Reader { codes, problems: Vec::new(), organ_names: HashSet::new() };
    let file = reader.file(&table);
    let mut problems = reader.problems;
    for problem in &mut problems {
        problem.range = clamp(text, problem.range.into());
    }
    problems.sort_by_key(|problem| problem.range);
    (file, problems)
}

/// Takes a parsed file apart and records the problems.
struct Reader<'a> {
    codes: &'a [&'a str],
    problems: Vec<Problem>,
    /// The names of organs so far, in folded letters.
    organ_names: HashSet<String>,
}

type Value<'a> = Spanned<DeValue<'a>>;

impl Reader<'_> {
    fn file(&mut self, table: &Spanned<DeTable<'_>>) -> File {
        let mut file = File::default();
        for (key, value) in self.entries(table.get_ref(), KEYS) {
            match key {
                "lang" => {
                    file.lang =
                        self.choice(value, "lang", &[("zh", Language::Zh), ("en", Language::En)])
                }
                "select" => file.select = Some(self.selectors(value, "select")),
                "ignore" => file.ignore = self.selectors(value, "ignore"),
                "severity" => file.severity = self.severity(value),
                "files" => file.files = self.files(value),
                "per-file-ignores" => {
                    file.per_file_ignores =
                        self.list(value, "per-file-ignores", Self::per_file_ignores)
                }
                "report" => file.report = self.report(value),
                "lexicon" => file.lexicon = self.lexicon(value),
                "organ" => file.organ = self.list(value, "organ", Self::organ),
                "government" => file.government = self.list(value, "government", Self::government),
                _ => file.accept = self.list(value, "accept", Self::accept),
            }
        }
        // The parser sorts a map by key. Entries are shown in the order of the text.
        file.accept.sort_by_key(|accept| accept.range);
        self.check_members(&file);
        file
    }

    fn severity(&mut self, value: &Value) -> BTreeMap<String, Severity> {
        let Some(table) = self.table(value, "severity") else { return BTreeMap::new() };
        let mut severities = BTreeMap::new();
        for (key, value) in table {
            let code = Selector::parse(key.get_ref(), self.codes);
            let choices =
                [Severity::Error, Severity::Warning, Severity::Information, Severity::Hint]
                    .map(|severity| (severity.name(), severity));
            let severity = self.choice(value, &format!("severity.{}", key.get_ref()), &choices);
            match code {
                Ok(code) => {
                    _ = severity
                        .map(|severity| severities.insert(code.as_str().to_owned(), severity))
                }
                Err(message) => self.problem(key.span(), message),
            }
        }
        severities
    }

    fn files(&mut self, value: &Value) -> Files {
        let mut files = Files::default();
        let Some(table) = self.table(value, "files") else { return files };
        for (key, value) in self.entries(table, FILES_KEYS) {
            match key {
                "include" => files.include = Some(self.patterns(value, "files.include")),
                _ => files.exclude = self.patterns(value, "files.exclude"),
            }
        }
        files
    }

    fn per_file_ignores(&mut self, value: &Value) -> Option<PerFileIgnores> {
        let table = self.table(value, "per-file-ignores")?;
        let mut ignores = PerFileIgnores::default();
        for (key, value) in self.entries(table, PER_FILE_KEYS) {
            match key {
                "files" => ignores.files = self.patterns(value, "per-file-ignores.files"),
                _ => ignores.codes = self.selectors(value, "per-file-ignores.codes"),
            }
        }
        self.require(table, value.span(), "per-file-ignores", PER_FILE_KEYS, PER_FILE_KEYS);
        Some(ignores)
    }

    fn report(&mut self, value: &Value) -> Report {
        let Some(table) = self.table(value, "report") else { return Report::default() };
        let mut report = Report::default();
        for (_, value) in self.entries(table, REPORT_KEYS) {
            report.level = self.level(value, "report.level");
        }
        report
    }

    fn level(&mut self, value: &Value, key: &str) -> Option<Level> {
        let choices = [Level::Department, Level::Government].map(|level| (level.name(), level));
        self.choice(value, key, &choices)
    }

    fn accept(&mut self, value: &Value) -> Option<Accept> {
        let table = self.table(value, "accept")?;
        let mut accept = Accept { range: value.span().into(), ..Accept::default() };
        for (key, value) in self.entries(table, ACCEPT_KEYS) {
            match key {
                "file" => accept.file = self.accepted_file(value),
                "code" => accept.code = self.code(value),
                "at" => accept.at = self.string(value, "accept.at").map(|at| at.trim().to_owned()),
                _ => accept.reason = self.reason(value),
            }
        }
        self.require(table, value.span(), "accept", ACCEPT_KEYS, &["file", "code", "reason"]);
        Some(accept)
    }

    fn accepted_file(&mut self, value: &Value) -> String {
        let file = self.string(value, "accept.file").unwrap_or_default();
        if let Err(message) = check_inside(file) {
            self.problem(value.span(), message);
        }
        file.trim_start_matches("./").replace('\\', "/")
    }

    fn code(&mut self, value: &Value) -> String {
        let code =
            self.string(value, "accept.code").unwrap_or_default().trim().to_ascii_uppercase();
        if !code.is_empty() && !self.codes.contains(&code.as_str()) {
            self.problem(value.span(), unknown_code(&code, self.codes));
        }
        code
    }

    fn reason(&mut self, value: &Value) -> String {
        let Some(reason) = self.string(value, "accept.reason") else { return String::new() };
        if reason.trim().is_empty() {
            self.problem(value.span(), Message::plain(EMPTY_REASON));
        }
        reason.to_owned()
    }

    /// The known keys of a table with their values. An unknown key becomes a problem.
    fn entries<'t, 'v>(
        &mut self,
        table: &'t DeTable<'v>,
        known: &[&'static str],
    ) -> Vec<(&'static str, &'t Value<'v>)> {
        let mut entries = Vec::with_capacity(table.len());
        for (key, value) in table {
            match known.iter().find(|known| *known == key.get_ref()) {
                Some(known) => entries.push((*known, value)),
                None => self.problem(key.span(), unknown_key(key.get_ref(), known)),
            }
        }
        entries
    }

    fn require(
        &mut self,
        table: &DeTable<'_>,
        span: Range<usize>,
        name: &str,
        known: &[&str],
        keys: &[&str],
    ) {
        // A misspelt key is one problem. The missing right key is not a second problem.
        let meant = |key: &str| {
            if known.contains(&key) {
                known.iter().copied().find(|known| *known == key)
            } else {
                nearest(key, known)
            }
        };
        for key in keys
            .iter()
            .filter(|key| !table.keys().any(|written| meant(written.get_ref()) == Some(**key)))
        {
            self.problem(
                span.clone(),
                Message::new(MISSING_KEY, [name.into(), Argument::from(*key)]),
            );
        }
    }

    fn table<'t, 'v>(&mut self, value: &'t Value<'v>, key: &str) -> Option<&'t DeTable<'v>> {
        let table = match value.get_ref() {
            DeValue::Table(table) => Some(table),
            _ => None,
        };
        self.expect(table, value, key, Message::new(A_TABLE, [Argument::from(key)]))
    }

    /// The entries of an array of tables, or of an inline array.
    fn list<T>(
        &mut self,
        value: &Value,
        key: &str,
        one: fn(&mut Self, &Value) -> Option<T>,
    ) -> Vec<T> {
        let array = match value.get_ref() {
            DeValue::Array(array) => Some(array),
            _ => None,
        };
        let array = self.expect(array, value, key, Message::new(TABLES, [Argument::from(key)]));
        array
            .into_iter()
            .flat_map(|array| array.iter())
            .filter_map(|value| one(self, value))
            .collect()
    }

    fn string<'t>(&mut self, value: &'t Value, key: &str) -> Option<&'t str> {
        self.expect(value.get_ref().as_str(), value, key, Message::plain(A_STRING))
    }

    fn strings<'t, 'v>(&mut self, value: &'t Value<'v>, key: &str) -> Vec<(&'t str, Range<usize>)> {
        let array = match value.get_ref() {
            DeValue::Array(array) => Some(array),
            _ => None,
        };
        let Some(array) = self.expect(array, value, key, Message::plain(STRINGS)) else {
            return Vec::new();
        };
        array
            .iter()
            .filter_map(|value| self.string(value, key).map(|string| (string, value.span())))
            .collect()
    }

    fn selectors(&mut self, value: &Value, key: &str) -> Vec<String> {
        let mut selectors = Vec::new();
        for (string, span) in self.strings(value, key) {
            match Selector::parse(string, self.codes) {
                Ok(selector) => selectors.push(selector.as_str().to_owned()),
                Err(message) => self.problem(span, message),
            }
        }
        selectors
    }

    fn patterns(&mut self, value: &Value, key: &str) -> Vec<String> {
        let mut patterns = Vec::new();
        for (string, span) in self.strings(value, key) {
            match check_pattern(string) {
                Ok(()) => patterns.push(string.to_owned()),
                Err(message) => self.problem(span, message),
            }
        }
        patterns
    }

    fn choice<T: Copy>(&mut self, value: &Value, key: &str, choices: &[(&str, T)]) -> Option<T> {
        let words = choices.iter().map(|(word, _)| format!("\"{word}\"")).collect();
        let chosen = value
            .get_ref()
            .as_str()
            .and_then(|string| choices.iter().find(|(word, _)| *word == string));
        let chosen = chosen.map(|(_, choice)| *choice);
        self.expect(chosen, value, key, Message::new(ONE_OF, [Argument::List(words)]))
    }

    /// Returns `found`. If `found` is `None`, adds a problem with the expected value at `value`.
    fn expect<T>(
        &mut self,
        found: Option<T>,
        value: &Value,
        key: &str,
        expected: Message,
    ) -> Option<T> {
        if found.is_none() {
            let message = Message::new(
                WRONG_TYPE,
                [key.into(), expected.into(), Argument::Message(kind(value.get_ref()))],
            );
            self.problem(value.span(), message);
        }
        found
    }

    fn problem(&mut self, span: Range<usize>, message: Message) {
        self.problems.push(Problem { range: span.into(), message });
    }
}

const KEYS: &[&str] = &[
    "lang",
    "select",
    "ignore",
    "severity",
    "files",
    "per-file-ignores",
    "report",
    "organ",
    "government",
    "lexicon",
    "accept",
];
const FILES_KEYS: &[&str] = &["include", "exclude"];
const PER_FILE_KEYS: &[&str] = &["files", "codes"];
const REPORT_KEYS: &[&str] = &["level"];
const ACCEPT_KEYS: &[&str] = &["file", "code", "at", "reason"];

/// The message of the parser, in English. The usual messages also have a Chinese translation.
fn not_toml(what: String) -> Message {
    const USUAL: [(&str, Wording); 11] = [
        ("string values must be quoted", Wording::new("文字要写在英文引号里", "{0}")),
        ("unclosed array table", Wording::new("“[[”没有写完，缺少“]]”", "{0}")),
        ("unclosed array", Wording::new("列表没有写完，缺少“]”", "{0}")),
        ("unclosed inline table", Wording::new("缺少“}”", "{0}")),
        ("unclosed table", Wording::new("“[”没有写完，缺少“]”", "{0}")),
        ("key with no value", Wording::new("键的后面没有等号和值", "{0}")),
        ("invalid basic string", Wording::new("文字后面缺少引号", "{0}")),
        ("invalid literal string", Wording::new("文字后面缺少引号", "{0}")),
        ("duplicate key", Wording::new("同一个键写了两次", "{0}")),
        ("missing comma", Wording::new("各项之间缺少逗号", "{0}")),
        ("missing escaped value", Wording::new("“\\”后面的字符不能这样写", "{0}")),
    ];
    const KEYS: Wording = Wording::new("键只能用英文字母、数字、“-”和“_”，或写在引号里", "{0}");
    const OTHER: Wording = Wording::new("{0}", "{0}");
    let usual =
        USUAL.iter().find(|(begin, _)| what.starts_with(begin)).map(|(_, wording)| *wording);
    let wording = usual.unwrap_or(if what.contains("unquoted key") { KEYS } else { OTHER });
    Message::new(wording, [Argument::Text(what)])
}

fn unknown_key(key: &str, known: &[&str]) -> Message {
    match nearest(key, known) {
        Some(near) => Message::new(UNKNOWN_KEY_NEAR, [key.into(), Argument::from(near)]),
        None => Message::new(
            UNKNOWN_KEY,
            [key.into(), Argument::List(known.iter().map(|&key| key.to_owned()).collect())],
        ),
    }
}

/// The kind of a value, in words.
fn kind(value: &DeValue) -> Message {
    let wording = match value {
        DeValue::String(string) => {
            return Message::new(FOUND_STRING, [Argument::from(string.as_ref())]);
        }
        DeValue::Integer(_) | DeValue::Float(_) => FOUND_NUMBER,
        DeValue::Boolean(_) => FOUND_BOOLEAN,
        DeValue::Datetime(_) => FOUND_DATE,
        DeValue::Array(_) => FOUND_ARRAY,
        DeValue::Table(_) => FOUND_TABLE,
    };
    Message::plain(wording)
}

/// The parser may point past the end of the text, or into a character.
fn clamp(text: &str, span: Range<usize>) -> TextRange {
    let floor = |at: usize| {
        (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
    };
    let start = floor(span.start);
    TextRange::new(start, floor(span.end).max(start))
}

const NOT_TOML: Wording = Wording::new("不是合法的 TOML（{0}）", "this is not TOML ({0})");
const UNKNOWN_KEY_NEAR: Wording =
    Wording::new("没有“{0}”这个键 — 是否想写 {1}", "there is no key \"{0}\" — did you mean {1}?");
const UNKNOWN_KEY: Wording = Wording::new(
    "没有“{0}”这个键 — 这里可以写 {1}",
    "there is no key \"{0}\" — here may stand {1}",
);
const MISSING_KEY: Wording = Wording::new("{0} 缺少 {1} — 请补上", "{0} lacks {1} — add it");
const EMPTY_REASON: Wording = Wording::new(
    "accept.reason 是空的 — 请写明为什么可以保留",
    "accept.reason is empty — write down why the finding may stand",
);
const WRONG_TYPE: Wording = Wording::new("{0} 应为{1}，现为{2}", "{0} should be {1}, but is {2}");
const A_TABLE: Wording = Wording::new("一个表（[{0}]）", "a table ([{0}])");
const TABLES: Wording = Wording::new("若干个表（[[{0}]]）", "tables ([[{0}]])");
const A_STRING: Wording = Wording::new("加引号的文字", "a string in quotes");
const STRINGS: Wording =
    Wording::new("文字的列表，如 [\"…\"]", "a list of strings, such as [\"…\"]");
const ONE_OF: Wording = Wording::new(" {0} 之一", "one of {0}");
const FOUND_STRING: Wording = Wording::new("文字“{0}”", "the string \"{0}\"");
const FOUND_NUMBER: Wording = Wording::new("数", "a number");
const FOUND_BOOLEAN: Wording = Wording::new(" true 或 false", "a boolean");
const FOUND_DATE: Wording = Wording::new("日期", "a date");
const FOUND_ARRAY: Wording = Wording::new("列表", "a list");
const FOUND_TABLE: Wording = Wording::new("表", "a table");
