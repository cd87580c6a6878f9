//! Safe means safe: in any report, a safe fix changes only the allowed text.
//!
//! The tests compose the reports, so the tests know the allowed changes of each character without
//! reading the report.

mod support;

use gouji::diagnostic::{Applicability, Diagnostic, Edit, Fix, Place, apply};
use gouji::facts::{Facts, Value};
use gouji::lint::{Findings, Fixed, Request, fix, lint};
use gouji::settings::{Baseline, BaselineEntry, Settings};
use gouji::standard::Standard;
use gouji::syntax::{Layout, parse};
use proptest::prelude::*;
use proptest::sample::Index;
use std::collections::BTreeMap;
use support::composed::{Composed, Role, composed, manners};
use support::{Manner, numbers};

const FILE: &str = "甲.txt";

fn request(settings: &Settings) -> Request<'_> {
    Request { settings, file: Some(FILE), baseline: None, year: None }
}

/// The safe fixes of the findings.
fn safe_fixes(findings: &Findings) -> impl Iterator<Item = (&'static str, &Fix)> {
    let fixes = findings
        .diagnostics
        .iter()
        .flat_map(|found| found.fixes.iter().map(|fix| (found.code, fix)));
    fixes.filter(|(_, fix)| fix.applicability == Applicability::Safe)
}

/// The value cells and labels of all tables by start offset: table, row, column (`None` for a
/// label), and value.
type Meanings = BTreeMap<usize, (usize, usize, Option<usize>, Option<Value>)>;

fn meanings(text: &str) -> Meanings {
    let mut meanings = Meanings::new();
    for report in &parse(text, Standard::official()).reports {
        let facts = Facts::of_report(
            report.range.of(text),
            report,
            Standard::official(),
            None,
            Standard::official().lexicon(),
        );
        for table in facts.tables.iter().filter(|table| table.unreadable.is_none()) {
            let start = report.range.start + report.parts[table.part].range.start;
            let cells = table.cells().filter(|(_, cell)| !cell.range.is_empty());
            meanings.extend(cells.map(|(at, cell)| {
                (start + cell.range.start, (table.index, at.row, Some(at.column), Some(cell.value)))
            }));
            let labels = table
                .rows
                .iter()
                .enumerate()
                .filter_map(|(row, found)| Some((row, found.as_ref()?.label?)));
            meanings.extend(
                labels.map(|(row, label)| (start + label.start, (table.index, row, None, None))),
            );
        }
    }
    meanings
}

/// The new place of the text at byte `at` after the edits. Text inserted exactly at `at` stays
/// behind this place.
fn moved(at: usize, edits: &[Edit]) -> usize {
    let before = edits.iter().take_while(|edit| edit.range.end <= at && edit.range.start < at);
    before.fold(at, |at, edit| at + edit.content.len() - edit.range.len())
}

/// Asserts that each cell and label keeps its known meaning.
fn assert_read_alike(composed: &Composed, text: &str, fixed: &Fixed) -> Result<(), TestCaseError> {
    let (before, after) = (meanings(text), meanings(&fixed.text));
    let mended: Vec<usize> =
        composed.ranges().filter(|(_, piece)| piece.by_sum).map(|(range, _)| range.start).collect();
    for (at, (table, row, column, value)) in before {
        let found = after.get(&moved(at, &fixed.edits)).copied();
        let same = |&(t, r, c, v): &(usize, usize, Option<usize>, Option<Value>)| {
            let number = |value: Option<Value>| match value {
                Some(Value::Number(number)) => Some(number.value),
                _ => None,
            };
            (t, r, c) == (table, row, column)
                && (number(v) == number(value) || mended.contains(&at))
        };
        prop_assert!(
            found.as_ref().is_some_and(same),
            "{at}: {:?} was {:?}\n{}",
            found,
            (table, row, column, value),
            fixed.text
        );
    }
    Ok(())
}

#[track_caller]
fn assert_explained(composed: &Composed, fixed: &str, what: &str) -> Result<(), TestCaseError> {
    if let Err(at) = composed.explain(fixed) {
        let start = (0..=at).rev().find(|&at| fixed.is_char_boundary(at)).unwrap_or(0);
        let rest: String = fixed[start..].chars().take(30).collect();
        return Err(TestCaseError::fail(format!(
            "{what}: not the report's own at {rest:?}\n{fixed}\n--- was\n{}",
            composed.text()
        )));
    }
    Ok(())
}

