#!/bin/bash
# Checks layout, shell scripts, include directions and what clang-tidy finds; tells of all of them before it fails.
# Usage: lint.sh [FILE.cpp...]    with files: clang-tidy over those alone
# shellcheck disable=SC2317  # the checks are called by name
set -uo pipefail
cd "$(dirname "$0")/.." || exit
. scripts/say.sh
scripts/install_packages.sh build lint && scripts/third_party.sh build/sources scripts/third_party.lock || exit 1
files=("$@")
[ $# -gt 0 ] || mapfile -t files < <(git ls-files 'shared/*.cpp' 'backend/*.cpp')
faults=0

check() {  # check NAME COMMAND...
  say "$1"
  "${@:2}" || { faults=$((faults + 1)); say "$1: see above"; }
}

layout() { git ls-files '*.h' '*.cpp' | xargs --no-run-if-empty clang-format-14 --dry-run --Werror; }
shell() { git ls-files '*.sh' .ci/run | xargs shellcheck --external-sources --source-path=scripts; }

# Headers that are generated must exist, so what they are generated for is built first.
tidy() {
  scripts/build.sh clang:shohin || return
  printf '%s\0' "${files[@]}" | xargs -0 --no-run-if-empty -n 4 -P "$(nproc)" \
    clang-tidy-14 -p build/clang --config-file=.clang-tidy --quiet
}

check layout layout
check shell shell
check include-directions python3 tests/house/include_directions.py .
check names python3 tests/house/one_name_one_type.py .
check clang-tidy tidy
[ "$faults" = 0 ] && say "no fault found"
exit "$((faults > 0))"
