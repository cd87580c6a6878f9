//! The reports that tests open, and what the library says of them.

use gouji::lint::{Request, lint};
use gouji::settings::Settings;
use gouji::syntax::{Layout, Skeleton};

pub const URI: &str = "file:///%E6%8A%A5%E5%91%8A/2023.md";

/// A report without a mistake: 3 requests, all granted.
pub fn report_in(layout: Layout) -> String {
    let cell = |table: usize, row: usize, column: usize| {
        if table == 1 && (row == 0 || row == 2 || row == 23) && (column == 0 || column == 6) { "3" } else { "0" }.to_owned()
    };
    let sections = ["我局依法公开信息，𠮷祥如意。", "", "", "", "公开不够及时，将加强培训。", "本年度未收取信息处理费。"];
    Skeleton { issuer: "云溪县园林局", year: 2023, layout, newline: "\n", sections, cell: &cell }.write()
}

pub fn report() -> String {
    report_in(Layout::Markdown)
}

/// `text` with the one `from` in it replaced.
#[track_caller]
pub fn replaced(text: &str, from: &str, to: &str) -> String {
    assert_eq!(text.matches(from).count(), 1, "{from}");
    text.replace(from, to)
}

/// What `gouji check` finds in a text.
pub fn checked(text: &str) -> Vec<&'static str> {
    let settings = Settings::default();
    let request = Request { settings: &settings, file: None, baseline: None, year: None };
    lint(text, &request).unwrap_or_default().diagnostics.iter().map(|found| found.code).collect()
}