proptest! {
    #![proptest_config(support::config(30))]

    /// Each safe fix alone, and all safe fixes together, change only known mistakes. A second run
    /// changes nothing.
    #[test]
    fn a_safe_fix_changes_only_what_it_may((composed, defects) in composed(6)) {
        let (text, settings) = (composed.text(), Settings::default());
        let Ok(findings) = lint(&text, &request(&settings)) else { return Err(TestCaseError::reject("no report")) };
        for (code, fix) in safe_fixes(&findings) {
            assert_explained(&composed, &apply(&text, fix.edits()), &format!("{code} {:?} {:?}", composed.manner, defects))?;
        }
        let once = fix(&text, &request(&settings), Applicability::Safe).expect("a report");
        assert_explained(&composed, &once.text, &format!("{:?} {:?} {:?}", once.applied, composed.manner, defects))?;
        assert_read_alike(&composed, &text, &once)?;
        let twice = fix(&once.text, &request(&settings), Applicability::Safe).expect("a report");
        prop_assert_eq!(twice.text, once.text);
    }

    /// With unsafe fixes, a second run also changes nothing.
    #[test]
    fn a_second_run_changes_nothing((composed, defects) in composed(4)) {
        let (text, settings) = (composed.text(), Settings::default());
        let Ok(once) = fix(&text, &request(&settings), Applicability::Unsafe) else { return Err(TestCaseError::reject("no report")) };
        let twice = fix(&once.text, &request(&settings), Applicability::Unsafe).expect("a report");
        prop_assert_eq!(&twice.text, &once.text, "{:?} {:?} {:?} {:?}", once.applied, twice.applied, composed.manner, defects);
    }

    /// A zero is written only into a blank cell, and never beside unreadable text.
    #[test]
    fn zeros_are_written_into_blank_cells_only((composed, defects) in composed(6)) {
        let (text, settings) = (composed.text(), Settings::default());
        let Ok(findings) = lint(&text, &request(&settings)) else { return Err(TestCaseError::reject("no report")) };
        for fix in findings.diagnostics.iter().filter(|found| found.code == "T009").flat_map(|found| &found.fixes) {
            let fixed = apply(&text, fix.edits());
            prop_assert!(composed.explain_zeros(&fixed).is_ok(), "{:?} {:?}\n{}\n--- was\n{}", composed.manner, defects, fixed, text);
        }
    }
}

/// The ways to accept a finding.
#[derive(Clone, Copy, Debug)]
enum Way {
    Entry,
    Comment,
    Baseline,
    Ignored,
}

/// The report with a finding accepted in this way, with the settings and the baseline of the
/// acceptance.
fn accepted(
    mut composed: Composed,
    findings: &Findings,
    which: &Index,
    way: Way,
) -> Option<(Composed, Settings, Baseline)> {
    let text = composed.text();
    let found = findings.diagnostics.get(which.index(findings.diagnostics.len().max(1)))?;
    // An entry identifies a finding among several findings at one place by a number. The fixes of
    // the other findings would change this number.
    let place = |found: &Diagnostic| Place { ordinal: 1, ..found.place.clone() };
    let shared = findings
        .diagnostics
        .iter()
        .filter(|other| other.code == found.code && place(other) == place(found))
        .count()
        > 1;
    if shared && matches!(way, Way::Entry | Way::Baseline) {
        return None;
    }
    // The sums of table three are evaluated together.
    let is_sum = matches!(found.code, "A001" | "A002" | "A003");
    // The range of a finding of radicals also covers the text between the radicals.
    let mut accept = |found: &Diagnostic| {
        if !found.code.starts_with('C') {
            composed.accept(found.range.into(), is_sum);
        }
    };
    accept(found);
    let read = |text: String| {
        Settings::from_text("/r/gouji.toml".into(), text, gouji::rules::CODES).expect("settings")
    };
    let (mut settings, mut baseline) = (Settings::default(), Baseline::default());
    let at = found.place.to_string();
    match way {
        Way::Entry => {
            settings = read(format!(
                "[[accept]]\nfile = \"{FILE}\"\ncode = \"{}\"\nat = '''{at}'''\nreason = \"已核对\"\n",
                found.code
            ));
        }
        Way::Comment => {
            let end = text[found.range.start..]
                .find(['\r', '\n'])
                .map_or(text.len(), |end| found.range.start + end);
            if !composed.insert(end, &format!(" <!-- gouji-ignore {}: 已核对 -->", found.code)) {
                return None;
            }
        }
        Way::Baseline => baseline.entries.extend([BaselineEntry {
            file: FILE.into(),
            code: found.code.into(),
            at,
        }]),
        Way::Ignored => {
            findings.diagnostics.iter().filter(|other| other.code == found.code).for_each(accept);
            settings = read(format!("ignore = [\"{}\"]\n", found.code));
        }
    }
    Some((composed, settings, baseline))
}

