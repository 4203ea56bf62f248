#!/bin/bash
# Builds the container image and proves that it runs: with Docker where `docker info` works, else without an engine.
# Usage: image.sh
#
# Without an engine: a Debian base by debootstrap, buildah in chroots, and the image's own files run by `buildah run`.
# `--format docker` because the other format has no place for the health check.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/say.sh
tag=shohin:latest base_tag=localhost/shohin-base:12
store=(--root "$PWD/build/image/store" --runroot "$PWD/build/image/run" --storage-driver vfs)

apt_setting() {  # what the machine's apt needs to reach its mirror: proxies, certificates, a frozen archive
  apt-config dump --format '%F "%v";%n' | grep '^Acquire::' || true
}

make_base() {  # a bare Debian 12 that reaches the registries as this machine does
  local root=build/image/base mirror
  if buildah "${store[@]}" images --quiet "$base_tag" 2>/dev/null | grep -q .; then return; fi
  # shellcheck disable=SC2016  # apt expands it
  mirror=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' 'Origin: Debian' | sed '/security/d' | sort -u | sed -n 1p)
  say "making a base image by debootstrap"
  rm -rf "$root"
  debootstrap --variant=minbase bookworm "$root" "$mirror" > build/image/debootstrap.log
  apt_setting > "$root/etc/apt/apt.conf.d/90machine"
  mkdir -p "$root/usr/local/share/ca-certificates"
  find /usr/local/share/ca-certificates -name "*.crt" -exec cp {} "$root/usr/local/share/ca-certificates/" \;
  tar -C "$root" -c . > build/image/base.tar
  rm -rf "$root"
  printf '%s\n' 'FROM scratch' 'ADD base.tar /' \
    'ENV PIP_CERT=/etc/ssl/certs/ca-certificates.crt NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt' \
    'CMD ["/bin/bash"]' > build/image/Base
  buildah "${store[@]}" bud --quiet --isolation chroot --format docker --tag "$base_tag" --file build/image/Base build/image
  rm build/image/base.tar
}

with_buildah() {
  scripts/install_packages.sh image
  mkdir -p build/image
  make_base
  say "building $tag with buildah"
  buildah "${store[@]}" bud --isolation chroot --network host --format docker \
    --build-arg BASE="$base_tag" --file docker/Dockerfile --tag "$tag" .
  buildah "${store[@]}" images "$tag"
  scripts/check_image.sh buildah "${store[@]}" -- "$tag"
}

with_docker() {
  docker build --file docker/Dockerfile --tag "$tag" .
  docker images "$tag"
  scripts/check_image.sh docker -- "$tag"
}

if docker info > /dev/null 2>&1; then with_docker; else with_buildah; fi
