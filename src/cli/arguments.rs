//! The arguments of the command line.
//!
//! Help is written in both languages, `中文 / English`. [`super::help`] selects one language.

use crate::diagnostic::{Language, Message, Severity};
use crate::rules::CODES;
use crate::settings::{Excluded, Overrides, Patterns, Search, absolute, check_pattern};
use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use std::path::{Path, PathBuf};

/// The parser, with help in both languages.
pub(super) fn command() -> clap::Command {
    Arguments::command()
}

#[derive(Debug, Parser)]
#[command(
    name = "gouji",
    version,
    about = "勾稽：检查和修正政府信息公开工作年度报告 / Checks and mends annual reports on government information disclosure"
)]
pub(super) struct Arguments {
    #[command(flatten)]
    pub(super) common: Common,
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// 检查报告 / Check reports
    Check(Box<Check>),
    /// 把表格中的数写成数据，一格一行 / Write the cells of reports as data, a row a cell
    Extract(Extract),
    /// 把各单位的表格加起来，写成一份报告 / Add up the tables of reports into one report
    Sum(Sum),
    /// 比较两份报告：一格一格，一段一段 / Compare two reports, cell by cell and paragraph by
    /// paragraph
    Compare(Compare),
    #[cfg(feature = "transport")]
    /// 为编辑器提供服务（语言服务器，使用标准输入输出） / Serve an editor (language server on
    /// standard input and output)
    Server(Server),
    /// 说明一条规则 / Explain a rule
    Explain(Explain),
    /// 列出全部规则 / List all rules
    Rules(Rules),
    /// 写出一个设置文件，每一项都有说明 / Write a settings file with comments
    Init(Init),
    /// 写出一份空白报告 / Write an empty report
    New(New),
    /// 显示读到的文字（Word、网页、PDF 文件按此检查） / Print a file as it is read and checked
    Text(Text),
    /// 显示生效的设置 / Show the settings in force
    Config(Config),
    /// 生成命令行补全脚本 / Write shell completions
    Completions {
        /// 哪一种命令行 / Which shell
        #[arg(value_enum)]
        shell: Shell,
    },
}

/// The arguments of every command.
#[derive(Debug, Args)]
pub(super) struct Common {
    /// 提示信息的语言 / The language of messages
    #[arg(long, global = true, value_enum, value_name = "LANG")]
    pub(super) lang: Option<Lang>,
    /// 是否使用颜色 / Whether to use colors
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value = "auto")]
    pub(super) color: Color,
    /// 使用这个设置文件 / Use this settings file
    #[arg(long, global = true, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,
    /// 不读任何设置文件 / Read no settings file
    #[arg(long, global = true, conflicts_with = "config")]
    pub(super) isolated: bool,
    /// 只输出问题 / Print findings only
    #[arg(short, long, global = true)]
    pub(super) quiet: bool,
    /// 输出更多说明 / Say more
    #[arg(short, long, global = true, conflicts_with = "quiet")]
    pub(super) verbose: bool,
}

impl Common {
    /// The search for settings of a command with these overrides.
    pub(super) fn search(&self, overrides: Overrides) -> Search {
        match &self.config {
            _ if self.isolated => Search::isolated(CODES, overrides),
            Some(path) => Search::fixed(absolute(path), CODES, overrides),
            None => Search::nearest(CODES, overrides),
        }
    }
}

/// What a walk through folders passes over.
#[derive(Debug, Default, Args)]
pub(super) struct Passing {
    /// 不读这些文件和文件夹（模式，逗号分隔，从当前文件夹写起） / Do not read these files and
    /// folders (patterns from the current folder, comma separated)
    #[arg(long, value_name = "GLOBS", value_delimiter = ',')]
    exclude: Vec<String>,
}

impl Passing {
    /// # Errors
    /// If a pattern is wrong, or leaves the folder.
    pub(super) fn excluded(&self, current: &Path) -> Result<Excluded, Message> {
        self.exclude.iter().try_for_each(|pattern| check_pattern(pattern))?;
        let patterns = match self.exclude.as_slice() {
            [] => Patterns::default(),
            patterns => Patterns::new(patterns.to_vec()),
        };
        Ok(Excluded { folder: current.to_owned(), patterns })
    }
}

