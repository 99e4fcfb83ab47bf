#include "signals.h"

#include <signal.h>
#include <string.h>

static const int numbers[] = {SIGHUP, SIGUSR1, SIGUSR2};
enum { count = sizeof numbers / sizeof numbers[0] };
static struct sigaction before[count];
static int is_ignoring = 0;

void roster_ignore_signals(void) {
    if (is_ignoring) return;
    struct sigaction ignore;
    memset(&ignore, 0, sizeof ignore);
    ignore.sa_handler = SIG_IGN;
    for (int index = 0; index < count; index++) {
        sigaction(numbers[index], &ignore, &before[index]);
    }
    is_ignoring = 1;
}

void roster_restore_signals(void) {
    if (!is_ignoring) return;
    for (int index = 0; index < count; index++) sigaction(numbers[index], &before[index], 0);
    is_ignoring = 0;
}

/// Linux hands the words of the command line to what runs before main.
__attribute__((constructor)) static void begin(int words, char **word) {
    for (int index = 1; index < words; index++) {
        if (strcmp(word[index], "serve") == 0) {
            roster_ignore_signals();
            return;
        }
    }
}
