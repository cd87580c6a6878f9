use crate::server::View;
use tower_lsp::ls_types::*;
pub fn hover(_: &View, _: Position) -> Option<Hover> {
    None
}
