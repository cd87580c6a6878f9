//! A generator of reports: random correct facts, written in every layout of real reports, with
//! harmless oddities. The PDF and ragged layouts differ from the layouts written by the library.

#![allow(dead_code, reason = "each test file uses a part of it")]

pub mod changes;
pub mod composed;
pub mod defects;
pub mod docx;
pub mod invariants;
mod merged;
pub mod numbered;
pub mod page;
pub mod pdf;
pub mod printed;
pub mod texts;
pub mod years;

use gouji::standard::{Form, Standard, TableForm};
use gouji::syntax::Layout;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

/// `cases` cases from a fixed seed, so a change passes or fails the same in every run.
/// `PROPTEST_RNG_SEED=N` selects another seed, and `PROPTEST_CASES=N` another number of cases.
pub fn config(cases: u32) -> ProptestConfig {
    let cases =
        std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(cases);
    let seed =
        std::env::var("PROPTEST_RNG_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(2023);
    ProptestConfig {
        cases,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(seed),
        ..ProptestConfig::default()
    }
}

/// The numbers of a report, by table, row and column.
#[derive(Clone, Debug, PartialEq)]
pub struct Numbers {
    pub year: i32,
    pub tables: [Vec<Vec<i64>>; 3],
}

/// The way to write a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// The layout written by the library.
    Library(Layout),
    /// PDF: labels in pieces over several lines, values on their own line, with page numbers and
    /// blank lines in between.
    PdfBroken,
    /// PDF: values before or inside their label, group heads in the middle of their rows.
    PdfCentred,
    /// PDF with `-layout`: runs of spaces, and the characters of 三、本年度办理结果 in front of
    /// labels.
    PdfVertical,
    /// Tabs, padded, with labels shifted by a page break and space inside labels.
    TabsShifted,
    /// Commas between cells.
    Commas,
    /// Commas between cells, each in quotation marks.
    CommasQuoted,
    /// The commas of sentences between cells.
    CommasWide,
    /// A cell on each line, blank lines between all cells.
    LinesApart,
    /// The same, with a tab before each cell.
    LinesTabbedApart,
    /// A cell on each line, without separators.
    LinesBare,
    /// A cell on each line, each with a pipe behind.
    LinesPiped,
    /// A cell on each line, with a single pipe on a line in between.
    LinesPipeBetween,
    /// Pipes with hundreds of empty cells behind.
    PipesEndless,
    /// Pipes only between cells, not at the ends of a line.
    PipesBetween,
    /// Pipes of html2text: a row of dashes without pipes at its ends. Cells below a merged cell are
    /// left out.
    PipesDashed,
    /// Markdown with merged cells repeated in every spanned cell.
    MarkdownRepeated,
    /// Markdown with a column of serial numbers before the labels.
    MarkdownNumbered,
    /// Markdown of markdownify: cells below a merged cell are left out, cells beside a merged cell
    /// are blank.
    MarkdownPadded,
    /// Tabs between values, a space before the first value.
    TabsBehindSpace,
    /// HTML of Pandoc: a tag on each line, merged cells.
    HtmlLines,
    /// HTML of Word and of editors: marks around the text, attributes, a whole table on one line.
    HtmlDense,
    /// The frames of w3m, labels broken after every few characters.
    FrameDrawn,
    /// Frames of `+---+`, a rule behind every row.
    FrameGrid,
    /// The same frames with merged cells repeated in every spanned cell.
    FrameRepeated,
    /// Frames of `+---+`, rows without rules between them.
    FrameRows,
    /// Simple tables of Pandoc: columns below a line of dashes.
    DashesSimple,
    /// Pandoc tables with several lines in a cell, and blank lines between rows.
    DashesLines,
}

pub const MANNERS: [Manner; 32] = [
    Manner::Library(Layout::Spaces),
    Manner::Library(Layout::Tabs),
    Manner::Library(Layout::Lines),
    Manner::Library(Layout::Pipes),
    Manner::Library(Layout::Markdown),
    Manner::PdfBroken,
    Manner::PdfCentred,
    Manner::PdfVertical,
    Manner::TabsShifted,
    Manner::Commas,
    Manner::CommasQuoted,
    Manner::CommasWide,
    Manner::LinesApart,
    Manner::LinesTabbedApart,
    Manner::LinesBare,
    Manner::LinesPiped,
    Manner::LinesPipeBetween,
    Manner::PipesEndless,
    Manner::PipesBetween,
    Manner::PipesDashed,
    Manner::MarkdownRepeated,
    Manner::MarkdownNumbered,
    Manner::MarkdownPadded,
    Manner::TabsBehindSpace,
    Manner::HtmlLines,
    Manner::HtmlDense,
    Manner::FrameDrawn,
    Manner::FrameGrid,
    Manner::FrameRepeated,
    Manner::FrameRows,
    Manner::DashesSimple,
    Manner::DashesLines,
];

