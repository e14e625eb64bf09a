#include "data/store/edit_look.h"

#include "data/store/edit_check.h"
#include "data/store/edit_derive.h"

#include <string.h>
#include <strings.h>

/* SQL ignores case in the names of columns, so we do too. */
static bool is_column(const property *p, const char *column)
{
    return strcasecmp(p->column, column) == 0;
}

/* The id is passed beside the values and is never one of them. */
static status check_is_no_id(const edit_row *row, const property *p)
{
    return p->is_id || is_column(p, row->layer->id_column)
               ? FAIL(BAD_PARAM, p->name, "het id van een object kan niet gewijzigd worden",
                      "the id of a feature cannot be changed")
               : status_ok();
}

/* Given two values for one column SQL keeps one, and we cannot choose which: it may be the one that was not checked. */
static status check_is_said_once(const edit_row *row, size_t of)
{
    for (size_t i = 0; i < of; i++)
        if (is_column(row->properties[i], row->properties[of]->column))
            return FAIL(BAD_PARAM, row->properties[of]->name, "deze eigenschap komt meer dan eens voor",
                        "this property occurs more than once");
    return status_ok();
}

static status check_properties(const edit_row *row)
{
    for (size_t i = 0; i < row->count; i++) {
        TRY(check_is_no_id(row, row->properties[i]));
        TRY(check_is_said_once(row, i));
    }
    return status_ok();
}

bool edit_look_is_of(const row_look *look, const edit_row *row)
{
    return look->layer == row->layer && look->count == row->count &&
           (row->count == 0 || memcmp(look->properties, row->properties, row->count * sizeof *row->properties) == 0);
}

static bool is_kept_by_store(const layer *l, const property *p)
{
    static const char *const columns[] = {"versie", "aangemaakt_op", "gewijzigd_op", "geschrapt_op"};
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        if (is_column(p, columns[i]))
            return true;
    return (l->hide_column && is_column(p, l->hide_column)) || edit_is_derived(l, p->column);
}

/* The list follows from the start date, and the gemeente from the place. */
static bool is_filled_when_silent(const layer *l, const property *p)
{
    return (l->restrict_column && is_column(p, l->restrict_column)) ||
           (edit_is_risk_location(l) && is_column(p, "rubriekenlijst"));
}

edit_filler edit_filler_of(const layer *l, const property *p)
{
    if (p->is_id || is_column(p, l->id_column) || is_kept_by_store(l, p))
        return EDIT_FILLED_BY_STORE;
    return is_filled_when_silent(l, p) ? EDIT_FILLED_WHEN_SILENT : EDIT_FILLED_BY_CLIENT;
}

static void make_room(row_look *look, size_t count, arena *a)
{
    if (look->room >= count)
        return;
    look->room = count;
    look->properties = arena_array(a, count, sizeof *look->properties);
    look->passed = arena_array(a, count, sizeof *look->passed);
    look->from = arena_array(a, count, sizeof *look->from);
}

/* A copy: next time the caller may have a different list at the same address. */
static void note_property(row_look *look, const edit_row *row, size_t at, bool audited)
{
    const property *p = row->properties[at];
    ruled_property of = RULED_COUNT;
    look->properties[at] = p;
    if (is_column(p, row->layer->restrict_column))
        look->owner = (int)at;
    if (is_column(p, "versie") && p->type == VALUE_INTEGER)
        look->version = (int)at;
    if (rules_find_property(p->column, &of))
        look->ruled[of] = (int)at;
    if (audited && is_kept_by_store(row->layer, p))
        return;
    look->from[look->passed_count] = at;
    look->passed[look->passed_count++] = p;
}

status edit_look_at(row_look *look, const edit_row *row, bool audited, arena *a)
{
    TRY(check_properties(row));
    make_room(look, row->count, a);
    look->layer = row->layer;
    look->count = row->count;
    look->passed_count = 0;
    look->owner = look->version = -1;
    memset(look->ruled, -1, sizeof look->ruled);
    for (size_t i = 0; i < row->count; i++)
        note_property(look, row, i, audited);
    return status_ok();
}

edit_row edit_look_passed(const row_look *look, const edit_row *row, arena *a)
{
    edit_row passed = *row;
    if (look->passed_count == row->count)
        return passed;
    value *values = arena_array(a, look->passed_count + 1, sizeof *values);
    for (size_t i = 0; i < look->passed_count; i++)
        values[i] = row->values[look->from[i]];
    passed.properties = look->passed;
    passed.values = values;
    passed.count = look->passed_count;
    return passed;
}
