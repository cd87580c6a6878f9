//! Numbers that are split: 收到申请12件，其中自然人8件，法人4件.

use super::token::{Kind, NEAR, Token};
use crate::standard::Class;
use crate::text::TextRange;

/// A number and its parts, with the same unit. Ranges are in bytes of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Split {
    pub whole: TextRange,
    pub value: i64,
    /// In order, never empty.
    pub parts: Vec<(TextRange, i64)>,
    /// Whether all parts are of one kind, such as kinds of applicants, so that no request counts
    /// twice.
    pub are_alike: bool,
}

/// The splits in the tokens of `text`. Ranges are in bytes of `text`.
pub fn splits(text: &str, tokens: &[Token]) -> Vec<Split> {
    let mut out = Vec::new();
    let mut start = 0;
    for (at, token) in tokens.iter().enumerate() {
        if token.ends_sentence() {
            start = at + 1;
        } else if token.is(Class::Filler) && token.range.of(text) == "其中" {
            out.extend(split(text, &tokens[start..at], &tokens[at + 1..]));
        }
    }
    out
}

/// The kinds of words that count the parts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Label {
    Channel,
    Applicant,
    Outcome,
    Result,
}

fn label(token: &Token) -> Option<Label> {
    match token.kind {
        Kind::Word(Class::Channel) => Some(Label::Channel),
        Kind::Word(Class::Natural | Class::Legal | Class::Person) => Some(Label::Applicant),
        Kind::Word(Class::Upheld | Class::Corrected | Class::Otherwise | Class::Pending) => {
            Some(Label::Result)
        }
        Kind::Outcome(_) => Some(Label::Outcome),
        _ => None,
    }
}

/// The number with its unit at the end of `tokens`, outside of brackets.
fn last_number<'t>(text: &'t str, tokens: &[Token]) -> Option<(TextRange, i64, &'t str)> {
    let mut depth = 0;
    for pair in tokens.windows(2).rev().take(NEAR) {
        depth += i32::from(pair[1].kind == Kind::Mark(')'));
        depth -= i32::from(pair[1].kind == Kind::Mark('('));
        if let (Kind::Number { value, decimals: 0 }, Kind::Unit) = (pair[0].kind, pair[1].kind)
            && depth == 0
        {
            return Some((pair[0].range, value, pair[1].range.of(text)));
        }
    }
    None
}

fn split(text: &str, before: &[Token], behind: &[Token]) -> Option<Split> {
    let (whole, value, unit) = last_number(text, before)?;
    let (mut parts, mut labels) = (Vec::new(), Vec::new());
    let (mut depth, mut clause) = (0, 0);
    let mut is_counted = false;
    for (at, token) in behind.iter().enumerate().take(2 * NEAR) {
        let next = behind.get(at + 1);
        match token.kind {
            _ if token.ends_sentence() => break,
            Kind::Mark(';') if depth == 0 && !parts.is_empty() => break,
            Kind::Mark('(') => depth += 1,
            Kind::Mark(')') => {
                depth -= 1;
                if depth < 0 {
                    break;
                }
            }
            Kind::Mark(_) => (clause, is_counted) = (at + 1, false),
            Kind::Word(Class::Filler) if token.range.of(text) == "其中" => break,
            Kind::Number { value, decimals: 0 } if depth == 0 && !is_counted => {
                let is_unit = |next: &Token| next.kind == Kind::Unit && next.range.of(text) == unit;
                if !next.is_some_and(is_unit) {
                    // Another quantity.
                    break;
                }
                let own = &behind[clause..at];
                let stops = |token: &Token| {
                    [Class::Part, Class::In, Class::Out, Class::Matter, Class::LastYear]
                        .iter()
                        .any(|class| token.is(*class))
                };
                if own.iter().any(stops) {
                    break;
                }
                let behind_number = behind[at + 1..].iter().take_while(|token| !token.is_mark());
                labels.push(own.iter().chain(behind_number).find_map(label));
                parts.push((token.range, value));
                is_counted = true;
            }
            _ => {}
        }
    }
    let first = *labels.first()?;
    let are_alike = first.is_some() && labels.iter().all(|label| *label == first);
    Some(Split { whole, value, parts, are_alike })
}