#[derive(Debug, Args)]
pub(super) struct Init {
    /// 写在哪个文件夹，默认是当前文件夹 / The folder of the file, the current folder by default
    #[arg(value_name = "FOLDER")]
    pub(super) folder: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct Text {
    /// 文件，- 表示标准输入 / A file; - is standard input
    #[arg(value_name = "FILE")]
    pub(super) path: PathBuf,
}

#[derive(Debug, Default, Args)]
pub(super) struct Check {
    /// 文件或文件夹，- 表示标准输入 / Files or folders; - is standard input
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,

    /// 修正可以自动修正的问题 / Apply the safe fixes
    #[arg(long)]
    pub(super) fix: bool,
    /// 连需要人工确认的修正也做 / Apply the unsafe fixes too
    #[arg(long)]
    pub(super) unsafe_fixes: bool,
    /// 在 Word 文档中把修正写成修订，并附批注 / Write the fixes into Word documents as tracked
    /// changes with comments
    #[arg(long, requires = "fix", conflicts_with = "diff")]
    pub(super) track: bool,
    /// 把带批注的 Word 文档写到这个文件夹，原文件不动 / Write copies of Word documents with
    /// comments into this folder
    #[arg(long, value_name = "FOLDER", conflicts_with_all = ["fix", "diff", "write_baseline"])]
    pub(super) annotate: Option<PathBuf>,
    /// 只显示修正前后的差异，不写文件 / Print the difference that fixes make, write nothing
    #[arg(long)]
    pub(super) diff: bool,

    /// 只报告这些规则（代码或其开头，逗号分隔） / Report these rules only (codes or prefixes, comma
    /// separated)
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    pub(super) select: Option<Vec<String>>,
    /// 不报告这些规则 / Do not report these rules
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    pub(super) ignore: Vec<String>,
    /// 报告的年度，代替正文写明的年度 / The report's year, in place of what its text says
    #[arg(long, value_name = "YYYY", value_parser = clap::value_parser!(i32).range(1949..=2199))]
    pub(super) year: Option<i32>,

    /// 输出格式，不写时看输出文件的扩展名，否则是 full / The output's format; without it, that of
    /// the output file's extension, or full
    #[arg(long, value_enum, value_name = "FORMAT")]
    output_format: Option<OutputFormat>,
    /// 输出到文件 / Write the output to a file
    #[arg(short, long, value_name = "FILE")]
    pub(super) output_file: Option<PathBuf>,
    /// 只输出各规则的问题数 / Count findings by rule
    #[arg(long)]
    pub(super) statistics: bool,
    /// 只列出要读取的文件 / List the files that are read
    #[arg(long)]
    pub(super) show_files: bool,
    /// 文件一有改动就再检查一次，按 Ctrl-C 结束 / Check again whenever a file changes, until Ctrl-C
    #[arg(
        long,
        conflicts_with_all = [
            "fix", "diff", "annotate", "write_baseline", "output_file", "show_files", "from",
            "stdin_filename",
        ]
    )]
    pub(super) watch: bool,
    /// 有问题也以状态 0 退出 / Exit with status 0 even where something is found
    #[arg(long)]
    pub(super) exit_zero: bool,
    /// 从哪一级起以状态 1 退出 / From which severity on to exit with status 1
    #[arg(long, value_enum, value_name = "SEVERITY", default_value = "warning")]
    pub(super) fail_on: FailOn,

    /// 标准输入是一行一份报告的记录 / Standard input holds records, a report on each line
    #[arg(
        long,
        value_enum,
        value_name = "FORMAT",
        conflicts_with_all = [
            "fix", "unsafe_fixes", "diff", "annotate", "write_baseline", "statistics",
            "show_files", "stdin_filename",
        ]
    )]
    pub(super) from: Option<InputFormat>,
    /// 标准输入的文件名 / The file name of standard input
    #[arg(long, value_name = "PATH")]
    pub(super) stdin_filename: Option<PathBuf>,
    #[command(flatten)]
    pub(super) passing: Passing,
    /// 设置中的排除也适用于直接写出的文件 / Let the settings' excludes bind named files too
    #[arg(long)]
    pub(super) force_exclude: bool,
    /// 基线文件：其中已有的问题不报告 / The baseline: findings in it are not reported
    #[arg(long, value_name = "FILE")]
    pub(super) baseline: Option<PathBuf>,
    /// 把现有的问题写入基线文件 / Write today's findings to the baseline
    #[arg(long, requires = "baseline", conflicts_with_all = ["fix", "diff"])]
    pub(super) write_baseline: bool,
}

