#include "gml/formats/encoder.h"

#include "base/log.h"
#include "base/text.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define ENCODER(name) extern const encoder encoder_##name;
#include "gml/formats/encoders.def"
#undef ENCODER

const encoder *const encoders[] = {
#define ENCODER(name) &encoder_##name,
#include "gml/formats/encoders.def"
#undef ENCODER
};

const size_t encoder_count = sizeof encoders / sizeof *encoders;

status encoder_nothing(encoding *e)
{
    (void)e;
    return status_ok();
}

status encoder_bad_geometry(void)
{
    return FAIL(INTERNAL, "", "een object heeft een geometrie die niet te schrijven is",
                "a feature has a geometry that cannot be written");
}

/* Blanks are ignored: an unescaped "+" of "gml+xml" arrives as one, and many clients forget to escape it. */
static bool same_format(const char *asked, const char *name)
{
    for (;; asked++, name++) {
        while (*asked == ' ' && *name != '+' && *name != ' ')
            asked++;
        while (*name == ' ' && *asked != ' ')
            name++;
        const bool plus = *name == '+' && *asked == ' ';
        if (!plus && strncasecmp(asked, name, 1) != 0)
            return false;
        if (*name == '\0' || *asked == '\0')
            return *name == *asked;
    }
}

bool encoder_is_named(const encoder *e, const char *output_format)
{
    for (const char *const *name = e->names; *name; name++)
        if (same_format(output_format, *name))
            return true;
    return false;
}

status encoder_no_disk(const char *doing)
{
    log_write("error", "answer file: %s: %s", doing, strerror(errno));
    return FAIL(UNAVAILABLE, "", "er is nu geen schijfruimte om dit antwoord te maken: probeer het straks opnieuw",
                "there is no disk space now to make this answer: try again later");
}

static const char *shortest_name(const encoder *e)
{
    const char *shortest = e->names[0];
    for (const char *const *name = e->names; *name; name++)
        shortest = strlen(*name) < strlen(shortest) ? *name : shortest;
    return shortest;
}

/* "'csv', 'gpkg'": the names to choose from, as one would type them. */
static void list_names(char *to, size_t room)
{
    size_t used = 0;
    for (size_t i = 0; i < encoder_count && used < room; i++)
        used += (size_t)snprintf(to + used, room - used, "%s'%s'", i ? ", " : "", shortest_name(encoders[i]));
}

status encoder_find(const char *output_format, const encoder **out)
{
    for (size_t i = 0; i < encoder_count; i++)
        if (!output_format || !*output_format || encoder_is_named(encoders[i], output_format)) {
            *out = encoders[i];
            return status_ok();
        }
    char all[256];
    list_names(all, sizeof all);
    return FAIL(BAD_PARAM, "outputFormat", "outputFormat '%.80s' wordt niet ondersteund; kies uit %s",
                "outputFormat '%.80s' is not supported; choose from %s", output_format, all);
}
