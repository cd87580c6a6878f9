//! The reports opened by tests, and the findings of the library.

use gouji::lint::{Request, lint};
use gouji::settings::Settings;
use gouji::standard::Standard;
use gouji::syntax::Layout;
use gouji::write::Skeleton;

pub const URI: &str = "file:///%E6%8A%A5%E5%91%8A/2023.md";

/// A report without mistakes: 3 requests, all granted.
pub fn report_in(layout: Layout) -> String {
    let cell = |table: usize, row: usize, column: usize| {
        if table == 1 && (row == 0 || row == 2 || row == 23) && (column == 0 || column == 6) {
            "3"
        } else {
            "0"
        }
        .to_owned()
    };
    let sections = [
        "我局依法主动公开信息，𠮷祥如意。公开申请按时答复。信息公开前经保密审查，网站栏目及时更新，组织培训一次。",
        "",
        "",
        "",
        "公开不够及时，将加强培训。",
        "本年度未收取信息处理费。",
    ];
    Skeleton {
        standard: Standard::official(),
        issuer: "云溪县园林局",
        year: 2023,
        layout,
        newline: "\n",
        sections: &sections,
        cell: &cell,
    }
    .write()
}

pub fn report() -> String {
    report_in(Layout::Markdown)
}

/// `text` with its only `from` replaced.
#[track_caller]
pub fn replaced(text: &str, from: &str, to: &str) -> String {
    assert_eq!(text.matches(from).count(), 1, "{from}");
    text.replace(from, to)
}

/// The findings of `gouji check` in a text.
pub fn checked(text: &str) -> Vec<&'static str> {
    let settings = Settings::default();
    let request = Request { settings: &settings, file: None, baseline: None, year: None };
    lint(text, &request).unwrap_or_default().diagnostics.iter().map(|found| found.code).collect()
}

/// A folder on disk, with the URIs of its files.
pub struct Folder(tempfile::TempDir);

impl Folder {
    pub fn new(files: &[(&str, &str)]) -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        files.iter().for_each(|(name, text)| folder.write(name, text));
        folder
    }

    pub fn path(&self, name: &str) -> std::path::PathBuf {
        self.0.path().canonicalize().unwrap().join(name)
    }

    pub fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    pub fn remove(&self, name: &str) {
        std::fs::remove_file(self.path(name)).unwrap();
    }

    pub fn uri(&self, name: &str) -> String {
        format!("file://{}", self.path(name).display()).trim_end_matches('/').to_owned()
    }

    /// The parameters of `initialize` with this folder as the only workspace folder.
    pub fn as_workspace(&self) -> serde_json::Value {
        serde_json::json!({ "workspaceFolders": [{ "uri": self.uri(""), "name": "报告" }] })
    }
}

/// The report with a wrong year at the start of the period: P001.
pub fn wrong_period() -> String {
    replaced(&report(), "2023年1月1日", "2022年1月1日")
}

/// The same report of another organ: reports of one organ and year would be one report twice.
pub fn of_organ(organ: &str, text: &str) -> String {
    text.replace("云溪县园林局", organ)
}
