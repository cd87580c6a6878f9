//! `gouji compare`: two versions of a report, or the reports of two years, side by side.

mod json;
mod page;
mod terminal;

use super::arguments::{Color, Common, Compare, CompareFormat};
use super::failure::Failure;
use super::inputs::{self, is_same_file, slashed};
use super::{Status, color, language};
use crate::diagnostic::{Argument, Language, Message, Wording};
use crate::files::{self, FileError, SourceFile};
use crate::lint::{self, Request};
use crate::report::{Content, Difference};
use crate::settings::{Overrides, Search, absolute_from};
use std::io::{self, Write};
use std::path::Path;

/// One of the two reports.
struct Side {
    /// The path in messages, with `/` as the separator.
    path: String,
    content: Content,
}

/// Two reports and their differences.
struct Comparison {
    old: Side,
    new: Side,
    difference: Difference,
    language: Language,
}

/// Prints the differences. The status is that of `diff`: 0 for the same, 1 for differences, 2 for a
/// failure.
pub(super) fn run(compare: &Compare, common: &Common) -> Status {
    let search = common.search(Overrides::default());
    let settings = search.settings(&std::env::current_dir().unwrap_or_default());
    let language = language::choose(common, settings.as_deref().ok());
    let compared = refused(compare, language).map_or(Ok(()), Err).and_then(|()| {
        let old = Side::read(&compare.old, &search, language)?;
        let new = Side::read(&compare.new, &search, language)?;
        let difference = Difference::of(&old.content, &new.content);
        Ok(Comparison { old, new, difference, language })
    });
    let comparison = match compared {
        Ok(comparison) => comparison,
        Err(failure) => {
            failure.print();
            return Status::Failed;
        }
    };
    let found = if comparison.difference.is_empty() { Status::Clean } else { Status::Found };
    found.max(write(&comparison, compare, common))
}

/// The reason not to begin.
fn refused(compare: &Compare, language: Language) -> Option<Failure> {
    let is_stdin = |path: &Path| path.as_os_str() == "-";
    if is_stdin(&compare.old) && is_stdin(&compare.new) {
        return Some(Failure::of_arguments(ONE_STDIN.in_language(language).to_owned()));
    }
    let output = compare.output_file.as_deref()?.canonicalize().ok()?;
    match [&compare.old, &compare.new].into_iter().find(|path| is_same_file(path, &output)) {
        Some(named) => Some(Failure::new(named, OVERWRITES.in_language(language).to_owned())),
        None => inputs::refuse_report(compare.output_file.as_deref(), language),
    }
}

impl Side {
    /// Reads a file with one report.
    fn read(path: &Path, search: &Search, language: Language) -> Result<Self, Failure> {
        let is_stdin = path.as_os_str() == "-";
        let current = std::env::current_dir().unwrap_or_default();
        let absolute = absolute_from(&current, path);
        let folder = absolute.parent().filter(|_| !is_stdin).unwrap_or(&current);
        let settings = search.settings(folder).map_err(|error| {
            let shown = error.path.strip_prefix(&current).unwrap_or(&error.path);
            Failure::of_settings(&error, shown, language)
        })?;
        let bytes = match is_stdin {
            true => files::read_stdin().map_err(|kind| FileError::new(path, kind)),
            false => files::read(path).map(|SourceFile { bytes, .. }| bytes),
        };
        let bytes = bytes.map_err(|error| Failure::of_file(&error, language))?;
        let reading = inputs::reading_of(&bytes, Some(path).filter(|_| !is_stdin), path)
            .map_err(|error| Failure::of_source(path, &error, language))?;
        let request = Request { settings: &settings, file: None, baseline: None, year: None };
        let mut contents = lint::contents(&reading, &request).map_err(|reason| {
            let message = Message::new(NOT_COMPARED, [Argument::from(reason.message())]);
            Failure::new(path, message.render(language))
        })?;
        match (contents.pop(), contents.len()) {
            (Some(content), 0) => Ok(Self { path: slashed(path), content }),
            (_, others) => {
                let message = Message::new(SEVERAL, [Argument::from(others + 1)]);
                Err(Failure::new(path, message.render(language)))
            }
        }
    }

    /// The path with the name of the report.
    fn title(&self) -> String {
        format!("{} {}", self.path, self.content.record.name).trim_end().to_owned()
    }
}

fn write(comparison: &Comparison, compare: &Compare, common: &Common) -> Status {
    let colored = match &compare.output_file {
        Some(_) => common.color == Color::Always,
        None => color::on_stdout(common.color),
    };
    let text = match compare.output_format() {
        CompareFormat::Terminal => terminal::text(comparison, colored, common.quiet),
        CompareFormat::Html => page::page(comparison).into_string(),
        CompareFormat::Json => json::object(comparison),
    };
    let written = match &compare.output_file {
        Some(path) => files::write_output(path, text.as_bytes()),
        None => {
            let mut out = color::stdout(colored);
            out.write_all(text.as_bytes()).and_then(|()| io::Write::flush(&mut out))
        }
    };
    inputs::written(written, compare.output_file.as_deref(), comparison.language)
}

const ONE_STDIN: Wording = Wording::new(
    "两份报告不能都是标准输入（-）",
    "only one of the reports can be standard input (-)",
);
const OVERWRITES: Wording = Wording::new(
    "是要比较的报告，--output-file 不覆盖它 — 请换一个文件名",
    "is a report to be compared, which --output-file does not overwrite — name another file",
);
const NOT_COMPARED: Wording = Wording::new("不能比较：{0}", "not compared: {0}");
const SEVERAL: Wording = Wording::new(
    "文件中有 {0} 份报告 — 请拆成一份一个文件再比较",
    "the file holds {0} reports — split the file to compare one of them",
);
