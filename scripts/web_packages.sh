#!/bin/bash
# Installs the npm packages that FOLDER/package-lock.json names. Usage: web_packages.sh [FOLDER]     default: web
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/say.sh
folder=${1:-web}
wanted=$(cat "$folder/package.json" "$folder/package-lock.json" | sha256sum | cut -d' ' -f1)
[ "$(cat "$folder/node_modules/.installed" 2>/dev/null)" != "$wanted" ] || exit 0
say "installing npm packages into $folder/node_modules"
PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 scripts/node.sh npm --prefix "$folder" ci --no-audit --no-fund --loglevel=error
echo "$wanted" > "$folder/node_modules/.installed"
