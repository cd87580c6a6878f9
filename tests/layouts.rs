//! Layouts agree: the same facts in any layout are read as the same facts and give the same
//! findings, except for the places.

mod support;

use gouji::diagnostic::Applicability;
use gouji::facts::{Facts, Value};
use gouji::lint::{Findings, Options, check, fix_with};
use gouji::standard::Standard;
use gouji::syntax::{Layout, parse};
use gouji::write::Skeleton;
use proptest::prelude::*;
use support::{MANNERS, Manner, Numbers, Oddities, manner, numbers, oddities, write, write_cells};

/// The numbers of `text` by table, row and column; `None` for a cell without a number.
fn read(text: &str) -> Vec<Vec<Vec<Option<i64>>>> {
    let tree = parse(text, Standard::official());
    assert_eq!(tree.reports.len(), 1);
    let report = &tree.reports[0];
    let facts = Facts::of_report(
        report.range.of(text),
        report,
        Standard::official(),
        None,
        Standard::official().lexicon(),
    );
    let value = |table: &gouji::facts::Table, row: usize, column: usize| match table
        .cell(gouji::standard::CellRef { row, column })?
        .value
    {
        Value::Number(number) => {
            Some(if table.table_form().columns(row)[column].kind == gouji::standard::Kind::Money {
                number.value / 10_000
            } else {
                number.value
            })
        }
        _ => None,
    };
    let rows = |table: &gouji::facts::Table| {
        let form = table.table_form();
        (0..form.rows.len())
            .map(|row| {
                (0..form.columns(row).len()).map(|column| value(table, row, column)).collect()
            })
            .collect()
    };
    facts.tables.iter().map(rows).collect()
}

fn expected(numbers: &Numbers) -> Vec<Vec<Vec<Option<i64>>>> {
    numbers
        .tables
        .iter()
        .map(|table| table.iter().map(|row| row.iter().copied().map(Some).collect()).collect())
        .collect()
}

/// Code, place and message of each finding.
fn found(text: &str) -> Vec<(&'static str, String, String)> {
    let found = check(text, &Options::default()).expect("a report");
    let mut found: Vec<_> = found
        .iter()
        .filter(|diagnostic| diagnostic.code != "C001")
        .map(|diagnostic| {
            (
                diagnostic.code,
                diagnostic.place.to_string(),
                diagnostic.message.render(gouji::diagnostic::Language::Zh),
            )
        })
        .collect();
    found.sort();
    found
}

proptest! {
    #![proptest_config(support::config(150))]

    #[test]
    fn numbers_are_read_back(year in prop_oneof![Just(2020), 2021..2026i32], manner in manner(), oddities in oddities(), numbers in numbers(2023), old in numbers(2020)) {
        let numbers = if year <= 2020 { old } else { numbers };
        let numbers = Numbers { year, ..numbers };
        let text = write(&numbers, manner, oddities);
        prop_assert_eq!(read(&text), expected(&numbers), "{:?} {:?}\n{}", manner, oddities, text);
        prop_assert_eq!(found(&text), vec![], "{:?} {:?}\n{}", manner, oddities, text);
    }

    #[test]
    fn defects_are_found_alike(numbers in numbers(2023), changes in proptest::collection::vec((1..3usize, 0..25usize, 0..7usize, 0..40i64), 1..4)) {
        let mut numbers = numbers;
        for (table, row, column, value) in changes {
            let rows = &mut numbers.tables[table];
            let row = row % rows.len();
            let column = column % rows[row].len();
            rows[row][column] = value;
        }
        let first = found(&write(&numbers, MANNERS[0], Oddities::default()));
        for manner in &MANNERS[1..] {
            let text = write(&numbers, *manner, Oddities::default());
            prop_assert_eq!(&found(&text), &first, "{:?}\n{}", manner, text);
        }
    }
}

proptest! {
    #![proptest_config(support::config(100))]

    /// Labels, heads, captions and headers of a printed table equal the wording of the form,
    /// regardless of the width of the columns and the line breaks.
    #[test]
    fn words_in_pieces_are_the_forms((numbers, print, oddities) in support::printed::printed()) {
        let text = support::printed::write(&numbers, print, oddities);
        prop_assert_eq!(read(&text), expected(&numbers), "{:?}\n{}", print, text);
        prop_assert_eq!(found(&text), vec![], "{:?}\n{}", print, text);
    }
}

proptest! {
    #![proptest_config(support::config(150))]

    /// Row numbers and column numbers of a table are not values, regardless of the separators.
    #[test]
    fn row_and_column_numbers_are_no_values(year in prop_oneof![Just(2020), Just(2023)], (parted, numbering) in support::numbered::numbered(), numbers in numbers(2023), old in numbers(2020)) {
        let numbers = if year <= 2020 { old } else { numbers };
        let text = support::numbered::write(&numbers, parted, numbering);
        prop_assert_eq!(read(&text), expected(&numbers), "{:?} {:?}\n{}", parted, numbering, text);
        prop_assert_eq!(found(&text), vec![], "{:?} {:?}\n{}", parted, numbering, text);
    }
}

