//! Removes text from the values of a row that has too many values: the number of a page on the line
//! of the row, and the second half of a number divided by a character without width.

use super::rows::Cells;
use super::{PieceRow, PieceRows};
use crate::standard::TableForm;
use crate::syntax::value::{is_blank_mark, is_value};
use crate::text::{TextRange, fold, is_space, letters_hash};
use std::ops::Range;

/// At most 32 values of a row are read. A row of the form has fewer.
const MOST_VALUES: usize = 32;
/// At most three words in the number of a page: `—3—`, `— 3—`, `— 3 —`.
const MOST_WORDS: usize = 3;
/// Fewest and most bytes of a cell with a value and the number of a page: `5-3-` is the shortest.
const SHORTEST_GLUED: usize = 4;
const LONGEST_GLUED: usize = 48;

/// The rows without such pieces. `editions` has the table in all editions, newest first.
pub(super) fn without(text: &str, rows: PieceRows, editions: &[&TableForm]) -> PieceRows {
    let reader = Surplus { text, editions };
    if !rows.iter().any(|row| reader.may_have_more(row)) {
        return rows;
    }
    let all: Vec<PieceRow> = rows.iter().collect();
    let found: Vec<Option<Mended>> =
        (0..all.len()).map(|index| reader.mended(&all, index)).collect();
    if found.iter().all(Option::is_none) {
        return rows;
    }
    let mut out = rows.like(all.len());
    for (row, mended) in all.iter().zip(found) {
        let Some(Mended { words, values }) = mended else {
            out.push(row.labels.iter().copied(), row.values.iter().copied(), row.cells);
            continue;
        };
        let fewer = row.values.len() - values.len();
        let cells =
            row.cells.map(|cells| Cells { count: cells.count.saturating_sub(fewer), ..cells });
        out.push(row.labels.iter().copied().chain(words), values.into_iter(), cells);
    }
    out
}

struct Surplus<'a> {
    text: &'a str,
    /// The table in all editions. The edition of the report is not known yet.
    editions: &'a [&'a TableForm],
}

/// A row without such pieces.
struct Mended {
    /// Words that belong to the label: a page may end inside the label.
    words: Option<TextRange>,
    values: Vec<TextRange>,
}

