//! The commands of the server, and the meaning of their arguments.
//!
//! A command for a document returns an edit. The server asks the client to apply the edit.

use super::change::Change;
use super::{accept, repairs};
use crate::diagnostic::{Argument, Diagnostic, Message, Wording};
use crate::document::Placed;
use crate::server::core::view::View;
use crate::text::TextRange;

/// `[uri, table number 3 or 4 (all), report index (all)]`: computes totals from their addends.
pub const RECOMPUTE: &str = "gouji.recompute";
/// `[uri, report index (all)]`: puts back missing sections, tables and rows.
pub const ADD_MISSING: &str = "gouji.addMissing";
/// `[uri, code, range or place, reason (default: a placeholder)]`: accepts a finding in gouji.toml.
pub const ACCEPT: &str = "gouji.accept";
/// `[uri, code, range or place]`: accepts a finding in a comment above the finding.
pub const IGNORE: &str = "gouji.ignore";
/// `[uri, version, code, range, index]`: applies a fix of a finding.
pub const APPLY_FIX: &str = "gouji.applyFix";
/// `[uri, version, range, index]`: corrects the cell at a range.
pub const CORRECT: &str = "gouji.correct";
/// `[uri, version, range]`: updates the totals of the cells at a range.
pub const FOLLOW: &str = "gouji.followTotals";
/// `[uri]`: applies all safe fixes of a document.
pub const FIX_ALL: &str = "gouji.fixAll";
/// `[folder uri]`: checks all reports of a folder.
pub const CHECK_FOLDER: &str = "gouji.checkFolder";

/// The names of all commands.
pub fn names() -> Vec<String> {
    [RECOMPUTE, ADD_MISSING, ACCEPT, IGNORE, APPLY_FIX, CORRECT, FOLLOW, FIX_ALL, CHECK_FOLDER]
        .map(str::to_owned)
        .into()
}

/// A command for a document. `R` is the type of a range: a range of bytes after the text is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Call<R = TextRange> {
    Recompute { table: Option<u8>, report: Option<usize> },
    AddMissing { report: Option<usize> },
    Accept { code: String, at: At<R>, reason: Option<String> },
    Ignore { code: String, at: At<R> },
    ApplyFix { version: Option<i32>, code: String, at: At<R>, index: usize },
    Correct { version: Option<i32>, range: R, index: usize },
    Follow { version: Option<i32>, range: R },
    FixAll,
}

/// The place of a finding, to select among the findings of a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum At<R = TextRange> {
    /// The finding with this range.
    Range(R),
    /// The finding at this place of the form, such as `表四/行政复议/总计`.
    Place(String),
    /// Not a finding: the given range is not a range of the text.
    Nowhere,
}

impl<R> Call<R> {
    /// The same call with another type of ranges. `exact` converts the range of a finding, and
    /// returns `None` for a range outside of the text.
    pub fn with_ranges<S>(self, range: impl Fn(R) -> S, exact: impl Fn(R) -> Option<S>) -> Call<S> {
        let place = |at: At<R>| match at {
            At::Range(own) => exact(own).map_or(At::Nowhere, At::Range),
            At::Place(place) => At::Place(place),
            At::Nowhere => At::Nowhere,
        };
        match self {
            Self::Recompute { table, report } => Call::Recompute { table, report },
            Self::AddMissing { report } => Call::AddMissing { report },
            Self::Accept { code, at, reason } => Call::Accept { code, at: place(at), reason },
            Self::Ignore { code, at } => Call::Ignore { code, at: place(at) },
            Self::ApplyFix { version, code, at, index } => {
                Call::ApplyFix { version, code, at: place(at), index }
            }
            Self::Correct { version, range: own, index } => {
                Call::Correct { version, range: range(own), index }
            }
            Self::Follow { version, range: own } => Call::Follow { version, range: range(own) },
            Self::FixAll => Call::FixAll,
        }
    }
}

