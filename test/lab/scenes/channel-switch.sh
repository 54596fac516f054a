# An access point announces a channel switch, and its client follows; then the band width changes.
radios=2

play() {
  iw reg set DE
  ap wlan0 ssid=village-inn hw_mode=a channel=36 ieee80211n=1 ieee80211ac=1 'ht_capab=[HT40+]' vht_oper_chwidth=1 vht_oper_centr_freq_seg0_idx=42 || return
  client wlan1 'ssid="village-inn"' key_mgmt=NONE scan_freq=5180 || return
  hostap wlan0 chan_switch 5 5220 ht
  wait_for on_frequency wlan1 5220 || return
  look dev dev
  look link dev wlan1 link
  hostap wlan0 chan_switch 5 5180 center_freq1=5210 sec_channel_offset=1 bandwidth=80 vht
  wait_for on_frequency wlan1 5180 || return
  look dev-after dev
  wpa wlan1 disconnect
}

on_frequency() { iw dev "$1" info | grep -q "($2 MHz)"; }