/// Harmless differences from the wording of the form.
#[derive(Clone, Copy, Debug, Default)]
pub struct Oddities {
    /// Radicals instead of characters, as in PDF text.
    pub radicals: bool,
    /// Half-width brackets and marks.
    pub half_width: bool,
    /// Traditional characters.
    pub traditional: bool,
    pub crlf: bool,
}

/// Correct numbers for a report of `year`.
pub fn numbers(year: i32) -> impl Strategy<Value = Numbers> {
    let small = prop_oneof![6 => Just(0i64), 3 => 1..20i64, 1 => 20..5000i64];
    let outcomes = proptest::collection::vec(proptest::collection::vec(small.clone(), 6), 21);
    let balance = proptest::collection::vec((small.clone(), 0..100i64), 6);
    let reviews = proptest::collection::vec(proptest::collection::vec(small.clone(), 4), 3);
    let active = proptest::collection::vec(proptest::collection::vec(small, 3), 7);
    (outcomes, balance, reviews, active).prop_map(move |(outcomes, balance, reviews, active)| {
        numbers_from(year, &outcomes, &balance, &reviews, &active)
    })
}

fn numbers_from(
    year: i32,
    outcomes: &[Vec<i64>],
    balance: &[(i64, i64)],
    reviews: &[Vec<i64>],
    active: &[Vec<i64>],
) -> Numbers {
    let form = Standard::official().form(year);
    let rows = form.tables[1].rows.len();
    let mut requests = vec![vec![0; 7]; rows];
    for column in 0..6 {
        let mut settled = 0;
        for (row, outcome) in (2..rows - 2).zip(outcomes) {
            requests[row][column] = outcome[column];
            settled += outcome[column];
        }
        let (forward, share) = balance[column];
        let all = settled + forward;
        let new = all * share / 100;
        requests[0][column] = new;
        requests[1][column] = all - new;
        requests[rows - 2][column] = settled;
        requests[rows - 1][column] = forward;
    }
    for row in &mut requests {
        row[6] = row[..6].iter().sum();
    }
    let reviews = reviews
        .iter()
        .map(|four| four.iter().copied().chain([four.iter().sum()]).collect())
        .collect();
    let active = (0..form.tables[0].rows.len())
        .map(|row| {
            let columns = form.tables[0].columns(row).len();
            // At least the documents made this year are in force.
            let mut values: Vec<i64> = active[row % active.len()][..columns].to_vec();
            if columns == 3 {
                values[2] += values[0];
            }
            values
        })
        .collect();
    Numbers { year, tables: [active, requests, reviews] }
}

pub fn manner() -> impl Strategy<Value = Manner> {
    proptest::sample::select(MANNERS.to_vec())
}

pub fn oddities() -> impl Strategy<Value = Oddities> {
    (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>()).prop_map(
        |(radicals, half_width, traditional, crlf)| Oddities {
            radicals,
            half_width,
            traditional,
            crlf,
        },
    )
}

/// The report of a made-up organ with these numbers.
pub fn write(numbers: &Numbers, manner: Manner, oddities: Oddities) -> String {
    write_cells(numbers.year, manner, oddities, &|table, row, column| {
        numbers.tables[table][row][column].to_string()
    })
}

/// The text that is checked for the same report with a given text for each cell. Tables in HTML are
/// lines with tabs.
pub fn write_cells(
    year: i32,
    manner: Manner,
    oddities: Oddities,
    cell: &dyn Fn(usize, usize, usize) -> String,
) -> String {
    let text = write_markup(year, manner, oddities, cell);
    if is_html(manner) { as_read(&text) } else { text }
}

pub fn is_html(manner: Manner) -> bool {
    matches!(manner, Manner::HtmlLines | Manner::HtmlDense)
}

/// The text that is checked in place of a text with tables in HTML.
pub fn as_read(text: &str) -> String {
    let open = gouji::document::OpenText::new(text, false, &gouji::lint::Options::default());
    open.document.text()
}

