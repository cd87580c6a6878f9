//! Reports as web pages.

use super::merged::{Span, rows};
use super::{Manner, Oddities, write_cells};
use gouji::standard::{Standard, TableForm};
use gouji::syntax::Layout;

/// How a page is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Headings, paragraphs and merged cells as in the official form.
    Clean,
    /// Pasted from Word: all text in paragraphs, each number in a span of its own.
    Word,
    /// Old markup: upper-case tags without end tags, in a table that lays out the page.
    Old,
}

pub const STYLES: [Style; 3] = [Style::Clean, Style::Word, Style::Old];

/// The report that [`write_cells`] writes, as a page.
pub fn write(year: i32, style: Style, cell: &dyn Fn(usize, usize, usize) -> String) -> String {
    let form = Standard::official().form(year);
    let text = write_cells(year, Manner::Library(Layout::Tabs), Oddities::default(), &|_, _, _| {
        String::new()
    });
    // The first lines of the tables are the same for each report.
    let mut tables = (0..form.tables.len()).map(|table| {
        let tabs = Layout::Tabs.write(&form.tables[table], "\n", &|_, _| String::new());
        (tabs, write_table(&form.tables[table], style, &|row, column| cell(table, row, column)))
    });
    let mut table = tables.next();
    let mut body = String::new();
    let mut rest = text.as_str();
    while !rest.is_empty() {
        if let Some((tabs, markup)) = &table
            && let Some(behind) = rest.strip_prefix(tabs.as_str())
        {
            body += markup;
            rest = behind;
            table = tables.next();
            continue;
        }
        let (line, behind) = rest.split_once('\n').unwrap_or((rest, ""));
        if !line.is_empty() {
            body += &block(line, style, body.is_empty());
        }
        rest = behind;
    }
    let title = text.lines().next().unwrap_or_default();
    let head = format!("<head><meta charset=\"utf-8\"><title>{title}</title></head>");
    match style {
        Style::Clean => format!("<!DOCTYPE html>\n<html>{head}\n<body>\n{body}</body></html>\n"),
        Style::Word => format!(
            "<html>{head}<body><ul><li>首页</li></ul><script>var a = '<p>1</p>';</script><div \
             class=WordSection1>{body}</div><!-- 页脚 --></body></html>"
        ),
        Style::Old => format!("<HTML>{head}<BODY><TABLE><TR><TD>导航<TR><TD>{body}"),
    }
}

fn block(line: &str, style: Style, is_title: bool) -> String {
    match style {
        Style::Clean if is_title => format!("<h1>{line}</h1>\n"),
        Style::Clean if line.contains('、') && line.chars().count() < 30 => {
            format!("<h2>{line}</h2>\n")
        }
        Style::Clean => format!("<p>{line}</p>\n"),
        Style::Word => {
            format!("<p class=MsoNormal style='text-indent:21pt'>{}</p>\n", word_pieces(line))
        }
        Style::Old => format!("<P>　　{line}<BR>\n"),
    }
}

/// Text as Word writes it: each run of digits, letters or marks in a span of its own.
fn word_pieces(text: &str) -> String {
    let kind = |c: char| (c.is_ascii_digit(), c.is_alphanumeric());
    let mut pieces: Vec<String> = Vec::new();
    let mut last = None;
    for c in text.chars() {
        if last != Some(kind(c)) {
            pieces.push(String::new());
        }
        last = Some(kind(c));
        let escaped = match c {
            '<' => "&lt;".to_owned(),
            '&' => "&amp;".to_owned(),
            ' ' => "&nbsp;".to_owned(),
            c => c.to_string(),
        };
        pieces.last_mut().into_iter().for_each(|piece| piece.push_str(&escaped));
    }
    let spans = pieces
        .iter()
        .map(|piece| format!("<span lang=EN-US style='font-family:宋体'>{piece}</span>"))
        .collect::<String>();
    format!("{spans}<span lang=EN-US><o:p></o:p></span>")
}

fn write_table(table: &TableForm, style: Style, cell: &dyn Fn(usize, usize) -> String) -> String {
    let rows = rows(table, cell);
    let of = |name: &str, count: usize| {
        if count > 1 { format!(" {name}={count}") } else { String::new() }
    };
    let spans = |cell: &Span| of("colspan", cell.columns) + &of("rowspan", cell.rows);
    let escaped = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;");
    let cell = |cell: &Span| match style {
        Style::Clean => format!("<td{}>{}</td>\n", spans(cell), escaped(&cell.text)),
        Style::Word if cell.text.trim().is_empty() => format!(
            "<td{}><p class=MsoNormal><span lang=EN-US>&nbsp;<o:p></o:p></span></p></td>",
            spans(cell)
        ),
        Style::Word => format!(
            "\n  <td width=64{}>\n  <p class=MsoNormal align=center>{}</p>\n  </td>",
            spans(cell),
            word_pieces(&cell.text)
        ),
        Style::Old => {
            format!("<TD{}><FONT face=宋体>{}</FONT>\n", spans(cell), escaped(&cell.text))
        }
    };
    let row = |row: &Vec<Span>| {
        let cells: String = row.iter().map(cell).collect();
        if style == Style::Old { format!("<TR>{cells}") } else { format!("<tr>{cells}</tr>\n") }
    };
    let rows: String = rows.iter().map(row).collect();
    match style {
        Style::Clean => format!("<table>\n<tbody>\n{rows}</tbody>\n</table>\n"),
        Style::Word => format!("<table class=MsoNormalTable border=1>\n {rows}</table>\n"),
        Style::Old => format!("<TABLE BORDER=1>{rows}</TABLE>\n"),
    }
}
