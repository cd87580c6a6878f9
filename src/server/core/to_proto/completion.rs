//! Builds completion items.

use super::range;
use crate::server::core::features::completion::{Item, Kind};
use crate::server::core::view::View;
use ls_types::{
    CompletionItem, CompletionItemKind, CompletionList, CompletionResponse, Documentation,
    InsertTextFormat, InsertTextMode, TextEdit,
};

/// The completion items, best item first; `None` if the list is empty.
pub fn completion(view: &View, items: Vec<Item>) -> Option<CompletionResponse> {
    let all = items.into_iter().enumerate();
    let items: Vec<CompletionItem> = all.map(|(index, item)| of_item(view, index, item)).collect();
    let list = CompletionList { is_incomplete: false, items };
    (!list.items.is_empty()).then_some(CompletionResponse::List(list))
}

fn of_item(view: &View, index: usize, item: Item) -> CompletionItem {
    let several_lines = item.text.contains(['\n', '\r']);
    let format =
        if item.is_snippet { InsertTextFormat::SNIPPET } else { InsertTextFormat::PLAIN_TEXT };
    CompletionItem {
        label: item.label,
        kind: Some(match item.kind {
            Kind::Total => CompletionItemKind::VALUE,
            Kind::Section => CompletionItemKind::MODULE,
            Kind::Sentence => CompletionItemKind::TEXT,
            Kind::Whole => CompletionItemKind::SNIPPET,
            Kind::Row => CompletionItemKind::FIELD,
            Kind::Column => CompletionItemKind::PROPERTY,
        }),
        detail: Some(item.detail),
        documentation: (!item.documentation.is_empty())
            .then_some(Documentation::String(item.documentation)),
        sort_text: Some(format!("{index:03}")),
        filter_text: Some(item.filter),
        insert_text_format: Some(format),
        // The lines have their final indentation.
        insert_text_mode: several_lines.then_some(InsertTextMode::AS_IS),
        text_edit: Some(TextEdit::new(range(view, item.range), item.text).into()),
        ..CompletionItem::default()
    }
}
