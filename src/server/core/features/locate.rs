//! Locates the thing of the form at a place of a report. Ranges are in bytes of the whole text.

use crate::document::{Document, Placed};
use crate::facts::number::plain;
use crate::facts::{Period, Table, TableWord, Value, WordMeaning, table_words};
use crate::relations::{Sums, value};
use crate::report::TableContext;
use crate::server::core::view::View;
use crate::standard::{CellRef, Form, TableForm};
use crate::syntax::{Part, TablePieces};
use crate::text::{TextRange, is_space};

/// A thing of the form, with its place in the text.
#[derive(Clone, Copy, Debug)]
pub struct Spot<'a> {
    pub report: Placed<'a>,
    pub range: TextRange,
    pub thing: Thing<'a>,
}

/// The things of the form in a text.
#[derive(Clone, Copy, Debug)]
pub enum Thing<'a> {
    Title,
    /// The dates of the statistical period.
    Period(Period),
    /// The heading of one of the six sections.
    Heading(&'a Part),
    Cell(TableAt<'a>, CellRef),
    /// A word of a table, such as the label of a row.
    Word(TableAt<'a>, WordMeaning),
}

/// A table of the form in a report.
#[derive(Clone, Copy, Debug)]
pub struct TableAt<'a> {
    pub report: Placed<'a>,
    /// The index of the table in the facts of the report.
    pub index: usize,
    pub table: &'a Table,
    pub part: &'a Part,
}

/// The thing at a byte of the text; `None` in prose, and in a text that is not a report.
pub fn locate<'a>(view: &View<'a>, offset: usize) -> Option<Spot<'a>> {
    let report = report_at(view.document, offset)?;
    let (tree, facts) = (report.report.tree(), report.report.facts());
    let own = offset - report.start;
    let spot =
        |range: TextRange, thing| Some(Spot { report, range: range.shifted(report.start), thing });
    if let Some(title) = tree.title.filter(|title| touches(title.range, own)) {
        return spot(title.range, Thing::Title);
    }
    if let Some(period) =
        facts.periods.iter().find(|period| period.certain && touches(period.range, own))
    {
        return spot(period.range, Thing::Period(*period));
    }
    let part = tree.part_at(own)?;
    let within = own.checked_sub(part.range.start)?;
    if let Some(heading) = part.heading.as_ref().filter(|heading| touches(heading.range, within)) {
        return spot(heading.range.shifted(part.range.start), Thing::Heading(part));
    }
    let table = tables(report)
        .find(|table| std::ptr::eq(table.part, part) && touches(table.table.range, within))?;
    let (range, thing) = table.thing_at(within)?;
    Some(Spot { report, range: table.range(range), thing })
}

/// The report around `offset`, if the report is checked.
pub fn report_at(document: &Document, offset: usize) -> Option<Placed<'_>> {
    Some(document.report_at(offset)).filter(|placed| placed.report.found().is_some())
}

/// The checked reports of the document. Each index counts all reports.
pub fn reports<'a>(view: &View<'a>) -> impl Iterator<Item = (usize, Placed<'a>)> + use<'a> {
    view.reports().enumerate().filter(|(_, placed)| placed.report.found().is_some())
}

/// The checked reports that overlap or touch `range`.
pub fn reports_in<'a>(
    view: &View<'a>,
    range: TextRange,
) -> impl Iterator<Item = Placed<'a>> + use<'a> {
    let near = move |placed: &Placed| {
        placed.start <= range.end && range.start <= placed.start + placed.report.text().len()
    };
    view.reports().filter(near).filter(|placed| placed.report.found().is_some())
}

