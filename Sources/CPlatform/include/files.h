#pragma once

/// What stat(2) says of a file. A type of our own, as Swift 6.3 takes the system's `struct stat` for
/// that of whichever module it meets first, CoreFoundation or one of a library's: which one a
/// file would have to import changes with the order of the build.
typedef struct {
    /// Type and permission bits.
    unsigned int mode;
    unsigned int owner;
    unsigned int group;
    long long bytes;
    /// How many names it has.
    unsigned long long links;
    /// Device and number name a file, whatever path leads to it.
    unsigned long long device;
    unsigned long long number;
} roster_facts;

/// Of what lies under a path; links are followed. 0, or -1 with errno.
int roster_facts_at(const char *path, roster_facts *facts);

/// Of an open file. 0, or -1 with errno.
int roster_facts_of(int descriptor, roster_facts *facts);
