/* What can be set, for the pages that explain it. */
#ifndef HTTP_CONFIG_TABLE_H
#define HTTP_CONFIG_TABLE_H

#include "base/settings.h"

/* Every setting of server/http/settings.def, in the order in which the pages show them. */
settings_table config_settings(void);

#endif
