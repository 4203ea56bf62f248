#!/bin/bash
# Lays out below DIR what the image holds: in files/ the program, the pages and the licences of what is inside, in
# owned/ the empty /data of the user that it runs as.
# Usage: image_files.sh DIR     after scripts/build.sh static:shohin and web
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/say.sh
dir=$1/files owned=$1/owned user=10001
program=$(find build/static -name shohin -type f -perm -u+x)
if ldd "$program" 2>/dev/null | grep -q '=>'; then fail "$program needs shared libraries, which the image has not"; fi
install -D --strip "$program" "$dir/app/bin/shohin"
cp -r build/web "$dir/app/web"
install -D -m 644 LICENSE "$dir/licenses/shohin"
for name in cpp-httplib sqlite3 imgui; do
  install -D -m 644 "build/sources/$name/debian/copyright" "$dir/licenses/$name"
done
for package in libc6 libstdc++-12-dev nlohmann-json3-dev libcli11-dev libexpected-dev libfast-float-dev \
  libsodium-dev libbrotli-dev zlib1g-dev; do
  install -D -m 644 "$(realpath "/usr/share/doc/$package/copyright")" "$dir/licenses/$package"
done
install -d -m 700 -o "$user" -g "$user" "$owned/data"
chmod -R a+rX "$dir/app"
say "$(du -sk --apparent-size "$dir" | cut -f1) KB in $dir"
