/* The settings as people read them. */
#ifndef COMMANDS_CONFIG_PAGES_H
#define COMMANDS_CONFIG_PAGES_H

#include "base/settings.h"

#include <stdio.h>

/* Every setting with what holds now and where that comes from, in Dutch and English. */
void config_explain(const settings_file *f, FILE *to);

/* The table of docs/configuration.md (a test holds that it is this one), and the manual page risicolaag-config(5). */
void config_markdown(settings_table t, FILE *to);
void config_manual(settings_table t, FILE *to);

#endif
