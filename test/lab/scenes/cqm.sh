# Signal thresholds are crossed both ways when the access point turns its power down and up, then it falls silent.
radios=2

play() {
  iw reg set DE
  ap wlan0 ssid=village-inn hw_mode=a channel=36 ieee80211n=1 beacon_int=50 || return
  client wlan1 'ssid="village-inn"' key_mgmt=NONE scan_freq=5180 || return
  iw dev wlan1 cqm rssi -36 2 || return
  iw dev wlan0 set txpower fixed 600
  wait_for weak wlan1 || return
  look station-weak dev wlan1 station dump
  iw dev wlan0 set txpower fixed 2000
  wait_for strong wlan1 || return
  look station-strong dev wlan1 station dump
  iw dev wlan1 cqm rssi off
  # no goodbye: the beacons just stop
  local hostapd
  hostapd=$(cat /tmp/hostapd-wlan0.pid)
  disown "$hostapd"
  kill -KILL "$hostapd"
  ip link set wlan0 down
  wait_for unlinked wlan1
}

average() { iw dev "$1" station dump | awk '/beacon signal avg/ { print -$4 }'; }
weak() { [ "$(average "$1")" -ge 42 ]; }
strong() { [ "$(average "$1")" -le 32 ]; }
unlinked() { iw dev "$1" link | grep -q "Not connected"; }
