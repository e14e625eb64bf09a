/* Which way round a ring goes: formats that prescribe it want the exterior ring counterclockwise. */
#ifndef FORMATS_WINDING_H
#define FORMATS_WINDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* xy: `count` points of `ordinates` doubles each, x and y first, as stored (data/model/geometry.h). */
bool ring_is_clockwise(const uint8_t *xy, uint32_t count, size_t ordinates);

#endif