impl Surplus<'_> {
    /// Whether a row may have more than its own values. Nearly no row has more.
    fn may_have_more(&self, row: PieceRow) -> bool {
        let Some((first, last)) = row.values.first().zip(row.values.last()) else { return false };
        let source = self.text.as_bytes();
        last.len() >= SHORTEST_GLUED && !source[last.end - 1].is_ascii_digit()
            || row.cells.is_none() && !self.is_a_width(row.values.len())
            || row.cells.is_none()
                && row.values.len() <= MOST_WORDS
                && !source[first.start].is_ascii_digit()
    }

    /// The row at `index` of `all` without surplus values. `None` if the row is right, or if the
    /// surplus value is uncertain.
    fn mended(&self, all: &[PieceRow], index: usize) -> Option<Mended> {
        let (text, row) = (self.text, all[index]);
        let count = row.values.len();
        if !self.may_have_more(row) || count > MOST_VALUES {
            return None;
        }
        let (last, others) = row.values.split_last()?;
        let without_last = |value: Option<TextRange>| Mended {
            words: None,
            values: others.iter().copied().chain(value).collect(),
        };
        if row.cells.is_some() {
            // Blank cells may belong to merged cells, so the number of cells says little.
            let is_page = || {
                others.last().is_some_and(|value| is_value(value.of(text)))
                    && page_number(text, &[*last], 0).is_some()
            };
            return before_page_number(text, *last)
                .map(|value| without_last(Some(value)))
                .or_else(|| is_page().then(|| without_last(None)));
        }
        let own = self.own_widths(row);
        let fits = |count: usize| {
            if own.is_empty() { self.is_a_width(count) } else { own.contains(&count) }
        };
        if fits(count) {
            let is_page = page_number(text, row.values, 0) == Some(0..count);
            let is_head = || own.is_empty() && row.labels.iter().any(|label| self.is_head(*label));
            if is_page && is_head() {
                return Some(Mended { words: None, values: Vec::new() });
            }
            return before_page_number(text, *last).map(|value| without_last(Some(value)));
        }
        if let Some(values) = joined(text, row.values).filter(|values| fits(values.len())) {
            return Some(Mended { words: None, values });
        }
        // A value joined with the number of a page.
        let glued = (0..count).find_map(|at| {
            let end =
                (at + 2..=count.min(at + MOST_WORDS)).find(|&end| fits(count + 1 + at - end))?;
            let is_begun = row.values[at].of(text).ends_with(is_dash);
            let value = before_page_number(text, row.values[at].cover(row.values[end - 1]))
                .filter(|_| is_begun)?;
            Some(
                row.values[..at]
                    .iter()
                    .copied()
                    .chain([value])
                    .chain(row.values[end..].iter().copied())
                    .collect(),
            )
        });
        if let Some(values) = glued {
            return Some(Mended { words: None, values });
        }
        if fits(count - 1) && self.is_page_before_heading(*last) && self.adds_up(others) {
            return Some(without_last(None));
        }
        let pages: Vec<Range<usize>> =
            (0..count).filter_map(|at| page_number(text, row.values, at)).collect();
        let first = pages.first()?;
        // A page may end between the words of a label, or before the values of a row.
        if *first == (0..count) {
            let is_followed = || all.get(index + 1).is_some_and(|next| next.labels.is_empty());
            return (own.is_empty() || is_followed())
                .then(|| Mended { words: None, values: Vec::new() });
        }
        let without = |page: &Range<usize>| {
            let mut values = row.values.to_vec();
            values.drain(page.clone());
            let words = values
                .first()
                .copied()
                .filter(|word| page.start == 0 && !word.is_empty() && !is_value(word.of(text)));
            Mended { words, values: values.split_off(usize::from(words.is_some())) }
        };
        let mut fitting: Vec<Mended> =
            pages.iter().map(without).filter(|mended| fits(mended.values.len())).collect();
        if fitting.len() > 1 {
            // The sums decide between several candidates.
            fitting.retain(|mended| self.adds_up(&mended.values));
            return if fitting.len() == 1 { fitting.pop() } else { None };
        }
        // The number of a page is removed even if the number of values is still wrong, because a
        // finding reports the wrong number of values.
        let is_certain = |mended: &Mended| {
            let has_mark = mended.values.iter().any(|value| is_blank_mark(value.of(text)));
            pages.len() == 1
                && !has_mark
                && !mended.values.is_empty()
                && !own.is_empty()
                && own.iter().all(|width| count > *width)
        };
        fitting.pop().or_else(|| Some(without(first)).filter(is_certain))
    }

    /// Whether only spaces stand between a number and the end of the part, as before a heading on
    /// the same line: `3 四、政府信息公开行政复议、行政诉讼情况`.
    fn is_page_before_heading(&self, value: TextRange) -> bool {
        is_number_of_page(value.of(self.text))
            && self.text[value.end..].chars().all(is_space_in_line)
    }

    /// Whether the last of each group of values is the sum of the others, in a table with sums. A
    /// mark for nothing counts as 0.
    fn adds_up(&self, values: &[TextRange]) -> bool {
        let number = |value: &TextRange| {
            let source = value.of(self.text);
            if is_blank_mark(source) { Some(0) } else { source.parse::<u32>().ok().map(i64::from) }
        };
        let holds = |part: &[TextRange]| {
            let numbers: Option<Vec<i64>> = part.iter().map(number).collect();
            numbers.is_some_and(|numbers| {
                numbers
                    .split_last()
                    .is_some_and(|(total, addends)| addends.iter().sum::<i64>() == *total)
            })
        };
        let parts = self.editions[0].blocks[0].columns.len();
        parts > 3 && values.chunks(parts).all(holds)
    }

    /// Whether a piece of a label is a word of the form but not the label of a row.
    fn is_head(&self, label: TextRange) -> bool {
        let hash = letters_hash(label.of(self.text)).0;
        self.editions.iter().any(|form| form.is_word(hash))
            && self.editions.iter().all(|form| form.row_by_hash(hash).is_none())
    }

    /// The widths of the rows with the label of this row. Empty without a known label.
    fn own_widths(&self, row: PieceRow) -> Vec<usize> {
        if self.editions[0].across {
            return self.editions.iter().map(|form| form.cells()).collect();
        }
        let Some(last) = row.labels.last() else { return Vec::new() };
        let hashes =
            row.labels.iter().map(|label| letters_hash(&self.text[label.start..last.end]).0);
        hashes
            .flat_map(|hash| {
                self.editions
                    .iter()
                    .filter_map(move |form| Some(form.width(form.row_by_hash(hash)?)))
            })
            .collect()
    }

    /// Whether a row of the form has this many values.
    fn is_a_width(&self, count: usize) -> bool {
        self.editions.iter().any(|form| form.has_width(count))
    }
}

