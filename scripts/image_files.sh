#!/bin/bash
# Lays out in DIR what the image holds: the program, the shared libraries it names, the pages, an empty /data.
# Usage: image_files.sh DIR     after scripts/build.sh
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/say.sh
dir=$1
user=10001
install -D --strip build/bin/shohin "$dir/app/bin/shohin"
cp -r build/web "$dir/app/web"
# ldd prints "name => path (address)" for libraries and "path (address)" for the loader itself
ldd build/bin/shohin | grep -o '/[^ ]*' | while read -r library; do
  install -D "$(realpath "$library")" "$dir$library"
done
install -d -m 700 -o "$user" -g "$user" "$dir/data"
chmod -R a+rX "$dir/app"
say "$(du -sk --apparent-size "$dir" | cut -f1) KB in $dir"
