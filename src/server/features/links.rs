use crate::server::View;
use tower_lsp::ls_types::*;
pub fn links(_: &View) -> Vec<DocumentLink> {
    vec![]
}
