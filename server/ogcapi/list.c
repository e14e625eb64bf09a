#include "server/ogcapi/api.h"

jsonw api_list_begin(const api *q)
{
    jsonw w = jsonw_new(q->to);
    jsonw_object(&w, NULL);
    jsonw_array(&w, "items");
    return w;
}

void api_list_count(jsonw *w, size_t count, bool more)
{
    jsonw_end_array(w);
    jsonw_integer(w, "aantal", (int64_t)count);
    jsonw_boolean(w, "meer", more);
}

void api_list_end(const api *q, jsonw *w, const api_links *links)
{
    api_write_links(links, w);
    jsonw_end_object(w);
    out_text(q->to, "\n");
}
