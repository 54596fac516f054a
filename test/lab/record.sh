#!/usr/bin/env bash
# Records scenes on the lab's kernels into fixtures/<kernel>-<scene>.pcap.gz, with iw's texts in fixtures/<kernel>-<scene>/.
#
#   npm run fixtures:record [-- [--kernel KERNEL] [SCENE...]]
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/cache.sh"

kernels=("${LAB_KERNELS[@]}")
if [ "${1:-}" = --kernel ]; then
  kernels=("${2:?--kernel needs a value}")
  shift 2
fi
scenes=("$@")
if [ ${#scenes[@]} -eq 0 ]; then
  for file in "$LAB_DIR"/scenes/*.sh; do scenes+=("$(basename "$file" .sh)"); done
fi
for scene in "${scenes[@]}"; do [ -f "$LAB_DIR/scenes/$scene.sh" ] || die "no scene $scene in test/lab/scenes"; done

fixtures=$LAB_CHECKOUT/fixtures
failed=()
for kernel in "${kernels[@]}"; do
  require_kernel "$kernel"
  results=$(mktemp -d "$LAB_CACHE/record.XXXXXX")
  "$LAB_DIR/lab.sh" --kernel "$kernel" --radios 0 --timeout 1500 --results "$results" "$LAB_DIR/guest/record-scenes.sh" "${scenes[@]}" ||
    say "kernel $kernel: some scenes failed"
  for scene in "${scenes[@]}"; do
    from=$results/$scene to=$fixtures/$kernel-$scene
    case $(cat "$from/.code" 2>/dev/null || echo none) in
      0) ;;
      77) continue ;;
      *)
        failed+=("$kernel-$scene")
        kept=$LAB_CACHE/failed-$kernel-$scene
        rm -rf "$kept" && cp -r "$from" "$kept" 2>/dev/null && say "$kernel-$scene failed; its logs are in $kept"
        continue ;;
    esac
    (cd "$LAB_CHECKOUT" && node --import tsx "$LAB_DIR/trim.ts" "$from/capture.pcap" "$from/trimmed.pcap" >/dev/null)
    gzip -9nc "$from/trimmed.pcap" >"$to.pcap.gz"
    rm -rf "$to"
    mkdir -p "$to"
    for text in "$from"/iw-*.txt; do
      # long texts are packed; a short one should be read and compared line by line
      if [ "$(stat -c %s "$text")" -gt 32768 ]; then gzip -9nc "$text" >"$to/$(basename "$text").gz"; else cp "$text" "$to/"; fi
    done
    say "$kernel-$scene: $(stat -c %s "$to.pcap.gz") bytes, $(find "$to" -type f | wc -l) texts"
  done
  rm -rf "$results"
done
say "fixtures: $(du -sk "$fixtures" | cut -f1) KB"
[ ${#failed[@]} -eq 0 ] || die "not recorded: ${failed[*]}"
