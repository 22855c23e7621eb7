# The machine loses its supply while retained data are written: one slot is whole afterwards, and nothing is forgotten
# limit: 150 s

# The host cuts the emulator off at a random moment after the line "writing"; the next boot begins here again.
umount -l $state 2>/dev/null
wait_for 10 test -b /dev/vda
stop_all
mount -t ext4 /dev/vda $state || { not_ok "the disk can be mounted after the cut"; return 0; }
if [ -n "$RIG_LAST_SEQUENCE" ]; then
  found=$("$RIG_BIN/slots" $state)
  check "a slot is whole after the cut (${found//$'\n'/, }; seen before: $RIG_LAST_SEQUENCE)" "$RIG_BIN/slots" $state
  check "no write that was done is forgotten" test "$(sed -n 's/^newest //p' <<< "$found")" -ge $((RIG_LAST_SEQUENCE - 1))
fi
if [ "$RIG_CUTS_LEFT" = 0 ]; then
  ensure_running || return 0
  check "the controller starts with what was retained" is_running
  mark_guard
  guard=$(pid_of guard)
  kill -TERM "$guard"
  wait_for 60 gone "$guard"
  umount -l $state
  return 0
fi

write_config can0
echo can0 > /run/rig/interface
before=$("$RIG_BIN/slots" $state | sed -n 's/^newest //p')
start_guard
start_plant
newest() { "$RIG_BIN/slots" $state | sed -n 's/^newest //p'; }
wait_for 100 eval '[ "$(newest)" -gt "$before" ]' || { not_ok "retained data are written"; return 0; }
newest > /rig/sequence
ok "retained data are written ($before, now $(newest))"
echo "writing" >> /rig/progress
while :; do
  newest > /rig/sequence.new && mv /rig/sequence.new /rig/sequence
  sleep 0.05
done
