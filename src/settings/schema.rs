//! The content of gouji.toml. The doc comments become the descriptions in the JSON Schema.

use super::paths::Patterns;
use crate::diagnostic::{Language, Level, Severity};
use crate::standard::Word;
use crate::text::TextRange;
use std::collections::BTreeMap;
use std::fmt;

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
    /// Codes or prefixes of codes to report. The default is all codes.
    /// 报告哪些规则（代码或其开头）。
    #[cfg_attr(feature = "schema", schemars(default))]
    pub select: Option<Vec<String>>,
    /// Codes or prefixes of codes not to report. 不报告哪些规则。
    #[cfg_attr(feature = "schema", schemars(default))]
    pub ignore: Vec<String>,
    /// Severities of rules, by code or prefix, instead of the default severities. 规则的严重程度。
    #[cfg_attr(feature = "schema", schemars(default))]
    pub severity: BTreeMap<String, Severity>,
    /// Files of a folder to check. 检查文件夹中的哪些文件。
    #[cfg_attr(feature = "schema", schemars(default))]
    pub files: Files,
    /// Rules not reported for some files. 某些文件不报告的规则。
    #[cfg_attr(feature = "schema", schemars(default))]
    pub per_file_ignores: Vec<PerFileIgnores>,
    /// Facts missing from the text of the report. 报告文本本身没有说明的情况。
    #[cfg_attr(feature = "schema", schemars(default))]
    pub report: Report,
    /// Facts about organs that their names do not say. 单位名称没有说明的情况。
    #[cfg_attr(feature = "schema", schemars(default))]
    pub organ: Vec<Organ>,
    /// Governments with their members, for X006 and X009. 政府及其成员单位。
    #[cfg_attr(feature = "schema", schemars(default))]
    pub government: Vec<Government>,
    /// Words added to the lexicon of sentences, each with its class. 正文常用的其他说法，按类填写。
    #[cfg_attr(feature = "schema", schemars(default, schema_with = "lexicon_schema"))]
    pub lexicon: Vec<(Word, String)>,
    /// Accepted findings, each with a reason. 接受并注明理由：可以保留的问题及其理由。
    #[cfg_attr(feature = "schema", schemars(default))]
    pub accept: Vec<Accept>,
}

/// Files of a folder to check. Patterns start at the folder of the settings file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields))]
pub struct Files {
    /// Patterns of files to read, instead of `*.txt`, `*.md` and `*.markdown`. 读取哪些文件。
    #[cfg_attr(feature = "schema", schemars(default))]
    pub include: Option<Vec<String>>,
    /// Patterns of files and folders to skip. 跳过哪些文件和文件夹。
    #[cfg_attr(feature = "schema", schemars(default))]
    pub exclude: Vec<String>,
}

/// Rules not reported for some files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields))]
pub struct PerFileIgnores {
    /// Patterns of files, from the folder of the settings file. 哪些文件。
    pub files: Vec<String>,
    /// Codes or prefixes of codes. 哪些规则。
    pub codes: Vec<String>,
}

/// Facts missing from the text of the report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields))]
pub struct Report {
    /// The kind of organ: a department (due 31 January) or a government (due 31 March).
    /// 部门（1月31日前）或政府（3月31日前）。
    #[cfg_attr(feature = "schema", schemars(default))]
    pub level: Option<Level>,
}

/// An organ, and what its name does not say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields))]
pub struct Organ {
    /// The name of the organ in its reports. 单位名称。
    #[cfg_attr(feature = "schema", schemars(length(min = 1)))]
    pub name: String,
    /// Earlier, shorter or other names of the organ. 曾用名、简称。
    #[cfg_attr(feature = "schema", schemars(default))]
    pub also: Vec<String>,
    /// The kind of organ, instead of the level of `report`. 代替 `report` 中的级别。
    #[cfg_attr(feature = "schema", schemars(default))]
    pub level: Option<Level>,
    /// Whether the organ may make rules, for R007. 是否有规章制定权。
    #[cfg_attr(feature = "schema", schemars(default))]
    pub rule_making: Option<bool>,
    /// The range of the entry in the settings file.
    #[cfg_attr(feature = "schema", schemars(skip))]
    pub range: TextRange,
}

