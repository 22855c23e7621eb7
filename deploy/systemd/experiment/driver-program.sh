#!/bin/bash
# The cases with the program itself on simulated lines; runs below the systemd that is looked at.
results=/run/work/results.part
state=/var/lib/safebms
chip=$state/run/virtual-chip
: >$results

say() { echo "$*" >>$results; }
held() { if [ "$1" = 0 ]; then say "held    $2"; else say "FAILED  $2"; fi; }
guard() { systemctl show -p MainPID --value safebms; }

# The virtual chip is a file of 8-byte words (VirtualChip.cs): 1 outputs, 5 number of changes, from 8 on the changes with
# 8 words each: number, time in ns, outputs, outputs before, process. Bits: 0 contactor, 2 alternator relay.
words() { od -A n -v -t d8 -w64 "$chip" 2>/dev/null; }
outputs() { words | awk 'NR == 1 { print $2; exit }'; }
changes() { words | awk 'NR == 1 { print $6; exit }'; }
# ms from the last fall of the relay to the last fall of the contactor, in changes after number $1.
lead() {
  words | awk -v from="$1" '
    NR > 1 && $1 > from { fell = 0; if (int($4 / 4) % 2 && !(int($3 / 4) % 2)) relay = $2
      if ($4 % 2 && !($3 % 2)) contactor = $2 }
    END { if (relay && contactor) printf "%d", (contactor - relay) / 1000000 }'
}
runs() { local word; word=$(outputs); [ -n "$word" ] && [ $((word & 5)) = 5 ]; }
wait_until() { for _ in $(seq 900); do "$@" && return 0; sleep 0.1; done; return 1; }
open() { local word; word=$(outputs); [ -n "$word" ] && [ $((word & 1)) = 0 ]; }
replaced() { local now; now=$(guard); [ "$now" != 0 ] && [ "$now" != "$old" ]; }
family() { ps -o comm=,args= -u safebms | grep -oE 'safebms (guard|controller|station|plant)' | sort | tr '\n' ' '; }

say "-- the program: start"
give_up() { sed 's/^/        program: /' /run/work/program.log | tail -n 20 >>$results; mv $results /run/work/results; exit 1; }

systemctl start safebms; status=$?; held $status "the guard says that it is ready"
[ $status = 0 ] || give_up
wait_until runs; held $? "contactor and alternator relay are on"
say "        processes: $(family)"
[ "$(stat -c %U "/proc/$(guard)")" = safebms ]; held $? "the guard belongs to its own user"

say "-- the program: kill -9 of the guard"
mark=$(changes) old=$(guard)
kill -9 "$old"
wait_until open; held $? "the contactor opens"
ms=$(lead "$mark")
[ "${ms:-0}" -ge 2000 ]; held $? "contactor off ${ms:-?} ms after the alternator relay, at the lines"
wait_until replaced; held $? "systemd starts a new guard"

say "-- the program: systemctl stop"
wait_until runs || say "        (stays off after the fault until it is acknowledged; stopped as it is)"
mark=$(changes)
systemctl stop safebms; held $? "the unit stops"
[ "$(systemctl show -p Result --value safebms)" = success ]; held $? "the unit counts it as success"
[ -z "$(pgrep -u safebms)" ]; held $? "no process is left"

say "-- the program: a new start, and systemctl stop while everything is on"
rm -rf "$state/run"
systemctl reset-failed safebms
systemctl start safebms
if wait_until runs; then
  mark=$(changes)
  systemctl stop safebms; held $? "the unit stops"
  ms=$(lead "$mark")
  [ "${ms:-0}" -ge 2000 ]; held $? "contactor off ${ms:-?} ms after the alternator relay, at the lines"
  [ "$(systemctl show -p Result --value safebms)" = success ]; held $? "the unit counts it as success"
else
  SAFEBMS_RUN_DIR=$state/run safebms why >>$results 2>&1
  held 1 "contactor and alternator relay are on once more"
fi
say "all cases done with $(systemctl --version | head -1)"
mv $results /run/work/results
