#!/bin/bash
# Builds what is not built and serves it at http://127.0.0.1:8080/ until Ctrl-C. SHOHIN_PORT and SHOHIN_DATA are heeded.
# Tells warnings and errors only; SHOHIN_LOG_LEVEL=info shows every request.
# Usage: run.sh
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/build.sh
export SHOHIN_LOG_LEVEL=${SHOHIN_LOG_LEVEL:-warning}
exec build/bin/shohin serve --examples on
