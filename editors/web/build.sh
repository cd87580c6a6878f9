#!/usr/bin/env bash
# build.sh FOLDER: builds the page. FOLDER/gouji.html is the page in one file, FOLDER/site the same page for a web site.
# Needs Node.js 20 or later and rustup's linker. The script installs Debian's compiler for WebAssembly, binaryen and xz.
set -euo pipefail
[ $# -eq 1 ] || { echo 'usage: build.sh FOLDER' >&2; exit 2; }
folder=$(realpath --canonicalize-missing "$1")
cd "$(dirname "$0")"
target=$(realpath --canonicalize-missing "${CARGO_TARGET_DIR:-../../target}")/page

if ! { [ -x /usr/bin/cargo ] && [ -e /usr/lib/rustlib/src ] && command -v wasm-opt > /dev/null && command -v xz > /dev/null; }; then
    [ "$(id -u)" -eq 0 ] || { echo 'install Debian'"'"'s rustc-web, cargo-web, rust-web-src, binaryen and xz-utils first' >&2; exit 1; }
    apt-get update -qq
    apt-get install -qq --no-install-recommends rustc-web cargo-web rust-web-src binaryen xz-utils > /dev/null
fi
linker=$(find "$(rustc --print sysroot)/lib/rustlib" -name rust-lld -print -quit)
[ -n "$linker" ] || { echo 'rust-lld is not in the toolchain: install Rust with rustup' >&2; exit 1; }

# The compiler of Debian builds its own standard library, so the existing toolchain stays unchanged. A panic is a trap, without the
# texts and places that nobody could read in a browser: the worker tells the page that the engine failed.
RUSTC_BOOTSTRAP=1 RUSTC=/usr/bin/rustc CARGO_TARGET_DIR=$target CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=$linker \
    CARGO_PROFILE_RELEASE_PANIC=immediate-abort CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS=-Zlocation-detail=none \
    /usr/bin/cargo build --quiet --locked --release --lib --manifest-path engine/Cargo.toml \
    -Z build-std=std,panic_abort -Z build-std-features=optimize_for_size -Z panic-immediate-abort \
    --target wasm32-unknown-unknown
wasm-opt -Oz --strip-debug --strip-producers --enable-bulk-memory --enable-nontrapping-float-to-int --enable-sign-ext \
    --enable-mutable-globals --enable-reference-types --enable-multivalue \
    -o "$target/engine.wasm" "$target/wasm32-unknown-unknown/release/gouji_web.wasm"

if ! cmp -s package-lock.json node_modules/.installed; then
    npm ci --ignore-scripts --silent
    cp package-lock.json node_modules/.installed
fi
npm run --silent check
node bundle.mjs "$target/engine.wasm" "$folder"
