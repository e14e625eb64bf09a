/* Any query string through the whole reading of a request. After a leading "!", the path and names of the existing layer are
 * used. */
#include "tests/fuzz/world.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    world *w = world_open();
    const bool own = size == 0 || data[0] != '!';
    const char *query = arena_strndup(w->request, (const char *)data + !own, size - !own);
    world_hold(w, &(exchange){.method = "GET",
                              .path = own ? "/wfs" : "/geoserver/BROL/wfs",
                              .query = query,
                              .accept = "",
                              .accept_language = "",
                              .base_url = "http://localhost",
                              .id = "-"});
    arena_reset(w->request);
    return 0;
}
