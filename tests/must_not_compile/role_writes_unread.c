/* needs: auth/roles.h
   expect: static assertion failed: "rogue reads all gemeenten" */
#include "auth/roles.h"

ROLE_READS(rogue, CAPABILITY_READ_OWN | CAPABILITY_WRITE_ALL)
