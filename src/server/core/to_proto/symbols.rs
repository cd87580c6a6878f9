//! Builds symbols of documents and of the workspace.

use super::{location, position, range};
use crate::document::Placed;
use crate::server::core::features::symbols::{Kind, Symbol};
use crate::server::core::view::View;
use crate::server::core::workspace::ReportName;
use crate::text::TextRange;
use ls_types::{
    DocumentSymbol, DocumentSymbolResponse, OneOf, SymbolInformation, SymbolKind, WorkspaceSymbol,
};

/// The symbols of reports, built by `of_report`. The symbols are nested if the client supports
/// nesting, else in a flat list.
pub fn document_symbols<'a>(
    view: &View,
    reports: impl Iterator<Item = Placed<'a>>,
    of_report: impl Fn(Placed<'a>) -> Symbol,
) -> DocumentSymbolResponse {
    if view.client.nested_symbols {
        let of_reports = reports.map(|report| {
            if view.page.is_some() {
                return nested(view, of_report(report));
            }
            let first_line = position(view, report.start).line;
            // The lines count from the first line of the report.
            let kept = report.report.kept((view.client.encoding, view.client.language), || {
                let mut symbol = nested(view, of_report(report));
                change_lines(&mut symbol, &|line| line - first_line);
                symbol
            });
            let mut symbol = DocumentSymbol::clone(&kept);
            change_lines(&mut symbol, &|line| line + first_line);
            symbol
        });
        return DocumentSymbolResponse::Nested(of_reports.collect());
    }
    let mut flat = Vec::new();
    reports.for_each(|report| flatten(view, &of_report(report), None, &mut flat));
    DocumentSymbolResponse::Flat(flat)
}

fn change_lines(symbol: &mut DocumentSymbol, change: &impl Fn(u32) -> u32) {
    for range in [&mut symbol.range, &mut symbol.selection_range] {
        range.start.line = change(range.start.line);
        range.end.line = change(range.end.line);
    }
    symbol.children.iter_mut().flatten().for_each(|child| change_lines(child, change));
}

fn nested(view: &View, symbol: Symbol) -> DocumentSymbol {
    let children: Vec<DocumentSymbol> =
        symbol.children.into_iter().map(|child| nested(view, child)).collect();
    #[allow(deprecated)] // A required field of the protocol.
    DocumentSymbol {
        name: symbol.name,
        detail: symbol.detail,
        kind: kind(symbol.kind),
        tags: None,
        deprecated: None,
        range: range(view, symbol.range),
        selection_range: range(view, within(symbol.selection, symbol.range)),
        children: (!children.is_empty()).then_some(children),
    }
}

/// The part of a range inside another range.
fn within(range: TextRange, outer: TextRange) -> TextRange {
    let start = range.start.clamp(outer.start, outer.end);
    TextRange::new(start, range.end.clamp(start, outer.end))
}

fn flatten(
    view: &View,
    symbol: &Symbol,
    container: Option<&str>,
    out: &mut Vec<SymbolInformation>,
) {
    #[allow(deprecated)] // A required field of the protocol.
    out.push(SymbolInformation {
        name: symbol.name.clone(),
        kind: kind(symbol.kind),
        tags: None,
        deprecated: None,
        location: location(view, symbol.range),
        container_name: container.map(str::to_owned),
    });
    symbol.children.iter().for_each(|child| flatten(view, child, Some(&symbol.name), out));
}

fn kind(kind: Kind) -> SymbolKind {
    match kind {
        Kind::Report => SymbolKind::MODULE,
        Kind::Part => SymbolKind::NAMESPACE,
        Kind::Table => SymbolKind::STRUCT,
        Kind::Group => SymbolKind::OBJECT,
        Kind::Row => SymbolKind::FIELD,
    }
}

/// The reports of the workspace as symbols.
pub fn workspace_symbols(reports: &[&ReportName]) -> Vec<WorkspaceSymbol> {
    let symbol = |report: &&ReportName| WorkspaceSymbol {
        name: report.name.clone(),
        kind: SymbolKind::FILE,
        tags: None,
        container_name: Some(report.file.clone()).filter(|file| !file.is_empty()),
        location: OneOf::Left(report.location.clone()),
        data: None,
    };
    reports.iter().map(symbol).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::sample;
    use crate::server::core::answers;
    use crate::server::core::features::testing::view;
    use crate::server::core::view::Client;
    use crate::syntax::Layout;

    #[test]
    fn what_is_chosen_lies_within_its_symbol() {
        fn check(symbols: &[DocumentSymbol]) {
            for symbol in symbols {
                let (range, chosen) = (symbol.range, symbol.selection_range);
                assert!(range.start <= chosen.start && chosen.end <= range.end, "{symbol:?}");
                check(symbol.children.as_deref().unwrap_or_default());
            }
        }
        let text = format!("{}\n𠮷\n{}", sample(Layout::Markdown), sample(Layout::Spaces));
        view(&text, Client::default(), |view, _| {
            let DocumentSymbolResponse::Nested(symbols) = answers::symbols(view) else {
                panic!("nested symbols")
            };
            assert_eq!(symbols.len(), 2);
            check(&symbols);
        });
    }

    #[test]
    fn old_clients_get_a_list() {
        let text = format!("{}\n𠮷\n{}", sample(Layout::Tabs), sample(Layout::Pipes));
        view(&text, Client { nested_symbols: false, ..Client::default() }, |view, _| {
            let DocumentSymbolResponse::Flat(symbols) = answers::symbols(view) else {
                panic!("flat symbols")
            };
            assert_eq!(symbols.iter().filter(|symbol| symbol.name == "表三").count(), 2);
            let row =
                symbols.iter().rfind(|symbol| symbol.name == "1.属于国家秘密").expect("the row");
            assert_eq!(row.container_name.as_deref(), Some("（三）不予公开"));
            let line = text.lines().nth(row.location.range.start.line as usize).expect("its line");
            assert!(line.contains("1.属于国家秘密"));
        });
    }
}