/// The same report, as its file has it.
pub fn write_markup(
    year: i32,
    manner: Manner,
    oddities: Oddities,
    cell: &dyn Fn(usize, usize, usize) -> String,
) -> String {
    let form = Standard::official().form(year);
    let mut out = format!(
        "云溪省园林局{year}年政府信息公开工作年度报告\n\n本报告所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。\n"
    );
    for (number, section) in (1..).zip(&form.sections) {
        out += &format!("\n{}、{}\n\n", section.numeral, section.title.text);
        match form.table_of_section(number) {
            Some(table) => {
                out += &write_table(form, table, manner, &|row, column| cell(table, row, column))
            }
            None => out += section_text(number),
        }
    }
    out += &format!("\n云溪省园林局\n\n{}年1月18日\n", year + 1);
    // Another width would move the following text of the line, and a half-width comma separates
    // cells.
    let half_width = oddities.half_width
        && !matches!(
            manner,
            Manner::DashesSimple | Manner::DashesLines | Manner::Commas | Manner::CommasWide
        );
    odd(&out, Oddities { half_width, ..oddities })
}

/// What a section without a table says.
pub fn section_text(number: u8) -> &'static str {
    match number {
        1 => "我局按照要求做好主动公开，按时答复公开申请，严格保密审查，维护网站栏目，组织培训。\n",
        6 => "我局未收取信息处理费，没有需要另行说明的情况。\n",
        _ => "我局按照要求做好有关工作，没有需要另行说明的情况。\n",
    }
}

fn odd(text: &str, oddities: Oddities) -> String {
    let pairs = |on: bool, pairs: &'static str| if on { pairs } else { "" };
    let table = [
        pairs(oddities.half_width, "（(）)，,：:"),
        // Traditional characters before radicals: the pairs do not overlap.
        pairs(
            oddities.traditional,
            "总總体體况況动動数數结結转轉办辦处處区區计計属屬规規护護权權类類内內务務过過执執询詢无無关關没沒现現补補访訪举舉诉訴复復确確认認获獲费費缴繳纳納继繼续續议議维維纠糾审審经經问問题題进進报報",
        ),
        pairs(
            oddities.radicals,
            "一⼀二⼆人⼈行⾏止⽌用⽤工⼯力⼒方⽅户⼾民⺠门⻔长⻓页⻚见⻅车⻋",
        ),
    ];
    let mut text: String = text
        .chars()
        .map(|c| {
            table.iter().fold(c, |c, pairs| {
                let mut chars = pairs.chars();
                while let (Some(from), Some(to)) = (chars.next(), chars.next()) {
                    if from == c {
                        return to;
                    }
                }
                c
            })
        })
        .collect();
    if oddities.crlf {
        text = text.replace('\n', "\r\n");
    }
    text
}

fn write_table(
    form: &Form,
    index: usize,
    manner: Manner,
    cell: &dyn Fn(usize, usize) -> String,
) -> String {
    let table = &form.tables[index];
    let values = |row: usize| {
        (0..table.columns(row).len()).map(|column| cell(row, column)).collect::<Vec<_>>()
    };
    if let Manner::Library(layout) = manner {
        return layout.write(table, "\n", cell);
    }
    match manner {
        Manner::PdfBroken | Manner::PdfCentred | Manner::PdfVertical => pdf(table, manner, &values),
        Manner::TabsShifted => tabs_shifted(table, &values),
        Manner::Commas | Manner::CommasQuoted => {
            let mark = if manner == Manner::Commas { "" } else { "\"" };
            let row = |line: &str| {
                line.split('\t')
                    .map(|cell| format!("{mark}{cell}{mark}"))
                    .collect::<Vec<_>>()
                    .join(",")
                    + "\n"
            };
            Layout::Tabs.write(table, "\n", cell).lines().map(row).collect()
        }
        Manner::CommasWide => Layout::Tabs.write(table, "\n", cell).replace('\t', "，"),
        Manner::PipesEndless => Layout::Pipes
            .write(table, "\n", cell)
            .lines()
            .map(|line| format!("{line}{}\n", "|".repeat(120)))
            .collect(),
        Manner::PipesBetween => pipes_between(table, cell),
        Manner::PipesDashed
        | Manner::MarkdownRepeated
        | Manner::MarkdownNumbered
        | Manner::MarkdownPadded
        | Manner::TabsBehindSpace
        | Manner::HtmlLines
        | Manner::HtmlDense
        | Manner::FrameDrawn
        | Manner::FrameGrid
        | Manner::FrameRepeated
        | Manner::FrameRows
        | Manner::DashesSimple
        | Manner::DashesLines => merged::write(table, manner, cell),
        _ => {
            let cells = cells(table, &values);
            let text = |separator: &str, end: &str| {
                cells.iter().map(|cell| format!("{cell}{end}\n{separator}")).collect()
            };
            match manner {
                Manner::LinesApart => text("\n", ""),
                Manner::LinesTabbedApart => {
                    cells.iter().map(|cell| format!("\t{cell}\n\n")).collect()
                }
                Manner::LinesPiped => text("", " |"),
                Manner::LinesPipeBetween => text("|\n", ""),
                _ => text("", ""),
            }
        }
    }
}

