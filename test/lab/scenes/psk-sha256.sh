# A client connects to a network whose only AKM is PSK with SHA-256 and which protects management frames.
radios=2

play() {
  iw reg set DE
  ap wlan0 ssid=village-mill "${BAND_2[@]}" wpa=2 wpa_key_mgmt=WPA-PSK-SHA256 rsn_pairwise=CCMP ieee80211w=2 wpa_passphrase=twelve-sheep || return
  up wlan1
  scan wlan1 freq 2412 || return
  look scan dev wlan1 scan dump -u
  client wlan1 'ssid="village-mill"' 'psk="twelve-sheep"' key_mgmt=WPA-PSK-SHA256 ieee80211w=2 scan_freq=2412 || return
  chatter wlan1
  look link dev wlan1 link
  look station dev wlan1 station dump
  wpa wlan1 disconnect
  sleep 0.5
  return 0
}
