//! The unchecked files with their reasons: a line for each file on standard error, or a line for
//! many files.

use super::Session;
use super::outcome::{Outcome, State};
use crate::cli::output::NotCheckedFile;
use crate::diagnostic::{Argument, Language, Message, Wording};
use crate::project::names_report;
use crate::report::NotChecked;
use crate::source::Format;
use std::io::{self, Write};
use std::path::Path;

/// At most three named files get a line each. More files share one line.
const FEW: usize = 3;

impl Session<'_> {
    /// Prints the unchecked files: the named files, or all files with `--verbose`. Returns the
    /// files that a person expects to be checked: named files, and files with the name of a report.
    pub(super) fn explain_reading(&self, outcomes: &[Outcome]) -> Vec<NotCheckedFile> {
        let all = || outcomes.iter().filter_map(|outcome| Some((outcome, reason(outcome)?)));
        let said: Vec<_> =
            all().filter(|(outcome, _)| outcome.is_named || self.common.verbose).collect();
        if !self.common.quiet {
            let lines = match said.len() <= FEW || self.common.verbose {
                true => said
                    .iter()
                    .map(|(outcome, reason)| line(&outcome.path, *reason, self.language))
                    .collect(),
                false => vec![summed_up(&said, self.language)],
            };
            let passed_over = outcomes
                .iter()
                .filter(|_| self.common.verbose)
                .filter_map(|outcome| passed_over(outcome, self.language));
            let parts = outcomes
                .iter()
                .filter(|outcome| outcome.is_named || self.common.verbose)
                .flat_map(|outcome| parts(outcome, self.language));
            lines
                .into_iter()
                .chain(parts)
                .chain(passed_over)
                .for_each(|line| _ = writeln!(io::stderr(), "gouji: {line}"));
        }
        let expected =
            all().filter(|(outcome, _)| outcome.is_named || names_report(Path::new(&outcome.path)));
        let file = |(outcome, reason): (&Outcome, NotChecked)| NotCheckedFile {
            path: outcome.path.clone(),
            reason,
            is_named: outcome.is_named,
        };
        expected.map(file).collect()
    }

    /// Prints the files that were to be fixed but are only read.
    pub(super) fn explain_read_only(&self, outcomes: &[Outcome]) {
        let is_report = |outcome: &&Outcome| matches!(outcome.state, State::Report(_));
        let files: Vec<_> = outcomes
            .iter()
            .filter(is_report)
            .filter_map(|outcome| Some((outcome.path.as_str(), outcome.read_only?)))
            .collect();
        if self.common.quiet || files.is_empty() {
            return;
        }
        let message = |(path, format): &(&str, Format)| {
            let wording = match format {
                Format::Converted(_) => READ_ONLY_CONVERTED,
                _ => READ_ONLY,
            };
            Message::new(wording, [(*path).into(), format.name().into()])
        };
        let messages = if files.len() <= FEW {
            files.iter().map(message).collect()
        } else {
            vec![Message::new(MANY_READ_ONLY, [files.len().into(), files[0].0.into()])]
        };
        for message in messages {
            _ = writeln!(io::stderr(), "gouji: {}", message.render(self.language));
        }
    }
}

/// The reason why a file was not checked.
fn reason(outcome: &Outcome) -> Option<NotChecked> {
    match outcome.state {
        State::NotChecked(reason) => Some(reason),
        State::Unread | State::Report(_) => None,
    }
}

/// The sentence for an unread file of a folder that the summary does not name.
fn passed_over(outcome: &Outcome, language: Language) -> Option<String> {
    let passed_over = outcome.passed_over_file.as_ref().filter(|file| !file.may_be_report)?;
    let reason = passed_over.error.in_language(language);
    Some(Message::new(NOT_CHECKED, [outcome.path.as_str().into(), reason.into()]).render(language))
}

fn line(path: &str, reason: NotChecked, language: Language) -> String {
    Message::new(NOT_CHECKED, [path.into(), reason.message().into()]).render(language)
}

/// One sentence for many files: each reason with the number of files and one example.
fn summed_up(files: &[(&Outcome, NotChecked)], language: Language) -> String {
    let mut reasons: Vec<(Message, usize, &str)> = Vec::new();
    for (outcome, reason) in files {
        let message = reason.message_of_many();
        match reasons.iter_mut().find(|(known, ..)| *known == message) {
            Some((_, count, _)) => *count += 1,
            None => reasons.push((message, 1, &outcome.path)),
        }
    }
    let each = |(message, count, example): (Message, usize, &str)| {
        let wording = if count == 1 { FOR_ONE } else { FOR_SEVERAL };
        Message::new(wording, [message.into(), count.into(), example.into()]).render(language)
    };
    let separator = match language {
        Language::Zh => "；",
        Language::En => "; ",
    };
    let reasons = reasons.into_iter().map(each).collect::<Vec<_>>().join(separator);
    Message::new(MANY_NOT_CHECKED, [files.len().into(), Argument::Text(reasons)]).render(language)
}

/// Sentences for a file of which only some reports were checked.
fn parts(outcome: &Outcome, language: Language) -> Vec<String> {
    let mut reasons: Vec<_> = outcome
        .passed_over
        .iter()
        .copied()
        .filter(|reason| *reason != NotChecked::NotReport)
        .collect();
    reasons.sort_unstable();
    let counted = reasons.chunk_by(|a, b| a == b);
    let sentence = |same: &[NotChecked]| {
        Message::new(
            PARTS_NOT_CHECKED,
            [outcome.path.as_str().into(), same.len().into(), same[0].message().into()],
        )
        .render(language)
    };
    counted.map(sentence).collect()
}

const READ_ONLY: Wording = Wording::new(
    "{0}: 只检查，不能改写 {1} 文件；请打开原来的文件改正",
    "{0}: only checked, a {1} file is not rewritten; open the original to mend it",
);
const READ_ONLY_CONVERTED: Wording = Wording::new(
    "{0}: 只检查，不能改写 {1} 文件；请另存为 Word 文档（.docx）再修正",
    "{0}: only checked, a {1} file is not rewritten; save it as a Word document (.docx) and mend that",
);
const MANY_READ_ONLY: Wording = Wording::new(
    "{0} 个文件只检查，不能改写（如 {1}）；请打开原来的文件改正",
    "files only checked, not rewritten: {0} (such as {1}); open the originals to mend them",
);
const NOT_CHECKED: Wording = Wording::new("{0}: 未检查：{1}", "{0}: not checked: {1}");
const PARTS_NOT_CHECKED: Wording =
    Wording::new("{0}: 其中 {1} 份未检查：{2}", "{0}: not checked, reports in it: {1}: {2}");
const MANY_NOT_CHECKED: Wording =
    Wording::new("{0} 个文件未检查：{1}", "files not checked: {0}: {1}");
const FOR_ONE: Wording = Wording::new("{0}（{2}）", "{0} ({2})");
const FOR_SEVERAL: Wording = Wording::new("{0}（{1} 个，如 {2}）", "{0} ({1}, such as {2})");
