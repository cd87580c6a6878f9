use crate::server::View;
use tower_lsp::ls_types::*;
pub fn complete(_: &View, _: Position, _: bool) -> Option<CompletionResponse> {
    None
}
pub fn trigger_characters() -> Vec<String> {
    vec![]
}
