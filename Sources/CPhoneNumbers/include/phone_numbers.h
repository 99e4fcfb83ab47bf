#pragma once

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Writes the E.164 form (`+8613800138000`) of the phone number `text` (digits in ASCII, after one
/// plus sign if it is an international one, with NUL at the end) to `target` and returns its length.
/// `region` is the ISO 3166 code of the country in which a number without the country's code is read.
///
/// Negative for what is no valid number, and for one that `capacity` has no room for. A pure function:
/// libphonenumber's tables are part of the library.
int32_t roster_phone_e164(
    const char *text, const char *region, char *target, int32_t capacity);

/// Whether libphonenumber has numbers of a region: 1 or 0.
int32_t roster_phone_region_is_known(const char *region);

#ifdef __cplusplus
}
#endif
