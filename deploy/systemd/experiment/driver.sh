#!/bin/bash
# The cases of the experiment; runs below the systemd that is looked at.
results=/run/work/results.part
log=/run/safebms/log
: >$results

say() { echo "$*" >>$results; }
held() { if [ "$1" = 0 ]; then say "held    $2"; else say "FAILED  $2"; fi; }
guard() { systemctl show -p MainPID --value safebms; }
now_ms() { awk '{ printf "%d", $1 * 1000 }' /proc/uptime; }

# Waits up to 30 s for a line that the current case has written; fails if it does not come.
wait_for() {
  for _ in $(seq 300); do
    tail -n +"$((mark + 1))" $log 2>/dev/null | grep -q "$1" && return 0
    sleep 0.1
  done
  return 1
}
# Milliseconds between the first lines of this case that say the one and the other; empty without them.
between() {
  tail -n +"$((mark + 1))" $log | awk -v a="$1" -v b="$2" 'index($0, a) && !x { x = $1 } index($0, b) && !y { y = $1 } END { if (x && y) print y - x }'
}
begin() {
  say "-- $1"
  systemctl reset-failed safebms 2>/dev/null
  mark=0
  [ -f $log ] && mark=$(wc -l <$log)
  systemctl start safebms || held 1 "the unit starts"
  wait_for "guard: ready"
}
finish() {
  systemctl stop safebms
  tail -n +"$((mark + 1))" $log 2>/dev/null >>/run/work/log.all
}
setting() { mkdir -p /run/systemd/system/safebms.service.d; printf '[Service]\n%s\n' "$1" >/run/systemd/system/safebms.service.d/setting.conf; systemctl daemon-reload; }
unset_all() { rm -f /run/systemd/system/safebms.service.d/setting.conf; systemctl daemon-reload; }

# The unit keeps its runtime directory over restarts only; a second name keeps it for this script.
setting 'RuntimeDirectoryPreserve=yes'

begin "as the unit says: kill -9 of the guard"
for what in SCHED_FIFO mlockall; do tail -n +"$((mark + 1))" $log | grep -q "guard: $what granted"; held $? "$what granted to the unit's user"; done
grep -qx 'CapEff:[[:space:]]*0000000000800000' "/proc/$(guard)/status"; held $? "the guard has CAP_SYS_NICE and no other capability"
kill -9 "$(guard)"
wait_for "controller: contactor off"; held $? "the controller goes on to the end"
lead=$(between "controller: alternator off" "controller: contactor off")
[ "${lead:-0}" -ge 2000 ]; held $? "contactor off ${lead:-?} ms after the alternator relay"
mark_old=$mark; mark=$(($(grep -n "controller: contactor off" $log | tail -1 | cut -d: -f1)))
wait_for "guard: ready"; held $? "a new guard is started after that"
! tail -n +"$((mark + 1))" $log | grep -q "lines are busy"; held $? "it does not find the lines busy"
mark=$mark_old
finish

begin "as the unit says: systemctl stop"
systemctl stop safebms
tail -n +"$((mark + 1))" $log | grep -q "guard: ended in order"; held $? "the guard ends in order"
lead=$(between "controller: alternator off" "controller: contactor off")
[ "${lead:-0}" -ge 2000 ]; held $? "contactor off ${lead:-?} ms after the alternator relay"
[ "$(systemctl show -p Result --value safebms)" = success ]; held $? "the unit counts it as success"
finish

begin "as the unit says: the guard hangs"
hung=$(guard)
kill -USR1 "$hung"
wait_for "controller: contactor off"; held $? "the controller goes on to the end"
tail -n +"$((mark + 1))" $log | grep -q "controller: guard is silent"; held $? "it notices by the missing heartbeat"
for _ in $(seq 150); do [ -d "/proc/$hung" ] || break; sleep 0.1; done
[ ! -d "/proc/$hung" ]; held $? "systemd ends the hung guard"
mark_old=$mark; mark=$(($(grep -n "controller: contactor off" $log | tail -1 | cut -d: -f1)))
wait_for "guard: ready"; held $? "a new guard is started after that"
mark=$mark_old
finish

setting $'RuntimeDirectoryPreserve=yes\nKillMode=process'
begin "with KillMode=process: kill -9 of the guard"
kill -9 "$(guard)"
wait_for "controller: contactor off"; held $? "the controller goes on to the end"
wait_for "guard: lines are busy"; held $? "the new guard is started meanwhile and finds the lines busy"
finish

# Shows that the experiment can tell the difference: this setting must break the order.
setting $'RuntimeDirectoryPreserve=yes\nKillMode=mixed'
begin "with KillMode=mixed: kill -9 of the guard"
old=$(guard)
kill -9 "$old"
for _ in $(seq 100); do new=$(guard); [ "$new" != 0 ] && [ "$new" != "$old" ] && break; sleep 0.1; done
sleep 3
! tail -n +"$((mark + 1))" $log | grep -q "controller: contactor off"; held $? "the controller is killed before it could open the contactor: not this setting"
finish
unset_all
say "all cases done with $(systemctl --version | head -1)"
mv $results /run/work/results
