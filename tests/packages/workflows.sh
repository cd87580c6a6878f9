#!/usr/bin/env bash
# What other programs read of this project is what they understand: the action, the workflow, the forms for issues, the hooks, and the
# examples of such files in docs/ci.md. Needs check-jsonschema and pre-commit on PATH.
set -euo pipefail
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The blocks of yaml, each into the file that its first line names, the second of a name into a folder of its own.
awk -v work="$work" '
    /^```yaml$/ { inside = 1; count++; next }
    /^```$/     { inside = 0; file = "" }
    inside && !file { folder = work "/" count; file = folder "/" $2; sub(/.*\//, "", file); file = folder "/" file; system("mkdir -p " folder) }
    inside { print > file }
' docs/ci.md

is() { check-jsonschema --builtin-schema "vendor.$1" "${@:2}"; }
is github-actions action.yml
is github-workflows .github/workflows/*.yml "$work"/*/reports.yml
is github-issue-forms .github/ISSUE_TEMPLATE/*.yml
is gitlab-ci "$work"/*/.gitlab-ci.yml
pre-commit validate-manifest .pre-commit-hooks.yaml
pre-commit validate-config "$work"/*/.pre-commit-config.yaml

# The examples name hooks, inputs and outputs that are there.
for hook in $(sed -n 's/^ *- id: \(gouji-.*\)/\1/p' "$work"/*/.pre-commit-config.yaml); do
    grep --quiet "^- id: $hook\$" .pre-commit-hooks.yaml
done
for name in $(sed -n 's/^          \([a-z-]*\):.*/\1/p' "$work"/*/reports.yml | grep --invert-match sarif_file); do
    grep --quiet "^  $name:\$" action.yml || { echo "action.yml has no input $name"; exit 1; }
done
