# What the lab's scripts share: where things are, and how they speak. Sourced, not run.

LAB_KERNELS=(6.1 6.12 7.3)
LAB_DIR=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
LAB_CHECKOUT=$(cd "$LAB_DIR/../.." && pwd)
LAB_CACHE=${NL80211_LAB:-$HOME/.cache/nl80211-lab}

say() { echo "lab: $*" >&2; }
die() {
  say "$*"
  exit 1
}

# Packages that must be installed, by the command or file that shows they are.
LAB_NEEDS=(
  qemu-system-x86=qemu-system-x86_64
  busybox-static=busybox
  hostapd=hostapd
  wpasupplicant=wpa_supplicant
  tcpdump=tcpdump
  iw=iw
  iproute2=ip
  kmod=depmod
  cpio=cpio
  xz-utils=xz
  wireless-regdb=/lib/firmware/regulatory.db
  debian-archive-keyring=/usr/share/keyrings/debian-archive-keyring.gpg
)

missing_packages() {
  local need package shows
  for need in "${LAB_NEEDS[@]}"; do
    package=${need%%=*} shows=${need#*=}
    case $shows in
      /*) [ -e "$shows" ] || echo "$package" ;;
      *) PATH=$PATH:/usr/sbin:/sbin command -v "$shows" >/dev/null || echo "$package" ;;
    esac
  done
}

kernel_dir() { echo "$LAB_CACHE/kernels/$1"; }

have_kernel() { [ -f "$(kernel_dir "$1")/vmlinuz" ] && [ -f "$(kernel_dir "$1")/release" ]; }

require_kernel() {
  local known=" ${LAB_KERNELS[*]} "
  [[ $known == *" $1 "* ]] || die "no kernel $1 here: ${LAB_KERNELS[*]}"
  have_kernel "$1" || die "kernel $1 is not in $LAB_CACHE: run npm run lab:setup"
}

# The initial RAM disk: busybox, the modules that reach the host's files, and guest/init. Made anew when guest/init is newer.
build_initrd() {
  local kernel release tree name number=0
  kernel=$(kernel_dir "$1") release=$(cat "$kernel/release")
  [ "$LAB_DIR/guest/init" -nt "$kernel/initrd.gz" ] || return 0
  tree=$(mktemp -d "$kernel/initrd.XXXXXX")
  mkdir -p "$tree"/{bin,modules,proc,sys,dev,newroot}
  cp "$(PATH=$PATH:/usr/sbin command -v busybox)" "$tree/bin/busybox"
  cp "$LAB_DIR/guest/init" "$tree/init"
  chmod +x "$tree/init"
  while read -r name; do
    number=$((number + 1))
    cp "$name" "$tree/modules/$(printf %03d $number)-$(basename "$name")"
  done < <(for module in virtio_pci 9pnet_virtio 9p virtio_console; do
    PATH=$PATH:/usr/sbin:/sbin modprobe -d "$kernel/root" -S "$release" --show-depends "$module" 2>/dev/null || true # built in
  done | awk '$1 == "insmod" && !seen[$2]++ { print $2 }')
  (cd "$tree" && find . | cpio -o -H newc --quiet | gzip -1) >"$kernel/initrd.gz.new"
  mv "$kernel/initrd.gz.new" "$kernel/initrd.gz"
  rm -rf "$tree"
}
