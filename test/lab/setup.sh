#!/usr/bin/env bash
# Makes the lab ready: says which packages are missing (and installs them, as root, with --install), and fetches Debian's kernels, the newest iw,
# tshark, hostapd and wpa_supplicant into the cache. Nothing of what is fetched is installed; the tools run through their own loader.
#
#   npm run lab:setup [-- [--install] [KERNEL...]]
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/cache.sh"

install=no
kernels=()
for word in "$@"; do
  case $word in
    --install) install=yes ;;
    -*) die "no option $word. Usage: npm run lab:setup [-- [--install] [KERNEL...]]" ;;
    *) kernels+=("$word") ;;
  esac
done
[ ${#kernels[@]} -gt 0 ] || kernels=("${LAB_KERNELS[@]}")

mapfile -t missing < <(missing_packages)
if [ ${#missing[@]} -gt 0 ]; then
  if [ $install = no ]; then
    say "these Debian packages are missing: ${missing[*]}"
    die "install them (apt-get install ${missing[*]}), or let this do it, as root: npm run lab:setup -- --install"
  fi
  [ "$(id -u)" = 0 ] || die "--install needs root"
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null || die "apt-get could not install: ${missing[*]}"
fi
[ "$(dpkg --print-architecture)" = amd64 ] || die "the lab's kernels are amd64; this machine is $(dpkg --print-architecture)"

mkdir -p "$LAB_CACHE"/{debs,kernels,tools,bin}
failed=()

# apt with sources, lists and a cache of its own: it reads nothing of this machine's configuration but the mirror's address.
mirror=$(awk '/^URIs:/ { print $2; exit }' /etc/apt/sources.list.d/debian.sources 2>/dev/null || true)
apt_for() { # NAME SUITE...: sets the array apt, and fetches the lists on the first call
  local state=$LAB_CACHE/apt/$1 suite
  shift
  mkdir -p "$state/lists/partial" "$state/archives/partial"
  for suite in "$@"; do
    echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] ${mirror:-http://deb.debian.org/debian} $suite main"
  done >"$state/sources.list"
  apt=(-o Dir::Etc::sourcelist="$state/sources.list" -o Dir::Etc::sourceparts=/dev/null -o Dir::Etc::preferencesparts=/dev/null
    -o Dir::State::lists="$state/lists" -o Dir::Cache="$state" -o Dir::Cache::archives="$state/archives" -o Debug::NoLocking=1
    -o APT::Get::List-Cleanup=false -o APT::Sandbox::User="$(id -un)" -o Acquire::Languages=none)
  [ -n "$(find "$state/lists" -name '*_Packages*' -print -quit)" ] || apt-get "${apt[@]}" -qq update ||
    die "could not fetch the package lists of $* from ${mirror:-http://deb.debian.org/debian}"
}

download() { # PACKAGE: prints the file
  local file
  file=$(find "$LAB_CACHE/debs" -name "$1_*.deb" -print -quit)
  if [ -z "$file" ]; then
    say "fetching $1"
    (cd "$LAB_CACHE/debs" && apt-get "${apt[@]}" -qq download "$1" >&2) || return 1
    file=$(find "$LAB_CACHE/debs" -name "$1_*.deb" -print -quit)
  fi
  echo "$file"
}

newest() { apt-cache "${apt[@]}" search --names-only "$1" | awk '{ print $1 }' | sort -V | tail -n 1; }

kernel_packages() {
  case $1 in
    6.1) newest '^linux-image-6\.1\.0-[0-9]+-amd64$' ;;
    6.12) newest '^linux-image-6\.12\.[0-9.]+\+deb12(\.[0-9]+)?-amd64$' ;;
    *) # from 7.x on the image and its modules are packages apart
      newest "^linux-binary-${1//./\\.}\.[0-9.]+\+deb[0-9]+-amd64\$"
      newest "^linux-modules-${1//./\\.}\.[0-9.]+\+deb[0-9]+-amd64\$" ;;
  esac
}

# Of 300 MB of modules the lab needs those of Wi-Fi, of what Wi-Fi asks for, and of the way to the host's files.
wanted='*/vmlinuz* */modules.builtin* */modules.order */kernel/net/wireless/* */kernel/net/mac80211/* */kernel/net/9p/* */kernel/net/rfkill/*
  */kernel/net/bridge/* */kernel/net/802/* */kernel/net/llc/* */kernel/net/core/* */kernel/net/ipv4/udp_tunnel* */kernel/net/ipv6/ip6_udp_tunnel*
  */kernel/fs/9p/* */kernel/fs/netfs/* */kernel/fs/fscache/* */kernel/drivers/net/wireless/mac80211_hwsim*
  */kernel/drivers/net/wireless/virtual/* */kernel/drivers/net/nlmon* */kernel/drivers/net/veth* */kernel/drivers/net/tun* */kernel/drivers/net/dummy*
  */kernel/drivers/virtio/* */kernel/drivers/char/virtio_console* */kernel/crypto/* */kernel/arch/x86/crypto/* */kernel/lib/*'

fetch_kernel() {
  local kernel=$1 dir package file release
  dir=$(kernel_dir "$kernel")
  if ! have_kernel "$kernel"; then
    local packages
    packages=$(kernel_packages "$kernel")
    [ -n "$packages" ] || { say "the mirror has no package for kernel $kernel"; return 1; }
    rm -rf "$dir"
    mkdir -p "$dir/root"
    for package in $packages; do
      file=$(download "$package") || { say "could not download $package for kernel $kernel"; return 1; }
      # shellcheck disable=SC2086 # the patterns are words
      (set -f && dpkg --fsys-tarfile "$file" | tar -x -C "$dir/root" --wildcards $wanted 2>/dev/null) || true
    done
    # depmod and modprobe look below lib, newer packages put modules below usr/lib
    [ -d "$dir/root/lib/modules" ] || { mkdir -p "$dir/root/lib" && ln -s ../usr/lib/modules "$dir/root/lib/modules"; }
    find "$dir/root" -name '*.ko.xz' -exec xz -d {} +
    release=$(ls "$dir/root/lib/modules")
    [ -f "$dir/root/lib/modules/$release/kernel/net/mac80211/mac80211.ko" ] || { say "no mac80211 in the packages of kernel $kernel"; return 1; }
    PATH=$PATH:/usr/sbin:/sbin depmod -b "$dir/root" "$release"
    find "$dir/root" -name 'vmlinuz*' -exec cp {} "$dir/vmlinuz" \; -quit
    echo "$release" >"$dir/release"
  fi
  build_initrd "$kernel"
  say "kernel $kernel: $(cat "$dir/release")"
}

# A program of sid with every library that it needs, and a script in bin/ that runs it through its own loader.
fetch_tool() { # NAME PACKAGE PROGRAM...
  local name=$1 package=$2 dir=$LAB_CACHE/tools/$1 file program path needed
  shift 2
  if [ ! -f "$dir/version" ]; then
    apt_for sid sid
    rm -rf "$dir"
    mkdir -p "$dir"
    needed=$(apt-cache "${apt[@]}" depends --recurse --no-recommends --no-suggests --no-conflicts --no-breaks --no-replaces --no-enhances "$package" |
      grep -E "^($package|tshark|wireshark|lib|gcc-[0-9]+-base|zlib)" | grep -vE '^lib(debconf|perl|c-bin|c-l10n)')
    for path in $needed; do
      file=$(download "$path") || { say "could not download $path for $name"; return 1; }
      dpkg -x "$file" "$dir"
    done
    apt-cache "${apt[@]}" policy "$package" | awk '/Candidate:/ { print $2 }' >"$dir/version"
  fi
  path=$(find "$dir" -name 'ld-linux-x86-64.so.2' -print -quit)
  for program in "$@"; do
    cat >"$LAB_CACHE/bin/$program" <<SCRIPT
#!/bin/sh
exec "$path" --library-path "$dir/usr/lib/x86_64-linux-gnu:$dir/lib/x86_64-linux-gnu" "$(find "$dir" -type f -path "*bin/$program" -print -quit)" "\$@"
SCRIPT
    chmod +x "$LAB_CACHE/bin/$program"
  done
  say "$name: $(cat "$dir/version")"
}

for kernel in "${kernels[@]}"; do
  have_kernel "$kernel" || apt_for kernels bookworm bookworm-backports trixie-backports
  fetch_kernel "$kernel" || failed+=("kernel $kernel")
done
fetch_tool iw iw iw || failed+=(iw)
fetch_tool tshark tshark tshark || failed+=(tshark)
fetch_tool hostapd hostapd hostapd hostapd_cli || failed+=(hostapd)
fetch_tool wpasupplicant wpasupplicant wpa_supplicant wpa_cli || failed+=(wpasupplicant)

[ ${#failed[@]} -eq 0 ] || die "not ready: ${failed[*]} (see above); run this again when the mirror answers"
# what is unpacked needs its package no more
rm -rf "$LAB_CACHE/debs"
say "ready in $LAB_CACHE"
