/* Literals, and functions with their arguments. */
#include "data/model/filter_build_inner.h"

#include "base/number.h"
#include "data/model/date_time.h"

#include <math.h>
#include <string.h>

/* --- Literals --- */

static status not_a(const builder *b, const char *content, const char *nl, const char *en)
{
    return FAIL(BAD_PARAM, b->words->locator, "%s: '%.60s' is geen %s%.0s", "%s: '%.60s' is not %.0s%s", b->words->locator,
                content, nl, en);
}

/* By value, whatever the property's own type: no version is larger than 99999999999999999999, and every one is smaller. */
static status read_number(const builder *b, const char *content, expression *out)
{
    number n = {0};
    if (!number_read(content, &n))
        return not_a(b, content, "getal, en de eigenschap wel", "a number, and the property is one");
    *out = (expression){.type = n.whole ? VALUE_INTEGER : VALUE_DECIMAL, .integer = n.integer, .real = n.real};
    return status_ok();
}

static status read_boolean(const builder *b, const char *content, expression *out)
{
    const bool yes = strcmp(content, "true") == 0 || strcmp(content, "1") == 0,
               no = strcmp(content, "false") == 0 || strcmp(content, "0") == 0;
    if (!yes && !no)
        return not_a(b, content, "waarheidswaarde (true of false)", "a boolean (true or false)");
    *out = (expression){.type = VALUE_BOOLEAN, .integer = yes};
    return status_ok();
}

/* A date-time or a date, whichever the text is. */
static status read_moment(const builder *b, const char *content, expression *out)
{
    expression e = {.type = strchr(content, 'T') ? VALUE_DATETIME : VALUE_DATE};
    TRY(e.type == VALUE_DATE ? date_time_date(content, b->words->locator, b->arena, &e.text)
                             : date_time_time(content, b->words->locator, b->arena, &e.text));
    *out = e;
    return status_ok();
}

/* The OGC's test suite expects this code (ets-wfs20, invalidOperand_boundedBy). */
status build_no_order(const builder *b)
{
    return FAIL(NOT_PROCESSED, b->words->locator,
                "%s: een geometrie is niet te vergelijken met <, = of >; gebruik een ruimtelijke operator",
                "%s: a geometry cannot be compared by <, = or >; use a spatial operator", b->words->locator);
}

status build_literal(const builder *b, const char *content, value_type type, expression *out)
{
    const char *trimmed = text_trim(b->arena, content);
    switch (type) {
    case VALUE_INTEGER:
    case VALUE_DECIMAL: return read_number(b, trimmed, out);
    case VALUE_BOOLEAN: return read_boolean(b, trimmed, out);
    case VALUE_DATE:
    case VALUE_DATETIME: return read_moment(b, trimmed, out);
    case VALUE_GEOMETRY: return build_no_order(b);
    case VALUE_STRING: break;
    }
    *out = (expression){.type = VALUE_STRING, .text = content};
    return status_ok();
}

status build_shape(builder *b, geometry shape, expression *out)
{
    b->work->vertices += geometry_points(shape);
    if (b->work->vertices > FILTER_VERTICES)
        return FAIL(BAD_SYNTAX, b->words->locator,
                    "filter, %s%.0s %ld: de geometrieën in deze vraag hebben samen meer dan %d punten",
                    "filter, %.0s%s %ld: the geometries of this request have more than %d points together", b->words->place_nl,
                    b->words->place_en, b->at, (int)FILTER_VERTICES);
    *out = (expression){.type = VALUE_GEOMETRY, .shape = shape};
    return status_ok();
}

/* --- Functions --- */

/* FILTER_CALLS bounds the SQL. */
static status check_room(builder *b)
{
    if (b->call_depth >= FILTER_CALL_DEPTH || ++b->work->calls > FILTER_CALLS)
        return FAIL(BAD_SYNTAX, b->words->locator, "filter, %s%.0s %ld: meer dan %d functies, of meer dan %d diep in elkaar",
                    "filter, %.0s%s %ld: more than %d functions, or nested more than %d deep", b->words->place_nl,
                    b->words->place_en, b->at, (int)FILTER_CALLS, (int)FILTER_CALL_DEPTH);
    return status_ok();
}

status build_call_begin(builder *b, const char *name, size_t given, const filter_function **out)
{
    const filter_function *f = function_find(name);
    if (!f)
        return FAIL(BAD_PARAM, name, "de functie '%.30s' is er niet; wel %s", "there is no function '%.30s'; there are %s", name,
                    function_names(b->arena));
    TRY(build_call_open(b, f, given));
    *out = f;
    return status_ok();
}

