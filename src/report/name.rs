//! The name of a report among other reports, and the reasons why a text is not a report.

use crate::diagnostic::{Argument, Message, Wording};
use crate::facts::{FIRST_YEAR, Facts, Table, Value};
use crate::syntax::{self, About, Heading, Report};
use crate::text::{Folded, TextRange};
use std::fmt;

/// The place of a report in its text, with its organ and year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportName {
    /// In bytes of the text.
    pub range: TextRange,
    /// In folded letters; `None` if neither the title nor the signature names the organ.
    pub organ: Option<String>,
    pub year: Option<i32>,
}

/// Organ and year, the name of a report among the other reports of its text. Empty if both are
/// unknown.
impl fmt::Display for ReportName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let year = self.year.map(|year| year.to_string());
        let words: Vec<&str> =
            [self.organ.as_deref(), year.as_deref()].into_iter().flatten().collect();
        f.write_str(&words.join(" "))
    }
}

/// The reason why a text or a report in a text is not checked. A later reason says more about a
/// text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NotChecked {
    /// The text has no title, section or table of a report.
    NotReport,
    /// The text is about one or several reports: 文字解读, a notice, a list of links.
    AboutReports,
    /// A school reports on its school year and has other rules.
    SchoolYear,
    /// The text is the form itself or a model of a report: 格式, 范文.
    Model,
    /// A page with the title of a report. Another page in it holds the report.
    OtherPage,
    /// A page with the title of a report. A script loads the report.
    Scripted,
    /// A page with the title of a report. A linked file holds the report.
    Attached,
    /// A page that this program wrote: findings, or a comparison.
    OwnPage,
    /// A note of a word processor beside an open document, not a document.
    LockFile,
    /// A report for this year. Before 2019 there was no unified form.
    Early(i32),
}

impl NotChecked {
    /// The reason for a whole text, from the reasons for its reports. No report of the text is
    /// checked.
    pub(crate) fn of_text(reasons: &[Self]) -> Self {
        reasons.iter().copied().max().unwrap_or(Self::NotReport)
    }

    /// Whether the file may be the output of an earlier run, and no report.
    pub fn is_output(self) -> bool {
        matches!(self, Self::NotReport | Self::OwnPage)
    }

    /// The name of the reason in output for programs.
    pub fn name(self) -> &'static str {
        match self {
            Self::NotReport => "not-a-report",
            Self::AboutReports => "about-reports",
            Self::SchoolYear => "school-year",
            Self::Model => "model",
            Self::OtherPage => "other-page",
            Self::Scripted => "script",
            Self::Attached => "attachment",
            Self::OwnPage => "own-page",
            Self::LockFile => "lock-file",
            Self::Early(_) => "before-2019",
        }
    }

    /// The reason in words, without the full stop.
    pub fn message(self) -> Message {
        match self {
            Self::NotReport => Message::plain(NOT_REPORT),
            Self::AboutReports => Message::plain(ABOUT_REPORTS),
            Self::SchoolYear => Message::plain(SCHOOL_YEAR),
            Self::Model => Message::plain(MODEL),
            Self::OtherPage => Message::plain(OTHER_PAGE),
            Self::Scripted => Message::plain(SCRIPTED),
            Self::Attached => Message::plain(ATTACHED),
            Self::OwnPage => Message::plain(OWN_PAGE),
            Self::LockFile => Message::plain(LOCK_FILE),
            Self::Early(year) => Message::new(EARLY, [Argument::Text(year.to_string())]),
        }
    }

    /// The reason in words for several texts.
    pub fn message_of_many(self) -> Message {
        match self {
            Self::Early(_) => Message::plain(EARLY_ONES),
            other => other.message(),
        }
    }
}

/// The organ in the title or in the signature, in folded letters. The signature may have the full
/// name of an organ that the title names in short: 园林局, or a county for its government.
pub(super) fn organ(text: &str, facts: &Facts) -> Option<String> {
    let letters = |range: TextRange| Folded::letters(text, range).text;
    let is_name = |organ: &String| !organ.is_empty();
    let titled = facts.title.as_ref().and_then(|title| title.organ).map(letters).filter(is_name);
    let signed = facts.signature.and_then(|signature| signature.organ).map(letters);
    let signed = signed.filter(is_name);
    match (titled, signed) {
        (Some(titled), Some(signed)) => {
            let rest = signed.strip_prefix(titled.as_str());
            let is_full = signed.ends_with(titled.as_str()) || rest == Some("人民政府");
            Some(if is_full { signed } else { titled })
        }
        (titled, signed) => titled.or(signed),
    }
}

