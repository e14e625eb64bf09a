#include "base/settings.h"

#include <libgen.h>
#include <stdlib.h>
#include <string.h>

enum { DEEPEST = 4 }; /* sections in sections; the table has fewer */

/* Where one object of the file is read: in "token.", "endpoints[]." or "". */
typedef struct place {
    const settings_file *file;
    const char *prefix;
    json_t *object;
    char *into;
} place;

status settings_wrong(const settings_file *f, const char *name, const char *nl, const char *en)
{
    return FAIL(BAD_INPUT, name, "%s: \"%s\": %s%.0s", "%s: \"%s\": %.0s%s", f->path, name, nl, en);
}

status settings_open(const char *path, settings_table table, arena *a, settings_file *out)
{
    json_error_t error;
    json_t *root = json_keep(json_load_file(path, JSON_REJECT_DUPLICATES, &error), a);
    if (!root)
        return FAIL(BAD_INPUT, "config", "%s:%d:%d: dit is geen leesbaar JSON: %s", "%s:%d:%d: this is no readable JSON: %s",
                    path, error.line, error.column, error.text);
    if (!json_is_object(root))
        return FAIL(BAD_INPUT, "config", "%s: moet een JSON-object zijn", "%s: must be a JSON object", path);
    *out = (settings_file){path, dirname(arena_strdup(a, path)), root, table, a};
    return status_ok();
}

settings_file settings_of_nothing(settings_table table, arena *a)
{
    return (settings_file){"", "", json_keep(json_object(), a), table, a};
}

const setting *settings_find(settings_table table, const char *name)
{
    for (size_t i = 0; i < table.count; i++)
        if (strcmp(table.items[i].name, name) == 0)
            return &table.items[i];
    return NULL;
}

/* The member of nested objects that a dotted name says; NULL when it is not there. */
static json_t *member(json_t *object, const char *name)
{
    const size_t length = strcspn(name, ".");
    json_t *value = json_object_getn(object, name, length);
    return value && name[length] ? member(value, name + length + 1) : value;
}

static bool is_bare(setting_kind kind)
{
    return kind == SETTING_TEXT || kind == SETTING_PATH || kind == SETTING_CHOICE;
}

static json_t *standard_of(const setting *s, arena *a)
{
    if (!s->standard)
        return NULL;
    return json_keep(is_bare(s->kind) ? json_string(s->standard) : json_loads(s->standard, JSON_DECODE_ANY, NULL), a);
}

json_t *settings_value(const settings_file *f, const setting *s, bool *given)
{
    json_t *found = member(f->root, s->name);
    if (given)
        *given = found != NULL;
    return found ? found : standard_of(s, f->arena);
}

static status unknown(const settings_file *f, const char *name)
{
    const char *near = settings_nearest(f->table, name);
    if (!near)
        return settings_wrong(f, name, "bestaat niet; 'risicolaag config --explain' toont alle instellingen",
                              "does not exist; 'risicolaag config --explain' shows all settings");
    return FAIL(BAD_INPUT, name, "%s: \"%s\": bestaat niet; bedoelt u \"%s\"?", "%s: \"%s\": does not exist; do you mean \"%s\"?",
                f->path, name, near);
}

/* Before anything is read: a misspelt rule would silently not be applied. */
static status check_names(const settings_file *f, const char *prefix, json_t *object, int depth)
{
    for (void *at = json_object_iter(object); at; at = json_object_iter_next(object, at)) {
        const char *name = arena_printf(f->arena, "%s%s", prefix, json_object_iter_key(at));
        const setting *s = settings_find(f->table, name);
        json_t *value = json_object_iter_value(at);
        if (!s)
            return unknown(f, name);
        const bool nested = s->kind == SETTING_SECTION || s->kind == SETTING_CLOSABLE;
        if (nested && json_is_object(value) && depth < DEEPEST)
            TRY(check_names(f, arena_printf(f->arena, "%s.", name), value, depth + 1));
    }
    return status_ok();
}

static status read_section(const place *p, const setting *s, json_t *value)
{
    if (s->kind == SETTING_CLOSABLE) {
        const bool closed = json_is_null(value);
        memcpy(p->into + s->at, &closed, sizeof closed);
        if (closed)
            return status_ok();
    }
    return json_is_object(value) ? status_ok() : settings_wrong(p->file, s->name, "moet een object zijn", "must be an object");
}

static status read_text(const place *p, const setting *s, json_t *value)
{
    const settings_file *f = p->file;
    const char *word = json_string_value(value);
    if (!word || !*word)
        return settings_wrong(f, s->name, "moet een tekst zijn", "must be a text");
    const char *read =
        s->kind == SETTING_PATH && *word != '/' ? arena_printf(f->arena, "%s/%s", f->folder, word) : arena_strdup(f->arena, word);
    memcpy(p->into + s->at, &read, sizeof read);
    return status_ok();
}

static status read_number(const place *p, const setting *s, json_t *value)
{
    const json_int_t number = json_integer_value(value);
    if (!json_is_integer(value) || number < s->least || number > s->most)
        return FAIL(BAD_INPUT, s->name, "%s: \"%s\": moet een geheel getal van %d tot %d zijn",
                    "%s: \"%s\": must be an integer from %d to %d", p->file->path, s->name, s->least, s->most);
    const int read = (int)number;
    memcpy(p->into + s->at, &read, sizeof read);
    return status_ok();
}