fn pipes_between(table: &TableForm, cell: &dyn Fn(usize, usize) -> String) -> String {
    let markdown = Layout::Markdown.write(table, "\n", cell);
    let rows = markdown.lines().filter(|line| !line.starts_with("| -"));
    rows.map(|line| {
        line.trim_matches('|').split('|').map(str::trim).collect::<Vec<_>>().join("|") + "\n"
    })
    .collect()
}

/// All cells, without the cells covered by a merged cell.
fn cells(table: &TableForm, values: &dyn Fn(usize) -> Vec<String>) -> Vec<String> {
    let mut out = Vec::new();
    if table.across {
        out.extend(table.rows[..1].iter().map(|row| row.label.text.clone()));
        out.push("行政诉讼".to_owned());
        out.extend(table.rows[1..].iter().map(|row| row.label.text.clone()));
        for _ in 0..3 {
            out.extend(table.blocks[0].columns.iter().map(|column| column.label.text.clone()));
        }
        out.extend((0..3).flat_map(values));
        return out;
    }
    for block in &table.blocks {
        out.extend(
            block
                .caption
                .iter()
                .chain(&block.head)
                .chain(&table.corner)
                .map(|label| label.text.clone()),
        );
        out.extend(block.columns.iter().map(|column| column.label.text.clone()));
        let mut above: &[usize] = &[];
        for row in block.rows.clone() {
            let under = &table.rows[row].under;
            let covered = under.iter().zip(above).take_while(|(a, b)| a == b).count();
            out.extend(under[covered..].iter().map(|&head| table.heads[head].text.clone()));
            out.push(table.rows[row].label.text.clone());
            out.extend(values(row));
            above = under;
        }
    }
    out
}

fn tabs_shifted(table: &TableForm, values: &dyn Fn(usize) -> Vec<String>) -> String {
    let mut out = String::new();
    if table.across {
        out += "行政复议\t\t\t\t\t行政诉讼\t\t\t\t\t\t\t\t\t\n结果 维持\t结果 纠正\t其他 结果\t尚未 审结\t总 计\t未经复议直接起诉\t\t\t\t\t复议后起诉\t\t\t\t\n";
        out += "\t\t\t\t\t结果 维持\t结果 纠正\t其他 结果\t尚未 审结\t总 计\t结果 维持\t结果 纠正\t其他 结果\t尚未 审结\t总 计\n";
        out += &(0..3).flat_map(values).collect::<Vec<_>>().join("\t");
        return out + "\n";
    }
    for block in &table.blocks {
        if let Some(caption) = &block.caption {
            out += &format!("{}\t\t\t\n", caption.text);
        }
        let columns: Vec<&str> =
            block.columns.iter().map(|column| column.label.text.as_str()).collect();
        match &table.corner {
            Some(corner) => {
                out += &format!(
                    "{}\t\t申请人情况\t\t\t\t\t\t总计\t\n\t\t自然 人\t法人或其他组织\t\t\t\t\t\t\n",
                    corner.text
                );
                out += &format!("\t\t\t{}\t\t\n", columns[1..6].join("\t"));
            }
            None => {
                out += &format!(
                    "{}\t{}\n",
                    block.head.as_ref().map_or("", |head| &head.text),
                    columns.join("\t")
                )
            }
        }
        let mut above: &[usize] = &[];
        for row in block.rows.clone() {
            let under = &table.rows[row].under;
            let label = table.rows[row].label.text.replacen('.', ". ", 1).replacen('）', "） ", 1);
            let values = values(row).join("\t");
            if table.corner.is_none() {
                out += &format!("{label}\t{values}\n");
                continue;
            }
            let head = |level: usize| match under.get(level) {
                Some(head) if above.get(level) != Some(head) => table.heads[*head].text.as_str(),
                _ => "",
            };
            // A page break before row 16 leaves the label in the first cell. The rows below have
            // one cell less.
            out += &match (row, under.len()) {
                (16, _) => format!("{label}\t\t{values}\t\n\n"),
                (17.., 0) => format!("{label}\t\t{values}\n"),
                (17.., 1) => format!("{label}\t\t{values}\n"),
                (17.., _) => format!("{}\t{label}\t{values}\n", head(1)),
                (_, 0) => format!("{label}\t\t{values}\t\n"),
                (_, 1) => format!("{}\t{label}\t{values}\t\n", head(0)),
                _ => format!("\t{}\t{label}\t{values}\n", head(1)),
            };
            above = under;
        }
    }
    out
}

