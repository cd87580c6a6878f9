//! Rules about wordings: the proposed wording always differs from the current wording.

mod support;

use gouji::diagnostic::{Argument, Diagnostic, apply};
use gouji::lint::{Options, check};
use gouji::standard::Standard;
use gouji::text::{Folded, TextRange, is_letter};
use proptest::prelude::*;
use proptest::sample::Index;
use support::composed::{Composed, Role, manners};
use support::{numbers, oddities};

/// The rules that name the current and the right wording.
const RULES: [&str; 7] = ["S002", "S006", "S007", "T002", "T006", "T007", "T016"];

/// A change of the words of a piece.
#[derive(Clone, Debug)]
enum Change {
    /// Keeps only the start up to a character, or only the end from a character.
    Start(Index),
    End(Index),
    /// Inserts a text before a character.
    Put(Index, String),
    Without(Index),
    /// Replaces all words.
    Words(String),
    /// Replaces the words by another label of the form.
    Other(Index),
    Twice,
}

fn change() -> impl Strategy<Value = Change> {
    let scrap = prop_oneof![
        Just(" ".to_owned()),
        Just("\n".to_owned()),
        Just("\u{3000}".to_owned()),
        Just("\u{200b}".to_owned()),
        Just("（".to_owned()),
        Just(")".to_owned()),
        Just(":".to_owned()),
        Just("、".to_owned()),
        Just("*".to_owned()),
        Just("1".to_owned()),
        Just("⼀".to_owned()),
        Just("總".to_owned()),
        "[的及和与其他公开信息总计结果（）1-9]{1,3}",
        "\\PC{1,3}",
    ];
    prop_oneof![
        3 => any::<Index>().prop_map(Change::Start),
        2 => any::<Index>().prop_map(Change::End),
        5 => (any::<Index>(), scrap).prop_map(|(at, scrap)| Change::Put(at, scrap)),
        3 => any::<Index>().prop_map(Change::Without),
        1 => "\\PC{0,12}".prop_map(Change::Words),
        2 => any::<Index>().prop_map(Change::Other),
        1 => Just(Change::Twice),
    ]
}

impl Change {
    fn of(&self, words: &str) -> String {
        let starts: Vec<usize> = words.char_indices().map(|(at, _)| at).collect();
        let place =
            |index: &Index| starts.get(index.index(starts.len().max(1))).copied().unwrap_or(0);
        match self {
            Self::Start(index) => words[..place(index)].to_owned(),
            Self::End(index) => words[place(index)..].to_owned(),
            Self::Put(index, scrap) => {
                format!("{}{scrap}{}", &words[..place(index)], &words[place(index)..])
            }
            Self::Without(index) => {
                words.char_indices().filter(|(at, _)| *at != place(index)).map(|(_, c)| c).collect()
            }
            Self::Words(words) => words.clone(),
            Self::Other(index) => {
                let form = Standard::official().form(2023);
                let labels: Vec<&str> = form
                    .tables
                    .iter()
                    .flat_map(|table| &table.rows)
                    .map(|row| row.label.text.as_str())
                    .collect();
                (*index.get(&labels)).to_owned()
            }
            Self::Twice => words.repeat(2),
        }
    }
}

/// The words as compared by the rules: the letters of a label; letters, brackets and quotation
/// marks of a heading (a single bracket or mark may be wrong); all characters of a title.
fn read(code: &str, words: &str) -> String {
    let all = TextRange::new(0, words.len());
    match code {
        "S002" => Folded::words(words, all).text,
        "S006" => Folded::words(words, all)
            .text
            .chars()
            .filter(|&c| is_letter(c) || !"、,.:;。".contains(c))
            .collect(),
        _ => Folded::letters(words, all).text,
    }
}

/// The words in a message.
fn words(finding: &Diagnostic) -> Vec<&str> {
    let texts = finding.message.arguments.iter().map(|argument| {
        if let Argument::Text(text) = argument { Some(text.as_str()) } else { None }
    });
    texts.flatten().collect()
}

fn assert_says_something(text: &str) -> Result<(), TestCaseError> {
    for finding in check(text, &Options::default()).unwrap_or_default() {
        for fix in &finding.fixes {
            prop_assert!(apply(text, fix.edits()) != text, "a fix changes nothing: {finding:?}");
            for edit in fix.edits() {
                prop_assert!(
                    edit.range.of(text) != edit.content,
                    "an edit changes nothing: {finding:?}"
                );
            }
        }
        if RULES.contains(&finding.code) {
            let words = words(&finding);
            let said = finding.message.render(gouji::diagnostic::Language::Zh);
            let is_same = |one: &str, other: &str| {
                one == other
                    || finding.code != "S007"
                        && read(finding.code, one) == read(finding.code, other)
            };
            let pair = words.windows(2).find(|pair| is_same(pair[0], pair[1]));
            prop_assert!(pair.is_none() || !said.contains("应为"), "{} {said}", finding.code);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(support::config(400))]

    #[test]
    fn what_should_be_is_not_what_is(
        report in numbers(2023).prop_flat_map(|numbers| (Just(numbers), proptest::sample::select(manners()), oddities())),
        changes in proptest::collection::vec((any::<Index>(), change()), 1..6),
    ) {
        let (numbers, manner, oddities) = report;
        let mut composed = Composed::new(&numbers, manner, oddities);
        for (place, change) in &changes {
            let named: Vec<usize> = (0..composed.pieces.len())
                .filter(|&at| matches!(composed.pieces[at].role, Role::Label { .. } | Role::Header { .. } | Role::Head { .. }))
                .collect();
            let Some(&at) = named.get(place.index(named.len().max(1))) else { break };
            composed.pieces[at].text = change.of(&composed.pieces[at].text);
        }
        assert_says_something(&composed.text())?;
    }

    #[test]
    fn nor_in_titles_and_headings(
        report in numbers(2023).prop_flat_map(|numbers| (Just(numbers), proptest::sample::select(manners()), oddities())),
        changes in proptest::collection::vec((0..7usize, change()), 1..4),
    ) {
        let (numbers, manner, oddities) = report;
        let text = support::write(&numbers, manner, oddities);
        let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
        let is_heading = |line: &str| {
            let words = read("S006", line);
            Standard::official().form(2023).sections.iter().any(|own| words.ends_with(&own.title.letters))
        };
        let own: Vec<usize> = std::iter::once(0).chain((1..lines.len()).filter(|&at| is_heading(&lines[at]))).collect();
        for (place, change) in &changes {
            let Some(&at) = own.get(*place) else { continue };
            let line = lines[at].trim_end().to_owned();
            let end = lines[at][line.len()..].to_owned();
            lines[at] = change.of(&line) + &end;
        }
        assert_says_something(&lines.concat())?;
    }
}
