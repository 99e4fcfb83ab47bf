#include "clock.h"

#include <string.h>
#include <sys/timex.h>

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
