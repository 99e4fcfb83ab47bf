#include "phone_numbers.h"

#include <cstring>
#include <phonenumbers/phonenumberutil.h>
#include <set>
#include <string>

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

// No exception of the library or of an allocation may reach a caller in another language.

int32_t roster_phone_e164(
    const char *text, const char *region, char *target, int32_t capacity) {
    try {
        const PhoneNumberUtil *numbers = PhoneNumberUtil::GetInstance();
        PhoneNumber number;
        if (numbers->Parse(text, region, &number) != PhoneNumberUtil::NO_PARSING_ERROR) return -1;
        if (number.has_extension() || !numbers->IsValidNumber(number)) return -1;
        std::string formatted;
        numbers->Format(number, PhoneNumberUtil::E164, &formatted);
        if (formatted.size() > static_cast<size_t>(capacity)) return -1;
        std::memcpy(target, formatted.data(), formatted.size());
        return static_cast<int32_t>(formatted.size());
    } catch (...) {
        return -1;
    }
}

int32_t roster_phone_region_is_known(const char *region) {
    try {
        std::set<std::string> regions;
        PhoneNumberUtil::GetInstance()->GetSupportedRegions(&regions);
        return regions.count(region) > 0 ? 1 : 0;
    } catch (...) {
        return 0;
    }
}
