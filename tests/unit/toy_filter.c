/* A filter language in a page: it needs only data/model/filter_build.h, and it filters the rows of a store that knows only the
 * tree. */
#include "data/model/filter_build.h"

#include "tests/unit/unit.h"

#include "auth/scope_make.h"
#include "data/store/rows.h"
#include "data/store/store_driver.h"

#include <string.h>

/* --- The store: it asks every row --- */

static const property properties[] = {{.name = "naam", .column = "naam", .type = VALUE_STRING},
                                      {.name = "inwoners", .column = "inwoners", .type = VALUE_INTEGER},
                                      {.name = "stadsrecht", .column = "stadsrecht", .type = VALUE_DATE}};
static const property *const shown[] = {&properties[0]};
static const layer towns = {.name = "stad", .table = "stad", .id_column = "id", .properties = properties, .property_count = 3};

static const struct {
    const char *name; /* NULL: none */
    int64_t inhabitants;
    const char *charter; /* NULL: not known */
} all[] = {{"Gent", 265000, "1178-01-01"}, {NULL, 12, NULL}, {"Antwerpen", 530000, "1221-01-01"}};
enum { TOWNS = 3 };

typedef struct found {
    bool null;
    const char *text;
    double number;
} found;

static found value_of(const expression *e, size_t row)
{
    if (e->kind == EXPRESSION_PROPERTY && e->type == VALUE_DATE)
        return (found){!all[row].charter, all[row].charter, 0};
    if (e->kind == EXPRESSION_PROPERTY)
        return (found){e->property == &properties[0] && !all[row].name, all[row].name, (double)all[row].inhabitants};
    return (found){e->kind == EXPRESSION_ABSENT, e->text, e->type == VALUE_INTEGER ? (double)e->integer : e->real};
}

static bool holds(const filter *f, size_t row);

static bool all_hold(const filter *f, size_t row, bool wanted)
{
    for (size_t i = 0; i < f->operand_count; i++)
        if (holds(f->operands[i], row) != wanted)
            return false;
    return true;
}

static bool holds(const filter *f, size_t row)
{
    const found left = value_of(&f->left, row), right = value_of(&f->right, row);
    switch (f->kind) {
    case FILTER_AND: return all_hold(f, row, true);
    case FILTER_OR: return !all_hold(f, row, false);
    case FILTER_NOT: return !holds(f->operands[0], row);
    case FILTER_NULL: return left.null;
    case FILTER_COMPARE:
        return !left.null && !right.null &&
               (f->left.type == VALUE_STRING ? strcmp(left.text, right.text) == 0 : left.number - right.number == 0);
    default: fail_msg("the toy store does not know this filter"); return false;
    }
}

static status toy_enter(store *s, const char *const *gemeenten, size_t count, store_watch watch)
{
    (void)s, (void)gemeenten, (void)count, (void)watch;
    return status_ok();
}

static void toy_leave(store *s)
{
    (void)s;
}

static status toy_count(store *s, const query *q, arena *a, int64_t *out)
{
    int64_t count = 0;
    (void)s, (void)a;
    for (size_t i = 0; i < TOWNS; i++)
        count += holds(q->where, i);
    *out = count;
    return status_ok();
}

static const store_driver toy = {.name = "toy", .enter = toy_enter, .leave = toy_leave, .count = toy_count};

/* --- The language: "name = 'value'"; "name", for no value; and "not " before either of them --- */

static const filter_words words = {
    .locator = "toy", .reference = "name", .lists = "the toy box", .place_nl = "teken", .place_en = "character"};

static status read_name(const builder *b, const char *name, operand *out)
{
    size_t of = b->source_count;
    TRY(build_find_property(b, name, name, &of));
    if (of == b->source_count)
        return build_no_property(b, name, name);
    const property *p = layer_property(b->sources[of].layer, name);
    out->value = (expression){.kind = EXPRESSION_PROPERTY, .type = p->type, .property = p, .source = of};
    return status_ok();
}

