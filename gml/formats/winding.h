/* Which way round a ring goes: formats that say so have the exterior one counterclockwise. */
#ifndef FORMATS_WINDING_H
#define FORMATS_WINDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Of `count` points of so many doubles each, x and y the first, as they lie in the store (data/model/geometry.h). */
bool ring_is_clockwise(const uint8_t *xy, uint32_t count, size_t ordinates);

#endif
