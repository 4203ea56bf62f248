#!/bin/bash
# Installs the Debian packages of GROUPs (scripts/packages.txt) that are missing; says which before it does.
# Usage: install_packages.sh GROUP...
set -euo pipefail
cd "$(dirname "$0")"
. ./say.sh

wanted() { for group; do sed -n "s/^$group //p" packages.txt; done | tr ' ' '\n' | sort -u; }
is_installed() { [[ $(dpkg-query -W -f '${db:Status-Abbrev} ' "$1" 2>/dev/null) == *"ii "* ]]; }
is_offered() { [ -n "$(apt-cache show --no-all-versions "$1" 2>/dev/null)" ]; }
refresh_lists() { as_root apt-get -qq update; }
install() { as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "$@" > /dev/null; }

command -v dpkg-query apt-get >/dev/null || fail "this is made for Debian 12; elsewhere install by hand: $(wanted "$@" | xargs)"
missing=()
for name in $(wanted "$@"); do is_installed "$name" || missing+=("$name"); done
[ ${#missing[@]} -gt 0 ] || exit 0

say "installing ${missing[*]}"
for name in "${missing[@]}"; do is_offered "$name" || { refresh_lists; break; }; done
# Lists that are days old name files that the mirror no longer has.
install "${missing[@]}" || { refresh_lists; install "${missing[@]}"; }
