#!/bin/bash
# Puts promtool into build/promtool, out of Debian's package but without installing it: that would start a service.
# Usage: promtool.sh
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/say.sh
[ ! -x build/promtool/promtool ] || exit 0
say "fetching promtool into build/promtool"
rm -rf build/promtool && mkdir -p build/promtool && cd build/promtool
apt-get -qq download prometheus 2>/dev/null || { as_root apt-get -qq update; apt-get -qq download prometheus; }
dpkg-deb --fsys-tarfile prometheus_*.deb | tar -x --strip-components 3 ./usr/bin/promtool
rm prometheus_*.deb
