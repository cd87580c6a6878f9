//! An open document and its text.

use super::features::names::Linked;
use super::from_proto::Change;
use super::stop::Stop;
use super::view::Client;
use crate::diagnostic::Diagnostic;
use crate::document::Document;
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
        let len = change.text.len();
        match self.content.change(change, self.client.encoding, options, name) {
            Some(range) => self.linked.follow(range, len),
            None => self.linked = Linked::default(),
        }
    }
}

/// The options of the rules beside the text.
pub fn options(settings: &Settings) -> Options {
    Options { level: settings.level, ..Options::default() }
}

/// The text of an open document.
#[derive(Debug)]
pub enum Content {
    Read(Arc<Document>),
    /// Another thread reads a long text. Later changes wait.
    Reading {
        reading: u64,
        waiting: Vec<Change>,
    },
    /// The client's text is unknown until the client sends a whole text.
    Lost,
}

impl Content {
    /// Applies a change, and returns the changed bytes of a text that is ready. `name` is the name
    /// of the document in the log.
    pub fn change(
        &mut self,
        change: Change,
        encoding: PositionEncoding,
        options: &Options,
        name: &str,
    ) -> Option<TextRange> {
        let Some((start, end)) = change.range else {
            *self = Self::of(&change.text, options, name);
            return None;
        };
        match self {
            Self::Read(document) => {
                if end < start {
                    warn!(
                        "{name}: a change that ends before it begins; nothing more is said of the document until its next whole text"
                    );
                    *self = Self::Lost;
                    return None;
                }
                let start = document.offset(start, encoding);
                let range = TextRange::new(start, document.offset(end, encoding).max(start));
                if catch_unwind(AssertUnwindSafe(|| {
                    edit(Arc::make_mut(document), range, &change.text)
                }))
                .is_err()
                {
                    error!(
                        "{name}: the change of bytes {}..{} could not be followed; the document is read afresh",
                        range.start, range.end
                    );
                    let mut text = document.text();
                    text.replace_range(range.start..range.end, &change.text);
                    *self = Self::of(&text, options, name);
                }
                return Some(range);
            }
            Self::Reading { waiting, .. } => waiting.push(change),
            Self::Lost => {}
        }
        None
    }

    /// The document of this text; `Lost` if reading fails.
    pub fn of(text: &str, options: &Options, name: &str) -> Self {
        catch_unwind(|| read(text, options)).map(|document| Self::Read(Arc::new(document))).unwrap_or_else(|_| {
            error!("{name}: the text cannot be read; nothing more is said of the document until its next whole text");
            Self::Lost
        })
    }

    pub fn document(&self) -> Option<&Arc<Document>> {
        match self {
            Self::Read(document) => Some(document),
            Self::Reading { .. } | Self::Lost => None,
        }
    }
}

fn edit(document: &mut Document, range: TextRange, new: &str) {
    #[cfg(test)]
    assert!(!new.contains(tests::BREAKS_EDIT), "on purpose");
    document.edit(range, new);
}

fn read(text: &str, options: &Options) -> Document {
    #[cfg(test)]
    assert!(!text.contains(tests::BREAKS_READING), "on purpose");
    Document::new(text, options.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
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
        content.change(change, PositionEncoding::Utf16, &Options::default(), "file:///2023.md");
        content.document().map(|document| document.text())
    }

    fn at(column: usize) -> Option<(Position, Position)> {
        Some((Position::new(0, column), Position::new(0, column)))
    }

    #[test]
    fn an_edit_that_panics_is_read_afresh() {
        let mut content = Content::of(TITLE, &Options::default(), "file:///2023.md");
        let expected = TITLE.replace("云溪", "\u{fdd0}云溪");
        assert_eq!(changed(&mut content, at(2), "\u{fdd0}"), Some(expected.clone()));
        assert_eq!(
            content.document().map(Arc::as_ref),
            Some(&Document::new(&expected, Options::default()))
        );
        assert_eq!(changed(&mut content, at(0), "x"), Some(format!("x{expected}")));
    }

    #[test]
    fn a_text_that_cannot_be_read_is_lost_until_the_next_whole_one() {
        let mut content = Content::of(TITLE, &Options::default(), "file:///2023.md");
        assert_eq!(changed(&mut content, at(2), "\u{fdd0}\u{fdd1}"), None);
        assert_eq!(changed(&mut content, at(0), "x"), None);
        assert_eq!(changed(&mut content, None, "\u{fdd1}"), None);
        assert_eq!(changed(&mut content, None, TITLE), Some(TITLE.to_owned()));
    }
}
