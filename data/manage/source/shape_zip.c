#include "data/manage/source/shape_zip.h"

#include "base/text.h"

#include <string.h>
#include <strings.h>

static bool ends(const char *name, const char *with)
{
    const size_t length = strlen(name), count = strlen(with);
    return length >= count && strcasecmp(name + length - count, with) == 0;
}

/* Without folders and ending. */
static const char *stem(const char *name, arena *a)
{
    const char *slash = strrchr(name, '/'), *from = slash ? slash + 1 : name;
    return arena_strndup(a, from, strlen(from) - 4);
}

static bool is_shape(const char *name)
{
    return ends(name, ".shp") && strncmp(name, "__MACOSX/", 9) != 0 && !strpbrk(name, "{}") && !strstr(name, "..");
}

/* The entry with another ending in the place of .shp; NULL when there is none. */
static const char *beside(const zip_listing *z, const char *shp, const char *ending)
{
    const size_t length = strlen(shp);
    for (size_t i = 0; i < z->count; i++)
        if (strlen(z->names[i]) == length && strncasecmp(z->names[i], shp, length - 4) == 0 && ends(z->names[i], ending))
            return z->names[i];
    return NULL;
}

static status check_parts(const zip_listing *z, const char *shp)
{
    static const char *const endings[] = {".shx", ".dbf", ".prj"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (!beside(z, shp, endings[i]))
            return FAIL(BAD_INPUT, "", "de shapefile in de zip heeft geen %s; zet .shp, .shx, .dbf en .prj samen in de zip",
                        "the shapefile in the ZIP has no %s; put .shp, .shx, .dbf and .prj together in the ZIP", endings[i]);
    return status_ok();
}

status shape_zip_choose(const zip_listing *z, const char *layer, arena *a, const char **shp, const char **cpg)
{
    const char *found = NULL;
    for (size_t i = 0; i < z->count; i++) {
        if (!is_shape(z->names[i]) || (layer && !text_equal_nocase(stem(z->names[i], a), layer)))
            continue;
        if (found)
            return FAIL(BAD_INPUT, "", "de zip bevat meer dan een shapefile; noem de juiste met --layer, zoals %.60s of %.60s",
                        "the ZIP holds more than one shapefile; name the right one with --layer, such as %.60s or %.60s",
                        stem(found, a), stem(z->names[i], a));
        found = z->names[i];
    }
    if (!found && !layer)
        return FAIL(BAD_INPUT, "", "de zip bevat geen .shp met een gewone naam; geef de bestanden een naam zonder .. en {}",
                    "the ZIP holds no .shp with a plain name; give the files a name without .. and {}");
    if (!found)
        return FAIL(BAD_INPUT, "", "de zip bevat geen shapefile %.60s", "the ZIP holds no shapefile %.60s", layer);
    TRY(check_parts(z, found));
    *shp = found;
    *cpg = beside(z, found, ".cpg");
    return status_ok();
}

status shape_zip_find(const char *path, const char *layer, arena *a, shape_zip *out)
{
    zip_listing z;
    const char *cpg = NULL;
    char said[32];
    size_t length = 0;
    TRY(zip_list(path, a, &z));
    TRY(shape_zip_choose(&z, layer, a, &out->shp, &cpg));
    if (cpg)
        TRY(zip_peek(path, cpg, said, sizeof said - 1, &length));
    said[length] = '\0';
    text_clean(said);
    const char *word = text_trim(a, said);
    out->encoding = *word ? word : NULL;
    return status_ok();
}
