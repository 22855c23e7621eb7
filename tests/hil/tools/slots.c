// Looks at retained data from outside: is each slot whole, and which is the newest? Shares no code with SafeBms.
//
//   slots DIRECTORY     prints "a <state> <sequence>", "b <state> <sequence>" and "newest <sequence>"
//
// Exit code 0 at least one slot is whole, 1 none is.
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { SLOT = 512 };

// CRC-32C, bit by bit.
static uint32_t crc(const unsigned char *data, size_t size)
{
    uint32_t value = 0xFFFFFFFF;
    for (size_t i = 0; i < size; i++) {
        value ^= data[i];
        for (int bit = 0; bit < 8; bit++) value = value >> 1 ^ (value & 1 ? 0x82F63B78 : 0);
    }
    return ~value;
}

static uint64_t little(const unsigned char *data, int bytes)
{
    uint64_t value = 0;
    for (int i = bytes - 1; i >= 0; i--) value = value << 8 | data[i];
    return value;
}

int main(int argc, char **argv)
{
    uint64_t newest = 0;
    int whole = 0;
    if (argc != 2) { fprintf(stderr, "usage: slots DIRECTORY\n"); return 2; }
    for (const char *name = "ab"; *name; name++) {
        char path[512];
        unsigned char slot[SLOT + 1];
        const char *state = "missing";
        uint64_t sequence = 0;
        snprintf(path, sizeof path, "%s/retained.%c", argv[1], *name);
        FILE *file = fopen(path, "rb");
        if (file) {
            size_t size = fread(slot, 1, sizeof slot, file);
            fclose(file);
            state = size != SLOT ? "short"
                : memcmp(slot, "SAFBRET1", 8) ? "foreign"
                : crc(slot, SLOT - 4) != little(slot + SLOT - 4, 4) ? "torn" : "whole";
        }
        if (!strcmp(state, "whole")) {
            sequence = little(slot + 24, 8);
            whole++;
            if (sequence > newest) newest = sequence;
        }
        printf("%c %s %llu\n", *name, state, (unsigned long long)sequence);
    }
    printf("newest %llu\n", (unsigned long long)newest);
    return whole == 0;
}
