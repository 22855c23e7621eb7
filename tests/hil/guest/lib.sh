# What the cases use. Each case is a file in guest/cases that is run in a shell of its own with these functions.

outputs=(ContactorCoil Precharge ProgrammableRelay AllowToCharge AllowToDischarge Aux PreAlarm Alarm)
inputs=(ContactorFeedback PrechargeReadback RelayReadback ChargeReadback DischargeReadback BatteryCableOk BatteryAlarm
  AuxFault RemoteBridged RemoteHigh RemoteLow)
chip_config=/sys/kernel/config/gpio-sim/safebms
tracing=/sys/kernel/tracing

# -- devices ----------------------------------------------------------------------------------------------------------

# One chip of 32 named lines: outputs 0-7, inputs 8-18, the heartbeat for an external safety relay 19.
make_chip() {
  local offset name names=("${outputs[@]}" "${inputs[@]}" Heartbeat)
  mkdir -p "$chip_config/bank0"
  echo 32 > "$chip_config/bank0/num_lines"
  echo safebms > "$chip_config/bank0/label"
  for offset in {0..31}; do
    name=${names[$offset]:-spare-$offset}
    mkdir -p "$chip_config/bank0/line$offset"
    echo "$name" > "$chip_config/bank0/line$offset/name"
  done
  echo 1 > "$chip_config/live"
  find_chip
  # How it is wired: everything falls to off, the alarm to on.
  pull Alarm up
}

# Takes the chip away as a pulled plug does.
remove_chip() { echo 0 > "$chip_config/live"; }
restore_chip() { echo 1 > "$chip_config/live"; find_chip; pull Alarm up; }

chip_name() { cat "$chip_config/bank0/chip_name"; }
find_chip() { chip_sysfs=/sys/devices/platform/$(cat "$chip_config/dev_name")/$(chip_name); }
chip_base() { local d; for d in /sys/class/gpio/gpiochip*; do [ "$(cat "$d/label")" = safebms ] && cat "$d/base"; done; }

offset_of() {
  local offset=0 name
  for name in "${outputs[@]}" "${inputs[@]}" Heartbeat; do
    [ "$name" = "$1" ] && { echo $offset; return; }
    offset=$((offset + 1))
  done
  echo "no line is called $1" >&2
  return 1
}

# Drives an input: pull NAME up|down.
pull() { echo "pull-$2" > "$chip_sysfs/sim_gpio$(offset_of "$1")/pull"; }
value() { cat "$chip_sysfs/sim_gpio$(offset_of "$1")/value"; }

# carries LEVELS: what contactor, pre-charge, alternator relay and discharge permit carry, without starting a program.
carries() {
  local k p r d
  read -r k < "$chip_sysfs/sim_gpio0/value"
  read -r p < "$chip_sysfs/sim_gpio1/value"
  read -r r < "$chip_sysfs/sim_gpio2/value"
  read -r d < "$chip_sysfs/sim_gpio4/value"
  [[ $k$p$r$d == $1 ]]
}

can_up() {
  local i
  for i in can0 can1; do ip link set $i up type can bitrate 500000; ip link set $i txqueuelen 100; done
}

# The PCI device behind an interface, e.g. 0000:00:05.0.
pci_of() { basename "$(readlink -f "/sys/class/net/$1/device")"; }

# -- verdicts ---------------------------------------------------------------------------------------------------------

# A case is a list of statements about what must be seen; each is counted.
ok() { echo "ok   $case_name: $*" >> /rig/results; echo "ok   $case_name: $*"; }
not_ok() { echo "FAIL $case_name: $*" >> /rig/results; echo "FAIL $case_name: $*"; }
figure() { echo "figure $case_name: $*" >> /rig/results; echo "figure $case_name: $*"; }

# check "what must be" command...
check() {
  local what=$1 said
  shift
  if said=$("$@" 2>&1); then ok "$what"; else not_ok "$what ($* said: ${said//$'\n'/; })"; fi
}

# Waits until a command succeeds: wait_for SECONDS command... ; fails after that.
wait_for() {
  local limit_s=$1 begin_s=$SECONDS
  shift
  until "$@" >/dev/null 2>&1; do
    [ $((SECONDS - begin_s)) -ge "$limit_s" ] && return 1
    sleep 0.2
  done
}

