/* Rows of any layer: which columns there are says the layer, which values the edit. The spatial indexes are filled by the table's
 * triggers, or noted for the end of a bulk. */
#include "data/store/spatialite/edit_connection.h"
#include "data/store/spatialite/overlaps.h"
#include "data/store/spatialite/writer_connection.h"

#include <sqlite3.h> /* before spatialite.h, which needs it */

#include <spatialite.h>
#include <stdlib.h>
#include <string.h>

enum { NIS_CODES = 100000 };

static void set_trust(writer *w, int on)
{
    sqlite3_db_config(w->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, on, NULL);
    sqlite3_db_config(w->db, SQLITE_DBCONFIG_DQS_DML, on, NULL);
    sqlite3_db_config(w->db, SQLITE_DBCONFIG_DQS_DDL, on, NULL);
}

/* Triggers of the file call functions of SpatiaLite, and may hold texts in double quotes (base/db/database.h). A connection that
 * keeps queries alone does without, and stays as hard as any. A command's is soft from its start. */
static status make_ready(writer *w)
{
    if (!w->spatialite) {
        w->spatialite = spatialite_alloc_connection();
        spatialite_init_ex(w->db, w->spatialite, 0);
    }
    if (w->for_clients && !w->trusts)
        set_trust(w, 1);
    w->trusts = true;
    return status_ok();
}

void edit_rows_harden(writer *w)
{
    if (w->trusts)
        set_trust(w, 0);
    w->trusts = false;
}

/* --- SQL: names come from the layer's file, values are bound --- */

/* A column that the store sets in an audited change, and to what; NULL: not by such a change. */
typedef struct audited_column {
    const char *column, *inserted, *updated, *struck, *restored;
} audited_column;

#define NOW "strftime('%Y-%m-%dT%H:%M:%SZ', 'now')"
static const audited_column audited_columns[] = {
    {"versie", "1", "versie + 1", "versie + 1", "versie + 1"},
    {"aangemaakt_op", NOW, NULL, NULL, NULL},
    {"gewijzigd_op", NOW, NOW, NOW, NOW},
    {"geschrapt_op", NULL, NULL, NOW, "NULL"},
};
#undef NOW

static const char *audited_value(const audited_column *c, change_kind kind)
{
    switch (kind) {
    case CHANGE_INSERT: return c->inserted;
    case CHANGE_UPDATE: return c->updated;
    case CHANGE_STRIKE: return c->struck;
    case CHANGE_RESTORE: return c->restored;
    case CHANGE_REMOVE:
    case CHANGE_KEEP_QUERIES:
    case CHANGE_DROP_QUERY: break;
    }
    return NULL;
}

static bool has_column(const layer *l, const char *column)
{
    for (size_t i = 0; i < l->property_count; i++)
        if (strcmp(l->properties[i].column, column) == 0)
            return true;
    return false;
}

/* ", column" of each that an insert sets, or ", value". */
static void add_inserted(sqlite3_str *sql, const layer *l, bool values)
{
    for (size_t i = 0; i < sizeof audited_columns / sizeof *audited_columns; i++) {
        const audited_column *c = &audited_columns[i];
        if (c->inserted && has_column(l, c->column))
            sqlite3_str_appendf(sql, ", %s", values ? c->inserted : c->column);
    }
    if (l->hide_column)
        sqlite3_str_appendf(sql, values ? ", 0" : ", \"%w\"", l->hide_column);
}

/* ?1 is the id, then the values in turn, then the boeking. */
static char *insert_text(const row_statement *r, const edit_row *row, const char *table)
{
    sqlite3_str *sql = sqlite3_str_new(NULL);
    sqlite3_str_appendf(sql, "INSERT INTO \"%w\" (\"%w\"", table, row->layer->id_column);
    for (size_t i = 0; i < row->count; i++)
        sqlite3_str_appendf(sql, ", \"%w\"", row->properties[i]->column);
    if (r->audited)
        add_inserted(sql, row->layer, false);
    if (r->has_history)
        sqlite3_str_appendall(sql, ", boeking");
    sqlite3_str_appendall(sql, ") VALUES (?1");
    for (size_t i = 0; i < row->count; i++)
        sqlite3_str_appendf(sql, ", ?%d", (int)i + 2);
    if (r->audited)
        add_inserted(sql, row->layer, true);
    if (r->has_history)
        sqlite3_str_appendf(sql, ", ?%d", (int)row->count + 2);
    sqlite3_str_appendall(sql, ")");
    return sqlite3_str_finish(sql);
}

