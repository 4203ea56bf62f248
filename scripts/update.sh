#!/bin/bash
# Takes the newest third-party sources and writes their versions into the lock; `make test` decides whether they do.
# Usage: update.sh
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/install_packages.sh build
scripts/third_party.sh build/sources scripts/third_party.lock --update
git --no-pager diff --stat -- scripts/third_party.lock
