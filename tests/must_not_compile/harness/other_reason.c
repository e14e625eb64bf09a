/* expect: incomplete type */
#include "no/such/header.h"
