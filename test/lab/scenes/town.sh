# Three hundred networks in one scan: every kind of security, every element, every odd SSID, on 2.4, 5 and 6 GHz.
radios=2
channels=2
networks=300

play() {
  iw reg set DE
  iw dev wlan0 interface add mon0 type monitor || return
  up mon0 wlan1
  local mhz round
  coproc BEACON { beacon mon0 $networks 2>&1; }
  local ready
  read -r -t 60 ready <&"${BEACON[0]}" && [ "$ready" = "beacon: ready" ] || { echo "scene: $ready" >&2; return 1; }
  for mhz in 2412 5180 5975; do
    wait_for iw dev mon0 set freq $mhz || return
    echo $mhz >&"${BEACON[1]}"
    read -r -t 20 ready <&"${BEACON[0]}" || return
    for round in 1 2 3; do scan wlan1 freq $mhz passive || return; done
  done
  look scan dev wlan1 scan dump -u
  local heard
  heard=$(iw dev wlan1 scan dump | grep -c '^BSS')
  [ "$heard" -ge $networks ] || { echo "scene: heard $heard of $networks networks" >&2; return 1; }
}
