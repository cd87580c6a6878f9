//! The facts of a run apart from its findings: unread files, changed files, copies.

use super::outcome::{Outcome, State};
use super::{Mending, Session, slashed};
use crate::cli::inputs::FEW;
use crate::cli::output::{ChangedFile, Copies, Fixes, Summary};
use crate::diagnostic::{Applicability, Argument, Message, Wording};
use crate::source::Format;
use std::io::{self, Write};

impl Session<'_> {
    /// A summary before any file is checked.
    pub(super) fn summary(&self) -> Summary {
        let fixes = match self.mending() {
            Mending::Apply(Applicability::Safe) => Fixes::Safe,
            Mending::Apply(_) => Fixes::All,
            Mending::Report | Mending::Diff(_) => Fixes::NotAsked,
        };
        Summary {
            fixes,
            is_tracked: self.check.track,
            is_verbose: self.common.verbose,
            ..Summary::default()
        }
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

    /// The files that fixes have changed.
    pub(super) fn changed(&self, outcomes: &[Outcome]) -> Vec<ChangedFile> {
        let is_applied = matches!(self.mending(), Mending::Apply(_));
        let changed = outcomes.iter().filter(|one| is_applied && !one.applied.is_empty());
        let file = |outcome: &Outcome| ChangedFile {
            path: outcome.path.clone(),
            fixes: outcome.applied.clone(),
        };
        changed.map(file).collect()
    }

    /// The written copies with comments.
    pub(super) fn copies(&self, outcomes: &[Outcome]) -> Option<Copies> {
        let folder = slashed(self.check.annotate.as_deref()?);
        let count = outcomes.iter().filter(|outcome| outcome.is_copied).count();
        (count > 0).then_some(Copies { count, folder })
    }

    /// Prints the files of folders that take no tracked changes and no comments, in one line.
    pub(super) fn explain_other_formats(&self, outcomes: &[Outcome]) {
        let others = outcomes.iter().filter(|outcome| outcome.is_other_format);
        let mut paths: Vec<String> = others.map(|outcome| outcome.path.clone()).collect();
        if self.common.quiet || paths.is_empty() {
            return;
        }
        let count = Argument::from(paths.len());
        let wording = match (self.check.track, paths.len() > MOST_NAMED) {
            (true, false) => NO_CHANGES,
            (true, true) => NO_CHANGES_IN_MANY,
            (false, false) => NO_COMMENTS,
            (false, true) => NO_COMMENTS_IN_MANY,
        };
        paths.truncate(MOST_NAMED);
        let message = Message::new(wording, [count, Argument::List(paths)]);
        _ = writeln!(io::stderr(), "gouji: {}", message.render(self.language));
    }
}

/// At most 20 files are named.
const MOST_NAMED: usize = 20;

const NO_COMMENTS: Wording = Wording::new(
    "{0} 份不是 Word 文档，没有写批注：{1}",
    "no Word documents, so without comments: {0} ({1})",
);
const NO_COMMENTS_IN_MANY: Wording = Wording::new(
    "{0} 份不是 Word 文档，没有写批注：{1} 等",
    "no Word documents, so without comments: {0} ({1} and others)",
);
const NO_CHANGES: Wording = Wording::new(
    "{0} 份不是 Word 文档，没有写修订：{1}",
    "no Word documents, so without tracked changes: {0} ({1})",
);
const NO_CHANGES_IN_MANY: Wording = Wording::new(
    "{0} 份不是 Word 文档，没有写修订：{1} 等",
    "no Word documents, so without tracked changes: {0} ({1} and others)",
);
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
