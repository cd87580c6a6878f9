//! Builds messages for a client: converts bytes of a text to positions and ranges, and the results
//! of features to values of the protocol. No other module builds values of the protocol.

mod actions;
mod calls;
mod completion;
mod cursor;
pub mod deltas;
mod diagnostics;
mod edits;
mod positions;
mod symbols;
mod tokens;

pub use actions::{action_kind, action_kinds, actions, command, settings_actions};
pub use calls::{call_items, incoming_calls, outgoing_calls};
pub use completion::completion;
pub use diagnostics::{
    accept_diagnostic, changed_file, changed_list, closed_diagnostics, diagnostics,
    problem_diagnostic, source_diagnostics, unchanged_file, unchanged_list,
};
pub use edits::{change, document_edits};
pub use symbols::{document_symbols, workspace_symbols};
pub use tokens::{legend, semantic_tokens};

use super::features::folding::Fold;
use super::features::highlight::{Access, Highlight};
use super::features::hints::Hint;
use super::features::hover::Hover;
use super::features::lens::Lens;
use super::features::links::Link;
use super::features::names::WORD_PATTERN;
use super::view::View;
use crate::text::TextRange;
use edits::Walk;
use ls_types::{
    self, CodeLens, DocumentHighlight, DocumentHighlightKind, DocumentLink, FoldingRange,
    HoverContents, InlayHint, InlayHintLabel, InlayHintTooltip, LinkedEditingRanges, Location,
    MarkupContent, MarkupKind, PrepareRenameResponse, SelectionRange, Uri,
};
pub use positions::{file_place, position, range, range_of};
use std::str::FromStr;

/// The location of a range, in bytes of the text.
pub fn location(view: &View, place: TextRange) -> Location {
    Location::new(view.uri.clone(), range(view, place))
}

/// The locations of ranges, in bytes of the text.
pub fn locations(view: &View, places: &[TextRange]) -> Vec<Location> {
    places.iter().map(|place| location(view, *place)).collect()
}

/// The hover of a place.
pub fn hover(view: &View, hover: Hover) -> ls_types::Hover {
    let kind = if view.client.markdown { MarkupKind::Markdown } else { MarkupKind::PlainText };
    ls_types::Hover {
        contents: HoverContents::Markup(MarkupContent { kind, value: hover.text }),
        range: Some(range(view, hover.range)),
    }
}

/// The cells related to a place.
pub fn highlights(view: &View, highlights: &[Highlight]) -> Vec<DocumentHighlight> {
    let kind = |access| match access {
        Access::Read => DocumentHighlightKind::READ,
        Access::Write => DocumentHighlightKind::WRITE,
    };
    let highlight = |highlight: &Highlight| DocumentHighlight {
        range: range(view, highlight.range),
        kind: Some(kind(highlight.access)),
    };
    highlights.iter().map(highlight).collect()
}

/// The foldable ranges.
pub fn folds(folds: &[Fold]) -> Vec<FoldingRange> {
    let fold = |fold: &Fold| FoldingRange {
        start_line: fold.first as u32,
        end_line: fold.last as u32,
        ..FoldingRange::default()
    };
    folds.iter().map(fold).collect()
}

/// The selections. Each selection is a list of ranges, from the outside in.
pub fn selections(view: &View, selections: &[Vec<TextRange>]) -> Vec<SelectionRange> {
    let selection = |ranges: &Vec<TextRange>| {
        let mut outer: Option<SelectionRange> = None;
        for own in ranges {
            outer = Some(SelectionRange { range: range(view, *own), parent: outer.map(Box::new) });
        }
        outer
    };
    selections.iter().filter_map(selection).collect()
}

/// The lenses above tables.
pub fn lenses(view: &View, lenses: Vec<Lens>) -> Vec<CodeLens> {
    let lens = |lens: Lens| CodeLens {
        range: range(view, lens.range),
        command: Some(command(view, &lens.call, lens.title)),
        data: None,
    };
    lenses.into_iter().map(lens).collect()
}

/// The hints behind totals and behind numbers of sentences.
pub fn hints(view: &View, hints: Vec<Hint>) -> Vec<InlayHint> {
    let hint = |hint: Hint| InlayHint {
        position: position(view, hint.at),
        label: InlayHintLabel::String(hint.label),
        kind: None,
        text_edits: None,
        tooltip: Some(InlayHintTooltip::String(hint.tooltip)),
        padding_left: Some(true),
        padding_right: Some(false),
        data: None,
    };
    hints.into_iter().map(hint).collect()
}

/// The links, sorted. A link with an invalid address is left out.
pub fn links(view: &View, links: Vec<Link>) -> Vec<DocumentLink> {
    let mut walk = Walk::new(view);
    let link = |link: Link| {
        let target = Uri::from_str(&link.target).ok()?;
        let range = walk.range(link.range);
        Some(DocumentLink { range, target: Some(target), tooltip: link.tooltip, data: None })
    };
    links.into_iter().filter_map(link).collect()
}

/// The place and the present text of a name for a rename.
pub fn renamed(view: &View, place: TextRange, placeholder: String) -> PrepareRenameResponse {
    PrepareRenameResponse::RangeWithPlaceholder { range: range(view, place), placeholder }
}

/// The places that the client edits together.
pub fn linked(view: &View, places: &[TextRange]) -> LinkedEditingRanges {
    LinkedEditingRanges {
        ranges: places.iter().map(|place| range(view, *place)).collect(),
        word_pattern: Some(WORD_PATTERN.to_owned()),
    }
}