fn pdf(table: &TableForm, manner: Manner, values: &dyn Fn(usize) -> Vec<String>) -> String {
    let mut out = String::new();
    let gap = if manner == Manner::PdfVertical { "    " } else { " " };
    let line = |cells: &[String]| cells.join(gap);
    if table.across {
        out += "行政复议 行政诉讼\n\n结果维持 结果纠正 其他结果 尚未审结 总计\n\n未经复议直接起诉 复议后起诉\n\n";
        out +=
            "结果维持 结果纠正 其他结果 尚未审结 总计 结果维持 结果纠正 其他结果 尚未审结 总计\n\n";
        return out + &line(&(0..3).flat_map(values).collect::<Vec<_>>()) + "\n";
    }
    if let Some(corner) = &table.corner {
        out += &format!(
            "{}\n\n申请人情况\n\n自然人\n\n法人或其他组织\n\n总计\n\n商业企业 科研机构\n社会公益\n\n组织\n\n法律服务\n\n机构\n其他\n\n",
            corner.text
        );
    }
    let vertical: Vec<char> = "三、本年度办理结果".chars().collect();
    for block in &table.blocks {
        if let Some(caption) = &block.caption {
            let columns: Vec<String> =
                block.columns.iter().map(|column| column.label.text.clone()).collect();
            out += &format!(
                "{}\n\n{} {}\n\n",
                caption.text,
                block.head.as_ref().map_or("", |head| &head.text),
                line(&columns)
            );
        }
        let rows: Vec<usize> = block.rows.clone().collect();
        for (at, &row) in rows.iter().enumerate() {
            let label = &table.rows[row].label.text;
            let values = line(&values(row));
            let under = &table.rows[row].under;
            let group = under.get(1).map(|&head| table.heads[head].text.as_str());
            // The rows of the same group, and the place of this row in the group.
            let own: Vec<usize> = rows
                .iter()
                .copied()
                .filter(|&other| under.len() > 1 && table.rows[other].under == *under)
                .collect();
            let place = own.iter().position(|&other| other == row);
            let half = |text: &str| {
                let middle = text.chars().count() / 2;
                (
                    text.chars().take(middle).collect::<String>(),
                    text.chars().skip(middle).collect::<String>(),
                )
            };
            match manner {
                Manner::PdfBroken => {
                    if row == 2 && !under.is_empty() {
                        out += " 三、本年度办理\n\n结果\n\n";
                    }
                    if let (Some(group), Some(0)) = (group, place) {
                        let (first, second) = half(group);
                        out += &format!("{first}\n\n{second}\n\n");
                    }
                    if label.chars().count() > 30 {
                        let (first, second) = half(label);
                        out += &format!("{first}\n\n{second}\n{values}\n\n");
                    } else {
                        out += &format!("{label} {values}\n\n");
                    }
                    if at == 10 {
                        out += "- 3 -\n\u{c}\n";
                    }
                }
                Manner::PdfCentred => {
                    // The head of a group stands in the middle row of the group. The values of a
                    // long label stand between the halves of the label.
                    let head = group.filter(|_| place == Some(own.len() / 2)).unwrap_or("");
                    if label.chars().count() > 20 {
                        let (first, second) = half(label);
                        out += &format!("{first}\n{values}\n{second}\n");
                        if !head.is_empty() {
                            out += &format!("{head}\n");
                        }
                    } else {
                        out += &format!(
                            "{}\n",
                            [head, label, values.as_str()]
                                .iter()
                                .filter(|piece| !piece.is_empty())
                                .copied()
                                .collect::<Vec<_>>()
                                .join(" ")
                        );
                    }
                }
                _ => {
                    let mark = under
                        .first()
                        .and_then(|_| vertical.get(at.saturating_sub(2) / 2))
                        .filter(|_| at % 2 == 0);
                    let mark = mark.map_or(String::new(), |mark| format!("{mark}  "));
                    let head = group
                        .filter(|_| place == Some(0))
                        .map_or(String::new(), |group| format!("{group}  "));
                    out += &format!("  {mark}{head}{label}     {values}\n");
                }
            }
        }
    }
    out
}
