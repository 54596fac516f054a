# A client connects by WPA3-SAE with protected management frames, on 5 GHz, then by OWE, then to an open hidden network.
radios=4

play() {
  iw reg set DE
  ap wlan0 ssid=village-hall "${BAND_5[@]}" ieee80211ax=1 "${SAE[@]}" || return
  ap wlan1 ssid=village-square hw_mode=a channel=40 ieee80211n=1 "${OWE[@]}" || return
  ap wlan2 ssid=village-cellar "${BAND_2[@]}" ignore_broadcast_ssid=1 || return
  client wlan3 'ssid="village-hall"' 'psk="twelve-sheep"' key_mgmt=SAE ieee80211w=2 scan_freq=5180 || return
  chatter wlan3
  look station dev wlan3 station dump
  look station-ap dev wlan0 station dump
  look link dev wlan3 link
  next_network 'ssid "village-square"' 'key_mgmt OWE' 'ieee80211w 2' 'scan_freq 5200' || return
  look link-owe dev wlan3 link
  next_network 'ssid "village-cellar"' 'key_mgmt NONE' 'scan_ssid 1' 'scan_freq 2412' || return
  look link-hidden dev wlan3 link
  look scan dev wlan3 scan dump -u
  wpa wlan3 disconnect
}

# Another network for the same wpa_supplicant.
next_network() {
  local setting
  wpa wlan3 disconnect
  wpa wlan3 remove_network all
  wpa wlan3 add_network
  for setting in "$@"; do wpa wlan3 set_network 0 ${setting%% *} "${setting#* }"; done
  wpa wlan3 select_network 0
  wait_for connected wlan3
}
