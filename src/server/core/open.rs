//! An open document and its text.

use super::features::names::Linked;
use super::from_proto::Change;
use super::stop::Stop;
use super::view::Client;
use crate::diagnostic::Diagnostic;
use crate::document::OpenText;
use crate::lint::Options;
use crate::settings::{Settings, SettingsError};
use crate::text::{PositionEncoding, TextRange};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use tracing::{error, warn};

/// A document opened by the client.
#[derive(Debug)]
pub struct Open {
    /// The absolute path of the file, if the document is a file.
    pub path: Option<PathBuf>,
    /// The workspace folder around the document.
    pub root: Option<PathBuf>,
    pub version: i32,
    /// Whether the text is HTML. The document then is the text projected from the page.
    pub is_page: bool,
    /// Stopped when the client changes the text.
    pub revision: Stop,
    pub content: Content,
    pub settings: Arc<Settings>,
    /// The mistakes in the settings file of the document.
    pub settings_error: Option<Arc<SettingsError>>,
    /// The abilities of the client, and the language of messages about the document.
    pub client: Client,
    /// The reported findings.
    pub findings: Arc<Vec<Diagnostic>>,
    /// Indices of the settings' accepted findings that silence nothing in the document.
    pub unused_accepts: Vec<usize>,
    /// The diagnostics sent to the client, or the answer to its next question.
    pub shown: Vec<ls_types::Diagnostic>,
    /// The number of the sent list.
    pub list: u64,
    /// The places that the client edits together.
    pub linked: Linked,
}

impl Open {
    /// Applies a change, and moves the stored offsets along with the text.
    pub fn change(&mut self, change: Change, options: &Options, name: &str) {
        let encoding = self.client.encoding;
        match self.content.change(change, self.is_page, encoding, options, name) {
            Some((range, len)) => self.linked.follow(range, len),
            None => self.linked = Linked::default(),
        }
    }
}

/// The options of the rules beside the text.
pub fn options(settings: &Settings) -> Options {
    Options {
        level: settings.level,
        organs: settings.organs.clone(),
        lexicon: settings.lexicon.clone(),
        ..Options::default()
    }
}

/// The text of an open document.
#[derive(Debug)]
pub enum Content {
    Ready(OpenText),
    /// Another thread reads a long text. Later changes wait.
    Reading {
        reading: u64,
        waiting: Vec<Change>,
    },
    /// The client's text is unknown until the client sends a whole text.
    Lost,
}

impl Content {
    /// Applies a change. Returns the changed bytes of a document that is ready, and the length of
    /// their new text. `name` is the name of the document in the log.
    pub fn change(
        &mut self,
        change: Change,
        is_page: bool,
        encoding: PositionEncoding,
        options: &Options,
        name: &str,
    ) -> Option<(TextRange, usize)> {
        let Some((start, end)) = change.range else {
            *self = Self::of(&change.text, is_page, options, name);
            return None;
        };
        match self {
            Self::Ready(ready) => {
                if end < start {
                    warn!(
                        "{name}: a change that ends before it begins; nothing more is said of the document until its next whole text"
                    );
                    *self = Self::Lost;
                    return None;
                }
                let start = ready.offset(start, encoding);
                let range = TextRange::new(start, ready.offset(end, encoding).max(start));
                // A copy of the page would make the edit copy its whole map.
                let markup = ready.page.as_ref().map(|page| page.rope());
                match catch_unwind(AssertUnwindSafe(|| edit(ready, range, &change.text))) {
                    Ok(changed) => return Some(changed),
                    Err(_) => {
                        error!(
                            "{name}: the change of bytes {}..{} could not be followed; the document is read afresh",
                            range.start, range.end
                        );
                        // The page changes before the document. The document is as it was.
                        let mut text =
                            markup.map_or_else(|| ready.text(), |markup| markup.to_string());
                        text.replace_range(range.start..range.end, &change.text);
                        *self = Self::of(&text, is_page, options, name);
                    }
                }
            }
            Self::Reading { waiting, .. } => waiting.push(change),
            Self::Lost => {}
        }
        None
    }

    /// The document of this text; `Lost` if reading fails.
    pub fn of(text: &str, is_page: bool, options: &Options, name: &str) -> Self {
        catch_unwind(|| read(text, is_page, options)).map(Self::Ready).unwrap_or_else(|_| {
            error!("{name}: the text cannot be read; nothing more is said of the document until its next whole text");
            Self::Lost
        })
    }

    /// The text, if it is ready.
    pub fn ready(&self) -> Option<&OpenText> {
        match self {
            Self::Ready(ready) => Some(ready),
            Self::Reading { .. } | Self::Lost => None,
        }
    }
}

/// Reads a text, or a page. This is slow for a long one.
pub fn read(text: &str, is_page: bool, options: &Options) -> OpenText {
    #[cfg(test)]
    assert!(!text.contains(tests::BREAKS_READING), "on purpose");
    OpenText::new(text, is_page, options)
}

fn edit(text: &mut OpenText, range: TextRange, new: &str) -> (TextRange, usize) {
    #[cfg(test)]
    assert!(!new.contains(tests::BREAKS_EDIT), "on purpose");
    text.edit(range, new)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::text::Position;

    /// An edit that inserts this character panics.
    pub const BREAKS_EDIT: char = '\u{fdd0}';
    /// Reading a text with this character panics.
    pub const BREAKS_READING: char = '\u{fdd1}';

    const TITLE: &str = "𠮷云溪县园林局2023年政府信息公开工作年度报告\n";

    fn changed(
        content: &mut Content,
        range: Option<(Position, Position)>,
        text: &str,
    ) -> Option<String> {
        let change = Change { range, text: text.to_owned() };
        let (encoding, options) = (PositionEncoding::Utf16, Options::default());
        content.change(change, false, encoding, &options, "file:///2023.md");
        content.ready().map(OpenText::text)
    }

    fn at(column: usize) -> Option<(Position, Position)> {
        Some((Position::new(0, column), Position::new(0, column)))
    }

    #[test]
    fn an_edit_that_panics_is_read_afresh() {
        let mut content = Content::of(TITLE, false, &Options::default(), "file:///2023.md");
        let expected = TITLE.replace("云溪", "\u{fdd0}云溪");
        assert_eq!(changed(&mut content, at(2), "\u{fdd0}"), Some(expected.clone()));
        assert_eq!(
            content.ready().map(|ready| &*ready.document),
            Some(&Document::new(&expected, Options::default()))
        );
        assert_eq!(changed(&mut content, at(0), "x"), Some(format!("x{expected}")));
    }

    #[test]
    fn a_text_that_cannot_be_read_is_lost_until_the_next_whole_one() {
        let mut content = Content::of(TITLE, false, &Options::default(), "file:///2023.md");
        assert_eq!(changed(&mut content, at(2), "\u{fdd0}\u{fdd1}"), None);
        assert_eq!(changed(&mut content, at(0), "x"), None);
        assert_eq!(changed(&mut content, None, "\u{fdd1}"), None);
        assert_eq!(changed(&mut content, None, TITLE), Some(TITLE.to_owned()));
    }
}