static status toy_read(builder *b, const char *given, unsigned depth, const filter **out)
{
    const char *equals = strstr(given, " = '");
    operand name = {0}, compared = {0};
    const filter *inner = NULL;
    TRY(build_operator(b, depth));
    if (strncmp(given, "not ", 4) == 0) {
        TRY(toy_read(b, given + 4, depth + 1, &inner));
        *out = build_logical(b, FILTER_NOT, &inner, 1);
        return status_ok();
    }
    TRY(read_name(b, equals ? arena_strndup(b->arena, given, (size_t)(equals - given)) : given, &name));
    if (!equals) {
        *out = build_null(b, &name.value);
        return status_ok();
    }
    compared.literal = arena_strndup(b->arena, equals + 4, strcspn(equals + 4, "'"));
    return build_compare(b, COMPARE_EQUAL, false, &name, &compared, out);
}

/* --- Together --- */

static status count(const char *given, filter_logic logic, int64_t *out)
{
    static const catalog layers = {&towns, 1};
    static const filter_source of = {&towns, NULL};
    arena *a = arena_new();
    filter_work work = {0};
    builder b = {
        .catalog = &layers, .sources = &of, .source_count = 1, .words = &words, .logic = logic, .work = &work, .arena = a};
    query q = {.sources = {{.layer = &towns, .properties = shown, .property_count = 1}}, .source_count = 1, .count = 10};
    store toys = {.driver = &toy};
    rows *seen = NULL;
    status s = rows_enter(&toys, scope_make_anonymous(a), (store_watch){0}, a, &seen);
    if (s.code == ST_OK)
        s = toy_read(&b, given, 1, &q.where);
    if (s.code == ST_OK)
        s = rows_count(seen, &q, out);
    arena_free(a);
    return s;
}

static void assert_rows(const char *given, int64_t two_valued, int64_t three_valued)
{
    int64_t counted = -1;
    assert_int_equal(count(given, LOGIC_TWO_VALUED, &counted).code, ST_OK);
    assert_int_equal(counted, two_valued);
    assert_int_equal(count(given, LOGIC_THREE_VALUED, &counted).code, ST_OK);
    assert_int_equal(counted, three_valued);
}

static void a_language_filters_the_rows_of_a_store(void **state)
{
    (void)state;
    assert_rows("naam = 'Gent'", 1, 1);
    assert_rows("naam = 'Brussel'", 0, 0);
    assert_rows("inwoners = '12'", 1, 1);
    assert_rows("naam", 1, 1);
    assert_rows("not naam", 2, 2);
}

/* The town without a name: not Gent in one logic, unknown in the other. */
static void the_language_says_whose_logic_of_null_it_has(void **state)
{
    (void)state;
    assert_rows("not naam = 'Gent'", 2, 1);
    assert_rows("not not naam = 'Gent'", 1, 1);
    assert_rows("not not not naam = 'Gent'", 2, 1);
    assert_rows("not inwoners = '12'", 2, 2);
}

/* (naam = 'Gent' and inwoners = '12'), and its NOT: Antwerpen fails either condition, the town without a name is unknown. */
static void the_logic_holds_through_and_and_or(void **state)
{
    (void)state;
    static const catalog layers = {&towns, 1};
    static const filter_source of = {&towns, NULL};
    arena *a = arena_new();
    filter_work work = {0};
    builder b = {.catalog = &layers,
                 .sources = &of,
                 .source_count = 1,
                 .words = &words,
                 .logic = LOGIC_THREE_VALUED,
                 .work = &work,
                 .arena = a};
    const filter *parts[2] = {NULL, NULL};
    assert_int_equal(toy_read(&b, "naam = 'Gent'", 1, &parts[0]).code, ST_OK);
    assert_int_equal(toy_read(&b, "inwoners = '12'", 1, &parts[1]).code, ST_OK);
    static const struct {
        filter_kind kind;
        bool holds[TOWNS], fails[TOWNS];
    } truths[] = {{FILTER_AND, {false, false, false}, {true, false, true}},
                  {FILTER_OR, {true, true, false}, {false, false, true}}};
    for (size_t i = 0; i < 2; i++) {
        const filter *f = build_logical(&b, truths[i].kind, parts, 2), *no = build_logical(&b, FILTER_NOT, &f, 1);
        for (size_t row = 0; row < TOWNS; row++) {
            assert_int_equal(holds(f, row), truths[i].holds[row]);
            assert_int_equal(holds(no, row), truths[i].fails[row]);
            assert_int_equal(holds(build_logical(&b, FILTER_NOT, &no, 1), row), truths[i].holds[row]);
        }
    }
    arena_free(a);
}

