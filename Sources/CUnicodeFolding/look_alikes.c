#include "look_alikes.h"

#include <pthread.h>
#include <stddef.h>
#include <unicode/uset.h>
#include <unicode/uspoof.h>

/// Opened once and then only read, which ICU allows many threads at a time.
static pthread_once_t once = PTHREAD_ONCE_INIT;
static const USpoofChecker *checker = NULL;

static void open_checker(void) {
    UErrorCode status = U_ZERO_ERROR;
    USpoofChecker *opened = uspoof_open(&status);
    const USet *recommended = uspoof_getRecommendedSet(&status);
    if (U_FAILURE(status)) return;
    USet *allowed = uset_cloneAsThawed(recommended);
    uset_addRange(allowed, 0x20, 0x7E);
    // Between the parts of names, in Chinese and in Japanese.
    uset_add(allowed, 0xB7);
    uset_add(allowed, 0x30FB);
    // Pictures that are shown as such by themselves, of which no letter looks like one; not the letters
    // in squares, nor those that stand for flags in pairs.
    USet *pictures = uset_openEmpty();
    uset_applyIntPropertyValue(pictures, UCHAR_EMOJI_PRESENTATION, 1, &status);
    uset_removeRange(pictures, 0x1F100, 0x1F2FF);
    uset_addAll(allowed, pictures);
    uset_close(pictures);
    uspoof_setChecks(
        opened,
        USPOOF_CHAR_LIMIT | USPOOF_RESTRICTION_LEVEL | USPOOF_MIXED_NUMBERS | USPOOF_INVISIBLE
            | USPOOF_HIDDEN_OVERLAY,
        &status);
    uspoof_setAllowedChars(opened, allowed, &status);
    uspoof_setRestrictionLevel(opened, USPOOF_HIGHLY_RESTRICTIVE);
    uset_close(allowed);
    if (U_SUCCESS(status)) checker = opened;
}

int32_t roster_skeleton(
    const uint16_t *source, int32_t length, uint16_t *target, int32_t capacity) {
    pthread_once(&once, open_checker);
    if (checker == NULL) return -1;
    UErrorCode status = U_ZERO_ERROR;
    int32_t written = uspoof_getSkeleton(
        checker, 0, (const UChar *)source, length, (UChar *)target, capacity, &status);
    if (status == U_BUFFER_OVERFLOW_ERROR) return written;
    return U_FAILURE(status) ? -1 : written;
}

int32_t roster_is_restricted(const uint16_t *source, int32_t length) {
    pthread_once(&once, open_checker);
    if (checker == NULL) return -1;
    UErrorCode status = U_ZERO_ERROR;
    int32_t failed = uspoof_check(checker, (const UChar *)source, length, NULL, &status);
    return U_FAILURE(status) ? -1 : failed != 0;
}
