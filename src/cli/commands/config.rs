//! `gouji config`.

use super::print;
use crate::cli::arguments::{Common, Config};
use crate::cli::failure::Failure;
use crate::cli::{Status, language};
use crate::diagnostic::Language;
use crate::rules::CODES;
use crate::settings::{CONVERTED, EXTENSIONS, File, Overrides, Settings, UNUSUAL, absolute, read};
use crate::standard::Word;
use std::path::{Path, PathBuf};
use toml_edit::{Array, ArrayOfTables, DocumentMut, Item, Table, Value, value};

pub(in crate::cli) fn config(config: &Config, common: &Common) -> Status {
    #[cfg(feature = "schema")]
    if config.schema {
        let schema = format!("{:#}\n", crate::settings::json_schema());
        return print(schema.as_bytes(), language::choose(common, None));
    }
    let path = absolute(config.path.as_deref().unwrap_or(Path::new(".")));
    let folder: PathBuf =
        if path.is_dir() { path } else { path.parent().map(Path::to_owned).unwrap_or(path) };
    let search = common.search(Overrides::default());
    match search.settings(&folder) {
        Ok(settings) => {
            let language = language::choose(common, Some(&settings));
            print(in_force(&settings, common, language).as_bytes(), language)
        }
        Err(error) => {
            Failure::of_settings(&error, &error.path, language::choose(common, None)).print();
            Status::Failed
        }
    }
}

/// The settings in the form of a settings file. A comment at each key names the origin of the
/// value.
fn in_force(settings: &Settings, common: &Common, language: Language) -> String {
    let words = match language {
        Language::Zh => Words {
            head: "设置文件",
            none: "没有设置文件，全部为默认",
            default: "默认",
            option: "--lang",
            environment: "环境",
        },
        Language::En => Words {
            head: "settings file",
            none: "no settings file: all is default",
            default: "default",
            option: "--lang",
            environment: "environment",
        },
    };
    let source = settings.file.as_ref().map(|file| file.path.to_string_lossy().into_owned());
    let name = settings
        .file
        .as_ref()
        .and_then(|file| file.path.file_name())
        .map(|name| name.to_string_lossy().into_owned());
    let file = settings.file.as_ref().map(|file| read(&file.text, CODES).0).unwrap_or_default();
    let origin = |given: bool| match &name {
        Some(name) if given => name.clone(),
        _ => words.default.to_owned(),
    };
    let lang_origin = match (common.lang, file.lang) {
        (Some(_), _) => words.option.to_owned(),
        (None, Some(_)) => origin(true),
        (None, None) => words.environment.to_owned(),
    };
    let mut document = DocumentMut::new();
    let mut set = |key: &str, entry: Value, origin: String| {
        let mut entry = entry;
        entry.decor_mut().set_suffix(format!("  # {origin}"));
        document.insert(key, Item::Value(entry));
    };
    set("lang", language.name().into(), lang_origin);
    set(
        "select",
        strings(file.select.as_deref().unwrap_or(&["ALL".to_owned()])),
        origin(file.select.is_some()),
    );
    set("ignore", strings(&file.ignore), origin(!file.ignore.is_empty()));
    add_tables(&mut document, &file, &origin);
    let head = match source {
        Some(source) => format!("# {}: {source}\n", words.head),
        None => format!("# {}\n", words.none),
    };
    format!("{head}{document}")
}

fn add_tables(document: &mut DocumentMut, file: &File, origin: &dyn Fn(bool) -> String) {
    let noted = |mut entry: Value, given: bool| {
        entry.decor_mut().set_suffix(format!("  # {}", origin(given)));
        Item::Value(entry)
    };
    let mut severity = Table::new();
    for (code, level) in &file.severity {
        severity.insert(code, noted(level.name().into(), true));
    }
    let mut files = Table::new();
    let usual = EXTENSIONS.iter().chain(CONVERTED).chain(UNUSUAL);
    let usual: Vec<String> = usual.map(|extension| format!("**/*.{extension}")).collect();
    files.insert(
        "include",
        noted(
            strings(file.files.include.as_deref().unwrap_or(&usual)),
            file.files.include.is_some(),
        ),
    );
    files.insert("exclude", noted(strings(&file.files.exclude), !file.files.exclude.is_empty()));
    let mut per_file = ArrayOfTables::new();
    for entry in &file.per_file_ignores {
        let mut table = Table::new();
        table.insert("files", noted(strings(&entry.files), true));
        table.insert("codes", noted(strings(&entry.codes), true));
        per_file.push(table);
    }
    let mut report = Table::new();
    if let Some(level) = file.report.level {
        report.insert("level", noted(level.name().into(), true));
    }
    let mut organ = ArrayOfTables::new();
    for entry in &file.organ {
        let mut table = Table::new();
        table.insert("name", value(&entry.name));
        if !entry.also.is_empty() {
            table.insert("also", Item::Value(strings(&entry.also)));
        }
        if let Some(level) = entry.level {
            table.insert("level", value(level.name()));
        }
        if let Some(rule_making) = entry.rule_making {
            table.insert("rule_making", value(rule_making));
        }
        organ.push(table);
    }
    let mut government = ArrayOfTables::new();
    for entry in &file.government {
        let mut table = Table::new();
        table.insert("name", value(&entry.name));
        if !entry.members.is_empty() {
            table.insert("members", Item::Value(strings(&entry.members)));
        }
        if let Some(pattern) = &entry.members_in {
            table.insert("members_in", value(pattern.source.concat()));
        }
        if let Some(due) = entry.due {
            table.insert("due", value(due.to_string()));
        }
        government.push(table);
    }
    let mut accept = ArrayOfTables::new();
    for entry in &file.accept {
        let mut table = Table::new();
        let fields = [
            ("file", Some(&entry.file)),
            ("code", Some(&entry.code)),
            ("at", entry.at.as_ref()),
            ("reason", Some(&entry.reason)),
        ];
        for (key, field) in fields.into_iter().filter_map(|(key, field)| Some((key, field?))) {
            table.insert(key, value(field));
        }
        accept.push(table);
    }
    for (key, table) in [
        ("severity", severity),
        ("files", files),
        ("report", report),
        ("lexicon", lexicon(&file.lexicon)),
    ] {
        if !table.is_empty() {
            document.insert(key, Item::Table(table));
        }
    }
    for (key, tables) in [
        ("per-file-ignores", per_file),
        ("organ", organ),
        ("government", government),
        ("accept", accept),
    ] {
        if !tables.is_empty() {
            document.insert(key, Item::ArrayOfTables(tables));
        }
    }
}

/// The added words by class, the outcomes in a table of their own.
fn lexicon(words: &[(Word, String)]) -> Table {
    let (mut classes, mut outcomes) = (Table::new(), Table::new());
    for (word, written) in words {
        let name = word.name();
        let (table, key) = match name.strip_prefix("outcomes.") {
            Some(key) => (&mut outcomes, key),
            None => (&mut classes, name.as_str()),
        };
        let list = table.entry(key).or_insert_with(|| Item::Value(Array::new().into()));
        if let Some(list) = list.as_array_mut() {
            list.push(written.as_str());
        }
    }
    if !outcomes.is_empty() {
        classes.insert("outcomes", Item::Table(outcomes));
    }
    classes
}

struct Words {
    head: &'static str,
    none: &'static str,
    default: &'static str,
    option: &'static str,
    environment: &'static str,
}

fn strings(words: &[String]) -> Value {
    Value::Array(words.iter().map(String::as_str).collect::<Array>())
}
