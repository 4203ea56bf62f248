#!/bin/bash
# Fuzzes each parser for FUZZ_SECONDS (60), from the corpus of the last time; stops at the first crash.
# Usage: fuzz.sh [PROGRAM...]
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/say.sh
scripts/build.sh fuzz:fuzz_tests
[ $# -gt 0 ] || mapfile -t found < <(find build/fuzz/tests/fuzz -maxdepth 1 -type f -name '*_fuzz' -executable | sort)
[ $# -gt 0 ] || set -- "${found[@]}"
[ $# -gt 0 ] || fail "tests/fuzz has built no program named *_fuzz"
for program; do
  name=$(basename "$program")
  corpus=build/fuzz/corpus/$name seeds=tests/fuzz/seeds/$name
  mkdir -p "$corpus"
  [ ! -d "$seeds" ] || cp -n "$seeds"/* "$corpus"
  say "$name for ${FUZZ_SECONDS:-60} s"
  "$program" -max_total_time="${FUZZ_SECONDS:-60}" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
    -artifact_prefix="build/fuzz/$name-" "$corpus"
done
