//! Tables with merged cells: as HTML, in frames, and in the ways of converters without merged
//! cells.

use super::Manner;
use gouji::standard::TableForm;

/// A cell with the number of spanned columns and rows.
#[derive(Clone, Debug)]
pub struct Span {
    pub text: String,
    pub columns: usize,
    pub rows: usize,
    pub is_value: bool,
}

fn span(text: &str, columns: usize, rows: usize) -> Span {
    Span { text: text.to_owned(), columns, rows, is_value: false }
}

/// The rows of a table. Cells covered by a merged cell are left out.
pub fn rows(table: &TableForm, cell: &dyn Fn(usize, usize) -> String) -> Vec<Vec<Span>> {
    let value = |text: String, columns: usize| Span { text, columns, rows: 1, is_value: true };
    let columns = &table.blocks[0].columns;
    let mut out = Vec::new();
    if table.across {
        let labels = || columns.iter().map(|column| span(&column.label.text, 1, 1));
        out.push(vec![span(&table.rows[0].label.text, 5, 1), span("行政诉讼", 10, 1)]);
        let mut second: Vec<Span> =
            columns.iter().map(|column| span(&column.label.text, 1, 2)).collect();
        second.extend(table.rows[1..].iter().map(|row| span(&row.label.text, 5, 1)));
        out.push(second);
        out.push(labels().chain(labels()).collect());
        out.push(
            (0..3)
                .flat_map(|row| (0..5).map(move |column| (row, column)))
                .map(|(row, column)| value(cell(row, column), 1))
                .collect(),
        );
        return out;
    }
    let depth = table.rows.iter().map(|row| row.under.len() + 1).max().unwrap_or(1);
    let widest = table.blocks.iter().map(|block| block.columns.len()).max().unwrap_or(1);
    for block in &table.blocks {
        if let Some(caption) = &block.caption {
            out.push(vec![span(&caption.text, depth + widest, 1)]);
        }
        let own = block.columns.len();
        // The last cell of a narrow block spans the remaining columns.
        let wide = |column: usize| if column + 1 == own { widest - own + 1 } else { 1 };
        match &table.corner {
            Some(corner) => {
                out.push(vec![span(&corner.text, depth, 3), span("申请人情况", 7, 1)]);
                out.push(vec![
                    span(&block.columns[0].label.text, 1, 2),
                    span("法人或其他组织", 5, 1),
                    span(&block.columns[6].label.text, 1, 2),
                ]);
                out.push(
                    block.columns[1..6]
                        .iter()
                        .map(|column| span(&column.label.text, 1, 1))
                        .collect(),
                );
            }
            None => {
                let head = block.head.iter().map(|head| span(&head.text, depth, 1));
                out.push(
                    head.chain(
                        block
                            .columns
                            .iter()
                            .enumerate()
                            .map(|(at, column)| span(&column.label.text, wide(at), 1)),
                    )
                    .collect(),
                );
            }
        }
        let mut above: &[usize] = &[];
        for row in block.rows.clone() {
            let under = &table.rows[row].under;
            let covered = under.iter().zip(above).take_while(|(one, other)| one == other).count();
            let below =
                |head: usize| table.rows.iter().filter(|row| row.under.contains(&head)).count();
            let mut cells: Vec<Span> = under[covered..]
                .iter()
                .map(|&head| span(&table.heads[head].text, 1, below(head)))
                .collect();
            cells.push(span(&table.rows[row].label.text, depth - under.len(), 1));
            cells.extend((0..own).map(|column| value(cell(row, column), wide(column))));
            out.push(cells);
            above = under;
        }
    }
    out
}

/// All cells of the grid. A covered cell repeats the merged cell or is blank.
fn grid(rows: &[Vec<Span>], repeated: bool) -> Vec<Vec<String>> {
    let width = rows.iter().map(|row| row.iter().map(|cell| cell.columns).sum()).max().unwrap_or(0);
    let mut out: Vec<Vec<Option<String>>> = vec![vec![None; width]; rows.len()];
    for (index, row) in rows.iter().enumerate() {
        for cell in row {
            let Some(start) = out[index].iter().position(Option::is_none) else { continue };
            for (down, right) in
                (0..cell.rows).flat_map(|down| (0..cell.columns).map(move |right| (down, right)))
            {
                let shown =
                    if down + right == 0 || repeated { cell.text.clone() } else { String::new() };
                if let Some(place) =
                    out.get_mut(index + down).and_then(|row| row.get_mut(start + right))
                {
                    *place = Some(shown);
                }
            }
        }
    }
    out.into_iter().map(|row| row.into_iter().map(Option::unwrap_or_default).collect()).collect()
}

