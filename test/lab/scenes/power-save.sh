# Power save on and off, tx power fixed, limited and automatic, and other settings of a wiphy and an interface.
radios=2

play() {
  iw reg set DE
  ap wlan0 ssid=village-inn "${BAND_2[@]}" || return
  client wlan1 'ssid="village-inn"' key_mgmt=NONE scan_freq=2412 || return
  iw dev wlan1 set power_save on
  look powersave-on dev wlan1 get power_save
  chatter wlan1 3
  iw dev wlan1 set power_save off
  look powersave-off dev wlan1 get power_save
  iw dev wlan1 set txpower limit 1000
  look dev-limited dev wlan1 info
  iw dev wlan1 set txpower auto
  iw phy phy1 set rts 500
  iw phy phy1 set frag 800
  iw phy phy1 set retry short 5 long 3
  iw phy phy1 set coverage 2
  iw phy phy1 set name village-radio
  look phy phy village-radio info
  iw dev wlan1 set bitrates legacy-2.4 6 12 24
  iw dev wlan1 set bitrates
  iw dev wlan1 set noack_map 0x0005
  iw dev wlan1 offchannel 2437 100
  wpa wlan1 disconnect
}