static bool takes_values(change_kind kind)
{
    return kind == CHANGE_INSERT || kind == CHANGE_UPDATE;
}

static bool hides(change_kind kind)
{
    return kind == CHANGE_STRIKE || kind == CHANGE_RESTORE;
}

static void add_audit(sqlite3_str *sql, const layer *l, change_kind kind)
{
    for (size_t i = 0; i < sizeof audited_columns / sizeof *audited_columns; i++) {
        const char *set = audited_value(&audited_columns[i], kind);
        if (set && has_column(l, audited_columns[i].column))
            sqlite3_str_appendf(sql, ", %s = %s", audited_columns[i].column, set);
    }
}

/* How many values of the row the statement takes. */
static size_t bound_count(const row_statement *r)
{
    return takes_values(r->kind) ? r->count : 0;
}

/* The numbers of its parameters are those of a change without values. */
static char *removal_text(const layer *l)
{
    return sqlite3_mprintf("DELETE FROM \"%w\" WHERE \"%w\" = ?1 AND \"%w\" = ?3", l->table, l->id_column, l->restrict_column);
}

/* ?1 is the id, then the values in turn, the boeking, and the owner: a row of somebody else is not touched. */
static char *change_text(const row_statement *r, const edit_row *row)
{
    const layer *l = row->layer;
    const size_t count = bound_count(r);
    sqlite3_str *sql = sqlite3_str_new(NULL);
    sqlite3_str_appendf(sql, "UPDATE \"%w\" SET ", l->table);
    for (size_t i = 0; i < count; i++)
        sqlite3_str_appendf(sql, "%s\"%w\" = ?%d", i ? ", " : "", row->properties[i]->column, (int)i + 2);
    if (hides(r->kind))
        sqlite3_str_appendf(sql, "\"%w\" = %d", l->hide_column, r->kind == CHANGE_STRIKE);
    if (r->audited)
        add_audit(sql, l, r->kind);
    if (r->has_history)
        sqlite3_str_appendf(sql, ", boeking = ?%d", (int)count + 2);
    sqlite3_str_appendf(sql, " WHERE \"%w\" = ?1 AND \"%w\" = ?%d", l->id_column, l->restrict_column, (int)count + 3);
    return sqlite3_str_finish(sql);
}

static bool writes(const row_statement *r, change_kind kind, bool audited, const edit_row *row)
{
    return r->statement && r->kind == kind && r->audited == audited && r->layer == row->layer && r->count == row->count &&
           (row->count == 0 || memcmp(r->properties, row->properties, row->count * sizeof *row->properties) == 0);
}

static void forget(row_statement *r)
{
    sqlite3_finalize(r->statement);
    sqlite3_finalize(r->closing);
    free(r->properties);
    *r = (row_statement){0};
}

void edit_rows_forget(writer *w)
{
    for (size_t i = 0; i < ROW_STATEMENTS; i++)
        forget(&w->rows[i]);
}

/* With a copy of the list: the caller's may be another one at the same place next time. */
static void note_row(row_statement *r, change_kind kind, bool audited, const edit_row *row)
{
    forget(r);
    *r = (row_statement){.kind = kind, .audited = audited, .layer = row->layer, .table = TABLE_COUNT, .count = row->count};
    store_find_table(row->layer->table, &r->table);
    r->properties = malloc((row->count + 1) * sizeof *r->properties);
    if (!r->properties)
        abort();
    for (size_t i = 0; i < row->count; i++)
        r->properties[i] = row->properties[i];
}

static status no_history(const layer *l)
{
    return FAIL(
        NOT_PROCESSED, "",
        "de laag %s kan hier niet gewijzigd worden: de opslag bewaart niet hoe haar objecten waren. Vraag het de beheerder "
        "van de dienst.",
        "the layer %s cannot be changed here: the store does not keep how its features were. Ask the operator of the "
        "service.",
        l->name);
}

