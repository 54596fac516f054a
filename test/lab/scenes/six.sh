# A client on 6 GHz, where WPA3-SAE by hash-to-element is the only way in.
radios=2

play() {
  iw reg set DE
  ap wlan0 ssid=village-tower "${BAND_6[@]}" "${SAE[@]}" sae_pwe=1 || return
  client wlan1 'ssid="village-tower"' 'psk="twelve-sheep"' key_mgmt=SAE ieee80211w=2 scan_freq=5975 || return
  chatter wlan1
  look dev dev
  look scan dev wlan1 scan dump -u
  look station dev wlan1 station dump
  look link dev wlan1 link
  wpa wlan1 disconnect
}
