# Monitor interfaces come, change flags and channel, and go; so do a second client interface and a P2P device.
radios=2
channels=2

play() {
  iw reg set DE
  iw phy phy0 interface add mon0 type monitor flags none control otherbss || return
  up mon0
  iw dev mon0 set freq 5180 80 5210 || return
  look dev dev
  iw dev mon0 set monitor fcsfail otherbss
  iw dev mon0 set freq 2437 HT40+
  look dev-info dev mon0 info
  iw phy phy0 interface add sta1 type managed addr 02:00:00:00:0a:01
  iw phy phy0 interface add p2p0 type __p2pdev
  iw wdev "$(iw dev | awk '/Unnamed/ { found = 1 } found && /wdev/ { print $2; exit }')" p2p start
  look dev-more dev
  ip link set sta1 name sta-renamed
  iw dev sta-renamed del
  iw dev mon0 del
  iw wdev "$(iw dev | awk '/Unnamed/ { found = 1 } found && /wdev/ { print $2; exit }')" p2p stop
  look dev-after dev
}
