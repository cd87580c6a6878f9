use crate::server::View;
use tower_lsp::ls_types::*;
pub fn lenses(_: &View) -> Vec<CodeLens> {
    vec![]
}