impl Check {
    pub(super) fn output_format(&self) -> OutputFormat {
        let of_records = self.from.map(|InputFormat::Jsonl| OutputFormat::Jsonl);
        let of_file = || match extension(self.output_file.as_deref()).as_str() {
            "html" | "htm" => Some(OutputFormat::Html),
            "xlsx" => Some(OutputFormat::Xlsx),
            "json" => Some(OutputFormat::Json),
            "jsonl" | "ndjson" => Some(OutputFormat::Jsonl),
            "sarif" => Some(OutputFormat::Sarif),
            _ => None,
        };
        self.output_format.or(of_records).or_else(of_file).unwrap_or(OutputFormat::Full)
    }
}

impl Compare {
    pub(super) fn output_format(&self) -> CompareFormat {
        let of_file = || match extension(self.output_file.as_deref()).as_str() {
            "html" | "htm" => Some(CompareFormat::Html),
            "json" => Some(CompareFormat::Json),
            _ => None,
        };
        self.output_format.or_else(of_file).unwrap_or(CompareFormat::Terminal)
    }
}

/// The extension of an output file, in small letters. Empty without one.
fn extension(path: Option<&Path>) -> String {
    let extension = path.and_then(Path::extension).unwrap_or_default();
    extension.to_string_lossy().to_ascii_lowercase()
}

#[derive(Debug, Args)]
pub(super) struct Extract {
    /// 文件或文件夹，- 表示标准输入 / Files or folders; - is standard input
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) passing: Passing,
    /// 输出格式，不写时看输出文件的扩展名，否则是 csv / The output's format; without it, that of
    /// the output file's extension, or csv
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub(super) output_format: Option<ExtractFormat>,
    /// 标准输入是一行一份报告的记录 / Standard input holds records, a report on each line
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub(super) from: Option<InputFormat>,
    /// 一份报告一行，一格一列 / A row a report, a column a cell
    #[arg(long)]
    pub(super) wide: bool,
    /// 正文说到的数，一个一行，并与表格对照 / The numbers of sentences, beside the tables
    #[arg(long, conflicts_with = "wide")]
    pub(super) statements: bool,
    /// 输出到文件 / Write the output to a file
    #[arg(short, long, value_name = "FILE")]
    pub(super) output_file: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct Sum {
    /// 各单位的报告：文件或文件夹 / The reports to add up: files or folders
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) passing: Passing,
    /// 汇总报告的单位 / The organ of the new report
    #[arg(long, value_name = "NAME", value_parser = clap::builder::NonEmptyStringValueParser::new())]
    pub(super) issuer: String,
    /// 报告的年度 / The year of the reports
    #[arg(long, value_name = "YYYY", value_parser = clap::value_parser!(i32).range(2019..=2199))]
    pub(super) year: i32,
    /// 应有报告的单位，用逗号或顿号分隔；缺少的会列出 / The organs that must have a report, comma
    /// separated; missing ones are named
    #[arg(long, value_name = "NAMES")]
    pub(super) members: Vec<String>,
    /// 写到文件：.md、.docx 或 .xlsx，已有的文件不覆盖 / Write to a file, .md, .docx or .xlsx,
    /// which must not be there yet
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct Compare {
    /// 原来的报告，- 表示标准输入 / The old report; - is standard input
    #[arg(value_name = "OLD")]
    pub(super) old: PathBuf,
    /// 后来的报告，- 表示标准输入 / The new report; - is standard input
    #[arg(value_name = "NEW")]
    pub(super) new: PathBuf,
    /// 输出格式，不写时看输出文件的扩展名，否则是 terminal / The output's format; without it,
    /// that of the output file's extension, or terminal
    #[arg(long, value_enum, value_name = "FORMAT")]
    output_format: Option<CompareFormat>,
    /// 输出到文件 / Write the output to a file
    #[arg(short, long, value_name = "FILE")]
    pub(super) output_file: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct Server {
    /// 列按什么单位计数，编辑器没有说明时使用 / What columns count in, whatever the editor says
    #[arg(long, value_enum, value_name = "ENCODING")]
    pub(super) position_encoding: Option<PositionEncoding>,
    /// 把日志写到文件 / Write a log to this file
    #[arg(long, value_name = "FILE")]
    pub(super) log: Option<PathBuf>,
    /// Some clients say it of themselves; there is no other way.
    #[arg(long, hide = true)]
    pub(super) stdio: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum PositionEncoding {
    #[value(name = "utf-8")]
    Utf8,
    #[value(name = "utf-16")]
    Utf16,
    #[value(name = "utf-32")]
    Utf32,
}

impl From<PositionEncoding> for crate::text::PositionEncoding {
    fn from(encoding: PositionEncoding) -> Self {
        match encoding {
            PositionEncoding::Utf8 => Self::Utf8,
            PositionEncoding::Utf16 => Self::Utf16,
            PositionEncoding::Utf32 => Self::Utf32,
        }
    }
}

#[derive(Debug, Args)]
pub(super) struct Explain {
    /// 规则代码 / The rule's code
    #[arg(value_name = "CODE", required_unless_present = "all")]
    pub(super) codes: Vec<String>,
    /// 说明全部规则 / Explain every rule
    #[arg(long, conflicts_with = "codes")]
    pub(super) all: bool,
}

#[derive(Debug, Args)]
pub(super) struct Rules {
    /// 输出格式 / The output's format
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "text")]
    pub(super) output_format: RulesFormat,
}