status build_call_open(builder *b, const filter_function *f, size_t given)
{
    TRY(check_room(b));
    if (given != f->argument_count)
        return FAIL(BAD_PARAM, f->name, "%s%.0s %ld: de functie %s heeft %zu argument(en), geen %zu",
                    "%.0s%s %ld: the function %s has %zu argument(s), not %zu", b->words->place_nl, b->words->place_en, b->at,
                    f->name, f->argument_count, given);
    b->call_depth++;
    return status_ok();
}

static status wrong_type(const builder *b, long at, const filter_function *f, size_t index)
{
    static const char *const nl[] = {"", "een tekst", "een getal", "een geheel getal", "een datum of tijd", "een geometrie"};
    static const char *const en[] = {"", "a text", "a number", "a whole number", "a date or time", "a geometry"};
    const function_argument *a = &f->arguments[index];
    return FAIL(BAD_PARAM, f->name, "%s%.0s %ld: argument %zu (%s) van de functie %s moet %s zijn%.0s",
                "%.0s%s %ld: argument %zu (%s) of the function %s must be %.0s%s", b->words->place_nl, b->words->place_en, at,
                index + 1, a->name, f->name, nl[a->kind], en[a->kind]);
}

/* The type that a literal is read as. */
static value_type literal_type(argument_kind kind)
{
    switch (kind) {
    case ARGUMENT_NUMBER: return VALUE_DECIMAL;
    case ARGUMENT_WHOLE: return VALUE_INTEGER;
    case ARGUMENT_MOMENT: return VALUE_DATETIME;
    case ARGUMENT_SHAPE: return VALUE_GEOMETRY;
    default: return VALUE_STRING;
    }
}

static status read_argument(const builder *b, const filter_function *f, size_t index, const operand *given, expression *out)
{
    const argument_kind kind = f->arguments[index].kind;
    expression e = given->value;
    if (given->literal && kind == ARGUMENT_SHAPE)
        return wrong_type(b, given->at, f, index);
    const status read = given->literal ? build_literal(b, given->literal, literal_type(kind), &e) : status_ok();
    if (read.code == ST_BAD_PARAM)
        return wrong_type(b, given->at, f, index); /* says more than "is not a number": which argument, and what kind of number */
    TRY(read);
    const bool endless = e.kind == EXPRESSION_LITERAL && e.type == VALUE_DECIMAL &&
                         isinf(e.real); /* infinity can be compared, but not calculated with */
    if (endless || (e.kind != EXPRESSION_ABSENT && !function_takes(kind, e.type)))
        return wrong_type(b, given->at, f, index);
    *out = e;
    return status_ok();
}

/* How many bytes of the operand come from the client, and not from the row. */
static size_t literal_bytes(const expression *e)
{
    if (e->kind == EXPRESSION_LITERAL)
        return e->type == VALUE_GEOMETRY ? e->shape.size : e->text ? strlen(e->text) : 0;
    return e->kind == EXPRESSION_CALL && e->type == VALUE_STRING ? e->literal_bytes : 0;
}

status build_weigh(builder *b, const char *name, const expression *operands, size_t count, size_t *bytes)
{
    size_t sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += literal_bytes(&operands[i]);
    b->work->bytes += sum;
    if (b->work->bytes > FILTER_CALL_BYTES)
        return FAIL(BAD_PARAM, name,
                    "%s%.0s %ld: %s is te veel werk: de letterlijke waarden in de functies van een vraag mogen samen %d bytes "
                    "lang zijn, en een waarde telt bij elke "
                    "functie waar zij doorheen gaat",
                    "%.0s%s %ld: %s is too much work: the literals in the functions of a request may be %d bytes long together, "
                    "and one counts at each function that "
                    "it goes through",
                    b->words->place_nl, b->words->place_en, b->at, name, (int)FILTER_CALL_BYTES);
    *bytes = sum;
    return status_ok();
}

status build_call_end(builder *b, const filter_function *f, const operand *arguments, expression *out)
{
    expression *read = arena_array(b->arena, f->argument_count, sizeof *read);
    expression call = {.kind = EXPRESSION_CALL, .type = f->result, .function = f, .arguments = read};
    for (size_t i = 0; i < f->argument_count; i++)
        TRY(read_argument(b, f, i, &arguments[i], &read[i]));
    call.source = f->argument_count ? read[0].source : 0;
    TRY(build_weigh(b, f->name, read, f->argument_count, &call.literal_bytes));
    b->call_depth--;
    *out = call;
    return status_ok();
}
