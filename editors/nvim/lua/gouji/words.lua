-- The messages of the plugin, in Chinese and English. Each message names the problem and the remedy.
local M = {}

local WORDS = {
  missing = {
    '找不到程序 %s：请安装 gouji 并使它在 PATH 中，或在 setup() 的 cmd 中写明路径',
    'the program %s is not there: install gouji so that it is in PATH, or give its path as cmd in setup()',
  },
  not_gouji = {
    '%s 不是 gouji（%s）：请在 setup() 的 cmd 中写明 gouji 的路径',
    '%s is not gouji (%s): give the path of gouji as cmd in setup()',
  },
  no_answer = {
    '%s --version 没有回答：请在终端里试一试，或在 setup() 的 cmd 中写明另一个路径',
    '%s --version does not answer: try it in a terminal, or give another path as cmd in setup()',
  },
  too_old = {
    '%s 是 %s 版，本插件需要 %s 或更新：请更新 gouji',
    '%s is version %s and this plugin needs %s or later: update gouji',
  },
  died = {
    '语言服务器意外退出（状态 %s，信号 %s）：请运行 :checkhealth gouji，日志在 %s',
    'the server has ended (status %s, signal %s): run :checkhealth gouji; the log is %s',
  },
  not_attached = {
    '没有连接到这个文件：请打开一份报告（.md、.txt 或 .html），或运行 :checkhealth gouji',
    'not attached to this file: open a report (.md, .txt or .html), or run :checkhealth gouji',
  },
  bad_table = { '合计只在表三和表四：请写 3、4 或不写', 'totals are in tables 3 and 4: say 3, 4 or nothing' },
  no_folder = { '%s 不是文件夹：请写一个文件夹', '%s is no folder: name one' },
  check_failed = { '检查没有完成：%s', 'the check could not be done: %s' },
  nothing_found = { '%s 中没有发现问题', 'nothing was found in %s' },
  ask_organ = { '机关名称：', 'Organ: ' },
  ask_year = { '年份：', 'Year: ' },
  new_failed = { '没有生成报告：%s', 'no report was made: %s' },
  exists = { '%s 已经存在：请先改名或换一个文件夹', '%s is there already: rename it first, or change the folder' },

  health_editor = { 'Neovim %s，用%s启动服务器', 'Neovim %s, starts the server by %s' },
  health_builtin = { '内置的 vim.lsp.enable ', 'the built-in vim.lsp.enable' },
  health_autocmd = { ' FileType 自动命令', 'a FileType autocommand' },
  health_old_editor = { 'Neovim %s 太旧：请更新到 0.7 或更新', 'Neovim %s is too old: update to 0.7 or later' },
  health_program = { '%s，版本 %s', '%s, version %s' },
  health_attached = { '已连接，根文件夹 %s，列的单位 %s，文件：%s', 'attached, root %s, columns in %s, files: %s' },
  health_no_root = { '无', 'none' },
  health_not_enabled = {
    '没有启用：请在配置中写 require(\'gouji\').setup()',
    'not enabled: put require(\'gouji\').setup() into your configuration',
  },
  health_not_running = {
    '已启用，没有打开的报告：请打开一份报告（%s）再运行一次',
    'enabled, and no report is open: open one (%s) and run this again',
  },
}

-- The locale for the language of messages: the locale of messages in Neovim. If this locale names no
-- language (for example `C`, if the system lacks the requested locale), the environment decides, as
-- for gouji itself.
function M.locale()
  local places = { vim.v.lang, vim.env.LC_ALL, vim.env.LC_MESSAGES, vim.env.LANG }
  for index = 1, 4 do
    local language = (places[index] or ''):match('^%a+')
    if language and language ~= 'C' and language ~= 'POSIX' then
      return (places[index]:gsub('%..*', ''))
    end
  end
  return 'zh'
end

function M.say(name, ...)
  local words = WORDS[name]
  return words[M.locale():match('^zh') and 1 or 2]:format(...)
end

function M.notify(message, level)
  vim.notify('gouji: ' .. message, level or vim.log.levels.WARN)
end

return M
