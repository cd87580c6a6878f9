use crate::server::View;
use tower_lsp::ls_types::*;
pub fn folding_ranges(_: &View) -> Vec<FoldingRange> {
    vec![]
}
