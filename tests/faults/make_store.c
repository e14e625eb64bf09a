#include "tests/faults/make_store.h"

#include "data/manage/sample.h"

/* awkward: includes geometries that must be repaired before they can be computed with. */
status make_store(const char *path, unsigned features, arena *a)
{
    sample_result made;
    return sample_build(path, &(sample_settings){.features = features, .seed = 1, .awkward = true}, a, &made);
}
