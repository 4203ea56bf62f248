#!/bin/bash
# Builds and runs the tests; every part runs, even after one has failed. The last line is "N passed, N failed".
# Usage: test.sh [engine|backend|wasm|browser|interop]...    without a part: all of them
set -uo pipefail
cd "$(dirname "$0")/.." || exit
. scripts/say.sh
[ $# -gt 0 ] || set -- engine backend wasm browser interop
. scripts/record.sh

wasm() {  # two tests compare with what other compilers built
  scripts/build.sh native:shohin,model_digests asan:model_digests && ctest_label wasm wasm all
}

browser() {
  scripts/install_packages.sh test && scripts/build.sh || return
  PLAYWRIGHT_JUNIT_OUTPUT_FILE=$report scripts/node.sh npm --prefix web test -- --reporter=list,junit
}

interop() {
  scripts/install_packages.sh test && scripts/build.sh && scripts/build.sh native:write_models || return
  scripts/python.sh && scripts/promtool.sh || return
  build/python/bin/python -m pytest tests/interop --junitxml="$report" -m 'not long' -n 2 --dist loadfile
}

# Nearly a minute of waiting for PyPI, while others compile. What goes wrong is said when the part comes to it.
if [[ " $* " == *" interop "* ]] && scripts/install_packages.sh build; then scripts/python.sh > /dev/null 2>&1 & fi

for part; do
  case $part in
    engine)
      record engine ctest_label native engine engine_tests
      record engine-sanitized ctest_label asan engine engine_tests ;;
    backend)
      scripts/install_packages.sh test
      record backend ctest_label asan backend backend_tests  # browser and interop tests drive the release build
      record backend-release ctest_label native release store_writer ;;
    wasm) record wasm wasm ;;
    browser) record browser browser ;;
    interop) record interop interop ;;
    *) fail "no such part: $part; there are engine, backend, wasm, browser and interop" ;;
  esac
done
close_record
