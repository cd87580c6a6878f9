//! The last lines of a run, for people.

use super::{NotCheckedFile, Results, fixable};
use crate::diagnostic::{Applicability, Argument, Message, Wording};
use crate::report::NotChecked;
use std::io::{self, Write};

/// The facts of a run apart from the findings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::cli) struct Summary {
    pub(in crate::cli) fixes: Fixes,
    /// Number of fixed findings.
    pub(in crate::cli) fixed: usize,
    /// Number of checked reports.
    pub(in crate::cli) reports: usize,
    /// Number of files to read.
    pub(in crate::cli) read: usize,
    /// Whether a part of the work failed.
    pub(in crate::cli) failed: bool,
}

/// The fixes applied by the run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::cli) enum Fixes {
    #[default]
    NotAsked,
    /// Safe fixes.
    Safe,
    /// All fixes.
    All,
}

pub(super) fn write(results: &Results, out: &mut dyn Write) -> io::Result<()> {
    for message in messages(results).iter().chain(&skipped(results)) {
        writeln!(out, "{}", message.render(results.language))?;
    }
    Ok(())
}

fn messages(results: &Results) -> Vec<Message> {
    let summary = results.summary;
    let found = results.files.iter().map(|file| file.diagnostics.len()).sum::<usize>();
    let fixable = results.findings().filter_map(|finding| fixable(finding.diagnostic));
    let (safe, risky): (Vec<_>, Vec<_>) =
        fixable.partition(|applicability| *applicability == Applicability::Safe);
    let (safe, risky) = (safe.len(), risky.len());
    let reports = counted(summary.reports, REPORT, REPORTS);
    let problems = |count| counted(count, PROBLEM, PROBLEMS);
    let first = match (summary.fixed, found) {
        (0, 0) if summary.reports == 0 => nothing_checked(summary),
        (0, 0) => Message::new(ALL_GOOD, [reports]),
        (0, found) => Message::new(FOUND, [problems(found), reports]),
        (fixed, 0) => Message::new(ALL_FIXED, [problems(fixed)]),
        (fixed, left) => {
            Message::new(SOME_FIXED, [problems(fixed + left), fixed.into(), left.into()])
        }
    };
    let hint = match (safe, risky, summary.fixes) {
        (1.., 0, _) => Some(Message::new(FIXABLE, [Argument::from(safe)])),
        (1.., 1.., _) => Some(Message::new(FIXABLE_AND_RISKY, [safe.into(), risky.into()])),
        (0, 1.., Fixes::NotAsked) => Some(Message::new(RISKY, [Argument::from(risky)])),
        (0, 1.., Fixes::Safe) => Some(Message::new(RISKY_LEFT, [Argument::from(risky)])),
        // A fix of this run has caused these findings.
        (0, 1.., Fixes::All) => Some(Message::new(RISKY_NEW, [Argument::from(risky)])),
        (0, 0, _) => None,
    };
    [Some(first), hint].into_iter().flatten().collect()
}

/// Notes for formats without a summary: the absence of reports, or the unchecked files of the
/// folders.
pub(in crate::cli) fn notes(results: &Results) -> Vec<Message> {
    let nothing = (results.summary.reports == 0).then(|| nothing_checked(results.summary));
    nothing.into_iter().chain(skipped(results)).collect()
}

/// The sentence for a file that was not checked.
pub(super) fn not_checked(reason: NotChecked) -> Message {
    Message::new(NOT_CHECKED, [Argument::from(reason.message())])
}

fn nothing_checked(summary: Summary) -> Message {
    match summary.read {
        _ if summary.failed => Message::plain(NOTHING),
        0 => Message::plain(NO_FILES),
        read => Message::new(NO_REPORTS, [Argument::from(read)]),
    }
}

/// The unchecked files of the folders with the name of a report.
fn skipped(results: &Results) -> Vec<Message> {
    let unread =
        || Message::new(UNREAD, [results.unread.len().into(), listed(results.unread.clone())]);
    let others: Vec<_> = results.not_checked.iter().filter(|file| !file.is_named).collect();
    let with_reason = |file: &&NotCheckedFile| {
        Message::new(WITH_REASON, [file.path.as_str().into(), file.reason.message().into()])
            .render(results.language)
    };
    let not_reports = || {
        Message::new(
            NOT_REPORTS,
            [others.len().into(), listed(others.iter().map(with_reason).collect())],
        )
    };
    let messages =
        [(!results.unread.is_empty()).then(unread), (!others.is_empty()).then(not_reports)];
    messages.into_iter().flatten().collect()
}

