//! Helpers for the tests of code actions.

use super::{Action, Asked, Kind, Shown, actions};
use crate::lint::{Options, check};
use crate::server::core::features::testing::applied;
use crate::server::core::view::View;
use crate::text::{TextRange, line_at};

pub fn asked<'p>(
    view: &View,
    range: TextRange,
    only: Option<&[Kind]>,
    shown: Vec<Shown<'p>>,
) -> Asked<'p> {
    let text = view.document.text();
    Asked {
        range,
        lines: line_at(&text, range.start).cover(line_at(&text, range.end)),
        kinds: only.unwrap_or(&Kind::ALL).to_vec(),
        on_purpose: only.is_some(),
        in_passing: false,
        shown,
    }
}

pub fn offered<'v>(view: &View<'v>, at: usize, only: Option<&[Kind]>) -> Vec<Action<'v>> {
    actions(view, &asked(view, TextRange::at(at), only, Vec::new()))
}

pub fn mended(view: &View, action: &Action) -> String {
    applied(view, action.change.as_ref().unwrap())
}

pub fn titles<'a>(actions: &'a [Action]) -> Vec<&'a str> {
    actions.iter().map(|action| action.title.as_str()).collect()
}

#[track_caller]
pub fn pick<'a, 'v>(actions: &'a [Action<'v>], start: &str) -> &'a Action<'v> {
    actions
        .iter()
        .find(|action| action.title.starts_with(start))
        .unwrap_or_else(|| panic!("{start} is not in {:?}", titles(actions)))
}

/// The codes of the findings in a text.
pub fn codes(text: &str) -> Vec<&'static str> {
    check(text, &Options::default()).unwrap_or_default().iter().map(|found| found.code).collect()
}
