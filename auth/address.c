#include "auth/address.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

void address_name(const char *address, char out[ADDRESS_NAME])
{
    unsigned char bytes[16];
    const char *given = address ? address : "";
    if (inet_pton(AF_INET6, given, bytes) != 1 || memcmp(bytes, "\0\0\0\0\0\0\0\0\0\0\xff\xff", 12) == 0) {
        snprintf(out, ADDRESS_NAME, "%s", given);
        return;
    }
    memset(bytes + 8, 0, 8);
    inet_ntop(AF_INET6, bytes, out, ADDRESS_NAME);
}
