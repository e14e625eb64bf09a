#include "server/ogcapi/api.h"

#include <stdlib.h>
#include <string.h>

void api_link(api_links *l, const char *relation, const char *type, const char *href, const char *title)
{
    if (l->count == sizeof l->all / sizeof *l->all)
        abort(); /* what is linked is ours */
    l->all[l->count].relation = relation;
    l->all[l->count].type = type;
    l->all[l->count].href = href;
    l->all[l->count++].title = title;
}

const char *api_self(const api *q, const api_form *as)
{
    return arena_printf(q->arena, "%s?%s", api_place(q), kvp_with(q->parameters, "f", as->name, q->arena));
}

static void keep(const api *q, const char *name, text *t)
{
    const char *given = name ? kvp_get(q->parameters, name) : NULL;
    if (given)
        text_addf(t, "&%s=%s", name, kvp_escaped(given, q->arena));
}

const char *api_kept(const api *q)
{
    text t = text_new(q->arena);
    keep(q, "peildatum", &t);
    keep(q, "crs", &t);
    keep(q, q->layer->hide_parameter, &t);
    return t.chars;
}

void api_link_forms(const api *q, api_links *l)
{
    api_link(l, "self", q->form->type, api_self(q, q->form), "Dit antwoord · This answer");
    for (const api_form *const *f = q->resource->forms; *f; f++)
        if (*f != q->form)
            api_link(l, "alternate", (*f)->type, api_self(q, *f),
                     arena_printf(q->arena, "Als %s · As %s", (*f)->name, (*f)->name));
}

void api_write_links(const api_links *l, jsonw *w)
{
    jsonw_array(w, "links");
    for (size_t i = 0; i < l->count; i++) {
        jsonw_object(w, NULL);
        jsonw_text(w, "rel", l->all[i].relation);
        jsonw_text(w, "type", l->all[i].type);
        jsonw_text(w, "href", l->all[i].href);
        if (l->all[i].title)
            jsonw_text(w, "title", l->all[i].title);
        jsonw_end_object(w);
    }
    jsonw_end_array(w);
}
