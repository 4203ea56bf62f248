#!/bin/bash
# Installs what building needs and builds. Without PART: native, wasm and web, in this order.
# Usage: build.sh [PART...]    PART: native | static | asan | tsan | clang | fuzz | wasm | web, with targets after a colon: native:shohin,engine_tests
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/say.sh
[ $# -gt 0 ] || set -- native:shohin wasm:shop,trainer,studio web
jobs=$(nproc)

build_preset() {  # build_preset PRESET [TARGET,TARGET]
  [ -f "build/$1/build.ninja" ] || cmake --preset "$1"
  cmake --build --preset "$1" --parallel "$jobs" ${2:+--target ${2//,/ }}
}

scripts/install_packages.sh build
scripts/third_party.sh build/sources scripts/third_party.lock
for part; do
  preset=${part%%:*} targets=
  [[ $part != *:* ]] || targets=${part#*:}
  say "$preset"
  case $preset in
    native | static | wasm) build_preset "$preset" "$targets" ;;
    clang | asan | tsan | fuzz) scripts/install_packages.sh clang; build_preset "$preset" "$targets" ;;
    web) scripts/web_packages.sh; scripts/node.sh npm --prefix web run --silent build ;;
    *) fail "no such part: $preset" ;;
  esac
done
