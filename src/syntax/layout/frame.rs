//! Reads tables framed by lines: box drawing characters of w3m and elinks, `+---+` of Pandoc,
//! reStructuredText, links and MySQL.
//!
//! The text of a cell may continue over several lines between two rules. Cells covered by a merged
//! cell are absent.

use super::edges::without_emphasis;
use super::pieced::{Grid, PiecedCell};
use crate::syntax::line::{Class, LONGEST_ROW, Line};
use crate::syntax::table::{FIRST_LINES, is_too_long};
use crate::syntax::token::trim;
use crate::syntax::value::is_value;
use crate::text::{TextRange, is_space};

/// The framed tables in the lines.
pub(super) fn read(text: &str, lines: &[Line]) -> Vec<Grid> {
    let mut grids = Vec::new();
    let mut index = 0;
    while index < lines.len() {
        let begins = matches!(lines[index].class, Class::Words | Class::Prose)
            && lines[index]
                .range()
                .of(text)
                .chars()
                .find(|&c| !is_space(c))
                .is_some_and(|first| first == '+' || is_joint(first))
            && is_top(trim(text, lines[index].range()).of(text));
        let end = if begins {
            index
                + lines[index..]
                    .iter()
                    .take_while(|line| look(trim(text, line.range()).of(text)) != Look::Other)
                    .count()
        } else {
            index
        };
        // A rule without rows is not a frame.
        if end > index + 2 {
            let framed = &lines[index..end];
            let is_too_long = is_too_long(framed);
            let rows = rows(text, if is_too_long { &framed[..FIRST_LINES] } else { framed });
            grids.push(Grid {
                range: lines[index].range().cover(lines[end - 1].range()),
                rows,
                is_too_long,
            });
        }
        index = end.max(index + 1);
    }
    grids
}

/// The kind of a line in a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Look {
    /// A line between rows. The line may contain text of a merged cell.
    Rule,
    Text,
    Other,
}

fn is_horizontal(c: char) -> bool {
    matches!(c, '─' | '━' | '═' | '╌' | '╍' | '┄' | '┅' | '┈' | '┉' | '╴' | '╶')
}

fn is_vertical(c: char) -> bool {
    matches!(c, '|' | '│' | '┃' | '║' | '╎' | '╏')
}

/// Whether a character joins two lines of the frame.
fn is_joint(c: char) -> bool {
    matches!(c, '┌'..='╋' | '╒'..='╬' | '╭'..='╰' | '+')
}

/// Whether a line is the upper edge of a frame.
fn is_top(line: &str) -> bool {
    let mut chars = line.chars();
    match (chars.next(), chars.next()) {
        (Some('+'), Some('-' | '=')) => {
            line.len() > 2 && line.ends_with('+') && chars.all(|c| matches!(c, '+' | '-' | '='))
        }
        (Some(first), Some(second)) => {
            is_joint(first)
                && is_horizontal(second)
                && chars.all(|c| is_horizontal(c) || is_joint(c))
        }
        _ => false,
    }
}

fn look(line: &str) -> Look {
    let (Some(first), Some(last)) = (line.chars().next(), line.chars().next_back()) else {
        return Look::Other;
    };
    let is_edge = |c: char| is_vertical(c) || is_joint(c);
    if !is_edge(first) || !is_edge(last) || !(2..LONGEST_ROW).contains(&line.len()) {
        return Look::Other;
    }
    let mut before = '\0';
    let crosses = line.chars().any(|c| {
        let pair = (std::mem::replace(&mut before, c), c);
        is_horizontal(c)
            || matches!(pair, ('+' | '|', '-') | ('-', '+' | '|') | ('+', '=') | ('=', '+'))
                && is_ascii_rule(line)
    });
    match crosses {
        true => Look::Rule,
        false if is_vertical(first) && is_vertical(last) => Look::Text,
        false => Look::Other,
    }
}

/// Whether a line has a run of at least two dashes between two joints: `|---`, `+===+`. A single
/// dash in a cell does not count.
fn is_ascii_rule(line: &str) -> bool {
    line.split(['+', '|']).any(|run| {
        run.len() >= 2 && run.bytes().all(|byte| byte == b'-')
            || run.len() >= 2 && run.bytes().all(|byte| byte == b'=')
    })
}

/// The rows of a frame.
fn rows(text: &str, lines: &[Line]) -> Vec<Vec<PiecedCell>> {
    let mut rows: Vec<Vec<PiecedCell>> = Vec::new();
    // The lines of the current row, and the text of merged cells in the rule above the row.
    let (mut group, mut above): (Vec<Vec<TextRange>>, Vec<TextRange>) = (Vec::new(), Vec::new());
    for line in lines {
        match look(trim(text, line.range()).of(text)) {
            Look::Rule => {
                end_row(text, &mut group, &mut above, &mut rows);
                above.extend(cells(text, line.range(), true).filter(|cell| !cell.is_empty()));
            }
            _ => group.push(cells(text, line.range(), false).collect()),
        }
    }
    end_row(text, &mut group, &mut above, &mut rows);
    rows
}

