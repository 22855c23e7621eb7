/* Stands for guard and controller in the experiment with systemd: the same family, signals, pipes and lock, no lines.
 *
 *   standin guard LOG LOCK
 *
 * The guard locks LOCK as the lines are held, forks the controller, which inherits the lock, and beats every 5 ms. The
 * controller takes no notice of signals; on the guard's death, silence of 50 ms or request it opens the alternator
 * relay, two seconds later the contactor, and ends. SIGUSR1 makes the guard hang. Every step is a line in LOG:
 * CLOCK_MONOTONIC in ms, process, what.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { BEAT_MS = 5, SILENCE_MS = 50, LEAD_MS = 2001, BUSY_MS = 10000 };

static int log_file;
static volatile sig_atomic_t stop_requested, hang_requested;

static long now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000L + t.tv_nsec / 1000000;
}

static void sleep_ms(long ms)
{
    struct timespec t = {ms / 1000, ms % 1000 * 1000000};
    nanosleep(&t, NULL);
}

static void say(const char *what)
{
    char line[160];
    int n = snprintf(line, sizeof line, "%ld %d %s\n", now_ms(), (int)getpid(), what);
    if (write(log_file, line, (size_t)n) != n)
        _exit(1);
}

static void notify(const char *text)
{
    const char *path = getenv("NOTIFY_SOCKET");
    struct sockaddr_un to = {.sun_family = AF_UNIX};
    if (path == NULL || strlen(path) >= sizeof to.sun_path)
        return;
    strcpy(to.sun_path, path);
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (to.sun_path[0] == '@')
        to.sun_path[0] = 0;
    sendto(fd, text, strlen(text), 0, (struct sockaddr *)&to, (socklen_t)(offsetof(struct sockaddr_un, sun_path) + strlen(path)));
    close(fd);
}

static void on_signal(int number)
{
    if (number == SIGUSR1)
        hang_requested = 1;
    else
        stop_requested = 1;
}

static void controller(int beats)
{
    signal(SIGTERM, SIG_IGN);
    signal(SIGINT, SIG_IGN);
    signal(SIGHUP, SIG_IGN);
    signal(SIGUSR1, SIG_IGN);
    say("controller: scans");
    const char *why = NULL;
    while (why == NULL) {
        struct pollfd p = {beats, POLLIN, 0};
        char beat = 0;
        int ready = poll(&p, 1, SILENCE_MS);
        if (ready == 0)
            why = "controller: guard is silent";
        else if (ready > 0 && read(beats, &beat, 1) <= 0)
            why = "controller: guard is dead";
        else if (beat == 's')
            why = "controller: asked to stop";
    }
    say(why);
    say("controller: alternator off");
    sleep_ms(LEAD_MS);
    say("controller: contactor off");
    _exit(0);
}

static int lock_lines(const char *path)
{
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    for (long begin = now_ms(); flock(fd, LOCK_EX | LOCK_NB) != 0; sleep_ms(50)) {
        if (now_ms() - begin > BUSY_MS) {
            say("guard: lines stay busy");
            _exit(1);
        }
        static int said;
        if (!said++)
            say("guard: lines are busy");
    }
    return fd;
}

static void tell(const char *what, int refused)
{
    char text[120];
    snprintf(text, sizeof text, "guard: %s %s%s", what, refused ? "refused: " : "granted", refused ? strerror(errno) : "");
    say(text);
}

static void set_up(void)
{
    struct sched_param p = {.sched_priority = 90};
    tell("SCHED_FIFO", sched_setscheduler(0, SCHED_FIFO | SCHED_RESET_ON_FORK, &p) != 0);
    tell("mlockall", mlockall(MCL_CURRENT | MCL_FUTURE) != 0);
    int latency = open("/dev/cpu_dma_latency", O_WRONLY | O_CLOEXEC);
    tell("cpu_dma_latency", latency < 0);
}

int main(int argc, char **argv)
{
    if (argc != 4 || strcmp(argv[1], "guard") != 0 || (log_file = open(argv[2], O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600)) < 0) {
        fputs("usage: standin guard LOG LOCK\n", stderr);
        return 2;
    }
    int pipe_ends[2];
    struct sigaction act = {.sa_handler = on_signal};
    sigaction(SIGTERM, &act, NULL);
    sigaction(SIGUSR1, &act, NULL);
    lock_lines(argv[3]);
    say("guard: has the lines");
    set_up();
    if (pipe(pipe_ends) != 0)
        return 2;
    pid_t child = fork();
    if (child == 0) {
        close(pipe_ends[1]);
        setsid();
        controller(pipe_ends[0]);
    }
    close(pipe_ends[0]);
    notify("READY=1");
    say("guard: ready");
    long watchdog_ms = 0;
    while (!stop_requested) {
        while (hang_requested)
            pause();
        if (write(pipe_ends[1], "b", 1) != 1)
            return 1;
        if (now_ms() - watchdog_ms > 500) {
            notify("WATCHDOG=1");
            watchdog_ms = now_ms();
        }
        sleep_ms(BEAT_MS);
    }
    say("guard: asked to stop");
    if (write(pipe_ends[1], "s", 1) != 1)
        return 1;
    waitpid(child, NULL, 0);
    say("guard: ended in order");
    return 0;
}
