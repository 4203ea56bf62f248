# shellcheck shell=bash
# Sourced by test.sh and test_long.sh: runs one test runner after another and adds up what they report.
reports=$PWD/build/test-results
rm -rf "$reports" && mkdir -p "$reports"
outcomes=()

# record NAME COMMAND...: runs it; it writes the file $report, and what it leaves there counts.
record() {
  local name=$1 exit_code=0 start=$SECONDS
  shift
  report=$reports/$name.xml
  say "--- $name"
  ("$@") || exit_code=$?
  outcomes+=("$name:$exit_code:$report")
  say "--- $name took $((SECONDS - start)) s"
}

ctest_label() {  # ctest_label PRESET LABEL TARGET[,TARGET]
  local with=()
  [ "$1" != wasm ] || with=(scripts/node.sh)  # the Node that the pages are built with
  scripts/build.sh "$1:$3" || return
  "${with[@]}" ctest --preset "$1" --label-regex "^$2\$" --label-exclude '^long$' --output-junit "$report"
}

# The last line is "N passed, N failed"; fails when anything failed or could not run.
close_record() { python3 scripts/count_tests.py "${outcomes[@]}"; }
