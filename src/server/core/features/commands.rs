//! The commands that a client may have the server execute, and what their arguments mean.
//!
//! Those that change a document give its edit, which the server asks the client to apply.

use super::{accept, edits, repairs};
use crate::diagnostic::{Argument, Edit, Message, Wording};
use crate::document::Placed;
use crate::server::core::addresses::encoded;
use crate::server::core::view::View;
use ls_types::{Command, Range, Uri, WorkspaceEdit};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// `[uri, table number 3 or 4 (all), report index (all)]`: computes totals from their addends.
pub const RECOMPUTE: &str = "gouji.recompute";
/// `[uri, report index (all)]`: puts back missing sections, tables and rows.
pub const ADD_MISSING: &str = "gouji.addMissing";
/// `[uri, code, range or place, reason (words to be replaced)]`: lets a finding stand, in
/// gouji.toml.
pub const ACCEPT: &str = "gouji.accept";
/// `[uri, code, range or place]`: lets a finding stand, in a comment above it.
pub const IGNORE: &str = "gouji.ignore";
/// `[uri, version, code, range, index]`: applies one of the fixes of a finding.
pub const APPLY_FIX: &str = "gouji.applyFix";
/// `[uri, version, range, index]`: corrects the cell at a range.
pub const CORRECT: &str = "gouji.correct";
/// `[uri, version, range]`: sets the totals that the cells at a range enter.
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

/// A command with its arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Call {
    Recompute { uri: Uri, table: Option<u8>, report: Option<usize> },
    AddMissing { uri: Uri, report: Option<usize> },
    Accept { uri: Uri, code: String, at: At, reason: Option<String> },
    Ignore { uri: Uri, code: String, at: At },
    ApplyFix { uri: Uri, version: Option<i32>, code: String, range: Range, index: usize },
    Correct { uri: Uri, version: Option<i32>, range: Range, index: usize },
    Follow { uri: Uri, version: Option<i32>, range: Range },
    FixAll { uri: Uri },
    CheckFolder { folder: Uri },
}

/// Which of the findings of a code is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum At {
    /// The one that is underlined there.
    Range(Range),
    /// The one at this place of the form, such as `表四/行政复议/总计`.
    Place(String),
}

impl Call {
    /// What a client asks for.
    ///
    /// # Errors
    /// What is wrong with the name or an argument.
    pub fn parse(command: &str, arguments: &[Value]) -> Result<Self, Message> {
        let arguments = Arguments { command, values: arguments };
        let uri = || arguments.uri(0);
        let version = || arguments.optional(1, A_VERSION);
        Ok(match command {
            RECOMPUTE => {
                let table = arguments.optional(1, A_TABLE)?;
                if table.is_some_and(|table| !matches!(table, 3 | 4)) {
                    return Err(arguments.wrong(1, A_TABLE));
                }
                Self::Recompute { uri: uri()?, table, report: arguments.optional(2, AN_INDEX)? }
            }
            ADD_MISSING => {
                Self::AddMissing { uri: uri()?, report: arguments.optional(1, AN_INDEX)? }
            }
            ACCEPT => Self::Accept {
                uri: uri()?,
                code: arguments.code(1)?,
                at: arguments.at(2)?,
                reason: arguments.optional(3, A_REASON)?,
            },
            IGNORE => Self::Ignore { uri: uri()?, code: arguments.code(1)?, at: arguments.at(2)? },
            APPLY_FIX => {
                let (range, index) =
                    (arguments.required(3, A_RANGE)?, arguments.required(4, AN_INDEX)?);
                Self::ApplyFix {
                    uri: uri()?,
                    version: version()?,
                    code: arguments.code(2)?,
                    range,
                    index,
                }
            }
            CORRECT => {
                let (range, index) =
                    (arguments.required(2, A_RANGE)?, arguments.required(3, AN_INDEX)?);
                Self::Correct { uri: uri()?, version: version()?, range, index }
            }
            FOLLOW => Self::Follow {
                uri: uri()?,
                version: version()?,
                range: arguments.required(2, A_RANGE)?,
            },
            FIX_ALL => Self::FixAll { uri: uri()? },
            CHECK_FOLDER => Self::CheckFolder { folder: uri()? },
            _ => return Err(Message::new(UNKNOWN_COMMAND, [Argument::from(command)])),
        })
    }

    /// The document or folder that it is about.
    pub fn uri(&self) -> &Uri {
        match self {
            Self::Recompute { uri, .. }
            | Self::AddMissing { uri, .. }
            | Self::Accept { uri, .. }
            | Self::Ignore { uri, .. }
            | Self::ApplyFix { uri, .. }
            | Self::Correct { uri, .. }
            | Self::Follow { uri, .. }
            | Self::FixAll { uri }
            | Self::CheckFolder { folder: uri } => uri,
        }
    }

