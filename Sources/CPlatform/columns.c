#define _XOPEN_SOURCE 700
#include "columns.h"

#include <locale.h>
#include <string.h>
#include <wchar.h>

int roster_columns(const char *utf8) {
    locale_t widths = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    if (widths == (locale_t)0) return (int)strlen(utf8);
    locale_t before = uselocale(widths);
    int columns = 0;
    mbstate_t state;
    memset(&state, 0, sizeof state);
    wchar_t character;
    size_t length;
    while ((length = mbrtowc(&character, utf8, 4, &state)) != 0 && length <= 4) {
        int width = wcwidth(character);
        if (width > 0) columns += width;
        utf8 += length;
    }
    uselocale(before);
    freelocale(widths);
    return columns;
}
