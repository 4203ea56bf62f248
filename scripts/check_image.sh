#!/bin/bash
# Runs a built image and holds it to what it promises: not root, healthy by its own health check, clean end, kept data.
# Usage: check_image.sh docker|buildah [OPTION...] -- TAG
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/say.sh
engine=() port=${SHOHIN_CHECK_PORT:-18080}
while [ "$1" != -- ]; do engine+=("$1"); shift; done
tag=$2 url=http://127.0.0.1:$port
serve=(serve --port "$port" --examples off)

inspect() {  # inspect FIELD of the image's configuration, as JSON
  "${engine[@]}" inspect "${kind[@]}" "$tag" | python3 -c '
import json, sys
document = json.load(sys.stdin)
document = document[0] if isinstance(document, list) else document
config = (document.get("Docker") or document).get("config") or document["Config"]
print(json.dumps(config.get(sys.argv[1])))' "$1"
}

start() {
  case ${engine[0]} in
    docker) docker run --detach --rm --name "$name" --network host --read-only --cap-drop ALL "$tag" "${serve[@]}" > /dev/null ;;
    buildah)
      name=$("${engine[@]}" from "$tag")
      # in a chroot the isolation drops the user only when told so
      "${engine[@]}" run --isolation chroot --network host --user 10001:10001 "$name" -- /app/bin/shohin "${serve[@]}" \
        > build/image/serve.log 2>&1 &
      server=$! ;;
  esac
}

probe() {  # the image's own health check
  case ${engine[0]} in
    docker) docker exec "$name" /app/bin/shohin health "$url" ;;
    buildah) "${engine[@]}" run --isolation chroot --network host "$name" -- /app/bin/shohin health "$url" ;;
  esac
}

stop() {
  case ${engine[0]} in
    docker) docker stop "$name" > /dev/null ;;
    buildah)
      local pid
      pid=$(pgrep --full --newest "^/app/bin/shohin ${serve[*]}") && kill -TERM "$pid"
      wait "$server"
      "${engine[@]}" rm "$name" > /dev/null ;;
  esac
}

kind=() name=shohin-check
[ "${engine[0]}" = docker ] || kind=(--type image)
[ "$(inspect User)" = '"10001:10001"' ] || fail "$tag does not run as user 10001"
[[ $(inspect Healthcheck) == *'"health"'* ]] || fail "$tag has lost its health check"
say "user $(inspect User), health check $(inspect Healthcheck)"

start
for _ in $(seq 50); do probe > /dev/null 2>&1 && break; sleep 0.2; done
probe || { cat build/image/serve.log 2>/dev/null; fail "$tag does not become healthy"; }
user=$(ps -o uid= -p "$(pgrep --full --newest "^/app/bin/shohin ${serve[*]}")" | tr -d ' ')
[ "$user" = 10001 ] || fail "the server runs as user $user"
page=$(python3 -c 'import sys, urllib.request as u
print(u.urlopen(u.Request(sys.argv[1], headers={"Accept": "text/html"}), timeout=5).read().decode())' "$url/")
[[ $page == *"<html"* ]] || fail "$tag does not serve the shop's page"
stop || fail "the server did not end cleanly"
say "$tag is healthy, runs as user $user, serves its page and ends cleanly"
