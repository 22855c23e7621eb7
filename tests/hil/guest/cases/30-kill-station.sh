# kill -9 of the station at random moments: nothing happens to the scan
# limit: 180 s; full: 900 s

ensure_running || return 0
moments=${RIG_FULL:+50}
observe lines
controller=$(pid_of controller)
for moment in $(seq "${moments:-3}"); do
  wait_for 60 alive station || not_ok "the guard starts the station again (moment $moment)"
  sleep_ms "$(random_ms 2000)"
  kill -KILL "$(pid_of station)"
done
sleep 2
check "the contactor stays closed, the alternator released" is_running
check "and the controller is the same process" test "$(pid_of controller)" = "$controller"
observed
check "no line has moved" test "$(grep -c ' line .* by ' "$lines_file")" -le 1
