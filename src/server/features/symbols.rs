use crate::server::View;
use tower_lsp::ls_types::*;
pub fn document_symbols(_: &View) -> DocumentSymbolResponse {
    DocumentSymbolResponse::Nested(vec![])
}