/* --- Every formula of two predicates, checked against the truth tables of the logic --- */

typedef enum truth { NO, UNKNOWN, YES } truth;

typedef struct formula {
    const filter *made;
    truth is[TOWNS];
} formula;

enum { FORMULAS_MOST = 400 }; /* 2, then 12, then 312: formulas with one more operator are checked but not kept */

static truth least(truth one, truth two)
{
    return one < two ? one : two;
}

static truth most(truth one, truth two)
{
    return one > two ? one : two;
}

static formula negated(const builder *b, const formula *f)
{
    formula out = {.made = build_logical(b, FILTER_NOT, &f->made, 1)};
    for (size_t row = 0; row < TOWNS; row++)
        out.is[row] = YES - f->is[row];
    return out;
}

static formula combined(const builder *b, filter_kind kind, const formula *one, const formula *two)
{
    const filter *const pair[] = {one->made, two->made};
    formula out = {.made = build_logical(b, kind, pair, 2)};
    for (size_t row = 0; row < TOWNS; row++)
        out.is[row] = (kind == FILTER_AND ? least : most)(one->is[row], two->is[row]);
    return out;
}

static void check_formula(const builder *b, const formula *f)
{
    const filter *no = build_logical(b, FILTER_NOT, &f->made, 1);
    for (size_t row = 0; row < TOWNS; row++) {
        assert_int_equal(holds(f->made, row), f->is[row] == YES);
        assert_int_equal(holds(no, row), f->is[row] == NO);
    }
}

/* Checks the formulas that one operator makes from the known ones; keeps them if there is room. */
static size_t check_next(const builder *b, formula *known, size_t count, bool keep)
{
    size_t made = count;
    for (size_t i = 0; i < count; i++) {
        arena *own = keep ? b->arena : arena_new();
        builder here = *b;
        here.arena = own;
        for (size_t j = 0; j < 2 * i + 3; j++) { /* each pair in one order only: And and Or are symmetric */
            const formula next = j == 2 * i + 2 ? negated(&here, &known[i])
                                                : combined(&here, j % 2 ? FILTER_AND : FILTER_OR, &known[i], &known[j / 2]);
            check_formula(&here, &next);
            if (keep)
                known[made++] = next;
        }
        if (!keep)
            arena_free(own);
    }
    return made;
}

/* naam = 'Gent' is true, unknown and false of the three towns; the other predicate is true of one of them. */
static void check_formulas(filter_logic logic, const char *number, size_t its_row)
{
    static const catalog layers = {&towns, 1};
    static const filter_source of = {&towns, NULL};
    arena *a = arena_new();
    filter_work work = {0};
    builder b = {
        .catalog = &layers, .sources = &of, .source_count = 1, .words = &words, .logic = logic, .work = &work, .arena = a};
    formula *known = arena_array(a, FORMULAS_MOST, sizeof *known);
    known[0] = (formula){.is = {YES, logic == LOGIC_TWO_VALUED ? NO : UNKNOWN, NO}};
    known[1].is[its_row] = YES;
    assert_int_equal(toy_read(&b, "naam = 'Gent'", 1, &known[0].made).code, ST_OK);
    assert_int_equal(toy_read(&b, arena_printf(a, "inwoners = '%s'", number), 1, &known[1].made).code, ST_OK);
    size_t count = check_next(&b, known, 2, true);
    count = check_next(&b, known, count, true);
    assert_int_equal(check_next(&b, known, count, false), count);
    arena_free(a);
}

