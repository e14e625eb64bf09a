/* needs: auth/roles.h
   expect: static assertion failed: "rogue reads" */
#include "auth/roles.h"

ROLE_READS(rogue, CAPABILITY_KEEP_QUERIES)
