//! G001 for accepted findings of the settings that silence nothing.

use crate::diagnostic::{Applicability, Argument, Diagnostic, Fix, Message, Place, Wording};
use crate::rules::{Rule, UNUSED_IGNORE};
use crate::settings::{Accept, PLACEHOLDER, Settings, is_reason, remove_entries};

/// G001 for an accepted finding that silences nothing. Ranges are in the text of the settings file.
/// A person wrote the reason, so a person decides about the removal. `None` if the settings have no
/// file, or if `index` is not the index of an accepted finding.
pub fn unused_accept(settings: &Settings, index: usize) -> Option<Diagnostic> {
    let file = settings.file.as_ref()?;
    let entry = settings.accepted.get(index)?;
    if !is_reason(&entry.reason) {
        let message = Message::new(
            STILL_TO_WRITE,
            [entry.code.as_str().into(), Message::plain(PLACEHOLDER).into()],
        );
        return Some(of_entry(settings, entry, index, message, None));
    }
    let fix = remove_entries(&file.text, &[index])
        .and_then(|edit| Fix::new(Message::plain(REMOVE_ENTRY), Applicability::Unsafe, vec![edit]));
    let at = entry.at.as_ref().map_or_else(
        || Message::plain(ANYWHERE),
        |at| Message::new(AT, [Argument::from(at.as_str())]),
    );
    let message = Message::new(
        UNUSED_ENTRY,
        [entry.file.as_str().into(), at.into(), entry.code.as_str().into()],
    );
    Some(of_entry(settings, entry, index, message, fix))
}

fn of_entry(
    settings: &Settings,
    entry: &Accept,
    index: usize,
    message: Message,
    fix: Option<Fix>,
) -> Diagnostic {
    Diagnostic {
        code: UNUSED.code,
        severity: settings.severity(UNUSED.code).unwrap_or(UNUSED.severity),
        range: entry.range,
        message,
        place: Place { ordinal: index + 1, ..Place::part("accept") },
        fixes: fix.into_iter().collect(),
        related: Vec::new(),
        elsewhere: Vec::new(),
    }
}

/// The same as [`unused_accept`] for an entry whose file does not exist. The name of the file may
/// be mistyped.
pub fn lost_accept(settings: &Settings, index: usize) -> Option<Diagnostic> {
    let mut diagnostic = unused_accept(settings, index)?;
    diagnostic.message =
        Message::new(NO_FILE, [settings.accepted.get(index)?.file.as_str().into()]);
    Some(diagnostic)
}

/// The rule of the findings made here.
static UNUSED: &Rule = &UNUSED_IGNORE;

const UNUSED_ENTRY: Wording = Wording::new(
    "{0}{1}已没有 {2} 的问题，这条接受记录多余",
    "{0} has no finding {2}{1} any more: this entry silences nothing",
);
const STILL_TO_WRITE: Wording = Wording::new(
    "接受 {0} 的理由还是“{1}”，不起作用：请在 reason 中写明这个问题为什么可以保留",
    "the reason for accepting {0} still says “{1}”, so that it has no effect: write in reason why the finding may stand",
);
const NO_FILE: Wording = Wording::new(
    "没有 {0} 这个文件：请改正文件名，文件已删除的删去这条接受记录",
    "there is no file {0}: mend its name, or remove this entry if the file is gone",
);
const ANYWHERE: Wording = Wording::new(" ", "");
const AT: Wording = Wording::new(" 的“{0}”", " at {0}");
const REMOVE_ENTRY: Wording = Wording::new("删除这条接受记录", "remove this entry");
