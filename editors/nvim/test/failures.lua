-- A failure is shown once, in one sentence, in the language of the user.
-- In the environment: WORK is a folder with report.md and with wrong programs.
local t = require('support')
local gouji = require('gouji')

local function program(name)
  return vim.env.WORK .. '/' .. name
end

-- The messages with `name` as the program of the server, up to the first message with `expected`.
local function told(name, expected)
  local heard = t.listen()
  local function is_told()
    return vim.tbl_filter(function(message)
      return message:find(expected, 1, true)
    end, heard)
  end
  gouji.setup({ cmd = { program(name), 'server' } })
  vim.cmd('edit ' .. vim.fn.fnameescape(program('report.md')))
  t.wait('“' .. expected .. '”', function()
    return #is_told() > 0
  end, heard)
  -- Another file shows no new message after the version check of its program.
  vim.cmd('edit ' .. vim.fn.fnameescape(program('README.md')))
  local is_asked = false
  gouji.probe(function()
    is_asked = true
  end)
  t.wait('the program is asked', function()
    return is_asked and #gouji.clients() == 0
  end)
  t.equal('how often it is told', #is_told(), 1)
  for _, message in ipairs(is_told()) do
    t.say(message)
    t.equal('lines', #vim.split(message, '\n'), 1)
  end
  vim.cmd('silent! checkhealth gouji')
  local health = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n')
  vim.cmd('silent! %bwipeout!')
  return health
end

t.run(function()
  local is_chinese = vim.env.LANG:match('^zh') ~= nil
  local function words(chinese, english)
    return is_chinese and chinese or english
  end
  local heard = t.listen()
  vim.cmd('GoujiFixAll')
  vim.cmd('GoujiRecompute 5')
  vim.cmd('GoujiCheckFolder /does/not/exist')
  t.equal('complaints', #heard, 3)
  for _, message in ipairs(heard) do
    t.say(message)
  end
  local cases = {
    { 'nowhere', words('找不到程序', 'is not there'), true },
    { 'other', words('不是 gouji（frob 3.1）', 'is not gouji (frob 3.1)'), true },
    { 'silent', words('没有回答', 'does not answer'), true },
    { 'old', words('是 0.0.9 版', 'is version 0.0.9'), true },
    { 'dies', words('意外退出（状态 3', 'has ended (status 3'), false },
  }
  for _, case in ipairs(cases) do
    local health = told(case[1], case[2])
    if case[3] and not (health:find('ERROR') and health:find(case[2], 1, true)) then
      t.fail('the health check says nothing of it', health)
    end
  end
end)
