#include "unicode_folding.h"

#include <unicode/unorm2.h>

static int32_t normalize(
    const UNormalizer2 *normalizer, UErrorCode status, const uint16_t *source, int32_t length,
    uint16_t *target, int32_t capacity) {
    if (U_FAILURE(status)) return -1;
    int32_t written = unorm2_normalize(
        normalizer, (const UChar *)source, length, (UChar *)target, capacity, &status);
    if (status == U_BUFFER_OVERFLOW_ERROR) return written;
    return U_FAILURE(status) ? -1 : written;
}

int32_t roster_nfkc_casefold(
    const uint16_t *source, int32_t length, uint16_t *target, int32_t capacity) {
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *normalizer = unorm2_getNFKCCasefoldInstance(&status);
    return normalize(normalizer, status, source, length, target, capacity);
}

int32_t roster_nfc(
    const uint16_t *source, int32_t length, uint16_t *target, int32_t capacity) {
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *normalizer = unorm2_getNFCInstance(&status);
    return normalize(normalizer, status, source, length, target, capacity);
}
