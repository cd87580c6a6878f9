//! What may stand in gouji.toml. The doc comments become the descriptions in its JSON Schema.

use crate::diagnostic::{Language, Level, Severity};
use crate::text::TextRange;
use std::collections::BTreeMap;

/// Settings of gouji, the checker of annual reports on government information disclosure.
/// 勾稽（政府信息公开工作年度报告检查工具）的设置。
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(
    feature = "schema",
    schemars(rename = "gouji.toml", rename_all = "kebab-case", deny_unknown_fields)
)]
pub struct File {
    /// The language of messages. 提示信息的语言。
    #[cfg_attr(feature = "schema", schemars(default))]
    pub lang: Option<Language>,
    /// Codes or prefixes of codes that are reported; all, where nothing is said.
    /// 报告哪些规则（代码或其开头）。
    #[cfg_attr(feature = "schema", schemars(default))]
    pub select: Option<Vec<String>>,
    /// Codes or prefixes of codes that are not reported. 不报告哪些规则。
    #[cfg_attr(feature = "schema", schemars(default))]
    pub ignore: Vec<String>,
    /// The severity of a rule, by code or prefix, where it is not the default one. 规则的严重程度。
    #[cfg_attr(feature = "schema", schemars(default))]
    pub severity: BTreeMap<String, Severity>,
    /// Which files of a folder are checked. 检查文件夹中的哪些文件。
    #[cfg_attr(feature = "schema", schemars(default))]
    pub files: Files,
    /// Rules that are not reported for some files. 某些文件不报告的规则。
    #[cfg_attr(feature = "schema", schemars(default))]
    pub per_file_ignores: Vec<PerFileIgnores>,
    /// What the text of a report does not say of itself. 报告文本本身没有说明的情况。
    #[cfg_attr(feature = "schema", schemars(default))]
    pub report: Report,
    /// Findings that may stand, each with its reason. 接受并注明理由：可以保留的问题及其理由。
    #[cfg_attr(feature = "schema", schemars(default))]
    pub accept: Vec<Accept>,
}

/// Which files of a folder are checked; patterns count from the folder of the settings file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields))]
pub struct Files {
    /// Patterns of the files that are read, instead of `*.txt`, `*.md` and `*.markdown`.
    /// 读取哪些文件。
    #[cfg_attr(feature = "schema", schemars(default))]
    pub include: Option<Vec<String>>,
    /// Patterns of files and folders that are left out. 跳过哪些文件和文件夹。
    #[cfg_attr(feature = "schema", schemars(default))]
    pub exclude: Vec<String>,
}

/// Rules that are not reported for some files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields))]
pub struct PerFileIgnores {
    /// Patterns of files, from the folder of the settings file. 哪些文件。
    pub files: Vec<String>,
    /// Codes or prefixes of codes. 哪些规则。
    pub codes: Vec<String>,
}

/// What the text of a report does not say of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields))]
pub struct Report {
    /// Whose reports they are, which decides the statutory day.
    /// 部门（1月31日前）或政府（3月31日前）。
    #[cfg_attr(feature = "schema", schemars(default))]
    pub level: Option<Level>,
}

/// A finding that may stand, and why.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields))]
pub struct Accept {
    /// The report, from the folder of the settings file. 报告文件。
    pub file: String,
    /// The rule's code. 规则代码。
    pub code: String,
    /// The place in the form, such as `表四/行政复议/总计`; every place, where nothing is said.
    /// 在表样中的位置。
    #[cfg_attr(feature = "schema", schemars(default))]
    pub at: Option<String>,
    /// Why the finding may stand. 保留的理由。
    #[cfg_attr(feature = "schema", schemars(length(min = 1)))]
    pub reason: String,
    /// Where the entry stands in the settings file.
    #[cfg_attr(feature = "schema", schemars(skip))]
    pub range: TextRange,
}

/// The JSON Schema of gouji.toml.
#[cfg(feature = "schema")]
pub fn json_schema() -> serde_json::Value {
    schemars::schema_for!(File).to_value()
}
