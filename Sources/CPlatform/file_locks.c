#define _GNU_SOURCE
#include "files.h"

#include <fcntl.h>
#include <string.h>

int roster_hold(int descriptor) {
    struct flock lock;
    memset(&lock, 0, sizeof lock);
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    lock.l_start = (off_t)1 << 62;
    lock.l_len = 1;
    return fcntl(descriptor, F_OFD_SETLK, &lock);
}
