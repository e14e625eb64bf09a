#include "tests/edits/editor.h"

#include "auth/scope_make.h"

static arena *start_again(arena *old)
{
    if (old)
        arena_free(old);
    return arena_new();
}

static const scope *scope_of(const caller *who, text_list gemeenten, arena *a)
{
    grant *grants = arena_array(a, gemeenten.count + 1, sizeof *grants);
    member *members = arena_array(a, 1, sizeof *members);
    for (size_t i = 0; i < gemeenten.count; i++)
        grants[i] = (grant){arena_strdup(a, gemeenten.items[i]), CAPABILITY_READ_OWN | CAPABILITY_WRITE_OWN};
    members[0] = (member){arena_strdup(a, who->organisation), CAPABILITY_KEEP_QUERIES, true};
    return scope_make((grant_list){grants, gemeenten.count}, (member_list){members, *who->organisation ? 1 : 0},
                      (scope_names){arena_strdup(a, who->person), arena_strdup(a, who->role)}, a);
}

status editor_become(editor *e, const caller *who)
{
    arena *own = arena_new();
    text_list gemeenten = who->gemeenten;
    const status found = gemeenten.count ? status_ok() : store_gemeenten(e->store, own, &gemeenten);
    if (found.code != ST_OK) {
        arena_free(own);
        return found;
    }
    e->who = scope_of(who, gemeenten, own);
    if (e->who_arena)
        arena_free(e->who_arena);
    e->who_arena = own;
    return status_ok();
}

status editor_open(const char *location, const char *layers, arena *a, editor *out)
{
    *out = (editor){.arena = a,
                    .settings = {.location = location, .query_timeout_s = 60, .border_m = 1000000, .schematic_border_m = 1000000},
                    .origin = EDIT_ORIGIN_REQUEST};
    TRY(catalog_read(layers, a, &out->layers));
    TRY(store_open(&out->settings, &out->layers, &out->store));
    return editor_become(out, &(caller){.role = "beheerder", .organisation = "", .person = "user:edits"});
}

void editor_close(editor *e)
{
    editor_abandon(e);
    store_close(e->store);
    if (e->edit_arena)
        arena_free(e->edit_arena);
    if (e->who_arena)
        arena_free(e->who_arena);
}

status editor_begin(editor *e, const char *request)
{
    if (e->edit)
        return status_ok();
    e->edit_arena = start_again(e->edit_arena);
    TRY(edit_enter(e->store, e->who, e->origin, e->edit_arena, &e->edit));
    if (request)
        edit_note_request(e->edit, arena_strdup(e->edit_arena, request));
    return status_ok();
}

status editor_commit(editor *e)
{
    edit *open = e->edit;
    e->edit = NULL;
    return open ? edit_commit(open) : status_ok();
}

void editor_abandon(editor *e)
{
    if (e->edit)
        edit_abandon(e->edit);
    e->edit = NULL;
}
