/* A file of settings (JSON, RFC 8259), by a table: what may stand in it, of which type, within which bounds, and what holds when
 * it is not there. The table makes the checks, and the pages that explain them (server/commands/cmd_config.c). */
#ifndef BASE_SETTINGS_H
#define BASE_SETTINGS_H

#include "base/json.h"
#include "base/text.h"

typedef enum setting_kind {
    SETTING_SECTION,  /* an object; its members are rows of their own. Fills nothing */
    SETTING_CLOSABLE, /* a section, or null; fills a bool: whether it was null */
    SETTING_TEXT,     /* const char *, never empty */
    SETTING_PATH,     /* const char *, a relative one from the folder of the file */
    SETTING_NUMBER,   /* int, from least to most */
    SETTING_FLAG,     /* bool */
    SETTING_TEXTS,    /* text_list of least to most texts, none of them empty */
    SETTING_CHOICE,   /* an enum: the place of the text in `words` */
    SETTING_OBJECTS,  /* a list of least to most objects, whose members are the rows "NAME[].…". Its reader fills them in */
} setting_kind;

typedef struct setting {
    const char *name;    /* "token.introspection.url": every section that it lies in, and its own */
    size_t at;           /* where it goes: bytes from the beginning of the structure that is filled */
    const char *nl, *en; /* what it is for, one sentence */
    const char *words;   /* of a choice: separated by a bar, in the order of the enum */
    const char
        *standard; /* what holds when it is not there: JSON, or the bare text of a text, a path or a choice. NULL: nothing */
    int least, most;
    setting_kind kind;
    bool required; /* where the section that it lies in is there */
} setting;

typedef struct settings_table {
    const setting *items;
    size_t count;
} settings_table;

typedef struct settings_file {
    const char *path, *folder;
    json_t *root; /* an object */
    settings_table table;
    arena *arena;
} settings_file;

/* ST_BAD_INPUT with the line when it is no JSON object, or names something twice. The arena owns what is read. */
MUST_USE status settings_open(const char *path, settings_table table, arena *a, settings_file *out);

/* A file that says nothing: what holds is what is standard. */
settings_file settings_of_nothing(settings_table table, arena *a);

/* Fills the rows whose name begins with this section ("" for all of them), with what is given or what holds otherwise.
 * ST_BAD_INPUT for an unknown name there, with the nearest one that exists, for a value of another type or out of bounds, and for
 * one that is missing. Texts live in the arena. */
MUST_USE status settings_read(const settings_file *f, const char *section, void *into);

/* The same of one object of a list: SETTING_OBJECTS. */
MUST_USE status settings_read_object(const settings_file *f, const setting *list, json_t *object, void *into);

/* Fills this row alone, which must exist, whatever the others say: for who needs no more of the file. Nothing is filled when it
 * is neither given nor standard. ST_BAD_INPUT as for settings_read, but never for what is missing. */
MUST_USE status settings_read_row(const settings_file *f, const char *name, void *into);

/* The row with this name, NULL for none. */
const setting *settings_find(settings_table table, const char *name);

/* What holds now: as it was given, else the standard one; NULL when neither is there. *given, when asked, says which. Owned by
 * the arena. */
json_t *settings_value(const settings_file *f, const setting *s, bool *given);

/* ST_BAD_INPUT that names the file and the setting. */
MUST_USE status settings_wrong(const settings_file *f, const char *name, const char *nl, const char *en);

/* The name of a row that whoever wrote this one is likely to have meant; NULL when none is near. */
const char *settings_nearest(settings_table table, const char *name);

#endif
