//! Every single wrong cell of table three, at any place and by any amount, is named, and no other
//! cell is named. Safe fixes correct only totals.

mod support;

use gouji::diagnostic::Applicability;
use gouji::facts::Facts;
use gouji::lint::{Findings, Options, Request, check, fix, fix_with};
use gouji::relations::{Evaluation, Sums};
use gouji::settings::{Baseline, BaselineEntry, Settings};
use gouji::standard::{CellRef, Standard};
use gouji::syntax::parse;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use support::{MANNERS, Manner, Numbers, Oddities, numbers, write};

/// The cells named as wrong in table three, with the right numbers.
fn named(text: &str) -> Vec<(CellRef, i64)> {
    let tree = parse(text, Standard::official());
    let report = &tree.reports[0];
    let facts = Facts::of_report(
        report.range.of(text),
        report,
        Standard::official(),
        None,
        Standard::official().lexicon(),
    );
    let table = facts.tables.iter().find(|table| table.index == 1).expect("table three");
    let evaluation = Evaluation::of(table);
    let sums = Sums::new(table, &evaluation);
    let changes = sums.causes().events.iter().flat_map(|event| &event.changes);
    changes.map(|change| (change.cell, change.value)).collect()
}

/// A cell is a total in the last column and in （七）总计. The number of requests carried forward
/// is counted, not computed.
fn is_total(row: usize, column: usize) -> bool {
    column == 6 || row == 23
}

/// Numbers from a fixed seed. The test is the same on every run.
fn some_numbers(seed: u8) -> Numbers {
    let mut runner = TestRunner::new_with_rng(
        Config::default(),
        TestRng::from_seed(RngAlgorithm::ChaCha, &[seed; 32]),
    );
    numbers(2023).new_tree(&mut runner).expect("numbers").current()
}

#[test]
fn every_single_wrong_cell_is_named() {
    let mut tried = 0;
    for seed in 0..12 {
        let right = some_numbers(seed);
        for row in 0..Standard::official().form(2023).tables[1].rows.len() {
            for column in 0..7 {
                for amount in [-100, -10, -1, 1, 10] {
                    let value = right.tables[1][row][column] + amount;
                    if value < 0 {
                        continue;
                    }
                    let mut wrong = right.clone();
                    wrong.tables[1][row][column] = value;
                    let text = write(&wrong, MANNERS[0], Oddities::default());
                    let expected = vec![(CellRef { row, column }, value - amount)];
                    assert_eq!(named(&text), expected, "{row} {column} {amount}\n{text}");
                    tried += 1;
                }
            }
        }
    }
    assert!(tried > 5000, "{tried}");
}

/// The text after all fixes with an applicability of at least `least`.
fn fixed(text: &str, least: Applicability) -> String {
    let findings = |text: &str| {
        Some(Findings { diagnostics: check(text, &Options::default())?, ..Findings::default() })
    };
    fix_with(text, least, findings).expect("a report").text
}

/// `text` without the padding of the cells in a frame.
fn unpadded(text: &str, manner: Manner) -> String {
    let is_padding = |c: char| matches!(c, ' ' | '-' | '─');
    let is_framed = matches!(
        manner,
        Manner::FrameDrawn
            | Manner::FrameGrid
            | Manner::FrameRepeated
            | Manner::FrameRows
            | Manner::DashesSimple
            | Manner::DashesLines
    );
    text.chars().filter(|&c| !is_framed || !is_padding(c)).collect()
}

proptest! {
    #![proptest_config(support::config(100))]

    /// `--fix` corrects a wrong total and leaves everything else unchanged. A right total is never
    /// overwritten.
    #[test]
    fn fix_mends_totals_and_nothing_else(right in numbers(2023), row in 0..25usize, column in 0..7usize, value in 0..3000i64, manner in support::manner()) {
        let mut wrong = right.clone();
        wrong.tables[1][row][column] = value;
        let text = write(&wrong, manner, Oddities::default());
        let fixed = fixed(&text, Applicability::Safe);
        let expected = if is_total(row, column) { &right } else { &wrong };
        prop_assert_eq!(unpadded(&fixed, manner), unpadded(&write(expected, manner, Oddities::default()), manner));
    }

    /// An accepted total does not change because of another sum of the same cell.
    #[test]
    fn an_accepted_total_stays(right in numbers(2023), row in 0..25usize, value in 0..3000i64, accept_row in any::<bool>()) {
        let mut wrong = right.clone();
        wrong.tables[1][row][6] = value;
        prop_assume!(wrong != right);
        let text = write(&wrong, MANNERS[0], Oddities::default());
        let found = check(&text, &Options::default()).expect("a report");
        let accepted = if accept_row { found.first() } else { found.last() }.expect("a finding");
        let entry = BaselineEntry { file: "r.txt".into(), code: accepted.code.into(), at: accepted.place.to_string() };
        let (settings, baseline) = (Settings::default(), Baseline { entries: [entry].into() });
        let request = Request { settings: &settings, file: Some("r.txt"), baseline: Some((&baseline, "r.txt")), year: None };
        for least in [Applicability::Safe, Applicability::Unsafe] {
            prop_assert_eq!(&fix(&text, &request, least).expect("a report").text, &text);
        }
    }

    /// Unsafe fixes also correct a named addend.
    #[test]
    fn unsafe_fixes_mend_any_single_cell(right in numbers(2023), row in 0..25usize, column in 0..7usize, value in 0..3000i64, manner in support::manner()) {
        let mut wrong = right.clone();
        wrong.tables[1][row][column] = value;
        let text = write(&wrong, manner, Oddities::default());
        let fixed = fixed(&text, Applicability::Unsafe);
        prop_assert_eq!(unpadded(&fixed, manner), unpadded(&write(&right, manner, Oddities::default()), manner));
    }

    /// With two wrong cells, every named cell is really wrong.
    #[test]
    fn two_wrong_cells_blame_no_third(right in numbers(2023), first in (2..22usize, 0..6usize, 1..50i64), second in (2..22usize, 0..6usize, 1..50i64)) {
        prop_assume!(first.0 != second.0 && first.1 != second.1);
        let mut wrong = right.clone();
        for (row, column, amount) in [first, second] {
            wrong.tables[1][row][column] += amount;
        }
        let text = write(&wrong, MANNERS[0], Oddities::default());
        let wrong_cells = [CellRef { row: first.0, column: first.1 }, CellRef { row: second.0, column: second.1 }];
        for (cell, value) in named(&text) {
            prop_assert!(wrong_cells.contains(&cell), "{:?}\n{}", cell, text);
            prop_assert_eq!(value, right.tables[1][cell.row][cell.column]);
        }
    }
}
