/* What every part of a filter is built with: names, logic, ids. */
#include "data/model/filter_build_inner.h"

#include "data/model/resource_id.h"

#include <string.h>

/* --- Names --- */

const char *build_types(const builder *b)
{
    text t = text_new(b->arena);
    for (size_t i = 0; i < b->source_count; i++)
        text_addf(&t, "%s%s", i ? ", " : "", b->sources[i].alias ? b->sources[i].alias : b->sources[i].layer->name);
    return t.chars;
}

status build_no_property(const builder *b, const char *name, const char *written)
{
    return FAIL(BAD_PARAM, *name ? name : b->words->reference, "het type %s heeft geen eigenschap '%.60s'; %s noemt ze allemaal",
                "the type %s has no property '%.60s'; %s lists them all", build_types(b), written, b->words->lists);
}

status build_ambiguous(const builder *b, const char *written)
{
    return FAIL(BAD_PARAM, b->words->reference,
                "'%.60s' kan bij meer dan een type horen (%.100s): schrijf type/naam of alias/naam",
                "'%.60s' may belong to more than one type (%.100s): write type/name or alias/name", written, build_types(b));
}

status build_find_property(const builder *b, const char *written, const char *name, size_t *of)
{
    size_t found = *of;
    if (*of == b->source_count)
        for (size_t i = 0; i < b->source_count; i++) {
            if (!layer_property(b->sources[i].layer, name))
                continue;
            if (found < b->source_count)
                return build_ambiguous(b, written);
            found = i;
        }
    if (found < b->source_count && !layer_property(b->sources[found].layer, name))
        found = b->source_count;
    *of = found;
    return status_ok();
}

/* --- Logic --- */

static filter *copy_of(const builder *b, filter f)
{
    filter *made = arena_alloc(b->arena, sizeof *made);
    *made = f;
    return made;
}

static const filter *list_of(const builder *b, filter_kind kind, const filter *const *operands, size_t count)
{
    const filter **copy = arena_array(b->arena, count + 1, sizeof *copy);
    for (size_t i = 0; i < count; i++)
        copy[i] = operands[i];
    return copy_of(b, (filter){.kind = kind, .operands = copy, .operand_count = count});
}

static const filter *not_of(const builder *b, const filter *f)
{
    return list_of(b, FILTER_NOT, &f, 1);
}

/* Holds where it is false, and not where it is unknown. */
static const filter *falsity(const builder *b, const filter *f)
{
    return f->otherwise ? f->otherwise : not_of(b, f);
}

static bool may_be_null(const expression *e)
{
    return e->kind != EXPRESSION_LITERAL && e->kind != EXPRESSION_ID;
}

/* For a predicate on values of the row: it is false where every operand has a value and it does not hold. */
static const filter *falsity_of_predicate(const builder *b, const filter *f)
{
    const filter *parts[3] = {not_of(b, f)};
    size_t count = 1;
    const expression *const operands[] = {&f->left, &f->right};
    for (size_t i = 0; i < 2 && f->kind != FILTER_NULL && f->kind != FILTER_IDS; i++)
        if (may_be_null(operands[i]))
            parts[count++] = not_of(b, copy_of(b, (filter){.kind = FILTER_NULL, .left = *operands[i]}));
    return count == 1 ? parts[0] : list_of(b, FILTER_AND, parts, count);
}

const filter *build_made(const builder *b, filter f)
{
    filter *made = copy_of(b, f);
    if (b->logic == LOGIC_THREE_VALUED)
        made->otherwise = falsity_of_predicate(b, made);
    return made;
}

/* NOT swaps true and false; unknown stays unknown. */
static const filter *turned_round(const builder *b, const filter *f)
{
    if (b->logic == LOGIC_TWO_VALUED)
        return not_of(b, f);
    filter *made = copy_of(b, *falsity(b, f));
    made->otherwise = f;
    return made;
}

/* An And is false where one of its operands is; an Or where all are. operands: those that the list was made from, before merging:
 * the ones that it took out of a merged operand may be parts of a falsity, and what makes such a part false is not known. */
static const filter *with_falsity(const builder *b, const filter *list, const filter *const *operands, size_t count)
{
    if (b->logic == LOGIC_TWO_VALUED)
        return list;
    const filter **parts = arena_array(b->arena, count + 1, sizeof *parts);
    for (size_t i = 0; i < count; i++)
        parts[i] = falsity(b, operands[i]);
    filter *made = copy_of(b, *list);
    made->otherwise = list_of(b, list->kind == FILTER_AND ? FILTER_OR : FILTER_AND, parts, count);
    return made;
}

