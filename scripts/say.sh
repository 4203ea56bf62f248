# shellcheck shell=bash
# Sourced by the other scripts: how they speak, and how they become root.
say() { printf '%s: %s\n' "$(basename "$0" .sh)" "$*" >&2; }
fail() { say "$*"; exit 1; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif command -v sudo >/dev/null; then sudo "$@"
  else fail "this needs root: run as root or install sudo: $*"; fi
}