# Runs one case with the time limit that the case names in its line '# limit: N s; full: N s'.
run_case() {
  local case=$1 file=$RIG_HIL/guest/cases/$1.sh limit begin_s=$SECONDS status
  limit=$(sed -n 's/^# limit: \([0-9]*\) s.*/\1/p' "$file" | head -n 1)
  [ -z "$RIG_FULL" ] || limit=$(sed -n 's/^# limit: .*full: \([0-9]*\) s.*/\1/p' "$file" | grep . || echo "$limit")
  echo "begin $case" >> /rig/progress
  setsid timeout -k 10 "${limit:-120}" bash -c ". '$RIG_HIL/guest/lib.sh'; . '$RIG_HIL/guest/safebms.sh'; case_name=$case; case_begin; . '$file'; case_end" \
    > "/rig/$case.log" 2>&1
  status=$?
  if [ $status -eq 124 ] || [ $status -eq 137 ]; then
    echo "FAIL $case: not finished after ${limit:-120} s" >> /rig/results
  elif [ $status -ne 0 ]; then
    echo "FAIL $case: its script ended with $status" >> /rig/results
  fi
  clean_up
  echo "done $case $((SECONDS - begin_s))" >> /rig/progress
}

case_begin() {
  # Each case has its own random numbers, the same for the same seed whichever other cases run.
  RANDOM=$(( (RIG_SEED + $(printf '%s' "$case_name" | cksum | cut -d' ' -f1)) % 32768 ))
  find_chip
  work=/run/rig/$case_name
  mkdir -p "$work"
}

case_end() { :; }

# What a case leaves behind must not disturb the next one.
clean_up() {
  local pid
  for pid in $(cat /run/rig.pids 2>/dev/null); do kill -CONT "$pid" 2>/dev/null; kill -KILL "$pid" 2>/dev/null; done
  rm -f /run/rig.pids
  [ "$(cat "$chip_config/live" 2>/dev/null)" = 1 ] || restore_chip
}

# Starts a program in the background that does not outlive its case; its number is in $started.
start() {
  "$@" &
  started=$!
  echo "$started" >> /run/rig.pids
}

# -- the observer -----------------------------------------------------------------------------------------------------

# The kernel itself says when a line was switched and by whom; no code of SafeBms takes part.
observe() {
  local name=$1
  echo 0 > $tracing/tracing_on
  echo > $tracing/trace
  echo mono > $tracing/trace_clock
  echo 8192 > $tracing/buffer_size_kb
  echo 'get == 0' > $tracing/events/gpio/gpio_value/filter
  echo 1 > $tracing/events/gpio/gpio_value/enable
  # A line that nobody holds any more falls to what the wiring makes of it; for that there is no tracepoint.
  [ -e $tracing/events/kprobes/line_freed ] || echo 'p:line_freed gpio_sim:gpio_sim_free offset=%si:u32' > $tracing/kprobe_events
  echo 1 > $tracing/events/kprobes/line_freed/enable
  record=$work/$name.trace
  mkdir -p "$record"
  start "$RIG_BIN/lines" record "$tracing" "$record"
  recorder=$started
  wait_for 10 test -e "$record/ready"
  echo 1 > $tracing/tracing_on
  # A record may begin in the middle: what the lines carry at its begin.
  local line state=
  for line in "${outputs[@]}"; do state+=" $line=$(value "$line" 2>/dev/null || echo 0)"; done
  mark "state$state"
}

# Says something into the same record, with the kernel's time.
mark() { printf '%s' "$*" > $tracing/trace_marker; }

# Ends the record and leaves it as text in /rig/NAME.lines.
observed() {
  local name
  name=$(basename "$record" .trace)
  kill -TERM "$recorder"
  wait "$recorder"
  echo 0 > $tracing/tracing_on
  "$RIG_BIN/lines" print "$record" "$(chip_base)" "${outputs[@]}" > "/rig/$case_name-$name.lines" \
    || not_ok "the record of the lines is complete"
  lines_file=/rig/$case_name-$name.lines
  rm -rf "$record"
}

# judge RULE[=LEAST]...: asks the judge about the last record; each rule is one statement. LEAST is how often there
# must have been something to judge.
judge() {
  local rule least said
  for rule in "$@"; do
    least=${rule#*=}
    [ "$least" = "$rule" ] && least=1
    rule=${rule%%=*}
    if said=$(awk -f "$RIG_HIL/observer/judge.awk" -v "rule=$rule" -v "least=$least" -v "bound_ms=${bound_ms:-0}" \
        "$lines_file" 2>&1); then
      ok "$rule: $said"
    else
      not_ok "$rule: ${said//$'\n'/; }"
    fi
  done
}
