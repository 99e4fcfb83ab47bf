#pragma once

#include <stdint.h>

#include "look_alikes.h"

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

/// Writes the domain `source` with A-labels (RFC 5890 §2.3.2.1) to `target`, as UTS #46 maps it:
/// non-transitional, so that `ß` and the joiners stay letters of their own as IDNA 2008 has them,
/// with the rules of host names (STD 3), of text from right to left, and of joiners.
///
/// Parameters and result as of `roster_nfkc_casefold`; negative too for what is no such domain.
int32_t roster_domain_to_ascii(
    const uint16_t *source, int32_t length, uint16_t *target, int32_t capacity);

/// As `roster_domain_to_ascii`, with U-labels: as people read the domain.
int32_t roster_domain_to_unicode(
    const uint16_t *source, int32_t length, uint16_t *target, int32_t capacity);
