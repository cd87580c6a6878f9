//! A view for the tests of features.

use crate::document::Document;
use crate::lint::{Options, Request};
use crate::server::core::view::{Client, View};
use crate::settings::Settings;
use crate::text::PositionEncoding;
use ls_types::{Position, Uri};
use std::path::Path;
use std::sync::Arc;

/// Calls `look` with a view of `text`, in UTF-16 columns and Chinese unless `client` says
/// otherwise. `⟦` in the text is taken out: the position is where it stood.
pub fn view<T>(text: &str, client: Client, look: impl FnOnce(&View, Position) -> T) -> T {
    let at = text.find('⟦').unwrap_or_default();
    let text = text.replace('⟦', "");
    let document = Document::new(&text, Options::default());
    let settings = Arc::new(Settings::default());
    let request = Request { settings: &settings, file: None, baseline: None, year: None };
    let findings = document.findings(&request).unwrap_or_default().diagnostics;
    let uri: Uri = "file:///reports/2023.md".parse().expect("a URI");
    let view = View {
        uri: &uri,
        version: 1,
        path: Some(Path::new("/reports/2023.md")),
        root: Some(Path::new("/reports")),
        document: &document,
        findings: &findings,
        settings: &settings,
        settings_buffer: None,
        settings_broken: false,
        client: &client,
        stop: None,
    };
    let position = view.position(at);
    look(&view, position)
}

/// A client whose columns count in this unit.
pub fn counting_in(encoding: PositionEncoding) -> Client {
    Client { encoding, ..Client::default() }
}
