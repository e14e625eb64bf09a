/* What of an installation is not right yet: one line for each thing that was looked at. */
#ifndef COMMANDS_DOCTOR_H
#define COMMANDS_DOCTOR_H

#include "server/http/config.h"

typedef enum doctor_finding { DOCTOR_GOOD, DOCTOR_NOTICE, DOCTOR_BAD, DOCTOR_FINDINGS } doctor_finding;

typedef struct doctor {
    const char *config_path;
    const config *config;
    arena *arena;
    int64_t now; /* Unix time */
    int found[DOCTOR_FINDINGS];
} doctor;

/* Prints a line on standard output, and counts it. how: Dutch, what to do about it when it is not good. */
void doctor_say(doctor *d, doctor_finding finding, const char *what, const char *how, ...) PRINTF_LIKE(4, 5);

void doctor_look_at_service(doctor *d); /* whether it could start with these settings */
void doctor_look_at_access(doctor *d);  /* tokens, the demo's key, the provider, TLS */
void doctor_look_at_files(doctor *d);   /* permissions, room, the copies */
void doctor_look_at_facts(doctor *d);   /* KBO numbers and contours of the gemeenten */
void doctor_look_at_system(doctor *d);  /* clock, grids */

#endif