    /// The same as the protocol has it, under a title; [`Call::parse`] reads it back.
    pub fn command(&self, title: String) -> Command {
        let (name, arguments) = match self {
            Self::Recompute { uri, table, report } => (RECOMPUTE, json!([uri, table, report])),
            Self::AddMissing { uri, report } => (ADD_MISSING, json!([uri, report])),
            Self::Accept { uri, code, at, reason } => {
                (ACCEPT, json!([uri, code, at.value(), reason]))
            }
            Self::Ignore { uri, code, at } => (IGNORE, json!([uri, code, at.value()])),
            Self::ApplyFix { uri, version, code, range, index } => {
                (APPLY_FIX, json!([uri, version, code, range, index]))
            }
            Self::Correct { uri, version, range, index } => {
                (CORRECT, json!([uri, version, range, index]))
            }
            Self::Follow { uri, version, range } => (FOLLOW, json!([uri, version, range])),
            Self::FixAll { uri } => (FIX_ALL, json!([uri])),
            Self::CheckFolder { folder } => (CHECK_FOLDER, json!([folder])),
        };
        Command::new(title, name.to_owned(), arguments.as_array().cloned())
    }
}

impl At {
    fn value(&self) -> Value {
        match self {
            Self::Range(range) => json!(range),
            Self::Place(place) => json!(place),
        }
    }
}

/// What a command changes, `view` being its document. `None` where it changes nothing, and for
/// those that change no document.
///
/// # Errors
/// Why it cannot be done.
pub fn edit(view: &View, call: &Call) -> Result<Option<WorkspaceEdit>, Message> {
    match call {
        Call::Recompute { table, report, .. } => recompute(view, *table, *report),
        Call::AddMissing { report, .. } => add_missing(view, *report),
        Call::Accept { code, at, reason, .. } => accept(view, code, at, reason.as_deref()),
        Call::Ignore { code, at, .. } => ignore(view, code, at),
        Call::ApplyFix { version, code, range, index, .. } => {
            apply_fix(view, *version, code, *range, *index)
        }
        Call::Correct { version, range, index, .. } => correct(view, *version, *range, *index),
        Call::Follow { version, range, .. } => follow(view, *version, *range),
        Call::FixAll { .. } => Ok(fix_all(view)),
        Call::CheckFolder { .. } => Ok(None),
    }
}

/// Computes the totals of table three or four, or of both, of one report or of all from their
/// addends.
///
/// # Errors
/// Where there is no such report.
pub fn recompute(
    view: &View,
    table: Option<u8>,
    report: Option<usize>,
) -> Result<Option<WorkspaceEdit>, Message> {
    let is_wanted = |number: u8, _| table.is_none_or(|table| table == number);
    let fixes =
        reports(view, report)?.into_iter().flat_map(|placed| repairs::totals(placed, is_wanted));
    Ok(changed(view, fixes.flat_map(|fix| fix.edits().to_vec()).collect()))
}

/// Puts back all that is missing from one report, or from all.
///
/// # Errors
/// Where there is no such report.
pub fn add_missing(view: &View, report: Option<usize>) -> Result<Option<WorkspaceEdit>, Message> {
    let edits =
        reports(view, report)?.into_iter().filter_map(|placed| repairs::add_missing(view, placed));
    Ok(changed(view, edits.flat_map(|(_, edits)| edits).collect()))
}

/// Lets a finding stand, in gouji.toml.
///
/// # Errors
/// Where there is no such finding, or no settings file that may be written to.
pub fn accept(
    view: &View,
    code: &str,
    at: &At,
    reason: Option<&str>,
) -> Result<Option<WorkspaceEdit>, Message> {
    accept::entry(view, finding(view, code, at)?, reason).map(Some)
}

/// Lets a finding stand, in a comment above it.
///
/// # Errors
/// Where there is no such finding, or no place for a comment.
pub fn ignore(view: &View, code: &str, at: &At) -> Result<Option<WorkspaceEdit>, Message> {
    let comment =
        accept::comment(view, finding(view, code, at)?).ok_or(Message::plain(NO_COMMENT))?;
    Ok(Some(edits::of_document(view, &[comment])))
}

/// Applies one of the fixes of a finding.
///
/// # Errors
/// Where the document has changed since, or there is no such finding or fix.
pub fn apply_fix(
    view: &View,
    version: Option<i32>,
    code: &str,
    range: Range,
    index: usize,
) -> Result<Option<WorkspaceEdit>, Message> {
    check_version(view, version)?;
    let found = finding(view, code, &At::Range(range))?;
    let fix = found
        .fixes
        .get(index)
        .ok_or_else(|| Message::new(NO_FIX, [code.into(), Argument::from(index)]))?;
    Ok(Some(edits::of_document(view, fix.edits())))
}

