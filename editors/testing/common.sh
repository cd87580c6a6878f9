# For the editors' tests: sourced with the program to test as first argument, else that of this tree's debug build.
# Gives $gouji, $work (a folder of its own, with reports and what is expected of them) and $cache, and the functions below.
set -euo pipefail
editors=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
gouji=${1:-${CARGO_TARGET_DIR:-$editors/../target}/debug/gouji}
[ -x "$gouji" ] || { echo "there is no program $gouji: run cargo build, or name one"; exit 2; }
gouji=$(cd "$(dirname "$gouji")" && pwd)/$(basename "$gouji")
version=$("$gouji" --version)
version=${version#gouji }
# What is installed for the tests alone stays here from run to run.
cache=${GOUJI_TEST_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/gouji-editors}
work=$(realpath "$(mktemp -d)")
trap 'rm -rf "$work"' EXIT

# Makes editors read no settings but those of the tests: called once all is installed, as installers have settings of their own.
isolate() {
    export HOME=$work/home XDG_CONFIG_HOME=$work/home XDG_DATA_HOME=$work/home XDG_STATE_HOME=$work/home XDG_CACHE_HOME=$work/home
    mkdir "$work/home"
}

# Debian packages; installs those that are missing where that is allowed.
have() {
    local package missing=()
    for package; do
        dpkg-query -W -f '${Status}' "$package" 2>&1 | grep -q 'ok installed' || missing+=("$package")
    done
    [ ${#missing[@]} -eq 0 ] && return
    local sudo=()
    [ "$(id -u)" -eq 0 ] || sudo=(sudo -n)
    # The lists of packages may be missing, or too old.
    for _ in 1 2; do
        DEBIAN_FRONTEND=noninteractive "${sudo[@]}" apt-get install --yes --no-install-recommends "${missing[@]}" >"$work/apt" 2>&1 && return
        "${sudo[@]}" apt-get update >>"$work/apt" 2>&1 || break
    done
    tail -n 3 "$work/apt"
    return 1
}

# skip WHY: this editor is not tested here. 77 is what says so to the caller.
skip() {
    echo "SKIPPED: $1"
    exit 77
}

# reports FOLDER: a folder with a report and with what is to become of it.
#   one.md        the one wrong number of table three is corrected, nothing else
#   recomputed.md the totals of both tables are
#   fixed.md      as `gouji check --fix` writes it
#   all.md        the same of recomputed.md: nothing is left to find
reports() {
    mkdir -p "$1"
    cp "$editors/testing/report.md" "$1/report.md"
    printf '# A program\n\nThe text of a README, with a table.\n\n| 总计 | 1 |\n| --- | --- |\n| 2 | 3 |\n' >"$1/README.md"
    # An empty one: the root of the workspace.
    : >"$1/gouji.toml"
    local row='| 2 | 1 | 0 | 0 | 0 | 0 |'
    sed "s/𠮷 $row 4 |\$/𠮷 $row 3 |/" "$1/report.md" >"$1/one.md"
    sed 's/^| 1 | 0 | 0 | 0 | 2 |/| 1 | 0 | 0 | 0 | 1 |/' "$1/one.md" >"$1/recomputed.md"
    cp "$1/report.md" "$1/fixed.md"
    cp "$1/recomputed.md" "$1/all.md"
    "$gouji" check --quiet --fix "$1/fixed.md" >"$1/rest" || [ $? -eq 1 ]
    "$gouji" check --quiet --fix "$1/all.md" >"$1/rest"
    rm "$1/rest"
    # Checking the folder is to find the report alone.
    printf '[files]\ninclude = ["report.md", "README.md"]\n' >"$1/gouji.toml"
    cmp -s "$1/report.md" "$1/one.md" && { echo 'the report has changed'; exit 1; }
    "$gouji" new --issuer 云溪市水务局 --year 2023 >"$1/new.md"
}
