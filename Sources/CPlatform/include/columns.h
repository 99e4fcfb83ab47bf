#pragma once

/// How many columns of a terminal a text takes: wcwidth(3), two for a Chinese character, in the
/// locale C.UTF-8 whatever the operator's is. Swift's Glibc does not hold wcwidth; hence this
/// function.
int roster_columns(const char *utf8);
