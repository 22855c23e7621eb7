#!/bin/bash
# First process of the emulated machine: real drivers, then the cases, then the end. Everything it says goes to the
# console; results go to the directory shared with the host, line by line, so that a hang still leaves what was done.
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8
ln -s /proc/self/fd /dev/fd
ln -s /proc/self/fd/0 /dev/stdin
ln -s /proc/self/fd/1 /dev/stdout
ln -s /proc/self/fd/2 /dev/stderr
mkdir -p /rig /dev/pts /dev/shm
mount -t tmpfs -o size=1G tmpfs /run
mount -t tmpfs tmpfs /dev/shm
mount -t devpts devpts /dev/pts
modprobe_at() { modprobe -d "$RIG_ROOT" "$@"; }

mount -t 9p -o trans=virtio,version=9p2000.L,cache=none,msize=262144 rigrun /rig || { echo "rig: no shared directory"; poweroff -f; }
. /rig/settings
export RIG_ROOT RIG_BIN RIG_PUBLISH RIG_RUNNER RIG_TESTS RIG_SEED RIG_FULL RIG_HIL RIG_CUTS_LEFT RIG_LAST_SEQUENCE
# Programs are run from memory: waiting for the host's disk would be time that leaps in the emulated machine.
mkdir -p /run/bin /run/dotnet/shared
for d in host shared/Microsoft.NETCore.App shared/Microsoft.AspNetCore.App; do
  [ ! -d "$RIG_DOTNET/$d" ] || cp -r "$RIG_DOTNET/$d" "/run/dotnet/$(dirname "$d")"
done
cp "$RIG_DOTNET/dotnet" /run/dotnet/
cp -r "$RIG_PUBLISH" /run/bin/safebms
cp -r "$RIG_RUNNER" /run/bin/runner
cp -r "$RIG_TESTS" /run/bin/tests
RIG_PUBLISH=/run/bin/safebms RIG_RUNNER=/run/bin/runner RIG_TESTS=/run/bin/tests
export DOTNET_ROOT=/run/dotnet
mount -t tracefs tracefs /sys/kernel/tracing
ip link set lo up

for m in configfs can-raw can-j1939 vcan slcan kvaser_pci virtio_blk ext4; do
  modprobe_at "$m" || echo "rig: modprobe $m failed"
done
modprobe_at softdog soft_noboot=1 soft_margin=10 || echo "rig: modprobe softdog failed"
modprobe_at gpio-sim || echo "rig: modprobe gpio-sim failed"
mount -t configfs configfs /sys/kernel/config
mkdir -p /var/lib/safebms
mount -t tmpfs -o size=8M state /var/lib/safebms

. "$RIG_HIL/guest/lib.sh"
trap - EXIT
make_chip
can_up
echo "booted $(cut -d' ' -f1 /proc/uptime)" >> /rig/progress

for case in $RIG_CASES; do run_case "$case"; done
echo "end" >> /rig/results
sync
poweroff -f
