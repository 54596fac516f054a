# Open, WPA2, WPA3-SAE, OWE and hidden networks on 2.4, 5 and 6 GHz, HT to EHT as far as hostapd goes, in one scan.
radios=7

play() {
  iw reg set DE
  ap wlan0 ssid=open-2g "${BAND_2[@]}" || return
  ap wlan1 ssid=wpa2-ht40 hw_mode=g channel=6 ieee80211n=1 'ht_capab=[HT40+][SHORT-GI-20][SHORT-GI-40]' "${WPA2[@]}" || return
  ap wlan2 ssid=sae-he80 "${BAND_5[@]}" ieee80211ax=1 'ht_capab=[HT40+]' vht_oper_chwidth=1 vht_oper_centr_freq_seg0_idx=42 \
    he_oper_chwidth=1 he_oper_centr_freq_seg0_idx=42 he_bss_color=13 "${SAE[@]}" || return
  ap wlan3 ssid=owe-5g hw_mode=a channel=40 ieee80211n=1 "${OWE[@]}" || return
  ap wlan4 ssid=hidden-5g hw_mode=a channel=44 ieee80211n=1 ignore_broadcast_ssid=1 bss_load_update_period=50 rrm_neighbor_report=1 \
    rrm_beacon_report=1 bss_transition=1 "${WPA2[@]}" || return
  ap wlan5 ssid=six-he20 "${BAND_6[@]}" "${SAE[@]}" he_oper_chwidth=0 || return
  up wlan6
  scan wlan6 freq 2412 2437 5180 5200 5220 5975 || return
  look scan dev wlan6 scan dump -u
  look scan-both dev wlan6 scan dump -b
  scan wlan6 freq 5220 ssid hidden-5g || return
  look scan-directed dev wlan6 scan dump -u
}
