# An access point listens for radar on a channel that asks for it, hears one, and moves; another one's check is cut short.
radios=2

play() {
  iw reg set DE
  ap wlan0 ssid=village-weather hw_mode=a channel=52 ieee80211n=1 ieee80211h=1 country_code=DE || return
  wait_for grep -q DFS-CAC-START "$SCENE_DIR/hostapd-wlan0.log" || return
  look dev dev
  # hwsim's own switch: the radio hears radar now
  echo 1 >/sys/kernel/debug/ieee80211/phy0/hwsim/dfs_simulate_radar || return
  wait_for grep -q DFS-RADAR-DETECTED "$SCENE_DIR/hostapd-wlan0.log" || return
  sleep 1
  look phy phy phy0 info
  up wlan1
  iw dev wlan1 set type __ap
  iw dev wlan1 cac trigger freq 5500 HT20 &
  sleep 1
  look dev-cac dev
  ip link set wlan1 down
  wait $!
  return 0
}
