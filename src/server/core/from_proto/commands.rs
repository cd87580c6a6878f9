//! Reads commands from their names and arguments.

use super::range;
use crate::diagnostic::{Argument, Message, Wording};
use crate::server::core::addresses::encoded;
use crate::server::core::features::commands::{
    ACCEPT, ADD_MISSING, APPLY_FIX, At, CHECK_FOLDER, CORRECT, Call, FIX_ALL, FOLLOW, IGNORE,
    RECOMPUTE,
};
use crate::server::core::to_proto;
use crate::server::core::view::View;
use ls_types::{CodeAction, Range, Uri};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// A command with its arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// A call for a document. [`call`] converts its ranges after the document is known.
    OfDocument(Uri, Call<Range>),
    /// A request to check the reports of a folder.
    CheckFolder(Uri),
}

/// The command of a client.
///
/// # Errors
/// The mistake in the name or in an argument.
pub fn command(name: &str, arguments: &[Value]) -> Result<Command, Message> {
    let arguments = Arguments { command: name, values: arguments };
    let uri = || arguments.uri(0);
    let version = || arguments.optional(1, A_VERSION);
    let (uri, call) = match name {
        RECOMPUTE => {
            let table = arguments.optional(1, A_TABLE)?;
            if table.is_some_and(|table| !matches!(table, 3 | 4)) {
                return Err(arguments.wrong(1, A_TABLE));
            }
            (uri()?, Call::Recompute { table, report: arguments.optional(2, AN_INDEX)? })
        }
        ADD_MISSING => (uri()?, Call::AddMissing { report: arguments.optional(1, AN_INDEX)? }),
        ACCEPT => (
            uri()?,
            Call::Accept {
                code: arguments.code(1)?,
                at: arguments.at(2)?,
                reason: arguments.optional(3, A_REASON)?,
            },
        ),
        IGNORE => (uri()?, Call::Ignore { code: arguments.code(1)?, at: arguments.at(2)? }),
        APPLY_FIX => {
            let at = At::Range(arguments.required(3, A_RANGE)?);
            let index = arguments.required(4, AN_INDEX)?;
            let (uri, version, code) = (uri()?, version()?, arguments.code(2)?);
            (uri, Call::ApplyFix { version, code, at, index })
        }
        CORRECT => {
            let range = arguments.required(2, A_RANGE)?;
            let index = arguments.required(3, AN_INDEX)?;
            (uri()?, Call::Correct { version: version()?, range, index })
        }
        FOLLOW => {
            (uri()?, Call::Follow { version: version()?, range: arguments.required(2, A_RANGE)? })
        }
        FIX_ALL => (uri()?, Call::FixAll),
        CHECK_FOLDER => return Ok(Command::CheckFolder(uri()?)),
        _ => return Err(Message::new(UNKNOWN_COMMAND, [Argument::from(name)])),
    };
    Ok(Command::OfDocument(uri, call))
}

/// The document and the call of an action without an edit, read from the data of the action.
pub fn command_of(action: &CodeAction) -> Option<(Uri, Call<Range>)> {
    let found: ls_types::Command = serde_json::from_value(action.data.clone()?).ok()?;
    match command(&found.command, found.arguments.as_deref().unwrap_or_default()).ok()? {
        Command::OfDocument(uri, call) => Some((uri, call)),
        Command::CheckFolder(_) => None,
    }
}

/// The call with ranges in bytes of the document.
pub fn call(view: &View, call: Call<Range>) -> Call {
    let bytes = |place| range(view, place);
    // The range of a finding must be exactly the range sent to the client.
    let exact = |place| Some(bytes(place)).filter(|own| to_proto::range(view, *own) == place);
    call.with_ranges(bytes, exact)
}

/// The arguments of a command. `null` means a missing argument.
struct Arguments<'a> {
    command: &'a str,
    values: &'a [Value],
}

impl Arguments<'_> {
    /// An address. Some clients do not encode addresses.
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

    fn at(&self, index: usize) -> Result<At<Range>, Message> {
        match self.values.get(index) {
            Some(Value::String(place)) => Ok(At::Place(place.clone())),
            _ => self.required(index, A_RANGE_OR_PLACE).map(At::Range),
        }
    }

    fn wrong(&self, index: usize, expected: Wording) -> Message {
        let found = self.values.get(index).filter(|value| !value.is_null()).map(Value::to_string);
        // A long argument is shown by its beginning.
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Language;
    use crate::server::core::features::commands::names;
    use crate::server::core::features::testing::view;
    use crate::server::core::view::Client;
    use crate::text::TextRange;
    use serde_json::json;

    fn uri() -> Uri {
        "file:///reports/2023.md".parse().unwrap()
    }

    #[test]
    fn calls_are_written_and_read() {
        let (range, code) = (TextRange::new(1, 3), || "A001".to_owned());
        let calls = [
            Call::Recompute { table: Some(3), report: Some(1) },
            Call::Recompute { table: None, report: None },
            Call::AddMissing { report: None },
            Call::Accept {
                code: code(),
                at: At::Place("表三".into()),
                reason: Some("因为".into()),
            },
            Call::Accept { code: code(), at: At::Range(range), reason: None },
            Call::Ignore { code: code(), at: At::Range(range) },
            Call::ApplyFix { version: Some(3), code: code(), at: At::Range(range), index: 1 },
            Call::Correct { version: None, range, index: 0 },
            Call::Follow { version: Some(1), range },
            Call::FixAll,
        ];
        view("1234\n", Client::default(), |view, _| {
            for own in calls {
                let written = to_proto::command(view, &own, "题".to_owned());
                assert!(names().contains(&written.command));
                let read = super::command(&written.command, &written.arguments.unwrap()).unwrap();
                let Command::OfDocument(found, read) = read else { panic!("{read:?}") };
                assert_eq!((found, call(view, read)), (uri(), own));
            }
        });
        let folder = super::command(CHECK_FOLDER, &[json!(uri())]);
        assert_eq!(folder, Ok(Command::CheckFolder(uri())));
    }

    /// A range outside of the text never belongs to a finding, even if the range is close to a
    /// finding.
    #[test]
    fn a_finding_is_known_by_its_very_range() {
        view("𠮷一\n", Client::default(), |view, _| {
            let read = |range: Value| {
                let arguments = [json!(uri()), json!("A001"), range];
                match super::command(IGNORE, &arguments) {
                    Ok(Command::OfDocument(_, found)) => call(view, found),
                    other => panic!("{other:?}"),
                }
            };
            let place = |start: u32, end: u32| {
                json!({"start": {"line": 0, "character": start},
                       "end": {"line": 0, "character": end}})
            };
            let ignored = |at| Call::Ignore { code: "A001".to_owned(), at };
            assert_eq!(read(place(0, 3)), ignored(At::Range(TextRange::new(0, 7))));
            assert_eq!(read(place(0, 9)), ignored(At::Nowhere));
            assert_eq!(read(place(1, 3)), ignored(At::Nowhere));
        });
    }

    #[test]
    fn nonsense_is_named() {
        let said = |command: &str, arguments: Value| {
            super::command(command, arguments.as_array().unwrap()).unwrap_err().render(Language::Zh)
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
}
