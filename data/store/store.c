/* Passes each call of the seam on to the driver behind it. */
#include "data/model/merger.h"
#include "data/store/store_driver.h"

#define DRIVER(name) extern const store_driver store_driver_##name;
#include "data/store/drivers.def"
#undef DRIVER

static const store_driver *const drivers[] = {
#define DRIVER(name) &store_driver_##name,
#include "data/store/drivers.def"
#undef DRIVER
};

static const store_driver *driver_of(const char *location)
{
    for (size_t i = 0; i < sizeof drivers / sizeof *drivers; i++)
        if (drivers[i]->knows(location))
            return drivers[i];
    return NULL;
}

status store_open(const store_settings *settings, const catalog *layers, store **out)
{
    const store_driver *driver = driver_of(settings->location);
    if (!driver)
        return FAIL(BAD_INPUT, "store", "\"store\" is geen soort opslag die dit programma kent: geef het pad van een bestand",
                    "\"store\" is not a kind of store that this program knows: give the path of a file");
    return store_open_by(driver, settings, layers, out);
}

status store_open_by(const store_driver *driver, const store_settings *settings, const catalog *layers, store **out)
{
    store *opened = NULL;
    TRY(driver->open(settings, layers, &opened));
    opened->settings = settings;
    *out = opened;
    return status_ok();
}

void store_close(store *s)
{
    if (s)
        s->driver->close(s);
}

status store_busy(void)
{
    return FAIL(BUSY, "", "er lopen al genoeg zware vragen tegelijk: wacht even en probeer het opnieuw, of vraag minder objecten",
                "enough heavy requests are running already: wait a moment and try again, or ask for fewer features");
}

status store_edit_late(void)
{
    return FAIL(
        NOT_PROCESSED, "",
        "dit duurt te lang, en intussen kan niemand anders iets wijzigen: verdeel het werk, maak de filters enger of teken "
        "met minder punten (WijzigingDuurtTeLang)",
        "this takes too long, and meanwhile nobody else can change anything: divide the work, narrow the filters or draw "
        "with fewer points (WijzigingDuurtTeLang)");
}

status store_alive(store *s)
{
    return s->driver->alive(s);
}

status store_enter(store *s, const char *const *gemeenten, size_t count, store_watch watch)
{
    return s->driver->enter(s, gemeenten, count, watch);
}

void store_leave(store *s)
{
    s->driver->leave(s);
}

void store_has_taken(store *s, double seconds)
{
    s->driver->has_taken(s, seconds);
}

status store_look_back(store *s, const char *moment, arena *a, const char **at)
{
    if (!s->driver->look_back)
        return FAIL(BAD_PARAM, "peildatum", "deze opslag bewaart niet hoe de lagen waren: laat peildatum weg",
                    "this store does not keep how the layers were: leave out peildatum");
    return s->driver->look_back(s, moment, a, at);
}

status store_versions(store *s, const layer *l, int64_t id, arena *a, row_versions *out)
{
    if (!s->driver->versions || !l->history)
        return FAIL(BAD_PARAM, "resourceId", "van de laag %s is niet bewaard hoe ze vroeger was",
                    "how the layer %s was is not kept", l->name);
    return s->driver->versions(s, l, id, a, out);
}

status store_rubrieken(store *s, const rubriek_choice *which, arena *a, rubriek_list *out)
{
    if (!s->driver->rubrieken)
        return FAIL(BAD_PARAM, "lijst", "deze opslag heeft geen lijsten van rubrieken", "this store has no lists of rubrieken");
    return s->driver->rubrieken(s, which, a, out);
}

status store_changes(store *s, const layer *l, const char *after, arena *a, row_changes *out)
{
    if (!s->driver->changes || !l->history)
        return FAIL(BAD_PARAM, "na", "van de laag %s is niet bewaard wat er veranderde",
                    "what changed in the layer %s is not kept", l->name);
    return s->driver->changes(s, l, after, a, out);
}

status store_extent(store *s, contour_extent *out)
{
    return s->driver->extent(s, out);
}

status store_count(store *s, const query *q, arena *a, int64_t *out)
{
    return s->driver->count(s, q, a, out);
}

status store_select(store *s, const query *q, arena *a, store_cursor **out)
{
    return s->driver->select(s, q, a, out);
}

status store_small_page(store *s, const query *q, size_t most, arena *a, store_page *out)
{
    if (s->driver->small_page)
        return s->driver->small_page(s, q, most, a, out);
    *out = (store_page){0};
    return status_ok();
}

status store_tuples(store *s, const query *q, arena *a, store_cursor **out)
{
    return s->driver->tuples(s, q, a, out);
}

status store_features(store *s, const source *of, arena *a, store_cursor **out)
{
    return s->driver->features(s, of, a, out);
}

bool store_next(store_cursor *c, feature *out)
{
    return c->driver->next(c, out);
}

bool store_next_tuple(store_cursor *c, size_t count, int64_t *ids)
{
    return c->driver->next_tuple(c, count, ids);
}

bool store_find(store_cursor *c, int64_t id, feature *out)
{
    return c->driver->find(c, id, out);
}

status store_cursor_end(const store_cursor *c)
{
    return c->driver->cursor_end(c);
}

status store_gemeenten_of(store *s, const char *organisation, arena *a, text_list *nis)
{
    return s->driver->gemeenten_of(s, organisation, a, nis);
}

status store_gemeenten_now(store *s, const char *known, arena *a, text_list *nis)
{
    text_list found = {0};
    TRY(s->driver->gemeenten_now(s, known, a, &found));
    const char *now = found.count == 0 && known ? merger_now(slice_of(known), a) : NULL;
    if (now)
        TRY(s->driver->gemeenten_now(s, now, a, &found));
    *nis = found;
    return status_ok();
}

status store_gemeenten(store *s, arena *a, text_list *nis)
{
    return s->driver->gemeenten(s, a, nis);
}

status store_organisation_of(store *s, const char *nis, arena *a, const char **kbo)
{
    return s->driver->organisation_of(s, nis, a, kbo);
}

status store_kbo_of(store *s, const char *nis, arena *a, const char **kbo)
{
    TRY(store_organisation_of(s, nis, a, kbo));
    if (*kbo)
        return status_ok();
    return FAIL(BAD_INPUT, "gemeente", "er is geen gemeente %s met een KBO-nummer", "there is no gemeente %s with a KBO number",
                nis);
}

status store_stored_query(store *s, const char *organisation, const char *id, arena *a, const char **definition)
{
    return s->driver->stored_query(s, organisation, id, a, definition);
}

status store_stored_query_ids(store *s, const char *organisation, arena *a, text_list *ids)
{
    return s->driver->stored_query_ids(s, organisation, a, ids);
}
