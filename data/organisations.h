/* Organisations (KBO numbers) and the gemeenten they stand for. */
#ifndef DATA_ORGANISATIONS_H
#define DATA_ORGANISATIONS_H

#include "server/base/arena.h"
#include "server/base/status.h"

/* The KBO number (10 digits) of the gemeente with this NIS code that is valid today. ST_NOT_FOUND when there is none;
 * ST_BAD_INPUT when the store cannot be read. */
MUST_USE status organisations_kbo_of(const char *store_path, const char *nis, arena *a, const char **kbo);

#endif
