#include "server/services.h"

const service *const services[] = {
#define SERVICE(name) &name##_service,
#include "server/services.def"
#undef SERVICE
    NULL};
