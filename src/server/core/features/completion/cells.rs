//! Completes the labels of rows and columns in a table, and the numbers of blank totals.

use super::item::{Draft, Here, Items, Kind, basis};
use crate::diagnostic::{Message, Wording};
use crate::report::TableContext;
use crate::rules::{self, cell_name};
use crate::server::core::features::locate::{Spot, Thing, locate};
use crate::standard::{TableForm, letters};
use crate::syntax::Layout;
use crate::text::{TextRange, is_space};

/// At most two line ends separate a table from a row added below.
const MOST_BETWEEN: usize = 2;
const ROW: Wording = Wording::new("{0}的行", "a row of {0}");
const COLUMN: Wording = Wording::new("{0}的列", "a column of {0}");
const TOTAL: Wording = Wording::new("按各项计算：{0}", "computed from its addends: {0}");

/// The right number for a blank total, or for a blank number of the last item.
pub fn add_blank_total(items: &mut Items, here: &Here, at: usize) {
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

/// The table around the line, and whether the line is inside the table and not below the table.
pub fn table_at<'a>(here: &Here<'a>) -> Option<(TableContext<'a>, bool)> {
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

/// Completes labels of rows. Completes labels of columns if the line has no row.
pub fn add_cells(items: &mut Items, here: &Here, context: &TableContext) {
    let form = context.table.table_form();
    let typed = here.typed();
    let source = typed.of(here.text);
    let cell_start = source.rfind(['|', '\t']).map_or(0, |at| at + 1);
    let (before, cell) = (
        source.get(..cell_start).unwrap_or_default(),
        source.get(cell_start..).unwrap_or_default(),
    );
    // The values of the row follow its label.
    if before
        .split(['|', '\t'])
        .any(|cell| form.row_by_hash(crate::text::letters_hash(cell).0).is_some())
    {
        return;
    }
    let cell = cell.trim_start_matches(|c| is_space(c) || c == '*');
    let mut words = letters(cell);
    let mut range = TextRange::new(here.offset - cell.len(), here.offset);
    // In text from PDF, the label of the group may stand before the label of the row.
    if context.table.layout == Layout::Spaces
        && !words.is_empty()
        && rows_like(form, &words).next().is_none()
    {
        let last = cell.rsplit(is_space).next().unwrap_or_default();
        (words, range) = (letters(last), TextRange::new(here.offset - last.len(), here.offset));
    }
    // A number or a complete word of the form needs no completion.
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
    // Existing rows are offered only after typed words.
    rows.retain(|row| !words.is_empty() || !is_there(*row));
    rows.sort_by_key(|row| (is_there(*row), *row < next, *row));
    // Text behind the position is replaced if the label ends with this text.
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
    // Labels with the words at the start come before other labels with the words.
    cells.sort_by_key(|item| !letters(&item.label).starts_with(&words));
    cells.into_iter().for_each(|item| items.add(here, item));
}

/// The rows with the typed words at the start of their labels or inside their labels.
fn rows_like<'a>(form: &'a TableForm, words: &'a str) -> impl Iterator<Item = usize> + 'a {
    form.rows
        .iter()
        .enumerate()
        .filter(|(_, row)| is_like(&row.label.letters, words))
        .map(|(index, _)| index)
}

fn is_like(label: &str, words: &str) -> bool {
    // The number of the row may be left out.
    let unnumbered = label
        .trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
    label.starts_with(words)
        || unnumbered.starts_with(words)
        || words.chars().nth(1).is_some() && label.contains(words)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{codes, labels, offered, offered_to};
    use super::*;
    use crate::server::core::features::testing::{report, second};
    use crate::server::core::view::Client;

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
            // A total of zeros is 0. An addend is not the result of a sum.
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

    /// In an unfilled or half-filled row, each blank cell is offered the number from the finding,
    /// and not a number computed from the neighbouring cells.
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
                    // If no finding names the cell and its addends do not determine the number,
                    // nothing is offered.
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
}
