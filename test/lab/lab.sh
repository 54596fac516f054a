#!/usr/bin/env bash
# Boots a kernel with simulated radios in QEMU, as root of the guest and nobody of the host, and gives a shell there, or runs a script.
#
#   npm run lab -- [--kernel 6.12] [--radios 4] [--channels 2] [--results DIR] [--timeout SECONDS] [SCRIPT [ARG...]]
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/cache.sh"

usage() {
  sed -n '2,4s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
  die "$1"
}

kernel=6.12 radios=4 channels=2 results= limit=600
while [ $# -gt 0 ]; do
  case $1 in
    --kernel | --radios | --channels | --results | --timeout)
      [ $# -gt 1 ] || usage "$1 needs a value"
      case $1 in
        --kernel) kernel=$2 ;;
        --radios) radios=$2 ;;
        --channels) channels=$2 ;;
        --results) results=$2 ;;
        --timeout) limit=$2 ;;
      esac
      shift 2 ;;
    -h | --help) usage "kernels: ${LAB_KERNELS[*]}" ;;
    --) shift && break ;;
    -*) usage "no option $1" ;;
    *) break ;;
  esac
done
script=${1:-}
[ $# -eq 0 ] || shift

require_kernel "$kernel"
mapfile -t missing < <(missing_packages)
[ ${#missing[@]} -eq 0 ] || die "not installed: ${missing[*]} (npm run lab:setup says more)"
build_initrd "$kernel"
if [ -n "$script" ]; then
  [ -f "$script" ] || script=$LAB_DIR/$script
  [ -f "$script" ] || die "no script $script"
  script=$(realpath "$script")
elif [ ! -t 0 ]; then
  die "a shell needs a terminal; give a script instead"
fi

# The guest's own tools as plain JavaScript: with tsx they would take ten seconds to start where the processor is emulated. Put in their place at
# once, because another guest may be reading those that are there.
tools=$LAB_CHECKOUT/node_modules/.cache/nl80211-lab
mkdir -p "$tools"
made=$(mktemp -d "$tools/made.XXXXXX")
"$LAB_CHECKOUT/node_modules/.bin/esbuild" "$LAB_DIR/hwsim.ts" "$LAB_DIR/air/beacon.ts" --bundle --platform=node --format=esm --target=node20 --external:koffi \
  --log-level=warning --outbase="$LAB_DIR" --outdir="$made" --out-extension:.js=.mjs ||
  die "could not bundle the guest's tools: npm ci first"
(cd "$made" && find . -name '*.mjs' -exec sh -c 'mkdir -p "$0/$(dirname "$1")" && mv "$1" "$0/$1"' "$tools" {} \;)
rm -rf "$made"

scratch=
if [ -z "$results" ]; then
  scratch=$(mktemp -d "$LAB_CACHE/results.XXXXXX")
  results=$scratch
  trap 'rm -rf "$scratch"' EXIT
fi
mkdir -p "$results/.lab"
results=$(realpath "$results")
rm -f "$results/.lab/"{began,code,console.log}

# the guest has a /tmp and a /run of its own, and sees of the host's only the checkout and the cache
case $script in
  "$LAB_CHECKOUT"/*) ;;
  /tmp/* | /run/*)
    cp "$script" "$results/.lab/"
    script=/run/lab/results/.lab/$(basename "$script") ;;
esac

# What the guest needs to know, as shell. A 9p name cannot hold a comma for QEMU, so a path with one is refused.
for path in "$LAB_CHECKOUT" "$LAB_CACHE" "$results"; do
  case $path in *,*) die "QEMU takes no path with a comma: $path" ;; esac
done
{
  printf '%s=%q\n' LAB_CHECKOUT "$LAB_CHECKOUT" LAB_CACHE "$LAB_CACHE" LAB_KERNEL "$kernel" LAB_RADIOS "$radios" LAB_CHANNELS "$channels"
  printf '%s=%q\n' LAB_SCRIPT "$script" LAB_NODE "$(dirname "$(command -v node)")" LAB_TERM "${TERM:-dumb}"
  printf '%s=%q\n' LAB_SIZE "$(if [ -t 0 ]; then stty size; else echo 24 80; fi)"
  printf 'LAB_ARGUMENTS=('
  [ $# -eq 0 ] || printf '%q ' "$@"
  printf ')\n'
} >"$results/.lab/settings.bash"
# busybox's sh in the first stage reads no bash quoting: plain single quotes for it
for name in LAB_CHECKOUT LAB_CACHE; do printf "%s='%s'\n" $name "${!name//\'/\'\\\'\'}"; done >"$results/.lab/settings"

# Sets `qemu` to the command line of the machine.
machine() { # ACCELERATOR RESULTS OPTION...
  local accelerator=$1 results=$2 cpu=host share tag mode path
  shift 2
  [ "$accelerator" = kvm ] || cpu=max
  qemu=(qemu-system-x86_64 -accel "$accelerator" -cpu "$cpu" -m 2048 -smp 2 -display none -no-reboot -nic none -nodefaults
    -kernel "$(kernel_dir "$kernel")/vmlinuz" -initrd "$(kernel_dir "$kernel")/initrd.gz"
    -append "console=ttyS0 quiet panic=-1 random.trust_cpu=on" "$@")
  for share in "root:readonly=on,:/" "checkout:readonly=on,:$LAB_CHECKOUT" "cache:readonly=on,:$LAB_CACHE" "results::$results"; do
    IFS=: read -r tag mode path <<<"$share"
    qemu+=(-fsdev "local,id=$tag,path=$path,security_model=none,${mode}multidevs=remap" -device "virtio-9p-pci,fsdev=$tag,mount_tag=$tag")
  done
}

# KVM is used where a guest really boots with it: a device that opens may still boot nothing. Asked once per boot of this machine.
accelerator() {
  local boot verdict=tcg,thread=multi probe
  boot=$(cat /proc/sys/kernel/random/boot_id)
  if [ "$(head -n 1 "$LAB_CACHE/accelerator" 2>/dev/null)" != "$boot" ]; then
    if [ -w /dev/kvm ]; then
      probe=$(mktemp -d "$LAB_CACHE/probe.XXXXXX")
      mkdir "$probe/.lab"
      { echo LAB_PROBE=yes && cat "$results/.lab/settings"; } >"$probe/.lab/settings"
      machine kvm "$probe" -serial null
      timeout 10 "${qemu[@]}" </dev/null >/dev/null 2>&1 || true
      [ ! -f "$probe/.lab/booted" ] || verdict=kvm
      rm -rf "$probe"
    fi
    printf '%s\n%s\n' "$boot" "$verdict" >"$LAB_CACHE/accelerator"
    say "KVM: $([ $verdict = kvm ] && echo used || echo "not usable here, emulating")"
  fi
  tail -n 1 "$LAB_CACHE/accelerator"
}

# Whether the guest came up, or ended: an emulated kernel may also hang while it boots. Normally it takes ten seconds.
came_up() { # PID
  local second
  for ((second = 0; second < 240; second++)); do
    if [ -f "$results/.lab/began" ] || ! kill -0 "$1" 2>/dev/null; then return 0; fi
    sleep 1
  done
  return 1
}

# A guest that ended before it began anything never came up, as one that panics while it boots: it gets another try, three in all.
machine "$(accelerator)" "$results" -serial "file:$results/.lab/console.log" -device virtio-serial-pci -device virtconsole,chardev=terminal
for try in 1 2 3; do
  code=0 hangs=no
  if [ -n "$script" ]; then
    timeout "$limit" "${qemu[@]}" -chardev stdio,id=terminal </dev/null &
    guest=$!
    trap 'kill "$guest" 2>/dev/null; exit 130' INT TERM
    came_up $guest || { hangs=yes && kill $guest; }
    wait $guest || code=$?
  else
    "${qemu[@]}" -chardev stdio,id=terminal,signal=off || code=$?
  fi
  if [ -f "$results/.lab/code" ]; then exit "$(cat "$results/.lab/code")"; fi
  say "kernel $kernel ended without a result (QEMU: $code; 124 is the limit of $limit s); its last words:"
  tail -n 20 "$results/.lab/console.log" >&2 || true
  # a try that began, that QEMU or the limit ended, is no accident of booting
  if [ -f "$results/.lab/began" ]; then break; fi
  [ $hangs = yes ] || [ "$code" = 0 ] || break
  [ $try = 3 ] || say "it $([ $hangs = yes ] && echo "hung while it booted, and ")is booted again"
done
exit 125
