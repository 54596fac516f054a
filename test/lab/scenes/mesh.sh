# Two mesh points that meet, learn a path and leave.
radios=2

play() {
  iw reg set DE
  local dev
  for dev in wlan0 wlan1; do
    iw dev $dev set type mp
    up $dev
    iw dev $dev mesh join village-mesh freq 2412 HT20 mcast-rate 6 beacon-interval 100 || return
  done
  wait_for established wlan0 || return
  talk_to wlan0 02:00:00:00:01:00
  look dev dev
  look station dev wlan0 station dump
  look param dev wlan0 mesh_param dump
  look mpath dev wlan0 mpath dump
  look mpp dev wlan0 mpp dump
  look scan dev wlan1 scan dump
  iw dev wlan0 set mesh_param mesh_hwmp_rootmode 4
  iw dev wlan0 mesh leave
  iw dev wlan1 mesh leave
}

established() { iw dev "$1" station dump | grep -q ESTAB; }
