#pragma once

#include <stdint.h>

/// Writes the NFKC_Casefold form of `source` (UTF-16, `length` units) to `target` and
/// returns how many units the whole form has; a result above `capacity` means that the
/// target was too small and holds nothing of use. Negative: ICU could not fold (its data
/// is missing). Default-ignorable code points are dropped by the mapping itself
/// (Unicode, UAX #31 and #44, NFKC_Casefold).
///
/// ICU's own names are versioned by macros that Swift does not import; hence this function.
int32_t roster_nfkc_casefold(
    const uint16_t *source, int32_t length, uint16_t *target, int32_t capacity);

/// As above, the NFC form.
int32_t roster_nfc(
    const uint16_t *source, int32_t length, uint16_t *target, int32_t capacity);
