-- What `vim.lsp.config` and `vim.lsp.enable('gouji')` of Neovim 0.11 and later start from.
return require('gouji').builtin_config()
