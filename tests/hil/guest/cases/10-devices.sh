# The machine is what it should be: real-time kernel, GPIO chip, CAN pair, watchdog; and the observer sees lines
# limit: 60 s; short

check "the kernel is a real-time kernel" test "$(cat /sys/kernel/realtime)" = 1
check "the watchdog is there" test -c /dev/watchdog
check "the chip has 32 lines" test "$(gpiodetect | sed -n 's/.*\[safebms\] (\(.*\) lines).*/\1/p')" = 32
check "the lines have names" test "$(gpiofind Alarm)" = "$(chip_name) 7"

# A frame from one controller to the other, over the drivers' own buffers.
start candump -L -n 1 can0 > "$work/frame"
sleep 1
cansend can1 123#1122334455667788
check "a frame goes from can1 to can0" wait_for 10 grep -q '123#1122334455667788' "$work/frame"

# A line has one owner.
start gpioset --mode=signal "$(chip_name)" 0=1
first=$started
wait_for 10 carries '1???'
said=$(gpioset "$(chip_name)" 0=0 2>&1)
check "a second requester of a line gets EBUSY" grep -qi 'busy' <<< "$said"
kill "$first"; wait "$first"
check "a line without an owner falls to what the wiring makes of it" test "$(value ContactorCoil)" = 0

# The observer against switches whose order is known.
observe known
mark begin
gpioset "$(chip_name)" 2=1 0=1
for i in 1 2 3 4 5; do gpioset --mode=time --usec=20000 "$(chip_name)" 0=1; done
mark end
observed
check "the observer saw each switch" test "$(grep -c 'line ContactorCoil 1' "$lines_file")" = 6
check "and that each was given back" test "$(grep -c 'freed ContactorCoil' "$lines_file")" = 6
check "in the order of time" sh -c "grep -v '^#' '$lines_file' | sort -c -n -s -k1,1"
check "20 ms of real time were at least 20 ms" awk '/line ContactorCoil 1/ { on = $1 } /freed ContactorCoil/ && ++n > 1 && $1 - on < 20e6 { exit 1 }' "$lines_file"

figure "1 ms timer, SCHED_FIFO: $(cyclictest -q -m -p 90 -i 1000 -l 3000 2>&1 | sed -n 's/.*\(Min:.*\)/\1/p' | tr -s ' ') us late"
