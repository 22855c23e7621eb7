// The observer of the lines. It knows nothing of SafeBms: it reads what the kernel traces.
//
//   lines record TRACING DIR               copies the trace of each processor, as the kernel wrote it, until SIGTERM
//   lines print DIR BASE NAME...           prints it in order of time; NAME are the lines from number BASE on
//
// One line of output for each change of a line, each change of the writing thread, and each mark:
//   <ns> line <name> <0|1> by <thread>     <ns> freed <name>      <ns> mark <text>      <ns> lost
// Exit code 0 done, 1 the record has holes or cannot be read.
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PAGE = 4096, MAX_CPUS = 64, MAX_LINES = 64 };

static volatile sig_atomic_t stopped;
static void on_term(int number) { (void)number; stopped = 1; }

static void fail(const char *what) { fprintf(stderr, "lines: %s: %s\n", what, strerror(errno)); exit(1); }

static void copy_text(const char *from, const char *to)
{
    char text[16384];
    int in = open(from, O_RDONLY), out = open(to, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    ssize_t n;
    if (in < 0) fail(from);
    if (out < 0) fail(to);
    while ((n = read(in, text, sizeof text)) > 0)
        if (write(out, text, (size_t)n) != n) fail(to);
    close(in);
    close(out);
}

// Copies all full and part-filled pages that wait; true if there were any.
static bool drain(int in, int out)
{
    char page[PAGE];
    bool any = false;
    ssize_t n;
    while ((n = read(in, page, PAGE)) > 0) {
        memset(page + n, 0, (size_t)(PAGE - n));
        if (write(out, page, PAGE) != PAGE) fail("record");
        any = true;
    }
    return any;
}

static int record(const char *tracing, const char *into)
{
    char from[512], to[512];
    int in[MAX_CPUS], out[MAX_CPUS], cpus = 0;
    const char *formats[] = { "gpio/gpio_value", "kprobes/line_freed", "ftrace/print" };
    for (size_t i = 0; i < 3; i++) {
        snprintf(from, sizeof from, "%s/events/%s/format", tracing, formats[i]);
        snprintf(to, sizeof to, "%s/format.%s", into, strchr(formats[i], '/') + 1);
        copy_text(from, to);
    }
    for (; cpus < MAX_CPUS; cpus++) {
        snprintf(from, sizeof from, "%s/per_cpu/cpu%d/trace_pipe_raw", tracing, cpus);
        in[cpus] = open(from, O_RDONLY | O_NONBLOCK);
        if (in[cpus] < 0) break;
        snprintf(to, sizeof to, "%s/cpu%d.raw", into, cpus);
        out[cpus] = open(to, O_WRONLY | O_CREAT | O_TRUNC, 0644);
        if (out[cpus] < 0) fail(to);
    }
    if (cpus == 0) fail(from);
    signal(SIGTERM, on_term);
    snprintf(to, sizeof to, "%s/ready", into);
    close(open(to, O_WRONLY | O_CREAT, 0644));
    for (bool last = false;; ) {
        for (int i = 0; i < cpus; i++) drain(in[i], out[i]);
        if (last) return 0;
        if (stopped) last = true; else usleep(50000);
    }
}

// ---- print ----

struct event { uint64_t ns; uint32_t sequence; int kind; uint32_t number; int value; int thread; char *text; };
enum { SWITCHED, FREED, MARK, LOST };

static struct event *events;
static size_t count, room;

static struct event *add(uint64_t ns, int kind)
{
    if (count == room) {
        room = room ? room * 2 : 65536;
        events = realloc(events, room * sizeof *events);
        if (!events) fail("memory");
    }
    struct event *e = &events[count];
    *e = (struct event){ .ns = ns, .sequence = (uint32_t)count, .kind = kind };
    count++;
    return e;
}

struct format { int id, first, second; };

// Offsets of two fields in the records of an event, as the kernel describes them.
static struct format read_format(const char *dir, const char *event, const char *first, const char *second)
{
    char path[512], line[512];
    struct format f = { -1, -1, -1 };
    snprintf(path, sizeof path, "%s/format.%s", dir, event);
    FILE *file = fopen(path, "r");
    if (!file) fail(path);
    while (fgets(line, sizeof line, file)) {
        char *offset = strstr(line, "offset:"), *end = strchr(line, ';');
        sscanf(line, "ID: %d", &f.id);
        if (!offset || !end) continue;
        *end = 0;
        char *bracket = strchr(line, '[');
        if (bracket) *bracket = 0;
        char *name = strrchr(line, ' ');
        if (name && !strcmp(name + 1, first)) f.first = atoi(offset + 7);
        if (name && !strcmp(name + 1, second)) f.second = atoi(offset + 7);
    }
    fclose(file);
    if (f.id < 0 || f.first < 0 || f.second < 0) { fprintf(stderr, "lines: %s is not understood\n", path); exit(1); }
    return f;
}

static struct format switched, freed, print;

static uint32_t u32(const unsigned char *p) { uint32_t v; memcpy(&v, p, 4); return v; }

static void take(uint64_t ns, const unsigned char *data, size_t size)
{
    int id = data[0] | data[1] << 8;
    struct event *e;
    if (size < 8) return;
    if (id == switched.id) {
        e = add(ns, SWITCHED);
        e->number = u32(data + switched.first);
        e->value = u32(data + switched.second) != 0;
    } else if (id == freed.id) {
        e = add(ns, FREED);
        e->number = u32(data + freed.first);
    } else if (id == print.id) {
        e = add(ns, MARK);
        e->text = strndup((const char *)data + print.first, size - (size_t)print.first);
        if (!e->text) fail("memory");
        e->text[strcspn(e->text, "\n")] = 0;
    } else {
        return;
    }
    e->thread = (int)u32(data + 4);
}

// One page of the kernel's ring buffer: include/linux/ring_buffer.h tells the types of its entries.
static void take_page(const unsigned char *page)
{
    uint64_t ns, commit;
    memcpy(&ns, page, 8);
    memcpy(&commit, page + 8, 8);
    if (commit & (1u << 31)) add(ns, LOST);
    size_t at = 16, end = 16 + (commit & 0xFFFFF);
    if (end > PAGE) end = PAGE;
    while (at + 4 <= end) {
        uint32_t head = u32(page + at), type = head & 31, delta = head >> 5;
        if (type == 29) {
            if (delta == 0) return;
            ns += delta;
            at += 4 + u32(page + at + 4);
        } else if (type == 30) {
            ns += delta + ((uint64_t)u32(page + at + 4) << 27);
            at += 8;
        } else if (type == 31) {
            ns = (ns & ~((1ULL << 59) - 1)) | (delta + ((uint64_t)u32(page + at + 4) << 27));
            at += 8;
        } else if (type == 0) {
            uint32_t length = u32(page + at + 4);
            if (length < 4 || at + 4 + length > PAGE) return;
            ns += delta;
            take(ns, page + at + 8, length - 4);
            at += 4 + length;
        } else {
            ns += delta;
            take(ns, page + at + 4, type * 4);
            at += 4 + type * 4;
        }
    }
}

static int by_time(const void *left, const void *right)
{
    const struct event *a = left, *b = right;
    if (a->ns != b->ns) return a->ns < b->ns ? -1 : 1;
    return a->sequence < b->sequence ? -1 : a->sequence > b->sequence;
}

static int print_record(const char *dir, uint32_t base, int names, char **name)
{
    char path[512];
    unsigned char page[PAGE];
    int last[MAX_LINES], writer = 0, holes = 0;
    glob_t files;
    switched = read_format(dir, "gpio_value", "gpio", "value");
    freed = read_format(dir, "line_freed", "offset", "offset");
    print = read_format(dir, "print", "buf", "buf");
    snprintf(path, sizeof path, "%s/cpu*.raw", dir);
    if (glob(path, 0, NULL, &files) != 0) { fprintf(stderr, "lines: nothing is recorded in %s\n", dir); return 1; }
    for (size_t i = 0; i < files.gl_pathc; i++) {
        FILE *file = fopen(files.gl_pathv[i], "rb");
        if (!file) fail(files.gl_pathv[i]);
        while (fread(page, PAGE, 1, file) == 1) take_page(page);
        fclose(file);
    }
    qsort(events, count, sizeof *events, by_time);
    for (int i = 0; i < MAX_LINES; i++) last[i] = -1;
    for (size_t i = 0; i < count; i++) {
        struct event *e = &events[i];
        unsigned long long ns = e->ns;
        uint32_t number = e->kind == SWITCHED ? e->number - base : e->number;
        if (e->kind == LOST) { printf("%llu lost\n", ns); holes = 1; }
        if (e->kind == MARK) printf("%llu mark %s\n", ns, e->text);
        if (e->kind == MARK || e->kind == LOST || number >= (uint32_t)names) continue;
        if (e->kind == FREED) {
            printf("%llu freed %s\n", ns, name[number]);
            last[number] = -1;
            continue;
        }
        if (e->thread != writer || last[number] != e->value)
            printf("%llu line %s %d by %d\n", ns, name[number], e->value, e->thread);
        writer = e->thread;
        last[number] = e->value;
    }
    if (count) printf("%llu end\n", (unsigned long long)events[count - 1].ns);
    return holes;
}

int main(int argc, char **argv)
{
    if (argc == 4 && !strcmp(argv[1], "record")) return record(argv[2], argv[3]);
    if (argc > 4 && !strcmp(argv[1], "print") && argc - 4 <= MAX_LINES)
        return print_record(argv[2], (uint32_t)atoi(argv[3]), argc - 4, argv + 4);
    fprintf(stderr, "usage: lines record TRACING DIR | lines print DIR BASE NAME...\n");
    return 1;
}
