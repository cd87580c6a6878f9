-- The default configuration for `vim.lsp.config` and `vim.lsp.enable('gouji')` in Neovim 0.11 and later.
return require('gouji').builtin_config()
