#pragma once

/// Lets no dump of this process's memory be written, whatever ends it, and nobody but root trace or
/// read it: no core file, and none for a program that the kernel hands cores to (prctl(2),
/// PR_SET_DUMPABLE). Children start without core files too. 0, or -1 with errno.
int roster_forbid_dumps(void);

/// Whether the kernel may dump this process.
int roster_is_dumpable(void);