static status prepare_row(writer *w, row_statement *r, const edit_row *row)
{
    TRY(edit_journal_has_history(w, row->layer->table, &r->has_history));
    if ((r->audited || r->kind == CHANGE_REMOVE) && !r->has_history)
        return no_history(row->layer);
    if (r->has_history && r->kind != CHANGE_INSERT)
        TRY(edit_journal_prepare_closing(w, row->layer, &r->closing));
    char *sql = r->kind == CHANGE_INSERT   ? insert_text(r, row, store_aside_table(w, row->layer->table))
                : r->kind == CHANGE_REMOVE ? removal_text(row->layer)
                                           : change_text(r, row);
    const status made = sql ? store_prepare(w, sql, &r->statement) : store_failed(w, "writing a statement");
    sqlite3_free(sql);
    return made;
}

static status statement_of(writer *w, change_kind kind, bool audited, const edit_row *row, const row_statement **out)
{
    for (size_t i = 0; i < ROW_STATEMENTS; i++)
        if (writes(&w->rows[i], kind, audited, row)) {
            *out = &w->rows[i];
            return status_ok();
        }
    row_statement *r = &w->rows[w->next_row_statement];
    w->next_row_statement = (w->next_row_statement + 1) % ROW_STATEMENTS;
    note_row(r, kind, audited, row);
    TRY(prepare_row(w, r, row));
    *out = r;
    return status_ok();
}

static int bind_value(sqlite3_stmt *s, int at, value_type type, const value *v)
{
    if (v->null)
        return sqlite3_bind_null(s, at);
    switch (type) {
    case VALUE_INTEGER:
    case VALUE_BOOLEAN: return sqlite3_bind_int64(s, at, v->integer);
    case VALUE_DECIMAL: return sqlite3_bind_double(s, at, v->real);
    case VALUE_GEOMETRY: return sqlite3_bind_blob64(s, at, v->shape.blob, v->shape.size, SQLITE_STATIC);
    case VALUE_STRING:
    case VALUE_DATE:
    case VALUE_DATETIME: break;
    }
    return sqlite3_bind_text64(s, at, v->text, v->length, SQLITE_STATIC, SQLITE_UTF8);
}

/* What is not bound would be NULL. Behind the values goes the boeking. */
static status bind_values(writer *w, const row_statement *r, const edit_row *row)
{
    sqlite3_stmt *s = r->statement;
    const size_t count = bound_count(r);
    int code = SQLITE_OK;
    for (size_t i = 0; i < count && code == SQLITE_OK; i++)
        code = bind_value(s, (int)i + 2, row->properties[i]->type, &row->values[i]);
    if (r->has_history && code == SQLITE_OK)
        code = sqlite3_bind_int64(s, (int)count + 2, w->booking);
    return code == SQLITE_OK ? status_ok() : store_failed(w, "binding a row");
}

/* --- Numbers: each gemeente has its own series, and none is given twice (data/schema/001-first.sql) --- */

/* An id that a row brings in its gemeente's own range uses up its number. */
static void note_number(writer *w, const edit_row *row, const char *owner)
{
    const int64_t nis = strtol(owner, NULL, 10);
    const int32_t next = (int32_t)(row->id % ID_PER_GEMEENTE) + 1;
    if (nis < 0 || nis >= NIS_CODES || row->id / ID_PER_GEMEENTE != nis || next > ID_BY_HAND)
        return;
    if (!w->used_next && !(w->used_next = calloc(NIS_CODES, sizeof *w->used_next)))
        abort();
    if (w->used_next[nis] < next)
        w->used_next[nis] = next;
}

status edit_rows_store_numbers(writer *w)
{
    sqlite3_stmt *s = NULL;
    if (!w->used_next)
        return status_ok();
    TRY(store_statement(w, USE_NUMBERS, &s));
    status done = status_ok();
    for (int nis = 0; nis < NIS_CODES && done.code == ST_OK; nis++) {
        if (w->used_next[nis] == 0)
            continue;
        char code[8];
        snprintf(code, sizeof code, "%05d", nis % NIS_CODES);
        store_bind(s, 1, slice_of(code));
        sqlite3_bind_int(s, 2, w->used_next[nis]);
        done = store_step(w, s, "using up numbers");
    }
    free(w->used_next);
    w->used_next = NULL;
    return done;
}

