#!/usr/bin/env bash
# Compares the spec with the nl80211.h of every kernel that we test on: fetches Debian's linux-libc-dev into a cache (nothing is installed), unpacks
# the header, and runs the importer on each.
#
#   npm run gen:import:ci
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cache=${NL80211_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/nl80211}/headers

# kernel and the suite of Debian whose newest linux-libc-dev is of it
kernels=("6.1 bookworm" "6.12 trixie" "7.3 trixie-backports")

die() {
  echo "headers: $*" >&2
  exit 1
}

# apt with sources, lists and a cache of its own: it reads nothing of this machine's configuration but the mirror's address.
mirror=$(awk '/^URIs:/ { print $2; exit }' /etc/apt/sources.list.d/debian.sources 2>/dev/null || true)
fetch() { # SUITE FOLDER: leaves linux-libc-dev_*.deb there
  local suite=$1 folder=$2
  mkdir -p "$folder/lists/partial" "$folder/archives/partial"
  echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] ${mirror:-http://deb.debian.org/debian} $suite main" >"$folder/sources.list"
  local apt=(-o Dir::Etc::sourcelist="$folder/sources.list" -o Dir::Etc::sourceparts=/dev/null -o Dir::Etc::preferencesparts=/dev/null
    -o Dir::State::lists="$folder/lists" -o Dir::State::status=/dev/null -o Dir::Cache="$folder" -o Dir::Cache::archives="$folder/archives"
    -o Debug::NoLocking=1 -o APT::Sandbox::User="$(id -un)" -o Acquire::Languages=none -o APT::Architecture=amd64)
  apt-get "${apt[@]}" -qq update || die "could not fetch the package lists of $suite from ${mirror:-http://deb.debian.org/debian}"
  (cd "$folder" && apt-get "${apt[@]}" -qq download linux-libc-dev) || die "could not fetch linux-libc-dev of $suite"
  rm -rf "$folder/lists" "$folder"/*pkgcache.bin
}

failed=0
for entry in "${kernels[@]}"; do
  read -r kernel suite <<<"$entry"
  folder=$cache/$kernel
  header=$folder/usr/include/linux/nl80211.h
  if [ ! -f "$header" ]; then
    fetch "$suite" "$folder"
    deb=$(find "$folder" -maxdepth 1 -name "linux-libc-dev_$kernel.*.deb" -print -quit)
    [ -n "$deb" ] || die "the linux-libc-dev of $suite is not of Linux $kernel: $(ls "$folder"/*.deb)"
    dpkg-deb --fsys-tarfile "$deb" | tar -x -C "$folder" ./usr/include/linux/nl80211.h
    basename "$deb" >"$folder/package"
    rm -f "$folder"/*.deb
  fi
  echo "Linux $kernel ($(cat "$folder/package")):"
  node --import tsx "$here/main.ts" --header "$header" || failed=1
  echo
done
exit $failed
