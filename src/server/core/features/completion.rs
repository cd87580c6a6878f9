//! Completion: the form's own words, where the report still lacks them, written as the report
//! writes.
//!
//! Titles of sections at the start of a line, labels of rows and columns in a table, the statement
//! of the period, the empty table of a section, and in a document without a report the whole of
//! one. What is typed is compared folded; the client sees it as the beginning of each item, so that
//! its own filter keeps what was chosen here.

use super::locate::{Spot, Thing, locate};
use crate::diagnostic::{Argument, Message, Wording};
use crate::document::Placed;
use crate::facts::{Period, begun_title};
use crate::report::TableContext;
use crate::rules;
use crate::rules::cell_name;
use crate::server::core::view::View;
use crate::settings::is_settings_file;
use crate::standard::{TableForm, article_in_chinese, article_in_english, letters};
use crate::syntax::{Layout, PartKind};
use crate::text::{TextRange, fold, is_letter, is_space, line_at, line_end};
use crate::write::Manner;
use crate::write::Skeleton;
use std::ops::Range;
use std::path::Path;

/// A document with more in it is not about to become a report.
const LONGEST_EMPTY: usize = 200;
/// So many line ends may stand between a table and a row that is being added to it.
const MOST_BETWEEN: usize = 2;

const SECTION: Wording = Wording::new("报告的部分", "a section of the report");
const ROW: Wording = Wording::new("{0}的行", "a row of {0}");
const COLUMN: Wording = Wording::new("{0}的列", "a column of {0}");
const EMPTY_TABLE: Wording = Wording::new("插入空的{0}", "insert an empty {0}");
const PERIOD: Wording =
    Wording::new("报告所列数据的统计期限", "the period that the report's figures are for");
const WHOLE: Wording =
    Wording::new("政府信息公开工作年度报告", "annual report on government information disclosure");
const WHOLE_HOLDS: Wording = Wording::new(
    "完整的空报告：标题、统计期限、六个部分和三张表，各格填 0。",
    "A whole empty report: title, period, the six sections and the three tables, 0 in every cell.",
);
const ORGAN: Wording = Wording::new("单位名称", "单位名称");
const TOTAL: Wording = Wording::new("按各项计算：{0}", "computed from its addends: {0}");
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

/// What a blank total should hold, or a blank number of the last item.
fn add_blank_total(items: &mut Items, here: &Here, at: usize) {
    let Some(Spot { thing: Thing::Cell(table, cell), .. }) = locate(items.view, at) else { return };
    let context = table.context();
    let Some((number, text)) = here
        .offset
        .checked_sub(context.part.range.start)
        .and_then(|at| rules::blank_total(&context, cell, at))
    else {
        return;
    };
    let sums = table.sums().iter().filter(|sum| !sum.relation.at_least && sum.form.left == [cell]);
    let sums: Vec<String> =
        sums.map(|sum| items.view.say(&rules::addends_of(&context, sum))).collect();
    items.add(
        here,
        Draft {
            label: number,
            kind: Kind::Total,
            detail: items.view.say(&Message::new(TOTAL, [cell_name(&context, cell)])),
            documentation: sums.join("\n"),
            range: TextRange::at(here.offset),
            text,
            is_snippet: false,
        },
    );
}

/// The titles of sections that are not there, the next one first.
fn add_sections(items: &mut Items, here: &Here) {
    let typed = here.typed();
    let source = typed.of(here.text);
    let words = letters(source);
    let is_heading_mark = !source.is_empty() && source.trim_end().chars().all(|c| c == '#');
    if words.is_empty() && !is_heading_mark && !(here.invoked && here.is_blank())
        || !here.is_at_end()
        || source.contains(['|', '\t'])
    {
        return;
    }
    let context = here.placed.report.context();
    let form = context.form();
    let on_line = context
        .sections()
        .find(|section| here.line.contains(TextRange::at(section.range().start)))
        .map(|section| section.number);
    let is_open =
        |number: u8| on_line == Some(number) || context.report.section(number).next().is_none();
    let above = on_line.map(|number| number - 1).or(here.part().section()).unwrap_or(0);
    let mut open: Vec<u8> = (1..=6).filter(|&number| is_open(number)).collect();
    open.sort_by_key(|number| (*number <= above, *number));
    for number in open {
        let title = context.official(number);
        if !letters(&title).contains(&words) {
            continue;
        }
        let section = form.section(number);
        let heading = Manner::of(&context, number).heading(form, number);
        let holds = items.view.word(Wording::new(&section.holds.zh, &section.holds.en));
        items.add(
            here,
            Draft {
                label: title,
                kind: Kind::Section,
                detail: items.view.word(SECTION),
                documentation: format!("{holds}{}", basis(items.view, &section.basis)),
                range: typed,
                text: heading.trim_end_matches(['\n', '\r']).to_owned(),
                is_snippet: false,
            },
        );
    }
}

