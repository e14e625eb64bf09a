/* The part of the configuration file that the token check reads: its member "token". */
#ifndef AUTH_SETTINGS_H
#define AUTH_SETTINGS_H

#include "auth/token.h"

/* The members are those of auth/settings.def. File names are relative to the folder of the configuration file; other members of
 * the file are ignored. ST_BAD_INPUT for an unknown member or a wrong type in "token": a misspelt rule would silently not be
 * applied. token_check_new checks whether the values can work. */
MUST_USE status token_settings_read(const char *config_path, arena *a, token_settings *out);

#endif
