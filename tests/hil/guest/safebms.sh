# The processes of SafeBms in the rig. They outlive a case: the next one goes on with them, or starts its own.

safebms=$RIG_PUBLISH/safebms
state=/var/lib/safebms
config=/run/rig/safebms.yaml
scale=$(sed -n 's/^guard:.*scale: *\([0-9]*\).*/\1/p' "$RIG_HIL/rig.safebms.yaml")

# P02 after a death: T_wd + 3.1 s. T_wd is stretched by the rig's scale, and 3 s are added because counted scans take
# longer than a millisecond each in an emulator.
slack_ms=3000
bound_ms=$((50 * scale + 3100 + slack_ms))

# Process numbers by role: pid_of guard|controller|station|plant; fails if there is none.
pid_of() {
  local found
  found=$(pgrep -f "^(\S*/dotnet )?\S*safebms(\.dll)? $1( |$)") || return 1
  head -n 1 <<< "$found"
}
alive() { pid_of "$1" >/dev/null; }
gone() { ! kill -0 "$1" 2>/dev/null || grep -q '^State:.Z' "/proc/$1/status" 2>/dev/null; }

# write_config [INTERFACE]: what the processes read, for the chip that is there.
write_config() {
  local interface=${1:-can0} offset=0 name
  mkdir -p /run/rig
  sed -e "s/gpiochip0/$(chip_name)/" -e "s/interface: can0/interface: $interface/" "$RIG_HIL/rig.safebms.yaml" > "$config"
  # The boat pulls lines by their numbers in the simulator's files.
  cp "$config" /run/rig/plant.yaml
  for name in "${outputs[@]}" "${inputs[@]}" Heartbeat; do
    sed -i "s/line: $name }/line: $offset }/" /run/rig/plant.yaml
    offset=$((offset + 1))
  done
}

# Only an accepted configuration drives lines: the two steps that an installer takes.
accept_config() {
  local code
  code=$("$safebms" config accept "$config" --json | sed -n 's/.*"code": *"\([^"]*\)".*/\1/p')
  [ -z "$code" ] || "$safebms" config accept "$config" --confirm "$code" >/rig/accept.txt 2>&1
}

start_plant() {
  # A boat that runs already would only slow the start of the controller down.
  wait_for 60 grep -q 'Starting -> Watching' /rig/guard.txt
  setsid "$safebms" plant --config /run/rig/plant.yaml --can can1 >>/rig/plant.txt 2>&1 &
  wait_for 60 alive plant
}

# Its exit code will be in /run/rig/guard.exit.
start_guard() {
  rm -f /run/rig/guard.exit
  : > /rig/guard.txt
  accept_config
  [ -e $state/retained.a ] || cp /rig/retained/* $state/
  setsid bash "$RIG_HIL/guest/keep-guard.sh" "$safebms" "$config" &
  wait_for 60 alive guard
}

is_running() { carries '1?11'; }
is_open() { carries '000?'; }

# Everything off and gone, whatever was running.
stop_all() {
  local role pid
  for role in guard controller station plant; do
    while pid=$(pid_of $role); do kill -CONT "$pid"; kill -KILL "$pid"; sleep 0.1; done
  done
  wait_for 10 is_open
}

# Acknowledges what is latched and gives the edge of the remote terminal that closing again asks for.
close_again() {
  "$safebms" ack --run-dir /run/safebms
  pull RemoteBridged down
  sleep 1
  pull RemoteBridged up
}

# Brings everything to "contactor closed, alternator released", with as few starts as possible.
ensure_running() {
  local interface=${1:-can0} attempt
  if ! alive guard || ! alive plant || [ "$(cat /run/rig/interface 2>/dev/null)" != "$interface" ]; then
    stop_all
    write_config "$interface"
    echo "$interface" > /run/rig/interface
    start_guard
    start_plant
  fi
  wait_for 60 grep -q 'Starting -> Watching' /rig/guard.txt
  is_running && { mark_guard; return 0; }
  for attempt in 1 2 3 4; do
    close_again
    wait_for 20 is_running && { mark_guard; return 0; }
  done
  not_ok "the contactor closes and the alternator is released ($("$safebms" why --run-dir /run/safebms 2>&1 | tr '\n' ' '))"
  return 1
}

# Tells the observer which threads are the guard's.
mark_guard() {
  local guard
  guard=$(pid_of guard) && mark "guard $(ls "/proc/$guard/task" | tr '\n' ' ')"
}

# kill_role ROLE: the observer learns of it first.
kill_role() {
  local pid
  mark_guard
  pid=$(pid_of "$1") || { not_ok "there is a $1 to kill"; return 1; }
  mark "death $1"
  kill -KILL "$pid"
}

# random_ms LIMIT: a moment, from the seed.
random_ms() { echo $(( (RANDOM * 32768 + RANDOM) % $1 )); }
sleep_ms() { sleep "$(awk "BEGIN { print $1 / 1000 }")"; }