/// Consecutive values below a label in pieces are not column numbers.
#[test]
fn values_that_count_up_stay_values() {
    for (year, layout) in
        [2020, 2023].into_iter().flat_map(|year| [(year, Layout::Lines), (year, Layout::Spaces)])
    {
        let table = &Standard::official().form(year).tables[0];
        for row in (0..table.rows.len()).filter(|&row| table.columns(row).len() > 1) {
            let value = |of: usize, at: usize, column: usize| {
                if (of, at) == (0, row) { (column + 1).to_string() } else { "0".to_owned() }
            };
            let skeleton = Skeleton {
                standard: Standard::official(),
                issuer: "云溪县园林局",
                year,
                layout,
                newline: "\n",
                sections: &[
                    "2023年，我局公开信息3条。",
                    "",
                    "",
                    "",
                    "公开不够及时，将加强培训。",
                    "无。",
                ],
                cell: &value,
            };
            let label = &table.rows[row].label.text;
            let (middle, _) = label.char_indices().nth(label.chars().count() / 2).expect("a label");
            let text = skeleton.write().replacen(
                label.as_str(),
                &[&label[..middle], "\n", &label[middle..]].concat(),
                1,
            );
            let values: Vec<_> = (1..).map(Some).take(table.columns(row).len()).collect();
            assert_eq!(read(&text)[0][row], values, "{text}");
        }
    }
}

/// The manners that show the place of a blank cell.
const WITH_BLANKS: [Manner; 21] = [
    Manner::Library(Layout::Tabs),
    Manner::Commas,
    Manner::CommasQuoted,
    Manner::CommasWide,
    Manner::Library(Layout::Lines),
    Manner::LinesTabbedApart,
    Manner::Library(Layout::Pipes),
    Manner::Library(Layout::Markdown),
    Manner::LinesPiped,
    Manner::PipesEndless,
    Manner::PipesBetween,
    Manner::PipesDashed,
    Manner::MarkdownNumbered,
    Manner::HtmlLines,
    Manner::HtmlDense,
    Manner::FrameDrawn,
    Manner::FrameGrid,
    Manner::FrameRepeated,
    Manner::FrameRows,
    Manner::DashesSimple,
    Manner::DashesLines,
];

/// The manners that allow a lost row to be written again.
const WITH_NEW_ROWS: [Manner; 10] = [
    Manner::Library(Layout::Tabs),
    Manner::Commas,
    Manner::CommasQuoted,
    Manner::CommasWide,
    Manner::Library(Layout::Lines),
    Manner::Library(Layout::Pipes),
    Manner::Library(Layout::Markdown),
    Manner::PipesEndless,
    Manner::PipesBetween,
    Manner::Library(Layout::Spaces),
];

proptest! {
    #![proptest_config(support::config(300))]

    /// A zero replaces a blank. If the place of the blank is uncertain, no zero is written.
    #[test]
    fn blanks_are_filled_in_place(
        manner in proptest::sample::select(WITH_BLANKS.to_vec()),
        blank in prop_oneof![Just(1u32), Just(3), Just(10)],
        seed in any::<u32>(),
        tables in proptest::array::uniform3(any::<bool>()),
    ) {
        let is_left_out = |table: usize, row: usize, column: usize| {
            let mixed = (seed as u64 ^ (table * 1000 + row * 10 + column) as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40;
            tables[table] && (mixed as u32).is_multiple_of(blank)
        };
        // Blank rows are left to a person.
        let is_blank = |table: usize, row: usize, column: usize| {
            let form = &Standard::official().form(2023).tables[table];
            let has_number = form.across || (0..form.width(row)).any(|column| !is_left_out(table, row, column));
            has_number && is_left_out(table, row, column)
        };
        // All numbers are 0: the arithmetic rules would report a blank total of other numbers.
        let full = write_cells(2023, manner, Oddities::default(), &|_, _, _| "0".to_owned());
        let blanks =
            write_cells(2023, manner, Oddities::default(), &|table, row, column| if is_blank(table, row, column) { String::new() } else { "0".to_owned() });
        let check = |text: &str| check(text, &Options::default()).map(|found| Findings { diagnostics: found.into_iter().filter(|found| found.code == "T009").collect(), ..Findings::default() });
        let fixed = fix_with(&blanks, Applicability::Unsafe, check).expect("a report").text;
        let dense = |line: &str| line.replace(' ', "");
        prop_assert_eq!(fixed.lines().count(), full.lines().count(), "{:?}\n{}", manner, fixed);
        for ((fixed, full), blank) in fixed.lines().zip(full.lines()).zip(blanks.lines()) {
            prop_assert!(dense(fixed) == dense(full) || fixed == blank, "{:?}\n{:?}\n{:?}\n{:?}", manner, blank, fixed, full);
        }
    }
}

proptest! {
    #![proptest_config(support::config(200))]

    /// The fix writes lost rows at their old place and in their old layout.
    #[test]
    fn lost_rows_are_put_back(
        manner in proptest::sample::select(WITH_NEW_ROWS.to_vec()),
        lost in proptest::collection::vec((0..2usize, 0..25usize), 1..6),
    ) {
        let is_lost = |table: usize, row: usize| lost.contains(&(table, row));
        // If both rows below 三、本年度办理结果 without another head are lost, the text does not
        // show the place of these rows.
        prop_assume!(!is_lost(1, 3) || !is_lost(1, 23));
        // A table without more than half of its rows is not understood.
        let rows = |table: usize| gouji::standard::Standard::official().form(2023).tables[table].rows.len();
        prop_assume!((0..2).all(|table| (0..rows(table)).filter(|&row| is_lost(table, row)).count() * 2 <= rows(table)));
        let (fixed, whole) = restored(manner, &is_lost);
        prop_assert_eq!(fixed, whole, "{:?}", manner);
    }
}

/// A table of zeros whose lost rows the fix put back, and the table before the loss with these rows
/// blank. Both texts are without spaces.
fn restored(manner: Manner, is_lost: &dyn Fn(usize, usize) -> bool) -> (String, String) {
    let written = |mark: &'static str| {
        write_cells(2023, manner, Oddities::default(), &|table, row, _| {
            if is_lost(table, row) { mark.to_owned() } else { "0".to_owned() }
        })
    };
    let (marked, whole) = (written("9"), written(""));
    let separator = if manner == Manner::Library(Layout::Lines) { "\n\n" } else { "\n" };
    let rows = whole.split(separator).zip(marked.split(separator));
    let text: Vec<&str> =
        rows.filter(|(whole, marked)| whole == marked).map(|(row, _)| row).collect();
    let check = |text: &str| {
        let mut diagnostics = check(text, &Options::default())?;
        diagnostics.retain(|found| found.code == "T003");
        Some(Findings { diagnostics, ..Findings::default() })
    };
    let fixed = fix_with(&text.join(separator), Applicability::Unsafe, check).expect("a report");
    let dense = |text: &str| text.replace(' ', "");
    (dense(&fixed.text), dense(&whole))
}