pub fn write(table: &TableForm, manner: Manner, cell: &dyn Fn(usize, usize) -> String) -> String {
    let rows = rows(table, cell);
    match manner {
        Manner::MarkdownRepeated => markdown(&grid(&rows, true)),
        Manner::MarkdownNumbered => markdown(&numbered(&grid(&rows, false), &rows)),
        Manner::MarkdownPadded => markdown(&padded(&rows)),
        Manner::PipesDashed => dashed(&rows),
        Manner::TabsBehindSpace => behind_space(&rows),
        Manner::HtmlLines => html_lines(&rows),
        Manner::HtmlDense => html_dense(&rows),
        Manner::FrameDrawn => frame(&rows, true),
        Manner::FrameGrid => frame(&rows, false),
        Manner::FrameRepeated => {
            let is_value = |text: &str| text.chars().all(|c| c.is_ascii_digit());
            let cell = |text: String| Span { columns: 1, rows: 1, is_value: is_value(&text), text };
            let spans: Vec<Vec<Span>> = grid(&rows, true)
                .into_iter()
                .map(|row| row.into_iter().map(cell).collect())
                .collect();
            frame(&spans, true)
        }
        Manner::DashesSimple => dashes(&grid(&rows, false), None),
        Manner::DashesLines => dashes(&grid(&rows, false), Some(8)),
        _ => frame_rows(&grid(&rows, false)),
    }
}

fn markdown(rows: &[Vec<String>]) -> String {
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    let mut lines: Vec<String> =
        rows.iter().map(|row| format!("| {} |\n", row.join(" | "))).collect();
    lines.insert(1, format!("|{}\n", "---|".repeat(width)));
    lines.concat()
}

/// The grid with a number before each value row, counted through the whole table. Table four has no
/// numbers.
fn numbered(grid: &[Vec<String>], rows: &[Vec<Span>]) -> Vec<Vec<String>> {
    if rows
        .iter()
        .all(|row| row.iter().all(|cell| cell.is_value) || row.iter().all(|cell| !cell.is_value))
    {
        return grid.to_vec();
    }
    let mut count = 0;
    let number = |(index, row): (usize, &Vec<String>)| {
        let has_values = rows[index].iter().any(|cell| cell.is_value);
        count += usize::from(has_values);
        let first =
            if has_values { count.to_string() } else { ["序号", ""][index.min(1)].to_owned() };
        std::iter::once(first).chain(row.iter().cloned()).collect()
    };
    grid.iter().enumerate().map(number).collect()
}

/// Rows with blank cells beside a merged cell, and without cells below a merged cell.
fn padded(rows: &[Vec<Span>]) -> Vec<Vec<String>> {
    let row = |row: &Vec<Span>| {
        row.iter()
            .flat_map(|cell| {
                std::iter::once(cell.text.clone()).chain(vec![String::new(); cell.columns - 1])
            })
            .collect()
    };
    rows.iter().map(row).collect()
}

/// Rows without blank cells for merged cells, with a pipe behind each cell except for the last
/// cell.
fn dashed(rows: &[Vec<Span>]) -> String {
    let row = |row: &Vec<Span>| {
        row.iter().map(|cell| cell.text.clone()).collect::<Vec<_>>().join("| ") + "  \n"
    };
    let mut lines: Vec<String> = rows.iter().map(row).collect();
    lines.insert(1, vec!["---"; rows[0].len()].join("|") + "  \n");
    lines.concat()
}

