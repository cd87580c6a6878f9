//! Writes whole reports: the blank report of `gouji new`, and the reports for tests.

use crate::standard::Standard;
use crate::syntax::Layout;

/// A report to be written: the form of the year with the name of an organ and the values of the
/// cells.
pub struct Skeleton<'a> {
    pub standard: &'a Standard,
    pub issuer: &'a str,
    pub year: i32,
    pub layout: Layout,
    pub newline: &'a str,
    /// The text below the heading of each section, before the table of the section. A section
    /// past the end has no text.
    pub sections: &'a [&'a str],
    /// The text of a cell: table (index of [`crate::standard::Form::tables`]), row, column.
    pub cell: &'a dyn Fn(usize, usize, usize) -> String,
}

impl<'a> Skeleton<'a> {
    /// A correct, empty report: all cells 0, no text below the headings of 一, 五 and 六.
    pub fn blank(standard: &'a Standard, issuer: &'a str, year: i32) -> Self {
        Self {
            standard,
            issuer,
            year,
            layout: Layout::Markdown,
            newline: "\n",
            sections: &[],
            cell: &|_, _, _| "0".to_owned(),
        }
    }

    /// The text of the report: title, statement of the period, the six sections.
    pub fn write(&self) -> String {
        let Self { standard, year, newline, .. } = self;
        let form = standard.form(*year);
        let markdown = self.layout == Layout::Markdown;
        let (first, second) = if markdown { ("# ", "## ") } else { ("", "") };
        let mut out = format!("{first}{}{newline}{newline}", self.title());
        out += &format!("{}{newline}", self.period());
        for (number, section) in (1..).zip(&form.sections) {
            out += &format!(
                "{newline}{second}{}、{}{newline}{newline}",
                section.numeral, section.title.text
            );
            let text = self.section(number);
            if !text.is_empty() {
                out += &format!("{text}{newline}");
            }
            if let Some(table) = form.table_of_section(number) {
                out += &self.layout.write(&form.tables[table], newline, &|row, column| {
                    (self.cell)(table, row, column)
                });
            }
        }
        out
    }

    /// The line of the title.
    pub fn title(&self) -> String {
        format!("{}{}年政府信息公开工作年度报告", self.issuer, self.year)
    }

    /// The statement of the period.
    pub(super) fn period(&self) -> String {
        let year = self.year;
        format!(
            "本报告根据《中华人民共和国政府信息公开条例》编制，所列数据的统计期限为{year}年1月1日至{year}年12月31日。"
        )
    }

    /// The text below the heading of a section, counted from 1.
    pub(super) fn section(&self, number: u8) -> &str {
        self.sections.get(usize::from(number) - 1).copied().unwrap_or_default()
    }
}

/// A correct, empty report as Markdown: all cells 0, no text below the headings of 一, 五 and 六.
pub fn blank_report(standard: &Standard, issuer: &str, year: i32) -> String {
    Skeleton::blank(standard, issuer, year).write()
}
