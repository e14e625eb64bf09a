/* The services of this program (services.def), for server.services. */
#ifndef SERVER_SERVICES_H
#define SERVER_SERVICES_H

#include "server/http/route.h"

#define SERVICE(name) extern const service name##_service;
#include "server/services.def"
#undef SERVICE

/* Ends with NULL. */
extern const service *const services[];

#endif
