# The GPIO chip is taken away: everything ends, nothing hangs, and a new start works
# limit: 180 s

ensure_running || return 0
guard=$(pid_of guard)
controller=$(pid_of controller)
remove_chip
check "the chip is gone" sh -c '! gpiodetect | grep -q safebms'
# Lines that do not exist cannot be opened in order; who held them must say so and end or wait, not spin or crash.
wait_for 60 eval "grep -qiE 'LinesLost|gone|ENODEV' /rig/guard.txt"
check "the guard says that the lines are gone" grep -qiE 'LinesLost|gone|ENODEV' /rig/guard.txt
check "no stack trace" sh -c "! grep -qE '^ +at |Unhandled' /rig/guard.txt"
wait_for 40 gone "$controller"
check "the controller without lines has ended" gone "$controller"
stop_all
restore_chip
check "with the chip back everything starts again" ensure_running