/// The tables of the form in a report.
pub fn tables(report: Placed<'_>) -> impl Iterator<Item = TableAt<'_>> {
    let parts = &report.report.tree().parts;
    let facts = report.report.facts().tables.iter().enumerate();
    facts.filter_map(move |(index, table)| {
        Some(TableAt { report, index, table, part: parts.get(table.part)? })
    })
}

/// The form for the year of the report.
pub fn form_of(report: Placed<'_>) -> &'static Form {
    let facts = report.report.facts();
    facts.standard.form(facts.expected_edition())
}

impl<'a> TableAt<'a> {
    /// Converts a range of the table, or of its part, to a range of the whole text.
    pub fn range(&self, range: TextRange) -> TextRange {
        range.shifted(self.report.start + self.part.range.start)
    }

    pub fn form(&self) -> &'static TableForm {
        self.table.table_form()
    }

    /// The relations of the form, applied to the table.
    pub fn sums(&self) -> Sums<'a> {
        self.report.report.sums(self.index)
    }

    /// The text of the part around the table.
    pub fn text(&self) -> &'a str {
        self.part.range.of(self.report.report.read_text())
    }

    /// The table as the input of the rules.
    pub fn context(&self) -> TableContext<'a> {
        TableContext { text: self.text(), part: self.part, table: self.table, sums: self.sums() }
    }

    /// Whether the rows of the table are unknown.
    pub fn is_unreadable(&self) -> bool {
        self.table.unreadable.is_some()
    }

    /// The words of the form in the table, beside the labels of rows.
    pub fn words(&self) -> Vec<TableWord> {
        if self.is_unreadable() {
            return Vec::new();
        }
        self.pieces().map_or_else(Vec::new, |pieces| table_words(self.text(), pieces, self.table))
    }

    /// The place of the text of a cell; `None` if the cell has no place in the text.
    pub fn cell_range(&self, cell: CellRef) -> Option<TextRange> {
        let range = self.table.cell(cell)?.range;
        (!range.is_empty() || self.is_alone(range)).then(|| self.range(range))
    }

    /// The number of a cell in plain digits; 0 for a blank cell. `None` if the cell cannot be
    /// summed.
    pub fn number(&self, cell: CellRef) -> Option<String> {
        Some(plain(value(self.table, cell)?, self.form().column(cell).kind))
    }

    /// The cells of a row with text or with a visible place.
    pub fn cells_of_row(&self, row: usize) -> impl Iterator<Item = CellRef> {
        let columns = self.form().columns(row).len();
        (0..columns).map(move |column| CellRef { row, column })
    }

    fn pieces(&self) -> Option<&'a TablePieces> {
        self.part
            .tables
            .iter()
            .find(|pieces| pieces.table == self.table.index && pieces.range == self.table.range)
    }

    /// Whether no other blank cell has the same place.
    fn is_alone(&self, range: TextRange) -> bool {
        self.table.cells().filter(|(_, cell)| cell.range == range).count() == 1
    }

    /// The thing at a byte of the part.
    fn thing_at(self, offset: usize) -> Option<(TextRange, Thing<'a>)> {
        if self.is_unreadable() {
            return None;
        }
        let filled = self
            .table
            .cells()
            .find(|(_, cell)| !cell.range.is_empty() && touches(cell.range, offset));
        if let Some((cell, found)) = filled {
            return Some((found.range, Thing::Cell(self, cell)));
        }
        let mut rows = self
            .table
            .rows
            .iter()
            .enumerate()
            .filter_map(|(index, row)| Some((index, row.as_ref()?)));
        let label = rows.find_map(|(index, row)| {
            let mut ranges = row.label.iter().chain(&row.pieces).copied();
            Some((index, ranges.find(|range| touches(*range, offset))?))
        });
        if let Some((row, range)) = label {
            return Some((range, Thing::Word(self, WordMeaning::Row(row))));
        }
        if let Some(word) = self.words().into_iter().find(|word| touches(word.range, offset)) {
            return Some((word.range, Thing::Word(self, word.meaning)));
        }
        // A blank cell covers the space around its place.
        let text = self.text();
        let is_near = |place: usize| {
            let between = text.get(place.min(offset)..place.max(offset)).unwrap_or("\n");
            between.chars().all(|c| is_space(c) && !matches!(c, '\t' | '\n' | '\r'))
        };
        let blank = self.table.cells().find(|(_, cell)| {
            cell.value == Value::Blank && cell.range.is_empty() && is_near(cell.range.start)
        });
        let (cell, found) = blank.filter(|(_, cell)| self.is_alone(cell.range))?;
        Some((found.range, Thing::Cell(self, cell)))
    }
}

