#include "base/gdal/gdal_library.h"

#include "base/log.h"

#include <dlfcn.h>
#include <string.h>

/* POSIX.1-2017 dlsym(): returns a function's address as an object's; it is copied because C has no conversion between them. */
static bool find(void *library, const char *name, void *function, size_t size)
{
    void *const found = dlsym(library, name);
    memcpy(function, &found, size);
    return found != NULL;
}

status gdal_load(gdal_library *out)
{
    gdal_library functions = {0};
    void *const library = dlopen(GDAL_LIBRARY_NAME, RTLD_NOW | RTLD_LOCAL);
    bool complete = library != NULL;
#define X(name) complete = complete && find(library, #name, &functions.name, sizeof functions.name);
    GDAL_FUNCTIONS(X)
#undef X
    if (!complete) {
        log_write("error", "GDAL: %s", dlerror());
        return FAIL(UNAVAILABLE, "", "GDAL (%s) is niet geïnstalleerd, of te oud; het is nodig voor kaartbestanden",
                    "GDAL (%s) is not installed, or too old; it is needed for map files", GDAL_LIBRARY_NAME);
    }
    *out = functions;
    return status_ok();
}