/// Makes a row of the lines between two rules.
fn end_row(
    text: &str,
    group: &mut Vec<Vec<TextRange>>,
    above: &mut Vec<TextRange>,
    rows: &mut Vec<Vec<PiecedCell>>,
) {
    let before =
        above.drain(..).map(|piece| PiecedCell { pieces: vec![piece], at: piece.start }).collect();
    add_row(text, std::mem::take(group), before, rows, |lines| lines / 2);
}

/// Makes a row of lines, behind the cells `before`. If several lines hold values, or if the lines
/// have different numbers of cells, each line is a row. `line` returns the line for a new number in
/// a row without values; its argument is the number of lines.
pub(super) fn add_row(
    text: &str,
    lines: Vec<Vec<TextRange>>,
    mut before: Vec<PiecedCell>,
    rows: &mut Vec<Vec<PiecedCell>>,
    line: impl Fn(usize) -> usize,
) {
    let has_values = |line: &&Vec<TextRange>| {
        line.iter().any(|cell| !cell.is_empty() && is_value(cell.of(text)))
    };
    let same_cells = lines.windows(2).all(|pair| pair[0].len() == pair[1].len());
    if !same_cells || lines.iter().filter(has_values).count() > 1 {
        for line in lines {
            before.extend(line.into_iter().map(one));
            rows.push(std::mem::take(&mut before));
        }
        return;
    }
    let Some(first) = lines.first() else { return };
    // On the line of the row's other numbers. With numbers on two lines, the text would be two
    // rows.
    let written =
        lines.iter().position(|line| has_values(&line)).unwrap_or_else(|| line(lines.len()));
    for at in 0..first.len() {
        let pieces: Vec<TextRange> =
            lines.iter().map(|line| line[at]).filter(|cell| !cell.is_empty()).collect();
        before.push(PiecedCell { pieces, at: lines[written][at].start });
    }
    rows.push(before);
}

fn one(cell: TextRange) -> PiecedCell {
    PiecedCell {
        pieces: Some(cell).into_iter().filter(|cell| !cell.is_empty()).collect(),
        at: cell.start,
    }
}

/// The text between the vertical lines of a line, without spaces at both ends. In a rule, the text
/// that does not belong to the frame.
fn cells(text: &str, line: TextRange, is_rule: bool) -> impl Iterator<Item = TextRange> + '_ {
    let line = trim(text, line);
    let is_frame = move |c: char| {
        is_vertical(c) || is_rule && (is_joint(c) || is_horizontal(c) || matches!(c, '-' | '='))
    };
    let base = line.of(text).as_ptr() as usize - line.start;
    let edge = line.of(text).chars().next().map_or(0, char::len_utf8);
    let end = line.end - line.of(text).chars().next_back().map_or(0, char::len_utf8);
    let inner = TextRange::new((line.start + edge).min(end), end);
    inner.of(text).split(is_frame).map(move |cell| {
        let start = cell.as_ptr() as usize - base;
        let cell = TextRange::new(start, start + cell.len());
        let trimmed = without_emphasis(text, trim(text, cell));
        // The place for new text in a blank cell: behind one space.
        if trimmed.is_empty() {
            TextRange::at(
                cell.start + usize::from(cell.of(text).starts_with(' ') && cell.len() > 1),
            )
        } else {
            trimmed
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::classify;

    /// The cells of the rows in the frames of a text.
    fn read_rows(text: &str) -> Vec<String> {
        let lines: Vec<Line> =
            classify(text, TextRange::new(0, text.len()), crate::standard::Standard::official())
                .collect();
        let row = |row: &Vec<PiecedCell>| {
            row.iter().map(|cell| cell.text(text).into_owned()).collect::<Vec<_>>().join("|")
        };
        read(text, &lines).iter().flat_map(|grid| &grid.rows).map(row).collect()
    }

    #[test]
    fn frames_are_read() {
        let w3m = "\
┌─────┬───┬───┐
│信息 │本 │本 │
│内容 │年 │年 │
├─────┼───┼───┤
│规章 │0  │   │
│三、 ├───┼───┤
│办理 │   │12 │
└─────┴───┴───┘";
        assert_eq!(read_rows(w3m), ["信息内容|本年|本年", "规章|0|", "三、|办理||12"]);
        let mysql = "\n+------+---+\n| 项目 | a |\n+------+---+\n| 规章 | 0 |\n| 许可 | - |\n| 处罚 | 2 |\n+------+---+\n";
        assert_eq!(read_rows(mysql), ["项目|a", "规章|0", "许可|-", "处罚|2"]);
        let grid = "+------+-----+\n| 本年 |     |\n| 件数 | 1   |\n+======+=====+\n| **规章** | 3 |\n+------+-----+";
        assert_eq!(read_rows(grid), ["本年件数|1", "规章|3"]);
        let links = "+---------------+\n| a     | b     |\n|-------+-------|\n| 0     | 1     |\n+---------------+";
        assert_eq!(read_rows(links), ["a|b", "0|1"]);
        for text in ["+---+\n正文", "| a | b |\n|---|---|\n| 0 | 1 |", "──────\n正文\n"]
        {
            assert_eq!(read_rows(text), [""; 0], "{text}");
        }
    }
}
