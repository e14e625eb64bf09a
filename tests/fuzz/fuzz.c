#include "tests/fuzz/fuzz.h"

#include <jansson.h>
#include <libxml/parser.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct caught {
    output *out;
    char *bytes;
    size_t used, room;
};

void hold(bool condition, const char *what)
{
    if (condition)
        return;
    fprintf(stderr, "does not hold: %s\n", what);
    abort();
}

static bool catch_head(void *context, const out_head *head)
{
    (void)context;
    return head->http >= 100;
}

static bool catch_bytes(void *context, const char *bytes, size_t count)
{
    caught *c = context;
    if (c->used + count + 1 > c->room) {
        c->room = 2 * (c->used + count + 1);
        c->bytes = realloc(c->bytes, c->room);
        hold(c->bytes != NULL, "there is memory");
    }
    memcpy(c->bytes + c->used, bytes, count);
    c->used += count;
    c->bytes[c->used] = '\0';
    return true;
}

caught *caught_new(void)
{
    caught *c = calloc(1, sizeof *c);
    hold(c != NULL, "there is memory");
    c->out = out_new();
    return c;
}

void caught_free(caught *c)
{
    out_free(c->out);
    free(c->bytes);
    free(c);
}

output *caught_open(caught *c)
{
    c->used = 0;
    catch_bytes(c, "", 0);
    out_open(c->out, (out_sink){.context = c, .begin = catch_head, .write = catch_bytes});
    return c->out;
}

const char *caught_close(caught *c, size_t *length)
{
    out_close(c->out);
    *length = c->used;
    return c->bytes;
}

void hold_xml(const char *text, size_t length)
{
    xmlDoc *document = xmlReadMemory(text, (int)length, "answer", NULL,
                                     XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_HUGE);
    if (!document)
        fprintf(stderr, "%s\n%.*s\n", xmlGetLastError() ? xmlGetLastError()->message : "?", (int)length, text);
    hold(document != NULL, "the answer is well-formed XML");
    xmlFreeDoc(document);
}

void hold_json(const char *text, size_t length)
{
    json_error_t error;
    json_t *read = json_loadb(text, length, JSON_DECODE_ANY | JSON_REJECT_DUPLICATES, &error);
    if (!read)
        fprintf(stderr, "%s at %d\n%.*s\n", error.text, error.position, (int)length, text);
    hold(read != NULL, "the answer is JSON");
    json_decref(read);
}
