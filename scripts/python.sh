#!/bin/bash
# Makes build/python, the virtual environment of the interop tests and benchmarks, from its pinned requirements.
# Usage: python.sh
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/say.sh
requirements=tests/interop/requirements.txt constraints=tests/interop/constraints.txt
wanted=$(cat "$requirements" "$constraints" | sha256sum | cut -d' ' -f1)
[ "$(cat build/python/.installed 2>/dev/null)" != "$wanted" ] || exit 0

# Debian's own, not one that a version manager put before it; MLflow wants 3.10 or newer.
python=/usr/bin/python3
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 10))' || fail "$python is older than 3.10"
say "installing $(grep -c '==' "$constraints") packages of PyPI into build/python"
[ -x build/python/bin/pip ] || "$python" -m venv build/python
build/python/bin/pip install -q --disable-pip-version-check -r "$requirements" -c "$constraints"
echo "$wanted" > build/python/.installed
