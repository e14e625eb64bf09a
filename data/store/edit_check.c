#include "data/store/edit_check.h"

#include "base/clock.h"
#include "data/model/value_check.h"
#include "data/spatial/crossings.h"

#include <string.h>
#include <strings.h>

bool edit_is_risk_location(const layer *l)
{
    return strcasecmp(l->table, "risicolocatie") == 0;
}

status edit_broken(const rule_breach *b)
{
    return FAIL(BAD_PARAM, b->property, "%s%.0s (%s)", "%.0s%s (%s)", b->nl, b->en, b->code);
}

/* --- Any layer: what the layer file says about the property --- */

static status check_values(const edit_row *row)
{
    rule_breach breach;
    for (size_t i = 0; i < row->count; i++)
        if (!value_fits(row->properties[i], &row->values[i], &breach))
            return edit_broken(&breach);
    return status_ok();
}

/* --- Any geometry: one that crosses itself more often than filters can handle would fail every request near it --- */

typedef struct patience {
    double until; /* clock_ticks */
} patience;

static bool go_on(void *context)
{
    return clock_ticks() < ((const patience *)context)->until;
}

static status check_crossings(const edit_row *row, size_t at)
{
    enum { SECONDS = 5 };
    patience p = {clock_ticks() + SECONDS};
    const value *v = &row->values[at];
    if (v->null || geometry_crossings(v->shape, (crossings_watch){&p, go_on}) == CROSSINGS_FEW)
        return status_ok();
    return FAIL(
        BAD_PARAM, row->properties[at]->name,
        "de contour kruist of raakt zichzelf te vaak: een vlak mag dat hoogstens %d keer, minder als het veel punten heeft, "
        "en het geheel hoogstens %d keer; herstel of vereenvoudig hem (GeometrieOngeldig)",
        "the contour crosses or touches itself too often: an area may do so at most %d times, fewer when it has many "
        "points, and the whole at most %d times; repair or simplify it (GeometrieOngeldig)",
        AREA_CROSSINGS_MOST, CROSSINGS_MOST);
}

static status check_shapes(const edit_row *row)
{
    for (size_t i = 0; i < row->count; i++)
        if (row->properties[i]->type == VALUE_GEOMETRY)
            TRY(check_crossings(row, i));
    return status_ok();
}

/* --- Risk locations --- */

static ruled_record record_of(const row_look *look, const edit_row *row)
{
    ruled_record r = {0};
    for (int i = 0; i < RULED_COUNT; i++) {
        const value *v = edit_look_value(row, look->ruled[i]);
        r.given[i] = v && (i != RULED_GEOMETRY || (!v->null && geometry_mbr(v->shape, r.box)));
        if (v && i != RULED_GEOMETRY && !v->null)
            r.texts[i] = (slice){v->text, v->length};
    }
    return r;
}

static status check_record(const row_look *look, const edit_row *row)
{
    rule_breach breach;
    if (!edit_is_risk_location(row->layer))
        return status_ok();
    const ruled_record r = record_of(look, row);
    return rules_check(&r, &breach) ? status_ok() : edit_broken(&breach);
}

status edit_check_row(const row_look *look, const edit_row *row)
{
    TRY(check_values(row));
    TRY(check_record(look, row));
    return check_shapes(row);
}

status edit_check_text(const char *name, const char *words)
{
    enum { LONGEST = 1000 };
    const property of = {.name = name, .column = name, .type = VALUE_STRING, .max_length = LONGEST};
    rule_breach breach;
    if (!words)
        return status_ok();
    const value given = {.text = words, .length = strlen(words)};
    return value_fits(&of, &given, &breach) ? status_ok() : edit_broken(&breach);
}

status edit_check_reason(const edit_row *row)
{
    return edit_check_text("reden", row->reason);
}
