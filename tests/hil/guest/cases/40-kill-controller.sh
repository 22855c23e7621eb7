# kill -9 of the controller at random moments: the guard opens in order
# limit: 240 s; full: 5400 s

ensure_running || return 0
moments=${RIG_FULL:+50}
moments=${moments:-3}
observe lines
deaths=0
for moment in $(seq "$moments"); do
  # Every other moment is one of the way up: start-up, waiting, pre-charge.
  if [ $((moment % 2)) = 1 ]; then
    ensure_running || break
    sleep_ms "$(random_ms 3000)"
    deaths=$((deaths + 1))
  else
    wait_for 60 alive controller
    sleep_ms "$(random_ms 12000)"
    alive controller || continue
  fi
  before=$(pid_of controller)
  kill_role controller
  wait_for $((bound_ms / 1000 + 5)) is_open || not_ok "everything is off after death $moment"
  wait_for 90 alive controller || { not_ok "the guard starts the controller again after death $moment"; break; }
  [ "$(pid_of controller)" != "$before" ] || not_ok "it is a new process after death $moment"
done
sleep 5
check "after a death nothing closes by itself" is_open
observed
judge "P01=$deaths" "P02=$deaths" P03=0 writers