/// The values, joined if only characters without width separate them. `None` without such values.
fn joined(text: &str, values: &[TextRange]) -> Option<Vec<TextRange>> {
    let mut joined: Vec<TextRange> = Vec::with_capacity(values.len());
    for &value in values {
        match joined
            .last_mut()
            .filter(|last| is_unseen(text.get(last.end..value.start).unwrap_or_default()))
        {
            Some(last) => *last = last.cover(value),
            None => joined.push(value),
        }
    }
    (joined.len() < values.len()).then_some(joined)
}

/// Whether only characters without width stand between two values.
fn is_unseen(between: &str) -> bool {
    !between.is_empty() && between.chars().all(|c| matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}'))
}

fn is_dash(c: char) -> bool {
    matches!(fold(c), '-' | '–' | '—' | '―' | '─')
}

/// The number of a page in the values from `at` on: a dash, a number, a dash, in one or several
/// words. The last dash may be joined with the words behind the values.
fn page_number(text: &str, values: &[TextRange], at: usize) -> Option<Range<usize>> {
    if !values[at].of(text).starts_with(is_dash) {
        return None;
    }
    let is_page = |end: &usize| {
        let (words, last) = (&values[at..*end], values[*end - 1]);
        let is_near = |pair: &[TextRange]| {
            text.get(pair[0].end..pair[1].start)
                .is_some_and(|between| between.chars().all(is_space_in_line))
        };
        let source = TextRange::new(values[at].start, last.end).of(text);
        let is_closed = || {
            source.ends_with(is_dash)
                || *end == values.len()
                    && text[last.end..].trim_start_matches(is_space_in_line).starts_with(is_dash)
        };
        words.windows(2).all(is_near)
            && is_number_of_page(source.trim_matches(|c| is_dash(c) || is_space(c)))
            && is_closed()
    };
    (at + 1..=values.len().min(at + MOST_WORDS)).find(is_page).map(|end| at..end)
}

/// The value of a cell with a value and the number of a page behind it: `5 — 3 —`.
fn before_page_number(text: &str, cell: TextRange) -> Option<TextRange> {
    let source = Some(cell.of(text))
        .filter(|source| source.len() <= LONGEST_GLUED && source.ends_with(is_dash))?;
    let digits = source.bytes().take_while(u8::is_ascii_digit).count();
    let page = source[digits..].trim_start_matches(is_space_in_line);
    let is_page = digits > 0
        && page.starts_with(is_dash)
        && is_number_of_page(page.trim_matches(|c| is_dash(c) || is_space(c)));
    is_page.then(|| TextRange::new(cell.start, cell.start + digits))
}

fn is_space_in_line(c: char) -> bool {
    is_space(c) && !matches!(c, '\t' | '\n' | '\r')
}