#[derive(Debug, Args)]
pub(super) struct New {
    /// 报告单位的名称 / The organ that reports
    #[arg(long, value_name = "NAME", value_parser = clap::builder::NonEmptyStringValueParser::new())]
    pub(super) issuer: String,
    /// 报告的年度 / The report's year
    #[arg(long, value_name = "YYYY", value_parser = clap::value_parser!(i32).range(2019..=2199))]
    pub(super) year: i32,
    /// 写到文件：.md、.txt 或 .docx，已有的文件不覆盖 / Write to a file, .md, .txt or .docx, which
    /// must not be there yet
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct Config {
    /// 文件或文件夹 / A file or folder
    #[arg(value_name = "PATH")]
    pub(super) path: Option<PathBuf>,
    #[cfg(feature = "schema")]
    /// 输出设置文件的 JSON Schema / Print the JSON Schema of settings files
    #[arg(long, conflicts_with = "path")]
    pub(super) schema: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Lang {
    Zh,
    En,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum OutputFormat {
    #[default]
    Full,
    Concise,
    Json,
    Jsonl,
    Github,
    Gitlab,
    Sarif,
    Junit,
    Html,
    Xlsx,
}

impl OutputFormat {
    /// Whether the output is a page or a workbook for colleagues, who see the tables too.
    pub(super) fn shows_tables(self) -> bool {
        self == Self::Html
    }
}

/// The format of standard input, if it is not one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum InputFormat {
    Jsonl,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ExtractFormat {
    Csv,
    Jsonl,
    Parquet,
    Xlsx,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum CompareFormat {
    Terminal,
    Html,
    Json,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum FailOn {
    Error,
    #[default]
    Warning,
    Information,
    Hint,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum RulesFormat {
    Text,
    Json,
}

impl From<Lang> for Language {
    fn from(lang: Lang) -> Self {
        match lang {
            Lang::Zh => Self::Zh,
            Lang::En => Self::En,
        }
    }
}

impl From<FailOn> for Severity {
    fn from(least: FailOn) -> Self {
        match least {
            FailOn::Error => Self::Error,
            FailOn::Warning => Self::Warning,
            FailOn::Information => Self::Information,
            FailOn::Hint => Self::Hint,
        }
    }
}
