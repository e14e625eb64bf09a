#include "server/http/document_cache.h"

#include "tests/unit/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void a_document_is_found_by_its_whole_key(void **state)
{
    (void)state;
    document_cache *k = document_cache_new();
    size_t size = 0;
    document_cache_put(k, "een", "<a/>", 4);
    document_cache_put(k, "een twee", "<bb/>", 5);
    assert_memory_equal(document_cache_find(k, "een", &size), "<a/>", 4);
    assert_int_equal(size, 4);
    assert_memory_equal(document_cache_find(k, "een twee", &size), "<bb/>", 5);
    assert_int_equal(size, 5);
    assert_null(document_cache_find(k, "twee", &size));
    assert_null(document_cache_find(k, "", &size));
    document_cache_free(k);
}

static void many_hosts_push_the_oldest_out(void **state)
{
    (void)state;
    document_cache *k = document_cache_new();
    char key[32];
    size_t size = 0;
    for (int i = 0; i < 100; i++) {
        snprintf(key, sizeof key, "host%d", i);
        document_cache_put(k, key, key, strlen(key));
    }
    assert_null(document_cache_find(k, "host0", &size));
    assert_memory_equal(document_cache_find(k, "host99", &size), "host99", 6);
    document_cache_free(k);
}

static void what_is_too_large_is_not_kept(void **state)
{
    (void)state;
    enum { LARGE = 300 * 1024 };
    document_cache *k = document_cache_new();
    size_t size = 0;
    char *large = calloc(1, LARGE), key[600] = "";
    memset(key, 'k', sizeof key - 1);
    document_cache_put(k, "large", large, LARGE);
    document_cache_put(k, key, "<a/>", 4);
    assert_null(document_cache_find(k, "large", &size));
    assert_null(document_cache_find(k, key, &size));
    free(large);
    document_cache_free(k);
}

static void without_a_place_nothing_is_kept(void **state)
{
    (void)state;
    size_t size = 0;
    document_cache_put(NULL, "een", "<a/>", 4);
    assert_null(document_cache_find(NULL, "een", &size));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_document_is_found_by_its_whole_key),
        cmocka_unit_test(many_hosts_push_the_oldest_out),
        cmocka_unit_test(what_is_too_large_is_not_kept),
        cmocka_unit_test(without_a_place_nothing_is_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
