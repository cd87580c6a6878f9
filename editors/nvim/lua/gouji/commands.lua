-- The commands. The server executes the commands about the open report. The other commands run the
-- program.
local gouji = require('gouji')
local words = require('gouji.words')

local M = {}

-- Lets the server execute a command about the current buffer. The changes come back as an edit.
local function execute(command, ...)
  local buffer = vim.api.nvim_get_current_buf()
  local client = gouji.client(buffer)
  if not client then
    return words.notify(words.say('not_attached'))
  end
  local params = { command = command, arguments = { vim.uri_from_bufnr(buffer), ... } }
  local function answered(problem)
    if problem then
      words.notify(problem.message)
    end
  end
  -- `request` is a method since 0.11.
  if gouji.BUILTIN then
    client:request('workspace/executeCommand', params, answered, buffer)
  else
    client.request('workspace/executeCommand', params, answered, buffer)
  end
end

function M.fix_all()
  execute('gouji.fixAll')
end

function M.recompute(arguments)
  local number = arguments[1]
  if number and number ~= '3' and number ~= '4' then
    return words.notify(words.say('bad_table'))
  end
  execute('gouji.recompute', tonumber(number) or vim.NIL)
end

local function is_utf8(line)
  local rest = line:gsub('[\1-\127]', ''):gsub('[\194-\244][\128-\191]+', '')
  return rest == ''
end

-- Adds the column in bytes to the items of one file. Items of a file in another encoding than UTF-8
-- have no column: the line is enough.
local function add_columns(items, path)
  local read, lines = pcall(vim.fn.readfile, path)
  for _, item in ipairs(read and items or {}) do
    local line = lines[item.lnum]
    if line and is_utf8(line) then
      item.col = vim.fn.byteidx(line, item.column - 1) + 1
    end
  end
end

local KINDS = { error = 'E', warning = 'W', information = 'I', hint = 'N' }

-- The findings of `gouji check` in a folder, for the quickfix list.
local function items_of(findings, folder)
  local items, by_file = {}, {}
  for _, found in ipairs(findings) do
    local path = found.filename
    if not path:match('^/') and not path:match('^%a:[/\\]') then
      path = folder .. '/' .. path:gsub('^%./', '')
    end
    local item = {
      filename = path,
      lnum = found.location.row,
      column = found.location.column,
      type = KINDS[found.severity],
      text = found.code .. ' ' .. found.message,
    }
    table.insert(items, item)
    by_file[path] = by_file[path] or {}
    table.insert(by_file[path], item)
  end
  for path, own in pairs(by_file) do
    add_columns(own, path)
  end
  for _, item in ipairs(items) do
    item.column = nil
  end
  return items
end

-- Runs gouji and calls `done(status, output, complaints)`.
local function run(arguments, folder, done)
  local line = gouji.program(arguments)
  if vim.fn.executable(line[1]) == 0 then
    return words.notify(words.say('missing', line[1]))
  end
  local output, complaints = '', ''
  vim.fn.jobstart(line, {
    cwd = folder,
    env = { LC_ALL = words.locale() },
    stdout_buffered = true,
    stderr_buffered = true,
    on_stdout = function(_, lines)
      output = table.concat(lines, '\n')
    end,
    on_stderr = function(_, lines)
      complaints = vim.trim(table.concat(lines, '\n'))
    end,
    on_exit = function(_, status)
      done(status, output, complaints)
    end,
  })
end

-- Checks the saved files of a folder, and opens the quickfix list with the findings.
function M.check_folder(arguments)
  local folder = vim.fn.fnamemodify(vim.fn.expand(arguments[1] or vim.fn.getcwd()), ':p'):gsub('(.)/$', '%1')
  if vim.fn.isdirectory(folder) == 0 then
    return words.notify(words.say('no_folder', folder))
  end
  run({ 'check', '--output-format', 'json' }, folder, function(status, output, complaints)
    local understood, findings = pcall(vim.fn.json_decode, output)
    -- With status 2 the readable files were still checked.
    if not understood or type(findings) ~= 'table' or status == 2 then
      words.notify(words.say('check_failed', complaints ~= '' and complaints or output), vim.log.levels.ERROR)
    end
    findings = understood and type(findings) == 'table' and findings or {}
    vim.fn.setqflist({}, ' ', { title = 'gouji ' .. folder, items = items_of(findings, folder) })
    if #findings > 0 then
      vim.cmd('botright copen')
    elseif status == 0 then
      -- gouji reports missing reports and unchecked likely reports on standard error.
      words.notify(complaints ~= '' and complaints or words.say('nothing_found', folder), vim.log.levels.INFO)
    end
  end)
end

-- Writes a correct, empty report into a new buffer: `:GoujiNew 云溪市水务局 2024`.
function M.new(arguments)
  local year = #arguments > 1 and table.remove(arguments) or nil
  local organ = table.concat(arguments, ' ')
  if organ == '' then
    organ = vim.trim(vim.fn.input(words.say('ask_organ')))
  end
  year = year or organ ~= '' and vim.trim(vim.fn.input(words.say('ask_year'), os.date('%Y') - 1)) or ''
  if organ == '' or year == '' then
    return
  end
  run({ 'new', '--issuer', organ, '--year', year }, nil, function(status, output, complaints)
    if status ~= 0 then
      return words.notify(words.say('new_failed', complaints), vim.log.levels.ERROR)
    end
    local lines = vim.split(output, '\r?\n')
    if lines[#lines] == '' then
      table.remove(lines)
    end
    local name = (lines[1]:gsub('^#%s*', ''):gsub('[/\\:]', '-')) .. '.md'
    if vim.loop.fs_stat(name) then
      return words.notify(words.say('exists', name))
    end
    vim.cmd('edit ' .. vim.fn.fnameescape(name))
    vim.api.nvim_buf_set_lines(0, 0, -1, false, lines)
  end)
end

return M
