# What scenes are made of. Sourced by guest/bin/scene, which sets SCENE_DIR (results) and SCENE_SAVE (yes: iw's texts are kept there).

WPA2=(wpa=2 wpa_key_mgmt=WPA-PSK rsn_pairwise=CCMP wpa_passphrase=twelve-sheep)
SAE=(wpa=2 wpa_key_mgmt=SAE rsn_pairwise=CCMP ieee80211w=2 sae_password=twelve-sheep sae_pwe=2)
OWE=(wpa=2 wpa_key_mgmt=OWE rsn_pairwise=CCMP ieee80211w=2)
BAND_2=(hw_mode=g channel=1 ieee80211n=1)
BAND_5=(hw_mode=a channel=36 ieee80211n=1 ieee80211ac=1)
BAND_6=(hw_mode=a channel=5 op_class=131 ieee80211ax=1)

# Radios of the scene's own: modules loaded anew, so that wiphys and interfaces count from 0 again.
fresh_radios() { # RADIOS CHANNELS [PARAMETER...]
  modprobe -r mac80211_hwsim mac80211 cfg80211 2>/dev/null
  modprobe mac80211_hwsim "radios=$1" "channels=$2" "${@:3}" || return 1
}

# Waits until a command succeeds, at most 20 s; says what it waited for if it does not.
wait_for() {
  local deadline=$((SECONDS + 20))
  until "$@" >/dev/null 2>&1; do
    if [ $SECONDS -ge $deadline ]; then
      echo "scene: waited 20 s in vain for: $*" >&2
      return 1
    fi
    sleep 0.1
  done
}

up() { local dev; for dev in "$@"; do ip link set "$dev" up; done; }

# An access point: hostapd with the lines given. Ready when it beacons (or, for radar channels, when it listens).
ap() { # INTERFACE LINE...
  local dev=$1 conf=/tmp/hostapd-$1.conf log=$SCENE_DIR/hostapd-$1.log
  shift
  printf '%s\n' "interface=$dev" driver=nl80211 ctrl_interface=/run/hostapd country_code=DE ieee80211d=1 wmm_enabled=1 "$@" >"$conf"
  hostapd "$conf" >"$log" 2>&1 &
  echo $! >"/tmp/hostapd-$dev.pid"
  wait_for grep -qE 'AP-ENABLED|DFS-CAC-START|AP-DISABLED|Unable|error' "$log"
  grep -qE 'AP-ENABLED|DFS-CAC-START' "$log" && return
  echo "scene: no access point on $dev" >&2
  tail -n 5 "$log" >&2
  return 1
}

# A client: wpa_supplicant with one network of the lines given. Ready when it is connected.
client() { # INTERFACE LINE...
  local dev=$1 conf=/tmp/wpa-$1.conf
  shift
  { echo "ctrl_interface=/run/wpa_supplicant"; echo "pmf=1"; echo "sae_pwe=2"; echo "network={"; printf '  %s\n' "$@"; echo "}"; } >"$conf"
  wpa_supplicant -i "$dev" -c "$conf" >"$SCENE_DIR/wpa_supplicant-$dev.log" 2>&1 &
  wait_for connected "$dev" || { tail -n 5 "$SCENE_DIR/wpa_supplicant-$dev.log" >&2; return 1; }
}

connected() { wpa_cli -p /run/wpa_supplicant -i "$1" status 2>/dev/null | grep -q wpa_state=COMPLETED; }
wpa() { wpa_cli -p /run/wpa_supplicant -i "$1" "${@:2}" >/dev/null; }
hostap() { hostapd_cli -p /run/hostapd -i "$1" "${@:2}" >/dev/null; }

# Something for the counters: ARP requests over the air.
chatter() { # INTERFACE [COUNT]
  ip addr add 10.80.21.1/24 dev "$1" 2>/dev/null
  busybox arping -q -c "${2:-5}" -I "$1" 10.80.21.99 >/dev/null 2>&1
  return 0
}

# Unicast frames to a neighbour, whether or not anyone answers there.
talk_to() { # INTERFACE ADDRESS [COUNT]
  ip addr add 10.80.21.1/24 dev "$1" 2>/dev/null
  ip neigh replace 10.80.21.98 lladdr "$2" dev "$1"
  busybox ping -q -c "${3:-5}" -W 1 10.80.21.98 >/dev/null 2>&1
  return 0
}

# Runs iw and keeps its text beside the recording, or prints it.
look() { # NAME IW-ARGUMENT...
  if [ "$SCENE_SAVE" = yes ]; then iw "${@:2}" >"$SCENE_DIR/iw-$1.txt" 2>&1; else iw "${@:2}"; fi
}

# A scan, again while the radio is busy with another's.
scan() { # INTERFACE ARGUMENT...
  local try
  for try in 1 2 3 4 5 6 7 8 9 10; do
    iw dev "$1" scan "${@:2}" >/tmp/scan.txt 2>&1 && return 0
    grep -q "busy" /tmp/scan.txt || break
    sleep 0.5
  done
  cat /tmp/scan.txt >&2
  return 1
}
