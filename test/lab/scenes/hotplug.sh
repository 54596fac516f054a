# Radios appear, take a name, and vanish while somebody watches; one comes without an interface, one with a country of its own.
radios=1

play() {
  hwsim create visitor channels=2 >/dev/null || return
  wait_for has_wiphy visitor || return
  look dev-visitor dev
  hwsim create quiet no-vif >/dev/null || return
  hwsim create traveller alpha2=FR >/dev/null || return
  look reg reg get
  look dev dev
  hwsim destroy visitor || return
  hwsim destroy quiet || return
  hwsim destroy traveller || return
  look dev-after dev
}

has_wiphy() { [ -e "/sys/class/ieee80211/$1" ]; }
