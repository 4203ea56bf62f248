#!/bin/bash
# Removes what was built. Downloads (sources, Python, Node) and the data directory stay. Usage: clean.sh
set -euo pipefail
cd "$(dirname "$0")/.."
rm -rf build/{native,static,asan,tsan,fuzz,wasm,bin,web,image,test-results,bench}