/// The statement of the period, where there is none.
fn add_period(items: &mut Items, here: &Here) {
    let facts = here.placed.report.facts();
    let Some(year) = facts.year else { return };
    if !matches!(here.part(), PartKind::Preface | PartKind::Section(1)) || !here.is_at_end() {
        return;
    }
    let typed = here.typed();
    let clause = typed
        .of(here.text)
        .rsplit(['，', '。', '；', ',', ';'])
        .next()
        .unwrap_or_default()
        .trim_start_matches(is_space);
    // Words may stand before: 本报告所列数据的统计期限.
    let clause = clause
        .find("统计期限")
        .filter(|at| !"所列数据的".ends_with(&clause[..*at]))
        .map_or(clause, |at| &clause[at..]);
    let range = TextRange::new(here.offset - clause.len(), here.offset);
    // What is being typed states nothing yet.
    let is_stated = |period: &Period| {
        (period.start.is_some() || period.end.is_some()) && !range.contains(period.range)
    };
    if facts.periods.iter().any(is_stated) {
        return;
    }
    let words = letters(clause);
    // In the preface the period is a clause of a sentence; elsewhere a sentence of its own, unless
    // its words are there.
    let before = TextRange::new(typed.start, range.start).of(here.text).trim_end_matches(is_space);
    let may_begin = before.is_empty() || before.ends_with('。') || here.part() == PartKind::Preface;
    let is_asked = here.invoked && may_begin && (here.is_blank() || range.start > typed.start);
    let is_begun = words.chars().nth(if may_begin { 0 } else { 1 }).is_some();
    let dates = [
        format!("自{0}年1月1日起至{0}年12月31日止", year.value),
        format!("为{0}年1月1日至{0}年12月31日", year.value),
    ];
    let wordings = dates.iter().flat_map(|dates| {
        ["所列数据的统计期限", "统计期限"].map(|words| format!("{words}{dates}"))
    });
    let Some(text) = wordings.into_iter().find(|text| {
        if words.is_empty() { is_asked } else { is_begun && letters(text).starts_with(&words) }
    }) else {
        return;
    };
    items.add(
        here,
        Draft {
            label: text.clone(),
            kind: Kind::Sentence,
            detail: items.view.word(PERIOD),
            documentation: items.view.word(PERIOD),
            range,
            text: format!("{text}。"),
            is_snippet: false,
        },
    );
}

/// The empty table of the section, where it has none.
fn add_table(items: &mut Items, here: &Here) {
    let context = here.placed.report.context();
    let form = context.form();
    let table =
        here.part().section().and_then(|number| Some((number, form.table_of_section(number)?)));
    let Some((number, index)) = table.filter(|_| here.invoked && here.is_blank() || here.is_pipe())
    else {
        return;
    };
    let Some(table) = form
        .tables
        .get(index)
        .filter(|_| context.facts.tables.iter().all(|table| table.index != index))
    else {
        return;
    };
    let Some(rows) = Manner::of(&context, number).table(table) else { return };
    let section = form.section(number);
    let above = if here.is_below_text() { here.newline() } else { "" };
    items.add(
        here,
        Draft {
            label: format!("{}（{}）", table.name, section.title.text),
            kind: Kind::Whole,
            detail: items.view.say(&Message::new(EMPTY_TABLE, [table.name.as_str().into()])),
            documentation: items.view.word(Wording::new(&section.holds.zh, &section.holds.en)),
            range: here.line,
            text: format!("{above}{}", rows.trim_end_matches(['\n', '\r'])),
            is_snippet: false,
        },
    );
}

/// The table of the form that the line stands in, and that is inside it rather than below.
fn table_at<'a>(here: &Here<'a>) -> Option<(TableContext<'a>, bool)> {
    let report = here.placed.report;
    (0..report.facts().tables.len()).filter_map(|index| report.table(index)).find_map(|context| {
        let range = context.table.range.shifted(context.part.range.start);
        let is_inside =
            here.line.start < range.end && range.start < here.line.end.max(here.line.start + 1);
        let between = here.text.get(range.end..here.line.start);
        let is_below = || {
            between.is_some_and(|between| {
                between.chars().all(is_space) && between.matches('\n').count() <= MOST_BETWEEN
            })
        };
        (is_inside || is_below()).then_some((context, is_inside))
    })
}

