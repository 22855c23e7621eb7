/* The machine `history` of bench/SafeBms.Bench.Machines/spec, written by hand. Input bits: 1 start, 2 stop, 4 step. */
#include <stddef.h>
#include <stdint.h>

enum state { PAUSED, FIRST, SECOND };

uint64_t run_history(const uint8_t *inputs, size_t count, size_t repeats)
{
    enum state state = PAUSED, left = FIRST;
    uint64_t lamps = 0;
    for (size_t repeat = 0; repeat < repeats; repeat++) {
        for (size_t k = 0; k < count; k++) {
            int start = inputs[k] & 1, stop = inputs[k] & 2, step = inputs[k] & 4;
            if (state == PAUSED) {
                if (start) { state = left; }
            } else if (stop) {
                left = state;
                state = PAUSED;
            } else if (step) {
                state = state == FIRST ? SECOND : FIRST;
            }
            lamps += state == FIRST;
        }
    }
    return lamps;
}