/* Whether a row has it, or had it. Below ID_BY_HAND the series itself knows. */
static status is_taken(writer *w, const char *owner, int64_t id, bool *out)
{
    sqlite3_stmt *s = NULL;
    int64_t found = 0;
    *out = false;
    if (id % ID_PER_GEMEENTE < ID_BY_HAND)
        return status_ok();
    TRY(store_statement(w, HAS_NUMBER, &s));
    sqlite3_bind_int64(s, 1, id);
    store_bind(s, 2, slice_of(owner));
    TRY(store_find_number(w, s, "looking for a number", &found));
    *out = found != 0;
    return status_ok();
}

static status take_next(writer *w, const char *owner, int64_t *id)
{
    sqlite3_stmt *s = NULL;
    TRY(store_statement(w, TAKE_NUMBER, &s));
    store_bind(s, 1, slice_of(owner));
    const int code = sqlite3_step(s);
    const int64_t number = code == SQLITE_ROW ? sqlite3_column_int64(s, 0) : 0;
    sqlite3_reset(s);
    if (code == SQLITE_DONE)
        return FAIL(NOT_PROCESSED, "id", "er zijn geen nummers meer voor gemeente %.8s",
                    "there are no numbers left for gemeente %.8s", owner);
    if (code != SQLITE_ROW)
        return store_failed(w, "taking a number");
    *id = writer_id(strtol(owner, NULL, 10), number);
    return status_ok();
}

/* The next of the owner's series that is free. */
static status take_number(writer *w, const char *owner, int64_t *id)
{
    bool taken = true;
    int64_t next = 0;
    while (taken) {
        TRY(take_next(w, owner, &next));
        TRY(is_taken(w, owner, next, &taken));
    }
    *id = next;
    return status_ok();
}

/* --- Rows --- */

static bool is_column(const property *p, const char *column)
{
    return column && strcmp(p->column, column) == 0;
}

static const value *value_of(const edit_row *row, const char *column)
{
    for (size_t i = 0; i < row->count; i++)
        if (is_column(row->properties[i], column))
            return &row->values[i];
    return NULL;
}

/* For the spatial indexes, of a bulk whose triggers are silent. */
static void note_box(writer *w, writer_table table, const edit_row *row, int64_t id, const char *owner)
{
    double box[4];
    const value *hidden = value_of(row, row->layer->hide_column);
    for (size_t i = 0; i < row->count; i++)
        if (row->properties[i]->type == VALUE_GEOMETRY && geometry_mbr(row->values[i].shape, box))
            store_bulk_note(w, table, id, slice_of(owner), hidden && hidden->integer, box);
}

static status insert_row(writer *w, const row_statement *r, const edit_row *row, int64_t id)
{
    if (id)
        sqlite3_bind_int64(r->statement, 1, id);
    else
        sqlite3_bind_null(r->statement, 1);
    TRY(bind_values(w, r, row));
    return store_step(w, r->statement, "adding a row");
}

static status add_row(writer *w, const edit_row *row, const char *owner, bool audited, const row_statement **used, int64_t *id)
{
    const row_statement *r = NULL;
    int64_t own = row->id;
    TRY(make_ready(w));
    TRY(statement_of(w, CHANGE_INSERT, audited, row, &r));
    *used = r;
    const bool has_series = r->table == TABLE_RISICOLOCATIE;
    if (own == 0 && has_series)
        TRY(take_number(w, owner, &own));
    TRY(insert_row(w, r, row, own));
    *id = own ? own : sqlite3_last_insert_rowid(w->db);
    if (has_series)
        note_number(w, row, owner);
    if (r->table < TABLE_COUNT && w->bulks[r->table].active)
        note_box(w, r->table, row, *id, owner);
    return status_ok();
}

