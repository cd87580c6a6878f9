-- Shared code of both tests. The tests run in Neovim 0.7 and 0.11, and a failed test ends with `cquit`.
local M = {}

-- Prints the observed values. Functions are called for their value.
function M.fail(what, ...)
  local seen = {}
  for index = 1, select('#', ...) do
    local value = select(index, ...)
    seen[index] = vim.inspect(type(value) == 'function' and value() or value)
  end
  io.stderr:write('FAILED ' .. what .. '\n' .. table.concat(seen, '\n') .. '\n')
  vim.cmd('cquit 1')
end

-- Long enough for a busy machine.
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

-- The messages to the user from now on.
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

-- Runs a test. A mistake in the test ends Neovim.
function M.run(test)
  local done, problem = xpcall(test, debug.traceback)
  if not done then
    M.fail(problem)
  end
  vim.cmd('qa!')
end

return M