/// Labels of rows, and of columns where no row stands in the line.
fn add_cells(items: &mut Items, here: &Here, context: &TableContext) {
    let form = context.table.table_form();
    let typed = here.typed();
    let source = typed.of(here.text);
    let cell_start = source.rfind(['|', '\t']).map_or(0, |at| at + 1);
    let (before, cell) = (
        source.get(..cell_start).unwrap_or_default(),
        source.get(cell_start..).unwrap_or_default(),
    );
    // Behind a row's label stand its values.
    if before
        .split(['|', '\t'])
        .any(|cell| form.row_by_hash(crate::text::letters_hash(cell).0).is_some())
    {
        return;
    }
    let cell = cell.trim_start_matches(|c| is_space(c) || c == '*');
    let mut words = letters(cell);
    let mut range = TextRange::new(here.offset - cell.len(), here.offset);
    // In text from PDF the label of the group may stand before that of the row.
    if context.table.layout == Layout::Spaces
        && !words.is_empty()
        && rows_like(form, &words).next().is_none()
    {
        let last = cell.rsplit(is_space).next().unwrap_or_default();
        (words, range) = (letters(last), TextRange::new(here.offset - last.len(), here.offset));
    }
    // Nobody is helped who types a number, or has typed a word of the form.
    let is_blank_cell = context.table.layout == Layout::Lines
        && words.is_empty()
        && here.line.of(here.text).contains('\t');
    let is_number = || range.of(here.text).bytes().all(|byte| byte.is_ascii_digit());
    let is_done = || !here.invoked && form.is_word(crate::text::letters_hash(&words).0);
    if is_blank_cell
        || words.is_empty() && !here.invoked
        || !words.is_empty() && (is_number() || is_done())
    {
        return;
    }
    let start = context.part.range.start;
    let row_on_line = |row: usize| {
        let range = context.table.rows.get(row)?.as_ref()?.range.shifted(start);
        Some(here.line.start <= range.start && range.start <= here.line.end)
    };
    let is_there = |row: usize| row_on_line(row) == Some(false);
    let above =
        context.table.rows.iter().rposition(|row| {
            row.as_ref().is_some_and(|row| row.range.start + start < here.line.start)
        });
    let next = above.map_or(0, |row| row + 1);
    let mut rows: Vec<usize> =
        if form.across { Vec::new() } else { rows_like(form, &words).collect() };
    // A row that is there is offered only to who types it.
    rows.retain(|row| !words.is_empty() || !is_there(*row));
    rows.sort_by_key(|row| (is_there(*row), *row < next, *row));
    // What stands behind the position and ends the label as well is part of it.
    let rest = TextRange::new(here.offset, here.line.end).of(here.text);
    let rest =
        rest.split(|c: char| matches!(c, '|' | '\t') || is_space(c)).next().unwrap_or_default();
    let rest_of = |label: &str| {
        if !letters(rest).is_empty() && label.ends_with(&letters(rest)) { rest.len() } else { 0 }
    };
    let mut cells: Vec<Draft> = Vec::new();
    for row in rows {
        let Some(data) = form.rows.get(row) else { continue };
        let whole = if here.is_blank() { rules::blank_row(context, row) } else { None };
        let whole = whole.map(|row| {
            if context.table.layout == Layout::Lines { here.set_apart(&row) } else { row }
        });
        cells.push(Draft {
            label: data.label.text.clone(),
            kind: Kind::Row,
            detail: items.view.say(&Message::new(ROW, [form.name.as_str().into()])),
            documentation: format!("{}{}", context.row_name(row), basis(items.view, &data.basis)),
            range: if whole.is_some() {
                here.line
            } else {
                TextRange::new(range.start, here.offset + rest_of(&data.label.letters))
            },
            text: whole.unwrap_or_else(|| data.label.text.clone()),
            is_snippet: false,
        });
    }
    let is_header =
        !words.is_empty() && (0..form.rows.len()).all(|row| row_on_line(row) != Some(true));
    let columns = form.blocks.iter().flat_map(|block| &block.columns).filter(|_| is_header);
    for column in columns.filter(|column| is_like(&column.label.letters, &words)) {
        if cells.iter().all(|item| item.label != column.label.text) {
            cells.push(Draft {
                label: column.label.text.clone(),
                kind: Kind::Column,
                detail: items.view.say(&Message::new(COLUMN, [form.name.as_str().into()])),
                documentation: String::new(),
                range,
                text: column.label.text.clone(),
                is_snippet: false,
            });
        }
    }
    // What begins with the words before what holds them.
    cells.sort_by_key(|item| !letters(&item.label).starts_with(&words));
    cells.into_iter().for_each(|item| items.add(here, item));
}

/// The rows whose labels begin with what is typed, or hold it.
fn rows_like<'a>(form: &'a TableForm, words: &'a str) -> impl Iterator<Item = usize> + 'a {
    form.rows
        .iter()
        .enumerate()
        .filter(|(_, row)| is_like(&row.label.letters, words))
        .map(|(index, _)| index)
}

