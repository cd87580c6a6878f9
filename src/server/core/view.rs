//! What a feature reads: one version of an open document, in the terms of its client.

use super::stop::Stop;
use crate::diagnostic::{Diagnostic, Language, Message, Wording};
use crate::document::{Document, Placed};
use crate::facts::FIRST_YEAR;
use crate::settings::Settings;
use crate::text::PositionEncoding;
use ls_types::Uri;
use std::path::Path;
use std::sync::Arc;

/// One version of an open document.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    pub uri: &'a Uri,
    /// The version that the client knows it by.
    pub version: i32,
    /// The file that it is, absolute, where it is one.
    pub path: Option<&'a Path>,
    /// The workspace folder that holds it, absolute.
    pub root: Option<&'a Path>,
    pub document: &'a Document,
    /// What is reported of it: all that the rules find, as settings select it, without what is
    /// accepted. Sorted by place; empty where it is no report.
    pub findings: &'a [Diagnostic],
    pub settings: &'a Arc<Settings>,
    /// The settings file as the client has it open, perhaps not saved.
    pub settings_buffer: Option<Buffer<'a>>,
    /// The settings file cannot be read as it is now: `settings` are the last good ones, or those
    /// without a file.
    pub settings_broken: bool,
    pub client: &'a Client,
    /// Stopped when nobody waits any more for what is made of it.
    pub stop: Option<&'a Stop>,
}

/// An open document that need not be a report.
#[derive(Clone, Copy, Debug)]
pub struct Buffer<'a> {
    pub uri: &'a Uri,
    pub version: i32,
    pub document: &'a Document,
}

/// What a client has said of itself.
#[derive(Clone, Debug)]
pub struct Client {
    pub encoding: PositionEncoding,
    pub language: Language,
    /// Code actions may be objects, not only commands.
    pub code_action_literals: bool,
    /// It asks for the edit of an action when it is chosen.
    pub resolves_edits: bool,
    /// All safe fixes are applied when it saves.
    pub fixes_on_save: bool,
    /// It marks preferred actions.
    pub preferred_actions: bool,
    /// Edits may say which version of a document they are for.
    pub versioned_edits: bool,
    /// It applies edits that the server sends it, such as those of commands.
    pub applies_edits: bool,
    /// It creates files that an edit asks for.
    pub creates_files: bool,
    /// Text to insert may have places to fill in.
    pub snippets: bool,
    /// Hover and completion may be Markdown.
    pub markdown: bool,
    /// Symbols may have children.
    pub nested_symbols: bool,
    /// It folds whole lines only.
    pub folds_lines: bool,
    pub writing: Writing,
    /// Tells the year.
    pub this_year: fn() -> i32,
}

/// How a client's user wants text to be written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Writing {
    /// Characters whose East Asian width is ambiguous (“ ” … — ·) take two columns.
    pub ambiguous_is_wide: bool,
    /// Totals follow the addends while these are typed.
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
    /// The reports of the document in order, for as long as somebody waits for what is made of
    /// them: an answer from fewer than all of them is never given.
    pub fn reports(&self) -> impl Iterator<Item = Placed<'a>> + use<'a> {
        let stop = self.stop;
        self.document.reports().take_while(move |_| !stop.is_some_and(Stop::is_stopped))
    }

    /// Whether somebody waits for what is made of it.
    pub fn goes_on(&self) -> bool {
        !self.stop.is_some_and(Stop::is_stopped)
    }

    /// Whether its name says that it is Markdown.
    pub fn is_markdown(&self) -> bool {
        let path = self.uri.path().as_str().to_ascii_lowercase();
        path.ends_with(".md") || path.ends_with(".markdown")
    }

    /// A message in the client's language.
    pub fn say(&self, message: &Message) -> String {
        message.render(self.client.language)
    }

    /// A wording without anything to fill in, in the client's language.
    pub fn word(&self, wording: Wording) -> String {
        wording.in_language(self.client.language).to_owned()
    }
}
