/* A line of the Omgevingsloket: whatever it holds, it is an event within its bounds or says what is wrong. */
#include "data/manage/permits/permit_event.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

static void check_iioa(const permit_iioa *iioa)
{
    hold(iioa->iioa_nummer && strlen(iioa->iioa_nummer) == 13, "an event within its bounds");
    hold(iioa->perceel_count <= PERMIT_PARCELS_MOST && iioa->rubriek_count <= PERMIT_RUBRIEKEN_MOST,
         "an event within its bounds");
    for (size_t i = 0; i < iioa->perceel_count; i++)
        hold(strlen(iioa->percelen[i]) == 17 && !strpbrk(iioa->percelen[i], "\"\\"), "an event within its bounds");
    for (size_t i = 0; i < iioa->rubriek_count; i++)
        hold(*iioa->rubrieken[i].vito_id && *iioa->rubrieken[i].vito_versie_id, "an event within its bounds");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    arena *a = arena_new();
    permit_event event;
    const status read = permit_event_read((slice){(const char *)data, size}, a, &event);
    hold(read.code == ST_OK || read.code == ST_BAD_INPUT, "an event within its bounds");
    hold(!event.uuid || (*event.uuid && strlen(event.uuid) <= PERMIT_UUID_MOST), "an event within its bounds");
    if (read.code == ST_OK) {
        hold(event.uuid && event.omv_nummer && strlen(event.omv_nummer) == 14, "an event within its bounds");
        hold(event.iioa_count <= PERMIT_IIOAS_MOST && (event.kind == PERMIT_GRANTED || event.iioa_count == 0),
             "an event within its bounds");
        for (size_t i = 0; i < event.iioa_count; i++)
            check_iioa(&event.iioas[i]);
    }
    arena_free(a);
    return 0;
}