/// Corrects the cell at a range so that a sum holds that it takes part in.
///
/// # Errors
/// Where the document has changed since, or nothing is to be corrected there.
pub fn correct(
    view: &View,
    version: Option<i32>,
    range: Range,
    index: usize,
) -> Result<Option<WorkspaceEdit>, Message> {
    check_version(view, version)?;
    let (placed, _) = view.report_at(range.start);
    let fixes =
        repairs::corrections(placed, view.bytes(range)).map(|(_, fixes)| fixes).unwrap_or_default();
    let fix = fixes.get(index).ok_or(Message::plain(NO_CORRECTION))?;
    Ok(Some(edits::of_document(view, fix.edits())))
}

/// Sets the totals that the cells at a range enter to what they should be with these cells as they
/// are.
///
/// # Errors
/// Where the document has changed since.
pub fn follow(
    view: &View,
    version: Option<i32>,
    range: Range,
) -> Result<Option<WorkspaceEdit>, Message> {
    check_version(view, version)?;
    let (placed, _) = view.report_at(range.start);
    let range = view.bytes(range);
    Ok(repairs::follow(placed, range, range).map(|(_, fix)| edits::of_document(view, fix.edits())))
}

/// Applies all safe fixes.
pub fn fix_all(view: &View) -> Option<WorkspaceEdit> {
    changed(view, repairs::fix_all(view))
}

fn changed(view: &View, edits: Vec<Edit>) -> Option<WorkspaceEdit> {
    (!edits.is_empty()).then(|| edits::of_document(view, &edits))
}

/// The report with this index, or all.
fn reports<'a>(view: &'a View, index: Option<usize>) -> Result<Vec<Placed<'a>>, Message> {
    let Some(index) = index else { return Ok(view.reports().collect()) };
    let placed = view.document.reports().nth(index);
    placed.map(|placed| vec![placed]).ok_or_else(|| {
        Message::new(NO_REPORT, [view.document.reports().len().into(), Argument::from(index)])
    })
}

fn finding<'a>(
    view: &View<'a>,
    code: &str,
    at: &At,
) -> Result<&'a crate::diagnostic::Diagnostic, Message> {
    let is_meant = |found: &&crate::diagnostic::Diagnostic| match at {
        At::Range(range) => view.range(found.range) == *range,
        At::Place(place) => found.place.to_string() == *place,
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

/// The arguments of a command; `null` is one that is left out.
struct Arguments<'a> {
    command: &'a str,
    values: &'a [Value],
}

impl Arguments<'_> {
    /// An address, which some clients do not encode.
    fn uri(&self, index: usize) -> Result<Uri, Message> {
        let address: String = self.required(index, A_URI)?;
        address.parse().ok().or_else(|| encoded(&address)).ok_or_else(|| self.wrong(index, A_URI))
    }

    fn optional<T: DeserializeOwned>(
        &self,
        index: usize,
        expected: Wording,
    ) -> Result<Option<T>, Message> {
        match self.values.get(index) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => serde_json::from_value(value.clone())
                .map(Some)
                .map_err(|_| self.wrong(index, expected)),
        }
    }

    fn required<T: DeserializeOwned>(&self, index: usize, expected: Wording) -> Result<T, Message> {
        self.optional(index, expected)?.ok_or_else(|| self.wrong(index, expected))
    }

    fn code(&self, index: usize) -> Result<String, Message> {
        self.required(index, A_CODE)
    }

    fn at(&self, index: usize) -> Result<At, Message> {
        match self.values.get(index) {
            Some(Value::String(place)) => Ok(At::Place(place.clone())),
            _ => self.required(index, A_RANGE_OR_PLACE).map(At::Range),
        }
    }

    fn wrong(&self, index: usize, expected: Wording) -> Message {
        let found = self.values.get(index).filter(|value| !value.is_null()).map(Value::to_string);
        // What is long is shown by its beginning.
        let shown = found.map(|found| Argument::Text(found.chars().take(60).collect()));
        let shown = shown.unwrap_or_else(|| Message::plain(NOTHING).into());
        Message::new(
            WRONG_ARGUMENT,
            [
                self.command.into(),
                Argument::from(index + 1),
                Message::plain(expected).into(),
                shown,
            ],
        )
    }
}

