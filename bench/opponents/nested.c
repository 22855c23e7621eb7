/* The machine `nested` of bench/SafeBms.Bench.Machines/spec, written by hand. Input bits: 1 start, 2 stop, 4 step. */
#include <stddef.h>
#include <stdint.h>

enum state { OFF, LEFT, RIGHT, REST };

uint64_t run_nested(const uint8_t *inputs, size_t count, size_t repeats)
{
    enum state state = OFF;
    uint32_t rounds = 0;
    uint64_t lamps = 0;
    for (size_t repeat = 0; repeat < repeats; repeat++) {
        for (size_t k = 0; k < count; k++) {
            int start = inputs[k] & 1, stop = inputs[k] & 2, step = inputs[k] & 4;
            if (state == OFF) {
                if (start) { rounds = 0; state = LEFT; }
            } else if (stop || rounds >= 1000) {
                if (state != REST && rounds < 1000) { rounds++; }
                state = OFF;
            } else if (state == REST) {
                if (step) { state = LEFT; }
            } else if (step && start) {
                if (rounds < 1000) { rounds++; }
                state = REST;
            } else if (step) {
                state = state == LEFT ? RIGHT : LEFT;
            }
            lamps += state == LEFT || state == REST;
        }
    }
    return lamps + rounds;
}
