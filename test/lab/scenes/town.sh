# Three hundred networks in one scan: every kind of security, every element, every odd SSID, on 2.4, 5 and 6 GHz.
radios=2
channels=2
networks=300

play() {
  iw reg set DE
  iw dev wlan0 interface add mon0 type monitor || return
  up mon0 wlan1
  local mhz round said
  coproc BEACON { beacon mon0 $networks 2>&1; }
  read -r -t 60 said <&"${BEACON[0]}" && [ "$said" = "beacon: ready" ] || { echo "scene: $said" >&2; return 1; }
  for mhz in 2412 5180 5975; do
    wait_for iw dev mon0 set freq $mhz || return
    echo $mhz >&"${BEACON[1]}"
    read -r -t 20 said <&"${BEACON[0]}" || return
    # refused while the last one runs; the results are asked for once, in the end
    for round in 1 2 3 4; do wait_for iw dev wlan1 scan trigger freq $mhz passive || return; done
    sleep 1
  done
  look scan dev wlan1 scan dump -u
  [ "$SCENE_SAVE" = yes ] || return 0
  local heard
  heard=$(grep -c '^BSS' "$SCENE_DIR/iw-scan.txt")
  [ "$heard" -ge $networks ] || { echo "scene: heard $heard of $networks networks" >&2; return 1; }
}
