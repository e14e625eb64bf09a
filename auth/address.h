/* Client addresses, in the precision in which we count them. For auth/ alone. */
#ifndef AUTH_ADDRESS_H
#define AUTH_ADDRESS_H

enum { ADDRESS_NAME = 80 };

/* An IPv6 address without its last 64 bits, which a client chooses as it likes (RFC 4291 §2.5.4): one household. Anything else as
 * it is, cut off when it is too long to be an address; NULL is "". */
void address_name(const char *address, char out[ADDRESS_NAME]);

#endif
