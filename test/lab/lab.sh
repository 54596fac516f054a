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

kernel=6.12 radios=4 channels=2 results= limit=
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

# The guest's own tools as plain JavaScript: with tsx they would take ten seconds to start where the processor is emulated.
"$LAB_CHECKOUT/node_modules/.bin/esbuild" "$LAB_DIR/hwsim.ts" "$LAB_DIR/air/beacon.ts" --bundle --platform=node --format=esm --target=node20 --external:koffi \
  --log-level=warning --outbase="$LAB_DIR" --outdir="$LAB_CHECKOUT/node_modules/.cache/nl80211-lab" --out-extension:.js=.mjs ||
  die "could not bundle the guest's tools: npm ci first"

scratch=
if [ -z "$results" ]; then
  if [ -n "$script" ]; then scratch=$(mktemp -d "$LAB_CACHE/results.XXXXXX"); else scratch=$(mktemp -d "$LAB_CACHE/shell.XXXXXX"); fi
  results=$scratch
  trap 'rm -rf "$scratch"' EXIT
fi
mkdir -p "$results/.lab"
results=$(realpath "$results")
rm -f "$results/.lab/"{code,console.log}

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

machine() { # ACCELERATOR CONSOLE...
  local accelerator=$1
  shift
  local cpu=max
  [ "$accelerator" = tcg,thread=multi ] || cpu=host
  set -- "$@" -accel "$accelerator" -cpu "$cpu" -m 2048 -smp 2 -display none -no-reboot -nic none -nodefaults
  set -- "$@" -kernel "$(kernel_dir "$kernel")/vmlinuz" -initrd "$(kernel_dir "$kernel")/initrd.gz"
  set -- "$@" -append "console=ttyS0 quiet panic=-1 random.trust_cpu=on tsc=reliable"
  local share tag path mode
  for share in "root:/:readonly=on," "checkout:$LAB_CHECKOUT:readonly=on," "cache:$LAB_CACHE:readonly=on," "results:$results:"; do
    tag=${share%%:*} mode=${share##*:} path=${share#*:}
    path=${path%:*}
    set -- "$@" -fsdev "local,id=$tag,path=$path,security_model=none,${mode}multidevs=remap" -device "virtio-9p-pci,fsdev=$tag,mount_tag=$tag"
  done
  exec qemu-system-x86_64 "$@"
}

# KVM is used where a guest really boots with it: a device that opens may still boot nothing. Asked once per boot of this machine.
accelerator() {
  local boot verdict=tcg,thread=multi
  boot=$(cat /proc/sys/kernel/random/boot_id)
  if [ "$(head -n 1 "$LAB_CACHE/accelerator" 2>/dev/null)" != "$boot" ]; then
    if [ -w /dev/kvm ]; then
      local probe
      probe=$(mktemp -d "$LAB_CACHE/probe.XXXXXX")
      mkdir "$probe/.lab"
      printf "LAB_PROBE=yes\n" | cat - "$results/.lab/settings" >"$probe/.lab/settings"
      (results=$probe && machine_with_deadline 10 kvm -serial null >/dev/null 2>&1) || true
      [ -f "$probe/.lab/booted" ] && verdict=kvm
      rm -rf "$probe"
    fi
    printf '%s\n%s\n' "$boot" "$verdict" >"$LAB_CACHE/accelerator"
    say "KVM: $([ $verdict = kvm ] && echo used || echo "not usable here, emulating")"
  fi
  tail -n 1 "$LAB_CACHE/accelerator"
}

machine_with_deadline() { # SECONDS ACCELERATOR CONSOLE...
  local seconds=$1 pid watch
  shift
  (machine "$@") </dev/null &
  pid=$!
  (sleep "$seconds" && kill "$pid") 2>/dev/null &
  watch=$!
  local code=0
  wait "$pid" || code=$?
  kill "$watch" 2>/dev/null || true
  wait "$watch" 2>/dev/null || true
  return $code
}

accelerator=$(accelerator)
console=(-serial "file:$results/.lab/console.log" -device virtio-serial-pci -device virtconsole,chardev=terminal)
code=0
if [ -n "$script" ]; then
  machine_with_deadline "${limit:-600}" "$accelerator" "${console[@]}" -chardev stdio,id=terminal || code=$?
else
  (machine "$accelerator" "${console[@]}" -chardev stdio,id=terminal,signal=off) || code=$?
fi
if [ -f "$results/.lab/code" ]; then exit "$(cat "$results/.lab/code")"; fi
say "kernel $kernel ended without a result (QEMU: $code, limit: ${limit:-600} s); its last words:"
tail -n 20 "$results/.lab/console.log" >&2 || true
exit 125
