#include "dumps.h"

#include <sys/prctl.h>
#include <sys/resource.h>

int roster_forbid_dumps(void) {
    struct rlimit none = {0, 0};
    int limited = setrlimit(RLIMIT_CORE, &none);
    int guarded = prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    return limited == 0 && guarded == 0 ? 0 : -1;
}

int roster_is_dumpable(void) { return prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) != 0; }
