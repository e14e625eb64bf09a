/* The lists of rubrieken, for programs that let people choose one. The same for everybody, with an ETag: a program asks again
 * whether anything changed, and is sent nothing when not. */
#include "server/ogcapi/api.h"

#include "auth/digest.h"
#include "base/calendar.h"
#include "base/hex.h"
#include "data/model/rules.h"
#include "server/http/may_keep.h"
#include "server/ogcapi/conditions.h"

#include <string.h>

static status check_list(const char *given)
{
    if (!given || strcmp(given, LIST_BEFORE_2015) == 0 || strcmp(given, LIST_FROM_2015) == 0)
        return status_ok();
    return FAIL(BAD_PARAM, "lijst", "lijst is " LIST_BEFORE_2015 " of " LIST_FROM_2015 ", niet '%.40s' (RubriekenlijstOnbekend)",
                "lijst is " LIST_BEFORE_2015 " or " LIST_FROM_2015 ", not '%.40s' (RubriekenlijstOnbekend)", given);
}

static status check_day(const char *given)
{
    if (!given || calendar_is_date(given, strlen(given)))
        return status_ok();
    return FAIL(BAD_PARAM, "geldig_op", "'%.40s' is geen dag: schrijf bijvoorbeeld 2015-06-01",
                "'%.40s' is not a day: write 2015-06-01, for instance", given);
}

/* *none: no list is both of that name and of that day. */
static status read_choice(const api *q, rubriek_choice *out, bool *none)
{
    const char *list = kvp_get(q->parameters, "lijst"), *day = kvp_get(q->parameters, "geldig_op");
    TRY(check_list(list));
    TRY(check_day(day));
    const char *then = day ? rule_list_of(slice_of(day)) : list;
    *none = list && then && strcmp(list, then) != 0;
    *out = (rubriek_choice){.list = then, .code = kvp_get(q->parameters, "code"), .newest = day != NULL};
    return status_ok();
}

static void add(text *t, const char *given)
{
    text_addf(t, "%s\n", given ? given : "\x01");
}

/* Of everything that is told, and of the address. */
static const char *etag_of(const api *q, const rubriek_list *all)
{
    text t = text_new(q->arena);
    add(&t, api_self(q, q->form));
    add(&t, all->more ? "meer" : "");
    for (size_t i = 0; i < all->count; i++) {
        const listed_rubriek *r = &all->items[i];
        const char *const told[] = {r->list, r->code, r->note, r->category, r->vito_id, r->vito_versie_id, r->source};
        for (size_t k = 0; k < sizeof told / sizeof *told; k++)
            add(&t, told[k]);
        text_addf(&t, "%lld %d\n", (long long)r->version, r->verified);
    }
    enum { TAG_BYTES = 16 };
    char hex[2 * TAG_BYTES + 1];
    const digest d = digest_of(t.chars, t.length);
    hex_write(d.bytes, TAG_BYTES, hex);
    return arena_printf(q->arena, "\"%s\"", hex);
}

static void write_rubriek(jsonw *w, const listed_rubriek *r)
{
    jsonw_object(w, NULL);
    jsonw_text(w, "lijst", r->list);
    jsonw_text(w, "code", r->code);
    jsonw_integer(w, "versie", r->version);
    jsonw_any_text(w, "omschrijving", r->note);
    jsonw_any_text(w, "vlarebo_categorie", r->category);
    jsonw_any_text(w, "vito_id", r->vito_id);
    jsonw_any_text(w, "vito_versie_id", r->vito_versie_id);
    jsonw_any_text(w, "bron", r->source);
    jsonw_boolean(w, "geverifieerd", r->verified);
    jsonw_end_object(w);
}

static void write_all(const api *q, const rubriek_list *all)
{
    api_links links = {0};
    jsonw w = api_list_begin(q);
    for (size_t i = 0; i < all->count; i++)
        write_rubriek(&w, &all->items[i]);
    api_list_count(&w, all->count, all->more);
    api_link_forms(q, &links);
    api_list_end(q, &w, &links);
}

static void answer(const api *q, const rubriek_list *all)
{
    const char *etag = etag_of(q, all);
    const bool known = condition_is_known(q->call->x, etag, q->arena);
    out_type(q->to, known ? 304 : 200, known ? NULL : q->form->type);
    may_keep(q->to, KEPT_BY_NOBODY, "Accept");
    out_header(q->to, "ETag", etag);
    if (!known)
        write_all(q, all);
}

status api_answer_rubrieken(api *q)
{
    rubriek_choice which = {0};
    rubriek_list all = {0};
    rows *seen = NULL;
    bool none = false;
    TRY(read_choice(q, &which, &none));
    TRY(call_rows(q->call, q->arena, &seen));
    if (!none)
        TRY(rows_rubrieken(seen, &which, &all));
    q->call->log->rows = (int64_t)all.count;
    answer(q, &all);
    return status_ok();
}
