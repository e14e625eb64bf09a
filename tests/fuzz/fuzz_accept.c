/* Any header gives one of the forms, languages and codings that we have, and nothing is read past its end. */
#include "base/arena.h"
#include "server/http/accept.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    arena *a = arena_new();
    const char *head = arena_strndup(a, (const char *)data, size);
    const form f = accept_form(head);
    hold(f == FORM_XML || strcasestr(head, f == FORM_JSON ? "json" : "text/html"), "a form other than XML was asked by name");
    const language l = accept_language(head);
    hold(l == LANGUAGE_BOTH || strcasestr(head, language_name(l)), "a language was asked by name");
    const coding packs = accept_coding(head);
    hold(packs == CODING_PLAIN || strcasestr(head, "gzip") || strchr(head, '*'), "gzip was asked by name, or anything");
    hold(packs != CODING_GZIP_ALWAYS || strcasestr(head, "q="), "only who refuses plain gets small answers packed");
    arena_free(a);
    return 0;
}