/// The change of a command in the document `view`; `None` if the command changes nothing.
///
/// # Errors
/// The reason why the command cannot run.
pub fn edit(view: &View, call: &Call) -> Result<Option<Change>, Message> {
    match call {
        Call::Recompute { table, report } => recompute(view, *table, *report),
        Call::AddMissing { report } => add_missing(view, *report),
        Call::Accept { code, at, reason } => accept(view, code, at, reason.as_deref()),
        Call::Ignore { code, at } => ignore(view, code, at),
        Call::ApplyFix { version, code, at, index } => apply_fix(view, *version, code, at, *index),
        Call::Correct { version, range, index } => correct(view, *version, *range, *index),
        Call::Follow { version, range } => follow(view, *version, *range),
        Call::FixAll => Ok(repairs::fix_all(view)),
    }
}

/// Computes the totals of table three, table four or both from their addends, in one report or in
/// all reports.
///
/// # Errors
/// If the report does not exist.
pub fn recompute(
    view: &View,
    table: Option<u8>,
    report: Option<usize>,
) -> Result<Option<Change>, Message> {
    let is_wanted = |number: u8, _| table.is_none_or(|table| table == number);
    let fixes =
        reports(view, report)?.into_iter().flat_map(|placed| repairs::totals(placed, is_wanted));
    let edits = fixes.flat_map(|fix| fix.edits().to_vec()).collect();
    Ok(repairs::change_of_edits(view, edits))
}

/// Adds all missing parts of one report or of all reports.
///
/// # Errors
/// If the report does not exist.
pub fn add_missing(view: &View, report: Option<usize>) -> Result<Option<Change>, Message> {
    let edits =
        reports(view, report)?.into_iter().filter_map(|placed| repairs::add_missing(view, placed));
    Ok(repairs::change_of_edits(view, edits.flat_map(|(_, edits)| edits).collect()))
}

/// Accepts a finding in gouji.toml.
///
/// # Errors
/// If the finding does not exist, or no writable settings file is possible.
pub fn accept(
    view: &View,
    code: &str,
    at: &At,
    reason: Option<&str>,
) -> Result<Option<Change>, Message> {
    accept::entry(view, finding(view, code, at)?, reason).map(Some)
}

/// Accepts a finding in a comment above the finding.
///
/// # Errors
/// If the finding does not exist, or no comment is possible at its place.
pub fn ignore(view: &View, code: &str, at: &At) -> Result<Option<Change>, Message> {
    let found = finding(view, code, at)?;
    accept::comment(view, found).map(Some).ok_or(Message::plain(NO_COMMENT))
}

/// Applies a fix of a finding.
///
/// # Errors
/// If the document has changed in the meantime, or the finding or the fix does not exist.
pub fn apply_fix(
    view: &View,
    version: Option<i32>,
    code: &str,
    at: &At,
    index: usize,
) -> Result<Option<Change>, Message> {
    check_version(view, version)?;
    let found = finding(view, code, at)?;
    let fix = found
        .fixes
        .get(index)
        .ok_or_else(|| Message::new(NO_FIX, [code.into(), Argument::from(index)]))?;
    Ok(repairs::change(view, fix))
}

/// Corrects the cell at a range so that a sum with this cell holds.
///
/// # Errors
/// If the document has changed in the meantime, or the range needs no correction.
pub fn correct(
    view: &View,
    version: Option<i32>,
    range: TextRange,
    index: usize,
) -> Result<Option<Change>, Message> {
    check_version(view, version)?;
    let placed = view.document.report_at(range.start);
    let fixes = repairs::corrections(placed, range).map(|(_, fixes)| fixes).unwrap_or_default();
    let fix = fixes.get(index).ok_or(Message::plain(NO_CORRECTION))?;
    Ok(repairs::change(view, fix))
}

/// Updates the totals of the cells at a range. The cells themselves stay unchanged.
///
/// # Errors
/// If the document has changed in the meantime.
pub fn follow(
    view: &View,
    version: Option<i32>,
    range: TextRange,
) -> Result<Option<Change>, Message> {
    check_version(view, version)?;
    let placed = view.document.report_at(range.start);
    Ok(repairs::follow(placed, range, range).and_then(|(_, fix)| repairs::change(view, &fix)))
}