/// Whether a number on its own line has a blank line above and below, or the end of a page beside
/// the number.
pub(super) fn is_apart(text: &str, number: TextRange) -> bool {
    let (before, behind) = (&text[..number.start], &text[number.end..]);
    let above = &before[before.trim_end_matches(is_space).len()..];
    let below = &behind[..behind.len() - behind.trim_start_matches(is_space).len()];
    let line_ends = |gap: &str| crate::text::lines(gap).count() - 1;
    let is_alone = (line_ends(above) > 0 || above.len() == before.len())
        && (line_ends(below) > 0 || below.len() == behind.len());
    let is_between_blanks = || {
        (line_ends(above) > 1 || above.len() == before.len())
            && (line_ends(below) > 1 || below.len() == behind.len())
    };
    is_alone && (above.contains('\u{c}') || below.contains('\u{c}') || is_between_blanks())
}

pub(super) fn is_number_of_page(number: &str) -> bool {
    (1..=3).contains(&number.chars().count())
        && !number.starts_with(['0', '０'])
        && number.chars().all(|c| fold(c).is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use crate::lint::{Options, check};
    use crate::rules::testing::*;
    use crate::syntax::Layout;

    const NONE: [&str; 0] = [];
    const ROW: &str = "（一）予以公开 4 1 0 0 0 0 5";

    fn codes_in(text: &str) -> Vec<&'static str> {
        check(text, &Options::default()).expect("a report").iter().map(|found| found.code).collect()
    }

    /// The findings in the sample with `changed` in place of `row`. The findings must be the same
    /// with one row a line, one section a line, and everything on one line.
    #[track_caller]
    fn codes(row: &str, changed: &str) -> Vec<&'static str> {
        let text = replaced(&sample(Layout::Spaces), row, changed);
        let found = codes_in(&text);
        let one_line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let sections = ["二、主动", "三、收到", "四、政府", "五、存在"];
        let a_section_a_line = sections.iter().fold(one_line.clone(), |text, section| {
            replaced(&text, section, &format!("\n{section}"))
        });
        assert_eq!(codes_in(&a_section_a_line), found, "{changed} in a section a line");
        assert_eq!(codes_in(&one_line), found, "{changed} in one line");
        found
    }

    #[test]
    fn the_number_of_a_page_is_no_value() {
        for (row, changed) in [
            (ROW, "（一）予以公开 4 1 0 0 0 0 5  — 3 —"),
            (ROW, "（一）予以公开 4 1 0 0 0 0 5 - 3 -"),
            (ROW, "（一）予以公开 4 1 0 - 5 - 0 0 0 5"),
            (ROW, "（一）予以公开 4 1 0 —12— 0 0 0 5"),
            (ROW, "（一）予以公开 4 1 0 0 0 0 5－３－"),
            (ROW, "（一）予以公开 4 1 0 0 0 0 5— 3 —"),
            (ROW, "（一）予以公开 — 3 — 4 1 0 0 0 0 5"),
            (ROW, "（一）予以 — 3 — 公开 4 1 0 0 0 0 5"),
            ("（七）总计 6 2", "（七）总计 — 3 — 6 2"),
            ("规章 3 1 12", "规章 3 1 12 - 2 -"),
            ("规章 3 1 12", "规章 3 - 2 - 1 12"),
            ("行政许可 3", "行政许可 3 - 2 -"),
            ("行政事业性收费 3", "行政事业性收费 3 - 2 -"),
            ("1 0 0 0 1 1 0 0 0 1 1 0 0 0 1", "1 0 0 0 1 1 0 - 5 - 0 0 1 1 0 0 0 1"),
            ("1 0 0 0 1 1 0 0 0 1 1 0 0 0 1", "1 0 0 0 1 1 0 0 0 1 1 0 0 0 1 — 5 —"),
            // Between words.
            ("（三）不予公开 ", "（三）不予公开 — 3 — "),
            ("自然人 商业企业", "自然人 — 3 — 商业企业"),
            ("尚未审结 总计 结果维持", "尚未审结 — 3 — 总计 结果维持"),
            ("第二十条第（五）项", "第二十条第（五）项 — 3 —"),
        ] {
            assert_eq!(codes(row, changed), NONE, "{changed}");
        }
    }

    #[test]
    fn the_number_of_a_page_may_stand_before_a_heading() {
        for (heading, row) in [
            ("四、政府信息公开行政复议", "四、结转下年度继续办理 1 0 0 0 0 0 1"),
            ("五、存在", "1 0 0 0 1 1 0 0 0 1 1 0 0 0 1"),
        ] {
            let one_line = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
            for page in ["3", "12 ", "第3页 ", "— 3 —"] {
                let text = one_line(replaced(
                    &sample(Layout::Spaces),
                    heading,
                    &format!("{page}{heading}"),
                ));
                assert_eq!(codes_in(&text), NONE, "{page}{heading}");
            }
            // A number may be a value if the values without the number do not add up.
            let wrong = format!("{}2 3", &row[..row.len() - 1]);
            let text = one_line(replaced(&sample(Layout::Spaces), row, &wrong));
            assert_eq!(codes_in(&text), ["T008"], "{wrong}");
        }
    }

    #[test]
    fn a_row_is_read_without_it() {
        assert_eq!(codes(ROW, "（一）予以公开 4 1 0 0 0 0 6 - 3 -"), ["A001", "A002"]);
        assert_eq!(codes(ROW, "（一）予以公开 4 1 0 0 0 0 - 3 -"), ["T008"]);
        assert_eq!(codes(ROW, "（一）给予公开 4 1 0 0 0 0 5 - 3 -"), ["T002"]);
        // The row 4 1 0 0 0 3 does not add up.
        assert_eq!(codes(ROW, "（一）予以公开 4 1 - - - - 5 - 3 -"), ["T009"]);
        assert_eq!(codes("2.重复申请 0 0 0 0 0 0 0", "2.重复申请 - - - - - - - - 3 -"), ["T009"]);
    }

    #[test]
    fn a_number_between_two_marks_for_nothing_is_a_value() {
        let found = codes("2.重复申请 0 0 0 0 0 0 0", "2.重复申请 0 0 - 3 - 0 3");
        assert!(
            found.contains(&"T009") && found.contains(&"A002") && !found.contains(&"T008"),
            "{found:?}"
        );
        assert_eq!(codes("规章 3 1 12", "规章 - 3 -"), ["T009", "T009"]);
        // Each of two such pieces may be the number of a page.
        assert_eq!(codes("规章 3 1 12", "规章 - 3 - 3 - 3"), ["T008"]);
        assert_eq!(codes("规章 3 1 12", "规章 3 1 12 - 0 -"), ["T008"]);
    }

    #[test]
    fn it_stands_in_the_last_cell_of_a_row_as_well() {
        for (layout, cell) in [
            (Layout::Tabs, "5\n"),
            (Layout::Lines, "\t5\n"),
            (Layout::Pipes, "| 5 |\n"),
            (Layout::Markdown, "| 5 |\n"),
        ] {
            for page in [" — 3 —", "-3-"] {
                let text = replaced(&sample(layout), cell, &cell.replace('5', &format!("5{page}")));
                assert_eq!(codes_in(&text), NONE, "{layout:?} {page}");
            }
        }
        let text = replaced(&sample(Layout::Tabs), "\t5\n", "\t5\t— 3 —\n");
        assert_eq!(codes_in(&text), NONE);
    }

    #[test]
    fn a_character_without_width_parts_no_number() {
        for unseen in ["\u{200b}", "\u{feff}", "\u{2060}"] {
            for (row, changed) in [
                ("规章 3 1 12", "规章 3 1 1?2"),
                ("规章 3 1 12", "规章 3 1 ?12"),
                ("规章 3 1 12", "规章 3? 1 12"),
            ] {
                assert_eq!(codes(row, &changed.replace('?', unseen)), ["C002"], "{changed}");
            }
            let text = replaced(&sample(Layout::Lines), "\t12\n", &format!("\t1{unseen}2\n"));
            assert_eq!(codes_in(&text), ["C002"]);
        }
    }

    #[test]
    fn characters_without_width_between_values_part_them() {
        let text = replaced(&sample(Layout::Spaces), ROW, &ROW.replace(' ', "\u{200b}"));
        assert_eq!(codes_in(&text), ["C002"; 7]);
    }
}
