# A client scans, connects to a WPA2 access point, talks, and disconnects; an open one stands beside it.
radios=3

play() {
  iw reg set DE
  ap wlan0 ssid=village-green "${BAND_2[@]}" || return
  ap wlan1 ssid=village-inn "${BAND_5[@]}" "${WPA2[@]}" ht_capab=[HT40+][SHORT-GI-40] vht_oper_chwidth=1 vht_oper_centr_freq_seg0_idx=42 || return
  up wlan2
  scan wlan2 freq 2412 5180 || return
  look scan dev wlan2 scan dump -u
  client wlan2 'ssid="village-inn"' 'psk="twelve-sheep"' key_mgmt=WPA-PSK scan_freq=5180 || return
  chatter wlan2
  look dev dev
  look link dev wlan2 link
  look station dev wlan2 station dump
  look station-verbose dev wlan2 station dump -v
  look station-ap dev wlan1 station dump
  look survey dev wlan2 survey dump
  look scan-associated dev wlan2 scan dump -u
  wpa wlan2 disconnect
  sleep 0.5
  look link-after dev wlan2 link
  iw dev wlan9 info 2>/dev/null
  iw dev wlan2 set channel 300 2>/dev/null
  return 0
}
