#include "gml/crs/crs_datum.h"

#include "base/text.h"

#include <stdio.h>

/* A chain goes out of a projection, from datum to datum, and to the order of the axes; the step in the middle is a
 * transformation. */
static PJ *datum_step(PJ_CONTEXT *context, const PJ *chain)
{
    const int count = proj_concatoperation_get_step_count(context, chain);
    for (int i = 0; i < count; i++) {
        PJ *step = proj_concatoperation_get_step(context, chain, i);
        if (step && proj_get_type(step) == PJ_TYPE_TRANSFORMATION)
            return step;
        proj_destroy(step);
    }
    return NULL;
}

static void read_grid(PJ_CONTEXT *context, const PJ *step, crs_datum *out)
{
    const char *grid = NULL;
    if (proj_coordoperation_get_grid_used_count(context, step) > 0 &&
        proj_coordoperation_get_grid_used(context, step, 0, &grid, NULL, NULL, NULL, NULL, NULL, NULL) && grid)
        snprintf(out->grid, sizeof out->grid, "%s", grid);
}

static bool read_step(PJ_CONTEXT *context, const PJ *step, crs_datum *out)
{
    const char *name = proj_get_name(step), *code = proj_get_id_code(step, 0);
    int64_t number = 0;
    if (!name || !code || !text_to_int64(code, &number))
        return false;
    *out = (crs_datum){.code = (int)number, .accuracy = proj_coordoperation_get_accuracy(context, step)};
    snprintf(out->name, sizeof out->name, "%s", name);
    read_grid(context, step, out);
    return true;
}

bool crs_datum_read(PJ_CONTEXT *context, PJ *operation, const double at[2], crs_datum *out)
{
    (void)proj_trans(operation, PJ_FWD, proj_coord(at[0], at[1], 0, 0)); /* PROJ chooses among its operations by the point */
    PJ *used = proj_trans_get_last_used_operation(operation);
    PJ *step = used ? datum_step(context, used) : NULL;
    const bool read = step && read_step(context, step, out);
    proj_destroy(step);
    proj_destroy(used);
    return read;
}
