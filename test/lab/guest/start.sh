#!/usr/bin/env bash
# Second stage of the guest: brings the radios up and runs the script, or a shell; then the machine is off.
. /run/lab/results/.lab/settings.bash
export LAB_CHECKOUT LAB_CACHE LAB_KERNEL LAB_RADIOS LAB_CHANNELS
export LAB_RESULTS=/run/lab/results KERNEL=$LAB_KERNEL
export PATH=/run/lab/bin:$LAB_CHECKOUT/test/lab/guest/bin:$LAB_CACHE/bin:$LAB_NODE:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
export HOME=/tmp/home TERM=$LAB_TERM LANG=C.UTF-8 npm_config_cache=/tmp/npm
mkdir -p $HOME /run/lab/bin
echo 1 >/proc/sys/kernel/printk

cat >/run/lab/bin/modprobe <<MODPROBE
#!/bin/sh
exec /sbin/modprobe -d "$LAB_CACHE/kernels/$LAB_KERNEL/root" "\$@"
MODPROBE
# The kernel asks for modules by this program: hostapd asks for the flags of interfaces that are gone already, and the kernel then looks for modules
# of their names, "netdev-NAME" and "NAME". A search in vain takes half a second where the processor is emulated, hostapd waits for it, and what
# stations ask of it has no answer in time. What has no hyphen or colon is an interface's name here: families, algorithms and devices all have one.
cat >/run/lab/load-module <<LOADER
#!/bin/busybox sh
for name; do :; done
case \$name in
  netdev-*) ;;
  *[-:]*) exec /run/lab/bin/modprobe "\$@" ;;
esac
exit 1
LOADER
chmod +x /run/lab/bin/modprobe /run/lab/load-module
echo /run/lab/load-module >/proc/sys/kernel/modprobe

mount -t debugfs debugfs /sys/kernel/debug
ip link set lo up
modprobe nlmon
modprobe mac80211_hwsim radios="$LAB_RADIOS" channels="$LAB_CHANNELS"

cd "$LAB_CHECKOUT" || cd /
echo yes >$LAB_RESULTS/.lab/began
finish() {
  echo "$1" >$LAB_RESULTS/.lab/code
  sync
  busybox poweroff -f
}
trap 'finish 125' EXIT
if [ -n "$LAB_SCRIPT" ]; then
  stty -F /dev/hvc0 -opost
  case $LAB_SCRIPT in
    *.ts) command=(node --import tsx) ;;
    *) command=(bash) ;;
  esac
  # through a pipe, so that no program takes the console for a person's terminal
  "${command[@]}" "$LAB_SCRIPT" "${LAB_ARGUMENTS[@]}" </dev/null 2>&1 | cat >/dev/hvc0
  code=${PIPESTATUS[0]}
  stty -F /dev/hvc0 opost # drains what is still on its way
  finish $code
fi
stty -F /dev/hvc0 sane rows "${LAB_SIZE% *}" cols "${LAB_SIZE#* }"
echo "Linux $(uname -r), $LAB_RADIOS radios. iw $(iw --version | cut -d' ' -f3), hostapd, wpa_supplicant and nl80211 are here; 'scene' lists scenes." >/dev/hvc0
setsid -c bash --rcfile "$LAB_CHECKOUT/test/lab/guest/bashrc" -i </dev/hvc0 >/dev/hvc0 2>&1
finish $?
