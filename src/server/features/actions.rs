use crate::server::View;
use tower_lsp::ls_types::*;
pub const FIX_ALL: CodeActionKind = CodeActionKind::new("source.fixAll.gouji");
pub fn actions(_: &View, _: &CodeActionParams) -> Vec<CodeActionOrCommand> {
    vec![]
}
