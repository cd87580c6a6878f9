#!/usr/bin/env bash
# Tests gouji in real editors: editors/test.sh [GOUJI]; without a program, that of this tree's debug build.
# An editor that cannot be installed here is skipped; the status is 0 if those that ran are right and at least one did.
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
