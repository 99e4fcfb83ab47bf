#include "unicode_folding.h"

#include <pthread.h>
#include <stddef.h>
#include <unicode/uidna.h>
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

/// Opened once and then only read, which ICU allows many threads at a time.
static pthread_once_t once = PTHREAD_ONCE_INIT;
static const UIDNA *domains = NULL;

static void open_domains(void) {
    UErrorCode status = U_ZERO_ERROR;
    const UIDNA *opened = uidna_openUTS46(
        UIDNA_USE_STD3_RULES | UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ
            | UIDNA_NONTRANSITIONAL_TO_ASCII | UIDNA_NONTRANSITIONAL_TO_UNICODE,
        &status);
    if (U_SUCCESS(status)) domains = opened;
}

typedef int32_t conversion(
    const UIDNA *, const UChar *, int32_t, UChar *, int32_t, UIDNAInfo *, UErrorCode *);

static int32_t convert(
    conversion *name, const uint16_t *source, int32_t length, uint16_t *target,
    int32_t capacity) {
    pthread_once(&once, open_domains);
    if (domains == NULL) return -1;
    UErrorCode status = U_ZERO_ERROR;
    UIDNAInfo info = UIDNA_INFO_INITIALIZER;
    int32_t written = name(
        domains, (const UChar *)source, length, (UChar *)target, capacity, &info, &status);
    if (info.errors != 0) return -1;
    if (status == U_BUFFER_OVERFLOW_ERROR) return written;
    return U_FAILURE(status) ? -1 : written;
}

int32_t roster_domain_to_ascii(
    const uint16_t *source, int32_t length, uint16_t *target, int32_t capacity) {
    return convert(uidna_nameToASCII, source, length, target, capacity);
}

int32_t roster_domain_to_unicode(
    const uint16_t *source, int32_t length, uint16_t *target, int32_t capacity) {
    return convert(uidna_nameToUnicode, source, length, target, capacity);
}
