# kill -9 of the guard at random moments: the controller opens in order by itself
# limit: 240 s; full: 5400 s

ensure_running || return 0
moments=${RIG_FULL:+50}
moments=${moments:-3}
observe lines
deaths=0
for moment in $(seq "$moments"); do
  if [ $((moment % 2)) = 1 ]; then
    ensure_running || break
    sleep_ms "$(random_ms 3000)"
    deaths=$((deaths + 1))
  else
    start_guard
    sleep_ms "$(random_ms 12000)"
  fi
  kill_role guard
  wait_for $((bound_ms / 1000 + 5)) is_open || not_ok "everything is off after death $moment"
  for role in controller station; do
    ! alive $role || wait_for 20 eval "! alive $role" || not_ok "no $role outlives guard $moment"
  done
done
check "everything is off" is_open
observed
judge "P01=$deaths" "P02=$deaths" P03=0 writers
