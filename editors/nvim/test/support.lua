-- What both tests share. They run in Neovim 0.7 as in 0.11, and leave by `cquit` where something is not as it should be.
local M = {}

-- Shows what was seen; functions are asked for it.
function M.fail(what, ...)
  local seen = {}
  for index = 1, select('#', ...) do
    local value = select(index, ...)
    seen[index] = vim.inspect(type(value) == 'function' and value() or value)
  end
  io.stderr:write('FAILED ' .. what .. '\n' .. table.concat(seen, '\n') .. '\n')
  vim.cmd('cquit 1')
end

-- As long as a machine may need that does much else.
function M.wait(what, condition, ...)
  if not vim.wait(60000, condition, 10) then
    M.fail('waiting for ' .. what, ...)
  end
end

function M.equal(what, seen, expected)
  if not vim.deep_equal(seen, expected) then
    M.fail(what .. ': seen, expected', seen, expected)
  end
end

function M.say(...)
  io.stdout:write('  ' .. table.concat({ ... }, ' ') .. '\n')
end

-- What is told to the user from now on.
function M.listen()
  local heard = {}
  vim.notify = function(message)
    table.insert(heard, message)
  end
  return heard
end

function M.read(path)
  local file = assert(io.open(path, 'rb'))
  local text = file:read('*a')
  file:close()
  return text
end

-- Runs a test so that a mistake in it ends Neovim.
function M.run(test)
  local done, problem = xpcall(test, debug.traceback)
  if not done then
    M.fail(problem)
  end
  vim.cmd('qa!')
end

return M
