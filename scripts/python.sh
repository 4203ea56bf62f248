#!/bin/bash
# Makes build/python, the virtual environment of the interop tests and benchmarks, from its pinned requirements, and
# build/python-mlflow2, where an older MLflow client goes before the same packages.
# Usage: python.sh [newest]    newest: also build/python-mlflow-newest, with the newest client that PyPI has
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/say.sh
tests=tests/interop
python=/usr/bin/python3  # Debian's own, not one that a version manager put before it; MLflow wants 3.10 or newer

# beside FOLDER PIP-ARGUMENTS...: an environment with these packages before those of build/python
beside() {
  [ -x "build/$1/bin/python" ] || "$python" -m venv --without-pip "build/$1"
  local site
  site=$(echo "build/$1"/lib/python3*/site-packages)
  echo "../../../../python/lib/$(basename "$(dirname "$site")")/site-packages" > "$site/python.pth"
  build/python/bin/pip --python "build/$1/bin/python" install -q --no-compile --disable-pip-version-check "${@:2}"
}

pinned() {
  local wanted
  wanted=$(cat $tests/requirements.txt $tests/constraints.txt $tests/mlflow2.txt | sha256sum | cut -d' ' -f1)
  [ "$(cat build/python/.installed 2>/dev/null)" != "$wanted" ] || return 0
  "$python" -c 'import sys; sys.exit(sys.version_info < (3, 10))' || fail "$python is older than 3.10"
  say "installing $(grep -c '==' $tests/constraints.txt) packages of PyPI into build/python"
  [ -x build/python/bin/pip ] || "$python" -m venv build/python
  build/python/bin/pip install -q --no-compile --disable-pip-version-check -r $tests/requirements.txt -c $tests/constraints.txt
  beside python-mlflow2 --no-deps -r $tests/mlflow2.txt
  echo "$wanted" > build/python/.installed
}

mkdir -p build
exec {lock}> build/python.lock  # two at a time would install over each other
flock "$lock"
pinned
[ "${1:-}" != newest ] || beside python-mlflow-newest --upgrade mlflow-skinny
