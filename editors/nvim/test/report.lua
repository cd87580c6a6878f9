-- A report in a real Neovim: the places of findings, and the results of fixes and commands, byte for
-- byte.
-- In the environment: GOUJI is the program, WORK is a folder with report.md and the expected results,
-- SETUP is the way to enable the server.
local t = require('support')

local WORK = vim.env.WORK
local version = vim.version()
local number = ('%d.%d.%d'):format(version.major, version.minor, version.patch)

local function open(name)
  vim.cmd('edit ' .. vim.fn.fnameescape(WORK .. '/' .. name))
  local buffer = vim.api.nvim_get_current_buf()
  t.wait('a client for ' .. name, function()
    local client = require('gouji').client(buffer)
    return client and (client.initialized or client.server_capabilities)
  end)
  return buffer
end

local function text()
  return table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n') .. '\n'
end

-- The findings of the current buffer: code, line, columns in bytes, and the marked text.
local function findings()
  local found = {}
  for _, diagnostic in ipairs(vim.diagnostic.get(0)) do
    -- A finding of a replaced text may be in a line that no longer exists.
    local line = vim.api.nvim_buf_get_lines(0, diagnostic.lnum, diagnostic.lnum + 1, false)[1] or ''
    local code = diagnostic.code or diagnostic.user_data.lsp.code
    local there = line:sub(diagnostic.col + 1, diagnostic.end_col)
    table.insert(found, ('%s %d:%d-%d %s'):format(code, diagnostic.lnum, diagnostic.col, diagnostic.end_col, there))
  end
  table.sort(found)
  return found
end

-- 𠮷 has four bytes, a radical has three bytes. In UTF-16 𠮷 has two units, a radical has one unit.
local EXPECTED = {
  'A001 33:87-88 4',
  'A002 54:50-51 3',
  'A004 62:18-19 2',
  'C001 33:35-38 ⼀',
  'C001 6:29-32 ⼈',
}

local function see_all()
  t.wait('all findings', function()
    return vim.deep_equal(findings(), EXPECTED)
  end, findings)
end

local function changed(what, expected)
  expected = t.read(WORK .. '/' .. expected)
  t.wait(what, function()
    return text() == expected
  end, findings, text, expected)
  t.say(what, 'gives the expected text')
end

-- Restores the report.
local function undo()
  vim.cmd('silent undo')
  t.equal('the text after undo', text(), t.read(WORK .. '/report.md'))
  see_all()
end

-- Chooses a code action at the cursor in the way of a user.
local function choose(context, wanted)
  if vim.fn.has('nvim-0.8') == 1 then
    return vim.lsp.buf.code_action({ context = context, apply = true, filter = wanted })
  end
  -- Older versions always let the user choose, even from one action.
  vim.ui.select = function(offers, _, chosen)
    for index, offer in ipairs(offers) do
      local action = offer[2]
      if wanted(action) then
        return chosen(offer, index)
      end
    end
    t.fail('the action is not offered', offers)
  end
  vim.lsp.buf.code_action(context)
end

