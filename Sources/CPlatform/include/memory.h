#pragma once

/// Bounds how many arenas malloc(3) keeps memory in, as each keeps what it once used, and has pieces of
/// 256 KiB and more go back to the system at once, however many there were before. Called before there are
/// threads.
void roster_bound_memory(int arenas);

/// Gives memory that malloc(3) keeps unused back to the system. Takes some milliseconds.
void roster_return_memory(void);
