//! Draws a picture of the text in a terminal.
//!
//! The width of characters differs between fonts, so each word starts at its column in the
//! terminal. A Chinese character takes two columns.

use std::fmt::Write;
use unicode_width::UnicodeWidthChar;

/// Width of a line in the terminal, in columns.
const COLUMNS: usize = 132;

const CELL: f32 = 8.4;
const FONT: f32 = 14.0;
const LINE: f32 = 20.0;
const MARGIN: f32 = 14.0;

/// Text in one style and of one kind of character, without space.
struct Run {
    row: usize,
    column: usize,
    /// In columns.
    width: usize,
    wide: bool,
    style: Style,
    text: String,
}

#[derive(Clone, Copy, Default, PartialEq)]
struct Style {
    bold: bool,
    /// 0 to 7 in the numbering of ECMA-48. Bright and plain colours look alike here.
    color: Option<u8>,
}

/// The picture of `output`. `output` contains escape sequences for bold text and colours.
pub fn picture(output: &str) -> String {
    let (runs, rows) = runs(output);
    let (width, height) = (COLUMNS as f32 * CELL + 2.0 * MARGIN, rows as f32 * LINE + 2.0 * MARGIN);
    let mut svg = format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">
<style>
text {{ font: {FONT}px "DejaVu Sans Mono", Menlo, Consolas, "Noto Sans Mono CJK SC", "PingFang SC", "Microsoft YaHei", "WenQuanYi Micro Hei", monospace; fill: #d4d4d4 }}
.w {{ letter-spacing: {}px }} .b {{ font-weight: bold }}
.c1 {{ fill: #f2777a }} .c2 {{ fill: #99cc99 }} .c3 {{ fill: #ffcc66 }} .c4 {{ fill: #6cb6ff }} .c5 {{ fill: #cc99cc }} .c6 {{ fill: #66cccc }}
</style>
<rect width="100%" height="100%" rx="8" fill="#1e1e1e"/>
"##,
        2.0 * CELL - FONT
    );
    for run in &runs {
        let (x, y) = (MARGIN + run.column as f32 * CELL, MARGIN + run.row as f32 * LINE + FONT);
        let color = run.style.color.map(|color| format!("c{color}"));
        let classes =
            [run.wide.then(|| "w".to_owned()), run.style.bold.then(|| "b".to_owned()), color];
        let classes = classes.into_iter().flatten().collect::<Vec<_>>().join(" ");
        let class = if classes.is_empty() { classes } else { format!(r#" class="{classes}""#) };
        // The letter spacing determines the width of a wide run.
        let length = if run.wide || run.width < 2 {
            String::new()
        } else {
            format!(r#" textLength="{:.1}""#, run.width as f32 * CELL)
        };
        let text = run.text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        _ = writeln!(svg, r#"<text x="{x:.1}" y="{y:.1}"{class}{length}>{text}</text>"#);
    }
    svg + "</svg>\n"
}

/// The runs with their places, and the number of rows.
fn runs(output: &str) -> (Vec<Run>, usize) {
    let mut runs: Vec<Run> = Vec::new();
    let mut style = Style::default();
    let (mut row, mut column) = (0, 0);
    let mut rest = output.trim_end();
    while let Some(c) = rest.chars().next() {
        if let Some(sequence) = rest.strip_prefix("\u{1b}[") {
            let (codes, behind) =
                sequence.split_once('m').expect("the only sequences are those of styles");
            codes.split(';').for_each(|code| style.apply(code));
            rest = behind;
            continue;
        }
        rest = &rest[c.len_utf8()..];
        let width = c.width().unwrap_or(0);
        if c == '\n' || column + width > COLUMNS {
            (row, column) = (row + 1, 0);
        }
        if !c.is_whitespace() {
            let wide = width == 2;
            match runs.last_mut() {
                Some(last)
                    if (last.row, last.column + last.width, last.wide, last.style)
                        == (row, column, wide, style) =>
                {
                    last.text.push(c);
                    last.width += width;
                }
                _ => runs.push(Run { row, column, width, wide, style, text: c.to_string() }),
            }
        }
        column += width;
    }
    (runs, row + 1)
}

impl Style {
    fn apply(&mut self, code: &str) {
        match code.parse() {
            Ok(0) => *self = Self::default(),
            Ok(1) => self.bold = true,
            Ok(code @ (30..=37 | 90..=97)) => self.color = Some(code % 10),
            Ok(39) => self.color = None,
            _ => panic!("a style that the picture does not know: {code:?}"),
        }
    }
}
