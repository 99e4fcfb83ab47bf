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

/// Holds the open file for its owner alone, until the descriptor is closed: a lock of its open file
/// description (fcntl(2), F_OFD_SETLK) on one byte that lies beyond all that SQLite locks or writes.
/// It goes with no other descriptor, keeps nobody from reading, and works on network file systems as
/// far as they know locks. 0, or -1 with errno: EAGAIN or EACCES where another one holds the file.
int roster_hold(int descriptor);
