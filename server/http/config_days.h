/* Numbers of days in the configuration file (config.h), for the commands that look only at those. */
#ifndef HTTP_CONFIG_DAYS_H
#define HTTP_CONFIG_DAYS_H

enum { CONFIG_DAYS_MOST = 100 * 366, CONFIG_SAFETY_COPY_DAYS = 90 };

#endif
