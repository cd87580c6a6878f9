-- Starts `gouji server` for reports: with `vim.lsp.enable` in Neovim 0.11 and later, otherwise with
-- an autocommand.
local words = require('gouji.words')

local M = {}

M.MINIMUM = '0.1.0'
M.BUILTIN = vim.fn.has('nvim-0.11') == 1

local MARKERS = { { 'gouji.toml', '.gouji.toml' }, { '.git' } }
-- Time limit of `gouji --version`, in milliseconds.
local PATIENCE = 5000

local options = { cmd = { 'gouji', 'server' }, filetypes = { 'text', 'markdown', 'html' } }

-- The command to start the server.
function M.cmd()
  local cmd = M.BUILTIN and vim.lsp.config.gouji and vim.lsp.config.gouji.cmd
  return type(cmd) == 'table' and cmd or options.cmd
end

-- The command line of another subcommand: the words before `server`, and the arguments.
function M.program(arguments)
  local line = {}
  for _, word in ipairs(M.cmd()) do
    if word == 'server' then
      break
    end
    table.insert(line, word)
  end
  return vim.list_extend(line, arguments)
end

function M.filetypes()
  return M.BUILTIN and vim.lsp.config.gouji.filetypes or options.filetypes
end

-- The folder of the nearest gouji.toml, otherwise the folder of the repository. (Before 0.10 `vim.fs`
-- does not have a function for the root.)
function M.root(buffer)
  local path = vim.api.nvim_buf_get_name(buffer)
  for _, names in ipairs(path ~= '' and MARKERS or {}) do
    local folder = vim.fn.fnamemodify(path, ':p:h')
    while true do
      for _, name in ipairs(names) do
        if vim.loop.fs_stat(folder .. '/' .. name) then
          return folder
        end
      end
      local above = vim.fn.fnamemodify(folder, ':h')
      if above == folder then
        break
      end
      folder = above
    end
  end
end

local function numbers(version)
  local major, minor, patch = version:match('^(%d+)%.(%d+)%.(%d+)')
  return tonumber(major) * 1000000 + tonumber(minor) * 1000 + tonumber(patch)
end

-- The problem of a program with this answer to `--version`, and the version.
local function judge(program, answer)
  if answer == '' then
    return words.say('no_answer', program)
  end
  local version = answer:match('^gouji (%d+%.%d+%.%d+%S*)')
  if not version then
    return words.say('not_gouji', program, answer:match('[^\r\n]*'):sub(1, 60))
  end
  if numbers(version) < numbers(M.MINIMUM) then
    return words.say('too_old', program, version, M.MINIMUM), version
  end
  return nil, version
end

-- Asks the program for its version and calls `done(problem, version)`. The user does not wait.
function M.probe(done)
  local line = M.program({ '--version' })
  local program = line[1]
  if vim.fn.executable(program) == 0 then
    return done(words.say('missing', program))
  end
  local answer, over = '', false
  local job
  local function finish()
    if not over then
      over = true
      done(judge(program, answer))
    end
  end
  local function take(_, lines)
    answer = answer .. table.concat(lines, '\n')
  end
  local started
  started, job = pcall(vim.fn.jobstart, line, { stdout_buffered = true, on_stdout = take, on_exit = finish })
  if not started or job <= 0 then
    return finish()
  end
  vim.defer_fn(function()
    if not over then
      vim.fn.jobstop(job)
      finish()
    end
  end, PATIENCE)
end

-- Each problem is shown once, not for every file.
local told = {}

local function tell(problem)
  if not told[problem] then
    told[problem] = true
    words.notify(problem)
  end
end

local usable = {}

-- Calls `start` if the program is usable, otherwise shows the problem.
local function when_usable(start)
  local program = table.concat(M.program({}), ' ')
  if usable[program] then
    return start()
  end
  M.probe(function(problem)
    if problem then
      return tell(problem)
    end
    usable[program] = true
    start()
  end)
end

-- The configuration of a client, for all versions of Neovim.
local function config()
  return {
    name = 'gouji',
    cmd = options.cmd,
    filetypes = options.filetypes,
    -- Neovim does not send its language.
    before_init = function(params)
      params.locale = words.locale()
    end,
    on_exit = function(status, signal)
      -- 15: stopped by Neovim.
      if status ~= 0 or (signal ~= 0 and signal ~= 15) then
        vim.schedule(function()
          if vim.v.exiting == vim.NIL then
            tell(words.say('died', status, signal, vim.lsp.get_log_path and vim.lsp.get_log_path() or ''))
          end
        end)
      end
    end,
  }
end

-- Calls `act` for each file with the file type of a report: for open files, and for files opened later.
local function for_each_file(act)
  local filetypes = M.filetypes()
  vim.api.nvim_create_autocmd('FileType', {
    group = vim.api.nvim_create_augroup('gouji', {}),
    pattern = filetypes,
    callback = function(event)
      act(event.buf)
    end,
  })
  for _, buffer in ipairs(vim.api.nvim_list_bufs()) do
    if vim.api.nvim_buf_is_loaded(buffer) and vim.tbl_contains(filetypes, vim.bo[buffer].filetype) then
      act(buffer)
    end
  end
end

-- For `lsp/gouji.lua`.
function M.builtin_config()
  -- If the program is missing, Neovim does not ask for the root and only writes a line to its log.
  vim.schedule(function()
    for_each_file(function()
      local program = M.cmd()[1]
      if vim.fn.executable(program) == 0 then
        tell(words.say('missing', program))
      end
    end)
  end)
  return vim.tbl_extend('force', config(), {
    root_dir = function(buffer, start)
      when_usable(function()
        start(M.root(buffer))
      end)
    end,
  })
end

-- The client attached to a buffer.
function M.client(buffer)
  for _, client in pairs(M.clients()) do
    if vim.lsp.buf_is_attached(buffer, client.id) then
      return client
    end
  end
end

function M.clients()
  local all = vim.lsp.get_clients and vim.lsp.get_clients() or vim.lsp.get_active_clients()
  return vim.tbl_filter(function(client)
    return client.name == 'gouji'
  end, all)
end

-- Before 0.11: attaches a buffer to the client of its root, and starts a missing client.
local function attach(buffer)
  if not vim.api.nvim_buf_is_loaded(buffer) or vim.bo[buffer].buftype ~= '' or M.client(buffer) then
    return
  end
  local root = M.root(buffer)
  for _, client in ipairs(M.clients()) do
    if client.config.root_dir == root and not client.is_stopped() then
      vim.lsp.buf_attach_client(buffer, client.id)
      return
    end
  end
  local own = vim.tbl_extend('force', config(), options, { root_dir = root })
  own.capabilities = own.capabilities or vim.lsp.protocol.make_client_capabilities()
  local id = vim.lsp.start_client(own)
  if id then
    vim.lsp.buf_attach_client(buffer, id)
  end
end

M.enabled = false

-- Starts gouji for open reports and for reports opened later. `given`: `cmd`, `filetypes`, and any
-- other field of the configuration of a client (`settings`, `on_attach`, `capabilities`).
function M.setup(given)
  options = vim.tbl_extend('force', options, given or {})
  M.enabled = true
  if M.BUILTIN then
    vim.lsp.config('gouji', options)
    vim.lsp.enable('gouji')
    return
  end
  for_each_file(function(buffer)
    when_usable(function()
      attach(buffer)
    end)
  end)
end

return M