t.run(function()
  local gouji = require('gouji')
  local cmd = { vim.env.GOUJI, 'server' }
  if vim.env.SETUP == 'builtin' then
    vim.lsp.config('gouji', { cmd = cmd })
    vim.lsp.enable('gouji')
  else
    gouji.setup({ cmd = cmd })
  end
  local heard = t.listen()

  local report = open('report.md')
  see_all()
  t.say('Neovim', number .. ', columns in', gouji.client(report).offset_encoding)
  for _, found in ipairs(findings()) do
    t.say(found)
  end
  t.equal('the root', gouji.client(report).config.root_dir, WORK)

  vim.api.nvim_win_set_cursor(0, { 34, 87 })
  choose(nil, function(action)
    -- Neovim 0.7 does not know preferred actions. The first action is the preferred action.
    return (action.isPreferred or vim.fn.has('nvim-0.8') == 0) and action.kind == 'quickfix'
  end)
  changed('the preferred quick fix', 'one.md')
  t.wait('fewer findings', function()
    return vim.deep_equal(findings(), { EXPECTED[3], EXPECTED[4], EXPECTED[5], EXPECTED[6] })
  end, findings)
  undo()

  choose({ only = { 'source.fixAll.gouji' } }, function(action)
    return action.kind == 'source.fixAll.gouji'
  end)
  changed('source.fixAll.gouji', 'fixed.md')
  undo()
  vim.cmd('GoujiFixAll')
  changed(':GoujiFixAll', 'fixed.md')
  undo()
  vim.cmd('GoujiRecompute 3')
  changed(':GoujiRecompute 3', 'one.md')
  undo()
  vim.cmd('GoujiRecompute')
  changed(':GoujiRecompute', 'recomputed.md')

  -- The change reaches the file: later findings are findings of the new text.
  vim.cmd('GoujiFixAll')
  changed(':GoujiFixAll of the rest', 'all.md')
  t.wait('no finding', function()
    return #findings() == 0
  end, findings)
  vim.cmd('silent undo | silent undo')

  local other = open('README.md')
  t.equal('one client for both', gouji.client(other).id, gouji.client(report).id)
  t.equal('findings in a text that is no report', findings(), {})
  -- The server sends nothing if nothing is found. To prove that the server has read the text, the text
  -- becomes a report first, then another text again.
  vim.api.nvim_buf_set_lines(0, 0, -1, false, vim.split(t.read(WORK .. '/report.md'), '\n'))
  see_all()
  vim.cmd('silent undo')
  t.wait('no finding in a text that is no report', function()
    return #findings() == 0
  end, findings)
  t.say('README.md: no finding')

  open('page.html')
  local function without_places(found)
    return vim.tbl_map(function(finding)
      return (finding:gsub(' %d+:%d+%-%d+', ''))
    end, found)
  end
  t.wait('the findings of the page', function()
    return vim.deep_equal(without_places(findings()), without_places(EXPECTED))
  end, findings)
  vim.cmd('GoujiFixAll')
  changed(':GoujiFixAll of the page', 'page.fixed')
  t.equal('what was told', heard, {})

  vim.cmd('GoujiCheckFolder ' .. WORK)
  t.wait('the quickfix list', function()
    return #vim.fn.getqflist() == #EXPECTED
  end, vim.fn.getqflist, heard)
  local wrong = vim.tbl_filter(function(item)
    return vim.startswith(item.text, 'A001')
  end, vim.fn.getqflist())[1]
  t.equal('the place in the quickfix list', { wrong.bufnr, wrong.lnum, wrong.col, wrong.type }, { report, 34, 88, 'E' })
  vim.cmd('cclose')
  t.say(':GoujiCheckFolder:', wrong.text)

  vim.cmd('cd ' .. vim.fn.fnameescape(WORK))
  vim.cmd('GoujiNew 云溪市水务局 2023')
  t.wait('a new report', function()
    return text() == t.read(WORK .. '/new.md')
  end, text, heard)
  t.wait('findings in the new report', function()
    return #findings() == 3 and vim.startswith(findings()[1], 'S008')
  end, findings, heard)
  t.say(':GoujiNew:', vim.fn.fnamemodify(vim.api.nvim_buf_get_name(0), ':t'))

  -- The help files have the same tags in both languages.
  vim.cmd('helptags ' .. vim.fn.fnameescape(WORK .. '/doc'))
  for _, suffix in ipairs({ '', '-cn' }) do
    local tags = t.read(WORK .. '/doc/tags' .. suffix)
    assert(tags:find(':GoujiRecompute', 1, true), 'no tags')
  end

  vim.cmd('checkhealth gouji')
  local health = text()
  for _, words in ipairs({ number, vim.env.GOUJI, vim.env.VERSION, WORK, gouji.client(report).offset_encoding, 'report.md' }) do
    if not health:find(words, 1, true) then
      t.fail('the health check does not say ' .. words, health)
    end
  end
  if health:find('ERROR') or health:find('WARN') then
    t.fail('the health check complains', health)
  end
  io.stdout:write((health:gsub('[^\n]+', '  %0')))
  t.equal('what was told', heard, {})
end)
