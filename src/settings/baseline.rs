//! The baseline: old findings, accepted all at once.

use crate::diagnostic::{Argument, Message, Wording};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The version of the file format. Other versions are rejected.
const VERSION: u64 = 1;

/// Findings by file, code and place in the form, never by line number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    pub entries: BTreeSet<BaselineEntry>,
}

/// One accepted finding.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct BaselineEntry {
    /// Path from the folder of the baseline, with `/` as the separator.
    pub file: String,
    pub code: String,
    /// The key of the place.
    pub at: String,
}

/// The reason why a baseline cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaselineError {
    /// Counted from 1.
    pub line: Option<usize>,
    pub message: Message,
}

impl Baseline {
    /// Reads the text of a baseline.
    ///
    /// # Errors
    /// If the text is not a baseline, or has another version.
    pub fn from_json(text: &str) -> Result<Self, BaselineError> {
        #[derive(Deserialize)]
        struct Version {
            version: u64,
        }
        #[derive(Deserialize)]
        struct Content {
            findings: BTreeSet<BaselineEntry>,
        }
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let malformed = |error: serde_json::Error| BaselineError {
            line: (error.line() > 0).then_some(error.line()),
            message: Message::new(MALFORMED, [Argument::Text(error.to_string())]),
        };
        let found: Version = serde_json::from_str(text).map_err(malformed)?;
        if found.version != VERSION {
            let versions = [found.version, VERSION].map(|version| Argument::Number(version as i64));
            return Err(BaselineError {
                line: None,
                message: Message::new(OTHER_VERSION, versions),
            });
        }
        let content: Content = serde_json::from_str(text).map_err(malformed)?;
        Ok(Self { entries: content.findings })
    }

    /// The text of the file: one sorted line for each entry, so that two baselines are easy to
    /// compare.
    pub fn to_json(&self) -> String {
        let lines: Vec<_> = self
            .entries
            .iter()
            .filter_map(|entry| serde_json::to_string(entry).ok())
            .map(|line| format!("    {line}"))
            .collect();
        let findings = if lines.is_empty() {
            "[]".to_owned()
        } else {
            format!("[\n{}\n  ]", lines.join(",\n"))
        };
        format!("{{\n  \"version\": {VERSION},\n  \"findings\": {findings}\n}}\n")
    }

    /// Whether the baseline has an entry for `code` in `file`.
    pub fn names(&self, file: &str, code: &str) -> bool {
        self.places(file, code).next().is_some()
    }

    /// The places of the entries for `code` in `file`.
    pub fn places(&self, file: &str, code: &str) -> impl Iterator<Item = &str> {
        let first =
            BaselineEntry { file: file.to_owned(), code: code.to_owned(), at: String::new() };
        self.entries
            .range(first..)
            .take_while(move |entry| entry.file == file && entry.code == code)
            .map(|entry| entry.at.as_str())
    }

    pub fn accepts(&self, file: &str, code: &str, at: &str) -> bool {
        !self.entries.is_empty()
            && self.entries.contains(&BaselineEntry {
                file: file.to_owned(),
                code: code.to_owned(),
                at: at.to_owned(),
            })
    }
}

const MALFORMED: Wording = Wording::new(
    "不是基线文件（{0}）— 用 --write-baseline 重新写",
    "is no baseline ({0}) — write it anew with --write-baseline",
);
const OTHER_VERSION: Wording = Wording::new(
    "基线的版本是 {0}，本程序只读版本 {1} — 用 --write-baseline 重新写",
    "the baseline has version {0}, this gouji reads version {1} — write it anew with --write-baseline",
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_baseline_reads_what_it_wrote() {
        let entry = |file: &str| BaselineEntry {
            file: file.into(),
            code: "A001".into(),
            at: "表三/一/总计".into(),
        };
        let baseline = Baseline { entries: [entry("乙.txt"), entry("甲\".txt")].into() };
        assert_eq!(Baseline::from_json(&baseline.to_json()), Ok(baseline.clone()));
        assert_eq!(Baseline::from_json(&Baseline::default().to_json()), Ok(Baseline::default()));
        assert!(baseline.accepts("乙.txt", "A001", "表三/一/总计"));
        assert!(!baseline.accepts("乙.txt", "A001", "表三/一/总计#2"));
    }

    #[test]
    fn what_is_no_baseline_of_this_version_is_refused() {
        let error =
            |text: &str| Baseline::from_json(text).unwrap_err().message.render(Default::default());
        assert!(error("{\"version\": 2, \"files\": 0}").contains("版本是 2"));
        assert!(error("{\"version\": 1}").contains("不是基线文件"));
        assert!(error("").contains("不是基线文件"));
        assert!(error("[]").contains("不是基线文件"));
    }
}