proptest! {
    #![proptest_config(support::config(40))]

    /// Accepted text stays unchanged: the fix of another finding does not change the text, and no
    /// fix makes an entry unused.
    #[test]
    fn what_is_accepted_stands(
        (composed, defects) in composed(4),
        which in any::<Index>(),
        way in prop_oneof![Just(Way::Entry), Just(Way::Comment), Just(Way::Baseline), Just(Way::Ignored)],
    ) {
        let Ok(findings) = lint(&composed.text(), &request(&Settings::default())) else { return Err(TestCaseError::reject("no report")) };
        let Some((composed, settings, baseline)) = accepted(composed, &findings, &which, way) else { return Ok(()) };
        let text = composed.text();
        let request = Request { baseline: Some((&baseline, FILE)), ..request(&settings) };
        let before = lint(&text, &request).expect("a report");
        prop_assume!(before.unused_accepts.is_empty());
        let fixed = fix(&text, &request, Applicability::Safe).expect("a report");
        assert_explained(&composed, &fixed.text, &format!("{way:?} {:?} {:?} {:?}", fixed.applied, composed.manner, defects))?;
        prop_assert!(fixed.findings.unused_accepts.is_empty(), "{:?} {:?} {:?}\n{}", fixed.applied, composed.manner, defects, fixed.text);
    }
}

/// The generator composes every cell of every manner, and the labels and headers of the manners
/// with whole labels.
#[test]
fn all_cells_are_composed() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let numbers = support::numbers(2023)
        .new_tree(&mut TestRunner::deterministic())
        .expect("numbers")
        .current();
    for manner in manners() {
        let composed = Composed::new(&numbers, manner, support::Oddities::default());
        assert_eq!(composed.text(), support::write(&numbers, manner, support::Oddities::default()));
        let (labels, headers, heads, cells) = composed.counts();
        assert_eq!(cells, 7 * 25 + 15 + 10, "{manner:?}");
        let is_text = matches!(
            manner,
            support::Manner::PdfBroken | support::Manner::PdfCentred | support::Manner::PdfVertical
        );
        // HTML has tags between labels and cells.
        let is_tagged = manner == support::Manner::HtmlLines;
        assert!(
            (labels >= 20 || is_tagged) && (headers >= 10 || is_text),
            "{manner:?} {labels} {headers}"
        );
        assert!(heads >= 15 || is_text, "{manner:?} {heads}");
    }
}

/// The ways to break a wording over two lines.
fn breaks(manner: Manner) -> &'static [&'static str] {
    match manner {
        // A line end in a cell of HTML is read as a space.
        Manner::HtmlLines | Manner::HtmlDense => &[" "],
        Manner::PipesEndless
        | Manner::PipesBetween
        | Manner::PipesDashed
        | Manner::MarkdownPadded
        | Manner::MarkdownNumbered => &["<br>"],
        Manner::Library(Layout::Pipes | Layout::Markdown) => &["<br>", "<br/>"],
        _ => &["\n", "\n\n", "<br>"],
    }
}

/// A wording with a typing mistake.
fn slipped(words: &str, at: &Index, slip: usize) -> String {
    let letters: Vec<(usize, char)> =
        words.char_indices().filter(|(_, c)| c.is_alphanumeric()).collect();
    let (start, letter) = letters[at.index(letters.len())];
    let end = start + letter.len_utf8();
    let (before, behind) = (&words[..start], &words[end..]);
    match slip {
        0 => format!("{before}{behind}"),
        1 => format!("{before}{letter}{letter}{behind}"),
        2 => format!("{before}的{behind}"),
        _ => format!("{before}{letter}的{behind}"),
    }
}

