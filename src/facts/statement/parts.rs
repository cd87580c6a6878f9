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
    pub parts: Vec<Share>,
    /// Whether all parts are of one kind, such as kinds of applicants, so that no request counts
    /// twice.
    pub are_alike: bool,
    /// Whether the list names all parts: 分别为.
    pub is_complete: bool,
    /// Whether the list stands directly behind the whole.
    pub is_close: bool,
}

/// A part of a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    /// The words before the number, up to the mark before them. May be empty.
    pub label: TextRange,
    pub range: TextRange,
    pub value: i64,
}

/// The splits in the tokens of `text`. Ranges are in bytes of `text`.
pub fn splits(text: &str, tokens: &[Token], year: Option<i32>) -> Vec<Split> {
    let mut out = Vec::new();
    let (mut start, mut is_listed) = (0, false);
    for (at, token) in tokens.iter().enumerate() {
        if token.ends_sentence() {
            (start, is_listed) = (at + 1, false);
        } else if token.is(Class::Filler) {
            let is_complete = match token.range.of(text) {
                "其中" => false,
                // 收到12件，分别为网络8件、信函4件, but not 网络、信函分别为8件、4件.
                "分别为" | "分别是" if follows_unit(&tokens[start..at]) => true,
                _ => continue,
            };
            // 其中网络2件，邮寄1件，均已办结，其中公开1件: of the whole before, or of a part.
            let before = &tokens[start..at];
            let is_vague = is_listed && resumes(text, before);
            // 议案31件、提案44件，其中主办54件: of both.
            let is_of_many = !is_complete && counts_many(text, before);
            if !is_vague && !is_of_many {
                out.extend(split(text, before, &tokens[at + 1..], is_complete, year));
            }
            is_listed = true;
        }
    }
    out
}

/// Whether the tokens end with a counted number and a comma.
fn follows_unit(before: &[Token]) -> bool {
    let mut before = before.iter().rev();
    before.next().is_some_and(Token::is_mark)
        && before.next().is_some_and(|unit| unit.kind == Kind::Unit)
}

/// Whether the last numbers stand in a list, or count one thing each: 网络、信函分别为8件、4件.
fn counts_many(text: &str, before: &[Token]) -> bool {
    let own = || before.iter().rev().take(2 * NEAR);
    let is_each = |token: &Token| {
        let words = token.range.of(text);
        ["分别", "依次"].iter().any(|each| words.contains(each))
    };
    if own().any(is_each) {
        return true;
    }
    let is_number = |token: &Token| matches!(token.kind, Kind::Number { .. });
    let mut depth = 0;
    let outside = own().filter(|token| {
        depth += i32::from(token.kind == Kind::Mark(')'));
        let is_outside = depth == 0;
        depth = (depth - i32::from(token.kind == Kind::Mark('('))).max(0);
        is_outside
    });
    let mut list = outside.skip_while(|token| !is_number(token)).skip(1);
    let mark = list.by_ref().find(|token| token.is_mark());
    mark.is_some_and(|mark| mark.kind == Kind::Mark('、'))
        && list.take_while(|token| !token.is_mark()).any(|token| token.kind == Kind::Unit)
}

/// Whether the words behind the last number speak of all numbers before: 均已办结.
fn resumes(text: &str, before: &[Token]) -> bool {
    let behind = before.iter().rev().take(NEAR).take_while(|token| token.kind != Kind::Unit);
    let all =
        |token: &Token| ["均", "全部", "都"].iter().any(|all| token.range.of(text).contains(all));
    behind.into_iter().any(all)
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

/// The whole of a split.
struct Whole<'t> {
    range: TextRange,
    value: i64,
    unit: &'t str,
    /// Whether only marks follow.
    is_last: bool,
}

/// The number with its unit at the end of `tokens`, outside of brackets that are closed.
fn last_number<'t>(text: &'t str, tokens: &[Token], year: Option<i32>) -> Option<Whole<'t>> {
    let mut depth = 0;
    for (at, pair) in tokens.windows(2).enumerate().rev().take(NEAR) {
        let [token, next] = pair else { continue };
        depth += i32::from(next.kind == Kind::Mark(')'));
        depth = (depth - i32::from(next.kind == Kind::Mark('('))).max(0);
        if let (Kind::Number { value, decimals: 0 }, Kind::Unit) = (token.kind, next.kind)
            && depth == 0
        {
            // 比上年增加12件.
            let clause = tokens[..at].iter().rev().take(NEAR).take_while(|token| !token.is_mark());
            // 上年12件, 目标12件: of another year, or not reached.
            let is_other = clause.into_iter().any(|token| match token.kind {
                Kind::Word(Class::Part | Class::LastYear) => true,
                Kind::Year(other) => year.is_some_and(|own| other < own),
                Kind::Gap => {
                    let words = token.range.of(text);
                    ["目标", "任务", "计划"].iter().any(|aim| words.contains(aim))
                }
                _ => false,
            });
            return (!is_other).then(|| Whole {
                range: token.range,
                value,
                unit: next.range.of(text),
                is_last: tokens[at + 2..].iter().all(Token::is_mark),
            });
        }
    }
    None
}

fn split(
    text: &str,
    before: &[Token],
    behind: &[Token],
    is_complete: bool,
    year: Option<i32>,
) -> Option<Split> {
    let whole = last_number(text, before, year)?;
    let (mut parts, mut labels) = (Vec::new(), Vec::new());
    let (mut depth, mut clause) = (0, 0);
    let (mut is_counted, mut is_cut) = (false, false);
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
            Kind::Word(Class::Filler) if token.range.of(text) == "其中" => {
                is_cut = true;
                break;
            }
            Kind::Number { value, decimals: 0 } if depth == 0 && !is_counted => {
                let is_unit =
                    |next: &Token| next.kind == Kind::Unit && next.range.of(text) == whole.unit;
                let own = &behind[clause..at];
                let stops = |token: &Token| {
                    [Class::Part, Class::In, Class::Out, Class::Matter, Class::LastYear]
                        .iter()
                        .any(|class| token.is(*class))
                };
                if !next.is_some_and(is_unit) || own.iter().any(stops) {
                    // Another quantity.
                    is_cut = true;
                    break;
                }
                let behind_number = behind[at + 1..].iter().take_while(|token| !token.is_mark());
                labels.push(own.iter().chain(behind_number).find_map(label));
                let start = own.first().map_or(token.range.start, |first| first.range.start);
                let label = TextRange::new(start, token.range.start);
                parts.push(Share { label, range: token.range, value });
                is_counted = true;
            }
            _ => {}
        }
    }
    let first = *labels.first()?;
    let are_alike = first.is_some() && labels.iter().all(|label| *label == first);
    Some(Split {
        whole: whole.range,
        value: whole.value,
        is_complete: is_complete && !is_cut && parts.len() > 1 && has_labels(&parts),
        is_close: whole.is_last,
        parts,
        are_alike,
    })
}

/// Whether each part is named before its number.
fn has_labels(parts: &[Share]) -> bool {
    parts.iter().all(|part| !part.label.is_empty())
}