/// Without any row of the same depth, the label stands in the column of the heads.
#[test]
fn lost_rows_that_stand_below_no_head_begin_in_the_first_column() {
    for manner in WITH_NEW_ROWS {
        let (fixed, whole) =
            restored(manner, &|table, row| table == 1 && [0, 1, 24].contains(&row));
        assert_eq!(fixed, whole, "{manner:?}");
    }
}

#[test]
fn every_manner_is_read() {
    for manner in MANNERS {
        for year in [2020, 2023] {
            let numbers = Numbers {
                year,
                tables: std::array::from_fn(|table| {
                    gouji::standard::Standard::official().form(year).tables[table]
                        .rows
                        .iter()
                        .enumerate()
                        .map(|(row, _)| {
                            vec![
                                0;
                                gouji::standard::Standard::official().form(year).tables[table]
                                    .columns(row)
                                    .len()
                            ]
                        })
                        .collect()
                }),
            };
            let text = write(&numbers, manner, Oddities::default());
            assert_eq!(read(&text), expected(&numbers), "{manner:?} {year}\n{text}");
            assert_eq!(found(&text), vec![], "{manner:?} {year}\n{text}");
        }
    }
}

/// A label beside its serial number may be unknown to the form. The row still has its place and its
/// values.
#[test]
fn a_row_behind_its_serial_number_is_found_by_its_wrong_label() {
    use support::numbered::{Numbering, PARTED, Parted};
    let labels: Vec<&str> = Standard::official().form(2023).tables[1]
        .rows
        .iter()
        .map(|row| row.label.text.as_str())
        .collect();
    let one = |table: usize| {
        let rows = Standard::official().form(2023).tables[table].rows.len();
        (0..rows)
            .map(|row| vec![0; Standard::official().form(2023).tables[table].columns(row).len()])
            .collect::<Vec<Vec<i64>>>()
    };
    let numbers = Numbers { year: 2023, tables: [one(0), one(1), one(2)] };
    let in_cells = |parted: &&Parted| {
        !matches!(
            parted,
            Parted::Spaces
                | Parted::ValuesBelow
                | Parted::Lines
                | Parted::LinesTabbed
                | Parted::PipesFilled
        )
    };
    for parted in PARTED.iter().filter(in_cells) {
        let text = support::numbered::write(&numbers, *parted, Numbering::BeforeLabels("序号"));
        assert_eq!(found(&text), [], "{parted:?}\n{text}");
        for (row, label) in labels.iter().enumerate() {
            let middle = label.chars().count() / 2;
            let slip: String = label
                .chars()
                .enumerate()
                .map(|(at, c)| if at == middle { '甲' } else { c })
                .collect();
            for (wrong, code) in [(slip.as_str(), "T002"), ("情况统计数", "T001")] {
                // The label directly before the values of the row.
                let at = text.rfind(label).expect("the label");
                let broken = format!("{}{wrong}{}", &text[..at], &text[at + label.len()..]);
                let codes: Vec<&str> = found(&broken).iter().map(|(code, ..)| *code).collect();
                assert_eq!(codes, [code], "{parted:?} row {row} {wrong}\n{broken}");
            }
        }
    }
}