/// The first few names.
fn listed(mut names: Vec<String>) -> Argument {
    let is_all = names.len() <= NAMED;
    names.truncate(NAMED);
    let names = Argument::List(names);
    if is_all { names } else { Message::new(AND_OTHERS, [names]).into() }
}

/// At most five files are named.
const NAMED: usize = 5;

/// English has a plural, Chinese a measure word.
fn counted(count: usize, one: Wording, many: Wording) -> Argument {
    Message::new(if count == 1 { one } else { many }, [Argument::from(count)]).into()
}

const REPORT: Wording = Wording::new("{0} 份报告", "{0} report");
const REPORTS: Wording = Wording::new("{0} 份报告", "{0} reports");
const PROBLEM: Wording = Wording::new("{0} 处问题", "{0} problem");
const PROBLEMS: Wording = Wording::new("{0} 处问题", "{0} problems");
const ALL_GOOD: Wording = Wording::new("没有发现问题（检查了 {0}）。", "All checks passed! ({0})");
const NOTHING: Wording = Wording::new("没有检查任何报告。", "No report was checked.");
const NO_REPORTS: Wording = Wording::new(
    "没有检查任何报告：读取的 {0} 个文件都不是 2019 年及以后的政府信息公开工作年度报告。",
    "No report was checked: files read: {0}; none is an annual report for 2019 or later.",
);
const NO_FILES: Wording = Wording::new(
    "没有检查任何报告：没有可检查的文件。",
    "No report was checked: there are no files to check.",
);
const NOT_CHECKED: Wording = Wording::new("未检查：{0}", "not checked: {0}");
const UNREAD: Wording = Wording::new(
    "未检查 {0} 个可能是报告的文件（读不了，请另存为 Word 文档 .docx）：{1}。",
    "Not checked, {0} that may be reports but cannot be read (save as Word documents, .docx): {1}.",
);
const NOT_REPORTS: Wording = Wording::new(
    "未检查 {0} 个名称像报告的文件：{1}。",
    "Not checked, {0} with names like those of reports: {1}.",
);
const WITH_REASON: Wording = Wording::new("{0}（{1}）", "{0} ({1})");
const AND_OTHERS: Wording = Wording::new("{0} 等", "{0} and others");
const FOUND: Wording = Wording::new("发现 {0}（检查了 {1}）。", "Found {0} ({1} checked).");
const ALL_FIXED: Wording = Wording::new("发现 {0}，全部已修正。", "Found {0}, all fixed.");
const SOME_FIXED: Wording =
    Wording::new("发现 {0}，已修正 {1} 处，还有 {2} 处。", "Found {0} ({1} fixed, {2} remaining).");
const FIXABLE: Wording =
    Wording::new("[*] 其中 {0} 处可用 --fix 修正。", "[*] {0} fixable with --fix.");
const FIXABLE_AND_RISKY: Wording = Wording::new(
    "[*] 其中 {0} 处可用 --fix 修正（另有 {1} 处的修正需人工确认：--fix --unsafe-fixes）。",
    "[*] {0} fixable with --fix ({1} more with --fix --unsafe-fixes, to be looked at).",
);
const RISKY: Wording = Wording::new(
    "其中 {0} 处的修正需人工确认，可用 --fix --unsafe-fixes 修正。",
    "{0} fixable with --fix --unsafe-fixes; look at what it changes.",
);
const RISKY_NEW: Wording = Wording::new(
    "其中 {0} 处是修正之后才有的，请看过改动再填写或修正。",
    "{0} of them came with what was fixed: look at the change, then fill them in or fix them.",
);
const RISKY_LEFT: Wording = Wording::new(
    "其中 {0} 处的修正需人工确认，可加 --unsafe-fixes 修正。",
    "{0} more fixable with --unsafe-fixes; look at what it changes.",
);
