#pragma once

typedef enum {
    ROSTER_CLOCK_SYNCHRONISED = 0,
    /// Nothing has set the kernel's clock right for a while.
    ROSTER_CLOCK_UNSYNCHRONISED = 1,
    /// The kernel does not say, as in some containers.
    ROSTER_CLOCK_UNKNOWN = 2,
} roster_clock_state;

/// Milliseconds since 1970 by the system's clock. Numbers, as `struct timespec` has the trouble of
/// `struct stat` (files.h).
long long roster_wall_milliseconds(void);

/// Nanoseconds of a clock that nobody sets.
long long roster_steady_nanoseconds(void);

/// What adjtimex(2) says of the system's clock; nothing is set. Swift's Glibc does not hold it; hence
/// this function.
roster_clock_state roster_clock_ask(void);
