#pragma once

/// Stops a terminal from showing what is typed, until roster_show_typing or until a signal ends the
/// process: then the terminal is given back first. readpassphrase(3) waits for its own read to be
/// interrupted, which does not happen where another thread takes the signal. 0, or -1 with errno.
int roster_hide_typing(int descriptor);

/// Gives the terminal back.
void roster_show_typing(void);
