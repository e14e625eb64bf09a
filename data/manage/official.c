#include "data/manage/official.h"

#include "base/text.h"
#include "data/manage/csv.h"
#include "data/manage/official_source.h"
#include "data/manage/shape.h"
#include "data/model/name_check.h"
#include "data/spatial/crossings.h"

#include <stdlib.h>

enum { CODES_SHOWN = 10, NAME_MOST = 100 };

/* Codes that something is wrong with: the first ones are shown. */
typedef struct code_list {
    text shown;
    size_t count;
} code_list;

static void note_code(code_list *list, const char *code)
{
    if (list->count < CODES_SHOWN)
        text_addf(&list->shown, "%s%.12s", list->count ? ", " : "", code);
    else if (list->count == CODES_SHOWN)
        text_add(&list->shown, " …");
    list->count++;
}

static int by_code(const void *key, const void *item)
{
    return strcmp(key, ((const known_gemeente *)item)->nis_code);
}

static known_gemeente *find(const known_facts *known, const char *nis)
{
    return bsearch(nis, known->gemeenten, known->gemeente_count, sizeof *known->gemeenten, by_code);
}

typedef struct load {
    writer *writer;
    arena *arena;
    known_facts known;
    bool *seen; /* per gemeente */
    code_list unknown, twice, missing, elsewhere;
    shape contour;
    official_result result;
} load;

/* Gemeenten lie in Flanders; a contour elsewhere has coordinates in another system than the file says. */
static bool in_flanders(const double box[4])
{
    return box[0] > 20000 && box[1] > 150000 && box[2] < 262000 && box[3] < 250000;
}

/* Blanks around it are the file's padding, and a CSV that GDAL reads may have the guard that ours has. *out is empty when the
 * file gives no name; the store then keeps its own. */
static status read_name(const official_feature *f, slice *out)
{
    name_fault fault;
    const slice naam = csv_value(slice_of(f->naam));
    if (f->naam && !name_is_plain(naam, NAME_MOST, &fault))
        return FAIL(BAD_INPUT, "naam",
                    "de naam van gemeente %s %s%.0s (hoogstens %d tekens; een ander veld kiest u met --naam-field)",
                    "the name of gemeente %s %.0s%s (%d characters at most; --naam-field chooses another field)", f->nis,
                    fault.nl, fault.en, NAME_MOST);
    *out = naam;
    return status_ok();
}

/* A contour that no filter can work with would cause an error for everybody who asks near it. */
static status check_contour(load *l, const official_feature *f)
{
    const bool valid = shape_is_valid(&l->contour);
    l->result.invalid += !valid;
    if (!valid && shape_crosses_often(&l->contour))
        return FAIL(BAD_INPUT, "geometry",
                    "de contour van gemeente %s kruist of raakt zichzelf te vaak: een vlak mag dat hoogstens %d keer, minder als "
                    "het veel punten heeft",
                    "the contour of gemeente %s crosses or touches itself too often: an area may do so at most %d times, fewer "
                    "when it has many points",
                    f->nis, AREA_CROSSINGS_MOST);
    return status_ok();
}

static status take_feature(load *l, const official_feature *f)
{
    known_gemeente *g = f->nis ? find(&l->known, f->nis) : NULL;
    if (!g) {
        note_code(&l->unknown, f->nis ? f->nis : "(leeg)");
        return status_ok();
    }
    bool *seen = &l->seen[g - l->known.gemeenten];
    if (*seen)
        note_code(&l->twice, f->nis);
    *seen = true;
    if (!in_flanders(l->contour.box))
        note_code(&l->elsewhere, f->nis);
    slice naam;
    TRY(read_name(f, &naam));
    l->result.gemeenten++;
    l->result.renamed += naam.at && !slice_is(naam, g->naam);
    TRY(check_contour(l, f));
    return writer_set_contour(l->writer, g->nis_code, naam, &l->contour);
}

static status refuse_codes(const load *l)
{
    if (l->unknown.count)
        return FAIL(BAD_INPUT, "nis", "%zu NIS-codes staan niet in de opslag: %s", "%zu NIS codes are not in the store: %s",
                    l->unknown.count, l->unknown.shown.chars);
    if (l->twice.count)
        return FAIL(BAD_INPUT, "nis", "%zu NIS-codes staan meer dan een keer in het bestand: %s",
                    "%zu NIS codes occur more than once in the file: %s", l->twice.count, l->twice.shown.chars);
    if (l->missing.count)
        return FAIL(BAD_INPUT, "nis", "%zu gemeenten van de opslag ontbreken in het bestand: %s",
                    "%zu gemeenten of the store are missing in the file: %s", l->missing.count, l->missing.shown.chars);
    if (l->elsewhere.count)
        return FAIL(BAD_INPUT, "geometry",
                    "%zu contouren liggen niet in Vlaanderen; klopt het coördinatenstelsel van het bestand? %s",
                    "%zu contours lie outside Flanders; is the file's reference system right? %s", l->elsewhere.count,
                    l->elsewhere.shown.chars);
    return status_ok();
}

static status take_features(load *l, official_source *source)
{
    official_feature f;
    for (bool more = true;;) {
        TRY(official_next(source, l->arena, &f, &l->contour, &more));
        if (!more)
            break;
        TRY(take_feature(l, &f));
    }
    for (size_t i = 0; i < l->known.gemeente_count; i++)
        if (!l->seen[i])
            note_code(&l->missing, l->known.gemeenten[i].nis_code);
    return refuse_codes(l);
}

static const char *file_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static status load_all(load *l, official_source *source, const char *path)
{
    TRY(writer_facts(l->writer, l->arena, &l->known));
    l->seen = arena_array(l->arena, l->known.gemeente_count, sizeof *l->seen);
    TRY(take_features(l, source));
    TRY(writer_set_kenmerk(l->writer, "contouren", arena_printf(l->arena, "officieel: geladen uit %s", file_name(path))));
    return writer_commit(l->writer);
}

status official_load(const official_settings *settings, writer *w, arena *a, official_result *out)
{
    official_source *source = NULL;
    load l = {.writer = w, .arena = a, .contour = shape_new(a)};
    l.unknown.shown = text_new(a);
    l.twice.shown = text_new(a);
    l.missing.shown = text_new(a);
    l.elsewhere.shown = text_new(a);
    TRY(official_open(settings, a, &source));
    TRY(writer_begin(w));
    const status done = load_all(&l, source, settings->path);
    if (done.code != ST_OK)
        writer_rollback(w);
    TRY(done);
    l.result.reprojected = official_reprojects(source) ? l.result.gemeenten : 0;
    *out = l.result;
    return status_ok();
}
