//! Starts `gouji server` in Zed. Zed adds language servers only through extensions.

use zed_extension_api::settings::LspSettings;
use zed_extension_api::{
    Command, Extension, LanguageServerId, Result, Worktree, register_extension,
};

/// The name of the server in the settings of Zed: `lsp.gouji`.
const SERVER: &str = "gouji";

struct Gouji;

impl Extension for Gouji {
    fn new() -> Self {
        Self
    }

    /// The command in `lsp.gouji.binary`, otherwise `gouji server` in PATH.
    fn language_server_command(
        &mut self,
        _: &LanguageServerId,
        worktree: &Worktree,
    ) -> Result<Command> {
        let binary = LspSettings::for_worktree(SERVER, worktree)?.binary;
        let (path, arguments) =
            binary.map_or((None, None), |binary| (binary.path, binary.arguments));
        let command = path.or_else(|| worktree.which("gouji")).ok_or(
            "找不到 gouji：请安装它，或在设置的 lsp.gouji.binary.path 中写明位置 / gouji is not in the PATH: install it, or name it in lsp.gouji.binary.path",
        )?;
        Ok(Command {
            command,
            args: arguments.unwrap_or_else(|| vec!["server".to_owned()]),
            env: worktree.shell_env(),
        })
    }

    fn language_server_initialization_options(
        &mut self,
        _: &LanguageServerId,
        worktree: &Worktree,
    ) -> Result<Option<zed_extension_api::serde_json::Value>> {
        Ok(LspSettings::for_worktree(SERVER, worktree)?.initialization_options)
    }
}

register_extension!(Gouji);
