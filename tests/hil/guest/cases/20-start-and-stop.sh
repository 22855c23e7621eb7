# From nothing to running with pre-charge, a boat in another process behind GPIO and CAN; then the ordered stop
# limit: 180 s; short

stop_all
dmesg -C # what cases before this one did to the watchdog says nothing about this one
observe lines
write_config can0
echo can0 > /run/rig/interface
begin_s=$SECONDS
start_guard
wait_for 60 alive controller
check "the guard has started a controller" alive controller
check "and a station" wait_for 20 alive station
wait_for 60 grep -q 'Starting -> Watching' /rig/guard.txt
sleep 1
check "nothing is on without any input" is_open

mark "inputs valid"
start_plant
check "contactor closed, permits on, alternator released" wait_for 40 is_running || "$safebms" why --run-dir /run/safebms
figure "from the start of the guard to running: $((SECONDS - begin_s)) s of the emulated machine"
figure "$("$safebms" status --run-dir /run/safebms | grep -E '^scan' )"
figure "$("$safebms" status --run-dir /run/safebms | grep -E 'allocated' )"
check "a second requester of an output line gets EBUSY" grep -qi busy <<< "$(gpioset "$(chip_name)" 0=0 2>&1)"
check "and has changed nothing" is_running
scan=$(for t in /proc/$(pid_of controller)/task/*; do chrt -p "${t##*/}"; done 2>/dev/null | grep -c SCHED_FIFO)
check "exactly one thread of the controller is a real-time thread" test "$scan" = 1

mark_guard
guard=$(pid_of guard)
kill -TERM "$guard"
check "the guard ends after the ordered shutdown" wait_for 60 gone "$guard"
check "with exit code 0" wait_for 5 grep -qx 0 /run/rig/guard.exit
check "everything is off" is_open
sleep 1
observed
judge P01 P03 P05 P14=4 P35 writers
check "the watchdog was closed in order" sh -c '! dmesg | grep -qi "watchdog did not stop"'
