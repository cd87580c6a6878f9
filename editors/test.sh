#!/usr/bin/env bash
# Tests gouji in real editors: editors/test.sh [GOUJI]. The default program is the debug build of this tree.
# An editor that cannot be installed is skipped. The status is 0 if at least one test ran and no test failed.
set -uo pipefail
[ $# -eq 0 ] || set -- "$(realpath "$1")"
cd "$(dirname "$0")"
failed=() skipped=() passed=()
for test in nvim/test/run.sh emacs/test.sh vim/test.sh; do
    "./$test" "$@"
    case $? in
        0) passed+=("$test") ;;
        77) skipped+=("$test") ;;
        *) failed+=("$test") ;;
    esac
done
echo "== ${SECONDS}s: passed ${passed[*]:-none}; skipped ${skipped[*]:-none}; failed ${failed[*]:-none}"
[ ${#failed[@]} -eq 0 ] && [ ${#passed[@]} -gt 0 ]
