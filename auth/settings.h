/* The part of the configuration file that the token check reads: its member "token". */
#ifndef AUTH_SETTINGS_H
#define AUTH_SETTINGS_H

#include "auth/token.h"

/* {"token": {"issuer": …, "audience": …, "jwks_file": … or "jwks_url": …, "role_claim": …, "clock_skew_s": …}}; jwks_file is
 * relative to the folder of the configuration file; other members of the file are not looked at. ST_BAD_INPUT for an unknown
 * member or a wrong type in "token": a misspelt rule would be no rule. Whether the values can work is for token_check_new to say.
 */
MUST_USE status token_settings_read(const char *config_path, arena *a, token_settings *out);

#endif
