use crate::diagnostic::Message;
use crate::server::View;
use tower_lsp::ls_types::*;
pub fn names() -> Vec<String> {
    vec![]
}
pub enum Command {
    CheckFolder { folder: Option<Uri> },
    X,
}
impl Command {
    pub fn of(_: &str, _: &[LSPAny]) -> Result<Self, Message> {
        Ok(Self::CheckFolder { folder: None })
    }
    pub fn uri(&self) -> Option<&Uri> {
        None
    }
    pub fn edit(&self, _: &View) -> Result<Option<WorkspaceEdit>, Message> {
        Ok(None)
    }
}