const UNKNOWN_COMMAND: Wording = Wording::new("没有“{0}”这个命令", "there is no command \"{0}\"");
const WRONG_ARGUMENT: Wording = Wording::new(
    "命令 {0} 的第 {1} 个参数应为{2}，实为 {3}",
    "argument {1} of {0} should be {2}, but is {3}",
);
const NOTHING: Wording = Wording::new("空", "missing");
const A_URI: Wording = Wording::new("文件或文件夹的 URI", "the URI of a file or folder");
const A_TABLE: Wording = Wording::new("表的编号 3 或 4", "the number of a table, 3 or 4");
const AN_INDEX: Wording = Wording::new("从 0 数起的序号", "an index that counts from 0");
const A_CODE: Wording = Wording::new("规则代码", "the code of a rule");
const A_VERSION: Wording = Wording::new("文档的版本号", "the version of the document");
const A_RANGE: Wording = Wording::new("位置范围", "a range of positions");
const A_RANGE_OR_PLACE: Wording =
    Wording::new("位置范围或表样中的位置", "a range of positions or a place of the form");
const A_REASON: Wording = Wording::new("理由（文字）", "a reason in words");
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
    use crate::server::core::features::edits::testing::*;
    use crate::server::core::features::testing::view;
    use crate::server::core::view::Client;
    use crate::syntax::Layout;

    fn uri() -> Uri {
        "file:///reports/2023.md".parse().unwrap()
    }

    #[test]
    fn calls_are_written_and_read() {
        let (range, code) = (Range::default(), || "A001".to_owned());
        let calls = [
            Call::Recompute { uri: uri(), table: Some(3), report: Some(1) },
            Call::Recompute { uri: uri(), table: None, report: None },
            Call::AddMissing { uri: uri(), report: None },
            Call::Accept {
                uri: uri(),
                code: code(),
                at: At::Place("表三".into()),
                reason: Some("因为".into()),
            },
            Call::Accept { uri: uri(), code: code(), at: At::Range(range), reason: None },
            Call::Ignore { uri: uri(), code: code(), at: At::Range(range) },
            Call::ApplyFix { uri: uri(), version: Some(3), code: code(), range, index: 1 },
            Call::Correct { uri: uri(), version: None, range, index: 0 },
            Call::Follow { uri: uri(), version: Some(1), range },
            Call::FixAll { uri: uri() },
            Call::CheckFolder { folder: uri() },
        ];
        for call in calls {
            let command = call.command("题".to_owned());
            assert!(names().contains(&command.command));
            assert_eq!(Call::parse(&command.command, &command.arguments.unwrap()), Ok(call));
        }
    }

    #[test]
    fn nonsense_is_named() {
        let said = |command: &str, arguments: Value| {
            Call::parse(command, arguments.as_array().unwrap()).unwrap_err().render(Language::Zh)
        };
        assert_eq!(said("gouji.nothing", json!([])), "没有“gouji.nothing”这个命令");
        assert_eq!(
            said(FIX_ALL, json!([])),
            "命令 gouji.fixAll 的第 1 个参数应为文件或文件夹的 URI，实为 空"
        );
        assert_eq!(
            said(FIX_ALL, json!([7])),
            "命令 gouji.fixAll 的第 1 个参数应为文件或文件夹的 URI，实为 7"
        );
        assert_eq!(
            said(RECOMPUTE, json!([uri(), 2])),
            "命令 gouji.recompute 的第 2 个参数应为表的编号 3 或 4，实为 2"
        );
        assert_eq!(
            said(RECOMPUTE, json!([uri(), -1])),
            "命令 gouji.recompute 的第 2 个参数应为表的编号 3 或 4，实为 -1"
        );
        assert_eq!(
            said(RECOMPUTE, json!([uri(), 3, "x"])),
            "命令 gouji.recompute 的第 3 个参数应为从 0 数起的序号，实为 \"x\""
        );
        assert_eq!(
            said(ACCEPT, json!([uri(), "A001", {"x": 1}])),
            "命令 gouji.accept 的第 3 个参数应为位置范围或表样中的位置，实为 {\"x\":1}"
        );
        assert_eq!(
            said(APPLY_FIX, json!([uri(), 1, "A001"])),
            "命令 gouji.applyFix 的第 4 个参数应为位置范围，实为 空"
        );
        let shouted = "x".repeat(1000);
        assert!(said(RECOMPUTE, json!([uri(), shouted])).chars().count() < 120);
    }

    #[test]
    fn totals_of_one_report_and_table_or_of_all() {
        let wrong = report(Layout::Tabs, &[((1, 0, 0), "1"), ((2, 0, 1), "4")]);
        let text = format!("{wrong}\n{wrong}");
        view(&text, Client::default(), |view, _| {
            let changed = |table, report| {
                recompute(view, table, report).unwrap().map(|edit| edits_of(&edit).2.len())
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
            let range = view.range(found.range);
            let fixed = |version, code: &str, index| {
                apply_fix(view, version, code, range, index)
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
