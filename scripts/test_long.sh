#!/bin/bash
# What does not fit into `make test`: data races, fuzzing, and the tests that are marked long. About half an hour.
# The last line is "N passed, N failed". Usage: test_long.sh
# shellcheck disable=SC2317  # the parts are called by name
set -uo pipefail
cd "$(dirname "$0")/.." || exit
. scripts/say.sh
. scripts/record.sh

marked_long() {  # those of ctest and of pytest, if there are any
  scripts/build.sh native || return
  ctest --preset native --label-regex '^long$' --no-tests=ignore || return
  scripts/install_packages.sh test && scripts/python.sh newest && scripts/promtool.sh || return
  build/python/bin/python -m pytest tests/interop -m long
  [[ $? =~ ^(0|5)$ ]]  # 5: none is marked
}

as_test() {  # as_test NAME COMMAND...: reports a whole command as one test
  local result='' exit_code=0
  "${@:2}" || { exit_code=$?; result='<failure/>'; }
  echo "<testsuite><testcase name=\"$1\">$result</testcase></testsuite>" > "$report"
  return "$exit_code"
}

same_models() {  # the optimized builds of g++ and clang++; `make test` compares those of em++ and of the sanitizers
  scripts/build.sh native:model_digests clang:model_digests || return
  local program=tests/engine/model_digests
  for hands in 1 2 8; do
    cmp <("build/native/$program" "$hands") <("build/clang/$program" "$hands") || return
  done
}

record backend-release ctest_label native backend backend_tests
record engine-races ctest_label tsan engine engine_tests
record backend-races ctest_label tsan backend backend_tests
record builds as_test "optimized builds train the same models" same_models
record long as_test "tests marked long" marked_long
record fuzz as_test "no parser crashes" env FUZZ_SECONDS="${FUZZ_SECONDS:-150}" scripts/fuzz.sh
close_record