static void every_formula_three_operators_deep_is_what_its_logic_says(void **state)
{
    static const char *const numbers[TOWNS] = {"265000", "12", "530000"};
    (void)state;
    for (size_t row = 0; row < TOWNS; row++) {
        check_formulas(LOGIC_TWO_VALUED, numbers[row], row);
        check_formulas(LOGIC_THREE_VALUED, numbers[row], row);
    }
}

/* --- Relations of time that no date can have --- */

static void assert_never(const builder *b, time_relation r, const operand *dated, bool literal_first, bool instant)
{
    const expression begin = {.type = VALUE_DATE, .text = "1200-01-01"}, end = {.type = VALUE_DATE, .text = "1300-01-01"};
    const time_literal literal = {begin, instant ? begin : end, instant};
    const filter *f = NULL;
    assert_int_equal(build_in_time(b, r, dated, &literal, literal_first, &f).code, ST_OK);
    const filter *no = build_logical(b, FILTER_NOT, &f, 1), *twice = build_logical(b, FILTER_NOT, &no, 1);
    for (size_t row = 0; row < TOWNS; row++) {
        const bool known = dated->value.kind == EXPRESSION_PROPERTY && all[row].charter;
        assert_false(holds(f, row));
        assert_int_equal(holds(no, row), known || b->logic == LOGIC_TWO_VALUED);
        assert_false(holds(twice, row));
    }
}

static void a_relation_that_no_date_can_have_is_unknown_where_there_is_no_date(void **state)
{
    static const filter_logic logics[] = {LOGIC_TWO_VALUED, LOGIC_THREE_VALUED};
    static const catalog layers = {&towns, 1};
    static const filter_source of = {&towns, NULL};
    const operand dated = {.value = {.kind = EXPRESSION_PROPERTY, .type = VALUE_DATE, .property = &properties[2]}};
    const operand absent = {.value = {.kind = EXPRESSION_ABSENT}};
    arena *a = arena_new();
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        const builder b = {
            .catalog = &layers, .sources = &of, .source_count = 1, .words = &words, .logic = logics[i], .arena = a};
        assert_never(&b, TIME_MEETS, &dated, false, false);
        assert_never(&b, TIME_OVERLAPS, &dated, true, false);
        assert_never(&b, TIME_EQUALS, &dated, false, false);
        assert_never(&b, TIME_BEGINS, &dated, false, true);
        assert_never(&b, TIME_ENDED_BY, &dated, true, true);
        assert_never(&b, TIME_DURING, &dated, false, true);
        assert_never(&b, TIME_AFTER, &absent, false, false);
    }
    arena_free(a);
}

static void its_errors_are_told_in_its_own_words(void **state)
{
    (void)state;
    int64_t counted = -1;
    status s = count("provincie = 'x'", LOGIC_TWO_VALUED, &counted);
    assert_int_equal(s.code, ST_BAD_PARAM);
    assert_string_equal(s.locator, "provincie");
    s = count("inwoners = 'veel'", LOGIC_TWO_VALUED, &counted);
    assert_int_equal(s.code, ST_BAD_PARAM);
    assert_string_equal(s.locator, "toy");
    assert_int_equal(counted, -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_language_filters_the_rows_of_a_store),
        cmocka_unit_test(the_language_says_whose_logic_of_null_it_has),
        cmocka_unit_test(the_logic_holds_through_and_and_or),
        cmocka_unit_test(every_formula_three_operators_deep_is_what_its_logic_says),
        cmocka_unit_test(a_relation_that_no_date_can_have_is_unknown_where_there_is_no_date),
        cmocka_unit_test(its_errors_are_told_in_its_own_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
