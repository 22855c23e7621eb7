# Guard and controller killed together: the one unordered case (E1). The lines fall, and the watchdog bites
# limit: 120 s

ensure_running || return 0
observe lines
mark_guard
mark E1
dmesg --clear
kill -KILL "$(pid_of guard)" "$(pid_of controller)"
check "the lines fall to what the wiring makes of them" wait_for 10 is_open
check "the alarm is on" test "$(value Alarm)" = 1
observed
check "all were given back by the kernel" test "$(grep -c freed "$lines_file")" = 8
# It is set to say so instead of resetting the machine.
check "the watchdog bites within its 10 s" wait_for 25 sh -c 'dmesg | grep -q "softdog: Triggered"'
figure "kernel: $(dmesg | grep -iE 'softdog|watchdog' | tail -n 1)"
stop_all