fn is_like(label: &str, words: &str) -> bool {
    // Nobody types the number of a row for its sake.
    let unnumbered = label
        .trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
    label.starts_with(words)
        || unnumbered.starts_with(words)
        || words.chars().nth(1).is_some() && label.contains(words)
}

/// The whole of an empty report: in a document with next to nothing in it, or `below` the title of
/// a report that is nothing else.
fn add_whole_report(items: &mut Items, here: &Here, below: Option<Placed>) {
    let view = items.view;
    let is_alone = view.document.reports().len() == 1 && view.document.len() <= LONGEST_EMPTY;
    if !here.invoked || !is_alone || !here.is_at_end() {
        return;
    }
    let write = |issuer: &str, year: i32| {
        let layout = if view.is_markdown() { Layout::Markdown } else { Layout::Tabs };
        Skeleton {
            issuer,
            year,
            layout,
            newline: here.newline(),
            sections: [""; 6],
            cell: &|_, _, _| "0".to_owned(),
        }
        .write()
    };
    let (range, text) = if let Some(placed) = below {
        let title = placed.report.tree().title;
        let is_behind = |title: &TextRange| {
            here.text
                .get(title.end..)
                .is_some_and(|rest| rest.chars().all(|c| is_space(c) || c == '*'))
        };
        let Some(title) = title
            .map(|title| title.range)
            .filter(|title| is_behind(title) && title.end <= here.offset)
        else {
            return;
        };
        let year = placed
            .report
            .facts()
            .year
            .map_or_else(|| year_of(view.path, (view.client.this_year)()), |year| year.value);
        let whole = write("", year);
        let body = whole
            .split_once(here.newline())
            .map_or("", |(_, body)| body)
            .trim_start_matches(['\n', '\r']);
        let breaks =
            if title.end >= here.line.start { 2 } else { usize::from(here.is_below_text()) };
        let range = if here.is_blank() { here.line } else { TextRange::at(here.offset) };
        (range, here.newline().repeat(breaks) + body)
    } else {
        let others = [here.text.get(..here.line.start), here.text.get(here.line.end..)];
        if others.into_iter().flatten().any(|other| !other.chars().all(is_space)) {
            return;
        }
        let Some((organ, year)) = begun_title(here.line.of(here.text)) else { return };
        let (mark, year) =
            ("\u{1}", year.unwrap_or_else(|| year_of(view.path, (view.client.this_year)())));
        (
            TextRange::new(here.typed().start, here.line.end),
            fill_in(view, &write(mark, year), mark, &organ, year),
        )
    };
    let is_snippet = below.is_none() && view.client.snippets;
    items.add(
        here,
        Draft {
            label: view.word(WHOLE),
            kind: Kind::Whole,
            detail: view.word(WHOLE_HOLDS),
            documentation: view.word(WHOLE_HOLDS),
            range,
            text,
            is_snippet,
        },
    );
}

/// A report with the organ, which `mark` stands for, and the year to be filled in where the client
/// can. `organ` is what of its name is there.
fn fill_in(view: &View, report: &str, mark: &str, organ: &str, year: i32) -> String {
    let organ = if organ.is_empty() { view.word(ORGAN) } else { organ.to_owned() };
    if !view.client.snippets {
        return report.replace(mark, &organ);
    }
    let escaped = report.replace('\\', "\\\\").replace('$', "\\$").replace('}', "\\}");
    let year_sign = format!("{year}年");
    let filled =
        escaped.replacen(mark, &format!("${{1:{organ}}}"), 1).replacen(&year_sign, "\u{2}", 1);
    filled.replace(&year_sign, "${2}年").replacen('\u{2}', &format!("${{2:{year}}}年"), 1)
}

