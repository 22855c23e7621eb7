/* The machine `flat` of bench/SafeBms.Bench.Machines/spec, written by hand. Input bits: 1 start, 2 stop. */
#include <stddef.h>
#include <stdint.h>

enum state { IDLE, LIT, DARK };

uint64_t run_flat(const uint8_t *inputs, size_t count, size_t repeats)
{
    enum state state = IDLE;
    uint32_t elapsed = 0;
    uint64_t lamps = 0;
    int first = 1;
    for (size_t repeat = 0; repeat < repeats; repeat++) {
        for (size_t k = 0; k < count; k++) {
            int start = inputs[k] & 1, stop = inputs[k] & 2;
            if (!first && elapsed < 20) {
                elapsed++;
            }
            first = 0;
            switch (state) {
            case IDLE:
                if (start) { state = LIT; elapsed = 0; }
                break;
            case LIT:
                if (stop) { state = IDLE; elapsed = 0; }
                else if (elapsed >= 20) { state = DARK; elapsed = 0; }
                break;
            case DARK:
                if (stop) { state = IDLE; elapsed = 0; }
                else if (elapsed >= 20) { state = LIT; elapsed = 0; }
                break;
            }
            lamps += state == LIT;
        }
    }
    return lamps;
}
