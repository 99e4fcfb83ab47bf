#include "clock.h"

#include <string.h>
#include <sys/timex.h>
#include <time.h>

long long roster_wall_milliseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

long long roster_steady_nanoseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000000LL + now.tv_nsec;
}

roster_clock_state roster_clock_ask(void) {
    struct timex question;
    // No mode: it only asks.
    memset(&question, 0, sizeof question);
    int answer = adjtimex(&question);
    if (answer < 0) return ROSTER_CLOCK_UNKNOWN;
    return answer == TIME_ERROR || (question.status & STA_UNSYNC) != 0
               ? ROSTER_CLOCK_UNSYNCHRONISED
               : ROSTER_CLOCK_SYNCHRONISED;
}
