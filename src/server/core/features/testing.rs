//! A view for the tests of features.

use super::change::Change;
use crate::diagnostic::apply;
use crate::document::Document;
use crate::lint::{Options, Request};
use crate::server::core::view::{Client, View};
use crate::settings::Settings;
use crate::standard::Standard;
use crate::syntax::Layout;
use crate::text::PositionEncoding;
use crate::write::Skeleton;
use std::path::Path;
use std::sync::Arc;

/// Calls `look` with a view of `text` and with the byte of `⟦`. The mark is removed from the text.
/// `client` sets the unit of columns and the language.
pub fn view<T>(text: &str, client: Client, look: impl FnOnce(&View, usize) -> T) -> T {
    let at = text.find('⟦').unwrap_or_default();
    let text = text.replace('⟦', "");
    let document = Document::new(&text, Options::default());
    let settings = Arc::new(Settings::default());
    let request = Request { settings: &settings, file: None, baseline: None, year: None };
    let findings = document.findings(&request).unwrap_or_default().diagnostics;
    let uri = "file:///reports/2023.md".parse().expect("a URI");
    let view = View {
        uri: &uri,
        version: 1,
        path: Some(Path::new("/reports/2023.md")),
        root: Some(Path::new("/reports")),
        document: &document,
        page: None,
        findings: &findings,
        settings: &settings,
        settings_buffer: None,
        settings_broken: false,
        client: &client,
        stop: None,
    };
    look(&view, at)
}

/// A client with this unit of columns.
pub fn counting_in(encoding: PositionEncoding) -> Client {
    Client { encoding, ..Client::default() }
}

/// Section one of [`report`].
pub const SURVEY: &str =
    "主动公开信息9条，公开申请按时答复。信息公开前经保密审查，网站栏目及时更新，组织培训一次。";

/// A report of an invented organ. All cells are 0, except `cells`: table, row, column.
pub fn report(layout: Layout, cells: &[((usize, usize, usize), &str)]) -> String {
    let cell = |table, row, column| {
        let own = cells.iter().find(|(place, _)| *place == (table, row, column));
        own.map_or("0", |(_, value)| value).to_owned()
    };
    let sections = [SURVEY, "", "", "", "培训不够，已改进。", "未收取信息处理费。"];
    Skeleton {
        standard: Standard::official(),
        issuer: "云溪县𠮷山园林局",
        year: 2023,
        layout,
        newline: "\n",
        sections: &sections,
        cell: &cell,
    }
    .write()
}

/// A compilation: another report, followed by this report.
pub fn second(report: &str) -> String {
    let first = self::report(Layout::Tabs, &[]).replace("园林局", "水务局");
    format!("{first}\n{report}")
}

/// The document of `view` after a change of the document.
pub fn applied(view: &View, change: &Change) -> String {
    let Change::Document(edits) = change else { panic!("{change:?}") };
    apply(&view.document.text(), edits)
}
