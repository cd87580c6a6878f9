#!/usr/bin/env bash
# Tests gouji in a real Vim with ALE, both of Debian: editors/vim/test.sh [GOUJI]
source "$(dirname "$0")/../testing/common.sh"
[ -e /usr/share/vim-ale ] || have vim-ale || skip 'the Debian package vim-ale cannot be installed'
(command -v vim && vim --version | grep -q '+channel') >/dev/null || have vim-nox || skip 'no vim with channels is there'
isolate
reports "$work/报告"

# vim_with RUNTIMEPATH ENCODING: prints the observed values.
vim_with() {
    local status=0
    cat >"$work/vimrc" <<VIMRC
set nocompatible encoding=utf-8 noswapfile viminfo= hidden
set runtimepath^=/usr/share/vim-ale,$1
filetype plugin on
let g:ale_linters_explicit = 1
let g:ale_linters = {'markdown': ['gouji'], 'text': ['gouji'], 'html': ['gouji']}
let g:gouji_executable = \$GOUJI
runtime plugin/ale.vim
VIMRC
    GOUJI=$gouji WORK=$work/报告 LOG=$work/log ENCODING=$2 ALE=$(dpkg-query -W -f '${Version}' vim-ale) LC_ALL=C.UTF-8 \
        timeout --kill-after=5 300 vim --not-a-term -T dumb -u "$work/vimrc" -S "$editors/vim/test/report.vim" \
        </dev/null >"$work/screen" 2>&1 || status=$?
    cat "$work/log"
    rm -f "$work/log"
    return $status
}

echo '== Vim with ALE'
vim_with "$editors/vim" utf-8

echo '== The same without --position-encoding utf-8 (only to see whether ALE still needs it)'
cp -r "$editors/vim" "$work/plain"
sed -i 's/ --position-encoding utf-8//' "$work/plain/autoload/gouji/ale.vim"
vim_with "$work/plain" '' || true
