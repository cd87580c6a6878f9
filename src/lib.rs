//! gouji (勾稽) checks and fixes the annual report on government information disclosure
//! (政府信息公开工作年度报告).
//!
//! # From a text to its diagnostics
//!
//! ```text
//! bytes ─> files ─> source ─> text ─> syntax ─> facts ─> relations ─> report ─> rules ─> lint ─> diagnostics ─> cli, server
//! ```
//!
//! 1. [`files`] decodes the bytes of a file (UTF-8, UTF-16, GB18030) and remembers the encoding.
//!    [`source`] projects a web page, a Word document or a PDF into text, with a map back to the
//!    file.
//! 2. [`syntax`] turns the text into a tree: the reports, the sections of each report, and the
//!    *pieces* of each table. A piece is a label or a value in any of the layouts. A piece has no
//!    row of the form yet.
//! 3. [`facts`] aligns the pieces with the official form: the row, the column and the number of
//!    each value. [`standard`] holds the form as data. [`facts`] also reads the title, the dates,
//!    the statistical period and the signature, and derives the year.
//! 4. [`relations`] adds up: which sums of the form hold over the facts, and the fewest events that
//!    explain the failed sums.
//! 5. [`report`] holds all facts of one report, decides whether the text is a report at all, and is
//!    the input of the rules. [`mod@write`] makes text to insert into a report: a row, a heading, a
//!    table in the style of the surrounding text.
//!    [`archive`] files the digests of many reports by organ and year.
//! 6. [`rules`] finds the mistakes. Each rule is one file with its code, documentation, wording in
//!    Chinese and English, and tests. [`rules::REGISTRY`] is the only list of rules.
//! 7. [`lint`] runs all rules over all reports of a text, drops the findings ignored or accepted by
//!    [`settings`], and applies fixes. [`lint`] is the only entry point to the modules above.
//! 8. [`document`] keeps all of this in step with an edited text: an edit causes a new read of the
//!    edited parts, and a new run of the rules for these parts.
//! 9. `cli` shows the [`diagnostic`]s, with one file for each output format. `server` sends the
//!    diagnostics to an editor, with one file for each other feature.
//!
//! Data flows only in this direction. A module uses only earlier modules.
//!
//! ```
//! use gouji::diagnostic::Language;
//! use gouji::lint::{Options, check};
//!
//! let text = "云溪县园林局2023年政府信息公开工作年度报告\n\n所列数据的统计期限为2022年1月1日至2022年12月31日。\n\n\
//!             一、总体情况\n\n2023年，我局主动公开信息12条。\n";
//! let found = check(text, &Options::default()).expect("the title is a report's");
//! let period = found.iter().find(|diagnostic| diagnostic.code == "P001").expect("the period is last year's");
//! assert_eq!(period.range.of(text), "2022年1月1日至2022年12月31日");
//! assert_eq!(period.place.to_string(), "前言");
//! assert!(period.message.render(Language::En).contains("2023年1月1日"));
//! ```
//!
//! # Conventions
//!
//! - Ranges are in bytes. Each type documents the origin of its ranges: the text, the report, or
//!   the part (a section, the preface, the signature). A range in a part stays the same after an
//!   edit above the part. [`text`] converts a range into lines and columns.
//! - Words are compared *folded* ([`text`]): a radical, a full-width digit or a traditional
//!   character never hides a label.
//! - A sentence for people is data, a wording with arguments ([`diagnostic::Message`]), until a
//!   shell renders the sentence in a language.
//! - Only `cli` prints. Standard output is the protocol of `server`. No text causes a panic.
//!
//! `docs/glossary.md` lists the words of the field and the names in the code.

pub mod archive;
#[cfg(feature = "cli")]
pub mod cli;
pub mod diagnostic;
pub mod document;
pub mod facts;
pub mod files;
pub mod lint;
mod parallel;
#[cfg(feature = "disk")]
pub mod project;
pub mod relations;
pub mod report;
#[cfg(feature = "review")]
pub mod review;
pub mod rules;
#[cfg(feature = "server")]
pub mod server;
pub mod settings;
pub mod source;
pub mod standard;
pub mod syntax;
pub mod text;
pub mod write;
