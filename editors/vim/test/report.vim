" A report in a real Vim with ALE: the places of findings and fixes.
" In the environment: GOUJI is the program, WORK is a folder with report.md and the expected results,
" LOG is a file for the observed values.

function! Say(text)
  call writefile(['  ' .. a:text], $LOG, 'a')
endfunction

function! Fail(what, ...)
  call writefile(['FAILED ' .. a:what] + map(copy(a:000), 'string(v:val)'), $LOG, 'a')
  cquit 1
endfunction

function! Wait(what, Condition)
  let start = reltime()
  while !a:Condition()
    " Long enough for a busy machine.
    if reltimefloat(reltime(start)) > 60
      call Fail('waiting for ' .. a:what, Findings(), getline(1, '$'))
    endif
    sleep 20m
  endwhile
endfunction

" Code, line, first and last byte, and the marked text.
function! Findings()
  let found = []
  for item in ale#engine#GetLoclist(bufnr(''))
    let there = strpart(getline(item.lnum), item.col - 1, item.end_col - item.col + 1)
    call add(found, printf('%s %d:%d-%d %s', item.code, item.lnum, item.col, item.end_col, there))
  endfor
  return sort(found)
endfunction

" A finding without its place.
function! Placeless(finding)
  return substitute(a:finding, ' \d\+:\d\+-\d\+', '', '')
endfunction

" Chooses the first action with the word in its title. '' chooses the first action.
let g:wanted = ''
function! Choose(question, ...)
  for line in split(a:question, "\n")
    let number = matchstr(line, '^\d\+\ze) ')
    if !empty(number) && stridx(line, g:wanted) >= 0
      return number
    endif
  endfor
  call Fail('the action is not offered', a:question)
endfunction

function! Act(line, column, wanted)
  call cursor(a:line, a:column)
  let g:wanted = a:wanted
  let tick = b:changedtick
  ALECodeAction
  call Wait('an edit', {-> b:changedtick != tick})
endfunction

function! Write(lines)
  silent %delete _
  call setline(1, a:lines)
  ALELint
endfunction

function! Check(what, name)
  if getline(1, '$') != readfile($WORK .. '/' .. a:name)
    call Fail(a:what, getline(1, '$'))
  endif
  call Say(a:what .. ' gives the expected text')
endfunction

let s:expected = [
\ 'A001 34:88-88 4',
\ 'A002 55:51-51 3',
\ 'A004 63:19-19 2',
\ 'C001 34:36-38 ⼀',
\ 'C001 7:30-32 ⼈',
\]

function! Test()
  runtime autoload/ale/util.vim
  function! ale#util#Input(message, value, ...) abort
    return Choose(a:message)
  endfunction

  execute 'edit' fnameescape($WORK .. '/report.md')
  if $ENCODING is# ''
    call Wait('findings', {-> len(Findings()) == len(s:expected)})
    " The result without the forced columns is only recorded.
    call Act(34, 88, '')
    call Say('the line after the quick fix: ' .. getline(34))
    return
  endif
  call Wait('findings', {-> Findings() == s:expected})
  call Say('Vim ' .. v:versionlong .. ', ALE ' .. $ALE)
  for found in Findings()
    call Say(found)
  endfor
  call Act(34, 88, '')
  call Check('the quick fix', 'one.md')
  silent undo
  call Act(34, 88, '修正全部')
  call Check('the action that fixes everything', 'fixed.md')
  silent undo

  execute 'edit!' fnameescape($WORK .. '/README.md')
  " The server sends nothing if nothing is found. To prove that the server has read the text, the text
  " becomes a report first, then another text again.
  let text = getline(1, '$')
  call Write(readfile($WORK .. '/report.md'))
  call Wait('findings in a text that becomes a report', {-> Findings() == s:expected})
  call Write(text)
  call Wait('no finding in a text that is no report', {-> empty(Findings())})
  call Say('README.md: no finding')

  execute 'edit!' fnameescape($WORK .. '/page.html')
  call Wait('the findings of the page', {-> map(Findings(), 'Placeless(v:val)') == map(copy(s:expected), 'Placeless(v:val)')})
  call Act(32, 1, '修正全部')
  call Check('the page: the action that fixes everything', 'page.fixed')
endfunction

try
  call Test()
catch
  call Fail(v:exception, v:throwpoint)
endtry
qall!