static status read_flag(const place *p, const setting *s, json_t *value)
{
    if (!json_is_boolean(value))
        return settings_wrong(p->file, s->name, "moet true of false zijn", "must be true or false");
    const bool read = json_is_true(value);
    memcpy(p->into + s->at, &read, sizeof read);
    return status_ok();
}

static status wrong_count(const settings_file *f, const setting *s)
{
    const bool objects = s->kind == SETTING_OBJECTS;
    return FAIL(BAD_INPUT, s->name, "%s: \"%s\": moet een lijst van %d tot %d %s zijn%.0s",
                "%s: \"%s\": must be a list of %d to %d %.0s%s", f->path, s->name, s->least, s->most,
                objects ? "objecten" : "teksten", objects ? "objects" : "texts");
}

static bool is_counted(const setting *s, const json_t *value)
{
    const size_t count = json_array_size(value);
    return json_is_array(value) && count >= (size_t)s->least && count <= (size_t)s->most;
}

static status read_texts(const place *p, const setting *s, json_t *value)
{
    arena *a = p->file->arena;
    text_list read = {.items = arena_array(a, json_array_size(value) + 1, sizeof *read.items)};
    if (!is_counted(s, value))
        return wrong_count(p->file, s);
    for (size_t i = 0; i < json_array_size(value); i++) {
        const char *item = json_string_value(json_array_get(value, i));
        if (!item || !*item)
            return wrong_count(p->file, s);
        read.items[read.count++] = arena_strdup(a, item);
    }
    memcpy(p->into + s->at, &read, sizeof read);
    return status_ok();
}

static status read_choice(const place *p, const setting *s, json_t *value)
{
    const settings_file *f = p->file;
    const text_list words = text_split(f->arena, s->words, '|');
    for (unsigned i = 0; i < words.count; i++)
        if (json_is_string(value) && strcmp(json_string_value(value), words.items[i]) == 0) {
            memcpy(p->into + s->at, &i, sizeof i); /* an enum without negative values is an unsigned int */
            return status_ok();
        }
    return FAIL(BAD_INPUT, s->name, "%s: \"%s\": moet een van deze zijn: %s", "%s: \"%s\": must be one of these: %s", f->path,
                s->name, s->words);
}

static status read_value(const place *p, const setting *s, json_t *value)
{
    switch (s->kind) {
    case SETTING_SECTION:
    case SETTING_CLOSABLE: return read_section(p, s, value);
    case SETTING_TEXT:
    case SETTING_PATH: return read_text(p, s, value);
    case SETTING_NUMBER: return read_number(p, s, value);
    case SETTING_FLAG: return read_flag(p, s, value);
    case SETTING_TEXTS: return read_texts(p, s, value);
    case SETTING_CHOICE: return read_choice(p, s, value);
    case SETTING_OBJECTS: return is_counted(s, value) ? status_ok() : wrong_count(p->file, s);
    }
    return status_ok();
}

/* Whether the object that this row is a member of is there. */
static bool has_section(const place *p, const char *name)
{
    const char *dot = strrchr(name, '.');
    return !dot || json_is_object(member(p->object, arena_strndup(p->file->arena, name, (size_t)(dot - name))));
}

static status read_row(const place *p, const setting *s)
{
    const char *name = s->name + strlen(p->prefix);
    json_t *value = member(p->object, name);
    if (!value && s->required && has_section(p, name))
        return settings_wrong(p->file, s->name, "ontbreekt", "missing");
    if (!value)
        value = standard_of(s, p->file->arena);
    return value ? read_value(p, s, value) : status_ok();
}

/* Sections come before their members in the table: that of a closed or wrong one is told first. */
static status read_rows(const place *p)
{
    const settings_table *t = &p->file->table;
    for (size_t i = 0; i < t->count; i++) {
        const char *name = t->items[i].name;
        const bool here = strncmp(name, p->prefix, strlen(p->prefix)) == 0;
        if (here && !strchr(name + strlen(p->prefix), '['))
            TRY(read_row(p, &t->items[i]));
    }
    return status_ok();
}

status settings_read(const settings_file *f, const char *section, void *into)
{
    const place all = {f, "", f->root, into};
    const setting *row = settings_find(f->table, section);
    if (!row) {
        TRY(check_names(f, "", f->root, 0));
        return read_rows(&all);
    }
    json_t *object = member(f->root, section);
    const place inside = {f, arena_printf(f->arena, "%s.", section), object, into};
    TRY(read_row(&all, row));
    TRY(check_names(f, inside.prefix, object, 1));
    return read_rows(&inside);
}

status settings_read_object(const settings_file *f, const setting *list, json_t *object, void *into)
{
    const place p = {f, arena_printf(f->arena, "%s[].", list->name), object, into};
    if (!json_is_object(object))
        return wrong_count(f, list);
    TRY(check_names(f, p.prefix, object, DEEPEST));
    return read_rows(&p);
}

status settings_read_row(const settings_file *f, const char *name, void *into)
{
    const setting *s = settings_find(f->table, name);
    json_t *value = settings_value(f, s, NULL);
    return value ? read_value(&(place){f, "", f->root, into}, s, value) : status_ok();
}
