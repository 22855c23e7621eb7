# SIGSTOP, later SIGCONT, of controller and guard: one takes over, and never two write
# limit: 240 s

ensure_running || return 0
observe lines
controller=$(pid_of controller)
mark_guard
mark "death controller"
kill -STOP "$controller"
wait_for $((bound_ms / 1000 + 5)) is_open
check "a controller that hangs: opened in order" is_open
kill -CONT "$controller"
sleep 2
check "and it does not come back to life" gone "$controller"
observed
judge P01 P02 writers

ensure_running || return 0
observe guard
guard=$(pid_of guard)
mark_guard
mark "death guard"
kill -STOP "$guard"
wait_for $((bound_ms / 1000 + 5)) is_open
check "a guard that hangs: opened in order" is_open
kill -CONT "$guard"
sleep 3
check "the lines stay off when it goes on" is_open
observed
judge P01 P02 writers
