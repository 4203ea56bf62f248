#!/bin/bash
# Measures speed and size beside the peers in the same run; fails when a bound is broken.
# Usage: bench.sh [training|learners|prediction|size|server|tracking]...
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/install_packages.sh build bench
scripts/python.sh
scripts/web_packages.sh tests/bench/peers
scripts/build.sh native:shohin,bench_programs wasm:shop,trainer,studio web
exec build/python/bin/python tests/bench/bench.py "$@"