/// Whether a caret at `offset` is inside of the range, or at one of its ends.
fn touches(range: TextRange, offset: usize) -> bool {
    range.start <= offset && offset <= range.end
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{replaced, sample};
    use crate::server::core::features::testing::{counting_in, view};
    use crate::standard::Standard;
    use crate::syntax::Layout;
    use crate::text::PositionEncoding;

    /// A short description of the thing at `⟦`, and the words of the thing.
    fn found(marked: &str) -> Option<(String, String)> {
        let text = marked.replace('⟦', "");
        let look = |encoding| {
            view(marked, counting_in(encoding), |view, at| {
                let spot = locate(view, at)?;
                let thing = match spot.thing {
                    Thing::Title => "title".to_owned(),
                    Thing::Period(_) => "period".to_owned(),
                    Thing::Heading(part) => {
                        format!("heading {}", part.kind.label(Standard::official()))
                    }
                    Thing::Cell(table, cell) => {
                        format!("cell {} {} {}", table.form().name, cell.row, cell.column)
                    }
                    Thing::Word(table, meaning) => format!("{} {meaning:?}", table.form().name),
                };
                Some((thing, spot.range.of(&text).to_owned()))
            })
        };
        let found = look(PositionEncoding::Utf16);
        assert_eq!(look(PositionEncoding::Utf8), found);
        found
    }

    fn at(layout: Layout, from: &str, to: &str) -> Option<(String, String)> {
        let own = replaced(&sample(layout), from, to);
        found(&format!("{}\n𠮷\n{own}", sample(Layout::Tabs)))
    }

    fn is(thing: &str, words: &str) -> Option<(String, String)> {
        Some((thing.to_owned(), words.to_owned()))
    }

    #[test]
    fn things_are_found_in_every_layout() {
        for layout in Layout::ALL {
            assert_eq!(
                at(layout, "收到和处理", "收到⟦和处理"),
                is("heading 三", "三、收到和处理政府信息公开申请情况"),
                "{layout:?}"
            );
            assert_eq!(
                at(layout, "3年政府信息", "3年政府⟦信息"),
                is("title", "云溪省园林局2023年政府信息公开工作年度报告"),
                "{layout:?}"
            );
            assert_eq!(
                at(layout, "2023年1月1日", "2023年⟦1月1日"),
                is("period", "2023年1月1日至2023年12月31日"),
                "{layout:?}"
            );
            assert_eq!(
                at(layout, "2.重复申请", "⟦2.重复申请"),
                is("表三 Row(16)", "2.重复申请"),
                "{layout:?}"
            );
            assert_eq!(
                at(layout, "（五）不予处理", "（五）⟦不予处理"),
                is("表三 Head(3)", "（五）不予处理"),
                "{layout:?}"
            );
            let column = is("表三 Column { block: 0, column: 3, row: None }", "社会公益组织");
            assert_eq!(at(layout, "社会公益组织", "社会公益组织⟦"), column, "{layout:?}");
            assert_eq!(
                at(layout, "第二十条第（六）项", "第二十⟦条第（六）项"),
                is("表二 Caption(2)", "第二十条第（六）项"),
                "{layout:?}"
            );
            assert_eq!(at(layout, "主动公开信息", "主动公⟦开信息"), None, "{layout:?}");
        }
    }

    #[test]
    fn a_caret_behind_a_number_is_on_its_cell() {
        assert_eq!(
            at(Layout::Tabs, "规章\t3\t1\t12", "规章\t3\t1\t12⟦"),
            is("cell 表二 0 2", "12")
        );
        assert_eq!(at(Layout::Spaces, "规章 3 1 12", "规章 3 1⟦ 12"), is("cell 表二 0 1", "1"));
        assert_eq!(
            at(Layout::Spaces, "1 0 0 0 1 1 0 0 0 1 1 0 0 0 1", "1 0 0 0 1 1 0 0 ⟦0 1 1 0 0 0 1"),
            is("cell 表四 1 3", "0")
        );
    }

    #[test]
    fn a_blank_cell_is_as_wide_as_its_space() {
        assert_eq!(
            at(Layout::Markdown, "| 规章 | 3 | 1 |", "| 规章 | 3 |   ⟦ |"),
            is("cell 表二 0 1", "")
        );
        assert_eq!(at(Layout::Tabs, "规章\t3\t1\t12", "规章\t3\t⟦\t12"), is("cell 表二 0 1", ""));
        // The place belongs to several missing cells.
        assert_eq!(at(Layout::Spaces, "行政规范性文件 3 1 12", "行政规范性文件   ⟦"), None);
    }

    #[test]
    fn what_is_no_report_has_nothing() {
        assert_eq!(found("一、总体⟦情况"), None);
        assert_eq!(found("⟦"), None);
    }
    /// Calls every reading feature at several places of a text.
    fn read_all(text: &str, encoding: PositionEncoding) {
        use crate::server::core::answers::*;
        use crate::server::core::to_proto;
        view(text, counting_in(encoding), |view, _| {
            let all = to_proto::range(view, TextRange::new(0, text.len()));
            let tokens = tokens(view, None).data;
            assert!(
                tokens.iter().skip(1).all(
                    |token| token.length > 0 && (token.delta_line > 0 || token.delta_start > 0)
                )
            );
            _ = hints(view, all);
            _ = (lenses(view), links(view), folds(view), symbols(view));
            for place in (0..=text.len()).step_by(text.len() / 12 + 1) {
                let at = to_proto::position(view, place);
                _ = (hover(view, at), highlights(view, at), selections(view, &[at]));
                _ = (definition(view, at), references(view, at, true));
            }
        });
    }

    #[test]
    fn broken_reports_are_survived() {
        let mut seed = 7u64;
        let mut next = move |below: usize| {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) as usize % below.max(1)
        };
        for round in 0..20 {
            let layout = Layout::ALL[round % Layout::ALL.len()];
            let mut chars: Vec<char> =
                format!("{}{}", sample(layout), sample(Layout::ALL[next(5)])).chars().collect();
            for _ in 0..1 + next(6) {
                let at = next(chars.len());
                let end = (at + next(60)).min(chars.len());
                let new = [
                    "",
                    "𠮷",
                    "\n",
                    "\r\n",
                    " 3 ",
                    "\t",
                    "|",
                    "www.a.gov.cn",
                    "收到政府信息公开申请3件，",
                    "9",
                ][next(10)];
                chars.splice(at..end, new.chars());
            }
            let text: String = chars.into_iter().collect();
            read_all(&text, [PositionEncoding::Utf8, PositionEncoding::Utf16][round % 2]);
        }
    }
}
