//! The unchecked files with their reasons: a line for each file on standard error, or a line for
//! many files.

use super::PassedOver;
use crate::archive::names_report;
use crate::diagnostic::{Argument, Language, Message, Wording};
use crate::report::NotChecked;
use crate::review::NotCheckedFile;
use std::io::{self, Write};
use std::path::Path;

/// At most three named files get a line each. More files share one line.
pub(in crate::cli) const FEW: usize = 3;

/// A file, and what was not checked of it.
#[derive(Clone, Copy)]
pub(in crate::cli) struct Told<'a> {
    /// The path in messages.
    pub(in crate::cli) path: &'a str,
    /// Whether the user named the file. Otherwise the file was found in a folder.
    pub(in crate::cli) is_named: bool,
    /// The reason why the file was not checked, although it was read.
    pub(in crate::cli) reason: Option<NotChecked>,
    /// The reasons why some of its reports were not checked.
    pub(in crate::cli) parts: &'a [NotChecked],
    /// The reason why a file of a folder was not read.
    pub(in crate::cli) passed_over: Option<&'a PassedOver>,
}

/// Prints the unchecked files: the named files, or all files if the run is `verbose`. Returns the
/// files that a person expects to be checked: named files, and files with the name of a report.
pub(in crate::cli) fn explain(
    files: &[Told],
    quiet: bool,
    verbose: bool,
    language: Language,
) -> Vec<NotCheckedFile> {
    let all = || files.iter().filter_map(|file| Some((file, file.reason?)));
    let said: Vec<_> = all().filter(|(file, _)| file.is_named || verbose).collect();
    if !quiet {
        let lines = match said.len() <= FEW || verbose {
            true => said.iter().map(|(file, reason)| line(file.path, *reason, language)).collect(),
            false => vec![summed_up(&said, language)],
        };
        let passed_over =
            files.iter().filter(|_| verbose).filter_map(|file| passed_over(file, language));
        let parts = files
            .iter()
            .filter(|file| file.is_named || verbose)
            .flat_map(|file| parts(file, language));
        lines
            .into_iter()
            .chain(parts)
            .chain(passed_over)
            .for_each(|line| _ = writeln!(io::stderr(), "gouji: {line}"));
    }
    // A page with the title of a report is expected too.
    let has_title =
        |reason: NotChecked| matches!(reason, NotChecked::OtherPage | NotChecked::Scripted);
    let expected = all().filter(|(file, reason)| {
        file.is_named || has_title(*reason) || names_report(Path::new(file.path))
    });
    let file = |(file, reason): (&Told, NotChecked)| NotCheckedFile {
        path: file.path.to_owned(),
        reason,
        is_named: file.is_named,
    };
    expected.map(file).collect()
}

/// The sentence for an unread file of a folder that the summary does not name.
fn passed_over(file: &Told, language: Language) -> Option<String> {
    let passed_over = file.passed_over.filter(|file| !file.may_be_report)?;
    let reason = passed_over.error.in_language(language);
    Some(Message::new(NOT_CHECKED, [file.path.into(), reason.into()]).render(language))
}

fn line(path: &str, reason: NotChecked, language: Language) -> String {
    Message::new(NOT_CHECKED, [path.into(), reason.message().into()]).render(language)
}

/// One sentence for many files: each reason with the number of files and one example.
fn summed_up(files: &[(&Told, NotChecked)], language: Language) -> String {
    let mut reasons = Reasons::default();
    files.iter().for_each(|(file, reason)| reasons.add(file.path, *reason));
    reasons.summed_up(language)
}

/// Counts unchecked reports by their reasons. The memory does not grow with the reports.
#[derive(Default)]
pub(in crate::cli) struct Reasons {
    /// At most [`FEW`] reports.
    first: Vec<(String, NotChecked)>,
    /// Each reason with its number of reports and one example.
    reasons: Vec<(Message, usize, String)>,
    count: usize,
}

impl Reasons {
    pub(in crate::cli) fn add(&mut self, path: &str, reason: NotChecked) {
        self.count += 1;
        if self.first.len() < FEW {
            self.first.push((path.to_owned(), reason));
        }
        let message = reason.message_of_many();
        match self.reasons.iter_mut().find(|(known, ..)| *known == message) {
            Some((_, count, _)) => *count += 1,
            None => self.reasons.push((message, 1, path.to_owned())),
        }
    }

    /// A line for each report of few, one line for many.
    pub(in crate::cli) fn print(self, language: Language) {
        let lines = match self.count {
            0..=FEW => {
                self.first.iter().map(|(path, reason)| line(path, *reason, language)).collect()
            }
            _ => vec![self.summed_up(language)],
        };
        lines.iter().for_each(|line| _ = writeln!(io::stderr(), "gouji: {line}"));
    }

    fn summed_up(self, language: Language) -> String {
        let each = |(message, count, example): (Message, usize, String)| {
            let wording = if count == 1 { FOR_ONE } else { FOR_SEVERAL };
            let arguments = [message.into(), count.into(), Argument::Text(example)];
            Message::new(wording, arguments).render(language)
        };
        let separator = match language {
            Language::Zh => "；",
            Language::En => "; ",
        };
        let reasons = self.reasons.into_iter().map(each).collect::<Vec<_>>().join(separator);
        Message::new(MANY_NOT_CHECKED, [self.count.into(), Argument::Text(reasons)])
            .render(language)
    }
}

/// Sentences for a file of which only some reports were checked.
fn parts(file: &Told, language: Language) -> Vec<String> {
    let mut reasons: Vec<_> =
        file.parts.iter().copied().filter(|reason| *reason != NotChecked::NotReport).collect();
    reasons.sort_unstable();
    let counted = reasons.chunk_by(|a, b| a == b);
    let sentence = |same: &[NotChecked]| {
        Message::new(
            PARTS_NOT_CHECKED,
            [file.path.into(), same.len().into(), same[0].message().into()],
        )
        .render(language)
    };
    counted.map(sentence).collect()
}

const NOT_CHECKED: Wording = Wording::new("{0}: 未检查：{1}", "{0}: not checked: {1}");
const PARTS_NOT_CHECKED: Wording =
    Wording::new("{0}: 其中 {1} 份未检查：{2}", "{0}: not checked, reports in it: {1}: {2}");
const MANY_NOT_CHECKED: Wording =
    Wording::new("{0} 个文件未检查：{1}", "files not checked: {0}: {1}");
const FOR_ONE: Wording = Wording::new("{0}（{2}）", "{0} ({2})");
const FOR_SEVERAL: Wording = Wording::new("{0}（{1} 个，如 {2}）", "{0} ({1}, such as {2})");
