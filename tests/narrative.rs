//! How many numbers of real sentences are read, and how many are read wrongly.
//!
//! The real sentences are outside of the repository: without them, their test prints a note and
//! passes.

use gouji::facts::statement::{Said, Statement, statements};
use gouji::standard::Standard;
use gouji::text::TextRange;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;

/// The least rates on a set.
struct Bars {
    /// The part of the labelled numbers that is read.
    recall: f64,
    /// The part of the read numbers that is right.
    precision: f64,
    /// The part of the statements of absence of requests, reviews and lawsuits that is read. None
    /// may be read wrongly.
    absence: f64,
}

fn read(text: &str, year: i32) -> Vec<Statement> {
    statements(text, TextRange::new(0, text.len()), Some(year), Standard::official().lexicon())
}

fn names(number: &Value) -> BTreeSet<String> {
    let alternatives = number["alternatives"].as_array().cloned().unwrap_or_default();
    std::iter::once(number["means"].clone())
        .chain(alternatives)
        .filter_map(|name| name.as_str().map(str::to_owned))
        .collect()
}

#[test]
fn real_sentences_are_read() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/narrative/sentences.jsonl");
    match std::fs::read_to_string(&path) {
        Ok(sentences) => {
            assert_read("real", &sentences, Bars { recall: 0.95, precision: 0.99, absence: 0.97 });
        }
        Err(_) => eprintln!("skipped: {} is not here", path.display()),
    }
}

#[test]
fn made_up_sentences_are_read() {
    // Made to mislead: half of the passages are traps, and many have unusual words.
    let bars = Bars { recall: 0.86, precision: 0.98, absence: 0.88 };
    assert_read("made-up", include_str!("narrative/sentences.jsonl"), bars);
}

#[test]
fn sentences_of_clerks_are_read() {
    // In the voice of real reports, by writers who had not seen the reader.
    let bars = Bars { recall: 0.93, precision: 0.995, absence: 0.94 };
    assert_read("clerks", include_str!("narrative/clerks.jsonl"), bars);
}

/// Asserts the rates on a set of labelled sentences. `GOUJI_PREDICTIONS` names a folder for what
/// was read.
#[track_caller]
fn assert_read(set: &str, sentences: &str, bars: Bars) {
    let (mut gold, mut right, mut wrong) = (0, 0, Vec::new());
    let mut missed = Vec::new();
    let (mut absent, mut absent_read, mut absent_wrong) = (0, 0, Vec::new());
    let mut predictions = String::new();
    for line in sentences.lines() {
        let record: Value = serde_json::from_str(line).expect("a record");
        let text = record["text"].as_str().expect("a text");
        let year = record["year"].as_i64().expect("a year") as i32;
        let chars = |byte: usize| text[..byte].chars().count() as u64;
        let own = read(text, year);
        let numbers = record["numbers"].as_array().expect("numbers");
        let words = |at: u64| {
            text.chars().skip((at as usize).saturating_sub(20)).take(34).collect::<String>()
        };
        let mut predicted = Vec::new();
        let mut found = BTreeSet::new();
        for statement in own.iter().filter(|statement| statement.said == Said::Number) {
            let start = chars(statement.range.start);
            let means: Vec<String> = statement.meanings.iter().map(ToString::to_string).collect();
            predicted.push(json!({ "start": start, "end": chars(statement.range.end), "means": means.join("|") }));
            let label = numbers.iter().find(|number| number["start"] == start);
            let allowed = label.map(names).unwrap_or_default();
            found.insert(start);
            if means.iter().any(|name| allowed.contains(name)) {
                right += usize::from(!allowed.contains("none"));
            } else {
                wrong.push(format!("{} {means:?} for {allowed:?}", words(start)));
            }
        }
        for number in numbers.iter().filter(|number| !names(number).contains("none")) {
            gold += 1;
            let start = number["start"].as_u64().expect("a place");
            if !found.contains(&start) {
                missed.push(format!("{} {:?}", words(start), names(number)));
            }
        }
        let words =
            own.iter().filter(|statement| statement.said != Said::Number).map(|statement| {
                let (start, end) = (chars(statement.range.start), chars(statement.range.end));
                let means: Vec<String> =
                    statement.meanings.iter().map(ToString::to_string).collect();
                json!({ "start": start, "end": end, "means": means.join("|") })
            });
        let words: Vec<Value> = words.collect();
        let is_total = |claim: &&Value| {
            let means = claim["means"].as_str().unwrap_or_default();
            ["T3.new.total", "T4.review.total", "T4.suit.total"].contains(&means)
        };
        let claims = record["zero_claims"].as_array().cloned().unwrap_or_default();
        let claims: Vec<&Value> = claims.iter().filter(is_total).collect();
        let read: Vec<&Value> = words.iter().filter(is_total).collect();
        let is_same = |one: &Value, other: &Value| {
            let place = |claim: &Value| (claim["start"].as_u64(), claim["end"].as_u64());
            one["means"] == other["means"]
                && place(one).0 < place(other).1
                && place(other).0 < place(one).1
        };
        absent += claims.len();
        absent_read +=
            claims.iter().filter(|claim| read.iter().any(|read| is_same(claim, read))).count();
        let wrong_claims = read
            .iter()
            .filter(|read| !claims.iter().any(|claim| is_same(claim, read)))
            .map(|read| format!("{} in {text}", read["means"]));
        absent_wrong.extend(wrong_claims);
        predictions +=
            &json!({ "id": record["id"], "numbers": predicted, "zero_claims": words }).to_string();
        predictions.push('\n');
    }
    if let Some(folder) = std::env::var_os("GOUJI_PREDICTIONS") {
        let path = Path::new(&folder).join(format!("{set}.jsonl"));
        std::fs::write(path, predictions).expect("the file of predictions");
    }
    let recall = right as f64 / gold as f64;
    let precision = right as f64 / (right + wrong.len()) as f64;
    let absence = absent_read as f64 / absent as f64;
    assert!(
        absence >= bars.absence && absent_wrong.is_empty(),
        "absence {absence:.3}, wrong: {}",
        absent_wrong.join("\n")
    );
    println!("recall {recall:.3}, precision {precision:.3}");
    assert!(
        recall >= bars.recall && precision >= bars.precision,
        "recall {recall:.3}, precision {precision:.3}\nwrong:\n{}\nmissed:\n{}",
        wrong.join("\n"),
        missed.join("\n")
    );
}
