#include "files.h"

#include <sys/stat.h>

static int told(int result, const struct stat *status, roster_facts *facts) {
    if (result != 0) return result;
    facts->mode = status->st_mode;
    facts->owner = status->st_uid;
    facts->group = status->st_gid;
    facts->bytes = status->st_size;
    facts->links = status->st_nlink;
    facts->device = status->st_dev;
    facts->number = status->st_ino;
    return 0;
}

int roster_facts_at(const char *path, roster_facts *facts) {
    struct stat status;
    return told(stat(path, &status), &status, facts);
}

int roster_facts_of(int descriptor, roster_facts *facts) {
    struct stat status;
    return told(fstat(descriptor, &status), &status, facts);
}