/// The year of a report at `path`: the one that its name or its folder says, else the one before
/// `this_year`.
fn year_of(path: Option<&Path>, this_year: i32) -> i32 {
    const YEARS: Range<i32> = 2019..2100;
    let names = path
        .into_iter()
        .flat_map(Path::ancestors)
        .take(2)
        .filter_map(|path| path.file_name())
        .map(|name| name.to_string_lossy());
    let mut named = names.filter_map(|name| {
        let numbers = name
            .split(|c: char| !c.is_ascii_digit())
            .filter(|number| number.len() == 4)
            .filter_map(|number| number.parse().ok());
        numbers.into_iter().find(|year| YEARS.contains(year))
    });
    named.next().unwrap_or(this_year - 1)
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
    use super::*;
    use crate::diagnostic::{Edit, Language, apply};
    use crate::lint::{Options, check};
    use crate::rules::testing::replaced;
    use crate::server::core::features::testing::{report, second, view};
    use crate::server::core::view::Client;

    /// What is offered at ⟦: each label with the text that it makes.
    fn offered_to(marked: &str, client: Client, invoked: bool) -> Vec<(Item, String)> {
        view(marked, client, |view, at| {
            let text = view.document.text();
            let made = |item: Item| {
                assert!(!item.range.of(&text).contains('\n'));
                assert!(item.range.start <= at && at <= item.range.end);
                let edit = Edit { range: item.range, content: item.text.clone() };
                let made = apply(&text, &[edit]);
                (item, made)
            };
            complete(view, at, invoked).into_iter().map(made).collect()
        })
    }

    fn offered(marked: &str) -> Vec<(Item, String)> {
        offered_to(marked, Client::default(), true)
    }

    fn labels(marked: &str, invoked: bool) -> Vec<String> {
        offered_to(marked, Client::default(), invoked)
            .into_iter()
            .map(|(item, _)| item.label)
            .collect()
    }

    fn codes(text: &str) -> Vec<&'static str> {
        check(text, &Options::default())
            .unwrap_or_default()
            .iter()
            .map(|found| found.code)
            .filter(|code| *code != "T009")
            .collect()
    }

    /// `text` without what stands between two headings, the first included.
    fn without(text: &str, from: &str, to: &str) -> String {
        let line = |word: &str| text[..text.rfind(word).unwrap()].rfind('\n').unwrap() + 1;
        format!("{}⟦{}", &text[..line(from)], &text[line(to)..])
    }

    #[test]
    fn a_whole_report_keeps_the_organ_and_the_year_that_were_typed() {
        for (typed, organ, year) in [
            ("# 云溪县园林局2023年⟦", "云溪县园林局", "2023"),
            ("云溪县园林局2022年度政府信息公开⟦", "云溪县园林局", "2022"),
            ("云溪县园林局政府信息公开⟦", "云溪县园林局", ""),
            ("云溪县⟦", "云溪县", ""),
        ] {
            let offered = offered(typed);
            let [(item, made)] = offered.as_slice() else { panic!("{typed}: {offered:?}") };
            assert_eq!(item.kind, Kind::Whole);
            assert!(made.contains(&format!("${{1:{organ}}}${{2:{year}")), "{typed}\n{made}");
        }
        for other in ["你好，这是普通的文字⟦", "1. 园林⟦"] {
            assert_eq!(labels(other, true), [""; 0], "{other}");
        }
    }

    #[test]
    fn a_label_is_replaced_to_its_end() {
        for layout in [Layout::Markdown, Layout::Tabs, Layout::Pipes, Layout::Spaces] {
            let text = second(&report(layout, &[]));
            let offered = offered(&text.replacen("2.重复申请", "2.⟦重复申请", 1));
            assert!(
                offered.iter().any(|(item, made)| item.label == "2.重复申请" && *made == text),
                "{layout:?} {offered:?}"
            );
        }
    }

    #[test]
    fn a_heading_is_offered_headings_only() {
        let text = second(&report(Layout::Markdown, &[]));
        let title =
            text.lines().find(|line| line.starts_with("## 四")).expect("a heading").to_owned();
        let labels = labels(&text.replacen(&title, "## 四、⟦", 1), true);
        assert_eq!(labels.len(), 1, "{labels:?}");
        assert!(title.ends_with(&labels[0]), "{labels:?}");
    }

    #[test]
    fn the_next_missing_section_comes_first_in_the_reports_own_manner() {
        for layout in Layout::ALL {
            let text = without(&second(&report(layout, &[])), "五、存在的", "六、其他需要");
            let whole = second(&report(layout, &[])).replace("培训不够，已改进。\n\n", "");
            for (typed, invoked) in
                [("", true), ("五、", false), ("五", false), ("存在", false), ("问题及改进", false)]
            {
                {
                    let marked = text.replace('⟦', &format!("{typed}⟦\n"));
                    let offered = offered_to(&marked, Client::default(), invoked);
                    assert_eq!(offered.len(), 1, "{layout:?} {typed}");
                    let (item, made) = &offered[0];
                    assert_eq!(item.label, "五、存在的主要问题及改进情况");
                    assert!(item.filter.starts_with(typed));
                    let lines = |text: &str| {
                        text.lines()
                            .filter(|line| !line.is_empty() && *line != "培训不够，已改进。")
                            .map(str::to_owned)
                            .collect::<Vec<_>>()
                    };
                    assert_eq!(lines(made), lines(&whole), "{layout:?} {typed}");
                }
            }
        }
    }

    #[test]
    fn sections_come_in_order_and_nowhere_else() {
        let text = "# 云溪县𠮷山园林局2023年政府信息公开工作年度报告\n\n## 二、主动公开政府信息情况\n\n⟦\n";
        let titles: Vec<_> =
            labels(text, true).into_iter().filter(|label| label.contains('、')).collect();
        assert_eq!(
            titles.iter().map(|title| title.chars().next().unwrap()).collect::<String>(),
            "三四五六一"
        );
        assert_eq!(labels(text, false), [] as [&str; 0], "an empty line asks for nothing");
        assert_eq!(labels(&text.replace('⟦', "## ⟦"), false).len(), 5);
        assert_eq!(labels(&text.replace('⟦', "本年度⟦"), true), [] as [&str; 0]);
        assert_eq!(labels(&text.replace('⟦', "三⟦是"), true), [] as [&str; 0]);
        let whole = second(&report(Layout::Markdown, &[]));
        assert_eq!(labels(&replaced(&whole, "培训不够，已改进。", "五⟦"), true), [] as [&str; 0]);
        assert_eq!(
            labels(
                &whole
                    .replacen("## 五、存在的主要", "## 五、⟦存在", 1)
                    .replace("⟦存在问题及改进情况", "⟦"),
                false
            ),
            ["五、存在的主要问题及改进情况"]
        );
    }

    #[test]
    fn documentation_is_in_the_clients_language() {
        let text = "# 云溪县𠮷山园林局2023年政府信息公开工作年度报告\n\n三⟦\n";
        for (language, words) in [
            (Language::Zh, "依据：《政府信息公开条例》第二十七条、第三十三条、第五十条第（二）项"),
            (Language::En, "Basis: article 27, article 33, article 50 (2)"),
        ] {
            let (item, _) =
                offered_to(text, Client { language, ..Client::default() }, false).remove(0);
            assert!(item.documentation.contains(words), "{}", item.documentation);
        }
    }

    #[test]
    fn a_missing_row_is_written_as_the_table_writes_its_rows() {
        for layout in [Layout::Tabs, Layout::Pipes, Layout::Markdown, Layout::Spaces] {
            let whole = second(&report(layout, &[]));
            let start = whole[..whole.rfind("2.重复申请").unwrap()].rfind('\n').unwrap() + 1;
            let end = start + whole[start..].find('\n').unwrap();
            let text = format!("{}⟦{}", &whole[..start], &whole[end..]);
            let offered = offered(&text);
            assert_eq!(
                offered.len(),
                1,
                "{layout:?} {:?}",
                offered.iter().map(|(item, _)| &item.label).collect::<Vec<_>>()
            );
            assert_eq!(offered[0].0.label, "2.重复申请");
            assert_eq!(codes(&offered[0].1), [] as [&str; 0], "{layout:?}\n{}", offered[0].1);
        }
    }

    #[test]
    fn a_row_with_a_cell_a_line_is_set_apart() {
        let whole = second(&report(Layout::Lines, &[]));
        let at = whole.rfind("2.重复申请").unwrap();
        let (start, end) =
            (whole[..at].rfind("\n\n").unwrap(), at + whole[at..].find("\n\n").unwrap());
        for gap in ["\n\n⟦", "\n⟦", "\n\n⟦\n"] {
            let offered = offered(&format!("{}{gap}{}", &whole[..start], &whole[end..]));
            assert_eq!(offered.len(), 1);
            assert_eq!(codes(&offered[0].1), [] as [&str; 0], "{}", offered[0].1);
        }
        let blank = second(&report(Layout::Lines, &[((1, 5, 2), "⟦")]));
        assert_eq!(labels(&blank, true), [] as [&str; 0]);
    }

    #[test]
    fn a_label_that_is_being_typed_is_completed() {
        for layout in Layout::ALL {
            let whole = second(&report(layout, &[]));
            let at = whole.rfind("2.重复申请").unwrap();
            for typed in ["2.", "2．重", "重复", "重"] {
                let text = format!("{}{typed}⟦{}", &whole[..at], &whole[at + "2.重复申请".len()..]);
                let offered = offered_to(&text, Client::default(), false);
                let made = offered
                    .iter()
                    .find(|(item, _)| item.label == "2.重复申请")
                    .map(|(_, made)| made);
                assert_eq!(made, Some(&whole), "{layout:?} {typed}");
                if typed != "2." {
                    assert_eq!(offered.len(), 1);
                }
            }
        }
    }

    #[test]
    fn a_blank_total_is_computed() {
        for layout in [Layout::Markdown, Layout::Tabs, Layout::Pipes, Layout::Lines] {
            let cells = |total: &'static str| {
                [
                    ((1, 2, 0), "4"),
                    ((1, 2, 1), "1"),
                    ((1, 2, 6), total),
                    ((1, 23, 0), "4"),
                    ((1, 23, 1), "1"),
                ]
            };
            for invoked in [true, false] {
                let offered =
                    offered_to(&second(&report(layout, &cells("⟦"))), Client::default(), invoked);
                let (item, made) = offered.first().unwrap_or_else(|| panic!("{layout:?}"));
                assert_eq!((offered.len(), item.label.as_str()), (1, "5"), "{layout:?}");
                assert_eq!(item.detail, "按各项计算：总计列（一）予以公开");
                assert_eq!(item.documentation, "自然人 4 + 商业企业 1");
                let read = |text: &str| text.replace([' ', '\t'], "");
                assert_eq!(read(made), read(&second(&report(layout, &cells("5")))), "{layout:?}");
            }
            // A total of nothing is 0; an addend is nobody's sum.
            assert_eq!(
                labels(&second(&report(layout, &[((2, 1, 4), "⟦")])), true),
                ["0"],
                "{layout:?}"
            );
            assert_eq!(
                labels(&second(&report(layout, &[((2, 1, 3), "⟦")])), false),
                [""; 0],
                "{layout:?}"
            );
        }
    }

    /// Of a row that nobody has filled in, and of one half filled in, each blank cell is offered
    /// what the finding says, not what the cells beside it happen to make.
    #[test]
    fn a_blank_number_of_a_blank_row_is_what_the_finding_says() {
        let right = [(0, "4"), (1, "1"), (2, "0"), (3, "0"), (4, "0"), (5, "0"), (6, "5")];
        let received = [
            ((1, 0, 0), "6"),
            ((1, 0, 1), "1"),
            ((1, 0, 6), "7"),
            ((1, 2, 0), "4"),
            ((1, 2, 1), "1"),
            ((1, 2, 6), "5"),
        ];
        let left = [(0, "2"), (1, "0"), (2, "0"), (3, "0"), (4, "0"), (5, "0"), (6, "2")];
        for (row, other, numbers, rest) in [(23, 24, &right, &left), (24, 23, &left, &right)] {
            for filled in [0, 1, 2] {
                for at in filled..7 {
                    let own = |(column, number)| {
                        (
                            (1, row, column),
                            if column == at {
                                "⟦"
                            } else if column < filled {
                                number
                            } else {
                                ""
                            },
                        )
                    };
                    let other = rest.iter().map(|&(column, number)| ((1, other, column), number));
                    let cells: Vec<_> = received
                        .into_iter()
                        .chain(numbers.iter().copied().map(own))
                        .chain(other)
                        .collect();
                    let text = second(&report(Layout::Markdown, &cells));
                    let found = labels(&text, true);
                    let expected = numbers[at].1;
                    // Where no finding names it and its addends do not make it, nothing is offered.
                    assert!(
                        found == [expected] || found.is_empty() && expected == "0",
                        "{row} {filled} {at}: {found:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn nobody_is_bothered_who_types_numbers() {
        for layout in Layout::ALL {
            for typed in ["1⟦", "3⟦", "12⟦"] {
                let text = second(&report(layout, &[((1, 5, 2), typed)]));
                assert_eq!(labels(&text, false), [] as [&str; 0], "{layout:?} {typed}");
            }
        }
    }

    #[test]
    fn headers_are_completed() {
        for layout in Layout::ALL {
            let whole = second(&report(layout, &[]));
            let at = whole.rfind("社会公益组织").unwrap();
            let text = format!("{}社会公⟦{}", &whole[..at], &whole[at + "社会公益组织".len()..]);
            let offered = offered_to(&text, Client::default(), false);
            assert_eq!(offered.len(), 1, "{layout:?}");
            assert_eq!(offered[0].1, whole);
        }
    }

    #[test]
    fn the_table_of_a_section_is_inserted_below_its_heading() {
        for layout in Layout::ALL {
            let whole = second(&report(layout, &[]));
            let start = whole.rfind("行政诉讼情况\n").unwrap() + "行政诉讼情况\n".len();
            let end = whole[..whole.rfind("五、存在的").unwrap()].rfind('\n').unwrap() + 1;
            let text = format!("{}\n⟦\n\n{}", &whole[..start], &whole[end..]);
            for (typed, invoked) in [("", true), ("|", false), ("| ", true)] {
                let offered = offered_to(
                    &text.replace('⟦', &format!("{typed}⟦")),
                    Client::default(),
                    invoked,
                );
                let labels: Vec<_> = offered.iter().map(|(item, _)| item.label.as_str()).collect();
                assert_eq!(
                    labels,
                    ["表四（政府信息公开行政复议、行政诉讼情况）"],
                    "{layout:?} {typed}"
                );
                assert_eq!(codes(&offered[0].1), [] as [&str; 0], "{}", offered[0].1);
            }
            let without_next = text.replace("六、其他需要报告的事项", "其他需要报告的事项");
            assert_eq!(
                labels(&without_next, true).first().map(String::as_str),
                Some("表四（政府信息公开行政复议、行政诉讼情况）"),
                "{layout:?}"
            );
        }
    }

    #[test]
    fn the_period_is_stated_where_it_is_not() {
        let whole = second(&report(Layout::Tabs, &[]));
        let stated = "，所列数据的统计期限为2023年1月1日至2023年12月31日。";
        let at = whole.rfind(stated).unwrap();
        for (typed, invoked) in [
            ("，", true),
            ("，所列数据", false),
            ("，所列数据的统计期限", false),
            ("，统计期", false),
            ("，统计期限自", false),
            ("，本报告所列数据的统计期限自", false),
        ] {
            let text = format!("{}{typed}⟦{}", &whole[..at], &whole[at + stated.len()..]);
            let offered = offered_to(&text, Client::default(), invoked);
            assert_eq!(offered.len(), 1, "{typed}");
            assert!(
                offered[0].1.contains("统计期限自2023年1月1日起至2023年12月31日止。\n"),
                "{}",
                offered[0].1
            );
            assert_eq!(codes(&offered[0].1), [] as [&str; 0]);
        }
        assert_eq!(
            labels(&whole.replacen("公开信息9条。", "公开信息9条，统计期⟦", 1), true),
            [] as [&str; 0]
        );
    }

    #[test]
    fn the_period_goes_on_as_it_was_begun_and_never_in_the_middle_of_a_sentence() {
        let whole = second(&report(Layout::Markdown, &[]));
        let stated = "，所列数据的统计期限为2023年1月1日至2023年12月31日。";
        let at = whole.rfind(stated).unwrap();
        let in_preface =
            |typed: &str| format!("{}{typed}{}", &whole[..at], &whole[at + stated.len()..]);
        for typed in ["，所列数据的统计期限为⟦", "，统计期限为⟦", "。统计期限为2023年⟦"]
        {
            let offered = offered_to(&in_preface(typed), Client::default(), true);
            let (item, made) = &offered[0];
            assert_eq!(offered.len(), 1, "{typed}");
            assert!(made.contains("统计期限为2023年1月1日至2023年12月31日。\n"), "{made}");
            assert_eq!(item.filter, item.label, "{typed}");
        }
        // In the general section, without a period in the preface.
        let in_section = |sentence: &str| in_preface("。").replace("主动公开信息9条。", sentence);
        for sentence in [
            "2023年，⟦",
            "2023年，⟦主动公开信息9条。",
            "2023年，我局⟦",
            "2023年，统⟦",
            "统计期限⟦内公开9条。",
            "2023年我局统计⟦",
        ] {
            assert_eq!(
                labels(&in_section(sentence).replacen('⟦', "", 1), true),
                [] as [&str; 0],
                "{sentence}"
            );
        }
        for sentence in ["⟦", "公开9条。⟦", "2023年，统计期限⟦", "统计⟦"] {
            assert!(
                labels(&in_section(sentence).replacen('⟦', "", 1), true)
                    .iter()
                    .any(|label| label.contains("2023年1月1日")),
                "{sentence}"
            );
        }
    }

    /// A client that keeps what begins with the words typed keeps each item while its label is
    /// typed on.
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

    #[test]
    fn an_empty_document_becomes_a_report() {
        let plain = Client { snippets: false, ..Client::default() };
        for text in ["⟦", "\n⟦\n", "gou⟦"] {
            let offered = offered_to(text, plain.clone(), true);
            assert_eq!(offered.len(), 1);
            assert_eq!(offered[0].1.trim(), crate::write::blank_report("单位名称", 2023).trim());
            assert_eq!(labels(text, false), [] as [&str; 0], "only where it is asked for");
        }
        let (item, made) = offered("⟦").remove(0);
        assert!(item.is_snippet);
        assert!(
            made.starts_with("# ${1:单位名称}${2:2023}年政府信息公开工作年度报告\n\n"),
            "{made}"
        );
        assert!(made.contains("统计期限为${2}年1月1日至${2}年12月31日。"));
        assert_eq!(labels("fn main() {\n    ⟦\n}\n", true), [] as [&str; 0]);
        assert_eq!(labels(&format!("{}⟦", "字".repeat(80)), true), [] as [&str; 0]);
    }

    #[test]
    fn below_a_title_stands_the_rest_of_the_report() {
        let title = "# 云溪县𠮷山园林局2022年政府信息公开工作年度报告";
        for text in [format!("{title}⟦"), format!("{title}\n⟦"), format!("{title}\n\n⟦\n")] {
            let offered = offered(&text);
            let (_, made) = offered
                .iter()
                .find(|(item, _)| item.label == "政府信息公开工作年度报告")
                .expect("the report");
            assert_eq!(
                made.trim_end(),
                crate::write::blank_report("云溪县𠮷山园林局", 2022).trim_end()
            );
        }
    }

    #[test]
    fn a_year_is_read_from_the_files_name() {
        assert_eq!(year_of(Some(Path::new("/a/2022/园林局2023年.md")), 2026), 2023);
        assert_eq!(year_of(Some(Path::new("/a/2022/园林局.md")), 2026), 2022);
    }
}
