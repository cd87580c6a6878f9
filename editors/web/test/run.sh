#!/usr/bin/env bash
# All tests of the page: the engine, and the page in a real Chromium, opened from the disk without a network.
# usage: editors/web/test/run.sh GOUJI_BINARY [PICTURES]
set -euo pipefail
gouji=$(realpath "$1")
pictures=${2:+$(realpath --canonicalize-missing "$2")}
cd "$(dirname "$0")/.."
target=$(realpath --canonicalize-missing "${CARGO_TARGET_DIR:-../../target}")
# The Node.js of VS Code's tests, if they ran before.
cache=${GOUJI_VSCODE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/gouji-vscode}
[ ! -d "$cache/venv/bin" ] || export PATH="$cache/venv/bin:$PATH"
export npm_config_fund=false npm_config_audit=false npm_config_update_notifier=false

if ! command -v chromium > /dev/null; then
    [ "$(id -u)" -eq 0 ] || { echo 'install chromium and fonts-noto-cjk first' >&2; exit 1; }
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends -qq chromium fonts-noto-cjk > /dev/null
fi
CARGO_TARGET_DIR=$target cargo fmt --check --manifest-path engine/Cargo.toml
CARGO_TARGET_DIR=$target cargo clippy --quiet --locked --all-targets --manifest-path engine/Cargo.toml -- -D warnings
CARGO_TARGET_DIR=$target cargo test --quiet --locked --manifest-path engine/Cargo.toml
./build.sh "$target/web"
node test/page.mjs "$target/web/gouji.html" "$gouji" ${pictures:+"$pictures"}
