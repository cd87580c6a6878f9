//! Helpers for the tests of completion.

use super::{Item, complete};
use crate::diagnostic::{Edit, apply};
use crate::lint::{Options, check};
use crate::server::core::features::testing::view;
use crate::server::core::view::Client;

/// The offers at ⟦: each item with the resulting text.
pub fn offered_to(marked: &str, client: Client, invoked: bool) -> Vec<(Item, String)> {
    view(marked, client, |view, at| {
        let text = view.document.text();
        let made = |item: Item| {
            assert!(!item.range.of(&text).contains('\n'));
            assert!(item.range.start <= at && at <= item.range.end);
            let edit = Edit { range: item.range, content: item.text.clone() };
            let made = apply(&text, &[edit]);
            (item, made)
        };
        complete(view, at, invoked).into_iter().map(made).collect()
    })
}

pub fn offered(marked: &str) -> Vec<(Item, String)> {
    offered_to(marked, Client::default(), true)
}

pub fn labels(marked: &str, invoked: bool) -> Vec<String> {
    offered_to(marked, Client::default(), invoked).into_iter().map(|(item, _)| item.label).collect()
}

pub fn codes(text: &str) -> Vec<&'static str> {
    check(text, &Options::default())
        .unwrap_or_default()
        .iter()
        .map(|found| found.code)
        .filter(|code| *code != "T009")
        .collect()
}

/// `text` without the part between two headings. The first heading is left out too.
pub fn without(text: &str, from: &str, to: &str) -> String {
    let line = |word: &str| text[..text.rfind(word).unwrap()].rfind('\n').unwrap() + 1;
    format!("{}⟦{}", &text[..line(from)], &text[line(to)..])
}
