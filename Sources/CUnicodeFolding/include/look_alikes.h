#pragma once

#include <stdint.h>

/// Writes the skeleton of `source` (UTS #39 §4): texts of one skeleton look alike. Parameters and
/// result as of `roster_nfkc_casefold` (unicode_folding.h).
int32_t roster_skeleton(
    const uint16_t *source, int32_t length, uint16_t *target, int32_t capacity);

/// Whether `source` holds a character that UTS #39 §3.1 restricts in identifiers (printable ASCII,
/// U+00B7 and U+30FB are allowed), mixes scripts beyond the level "highly restrictive" (§5.2), mixes digits of two systems,
/// or holds marks that cannot be seen. Negative: ICU could not tell (its data is missing).
int32_t roster_is_restricted(const uint16_t *source, int32_t length);
