#include "memory.h"

#include <malloc.h>

void roster_bound_memory(int arenas) {
    mallopt(M_ARENA_MAX, arenas);
    // Once set it does not grow any more.
    mallopt(M_MMAP_THRESHOLD, 256 * 1024);
}

void roster_return_memory(void) { malloc_trim(0); }
