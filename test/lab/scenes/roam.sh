# A client roams between two access points of one network, and is thrown out in the end.
radios=3

play() {
  iw reg set DE
  ap wlan0 ssid=village-inn hw_mode=a channel=36 ieee80211n=1 "${WPA2[@]}" || return
  ap wlan1 ssid=village-inn hw_mode=a channel=44 ieee80211n=1 "${WPA2[@]}" || return
  client wlan2 'ssid="village-inn"' 'psk="twelve-sheep"' key_mgmt=WPA-PSK 'scan_freq=5180 5220' bssid=02:00:00:00:00:00 || return
  look link-before dev wlan2 link
  wpa wlan2 set_network 0 bssid any
  wpa wlan2 scan freq=5220
  wait_for sees wlan2 02:00:00:00:01:00 || return
  wpa wlan2 roam 02:00:00:00:01:00
  wait_for linked wlan2 02:00:00:00:01:00 || return
  look link dev wlan2 link
  look station dev wlan2 station dump
  hostap wlan1 deauthenticate 02:00:00:00:02:00
  sleep 1 # it may come back at once
  wpa wlan2 disconnect
}

sees() { iw dev "$1" scan dump | grep -q "$2"; }
linked() { iw dev "$1" link | grep -q "$2"; }
