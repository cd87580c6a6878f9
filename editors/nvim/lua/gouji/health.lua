-- `:checkhealth gouji`.
local gouji = require('gouji')
local words = require('gouji.words')

local M = {}

-- The names differ by version: 0.7 has a module `health`, 0.8 `vim.health.report_*`, 0.10
-- `vim.health.*`.
local health = vim.health or require('health')
local function report(kind)
  return health[kind] or health['report_' .. kind]
end
local start, ok, info, warn, fail = report('start'), report('ok'), report('info'), report('warn'), report('error')

local function editor()
  local version = vim.version()
  local name = ('%d.%d.%d'):format(version.major, version.minor, version.patch)
  if vim.fn.has('nvim-0.7') == 0 then
    return fail(words.say('health_old_editor', name))
  end
  ok(words.say('health_editor', name, words.say(gouji.BUILTIN and 'health_builtin' or 'health_autocmd')))
end

local function program()
  local over, problem, version = false, nil, nil
  gouji.probe(function(...)
    over, problem, version = true, ...
  end)
  vim.wait(6000, function()
    return over
  end, 10)
  if problem then
    return fail(problem)
  end
  ok(words.say('health_program', vim.fn.exepath(gouji.cmd()[1]), version))
end

local function is_enabled()
  return gouji.enabled or vim.lsp.is_enabled and vim.lsp.is_enabled('gouji')
end

local function clients()
  for _, client in ipairs(gouji.clients()) do
    local files = {}
    for _, buffer in ipairs(vim.api.nvim_list_bufs()) do
      if vim.lsp.buf_is_attached(buffer, client.id) then
        table.insert(files, vim.fn.fnamemodify(vim.api.nvim_buf_get_name(buffer), ':~:.'))
      end
    end
    local root = client.config.root_dir or words.say('health_no_root')
    ok(words.say('health_attached', root, client.offset_encoding, table.concat(files, ', ')))
  end
  if #gouji.clients() > 0 then
    return
  end
  if is_enabled() then
    info(words.say('health_not_running', table.concat(gouji.filetypes(), ', ')))
  else
    warn(words.say('health_not_enabled'))
  end
end

function M.check()
  start('gouji')
  editor()
  program()
  clients()
end

return M