status edit_rows_load(writer *w, const edit_row *row, const char *owner, int64_t *id)
{
    const row_statement *r = NULL;
    TRY(store_aside_before_row(w));
    TRY(add_row(w, row, owner, false, &r, id));
    return store_aside_after_row(w);
}

/* Whether what is given can change where a row lies, whose it is, or whether it counts. */
static bool moves(const row_statement *r, const edit_row *row)
{
    if (r->kind != CHANGE_UPDATE)
        return true;
    for (size_t i = 0; i < row->count; i++)
        if (row->properties[i]->type == VALUE_GEOMETRY || is_column(row->properties[i], row->layer->restrict_column) ||
            is_column(row->properties[i], row->layer->hide_column))
            return true;
    return false;
}

/* What parcels and risk locations have in common follows every change of either. */
static status follow(writer *w, const row_statement *r, const edit_row *row, int64_t id)
{
    if (!moves(r, row))
        return status_ok();
    if (r->table == TABLE_RISICOLOCATIE)
        return overlaps_of_location(w, id);
    return r->table == TABLE_PERCEEL ? overlaps_of_parcel(w, id) : status_ok();
}

status edit_rows_insert(writer *w, const change *c, int64_t *id)
{
    int64_t added = 0;
    const row_statement *r = NULL;
    TRY(edit_journal_open(w, c->by));
    TRY(add_row(w, c->row, c->owner, c->audited, &r, &added));
    TRY(follow(w, r, c->row, added));
    TRY(edit_journal_line(w, c, added));
    *id = added;
    return status_ok();
}

/* Copies the row to the table of versions, then changes it. A change of no row gets no line in the journal. */
static status change_row(writer *w, const change *c, const row_statement *r, int64_t *touched)
{
    sqlite3_stmt *s = r->statement;
    if (r->closing)
        TRY(edit_journal_close_version(w, r->closing, c->row->id, c->owner));
    sqlite3_bind_int64(s, 1, c->row->id);
    TRY(bind_values(w, r, c->row));
    store_bind(s, (int)bound_count(r) + 3, slice_of(c->owner));
    TRY(store_step(w, s, "changing a row"));
    *touched = sqlite3_changes(w->db);
    if (*touched == 0)
        return status_ok();
    TRY(follow(w, r, c->row, c->row->id));
    return edit_journal_line(w, c, c->row->id);
}

status edit_rows_change(writer *w, const change *c, int64_t *touched)
{
    const row_statement *r = NULL;
    TRY(make_ready(w));
    TRY(edit_journal_open(w, c->by));
    TRY(statement_of(w, c->kind, c->audited, c->row, &r));
    return change_row(w, c, r, touched);
}

static char *state_text(const layer *l)
{
    sqlite3_str *sql = sqlite3_str_new(NULL);
    sqlite3_str_appendf(sql, "SELECT \"%w\", %s", l->restrict_column, has_column(l, "versie") ? "versie" : "0");
    sqlite3_str_appendf(sql, l->hide_column ? ", \"%w\"" : ", 0", l->hide_column);
    sqlite3_str_appendall(sql, has_column(l, "gewijzigd_op") ? ", gewijzigd_op" : ", NULL");
    sqlite3_str_appendf(sql, " FROM \"%w\" WHERE \"%w\" = ?1", l->table, l->id_column);
    return sqlite3_str_finish(sql);
}

status edit_rows_state(writer *w, const layer *l, int64_t id, arena *a, row_state *out)
{
    sqlite3_stmt *s = NULL;
    row_state found = {0};
    char *sql = state_text(l);
    const status made = sql ? store_prepare(w, sql, &s) : store_failed(w, "writing a statement");
    sqlite3_free(sql);
    TRY(made);
    sqlite3_bind_int64(s, 1, id);
    const int code = sqlite3_step(s);
    if (code == SQLITE_ROW)
        found = (row_state){store_text(s, 0, a), sqlite3_column_int64(s, 1), sqlite3_column_int(s, 2) == 1, store_text(s, 3, a)};
    const status done = code == SQLITE_ROW || code == SQLITE_DONE ? status_ok() : store_failed(w, "looking how a row lies");
    sqlite3_finalize(s);
    TRY(done);
    *out = found;
    return status_ok();
}
