#!/usr/bin/env bash
# Tests gouji in a real Emacs with eglot, both of Debian: editors/emacs/test.sh [GOUJI]
source "$(dirname "$0")/../testing/common.sh"
command -v emacs >/dev/null || have emacs-nox || skip 'no emacs is there and the Debian package emacs-nox cannot be installed'
have elpa-eglot elpa-markdown-mode || skip 'the Debian packages elpa-eglot and elpa-markdown-mode cannot be installed'
isolate
reports "$work/报告"

echo '== Emacs with eglot'
GOUJI=$gouji WORK=$work/报告 LC_ALL=C.UTF-8 timeout --kill-after=5 300 \
    emacs -Q --batch --directory "$editors/emacs" --load "$editors/emacs/test/report.el" 2>"$work/log" </dev/null || { cat "$work/log"; exit 1; }
