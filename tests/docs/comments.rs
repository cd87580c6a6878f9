//! The wording and the width of the comments in the code.

use super::root;
use ignore::Walk;
use std::fs;
use unicode_width::UnicodeWidthStr;

/// At most 100 columns, as in the code.
const COLUMNS: usize = 100;

/// Phrases that a reader cannot follow without the code. A phrase is a start and an end within one
/// sentence.
const PHRASES: [(&str, &str); 3] =
    [("Told by", ""), ("whatever stands around", ""), ("So many", "are left")];

/// A comment: the lines with their numbers from 1. Lines of a fenced block are left out.
type Comment<'a> = Vec<(usize, &'a str)>;

fn comments(code: &str) -> Vec<Comment<'_>> {
    let mut comments = vec![Comment::new()];
    let mut in_block = false;
    for (number, line) in (1..).zip(code.lines()) {
        let Some(text) = line.trim_start().strip_prefix("//") else {
            comments.push(Comment::new());
            in_block = false;
            continue;
        };
        let is_fence = text.trim_start_matches(['/', '!', ' ']).starts_with("```");
        in_block ^= is_fence;
        if !in_block && !is_fence {
            comments.last_mut().expect("the first comment").push((number, line));
        }
    }
    comments
}

/// Whether a sentence of the comment has both parts of a phrase.
fn has_phrase(comment: &Comment, (start, end): (&str, &str)) -> bool {
    let words = comment
        .iter()
        .flat_map(|(_, line)| line.trim_start().trim_start_matches(['/', '!']).split_whitespace());
    let text = words.collect::<Vec<_>>().join(" ");
    text.split(". ")
        .any(|sentence| sentence.split_once(start).is_some_and(|(_, behind)| behind.contains(end)))
}

#[test]
fn comments_are_narrow_and_plain() {
    let mut wrong = Vec::new();
    for folder in ["src", "tests", "benches", "examples"] {
        for entry in Walk::new(root().join(folder)) {
            let path = entry.unwrap().into_path();
            if path.extension().is_none_or(|extension| extension != "rs") {
                continue;
            }
            let code = fs::read_to_string(&path).unwrap();
            for comment in comments(&code) {
                let wide = comment.iter().filter(|(_, line)| line.width() > COLUMNS);
                wrong.extend(wide.map(|(number, line)| {
                    format!("{}:{number}: {} columns", path.display(), line.width())
                }));
                let stock = PHRASES.iter().filter(|phrase| has_phrase(&comment, **phrase));
                wrong.extend(stock.map(|(start, end)| {
                    format!("{}:{}: “{start} {end}”", path.display(), comment[0].0)
                }));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn wide_lines_and_phrases_are_found_in_comments_only() {
    let code = "/// Told\n/// by.\n/// ```text\n/// So many turns are left\n/// ```\nlet a = \"Told by\";\n//! So many\n//! turns are left.\n// So many. Others are left.\n";
    let found: Vec<Vec<bool>> = comments(code)
        .iter()
        .filter(|comment| !comment.is_empty())
        .map(|comment| PHRASES.iter().map(|phrase| has_phrase(comment, *phrase)).collect())
        .collect();
    assert_eq!(found, [[true, false, false], [false, false, true]]);
}
