#!/bin/bash
# Builds and runs the tests; every part runs, even after one has failed. The last line is "N passed, N failed".
# Usage: test.sh [engine|backend|wasm|browser|interop]...    without a part: all of them
set -uo pipefail
cd "$(dirname "$0")/.."
. scripts/say.sh
[ $# -gt 0 ] || set -- engine backend wasm browser interop
reports=$PWD/build/test-results
rm -rf "$reports" && mkdir -p "$reports"
outcomes=()

# record NAME COMMAND...: runs it; it writes $report, and what it leaves there counts.
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
  scripts/build.sh "$1:$3" || return
  ctest --preset "$1" --label-regex "^$2\$" --label-exclude '^long$' --output-junit "$report"
}

browser() {
  scripts/install_packages.sh test && scripts/build.sh || return
  cd tests/browser || return
  PLAYWRIGHT_JUNIT_OUTPUT_NAME=$report ../../scripts/node.sh npx playwright test --reporter=list,junit
}

interop() {
  scripts/install_packages.sh test && scripts/build.sh && scripts/python.sh || return
  build/python/bin/python -m pytest tests/interop --junitxml="$report" -m 'not long'
}

for part; do
  case $part in
    engine)
      record engine ctest_label native engine engine_tests
      record engine-sanitized ctest_label asan engine engine_tests ;;
    backend)
      record backend ctest_label native backend shohin,backend_tests
      record backend-sanitized ctest_label asan backend backend_tests ;;
    wasm) record wasm ctest_label wasm wasm all ;;
    browser) record browser browser ;;
    interop) record interop interop ;;
    *) fail "no such part: $part; there are engine, backend, wasm, browser and interop" ;;
  esac
done
python3 scripts/count_tests.py "${outcomes[@]}"