fn behind_space(rows: &[Vec<Span>]) -> String {
    let row = |row: &Vec<Span>| {
        let (values, words): (Vec<&Span>, Vec<&Span>) = row.iter().partition(|cell| cell.is_value);
        let join = |cells: &[&Span], mark: &str| {
            cells.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>().join(mark)
        };
        // The head of a group stands in the line above.
        let words = join(&words, if values.is_empty() { " " } else { "\n" });
        [words, join(&values, "\t")]
            .into_iter()
            .filter(|piece| !piece.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
            + "\n\n"
    };
    rows.iter().map(row).collect()
}

fn attributes(cell: &Span) -> String {
    let of = |name: &str, count: usize| {
        if count > 1 { format!(" {name}=\"{count}\"") } else { String::new() }
    };
    of("colspan", cell.columns) + &of("rowspan", cell.rows)
}

fn html_lines(rows: &[Vec<Span>]) -> String {
    let row = |row: &Vec<Span>| {
        row.iter()
            .map(|cell| format!("<td{}>{}</td>\n", attributes(cell), cell.text))
            .collect::<String>()
    };
    format!(
        "<table>\n<tbody>\n{}</tbody>\n</table>\n",
        rows.iter().map(|own| format!("<tr>\n{}</tr>\n", row(own))).collect::<String>()
    )
}

/// HTML with long labels in two paragraphs. The last cell of a row and the row have no closing tag.
fn html_dense(rows: &[Vec<Span>]) -> String {
    let text = |text: &str| {
        let count = text.chars().count();
        if count < 12 {
            return format!("<p style=\"margin: 0\"><span>{text}</span></p>");
        }
        let (first, second): (String, String) =
            (text.chars().take(count / 2).collect(), text.chars().skip(count / 2).collect());
        format!("<p class=MsoNormal>{first}</p><p>&nbsp;{second}</p>")
    };
    let cell = |cell: &Span| format!("<TD{} width=64>{}", attributes(cell), text(&cell.text));
    let row =
        |row: &Vec<Span>| format!("<tr>{}", row.iter().map(cell).collect::<Vec<_>>().join("</TD>"));
    format!("<div><table border=1>{}</table></div>\n", rows.iter().map(row).collect::<String>())
}

/// Width of a text in columns of a terminal.
fn width(text: &str) -> usize {
    text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

fn pad(text: &str, to: usize) -> String {
    text.to_owned() + &" ".repeat(to.saturating_sub(width(text)))
}

/// A frame with texts broken to fit the columns. A merged cell uses all its spanned columns.
fn frame(rows: &[Vec<Span>], drawn: bool) -> String {
    const LETTERS: usize = 7;
    const DIGITS: usize = 6;
    let (vertical, horizontal, joint) = if drawn { ("│", "─", "┼") } else { ("|", "-", "+") };
    let mut out = String::new();
    let rule = |widths: &[usize]| {
        widths.iter().map(|width| joint.to_owned() + &horizontal.repeat(*width)).collect::<String>()
            + joint
            + "\n"
    };
    let mut last = String::new();
    for row in rows {
        let broken = |cell: &Span| {
            let chars: Vec<char> = cell.text.chars().collect();
            // No browser breaks a number.
            let is_number = cell.is_value || cell.text.parse::<f64>().is_ok();
            chars
                .chunks(if is_number { 20 } else { LETTERS })
                .map(|chunk| chunk.iter().collect::<String>())
                .collect::<Vec<_>>()
        };
        let widths: Vec<usize> = row
            .iter()
            .map(|cell| if cell.is_value { DIGITS + 6 } else { 2 * LETTERS + 2 })
            .collect();
        out += &rule(&widths);
        let cells: Vec<Vec<String>> = row.iter().map(broken).collect();
        let height = cells.iter().map(Vec::len).max().unwrap_or(1).max(1);
        for line in 0..height {
            for (at, cell) in cells.iter().enumerate() {
                // A number is in the middle of its cell.
                let skipped = if row[at].is_value { height / 2 } else { 0 };
                let piece = line
                    .checked_sub(skipped)
                    .and_then(|line| cell.get(line))
                    .map_or("", String::as_str);
                out += &format!("{vertical}{}", pad(&format!(" {piece}"), widths[at]));
            }
            out += &format!("{vertical}\n");
        }
        last = rule(&widths);
    }
    out + &last
}

fn frame_rows(grid: &[Vec<String>]) -> String {
    let columns = grid.iter().map(Vec::len).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns)
        .map(|column| {
            grid.iter()
                .filter_map(|row| row.get(column))
                .map(|cell| width(cell) + 2)
                .max()
                .unwrap_or(2)
        })
        .collect();
    let rule =
        widths.iter().map(|width| "+".to_owned() + &"-".repeat(*width)).collect::<String>() + "+\n";
    let line = |row: &Vec<String>| {
        row.iter()
            .zip(&widths)
            .map(|(cell, width)| format!("|{}", pad(&format!(" {cell}"), *width)))
            .collect::<String>()
            + "|\n"
    };
    let mut lines: Vec<String> = grid.iter().map(line).collect();
    lines.insert(1, rule.clone());
    rule.clone() + &lines.concat() + &rule
}

/// Columns below a line of dashes. With `letters`, each line of a cell has this number of letters.
fn dashes(grid: &[Vec<String>], letters: Option<usize>) -> String {
    let broken = |cell: &String| {
        let chars: Vec<char> = cell.chars().collect();
        chars
            .chunks(letters.unwrap_or(usize::MAX))
            .map(|chunk| chunk.iter().collect::<String>())
            .collect::<Vec<_>>()
    };
    let rows: Vec<Vec<Vec<String>>> =
        grid.iter().map(|row| row.iter().map(broken).collect()).collect();
    let columns = grid.iter().map(Vec::len).max().unwrap_or(0);
    let of_column = |column: usize| {
        rows.iter()
            .filter_map(move |row| row.get(column))
            .flatten()
            .map(|line| width(line))
            .max()
            .unwrap_or(1)
    };
    let widths: Vec<usize> = (0..columns).map(|column| of_column(column).max(1)).collect();
    let rule = format!(
        "  {}\n",
        widths.iter().map(|width| "-".repeat(*width)).collect::<Vec<_>>().join(" ")
    );
    let edge = if letters.is_some() {
        format!("  {}\n", "-".repeat(rule.trim().len()))
    } else {
        String::new()
    };
    let row = |row: &Vec<Vec<String>>| {
        let line = |line: usize| {
            let cells = row
                .iter()
                .zip(&widths)
                .map(|(cell, width)| pad(cell.get(line).map_or("", String::as_str), *width));
            format!("  {}\n", cells.collect::<Vec<_>>().join(" "))
        };
        (0..row.iter().map(Vec::len).max().unwrap_or(1).max(1)).map(line).collect::<String>()
    };
    let below = |index: usize| if letters.is_some() && index > 0 { "\n" } else { "" };
    let mut lines: Vec<String> =
        rows.iter().enumerate().map(|(index, own)| row(own) + below(index)).collect();
    lines.insert(1, rule);
    format!("{edge}{}{edge}", lines.concat())
}
