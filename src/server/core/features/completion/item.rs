//! The items of a completion list.

use crate::diagnostic::{Argument, Message, Wording};
use crate::document::Placed;
use crate::server::core::view::View;
use crate::standard::{article_in_chinese, article_in_english, letters};
use crate::syntax::PartKind;
use crate::text::{TextRange, fold, is_letter, is_space, line_at, line_end};

const BASIS: Wording =
    Wording::new("依据：《政府信息公开条例》{0}", "Basis: {0} of the Regulations (条例)");

/// A completion item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    pub label: String,
    pub kind: Kind,
    pub detail: String,
    /// May be empty.
    pub documentation: String,
    /// The text that a client compares with the typed words.
    pub filter: String,
    /// The replaced range, in bytes of the document.
    pub range: TextRange,
    pub text: String,
    /// Whether the text has placeholders.
    pub is_snippet: bool,
}

/// The kind of a completion item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The right number of a cell.
    Total,
    /// The title of a section.
    Section,
    /// The statement of the period.
    Sentence,
    /// A whole report, or a whole table.
    Whole,
    Row,
    Column,
}

/// The place of the question. Ranges are in bytes of the report.
pub(super) struct Here<'a> {
    pub(super) placed: Placed<'a>,
    pub(super) text: &'a str,
    pub(super) offset: usize,
    /// Without its line end.
    pub(super) line: TextRange,
    pub(super) invoked: bool,
}

impl<'a> Here<'a> {
    pub(super) fn of(placed: Placed<'a>, offset: usize, invoked: bool) -> Option<Self> {
        let text = placed.report.text();
        let line = text.is_char_boundary(offset).then(|| line_at(text, offset))?;
        Some(Self { placed, text, offset, line, invoked })
    }

    /// The text of the line before the position, without leading space.
    pub(super) fn typed(&self) -> TextRange {
        let before = TextRange::new(self.line.start, self.offset);
        let inner = before.of(self.text).trim_start_matches(is_space);
        TextRange::new(before.end - inner.len(), before.end)
    }

    /// Whether the line is a heading in Markdown.
    pub(super) fn is_heading(&self) -> bool {
        self.line.of(self.text).starts_with('#')
    }

    /// Whether the line is blank.
    pub(super) fn is_blank(&self) -> bool {
        self.line.of(self.text).chars().all(is_space)
    }

    /// Whether the line holds only the pipe of a new table, typed just now.
    pub(super) fn is_pipe(&self) -> bool {
        let before = self.typed().of(self.text);
        let behind = TextRange::new(self.offset, self.line.end).of(self.text);
        before.trim_end_matches(is_space) == "|" && behind.chars().all(|c| is_space(c) || c == '|')
    }

    /// Whether only marks of Markdown follow the position in the line.
    pub(super) fn is_at_end(&self) -> bool {
        TextRange::new(self.offset, self.line.end)
            .of(self.text)
            .chars()
            .all(|c| is_space(c) || matches!(c, '*' | '#'))
    }

    /// Whether the next line holds text.
    pub(super) fn is_above_text(&self) -> bool {
        let below = self.text.get(self.line.end..).unwrap_or_default();
        let below = ["\r\n", "\n", "\r"]
            .into_iter()
            .find_map(|end| below.strip_prefix(end))
            .unwrap_or_default();
        below.split(['\n', '\r']).next().is_some_and(|line| !line.chars().all(is_space))
    }

    /// Whether the previous line holds text.
    pub(super) fn is_below_text(&self) -> bool {
        let above = self.text.get(..self.line.start).unwrap_or_default();
        let above = ["\r\n", "\n", "\r"]
            .into_iter()
            .find_map(|end| above.strip_suffix(end))
            .unwrap_or_default();
        above.rsplit(['\n', '\r']).next().is_some_and(|line| !line.chars().all(is_space))
    }

    /// The lines with blank lines around them.
    pub(super) fn set_apart(&self, lines: &str) -> String {
        let newline = |wanted: bool| if wanted { self.newline() } else { "" };
        format!("{}{lines}{}", newline(self.is_below_text()), newline(self.is_above_text()))
    }

    pub(super) fn newline(&self) -> &'static str {
        line_end(self.text)
    }

    /// The kind of the part around the line.
    pub(super) fn part(&self) -> PartKind {
        self.placed
            .report
            .tree()
            .part_at(self.line.start)
            .map_or(PartKind::Preface, |part| part.kind)
    }
}

/// A possible item, before the comparison with the existing text. Ranges are in bytes of the
/// report.
pub(super) struct Draft {
    pub(super) label: String,
    pub(super) kind: Kind,
    pub(super) detail: String,
    pub(super) documentation: String,
    pub(super) range: TextRange,
    pub(super) text: String,
    pub(super) is_snippet: bool,
}

pub(super) struct Items<'v, 'w> {
    pub(super) view: &'w View<'v>,
    /// The start of the report in the text.
    pub(super) start: usize,
    pub(super) all: Vec<Item>,
}

impl Items<'_, '_> {
    pub(super) fn add(&mut self, here: &Here, draft: Draft) {
        let Draft { label, kind, detail, documentation, range, text, is_snippet } = draft;
        let typed = TextRange::new(range.start, here.offset.max(range.start)).of(here.text);
        // Existing text needs no offer.
        if typed == text || !here.invoked && letters(typed) == letters(&text) {
            return;
        }
        let filter = filter_text(typed, &label);
        let range = range.shifted(self.start);
        self.all.push(Item { label, kind, detail, documentation, filter, range, text, is_snippet });
    }
}

/// The articles as the legal basis, in a separate paragraph.
pub(super) fn basis(view: &View, articles: &[String]) -> String {
    if articles.is_empty() {
        return String::new();
    }
    let article = match view.client.language {
        crate::diagnostic::Language::Zh => article_in_chinese,
        crate::diagnostic::Language::En => article_in_english,
    };
    let words = Argument::List(articles.iter().map(|basis| article(basis)).collect());
    format!("\n\n{}", view.say(&Message::new(BASIS, [words])))
}

/// The filter text of an item: the typed words, followed by the rest of the label. The item stays
/// in the list while the user types the rest of the label, even if the typed words are the middle
/// of the label.
fn filter_text(typed: &str, label: &str) -> String {
    if label.starts_with(typed) {
        return label.to_owned();
    }
    let is_letter = |c: char| is_letter(fold(c));
    let (words, whole) = (letters(typed), letters(label));
    let read = whole
        .find(words.as_str())
        .filter(|_| !words.is_empty())
        .and_then(|at| whole.get(..at + words.len()));
    let last = read.map_or(0, |read| read.chars().count()).checked_sub(1);
    let end = last
        .and_then(|last| label.char_indices().filter(|(_, c)| is_letter(*c)).nth(last))
        .map_or(0, |(at, c)| at + c.len_utf8());
    let rest = label.get(end..).unwrap_or_default();
    let ends_in_mark = typed.chars().next_back().is_some_and(|c| !is_letter(c));
    format!(
        "{typed}{}",
        if ends_in_mark { rest.trim_start_matches(|c| !is_letter(c)) } else { rest }
    )
}
