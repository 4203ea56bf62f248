#!/bin/bash
# Measures speed and size beside scikit-learn and ONNX Runtime in the same run; fails when a bound is broken.
# Usage: bench.sh [training|prediction|size|server]...
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/install_packages.sh build bench
scripts/python.sh
scripts/build.sh native:shohin,bench_programs wasm:shop,trainer,studio web
exec build/python/bin/python tests/bench/bench.py "$@"
