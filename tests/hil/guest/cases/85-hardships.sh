# Clock set back, state directory full, starved of processors: the lines do not move, or move in order
# limit: 180 s

ensure_running || return 0
controller=$(pid_of controller)
observe clock
date -s "@$(($(date +%s) - 3600))" >/dev/null
sleep 3
date -s "@$(($(date +%s) + 7200))" >/dev/null
sleep 3
date -s "@$(($(date +%s) - 3600))" >/dev/null
observed
check "clock back and forth by an hour: still running" is_running
check "no line has moved" test "$(grep -c ' line .* by ' "$lines_file")" -le 1

observe full
dd if=/dev/zero of=$state/filler bs=1M 2>/dev/null
sleep 8
check "state directory full: still running" is_running
check "the controller is the same process" test "$(pid_of controller)" = "$controller"
rm -f $state/filler
observed
judge P01=0 P03=0 writers=0

observe starved
start stress-ng --cpu 8 --vm 2 --vm-bytes 64M --hdd 1 --temp-path /run/rig --timeout 10s --quiet
sleep 11
observed
judge P01=0 P03=0 writers=0
check "starved by stress-ng: the same controller is alive" test "$(pid_of controller)" = "$controller"
check "and it runs, or closes again" ensure_running
