#pragma once

/// SIGHUP, SIGUSR1 and SIGUSR2 do nothing from here on. A program that is called with the word `serve`
/// begins so, before its own first line; roster_restore_signals makes them what they were where that
/// word was no verb.
void roster_ignore_signals(void);
void roster_restore_signals(void);
