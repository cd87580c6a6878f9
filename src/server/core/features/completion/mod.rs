//! Completion: the form's own words, where the report still lacks them, written as the report
//! writes.
//!
//! Titles of sections at the start of a line, labels of rows and columns in a table, the statement
//! of the period, the empty table of a section, and in a document without a report the whole of
//! one. What is typed is compared folded; the client sees it as the beginning of each item, so that
//! its own filter keeps what was chosen here.

mod cells;
mod sections;
#[cfg(test)]
mod testing;
mod whole_report;

use crate::diagnostic::{Argument, Message, Wording};
use crate::document::Placed;
use crate::server::core::view::View;
use crate::settings::is_settings_file;
use crate::standard::{article_in_chinese, article_in_english, letters};
use crate::syntax::PartKind;
use crate::text::{TextRange, fold, is_letter, is_space, line_at, line_end};
use cells::{add_blank_total, add_cells, table_at};
use sections::{add_period, add_sections, add_table};
use whole_report::add_whole_report;

const BASIS: Wording =
    Wording::new("依据：《政府信息公开条例》{0}", "Basis: {0} of the Regulations (条例)");

/// What makes a client ask although no word is being typed: the mark behind a numeral, of a
/// heading, of a cell.
pub fn trigger_characters() -> Vec<String> {
    ["、", "#", "|", "."].map(str::to_owned).into()
}

/// Something that may be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    pub label: String,
    pub kind: Kind,
    pub detail: String,
    /// May be empty.
    pub documentation: String,
    /// What a client filters it by.
    pub filter: String,
    /// What it takes the place of, in bytes of the document.
    pub range: TextRange,
    pub text: String,
    /// Whether the text has places to fill in.
    pub is_snippet: bool,
}

/// What may be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The number that a cell should hold.
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

/// What may be written at a byte of the text, best first; `invoked` tells that a person asked for
/// it.
pub fn complete(view: &View, at: usize, invoked: bool) -> Vec<Item> {
    if view.path.is_some_and(is_settings_file) {
        return Vec::new();
    }
    let placed = view.document.report_at(at);
    let mut items = Items { view, start: placed.start, all: Vec::new() };
    let Some(here) = Here::of(placed, at - placed.start, invoked) else { return Vec::new() };
    if placed.report.found().is_none() {
        add_whole_report(&mut items, &here, None);
        return items.all;
    }
    add_blank_total(&mut items, &here, at);
    let table = table_at(&here);
    match &table {
        Some((context, true)) => add_cells(&mut items, &here, context),
        other => {
            // Below a table a row may be added as well as a section.
            if let Some((context, _)) = other.as_ref().filter(|_| !here.is_heading()) {
                add_cells(&mut items, &here, context);
            }
            add_table(&mut items, &here);
            add_sections(&mut items, &here);
            add_period(&mut items, &here);
            add_whole_report(&mut items, &here, Some(placed));
        }
    }
    items.all
}

/// The place that is asked about; ranges in bytes of the report.
struct Here<'a> {
    placed: Placed<'a>,
    text: &'a str,
    offset: usize,
    /// Without its line end.
    line: TextRange,
    invoked: bool,
}

impl<'a> Here<'a> {
    fn of(placed: Placed<'a>, offset: usize, invoked: bool) -> Option<Self> {
        let text = placed.report.text();
        let line = text.is_char_boundary(offset).then(|| line_at(text, offset))?;
        Some(Self { placed, text, offset, line, invoked })
    }

    /// What stands in the line before the position, without the space that it begins with.
    fn typed(&self) -> TextRange {
        let before = TextRange::new(self.line.start, self.offset);
        let inner = before.of(self.text).trim_start_matches(is_space);
        TextRange::new(before.end - inner.len(), before.end)
    }

    /// Whether the line is one of Markdown's headings.
    fn is_heading(&self) -> bool {
        self.line.of(self.text).starts_with('#')
    }

    /// Whether nothing stands in the line.
    fn is_blank(&self) -> bool {
        self.line.of(self.text).chars().all(is_space)
    }

    /// Whether nothing stands in the line but the pipe that begins a table, typed just now.
    fn is_pipe(&self) -> bool {
        let before = self.typed().of(self.text);
        let behind = TextRange::new(self.offset, self.line.end).of(self.text);
        before.trim_end_matches(is_space) == "|" && behind.chars().all(|c| is_space(c) || c == '|')
    }

    /// Whether nothing but marks of Markdown stands in the line behind the position.
    fn is_at_end(&self) -> bool {
        TextRange::new(self.offset, self.line.end)
            .of(self.text)
            .chars()
            .all(|c| is_space(c) || matches!(c, '*' | '#'))
    }

