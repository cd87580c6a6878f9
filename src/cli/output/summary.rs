//! The last lines of a run, for people.

use super::Results;
use crate::diagnostic::{Applicability, Argument, Message, Wording};
use crate::review::{NotCheckedFile, Weight, fixable};
use std::io::{self, Write};

/// The facts of a run apart from the findings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::cli) struct Summary {
    pub(in crate::cli) fixes: Fixes,
    /// Number of fixed findings.
    pub(in crate::cli) fixed: usize,
    /// Whether the fixes are tracked changes.
    pub(in crate::cli) is_tracked: bool,
    /// Whether to list each fix.
    pub(in crate::cli) is_verbose: bool,
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
    let messages = messages(results);
    for message in treated(results).iter().chain(&messages).chain(&skipped(results)) {
        writeln!(out, "{}", message.render(results.language()))?;
    }
    Ok(())
}

fn messages(results: &Results) -> Vec<Message> {
    let summary = results.summary;
    let found = results.review.files.iter().map(|file| file.diagnostics.len()).sum::<usize>();
    let fixable = results.findings().filter_map(|finding| fixable(finding.diagnostic));
    let (safe, risky): (Vec<_>, Vec<_>) =
        fixable.partition(|applicability| *applicability == Applicability::Safe);
    let (safe, risky) = (safe.len(), risky.len());
    let reports = counted(summary.reports, REPORT, REPORTS);
    let problems = |count| counted(count, PROBLEM, PROBLEMS);
    let first = match (summary.fixed, found) {
        (0, 0) if summary.reports == 0 => nothing(summary),
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
    nothing_checked(results).into_iter().chain(skipped(results)).collect()
}

/// The files that were changed, and the copies.
pub(in crate::cli) fn treated(results: &Results) -> Vec<Message> {
    let mut messages = Vec::new();
    for file in results.changed.iter().take(MOST_CHANGED) {
        let count = counted(file.fixes.len(), PROBLEM, PROBLEMS);
        messages.push(Message::new(CHANGED, [file.path.as_str().into(), count]));
        let fixes = file.fixes.iter().filter(|_| results.summary.is_verbose);
        messages.extend(fixes.map(|fix| {
            let place = fix.place.to_string();
            Message::new(APPLIED, [place.into(), fix.code.into(), fix.message.clone().into()])
        }));
    }
    let rest = results.changed.len().saturating_sub(MOST_CHANGED);
    messages.extend((rest > 0).then(|| Message::new(CHANGED_OTHERS, [Argument::from(rest)])));
    let is_tracked = results.summary.is_tracked && !results.changed.is_empty();
    messages.extend(is_tracked.then(|| Message::plain(TRACKED)));
    messages.extend(
        results.copies.as_ref().map(|copies| {
            Message::new(COPIED, [copies.count.into(), copies.folder.as_str().into()])
        }),
    );
    messages
}

/// The sentence for a run without a report.
pub(in crate::cli) fn nothing_checked(results: &Results) -> Option<Message> {
    (results.summary.reports == 0).then(|| nothing(results.summary))
}

fn nothing(summary: Summary) -> Message {
    match summary.read {
        _ if summary.failed => Message::plain(NOTHING),
        0 => Message::plain(NO_FILES),
        read => Message::new(NO_REPORTS, [Argument::from(read)]),
    }
}

/// The unchecked files of the folders that may be reports: a sentence for each reason. Then what
/// was not compared.
fn skipped(results: &Results) -> Vec<Message> {
    let mut unread: Vec<(&str, Vec<String>)> = Vec::new();
    for file in results.review.unread.iter().filter(|file| file.weight == Weight::Expected) {
        match unread.iter_mut().find(|(reason, _)| *reason == file.reason) {
            Some((_, paths)) => paths.push(file.path.clone()),
            None => unread.push((&file.reason, vec![file.path.clone()])),
        }
    }
    let unread = unread.into_iter().map(|(reason, paths)| {
        let wording = if paths.len() == 1 { UNREAD_ONE } else { UNREAD };
        Message::new(wording, [paths.len().into(), listed(paths), reason.into()])
    });
    let others: Vec<_> = results.review.not_checked.iter().filter(|file| !file.is_named).collect();
    let with_reason = |file: &&NotCheckedFile| {
        Message::new(WITH_REASON, [file.path.as_str().into(), file.reason.message().into()])
            .render(results.language())
    };
    let not_reports = || {
        Message::new(
            NOT_REPORTS,
            [others.len().into(), listed(others.iter().map(with_reason).collect())],
        )
    };
    let unread = unread.chain((!others.is_empty()).then(not_reports));
    unread.chain(results.uncompared.iter().cloned()).collect()
}

/// The first few names.
fn listed(mut names: Vec<String>) -> Argument {
    let is_all = names.len() <= NAMED;
    names.truncate(NAMED);
    let names = Argument::List(names);
    if is_all { names } else { Message::new(AND_OTHERS, [names]).into() }
}

/// At most 20 changed files are named.
const MOST_CHANGED: usize = 20;

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
const UNREAD: Wording = Wording::new(
    "未检查 {0} 个可能是报告的文件（{1}）：{2}。",
    "Not checked, {0} that may be reports ({1}): each {2}.",
);
const UNREAD_ONE: Wording = Wording::new(
    "未检查 {0} 个可能是报告的文件（{1}）：{2}。",
    "Not checked, {0} that may be a report ({1}): it {2}.",
);
const CHANGED: Wording = Wording::new("已改 {0}：修正 {1}", "Changed {0}: {1} fixed");
const CHANGED_OTHERS: Wording = Wording::new("……另外还改了 {0} 个文件", "… and other files: {0}");
const APPLIED: Wording = Wording::new("  {0}：{1} {2}", "  {0}: {1} {2}");
const TRACKED: Wording = Wording::new(
    "改动写成了修订：请在 Word 中打开，逐条接受或拒绝。",
    "The changes are tracked: open the file in Word, and accept or reject each of them.",
);
const COPIED: Wording = Wording::new(
    "写了 {0} 份带批注的副本，在文件夹 {1} 中。",
    "Copies with comments written: {0}, in the folder {1}.",
);
const NOT_REPORTS: Wording = Wording::new(
    "未检查 {0} 个名称或标题像报告的文件：{1}。",
    "Not checked, {0} with names or titles like those of reports: {1}.",
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