/// The report with this index, or all reports.
fn reports<'a>(view: &'a View, index: Option<usize>) -> Result<Vec<Placed<'a>>, Message> {
    let Some(index) = index else { return Ok(view.reports().collect()) };
    let placed = view.document.reports().nth(index);
    placed.map(|placed| vec![placed]).ok_or_else(|| {
        Message::new(NO_REPORT, [view.document.reports().len().into(), Argument::from(index)])
    })
}

fn finding<'a>(view: &View<'a>, code: &str, at: &At) -> Result<&'a Diagnostic, Message> {
    let is_meant = |found: &&Diagnostic| match at {
        At::Range(range) => found.range == *range,
        At::Place(place) => found.place.to_string() == *place,
        At::Nowhere => false,
    };
    let mut own = view.findings.iter().filter(|found| found.code.eq_ignore_ascii_case(code));
    own.find(is_meant).ok_or_else(|| Message::new(NO_FINDING, [Argument::from(code)]))
}

fn check_version(view: &View, version: Option<i32>) -> Result<(), Message> {
    match version {
        Some(version) if version != view.version => Err(Message::plain(CHANGED)),
        _ => Ok(()),
    }
}

const NO_REPORT: Wording = Wording::new(
    "文档中有 {0} 份报告，没有序号 {1}",
    "the document has {0} reports, and none with index {1}",
);
const NO_FINDING: Wording = Wording::new(
    "那里没有 {0} 的问题 — 文档可能已经改动",
    "there is no finding {0} there — the document may have changed",
);
const NO_FIX: Wording = Wording::new(
    "{0} 的这个问题没有序号为 {1} 的修正",
    "this finding {0} has no fix with index {1}",
);
const NO_CORRECTION: Wording = Wording::new(
    "那里没有要改的数 — 文档可能已经改动",
    "nothing is to be corrected there — the document may have changed",
);
const NO_COMMENT: Wording = Wording::new(
    "那里放不下注释 — 请改在 gouji.toml 中接受并注明理由",
    "a comment cannot stand there — use an entry in gouji.toml instead",
);
const CHANGED: Wording =
    Wording::new("文档已经改动 — 请重新选择", "the document has changed — choose again");

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Language;
    use crate::server::core::features::testing::{report, view};
    use crate::server::core::view::Client;
    use crate::syntax::Layout;

    #[test]
    fn totals_of_one_report_and_table_or_of_all() {
        let wrong = report(Layout::Tabs, &[((1, 0, 0), "1"), ((2, 0, 1), "4")]);
        let text = format!("{wrong}\n{wrong}");
        view(&text, Client::default(), |view, _| {
            let changed = |table, report| {
                let change = recompute(view, table, report).unwrap();
                change.map(|change| match change {
                    Change::Document(edits) => edits.len(),
                    other => panic!("{other:?}"),
                })
            };
            assert_eq!(changed(None, None), Some(4));
            assert_eq!(changed(Some(3), None), Some(2));
            assert_eq!(changed(Some(4), Some(1)), Some(1));
            let error = recompute(view, None, Some(2)).unwrap_err();
            assert_eq!(
                error.render(Language::En),
                "the document has 2 reports, and none with index 2"
            );
        });
        view("# 别的\n", Client::default(), |view, _| {
            assert_eq!(recompute(view, None, None), Ok(None))
        });
    }

    #[test]
    fn what_has_changed_since_is_refused() {
        view(&report(Layout::Tabs, &[((1, 0, 6), "3")]), Client::default(), |view, _| {
            let found = &view.findings[0];
            let at = At::Range(found.range);
            let fixed = |version, code: &str, index| {
                apply_fix(view, version, code, &at, index)
                    .map_err(|error| error.render(Language::Zh))
            };
            assert!(fixed(Some(1), found.code, 0).unwrap().is_some());
            assert!(fixed(None, found.code, 0).unwrap().is_some());
            assert_eq!(fixed(Some(2), found.code, 0).unwrap_err(), "文档已经改动 — 请重新选择");
            assert_eq!(
                fixed(Some(1), "S001", 0).unwrap_err(),
                "那里没有 S001 的问题 — 文档可能已经改动"
            );
            assert_eq!(
                fixed(Some(1), found.code, 99).unwrap_err(),
                format!("{} 的这个问题没有序号为 99 的修正", found.code)
            );
        });
    }
}
