/* How many days may be named, in the configuration file (settings.def) and to the commands. */
#ifndef HTTP_CONFIG_DAYS_H
#define HTTP_CONFIG_DAYS_H

enum { CONFIG_DAYS_MOST = 100 * 366 };

#endif
