#!/bin/bash
# Installs the npm packages that web/package-lock.json names. Usage: web_packages.sh
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/say.sh
wanted=$(cat web/package.json web/package-lock.json | sha256sum | cut -d' ' -f1)
[ "$(cat web/node_modules/.installed 2>/dev/null)" != "$wanted" ] || exit 0
say "installing npm packages into web/node_modules"
PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 scripts/node.sh npm --prefix web ci --no-audit --no-fund --loglevel=error
echo "$wanted" > web/node_modules/.installed
