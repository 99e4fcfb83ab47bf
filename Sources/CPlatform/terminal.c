#include "terminal.h"

#include <signal.h>
#include <termios.h>
#include <unistd.h>

static const int ending[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};
enum { endings = sizeof ending / sizeof ending[0] };

static int terminal = -1;
static struct termios shown;
static struct sigaction before[endings];

static void give_back(int number) {
    // In the background, giving it back would stop the process.
    signal(SIGTTOU, SIG_IGN);
    tcsetattr(terminal, TCSANOW, &shown);
    signal(number, SIG_DFL);
    kill(getpid(), number);
}

int roster_hide_typing(int descriptor) {
    if (tcgetattr(descriptor, &shown) != 0) return -1;
    terminal = descriptor;
    for (int index = 0; index < endings; index++) {
        struct sigaction action = {.sa_handler = give_back};
        sigaction(ending[index], &action, &before[index]);
        // What is ignored, e.g. by nohup, stays ignored.
        if (before[index].sa_handler == SIG_IGN) sigaction(ending[index], &before[index], NULL);
    }
    struct termios hidden = shown;
    hidden.c_lflag &= ~(tcflag_t)ECHO;
    // The end of the line is shown: it ends the prompt's line, too.
    hidden.c_lflag |= ECHONL;
    if (tcsetattr(descriptor, TCSAFLUSH, &hidden) == 0) return 0;
    roster_show_typing();
    return -1;
}

void roster_show_typing(void) {
    tcsetattr(terminal, TCSANOW, &shown);
    for (int index = 0; index < endings; index++) sigaction(ending[index], &before[index], NULL);
}
