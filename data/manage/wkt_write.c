#include "data/manage/wkt_write.h"

#include "base/digits.h"

/* Brackets and commas: the first item in a bracket has no comma before it. */
static void open_bracket(text *out, bool first)
{
    text_add(out, first ? "(" : ",(");
}

static bool begin(void *context, geometry_class kind, uint32_t parts, unsigned depth)
{
    text *out = context;
    if (parts == 0 || (kind != CLASS_POLYGON && kind != CLASS_MULTIPOLYGON))
        return false;
    if (depth == 0)
        text_add(out, kind == CLASS_POLYGON ? "POLYGON" : "MULTIPOLYGON");
    open_bracket(out, depth == 0 || out->chars[out->length - 1] == '(');
    return true;
}

static bool ring(void *context, uint32_t index)
{
    open_bracket(context, index == 0);
    return true;
}

static bool coordinates(void *context, const uint8_t *xy, uint32_t count)
{
    text *out = context;
    for (size_t i = 0; i < count; i++) {
        char point[2 * DIGITS_ROOM + 2], *at = point;
        if (i)
            *at++ = ',';
        at = digits_double(at, geometry_ordinate(xy, 2 * i));
        *at++ = ' ';
        at = digits_double(at, geometry_ordinate(xy, 2 * i + 1));
        text_add_bytes(out, point, (size_t)(at - point));
    }
    return true;
}

static bool ring_end(void *context, uint32_t index)
{
    (void)index;
    text_add(context, ")");
    return true;
}

static bool end(void *context, geometry_class kind, unsigned depth)
{
    (void)kind;
    (void)depth;
    text_add(context, ")");
    return true;
}

bool wkt_write(geometry g, text *out)
{
    const geometry_visitor visitor = {
        .context = out, .begin = begin, .ring = ring, .coordinates = coordinates, .ring_end = ring_end, .end = end};
    out->length = 0;
    return geometry_walk(g, &visitor);
}
