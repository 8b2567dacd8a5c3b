#!/usr/bin/env bash
# Unpacks the QEMU of another Debian suite into FOLDER, with all that it links to, and writes FOLDER/bin/qemu-system-*
# that run it. Installs nothing and needs no root.
#
#   test/qemu/debian-release.sh SUITE FOLDER [PACKAGE...]
#   test/qemu/debian-release.sh trixie out/qemu-10.0 qemu-system-x86
#
# SUITE: bullseye has QEMU 5.2, bookworm 7.2, trixie 10.0. Exit 3 where the suite cannot be had here.
set -euo pipefail
suite=${1:?SUITE} folder=${2:?FOLDER}
shift 2
packages=${*:-qemu-system-x86 qemu-system-ppc qemu-system-arm qemu-system-misc qemu-system-mips}
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
[ -e "$folder/complete" ] && exit 0

# the mirror and the keys of this machine's own apt, with package lists and a package state of its own
site=$(apt-get indextargets --format '$(SITE)' 2>/dev/null | head -n 1)
[ -n "$site" ] || { echo "$suite: this machine's apt names no mirror" >&2; exit 3; }
apt=$folder/apt
mkdir -p "$apt/lists/partial" "$apt/archives/partial" "$apt/etc/apt.conf.d" "$apt/etc/preferences.d" "$apt/dpkg"
: >"$apt/dpkg/status"
echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $site $suite main" >"$apt/etc/sources.list"
own=(-o "Dir::State=$apt" -o "Dir::State::lists=$apt/lists" -o "Dir::State::status=$apt/dpkg/status"
  -o "Dir::Cache=$apt" -o "Dir::Cache::archives=$apt/archives" -o "Dir::Etc=$apt/etc"
  -o "Dir::Etc::sourcelist=$apt/etc/sources.list" -o "Dir::Etc::sourceparts=-" -o "APT::Sandbox::User=$(id -un)"
  -o APT::Install-Recommends=false -o Debug::NoLocking=1)
apt-get "${own[@]}" update -qq >&2 || { echo "$suite: cannot be had from this machine's mirror" >&2; exit 3; }
# shellcheck disable=SC2086
apt-get "${own[@]}" install -qq -y --download-only $packages >/dev/null

root=$folder/root
mkdir -p "$root" "$folder/bin"
for deb in "$apt"/archives/*.deb; do dpkg-deb -x "$deb" "$root"; done
loader=$(find "$root" -path '*x86_64-linux-gnu/ld-[0-9l]*.so*' ! -type l | head -n 1)
libraries=$root/lib/x86_64-linux-gnu:$root/usr/lib/x86_64-linux-gnu:$root/usr/lib/x86_64-linux-gnu/pulseaudio
for binary in "$root"/usr/bin/qemu-system-*; do
  name=$(basename "$binary")
  printf '#!/bin/sh\nexec "%s" --library-path "%s" "%s" -L "%s" -L "%s" "$@"\n' \
    "$loader" "$libraries" "$root/usr/bin/$name" "$root/usr/share/qemu" "$root/usr/share/seabios" >"$folder/bin/$name"
  chmod +x "$folder/bin/$name"
done
rm -rf "$apt"
touch "$folder/complete"
