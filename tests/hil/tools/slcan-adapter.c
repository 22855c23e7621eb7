// A serial CAN adapter that is played by a program: the kernel's slcan driver on one end of a pseudo terminal, this on
// the other. It hands on what is sent on another interface, and can do what no good adapter does on request.
//
//   slcan-adapter INTERFACE     prints the name of the new interface and hands on frames of INTERFACE
//
// SIGUSR1: reports bus-off and hands on nothing more. SIGUSR2: hands on again. SIGTERM: is unplugged.
#include <errno.h>
#include <fcntl.h>
#include <linux/can.h>
#include <linux/can/raw.h>
#include <net/if.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <termios.h>
#include <unistd.h>

static volatile sig_atomic_t wanted_off, off, over;
static void on_signal(int number)
{
    if (number == SIGUSR1) wanted_off = 1;
    if (number == SIGUSR2) off = 0;
    if (number == SIGTERM) over = 1;
}

static void fail(const char *what) { fprintf(stderr, "slcan-adapter: %s: %s\n", what, strerror(errno)); exit(1); }

int main(int argc, char **argv)
{
    struct sockaddr_can address = { .can_family = AF_CAN };
    struct sigaction action = { .sa_handler = on_signal };
    struct can_frame frame;
    char name[64], text[64];
    int discipline = 17;
    if (argc != 2) { fprintf(stderr, "usage: slcan-adapter INTERFACE\n"); return 2; }
    sigaction(SIGUSR1, &action, NULL);
    sigaction(SIGUSR2, &action, NULL);
    sigaction(SIGTERM, &action, NULL);

    int pty = posix_openpt(O_RDWR | O_NOCTTY);
    if (pty < 0 || grantpt(pty) || unlockpt(pty)) fail("pseudo terminal");
    int tty = open(ptsname(pty), O_RDWR | O_NOCTTY);
    if (tty < 0) fail("pseudo terminal");
    struct termios raw;
    tcgetattr(tty, &raw);
    cfmakeraw(&raw);
    tcsetattr(tty, TCSANOW, &raw);
    if (ioctl(tty, TIOCSETD, &discipline) < 0) fail("slcan");
    if (ioctl(tty, SIOCGIFNAME, name) < 0) fail("name of the interface");
    printf("%s\n", name);
    fflush(stdout);

    int can = socket(AF_CAN, SOCK_RAW, CAN_RAW);
    address.can_ifindex = (int)if_nametoindex(argv[1]);
    if (can < 0 || address.can_ifindex == 0 || bind(can, (struct sockaddr *)&address, sizeof address) < 0) fail(argv[1]);

    while (!over) {
        struct pollfd ready[2] = { { can, POLLIN, 0 }, { pty, POLLIN, 0 } };
        if (wanted_off) {
            wanted_off = 0;
            off = 1;
            if (write(pty, "sb000000\r", 9) != 9) fail("write");
        }
        if (poll(ready, 2, 100) <= 0) continue;
        // What the driver sends to the adapter: commands and frames; nobody listens to them.
        if (ready[1].revents & POLLIN && read(pty, text, sizeof text) < 0) fail("read");
        if (!(ready[0].revents & POLLIN) || read(can, &frame, sizeof frame) != sizeof frame || off) continue;
        int n = frame.can_id & CAN_EFF_FLAG
            ? sprintf(text, "T%08X%d", frame.can_id & CAN_EFF_MASK, frame.can_dlc)
            : sprintf(text, "t%03X%d", frame.can_id & CAN_SFF_MASK, frame.can_dlc);
        for (int i = 0; i < frame.can_dlc && i < 8; i++) n += sprintf(text + n, "%02X", frame.data[i]);
        text[n++] = '\r';
        if (write(pty, text, (size_t)n) != n) fail("write");
    }
    return 0;
}