    /// Whether the line below holds something.
    fn is_above_text(&self) -> bool {
        let below = self.text.get(self.line.end..).unwrap_or_default();
        let below = ["\r\n", "\n", "\r"]
            .into_iter()
            .find_map(|end| below.strip_prefix(end))
            .unwrap_or_default();
        below.split(['\n', '\r']).next().is_some_and(|line| !line.chars().all(is_space))
    }

    /// Whether the line above holds something.
    fn is_below_text(&self) -> bool {
        let above = self.text.get(..self.line.start).unwrap_or_default();
        let above = ["\r\n", "\n", "\r"]
            .into_iter()
            .find_map(|end| above.strip_suffix(end))
            .unwrap_or_default();
        above.rsplit(['\n', '\r']).next().is_some_and(|line| !line.chars().all(is_space))
    }

    /// Lines with a blank one above and below them.
    fn set_apart(&self, lines: &str) -> String {
        let newline = |wanted: bool| if wanted { self.newline() } else { "" };
        format!("{}{lines}{}", newline(self.is_below_text()), newline(self.is_above_text()))
    }

    fn newline(&self) -> &'static str {
        line_end(self.text)
    }

    /// The kind of the part that the line stands in.
    fn part(&self) -> PartKind {
        self.placed
            .report
            .tree()
            .part_at(self.line.start)
            .map_or(PartKind::Preface, |part| part.kind)
    }
}

/// The articles that something rests on, as a paragraph of their own.
fn basis(view: &View, articles: &[String]) -> String {
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

/// What a client filters an item by: it begins with what is typed, and goes on as the label does
/// behind that, so that the item stays while its label is typed on, also where what is typed is the
/// middle of it.
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

/// Something to write, before it is known whether it stands there; ranges in bytes of the report.
struct Draft {
    label: String,
    kind: Kind,
    detail: String,
    documentation: String,
    range: TextRange,
    text: String,
    is_snippet: bool,
}

struct Items<'v, 'w> {
    view: &'w View<'v>,
    /// Where the report begins in the text.
    start: usize,
    all: Vec<Item>,
}

impl Items<'_, '_> {
    fn add(&mut self, here: &Here, draft: Draft) {
        let Draft { label, kind, detail, documentation, range, text, is_snippet } = draft;
        let typed = TextRange::new(range.start, here.offset.max(range.start)).of(here.text);
        // What stands there already needs no offer.
        if typed == text || !here.invoked && letters(typed) == letters(&text) {
            return;
        }
        let filter = filter_text(typed, &label);
        let range = range.shifted(self.start);
        self.all.push(Item { label, kind, detail, documentation, filter, range, text, is_snippet });
    }
}

#[cfg(test)]
mod tests {
    use super::testing::offered_to;
    use crate::server::core::features::testing::{report, second};
    use crate::server::core::view::Client;
    use crate::syntax::Layout;

    #[test]
    fn a_strict_filter_keeps_what_is_offered() {
        for layout in Layout::ALL {
            let whole = second(&report(layout, &[]));
            let at = whole.rfind("2.重复申请").unwrap();
            for (typed, label, next) in [
                ("2.", "2.重复申请", "2.重"),
                ("2．", "2.重复申请", "2．重"),
                ("重复", "2.重复申请", "重复申"),
            ] {
                let text = format!("{}{typed}⟦{}", &whole[..at], &whole[at + "2.重复申请".len()..]);
                let offered = offered_to(&text, Client::default(), true);
                let filter = offered
                    .iter()
                    .find(|(item, _)| item.label == label)
                    .map(|(item, _)| item.filter.clone());
                assert!(
                    filter.as_ref().is_some_and(|filter| filter.starts_with(next)),
                    "{layout:?} {typed} {filter:?}"
                );
            }
        }
        let text = "# 云溪县𠮷山园林局2023年政府信息公开工作年度报告\n\n⟦\n";
        for (typed, next, count) in [
            ("处", "处理", 1),
            ("政府信息公开", "政府信息公开行政", 1),
            ("## 五", "## 五、存在", 1),
            ("## 五、", "## 五、存在", 1),
            ("", "一、总", 6),
        ] {
            let offered =
                offered_to(&text.replace('⟦', &format!("{typed}⟦")), Client::default(), true);
            let kept = offered.iter().filter(|(item, _)| item.filter.starts_with(typed));
            assert_eq!(kept.count(), offered.len());
            assert!(
                offered.len() >= count
                    && offered.iter().any(|(item, _)| item.filter.starts_with(next)),
                "{typed} {offered:?}"
            );
        }
    }
}