static size_t merged_count(filter_kind kind, const filter *const *operands, size_t count)
{
    size_t sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += operands[i]->kind == kind ? operands[i]->operand_count : 1;
    return sum;
}

const filter *build_logical(const builder *b, filter_kind kind, const filter *const *operands, size_t count)
{
    if (kind == FILTER_NOT)
        return turned_round(b, operands[0]);
    const filter **merged = arena_array(b->arena, merged_count(kind, operands, count) + 1, sizeof *merged);
    size_t used = 0;
    for (size_t i = 0; i < count; i++) {
        const filter *const *inner = operands[i]->kind == kind ? operands[i]->operands : &operands[i];
        const size_t n = operands[i]->kind == kind ? operands[i]->operand_count : 1;
        for (size_t j = 0; j < n; j++)
            merged[used++] = inner[j];
    }
    const filter *list = copy_of(b, (filter){.kind = kind, .operands = merged, .operand_count = used});
    return with_falsity(b, list, operands, count);
}

const filter *build_both(const builder *b, const filter *one, const filter *two)
{
    const filter *const pair[] = {one, two};
    return with_falsity(b, list_of(b, FILTER_AND, pair, 2), pair, 2);
}

const filter *build_constant(const builder *b, bool truth)
{
    return with_falsity(b, list_of(b, truth ? FILTER_AND : FILTER_OR, NULL, 0), NULL, 0);
}

const filter *build_never(const builder *b, const expression *e)
{
    filter *made = copy_of(b, *build_constant(b, false));
    if (b->logic == LOGIC_THREE_VALUED && may_be_null(e))
        made->otherwise = not_of(b, copy_of(b, (filter){.kind = FILTER_NULL, .left = *e}));
    return made;
}

status build_operator(builder *b, unsigned depth)
{
    if (depth > FILTER_DEPTH || ++b->work->operators > FILTER_OPERATORS)
        return FAIL(BAD_SYNTAX, b->words->locator, "het filter is te diep (%d) of te lang (%d operatoren)",
                    "the filter is too deep (%d) or too long (%d operators)", (int)FILTER_DEPTH, (int)FILTER_OPERATORS);
    return status_ok();
}

const filter *build_null(const builder *b, const expression *value)
{
    return build_made(b, (filter){.kind = FILTER_NULL, .left = *value});
}

/* --- Ids --- */

/* The source whose ids a list holds: the only one of this layer. */
static status source_of_ids(const builder *b, const layer *l, const char *id, size_t *out)
{
    size_t found = b->source_count;
    for (size_t i = 0; i < b->source_count; i++) {
        if (b->sources[i].layer == l && found < b->source_count)
            return FAIL(BAD_PARAM, "resourceId", "'%.60s' kan in deze join bij twee typen horen; vergelijk alias/@gml:id",
                        "'%.60s' may belong to two types of this join; compare alias/@gml:id", id);
        if (b->sources[i].layer == l)
            found = i;
    }
    if (found == b->source_count)
        return FAIL(BAD_PARAM, "resourceId", "'%.60s' is geen object van het type %s", "'%.60s' is not a feature of the type %s",
                    id, build_types(b));
    *out = found;
    return status_ok();
}

/* Another type's id contradicts the query (as in server/wfs/query_resolve.c). */
static status add_id(const builder *b, const char *id, filter *f, int64_t *ids)
{
    const layer *l = NULL;
    size_t of = 0;
    TRY(resource_id_read(b->catalog, id, &l, &ids[f->id_count]));
    if (!l)
        return status_ok();
    TRY(source_of_ids(b, l, id, &of));
    if (f->id_count > 0 && of != f->left.source)
        return FAIL(BAD_PARAM, "resourceId", "zet in een join de ResourceId's van een type bij elkaar",
                    "in a join, put the ResourceIds of one type together");
    f->left.source = of;
    f->id_count++;
    return status_ok();
}

status build_ids(const builder *b, const char *const *ids, size_t count, const filter **out)
{
    int64_t *numbers = arena_array(b->arena, count + 1, sizeof *numbers);
    filter f = {.kind = FILTER_IDS, .ids = numbers};
    for (size_t i = 0; i < count; i++)
        TRY(add_id(b, ids[i], &f, numbers));
    *out = build_made(b, f);
    return status_ok();
}
