/* The machine `programmable-relay` of spec/, written by hand.
   Input bits: 1 settled, 2 charge allowed, 4 powered, 8 call. */
#include <stddef.h>
#include <stdint.h>

enum state { IDLE, RELEASED, CALL_ON, CALL_PAUSE };
enum { ALARM, ALTERNATOR };
enum { INTERMITTENT, CONTINUOUS };
enum { PATTERN_MS = 800 };

/* Configurable in the generated machine too, so not constants here: anybody may set them from outside. */
int relay_mode = ALARM;
int relay_pattern = INTERMITTENT;

uint64_t run_relay(const uint8_t *inputs, size_t count, size_t repeats)
{
    enum state state = IDLE;
    uint32_t elapsed = 0;
    uint64_t on = 0;
    for (size_t repeat = 0; repeat < repeats; repeat++) {
        for (size_t k = 0; k < count; k++) {
            int released = relay_mode == ALTERNATOR && (inputs[k] & 3) == 3;
            int calls = relay_mode == ALARM && (inputs[k] & 12) == 12;
            if (elapsed < PATTERN_MS) {
                elapsed++;
            }
            switch (state) {
            case IDLE:
                if (released) { state = RELEASED; }
                else if (calls) { state = CALL_ON; elapsed = 0; }
                break;
            case RELEASED:
                if (!released) { state = IDLE; }
                break;
            case CALL_ON:
                if (!calls) { state = IDLE; }
                else if (relay_pattern == INTERMITTENT && elapsed >= PATTERN_MS) { state = CALL_PAUSE; elapsed = 0; }
                break;
            case CALL_PAUSE:
                if (!calls) { state = IDLE; }
                else if (elapsed >= PATTERN_MS) { state = CALL_ON; elapsed = 0; }
                break;
            }
            on += state == RELEASED || state == CALL_ON;
        }
    }
    return on;
}
