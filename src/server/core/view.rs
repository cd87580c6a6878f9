//! The input of a feature: one version of an open document, together with its client.

use super::stop::Stop;
use crate::diagnostic::{Diagnostic, Language, Message, Wording};
use crate::document::{self, Document, Page, Placed};
use crate::facts::FIRST_YEAR;
use crate::settings::Settings;
use crate::text::{Position, PositionEncoding, TextRange};
use ls_types::Uri;
use std::path::Path;
use std::sync::Arc;

/// One version of an open document.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    pub uri: &'a Uri,
    /// The version number of the client.
    pub version: i32,
    /// The absolute path of the file, if the document is a file.
    pub path: Option<&'a Path>,
    /// The workspace folder around the document, absolute.
    pub root: Option<&'a Path>,
    pub document: &'a Document,
    /// The page that the text of the document is projected from. `None` for a text.
    pub page: Option<&'a Page>,
    /// The reported findings: all findings of the rules, selected by the settings, without the
    /// accepted findings. Sorted by place. Empty if the text is not a report.
    pub findings: &'a [Diagnostic],
    pub settings: &'a Arc<Settings>,
    /// The client's open text of the settings file, perhaps with unsaved changes.
    pub settings_buffer: Option<Buffer<'a>>,
    /// The settings file is invalid. `settings` holds the last valid settings, or the settings
    /// without a file.
    pub settings_broken: bool,
    pub client: &'a Client,
    /// Stopped when nobody waits for the result any more.
    pub stop: Option<&'a Stop>,
}

/// An open document: a report or another file.
#[derive(Clone, Copy, Debug)]
pub struct Buffer<'a> {
    pub uri: &'a Uri,
    pub version: i32,
    pub document: &'a Document,
}

/// The abilities and the preferences of a client.
#[derive(Clone, Debug)]
pub struct Client {
    pub encoding: PositionEncoding,
    pub language: Language,
    /// The client supports code actions as objects, not only as commands.
    pub code_action_literals: bool,
    /// The client asks for the edit of an action when the user chooses the action.
    pub resolves_edits: bool,
    /// Saving a document applies all safe fixes.
    pub fixes_on_save: bool,
    /// The client marks preferred actions.
    pub preferred_actions: bool,
    /// Edits may carry the version of their document.
    pub versioned_edits: bool,
    /// The client applies edits sent by the server, such as the edit of a command.
    pub applies_edits: bool,
    /// The client creates files for an edit.
    pub creates_files: bool,
    /// Inserted text may have placeholders.
    pub snippets: bool,
    /// Hover and completion may be in Markdown.
    pub markdown: bool,
    /// Symbols may have children.
    pub nested_symbols: bool,
    /// The client folds only whole lines.
    pub folds_lines: bool,
    pub writing: Writing,
    /// Returns the present year.
    pub this_year: fn() -> i32,
}

/// The user's preferences for written text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Writing {
    /// Characters of ambiguous East Asian width (“ ” … — ·) take two columns.
    pub ambiguous_is_wide: bool,
    /// Totals follow the addends during typing.
    pub totals_follow: bool,
}

impl Default for Client {
    fn default() -> Self {
        Self {
            encoding: PositionEncoding::Utf16,
            language: Language::Zh,
            code_action_literals: true,
            resolves_edits: false,
            fixes_on_save: false,
            preferred_actions: true,
            versioned_edits: true,
            applies_edits: true,
            creates_files: true,
            snippets: true,
            markdown: true,
            nested_symbols: true,
            folds_lines: true,
            writing: Writing::default(),
            this_year: || FIRST_YEAR,
        }
    }
}

impl<'a> View<'a> {
    /// The reports of the document in order. The iteration ends early when nobody waits for the
    /// result. An answer from an incomplete iteration is never sent.
    pub fn reports(&self) -> impl Iterator<Item = Placed<'a>> + use<'a> {
        let stop = self.stop;
        self.document.reports().take_while(move |_| !stop.is_some_and(Stop::is_stopped))
    }

    /// The position in the client's text of a byte of the document.
    pub fn position(&self, offset: usize) -> Position {
        self.positions(TextRange::at(offset)).0
    }

    /// The positions in the client's text of the start and the end of a range of the document.
    pub fn positions(&self, range: TextRange) -> (Position, Position) {
        document::positions(self.document, self.page, range, self.client.encoding)
    }

    /// The byte of the document at a position in the client's text.
    pub fn offset(&self, position: Position) -> usize {
        let encoding = self.client.encoding;
        match self.page {
            Some(page) => page.projection().projected(page.offset(position, encoding)),
            None => self.document.offset(position, encoding),
        }
    }

    /// Whether somebody waits for the result.
    pub fn goes_on(&self) -> bool {
        !self.stop.is_some_and(Stop::is_stopped)
    }

    /// Whether the name of the document has an extension of Markdown.
    pub fn is_markdown(&self) -> bool {
        let path = self.uri.path().as_str().to_ascii_lowercase();
        path.ends_with(".md") || path.ends_with(".markdown")
    }

    /// A message in the client's language.
    pub fn say(&self, message: &Message) -> String {
        message.render(self.client.language)
    }

    /// A wording without arguments, in the client's language.
    pub fn word(&self, wording: Wording) -> String {
        wording.in_language(self.client.language).to_owned()
    }
}
