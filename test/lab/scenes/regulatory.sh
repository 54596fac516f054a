# The regulatory domain changes: DE, US, one that does not exist, and the world again.
radios=2

play() {
  look reg-world reg get
  iw reg set DE
  wait_for has_country DE || return
  look reg-de reg get
  look phy-de phy phy0 info
  iw reg set US
  wait_for has_country US || return
  look reg-us reg get
  iw reg set QM # no country of that name: nothing changes
  sleep 1
  look reg-qm reg get
  iw reg set 00
  wait_for has_country 00
}

has_country() { iw reg get | grep -q "^country $1"; }
