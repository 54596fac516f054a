# Two radios meet in an IBSS, exchange frames and leave.
radios=2

play() {
  iw reg set DE
  local dev
  for dev in wlan0 wlan1; do
    iw dev $dev set type ibss
    up $dev
    iw dev $dev ibss join village-meadow 2437 HT20 fixed-freq 02:80:21:00:00:01 || return
  done
  chatter wlan0 3
  wait_for meets wlan0 || return
  talk_to wlan0 02:00:00:00:01:00 3
  look dev dev
  look station dev wlan0 station dump
  look link dev wlan0 link
  scan wlan1 freq 2437
  look scan dev wlan1 scan dump -u
  iw dev wlan0 ibss leave
  iw dev wlan1 ibss leave
}

meets() { iw dev "$1" station dump | grep -q Station; }
