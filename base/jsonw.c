#include "base/jsonw.h"

#include <stdlib.h>

jsonw jsonw_new(output *to)
{
    return (jsonw){.to = to};
}

static void begin(jsonw *w, const char *name)
{
    if (w->more[w->depth])
        out_text(w->to, ",");
    w->more[w->depth] = true;
    if (!name)
        return;
    out_text(w->to, "\"");
    out_json(w->to, name);
    out_text(w->to, "\":");
}

static void nest(jsonw *w, const char *name, const char *bracket)
{
    begin(w, name);
    out_text(w->to, bracket);
    if (++w->depth == JSONW_DEPTH)
        abort(); /* the documents are ours, and none is that deep */
    w->more[w->depth] = false;
}

static void end(jsonw *w, const char *bracket)
{
    w->depth--;
    out_text(w->to, bracket);
}

void jsonw_object(jsonw *w, const char *name)
{
    nest(w, name, "{");
}

void jsonw_array(jsonw *w, const char *name)
{
    nest(w, name, "[");
}

void jsonw_end_object(jsonw *w)
{
    end(w, "}");
}

void jsonw_end_array(jsonw *w)
{
    end(w, "]");
}

void jsonw_text(jsonw *w, const char *name, const char *given)
{
    begin(w, name);
    out_text(w->to, "\"");
    out_json(w->to, given);
    out_text(w->to, "\"");
}

void jsonw_any_text(jsonw *w, const char *name, const char *given)
{
    if (given)
        jsonw_text(w, name, given);
}

void jsonw_integer(jsonw *w, const char *name, int64_t given)
{
    begin(w, name);
    out_int(w->to, given);
}

void jsonw_real(jsonw *w, const char *name, double given)
{
    begin(w, name);
    out_double(w->to, given);
}

void jsonw_boolean(jsonw *w, const char *name, bool given)
{
    begin(w, name);
    out_text(w->to, given ? "true" : "false");
}
