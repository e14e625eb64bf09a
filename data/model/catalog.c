#include "data/model/own_layers.h"

#include "base/text.h"

#include <glob.h>
#include <string.h>

enum { LAYERS_MOST = 500 };

static void free_glob(void *handle)
{
    globfree(handle);
}

/* glob sorts by name, so the order of the layers does not depend on the file system. */
static status find_files(const char *folder, arena *a, const glob_t **out)
{
    glob_t *found = arena_alloc(a, sizeof *found);
    arena_defer(a, free_glob, found);
    if (glob(arena_printf(a, "%s/*.xml", folder), 0, NULL, found) != 0)
        return FAIL(BAD_INPUT, "layers", "geen laagbestanden (*.xml) in de map %s", "no layer files (*.xml) in the folder %s",
                    folder);
    if (found->gl_pathc > LAYERS_MOST)
        return FAIL(BAD_INPUT, "layers", "meer dan %d laagbestanden", "more than %d layer files", (int)LAYERS_MOST);
    *out = found;
    return status_ok();
}

static status check_names(const catalog *c)
{
    for (size_t i = 0; i < c->count; i++)
        if (catalog_layer(c, c->layers[i].name) != &c->layers[i])
            return FAIL(BAD_INPUT, "layers", "twee laagbestanden hebben de naam %s", "two layer files have the name %s",
                        c->layers[i].name);
    return status_ok();
}

/* The wall protects a table by what its layer says (restrict, hide): two layers would give it two such rules. */
static status check_tables(const catalog *c)
{
    for (size_t i = 0; i < c->count; i++)
        for (size_t j = i + 1; j < c->count; j++)
            if (text_equal_nocase(c->layers[i].table, c->layers[j].table))
                return FAIL(BAD_INPUT, "layers", "twee laagbestanden, %s en %s, hebben de tabel %s",
                            "two layer files, %s and %s, have the table %s", c->layers[i].name, c->layers[j].name,
                            c->layers[j].table);
    return status_ok();
}

static status check(const layer *layers, size_t count, catalog *out)
{
    const catalog c = {layers, count};
    TRY(check_names(&c));
    TRY(check_tables(&c));
    *out = c;
    return status_ok();
}

status catalog_read(const char *folder, arena *a, catalog *out)
{
    const glob_t *files = NULL;
    TRY(find_files(folder, a, &files));
    layer *layers = arena_array(a, files->gl_pathc, sizeof *layers);
    for (size_t i = 0; i < files->gl_pathc; i++) {
        TRY(layer_read(files->gl_pathv[i], a, &layers[i]));
        layers[i].number = i;
    }
    return check(layers, files->gl_pathc, out);
}

status catalog_read_own(arena *a, catalog *out)
{
    layer *layers = arena_array(a, embedded_layers_count, sizeof *layers);
    for (size_t i = 0; i < embedded_layers_count; i++) {
        TRY(layer_read_embedded(&embedded_layers[i], a, &layers[i]));
        layers[i].number = i;
    }
    return check(layers, embedded_layers_count, out);
}

const layer *catalog_layer(const catalog *c, const char *name)
{
    for (size_t i = 0; i < c->count; i++)
        if (strcmp(c->layers[i].name, name) == 0)
            return &c->layers[i];
    return NULL;
}