/// A government, and the organs whose numbers are added up in its report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields))]
pub struct Government {
    /// The name of the government in its report. 政府名称。
    #[cfg_attr(feature = "schema", schemars(length(min = 1)))]
    pub name: String,
    /// The names of the members. 成员单位的名称。
    #[cfg_attr(feature = "schema", schemars(default))]
    pub members: Vec<String>,
    /// The pattern of the files with the reports of the members. 成员单位的报告文件。
    #[cfg_attr(feature = "schema", schemars(default, with = "Option<String>"))]
    pub members_in: Option<Patterns>,
    /// The day on which the members hand in: month and day of the year after the report's.
    /// 成员单位提交的期限（次年的月、日）。
    #[cfg_attr(feature = "schema", schemars(default, schema_with = "day_schema"))]
    pub due: Option<DayOfYear>,
    /// The range of the entry in the settings file.
    #[cfg_attr(feature = "schema", schemars(skip))]
    pub range: TextRange,
    /// The range of the name.
    #[cfg_attr(feature = "schema", schemars(skip))]
    pub name_range: TextRange,
    /// The ranges of the members, in the order of `members`.
    #[cfg_attr(feature = "schema", schemars(skip))]
    pub ranges: Vec<TextRange>,
    /// The range of the pattern.
    #[cfg_attr(feature = "schema", schemars(skip))]
    pub members_in_range: TextRange,
}

/// A month and a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayOfYear {
    pub month: u8,
    pub day: u8,
}

impl DayOfYear {
    /// Reads `03-31`. `None` for a day that not every year has.
    pub fn parse(text: &str) -> Option<Self> {
        let (month, day) = text.split_once('-')?;
        let number = |digits: &str| {
            let is_number = digits.len() == 2 && digits.bytes().all(|byte| byte.is_ascii_digit());
            is_number.then(|| digits.parse::<u8>().ok()).flatten()
        };
        let (month, day) = (number(month)?, number(day)?);
        let last = match month {
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => return None,
        };
        (1..=last).contains(&day).then_some(Self { month, day })
    }
}

/// As in settings: `03-31`.
impl fmt::Display for DayOfYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}-{:02}", self.month, self.day)
    }
}

/// An accepted finding with its reason.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields))]
pub struct Accept {
    /// The report, from the folder of the settings file. 报告文件。
    pub file: String,
    /// The code of the rule. 规则代码。
    pub code: String,
    /// The place in the form, such as `表四/行政复议/总计`. The default is every place.
    /// 在表样中的位置。
    #[cfg_attr(feature = "schema", schemars(default))]
    pub at: Option<String>,
    /// The reason for the acceptance. 保留的理由。
    #[cfg_attr(feature = "schema", schemars(length(min = 1)))]
    pub reason: String,
    /// The range of the entry in the settings file.
    #[cfg_attr(feature = "schema", schemars(skip))]
    pub range: TextRange,
}

/// The JSON Schema of gouji.toml.
#[cfg(feature = "schema")]
pub fn json_schema() -> serde_json::Value {
    let settings = schemars::generate::SchemaSettings::default()
        .with_transform(schemars::transform::RecursiveTransform(join_lines));
    settings.into_generator().into_root_schema_for::<File>().to_value()
}

/// The schema of the added words: a list of words for each class, and for each outcome.
#[cfg(feature = "schema")]
fn lexicon_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
    use crate::standard::{Class, Outcome};
    use serde_json::{Map, Value, json};
    let words = || json!({ "type": "array", "items": { "type": "string", "minLength": 2 } });
    let table = |properties: Map<String, Value>| json!({ "type": "object", "properties": properties, "additionalProperties": false });
    let outcomes = Outcome::NAMES.iter().map(|name| ((*name).to_owned(), words()));
    let classes = Class::ALL.iter().map(|(name, _)| ((*name).to_owned(), words()));
    let outcomes = ("outcomes".to_owned(), table(outcomes.collect()));
    match table(classes.chain([outcomes]).collect()) {
        Value::Object(schema) => schema.into(),
        _ => schemars::Schema::default(),
    }
}

/// The schema of a month and a day.
#[cfg(feature = "schema")]
fn day_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
    schemars::json_schema!({
        "type": ["string", "null"],
        "pattern": "^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
    })
}

/// Joins the lines of each paragraph of a description. The doc comments are wrapped, a description
/// is not.
#[cfg(feature = "schema")]
fn join_lines(schema: &mut schemars::Schema) {
    if let Some(serde_json::Value::String(description)) = schema.get_mut("description") {
        let paragraphs = description.split("\n\n").map(|paragraph| paragraph.replace('\n', " "));
        *description = paragraphs.collect::<Vec<_>>().join("\n\n");
    }
}

#[cfg(all(test, feature = "schema"))]
mod tests {
    use super::*;

    #[test]
    fn a_paragraph_of_a_description_is_one_line() {
        let mut schema = schemars::json_schema!({ "description": "a\nb\n\nc\nd" });
        join_lines(&mut schema);
        assert_eq!(schema.get("description"), Some(&"a b\n\nc d".into()));
        let all = json_schema().to_string();
        assert!(all.contains("\"description\"") && !all.contains("\\n"), "{all}");
    }
}
