//! Completion: offers missing words of the form in the spelling of the report.
//!
//! Completion offers section titles at the start of a line, labels of rows and columns in a table,
//! the statement of the period, and the empty table of a section. A document without a report is
//! offered a whole report. Typed words are compared after folding. The filter text of each item
//! begins with the typed words, so the client keeps the items chosen here.

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

/// The characters that make a client ask outside of words: the mark behind a numeral, the mark of a
/// heading, and the border of a cell.
pub fn trigger_characters() -> Vec<String> {
    ["、", "#", "|", "."].map(str::to_owned).into()
}

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

/// The completion items at a byte of the text, best item first. `invoked` means that a person
/// asked.
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
            // The line below a table may become a row or a section.
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

/// The place of the question. Ranges are in bytes of the report.
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

    /// The text of the line before the position, without leading space.
    fn typed(&self) -> TextRange {
        let before = TextRange::new(self.line.start, self.offset);
        let inner = before.of(self.text).trim_start_matches(is_space);
        TextRange::new(before.end - inner.len(), before.end)
    }

    /// Whether the line is a heading in Markdown.
    fn is_heading(&self) -> bool {
        self.line.of(self.text).starts_with('#')
    }

    /// Whether the line is blank.
    fn is_blank(&self) -> bool {
        self.line.of(self.text).chars().all(is_space)
    }

    /// Whether the line holds only the pipe of a new table, typed just now.
    fn is_pipe(&self) -> bool {
        let before = self.typed().of(self.text);
        let behind = TextRange::new(self.offset, self.line.end).of(self.text);
        before.trim_end_matches(is_space) == "|" && behind.chars().all(|c| is_space(c) || c == '|')
    }

    /// Whether only marks of Markdown follow the position in the line.
    fn is_at_end(&self) -> bool {
        TextRange::new(self.offset, self.line.end)
            .of(self.text)
            .chars()
            .all(|c| is_space(c) || matches!(c, '*' | '#'))
    }

    /// Whether the next line holds text.
    fn is_above_text(&self) -> bool {
        let below = self.text.get(self.line.end..).unwrap_or_default();
        let below = ["\r\n", "\n", "\r"]
            .into_iter()
            .find_map(|end| below.strip_prefix(end))
            .unwrap_or_default();
        below.split(['\n', '\r']).next().is_some_and(|line| !line.chars().all(is_space))
    }

    /// Whether the previous line holds text.
    fn is_below_text(&self) -> bool {
        let above = self.text.get(..self.line.start).unwrap_or_default();
        let above = ["\r\n", "\n", "\r"]
            .into_iter()
            .find_map(|end| above.strip_suffix(end))
            .unwrap_or_default();
        above.rsplit(['\n', '\r']).next().is_some_and(|line| !line.chars().all(is_space))
    }

    /// The lines with blank lines around them.
    fn set_apart(&self, lines: &str) -> String {
        let newline = |wanted: bool| if wanted { self.newline() } else { "" };
        format!("{}{lines}{}", newline(self.is_below_text()), newline(self.is_above_text()))
    }

    fn newline(&self) -> &'static str {
        line_end(self.text)
    }

    /// The kind of the part around the line.
    fn part(&self) -> PartKind {
        self.placed
            .report
            .tree()
            .part_at(self.line.start)
            .map_or(PartKind::Preface, |part| part.kind)
    }
}

/// The articles as the legal basis, in a separate paragraph.
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

/// A possible item, before the comparison with the existing text. Ranges are in bytes of the
/// report.
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
    /// The start of the report in the text.
    start: usize,
    all: Vec<Item>,
}

impl Items<'_, '_> {
    fn add(&mut self, here: &Here, draft: Draft) {
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
