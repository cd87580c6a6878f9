-- The commands. The rest of the plugin is loaded with the first command or the start of the server.
if vim.g.loaded_gouji then
  return
end
vim.g.loaded_gouji = true

local function command(name, action, options)
  vim.api.nvim_create_user_command(name, function(given)
    -- Without an argument, Neovim 0.7 passes an empty argument.
    local arguments = vim.tbl_filter(function(argument)
      return argument ~= ''
    end, given.fargs)
    require('gouji.commands')[action](arguments)
  end, options)
end

command('GoujiFixAll', 'fix_all', { nargs = 0, desc = 'gouji: fix everything that can be fixed safely' })
command('GoujiRecompute', 'recompute', {
  nargs = '?',
  desc = 'gouji: recompute the totals of table 3, 4 or both',
  complete = function()
    return { '3', '4' }
  end,
})
command('GoujiCheckFolder', 'check_folder', { nargs = '?', complete = 'dir', desc = 'gouji: check a folder, into the quickfix list' })
command('GoujiNew', 'new', { nargs = '*', desc = 'gouji: write an empty report (organ, year)' })
