//! Writes headings and empty tables in the style of the report.

use crate::diagnostic::Edit;
use crate::facts::Unreadable;
use crate::report::{Context, Section};
use crate::standard::{Form, TableForm};
use crate::syntax::Layout;
use crate::text::{
    TextRange, behind_line_end, fold, is_letter, is_space, line_at, line_end, line_start, lines,
};

/// The style of a report's headings and tables.
pub struct Manner<'a> {
    newline: &'static str,
    /// The text before the numeral and behind the title.
    prefix: &'a str,
    suffix: &'a str,
    /// The text between numeral and title.
    mark: &'a str,
    arabic: bool,
    /// Number of blank lines above and below a heading.
    above: usize,
    below: usize,
    layout: Layout,
}

impl<'a> Manner<'a> {
    /// The style of the report in `context`. A new heading for section `number` looks like the
    /// nearest heading.
    pub fn of(context: &Context<'a>, number: u8) -> Self {
        let text = context.text;
        let shapes = || {
            context.sections().filter_map(|section| {
                Some((section.number.abs_diff(number), Shape::of(text, &section)?))
            })
        };
        // A heading with a numeral is the best model. Of equally near headings, the heading above.
        let shape = shapes()
            .min_by_key(|(distance, shape)| (shape.mark.is_none(), *distance))
            .map(|(_, shape)| shape);
        let tables =
            context.facts.tables.iter().filter(|table| table.unreadable != Some(Unreadable::Trace));
        let near = tables.min_by_key(|table| table.table_form().section.abs_diff(number));
        let is_markdown = || {
            lines(text)
                .any(|line| line.of(text).starts_with("# ") || line.of(text).starts_with("## "))
        };
        let layout = near.map_or_else(
            || if is_markdown() { Layout::Markdown } else { Layout::Tabs },
            |table| table.layout,
        );
        let prefix = if layout == Layout::Markdown && is_markdown() { "## " } else { "" };
        let shape = shape.unwrap_or(Shape {
            prefix,
            suffix: "",
            mark: None,
            arabic: false,
            above: 1,
            below: 1,
        });
        let Shape { prefix, suffix, mark, arabic, above, below } = shape;
        Self {
            newline: line_end(text),
            prefix,
            suffix,
            mark: mark.unwrap_or("、"),
            arabic,
            above,
            below,
            layout,
        }
    }

    /// The heading of a section, as a line.
    pub fn heading(&self, form: &Form, number: u8) -> String {
        let section = form.section(number);
        let numeral = if self.arabic { number.to_string() } else { section.numeral.clone() };
        format!(
            "{}{numeral}{}{}{}{}",
            self.prefix, self.mark, section.title.text, self.suffix, self.newline
        )
    }

    /// The table without values, in lines. `None` in a layout without a writer.
    pub fn table(&self, table: &TableForm) -> Option<String> {
        (self.layout != Layout::Frame)
            .then(|| self.layout.write(table, self.newline, &|_, _| String::new()))
    }

    /// The blank lines between a heading and the table below, or between text and the table.
    pub fn gap(&self) -> String {
        self.newline.repeat(self.blank_below())
    }

    /// The blank lines between two sections.
    pub fn between(&self) -> String {
        self.newline.repeat(self.blank_above())
    }

    /// Inserts whole lines at `at`, possibly inside a line, with as many blank lines above as above
    /// a heading.
    pub fn insert(&self, text: &str, at: usize, content: &str) -> Edit {
        self.insert_between(text, at, content, self.blank_above(), self.blank_above())
    }

    /// Inserts the line of a heading above a table.
    pub fn insert_above_table(&self, text: &str, at: usize, content: &str) -> Edit {
        self.insert_between(text, at, content, self.blank_above(), self.blank_below())
    }

    /// Inserts the lines of a table below text.
    pub fn insert_table(&self, text: &str, at: usize, content: &str) -> Edit {
        self.insert_between(text, at, content, self.blank_below(), self.blank_above())
    }

    /// Inserts a paragraph below the line that ends at `at`.
    pub fn insert_paragraph(&self, text: &str, at: usize, words: &str) -> Edit {
        let content = format!("{words}{}", self.newline);
        self.insert_between(text, at, &content, self.blank_below(), self.blank_below())
    }

    /// Parts the paragraph at a place inside a line, as paragraphs are parted in the report.
    pub fn part(&self, text: &str, at: usize) -> Edit {
        let spaces = |c: char| is_space(c) && !matches!(c, '\n' | '\r');
        let start = text[..at].trim_end_matches(spaces).len();
        let end = text.len() - text[at..].trim_start_matches(spaces).len();
        let content = self.newline.repeat(1 + self.blank_below());
        Edit { range: TextRange::new(start, end), content }
    }

    fn blank_above(&self) -> usize {
        // A heading without a mark directly below a Markdown table would be a row of the table.
        self.above.max(usize::from(self.layout == Layout::Markdown && self.prefix.is_empty()))
    }

