//! The comments of a document that silence a rule.

use super::xml::{Item, Items};
use crate::source::SourceError;
use crate::source::ignore_comment::{CLOSING, KEYWORD, OPENING};
use std::collections::HashMap;

/// The comments that begin with `gouji-ignore`, as comments of a text, by their id.
///
/// # Errors
/// If the markup is not well-formed.
pub fn ignoring(markup: &str) -> Result<HashMap<String, String>, SourceError> {
    let mut out = HashMap::new();
    let mut items = Items::new(markup);
    let mut current: Option<(usize, String, String)> = None;
    // The depth of an open element with text.
    let mut text = None;
    while let Some(item) = items.next()? {
        match item {
            Item::Start(tag) if tag.is_word("comment") && current.is_none() => {
                let id = tag.attribute("id").unwrap_or_default().into_owned();
                current = Some((items.depth(), id, String::new()));
            }
            Item::Start(tag) if tag.is_word("t") => text = Some(items.depth()),
            Item::Start(tag) if ["p", "br", "tab"].iter().any(|name| tag.is_word(name)) => {
                if let Some((_, _, words)) = &mut current {
                    words.push(' ');
                }
            }
            Item::Text(range) if text.is_some() => {
                if let Some((_, _, words)) = &mut current {
                    words.push_str(range.of(markup));
                }
            }
            Item::Character(c, _) if text.is_some() => {
                if let Some((_, _, words)) = &mut current {
                    words.push(c);
                }
            }
            Item::End(_) => {
                text.take_if(|depth| items.depth() < *depth);
                if let Some((_, id, words)) = current.take_if(|(depth, ..)| items.depth() < *depth)
                {
                    out.extend(as_comment(&words).map(|comment| (id, comment)));
                }
            }
            _ => {}
        }
    }
    Ok(out)
}

/// The words of a comment as a comment of a text, in one line.
fn as_comment(words: &str) -> Option<String> {
    let words: Vec<&str> = words.split_whitespace().collect();
    let words = words.join(" ");
    let behind = words.strip_prefix(KEYWORD)?;
    // Neither sign of a comment may stand in it.
    let behind = behind.replace(CLOSING, "").replace(OPENING, "");
    Some(format!("{OPENING} {KEYWORD}{behind} {CLOSING}"))
}