/// The reason why the text is not checked. `None` for a report for 2019 or later. A report has a
/// title line with a year, or a table of the form, or at least two sections: two sections with
/// their official titles, or section three or four with a known title. Other texts also have a
/// general part and a part about problems.
pub(super) fn not_checked(report: &Report, facts: &Facts) -> Option<NotChecked> {
    // A line such as （图解）…年度报告 may also stand above a real report. Figures in the tables of
    // the form prove a real report.
    let has_figures = || {
        facts
            .tables
            .iter()
            .flat_map(Table::cells)
            .any(|(_, cell)| matches!(cell.value, Value::Number(_)))
    };
    // The blank form itself is filled in, under its own title.
    let is_form = |about: &About| *about == About::Model && !facts.tables.is_empty();
    let about = report.title.and_then(|title| title.about);
    if let Some(about) = about.filter(|about| !is_form(about) && !has_figures()) {
        return Some(match about {
            About::Page => NotChecked::AboutReports,
            About::SchoolYear => NotChecked::SchoolYear,
            About::Model => NotChecked::Model,
        });
    }
    // The facts ignore years before 2019 if the tables are of an edition of the form.
    let early = facts.year.filter(|year| year.value < FIRST_YEAR);
    let titled = facts.title.as_ref().is_some_and(|title| title.year.is_some());
    let headings = || {
        report.parts.iter().filter_map(|part| Some((part.kind.section()?, part.heading.as_ref()?)))
    };
    let is_official = |section: u8, heading: &Heading| {
        heading.wording == syntax::HeadingWording::Official
            && heading.numeral.is_none_or(|numeral| numeral.number == section)
    };
    let official = headings().filter(|(section, heading)| is_official(*section, heading)).count();
    let outlined = || {
        report.sections() >= 2
            && (official >= 2
                || headings().any(|(section, heading)| {
                    is_telling(section) && heading.wording > syntax::HeadingWording::Near
                }))
    };
    match early {
        _ if !(titled || !facts.tables.is_empty() || outlined()) => Some(NotChecked::NotReport),
        Some(year) => Some(NotChecked::Early(year.value)),
        None => None,
    }
}

/// Whether only a report has a section with this number and title. Other texts also have a general
/// part, problems and other matters.
fn is_telling(section: u8) -> bool {
    matches!(section, 3 | 4)
}

const NOT_REPORT: Wording = Wording::new(
    "没有年度报告的标题、章节或表格",
    "no title, section or table of an annual report was found",
);
const ABOUT_REPORTS: Wording = Wording::new(
    "是关于年度报告的页面（解读、通知、目录等）",
    "a page about annual reports (an interpretation, a notice, a list)",
);
const SCHOOL_YEAR: Wording = Wording::new(
    "是学校按学年编制的报告，适用另外的规定",
    "a school's report on its school year, to which other rules apply",
);
const MODEL: Wording =
    Wording::new("是年度报告的格式或范本", "the form or a model of an annual report");
const OTHER_PAGE: Wording = Wording::new(
    "页面里只有标题，报告在其中嵌入的另一个网页或文件里（iframe），请检查那一个",
    "the page has only the title; the report is in another page or file in it (iframe): check that \
     one",
);
const SCRIPTED: Wording = Wording::new(
    "页面里只有标题，报告由脚本载入；请在浏览器中打开，另存为网页再检查",
    "the page has only the title, and a script loads the report: open the page in a browser, save \
     it and check that file",
);
const ATTACHED: Wording = Wording::new(
    "页面里只有标题，报告在附件里；请下载附件，检查那个文件",
    "the page has only the title, and the report is in an attachment: download it and check that file",
);
const OWN_PAGE: Wording =
    Wording::new("是 gouji 写出的页面，不是报告", "a page written by gouji, not a report");
const LOCK_FILE: Wording = Wording::new(
    "是 Word 的锁文件，不是文档；文档正在 Word 或 WPS 中打开",
    "a lock file of Word, not a document; the document is open in Word or WPS",
);
const EARLY: Wording = Wording::new(
    "是 {0} 年的报告，2019 年以前没有统一格式",
    "a report for {0}; before 2019 there was no unified form",
);
const EARLY_ONES: Wording = Wording::new(
    "是 2019 年以前的报告，当时没有统一格式",
    "a report for a year before 2019, when there was no unified form",
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::{Request, lint};
    use crate::rules::testing::sample;
    use crate::settings::Settings;
    use crate::syntax::Layout;

    fn reason(text: &str) -> Option<NotChecked> {
        lint(
            text,
            &Request { settings: &Settings::default(), file: None, baseline: None, year: None },
        )
        .err()
    }

    #[test]
    fn a_text_that_is_not_checked_has_its_reason() {
        assert_eq!(reason("# 读我\n\n一、总体情况\n"), Some(NotChecked::NotReport));
        assert_eq!(reason(""), Some(NotChecked::NotReport));
        assert_eq!(
            reason("云溪县园林局2018年政府信息公开工作年度报告\n\n一、概述\n我局做好公开工作。\n"),
            Some(NotChecked::Early(2018))
        );
        for (title, about) in [
            ("《云溪县园林局2023年政府信息公开工作年度报告》文字解读", NotChecked::AboutReports),
            ("关于做好2023年政府信息公开工作年度报告编制工作的通知", NotChecked::AboutReports),
            ("政府信息公开工作年度报告（模板）", NotChecked::Model),
            ("政府信息公开工作年度报告格式", NotChecked::Model),
            ("云溪县第一中学2022—2023学年信息公开工作年度报告", NotChecked::SchoolYear),
        ] {
            assert_eq!(reason(&format!("{title}\n\n文字。\n")), Some(about), "{title}");
        }
        assert_eq!(reason(&sample(Layout::Tabs)), None);
    }

    #[test]
    fn the_reports_of_a_text_are_named_and_what_is_passed_over_among_them() {
        let early =
            "云溪县财政局2018年政府信息公开工作年度报告\n\n一、概述\n我局做好公开工作。\n\n";
        let text = format!("{}\n{early}", sample(Layout::Tabs));
        let findings = lint(
            &text,
            &Request { settings: &Settings::default(), file: None, baseline: None, year: None },
        )
        .expect("a report");
        assert_eq!(findings.reports.len(), 1);
        assert!(findings.reports[0].organ.is_some() && findings.reports[0].year.is_some());
        assert_eq!(findings.passed_over, [NotChecked::Early(2018)]);
    }
}
