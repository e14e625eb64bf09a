#include "data/manage/name_check.h"

#include "server/base/text.h"

static size_t characters(slice value)
{
    size_t count = 0;
    for (size_t i = 0; i < value.length; i++)
        count += ((unsigned char)value.at[i] & 0xC0U) != 0x80U;
    return count;
}

/* C0 controls and DEL, C1 controls (U+0080 … U+009F), U+FFFE and U+FFFF. */
static bool has_control(slice value)
{
    for (size_t i = 0; i < value.length; i++) {
        const unsigned char *c = (const unsigned char *)value.at + i;
        const size_t left = value.length - i;
        if (c[0] < 0x20 || c[0] == 0x7F || (left >= 2 && c[0] == 0xC2 && c[1] < 0xA0) ||
            (left >= 3 && c[0] == 0xEF && c[1] == 0xBF && c[2] >= 0xBE))
            return true;
    }
    return false;
}

bool name_is_plain(slice value, size_t most, name_fault *out)
{
    static const name_fault empty = {"is leeg", "is empty"};
    static const name_fault coding = {"is geen UTF-8; bewaar het bestand als UTF-8", "is no UTF-8; save the file as UTF-8"};
    static const name_fault control = {"bevat een stuurteken, zoals een nieuwe regel; haal het weg",
                                       "holds a control character, such as a line end; remove it"};
    static const name_fault length = {"is te lang; kort ze in", "is too long; shorten it"};
    const name_fault *found = value.length == 0                       ? &empty
                              : !text_is_utf8(value.at, value.length) ? &coding
                              : has_control(value)                    ? &control
                              : characters(value) > most              ? &length
                                                                      : NULL;
    if (found)
        *out = *found;
    return !found;
}
