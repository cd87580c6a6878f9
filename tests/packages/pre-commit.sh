#!/usr/bin/env bash
# The hooks as their users have them: pre-commit, a repository of reports, and this project as the repository of the hooks.
# Needs pre-commit on PATH. The program is built without optimization, where CARGO_TARGET_DIR says.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$root/target} MATURIN_PEP517_ARGS='--profile dev'
export PRE_COMMIT_HOME=$work/home LC_ALL=C.UTF-8 LANG=zh_CN.UTF-8
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1
export GIT_AUTHOR_NAME=tester GIT_AUTHOR_EMAIL=tester@example.org GIT_COMMITTER_NAME=tester GIT_COMMITTER_EMAIL=tester@example.org

# The hooks' repository: what is committed here, with changes that are not committed yet.
hooks=$work/gouji
mkdir "$hooks"
changed=$(git -C "$root" stash create)
git -C "$root" archive "${changed:-HEAD}" | tar -x -C "$hooks"
git -C "$hooks" init --quiet
git -C "$hooks" add --all
git -C "$hooks" commit --quiet --message Hooks
git -C "$hooks" tag v0.0.0

mkdir -p "$work/reports/drafts"
cd "$work/reports"
git init --quiet

# configure HOOK…: which hooks the repository of reports has.
configure() {
    printf 'repos:\n  - repo: %s\n    rev: v0.0.0\n    hooks:\n' "$hooks" > .pre-commit-config.yaml
    printf '      - id: %s\n' "$@" >> .pre-commit-config.yaml
    pre-commit validate-config
}

# refused WORD…: a commit is refused, with these words.
refused() {
    if git commit --quiet --message Reports > "$work/said" 2>&1; then
        echo 'the commit was not refused'
        exit 1
    fi
    sed 's/^/    /' "$work/said"
    local word
    for word in "$@"; do
        grep --quiet --fixed-strings "$word" "$work/said" || { echo "nothing is said of $word"; exit 1; }
    done
}

# The example, of whose mistakes all but the date of its signature can be mended.
sed 's/2024年2月20日/2024年1月20日/' "$root/docs/examples/yunxi-2023.md" > yunxi.md
awk -f "$root/editors/testing/page.awk" yunxi.md > page.html
cp yunxi.md drafts/
printf '# Not a report\n' > README.md
printf '[files]\nexclude = ["drafts/**"]\n' > gouji.toml

pre-commit validate-manifest "$root/.pre-commit-hooks.yaml"
configure gouji-check
pre-commit install
git add --all

echo 'A wrong report is refused:'
refused yunxi.md:36 page.html:33 'A001 row-total' '总计应为 5（自然人 4 + 商业企业 1），表中为 6'
if grep --quiet drafts "$work/said"; then
    echo 'a draft was checked'
    exit 1
fi

echo 'Mended by the hook, it is refused once more, to be looked at:'
configure gouji-fix
git add --all
refused 'files were modified by this hook'

echo 'And then it is accepted:'
git add --all
git commit --quiet --message Reports
git diff --quiet
git show HEAD:yunxi.md | grep --quiet '（一）予以公开 |  | 4 | 1 | 0 | 0 | 0 | 0 | 5 |'
git show HEAD:page.html | grep --quiet '（一）予以公开</td><td></td><td>4</td><td>1</td><td>0</td><td>0</td><td>0</td><td>0</td><td>5</td>'
echo "pre-commit: refused, mended, accepted ($SECONDS s)"
