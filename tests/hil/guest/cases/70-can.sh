# CAN interface down, adapter unplugged, flood: opened in order when data are missing, and it comes back by itself
# limit: 300 s

ensure_running || return 0
controller=$(pid_of controller)
observe down
ip link set can0 down
wait_for 40 is_open
check "interface down: opened in order" is_open
ip link set can0 up
sleep 1
observed
judge P01 writers=0

check "interface up again: the same controller closes again" ensure_running
check "it was not restarted" test "$(pid_of controller)" = "$controller"

# A real unplugging: the driver lets go of its device, and the interface is gone.
observe unplugged
device=$(pci_of can0)
echo "$device" > /sys/bus/pci/drivers/kvaser_pci/unbind
wait_for 40 is_open
check "adapter unplugged: opened in order" is_open
check "the interface is gone" test ! -e /sys/class/net/can0
echo "$device" > /sys/bus/pci/drivers/kvaser_pci/bind
ip link set can0 up type can bitrate 500000
ip link set can0 txqueuelen 100
sleep 1
observed
judge P01 writers=0
check "plugged in again: the same controller closes again" ensure_running
check "it was not restarted" test "$(pid_of controller)" = "$controller"

# As many frames as the bus takes, with the identifiers that the controller listens to and with any others.
observe flood
start cangen can0 -g 0 -I 400 -L 8 -p 10
start cangen can0 -g 0 -I i -L r -p 10
sleep 8
check "flood: the same controller is alive" test "$(pid_of controller)" = "$controller"
clean_up
observed
judge P01=0 P03=0 writers=0
figure "frames in the flood: $(cat /sys/class/net/can0/statistics/tx_packets) sent on can0 since it was plugged in"
check "after the flood it runs, or closes again" ensure_running