/// The words are corrected or unchanged: nothing is written twice, and nothing is lost. Values may
/// stand between the pieces of a label, and a letter may stand before or behind the pieces.
fn assert_mended_or_kept(right: &str, wrong: &str, filler: char) -> Result<(), TestCaseError> {
    let Ok(fixed) = fix(wrong, &request(&Settings::default()), Applicability::Safe) else {
        return Err(TestCaseError::reject("no report"));
    };
    let letters = |text: &str| {
        gouji::standard::letters(text).replace(|c: char| c.is_ascii_digit() || c == filler, "")
    };
    let fixed_letters = letters(&fixed.text);
    let is_explained = fixed_letters == letters(right) || fixed_letters == letters(wrong);
    prop_assert!(is_explained, "{:?} {:?}\n{}", fixed.applied, fixed.edits, wrong);
    Ok(())
}

proptest! {
    #![proptest_config(support::config(200))]

    /// A wording of a table with any break and any typing mistake is corrected as a whole, or left
    /// unchanged.
    #[test]
    fn a_wording_in_pieces_is_mended_as_one(
        report in numbers(2023).prop_flat_map(|numbers| (Just(numbers), proptest::sample::select(manners()))),
        which in any::<Index>(), place in any::<Index>(), with in any::<Index>(), at in any::<Index>(), slip in 0..4usize,
    ) {
        let (numbers, manner) = report;
        let mut composed = Composed::new(&numbers, manner, support::Oddities::default());
        let right = composed.text();
        let named: Vec<usize> = (0..composed.pieces.len())
            .filter(|&at| matches!(composed.pieces[at].role, Role::Label { .. } | Role::Header { .. } | Role::Head { .. }))
            .collect();
        let piece = &mut composed.pieces[*which.get(&named)];
        let mut wrong = slipped(&piece.text, &at, slip);
        let places: Vec<usize> = wrong.char_indices().skip(1).map(|(at, _)| at).collect();
        if !places.is_empty() {
            let with = with.get(breaks(manner));
            wrong.insert_str(*place.get(&places), with);
        }
        piece.text = wrong;
        assert_mended_or_kept(&right, &composed.text(), '\0')?;
    }

    /// The same for the title of the report or of a section.
    #[test]
    fn a_title_in_pieces_is_mended_as_one(
        report in numbers(2023).prop_flat_map(|numbers| (Just(numbers), proptest::sample::select(manners()))),
        which in 0..7usize, place in any::<Index>(), with in any::<Index>(), at in any::<Index>(), slip in 0..4usize,
    ) {
        let (numbers, manner) = report;
        let right = support::write(&numbers, manner, support::Oddities::default());
        let title = match which.checked_sub(1) {
            None => "政府信息公开工作年度报告",
            Some(section) => &gouji::standard::Standard::official().form(2023).sections[section].title.text,
        };
        let mut wrong = slipped(title, &at, slip);
        let places: Vec<usize> = wrong.char_indices().skip(1).map(|(at, _)| at).collect();
        let with = with.get(&["\n", "\n\n", "<br>", "<br/>\n"]);
        wrong.insert_str(*place.get(&places), with);
        // 的 before the words of a title may belong to the year before the title.
        assert_mended_or_kept(&right, &right.replacen(title, &wrong, 1), '的')?;
    }

    /// The same for a word of a printed table, with lines of the neighbouring cells in between.
    #[test]
    fn a_printed_wording_is_mended_as_one((numbers, print, _) in support::printed::printed(), which in any::<Index>(), slip in 0..4usize) {
        let right = support::printed::write(&numbers, print, support::Oddities::default());
        let tables = right.find("二、主动公开").expect("table two")..right.find("五、存在").expect("what stands behind the tables");
        let is_heading = |at: usize| right[..at].lines().last().is_some_and(|line| line.contains('、') && line.contains("情况"));
        let places: Vec<(usize, char)> =
            right[tables.clone()].char_indices().map(|(at, c)| (tables.start + at, c)).filter(|(at, c)| c.is_alphabetic() && !is_heading(*at)).collect();
        let (start, letter) = *which.get(&places);
        let end = start + letter.len_utf8();
        let (before, behind) = (&right[..start], &right[end..]);
        let wrong = match slip {
            0 => format!("{before}{behind}"),
            1 => format!("{before}{letter}{letter}{behind}"),
            2 => format!("{before}的{behind}"),
            _ => format!("{before}{letter}的{behind}"),
        };
        assert_mended_or_kept(&right, &wrong, '\0')?;
    }
}
