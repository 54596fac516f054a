# Radios at rest: every capability of a simulated wiphy, its interfaces, the regulatory domain.
radios=1

play() {
  look phy phy
  look dev dev
  look reg reg get
}