    fn blank_below(&self) -> usize {
        // A Markdown table needs a blank line above.
        self.below.max(usize::from(self.layout == Layout::Markdown))
    }

    fn insert_between(
        &self,
        text: &str,
        at: usize,
        content: &str,
        above: usize,
        below: usize,
    ) -> Edit {
        // The existing blank lines stay below.
        let at = behind_text(text, at);
        let (head, tail) = (&text[..at], &text[at..]);
        let line_begins = head.is_empty() || head.ends_with(['\n', '\r']);
        let mut inserted = String::new();
        if !is_blank(head) {
            inserted += if line_begins { "" } else { self.newline };
            inserted += &self.newline.repeat(above);
        }
        // The existing line end ends the last inserted line. A text without a final line end keeps
        // its end.
        let ends_line = !line_begins && (tail.is_empty() || tail.starts_with(['\n', '\r']));
        let rest = if ends_line { behind_line_end(tail) } else { tail };
        inserted +=
            if ends_line { content.strip_suffix(self.newline).unwrap_or(content) } else { content };
        if !is_blank(rest) {
            inserted += &self.newline.repeat(below.saturating_sub(blank_below(rest)));
        }
        Edit { range: TextRange::at(at), content: inserted }
    }
}

/// At most three blank lines. More blank lines are not a style: a page ends there, or a comment
/// hides the contents.
const MOST_BLANK: usize = 3;

/// The style of one heading.
struct Shape<'a> {
    prefix: &'a str,
    suffix: &'a str,
    /// `None` without a numeral, or without a visible mark behind the numeral.
    mark: Option<&'a str>,
    arabic: bool,
    above: usize,
    below: usize,
}

impl<'a> Shape<'a> {
    /// `None` if the heading shares its line with other text, or has two lines.
    fn of(text: &'a str, section: &Section) -> Option<Self> {
        let range = section.range();
        let (start, end) = (line_start(text, range.start), line_at(text, range.end).end);
        let (prefix, rest) = (&text[start..range.start], &text[range.end..end]);
        let has_letters = |text: &str| text.chars().any(|c| is_letter(fold(c)));
        if range.of(text).contains(['\n', '\r']) || has_letters(prefix) || has_letters(rest) {
            return None;
        }
        let numeral = section
            .heading
            .numeral
            .filter(|numeral| numeral.is_plain() || numeral.label.start == numeral.range.start);
        let numeral = numeral.map(|numeral| numeral.range.shifted(section.part.range.start));
        // Of the marks behind a title, only the marks of Markdown belong to every heading.
        let suffix = if rest.chars().all(|c| matches!(c, '*' | '#' | '|' | ' ')) {
            rest.trim_end()
        } else {
            ""
        };
        let marks = |c: char| matches!(c, '#' | '*' | '>' | '|') || is_space(c);
        let above = blank_above(text, start);
        Some(Self {
            prefix: if prefix.chars().all(marks) { prefix } else { "" },
            suffix,
            mark: numeral
                .map(|numeral| &text[numeral.end..section.title().start])
                .filter(|mark| mark.contains(|c| !is_space(c)) && !has_letters(mark)),
            arabic: numeral
                .is_some_and(|numeral| numeral.of(text).chars().all(|c| fold(c).is_ascii_digit())),
            above: above.min(MOST_BLANK),
            below: if is_blank(&text[end..]) {
                above
            } else {
                blank_below(behind_line_end(&text[end..]))
            }
            .min(MOST_BLANK),
        })
    }
}

/// Whether the text is blank. A tab is not blank: it stands for a blank cell.
fn is_blank(text: &str) -> bool {
    text.chars().all(|c| is_space(c) && c != '\t')
}

/// Number of blank lines directly above the line at `at`.
fn blank_above(text: &str, at: usize) -> usize {
    let from = behind_text(text, at);
    // The text behind the last line end is empty.
    lines(&text[from..at]).count() - 1
}

/// The start of the blank lines directly above the line at `at`. `at` itself without blank lines,
/// and inside a line.
fn behind_text(text: &str, at: usize) -> usize {
    let head = &text[..at];
    if !head.is_empty() && !head.ends_with(['\n', '\r']) {
        return at;
    }
    let filled = head.trim_end_matches(|c| is_space(c) && c != '\t').len();
    let rest = &head[filled..];
    if filled == 0 { 0 } else { at - behind_rest_of_line(rest).len() }
}

/// The text behind the first line end.
fn behind_rest_of_line(text: &str) -> &str {
    text.find(['\n', '\r']).map_or("", |end| behind_line_end(&text[end..]))
}

/// Number of blank lines at the start of a text.
fn blank_below(text: &str) -> usize {
    lines(text).take_while(|line| is_blank(line.of(text))).count()
}
