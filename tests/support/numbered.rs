//! Tables with row numbers or column numbers, as in statistical forms (行次, 栏次).

use super::{Numbers, Oddities, write_cells};
use gouji::standard::{Standard, TableForm};
use proptest::prelude::*;

/// The place of the numbers, and the words over or before the numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Numbering {
    /// A column of row numbers before the labels.
    BeforeLabels(&'static str),
    /// A column of row numbers between labels and values.
    BehindLabels(&'static str),
    /// A row of column numbers below the header of each block. The first number is the second
    /// field.
    BelowHeaders(&'static str, usize),
    /// A row of column numbers from 1, with the addends of each total.
    BelowHeadersSummed(&'static str),
    /// A column behind the labels and a row below the headers, with these words before the numbers.
    /// The first number is the last field.
    Both(&'static str, &'static str, usize),
}

/// The separators between the cells of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parted {
    Tabs,
    Pipes,
    PipesBetween,
    /// Merged cells leave no trace.
    PipesFilled,
    Markdown,
    Spaces,
    /// Each label on its own line, with the number and the values on the next line.
    ValuesBelow,
    Lines,
    LinesTabbed,
    Html,
    /// Tags separate the digits of a number.
    HtmlDigits,
    /// Cells below and beside a merged cell are left out.
    HtmlFilled,
    /// Drawn lines separate the cells.
    Frame,
}

pub const PARTED: [Parted; 13] = [
    Parted::Tabs,
    Parted::Pipes,
    Parted::PipesBetween,
    Parted::PipesFilled,
    Parted::Markdown,
    Parted::Spaces,
    Parted::ValuesBelow,
    Parted::Lines,
    Parted::LinesTabbed,
    Parted::Html,
    Parted::HtmlDigits,
    Parted::HtmlFilled,
    Parted::Frame,
];

pub const NUMBERINGS: [Numbering; 13] = [
    Numbering::BeforeLabels("序号"),
    Numbering::BeforeLabels(""),
    Numbering::BehindLabels("行次"),
    Numbering::BehindLabels("序号"),
    Numbering::BehindLabels(""),
    Numbering::BelowHeaders("栏次", 1),
    Numbering::BelowHeaders("甲", 1),
    Numbering::BelowHeaders("", 0),
    Numbering::BelowHeaders("栏目", 1),
    Numbering::BelowHeadersSummed("栏次"),
    Numbering::Both("甲", "乙", 1),
    Numbering::Both("栏次", "", 1),
    Numbering::Both("栏目", "1", 2),
];

pub fn numbered() -> impl Strategy<Value = (Parted, Numbering)> {
    // If no word stands above, numbers above a label on its own line may be the values of the
    // label.
    let is_clear = |pair: &(Parted, Numbering)| {
        !matches!(pair, (Parted::ValuesBelow, Numbering::BelowHeaders("", _)))
    };
    (proptest::sample::select(PARTED.to_vec()), proptest::sample::select(NUMBERINGS.to_vec()))
        .prop_filter("no word", is_clear)
}

/// A row: labels, the cell of the row number, values.
struct NumberedRow {
    labels: Vec<String>,
    number: String,
    values: Vec<String>,
}

/// The report with these numbers and with numbered tables.
pub fn write(numbers: &Numbers, parted: Parted, numbering: Numbering) -> String {
    let form = Standard::official().form(numbers.year);
    // The text around the tables is the usual text.
    let text = write_cells(
        numbers.year,
        super::Manner::Library(gouji::syntax::Layout::Tabs),
        Oddities::default(),
        &|_, _, _| "0".to_owned(),
    );
    let mut out = String::new();
    let mut in_table = false;
    let mut tables = form.tables.iter().zip(&numbers.tables);
    for line in text.lines() {
        let is_table = line.contains('\t')
            || line == "0"
            || form.tables[0].blocks.iter().any(|block| {
                block.caption.as_ref().is_some_and(|caption| line.contains(&caption.text))
            });
        if is_table && !in_table {
            let (table, values) = tables.next().expect("three tables");
            out += &part(&rows(table, values, numbering), parted, numbering);
        } else if !is_table {
            out += line;
            out.push('\n');
        }
        in_table = is_table;
    }
    match parted {
        Parted::Html | Parted::HtmlDigits | Parted::HtmlFilled => super::as_read(&out),
        _ => out,
    }
}

fn rows(table: &TableForm, values: &[Vec<i64>], numbering: Numbering) -> Vec<NumberedRow> {
    let mut out: Vec<NumberedRow> = Vec::new();
    let depth = if table.across {
        0
    } else {
        table.rows.iter().map(|row| row.under.len() + 1).max().unwrap_or(1)
    };
    let width = if table.across { table.cells() } else { table.blocks[0].columns.len() };
    let wide = |mut cells: Vec<String>, width: usize| {
        cells.resize(width, String::new());
        cells
    };
    let mut count = 0;
    for block in &table.blocks {
        let over = match numbering {
            Numbering::BehindLabels(over) | Numbering::BeforeLabels(over) => over,
            Numbering::Both(..) => "行次",
            Numbering::BelowHeaders(..) | Numbering::BelowHeadersSummed(_) => "",
        };
        let columns: Vec<String> =
            block.columns.iter().map(|column| column.label.text.clone()).collect();
        let corner = block
            .head
            .as_ref()
            .or(table.corner.as_ref())
            .map_or(String::new(), |head| head.text.clone());
        let mut header = |labels: Vec<String>, number: &str, values: Vec<String>| {
            out.push(NumberedRow {
                labels: wide(labels, depth),
                number: number.to_owned(),
                values: wide(values, width),
            });
        };
        let lead = |word: &str| if table.across { Vec::new() } else { vec![word.to_owned()] };
        if table.across {
            header(
                Vec::new(),
                "",
                table
                    .rows
                    .iter()
                    .flat_map(|row| wide(vec![row.label.text.clone()], columns.len()))
                    .collect(),
            );
            header(Vec::new(), "", columns.iter().cycle().take(width).cloned().collect());
        } else {
            if let Some(caption) = &block.caption {
                header(vec![caption.text.clone()], "", Vec::new());
            }
            header(vec![corner], over, columns.clone());
        }
        let own = if table.across { width } else { columns.len() };
        match numbering {
            Numbering::BelowHeaders(word, first) => header(
                lead(word),
                "",
                (first..first + own).map(|number| number.to_string()).collect(),
            ),
            Numbering::BelowHeadersSummed(word) => {
                header(lead(word), "", summed(own, columns.len()))
            }
            Numbering::Both(word, number, first) => {
                let numbers = (first..first + own).map(|number| number.to_string()).collect();
                header(lead(word), if table.across { "" } else { number }, numbers);
            }
            _ => {}
        }
        if table.across {
            header(Vec::new(), "", values.iter().flatten().map(i64::to_string).collect());
            continue;
        }
        let mut above: &[usize] = &[];
        for row in block.rows.clone() {
            count += 1;
            let under = &table.rows[row].under;
            let covered = under.iter().zip(above).take_while(|(one, other)| one == other).count();
            let heads = under.iter().enumerate().map(|(level, &head)| {
                if level < covered { String::new() } else { table.heads[head].text.clone() }
            });
            let labels = heads.chain([table.rows[row].label.text.clone()]).collect();
            let number =
                if is_below_headers(numbering) { String::new() } else { count.to_string() };
            let values = values[row].iter().map(i64::to_string).collect();
            out.push(NumberedRow {
                labels: wide(labels, depth),
                number,
                values: wide(values, width),
            });
            above = under;
        }
    }
    out
}

fn is_below_headers(numbering: Numbering) -> bool {
    matches!(numbering, Numbering::BelowHeaders(..) | Numbering::BelowHeadersSummed(_))
}

/// Column numbers. The last number of each group has its addends: `5=1+2+3+4`.
fn summed(count: usize, group: usize) -> Vec<String> {
    let number = |number: usize| {
        let first = (number - 1) / group * group + 1;
        let parts: Vec<String> = (first..number).map(|part| part.to_string()).collect();
        if number.is_multiple_of(group) && parts.len() > 2 {
            format!("{number}={}", parts.join("+"))
        } else {
            number.to_string()
        }
    };
    (1..=count).map(number).collect()
}

fn part(rows: &[NumberedRow], parted: Parted, numbering: Numbering) -> String {
    let has_column = !is_below_headers(numbering) && rows.iter().any(|row| !row.number.is_empty());
    let cells = |row: &NumberedRow| {
        let number = std::iter::once(row.number.clone()).filter(|_| has_column);
        let (labels, values) = (row.labels.iter().cloned(), row.values.iter().cloned());
        match numbering {
            Numbering::BeforeLabels(_) => number.chain(labels).chain(values).collect::<Vec<_>>(),
            _ => labels.chain(number).chain(values).collect(),
        }
    };
    let filled = |row: &NumberedRow| {
        cells(row).into_iter().filter(|cell| !cell.is_empty()).collect::<Vec<_>>()
    };
    let lines = |line: &dyn Fn(&NumberedRow) -> String| {
        rows.iter().map(|row| line(row) + "\n").collect::<String>()
    };
    match parted {
        Parted::Tabs => lines(&|row| cells(row).join("\t")),
        Parted::Pipes => lines(&|row| cells(row).join("|") + "|"),
        Parted::PipesBetween => lines(&|row| cells(row).join("|")),
        Parted::PipesFilled => lines(&|row| filled(row).join(" | ")),
        Parted::Spaces => lines(&|row| filled(row).join(" ")),
        Parted::ValuesBelow => lines(&|row| {
            let is_number = |cell: &&String| cell.starts_with(|c: char| c.is_ascii_digit());
            let all = row
                .labels
                .iter()
                .chain([&row.number])
                .chain(&row.values)
                .filter(|cell| !cell.is_empty());
            let (values, words): (Vec<&String>, Vec<&String>) =
                if row.values.iter().any(|value| is_number(&value)) {
                    all.partition(|cell| {
                        row.number == **cell && is_number(cell) || row.values.contains(cell)
                    })
                } else {
                    (Vec::new(), all.collect())
                };
            let words = words.into_iter().cloned().collect::<Vec<_>>().join("\n");
            let values = values.into_iter().cloned().collect::<Vec<_>>().join(" ");
            [words, values]
                .into_iter()
                .filter(|line| !line.is_empty())
                .collect::<Vec<_>>()
                .join("\n")
        }),
        Parted::Lines => lines(&|row| filled(row).join("\n")),
        Parted::LinesTabbed => {
            lines(&|row| cells(row).iter().map(|cell| format!("\t{cell}\n")).collect())
        }
        Parted::Markdown => {
            let mut lines: Vec<String> =
                rows.iter().map(|row| format!("| {} |\n", cells(row).join(" | "))).collect();
            lines.insert(1, format!("{}|\n", "|---".repeat(cells(&rows[0]).len())));
            lines.concat()
        }
        Parted::HtmlDigits => {
            let is_digits = |cell: &String| cell.bytes().all(|byte| byte.is_ascii_digit());
            let digits = |cell: &String| {
                cell.chars().map(|digit| format!("<span>{digit}</span>")).collect::<String>()
            };
            let cell = |cell: String| {
                format!("<td>{}\n", if is_digits(&cell) { digits(&cell) } else { cell })
            };
            format!(
                "<table>\n{}</table>\n",
                lines(&|row| format!(
                    "<tr>\n{}",
                    cells(row).into_iter().map(cell).collect::<String>()
                ))
            )
        }
        Parted::HtmlFilled => format!(
            "<table>\n{}</table>\n",
            lines(&|row| format!("<tr><td>{}</td></tr>", filled(row).join("</td><td>")))
        ),
        Parted::Frame => {
            let rule = format!("{}┼\n", "┼────".repeat(cells(&rows[0]).len()));
            rule.clone()
                + &rows
                    .iter()
                    .map(|row| format!("│{}│\n{rule}", cells(row).join("│")))
                    .collect::<String>()
        }
        Parted::Html => format!(
            "<table>\n{}</table>\n",
            lines(&|row| format!("<tr><td>{}</td></tr>", cells(row).join("</td><td>")))
        ),
    }
}
