# Sourced by the tests of editors. The first argument is the program to test. The default is the debug
# build of this tree.
# Defines $gouji, $work (a new folder with reports and the expected results), $cache and the functions
# below.
set -euo pipefail
editors=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
gouji=${1:-${CARGO_TARGET_DIR:-$editors/../target}/debug/gouji}
[ -x "$gouji" ] || { echo "there is no program $gouji: run cargo build, or name one"; exit 2; }
gouji=$(cd "$(dirname "$gouji")" && pwd)/$(basename "$gouji")
version=$("$gouji" --version)
version=${version#gouji }
# Tools installed only for the tests stay here between runs.
cache=${GOUJI_TEST_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/gouji-editors}
work=$(realpath "$(mktemp -d)")
trap 'rm -rf "$work"' EXIT

# Makes editors read only the settings of the tests. Called after all installations, because installers
# have their own settings.
isolate() {
    export HOME=$work/home XDG_CONFIG_HOME=$work/home XDG_DATA_HOME=$work/home XDG_STATE_HOME=$work/home XDG_CACHE_HOME=$work/home
    mkdir "$work/home"
}

# Installs missing Debian packages if allowed.
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

# skip WHY: skips the test of this editor. Status 77 tells the caller.
skip() {
    echo "SKIPPED: $1"
    exit 77
}

# reports FOLDER: makes a folder with a report and the expected results.
#   one.md        only the wrong number of table three is corrected
#   recomputed.md the totals of both tables are corrected
#   fixed.md      the result of `gouji check --fix`
#   all.md        the result of `gouji check --fix` for recomputed.md, without findings
#   page.html     the report as a web page
#   page.fixed    the result of `gouji check --fix` for page.html
reports() {
    mkdir -p "$1"
    cp "$editors/testing/report.md" "$1/report.md"
    printf '# A program\n\nThe text of a README, with a table.\n\n| 总计 | 1 |\n| --- | --- |\n| 2 | 3 |\n' >"$1/README.md"
    # The empty settings file marks the root of the workspace.
    : >"$1/gouji.toml"
    local row='| 2 | 1 | 0 | 0 | 0 | 0 |'
    sed "s/𠮷 $row 4 |\$/𠮷 $row 3 |/" "$1/report.md" >"$1/one.md"
    sed 's/^| 1 | 0 | 0 | 0 | 2 |/| 1 | 0 | 0 | 0 | 1 |/' "$1/one.md" >"$1/recomputed.md"
    cp "$1/report.md" "$1/fixed.md"
    cp "$1/recomputed.md" "$1/all.md"
    "$gouji" check --quiet --fix "$1/fixed.md" >"$1/rest" || [ $? -eq 1 ]
    "$gouji" check --quiet --fix "$1/all.md" >"$1/rest"
    awk -f "$editors/testing/page.awk" "$1/report.md" >"$1/page.html"
    cp "$1/page.html" "$1/page.fixed"
    "$gouji" check --quiet --fix "$1/page.fixed" >"$1/rest" || [ $? -eq 1 ]
    cmp -s "$1/page.html" "$1/page.fixed" && { echo 'nothing in the page is fixed'; exit 1; }
    rm "$1/rest"
    # A check of the folder must find only the report.
    printf '[files]\ninclude = ["report.md", "README.md"]\n' >"$1/gouji.toml"
    cmp -s "$1/report.md" "$1/one.md" && { echo 'the report has changed'; exit 1; }
    "$gouji" new --issuer 云溪市水务局 --year 2023 >"$1/new.md"
}
