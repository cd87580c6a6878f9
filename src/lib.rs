//! gouji (勾稽) checks and mends the annual report on government information disclosure
//! (政府信息公开工作年度报告).
//!
//! # From a text to its diagnostics
//!
//! ```text
//! bytes ─> files ─> text ─> syntax ─> facts ─> relations ─> report ─> rules ─> lint ─> diagnostics ─> cli, server
//! ```
//!
//! 1. [`files`] decodes a file's bytes (UTF-8, UTF-16, GB18030) and remembers how they were
//!    written.
//! 2. [`syntax`] makes a tree of the text: its reports, the sections of each, and the tables *in
//!    pieces*, that is the labels and values that stand there, in whichever of the layouts. It does
//!    not yet say which row of the form a piece is.
//! 3. [`facts`] aligns the pieces with the official form, which [`standard`] holds as data: which
//!    row and column each value is in, and its number. It also reads the title, the dates, the
//!    statistical period and the signature, and from these the year.
//! 4. [`relations`] adds up: which sums of the form hold over the facts, and the fewest events that
//!    explain those that do not.
//! 5. [`report`] holds all that is known of one report, says whether it is one, and gives it to the
//!    rules to read. [`mod@write`] makes text that goes into it: a row, a heading, a table in the
//!    manner of what stands around it.
//! 6. [`rules`] says what is wrong. Each rule is one file, with its code, its documentation, its
//!    wording in Chinese and English, and its tests; [`rules::REGISTRY`] is the one list of them.
//! 7. [`lint`] runs all rules over all reports of a text, leaves out what [`settings`] ignore or
//!    accept, and applies fixes. It is the one entry to everything above.
//! 8. [`document`] keeps all of this in step with a text that is being edited: it reads again what
//!    an edit touched, and runs again the rules that depend on that.
//! 9. `cli` shows the [`diagnostic`]s, one file an output format; `server` gives them to an editor,
//!    with one file for each other thing that an editor asks for.
//!
//! Data flows this way only; a module uses those before it.
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
//! # What everything rests on
//!
//! - Ranges are in bytes; where they count from is said at each type: the text, the report, or the
//!   part (a section, the preface, the signature). Those of a part stay the same when text above it
//!   changes. [`text`] turns them into lines and columns.
//! - Words are compared *folded* ([`text`]): a radical, a full-width digit or a traditional
//!   character never hides a label.
//! - A sentence for people is data, a wording with its arguments ([`diagnostic::Message`]), until
//!   it is shown in a language.
//! - Nothing here prints but `cli`, standard output is the protocol of `server`, and no text makes
//!   anything here panic.
//!
//! The words of the field and their names in the code are in `docs/glossary.md`.

#[cfg(feature = "cli")]
pub mod cli;
pub mod diagnostic;
pub mod document;
pub mod facts;
pub mod files;
pub mod lint;
#[cfg(feature = "disk")]
pub mod project;
pub mod relations;
pub mod report;
pub mod rules;
#[cfg(feature = "server")]
pub mod server;
pub mod settings;
pub mod standard;
pub mod syntax;
pub mod text;
pub mod write;
