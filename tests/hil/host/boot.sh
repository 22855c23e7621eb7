# Starts the emulated machine and watches it. Sourced by run.sh.

# The emulator's command, for the share directory $1; further arguments are passed on.
# Its clock counts instructions, one a nanosecond, while it has work, and follows the host's while it has none: a busy
# host makes a run longer, but hardly anything in it later. So always the same processor of about 1 GHz is emulated.
emulator() {
  local share=$1
  shift
  exec qemu-system-x86_64 -accel tcg -icount shift=0 -rtc clock=vm -cpu max -smp 1 -m "$memory_MB" -nodefaults -no-reboot -display none \
    -kernel "$root/boot/vmlinuz-$kernel" -initrd "$root/initramfs.gz" \
    -append "console=ttyS0 quiet panic=5 mitigations=off nokaslr tsc=reliable rig.hil=$hil" \
    -virtfs local,path=/,mount_tag=hostroot,security_model=none,readonly=on,multidevs=remap \
    -virtfs "local,path=$share,mount_tag=rigrun,security_model=none,multidevs=remap" \
    -object can-bus,id=bus0 -device kvaser_pci,canbus=bus0 -device kvaser_pci,canbus=bus0 \
    -drive "file=$cache/run/disk.img,format=raw,if=virtio,cache=writeback" \
    -serial "file:$share/console.log" "$@"
}

# What the machine inside needs to know.
write_settings() {
  local share=$1 cases=$2
  {
    printf 'RIG_ROOT=%q\nRIG_BIN=%q\nRIG_PUBLISH=%q\nRIG_HIL=%q\n' "$root" "$cache/bin" "$published" "$hil"
    printf 'RIG_RUNNER=%q\nRIG_TESTS=%q\n' "$cache/runner" "$cache/tests"
    printf 'RIG_DOTNET=%q\n' "$(dirname "$(readlink -f "$(command -v dotnet)")")"
    printf 'RIG_SEED=%q\nRIG_FULL=%q\nRIG_CASES=%q\n' "$seed" "$full" "$cases"
    printf 'RIG_CUTS_LEFT=%q\nRIG_LAST_SEQUENCE=%q\n' "$cuts_left" "$last_sequence"
  } > "$share/settings"
}

limit_of() {
  local line
  line=$(sed -n 's/^# limit: //p' "$hil/guest/cases/$1.sh" | head -n 1)
  [ -n "$full" ] && [[ $line == *full:* ]] && line=${line#*full: }
  echo "${line%% s*}"
}

# An empty disk for what outlives a power cut.
make_disk() {
  rm -f "$cache/run/disk.img"
  truncate -s 64M "$cache/run/disk.img"
  PATH=$PATH:/usr/sbin:/sbin mkfs.ext4 -q -F "$cache/run/disk.img" || { echo "run.sh: no file system on the disk" >&2; exit 2; }
}

# What an installation keeps that has run before, from a short run of the simulated one on the host. Without any, the
# core takes every allowance as used and every closing as spent, and the cases would wait for an hour.
make_retained() {
  local into=$cache/run/simulated guard waited
  "$published/safebms" guard --run-dir "$into" --log "$cache/run/simulated.log" >/dev/null 2>&1 &
  guard=$!
  for ((waited = 0; waited < 300; waited++)); do
    grep -q 'Starting -> Watching' "$cache/run/simulated.log" 2>/dev/null && break
    sleep 0.2
  done
  sleep 1
  kill -TERM "$guard"
  wait "$guard"
  [ -s "$into/state/retained.a" ] || { echo "run.sh: the simulated installation has kept nothing" >&2; exit 2; }
}

# Boots, lets the cases run, and copies what they say to the terminal as it comes.
# A machine that says nothing for much longer than its case may take is ended and counts as failed. The limits of the
# cases are in the time of the emulated machine; a busy host may need several times that.
boot_and_run() {
  local share=$1 cases=$2 emulator_pid line shown=0 lines allowed_s=900 last_s=$SECONDS word
  mkdir -p "$share/retained"
  cp "$cache"/run/simulated/state/retained.* "$share/retained/"
  : > "$share/results"
  : > "$share/progress"
  write_settings "$share" "$cases"
  emulator "$share" </dev/null >"$share/emulator.log" 2>&1 &
  emulator_pid=$!
  while :; do
    lines=$(wc -l < "$share/progress")
    while [ "$shown" -lt "$lines" ]; do
      shown=$((shown + 1))
      line=$(sed -n "${shown}p" "$share/progress")
      say "$line"
      last_s=$SECONDS
      case $line in
        writing)
          # The power cut. What the emulator had handed to the disk is there; everything else is lost.
          sleep "$(awk "BEGIN { print $((RANDOM % 3000)) / 1000 }")"
          kill -KILL "$emulator_pid"
          wait "$emulator_pid" 2>/dev/null
          return 0 ;;
        "begin "*) word=$(limit_of "${line#begin }"); allowed_s=$((${word:-120} * 4 + 120)) ;;
        *) allowed_s=900 ;;
      esac
    done
    kill -0 "$emulator_pid" 2>/dev/null || break
    if [ $((SECONDS - last_s)) -gt "$allowed_s" ]; then
      echo "FAIL ${line:-boot}: the machine has said nothing for $allowed_s s and was ended" >> "$share/results"
      kill -KILL "$emulator_pid"
      break
    fi
    sleep 0.5
  done
  wait "$emulator_pid" 2>/dev/null
  if ! grep -q '^end$' "$share/results"; then
    echo "FAIL ${line:-boot}: the machine ended before its cases did; see $share/console.log" >> "$share/results"
  fi
}
