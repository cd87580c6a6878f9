use crate::server::View;
use tower_lsp::ls_types::*;
pub fn format(_: &View, _: Option<Range>) -> Vec<TextEdit> {
    vec![]
}
