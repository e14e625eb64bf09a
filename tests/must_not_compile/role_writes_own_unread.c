/* needs: auth/roles.h
   expect: static assertion failed: "rogue reads its own gemeenten" */
#include "auth/roles.h"

ROLE_READS(rogue, CAPABILITY_READ_ALL | CAPABILITY_WRITE_OWN)
