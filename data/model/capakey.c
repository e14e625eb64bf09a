#include "data/model/capakey.h"

bool capakey_is(slice key)
{
    static const char form[] = "dddddLdddd/ddUddd";
    for (size_t i = 0; i < CAPAKEY_LENGTH && key.length == CAPAKEY_LENGTH; i++) {
        const char c = key.at[i];
        const bool digit = c >= '0' && c <= '9', letter = c >= 'A' && c <= 'Z';
        if (!(form[i] == 'd' ? digit : form[i] == 'L' ? letter : form[i] == 'U' ? letter || c == '_' : c == '/'))
            return false;
    }
    return key.length == CAPAKEY_LENGTH;
}
