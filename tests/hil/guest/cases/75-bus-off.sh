# Bus-off and hot unplug of a serial CAN adapter
# limit: 240 s

"$RIG_BIN/slcan-adapter" can1 > "$work/name" &
adapter=$!
echo $adapter >> /run/rig.pids
wait_for 10 test -s "$work/name"
interface=$(cat "$work/name")
ip link set "$interface" up
ensure_running "$interface" || return 0
observe off
controller=$(pid_of controller)
kill -USR1 $adapter
check "the driver reports bus-off" wait_for 10 sh -c "ip -details link show $interface | grep -q BUS-OFF"
wait_for 40 is_open
check "bus-off: opened in order" is_open
observed
judge P01 writers=0

ip link set "$interface" down
ip link set "$interface" up
kill -USR2 $adapter
check "back on the bus: the same controller closes again" ensure_running "$interface"
check "it was not restarted" test "$(pid_of controller)" = "$controller"

observe unplugged
kill -TERM $adapter
wait_for 40 is_open
check "adapter pulled: opened in order" is_open
check "the same controller is alive" test "$(pid_of controller)" = "$controller"
observed
judge P01 writers=0
