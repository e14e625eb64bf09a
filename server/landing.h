/* The page at "/": what this is, and the address to paste into QGIS. Everything on it is in the capabilities too. */
#ifndef SERVER_LANDING_H
#define SERVER_LANDING_H

#include "base/out.h"
#include "server/http/exchange.h"
#include "server/http/site.h"

void landing_write(const site *s, const exchange *x, arena *a, output *to);

#endif
