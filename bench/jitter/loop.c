/* A scan loop of the controller's shape in C: what the kernel alone gives on this machine.
 *
 *   cc -O2 -o loop loop.c
 *   ./loop --cycles N [--warmup N] [--priority N] --out FILE
 *
 * Sleeps to an absolute instant of CLOCK_MONOTONIC every millisecond, does a fixed piece of work, and paces itself by
 * the controller's rule: the next scan begins a period after this one, or when this one ended if that is later. Lost
 * time is never caught up. Writes one JSON file: what of the set-up was granted, and both times of every cycle in ns.
 * Exit code: 0 done, 2 the command line or the file cannot be used.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

enum { PERIOD_NS = 1000000, CELLS = 160, CYCLES_MAX = 10000000 };

static long cycles, warmup = 1000;
static int priority = 95;
static const char *out_path;
static int32_t cells_mV[CELLS];
static int granted_errno[4];

static int64_t now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static void sleep_until(int64_t instant_ns)
{
    struct timespec t = {instant_ns / 1000000000, instant_ns % 1000000000};
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, NULL) == EINTR) {
    }
}

/* Stands for the scan: lowest, highest and sum of all cells, each of which moves a little. The bare .NET loop does the same. */
static int64_t work(int64_t scan)
{
    int64_t sum = 0;
    int32_t low = INT32_MAX, high = INT32_MIN;
    for (int i = 0; i < CELLS; i++) {
        int32_t v = cells_mV[i] + (int32_t)((scan + i) & 7) - 3;
        v = v < 2500 || v > 3800 ? 3300 : v;
        cells_mV[i] = v;
        low = v < low ? v : low;
        high = v > high ? v : high;
        sum += v;
    }
    return sum + high - low;
}

static void set_up(void)
{
    struct sched_param p = {.sched_priority = priority};
    granted_errno[0] = sched_setscheduler(0, SCHED_FIFO, &p) ? errno : 0;
    granted_errno[1] = mlockall(MCL_CURRENT | MCL_FUTURE) ? errno : 0;
    granted_errno[2] = prctl(PR_SET_TIMERSLACK, 1UL, 0UL, 0UL, 0UL) ? errno : 0;
    /* Held open until the process ends: closing it takes the request back. */
    int fd = open("/dev/cpu_dma_latency", O_WRONLY | O_CLOEXEC);
    int32_t latency_us = 0;
    granted_errno[3] = fd < 0 || write(fd, &latency_us, sizeof latency_us) != sizeof latency_us ? errno : 0;
}

static void write_values(FILE *f, const char *name, const int64_t *values)
{
    fprintf(f, "  \"%s\": [", name);
    for (long i = 0; i < cycles; i++)
        fprintf(f, "%s%lld", i ? "," : "", (long long)values[i]);
    fputs("]", f);
}

static int write_result(const int64_t *wake_ns, const int64_t *duration_ns, int64_t sum)
{
    static const char *const what[] = {"SCHED_FIFO", "mlockall", "timer slack 1 ns", "cpu_dma_latency 0"};
    FILE *f = fopen(out_path, "w");
    if (f == NULL)
        return 0;
    fprintf(f, "{\n  \"contestant\": \"c\",\n  \"period_ns\": %d,\n  \"cycles\": %ld,\n  \"warmup\": %ld,\n", PERIOD_NS, cycles, warmup);
    fprintf(f, "  \"priority\": %d,\n  \"checksum\": %lld,\n  \"granted\": [\n", priority, (long long)sum);
    for (int i = 0; i < 4; i++)
        fprintf(f, "    {\"what\": \"%s\", \"granted\": %s, \"detail\": \"%s\"}%s\n", what[i], granted_errno[i] ? "false" : "true",
                granted_errno[i] ? strerror(granted_errno[i]) : "", i < 3 ? "," : "");
    fputs("  ],\n", f);
    write_values(f, "wake_ns", wake_ns);
    fputs(",\n", f);
    write_values(f, "duration_ns", duration_ns);
    fputs("\n}\n", f);
    int failed = ferror(f);
    return fclose(f) == 0 && !failed;
}

static int number(const char *text, long low, long high, long *value)
{
    char *end;
    errno = 0;
    *value = strtol(text, &end, 10);
    return errno == 0 && end != text && *end == 0 && *value >= low && *value <= high;
}

static int read_arguments(int argc, char **argv)
{
    for (int i = 1; i < argc; i += 2) {
        long value = 0;
        const char *text = i + 1 < argc ? argv[i + 1] : "";
        if (strcmp(argv[i], "--cycles") == 0 && number(text, 1, CYCLES_MAX, &value))
            cycles = value;
        else if (strcmp(argv[i], "--warmup") == 0 && number(text, 0, CYCLES_MAX, &value))
            warmup = value;
        else if (strcmp(argv[i], "--priority") == 0 && number(text, 1, 99, &value))
            priority = (int)value;
        else if (strcmp(argv[i], "--out") == 0 && *text)
            out_path = text;
        else {
            fprintf(stderr, "loop: cannot use '%s %s'\n", argv[i], text);
            return 0;
        }
    }
    if (cycles == 0 || out_path == NULL) {
        fputs("usage: loop --cycles 1..10000000 [--warmup N] [--priority 1..99] --out FILE\n", stderr);
        return 0;
    }
    return 1;
}

int main(int argc, char **argv)
{
    if (!read_arguments(argc, argv))
        return 2;
    int64_t *wake_ns = malloc((size_t)cycles * sizeof *wake_ns);
    int64_t *duration_ns = malloc((size_t)cycles * sizeof *duration_ns);
    if (wake_ns == NULL || duration_ns == NULL) {
        fputs("loop: not enough memory for so many cycles; say a smaller --cycles\n", stderr);
        return 2;
    }
    /* Every page is there before the first cycle. */
    memset(wake_ns, 1, (size_t)cycles * sizeof *wake_ns);
    memset(duration_ns, 1, (size_t)cycles * sizeof *duration_ns);
    for (int i = 0; i < CELLS; i++)
        cells_mV[i] = 3300;
    set_up();

    int64_t sum = 0;
    int64_t deadline_ns = now_ns() + PERIOD_NS;
    for (long cycle = -warmup; cycle < cycles; cycle++) {
        sleep_until(deadline_ns);
        int64_t begin_ns = now_ns();
        sum += work(cycle + warmup);
        int64_t end_ns = now_ns();
        if (cycle >= 0) {
            wake_ns[cycle] = begin_ns - deadline_ns;
            duration_ns[cycle] = end_ns - begin_ns;
        }
        deadline_ns = deadline_ns + PERIOD_NS > end_ns ? deadline_ns + PERIOD_NS : end_ns;
    }

    if (!write_result(wake_ns, duration_ns, sum)) {
        fprintf(stderr, "loop: cannot write %s: %s\n", out_path, strerror(errno));
        return 2;
    }
    return 0;
}
