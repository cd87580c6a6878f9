" gouji for ALE. The columns are forced to bytes: ALE reads the UTF-16 columns of the protocol as bytes,
" and would apply fixes at wrong places of Chinese text.

function! gouji#ale#Define(filetype) abort
  call ale#linter#Define(a:filetype, {
  \   'name': 'gouji',
  \   'lsp': 'stdio',
  \   'executable': {buffer -> get(g:, 'gouji_executable', 'gouji')},
  \   'command': '%e server --position-encoding utf-8',
  \   'project_root': function('gouji#ale#Root'),
  \   'language': a:filetype,
  \})
endfunction

" The folder of the nearest gouji.toml, otherwise the folder of the repository, otherwise the folder of
" the file.
function! gouji#ale#Root(buffer) abort
  for name in ['gouji.toml', '.gouji.toml']
    let file = ale#path#FindNearestFile(a:buffer, name)
    if !empty(file)
      return fnamemodify(file, ':p:h')
    endif
  endfor
  let folder = ale#path#FindNearestDirectory(a:buffer, '.git')
  return empty(folder) ? fnamemodify(bufname(a:buffer), ':p:h') : fnamemodify(folder, ':p:h:h')
endfunction
