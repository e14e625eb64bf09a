/* A version of WFS in a page: it needs only server/wfs/protocol.h and a line in protocols.def (here that of toys/) to be
 * negotiated, read and answered. */
#include "server/wfs/protocol.h"

#include "tests/unit/unit.h"

#include "server/http/exception.h"
#include "server/http/route.h"
#include "server/wfs/request.h"

#include <string.h>

/* --- The version --- */

static void write_capabilities(const request *rq, const double *own, xmlw *w, arena *a)
{
    (void)own;
    (void)a;
    xmlw_open(w, "Toy");
    xmlw_attribute(w, "xmlns", rq->protocol->wfs[0]);
    xmlw_attribute(w, "version", rq->protocol->version);
    for (size_t i = 0; i < operation_count; i++)
        if (protocol_has(rq->protocol, operations[i].name))
            xmlw_element(w, "Can", operations[i].name);
    xmlw_close(w);
}

static void write_schema(xmlw *w, const layer *const *layers, size_t count, const char *prefix, const char *uri)
{
    (void)prefix;
    (void)uri;
    xmlw_open(w, "Types");
    for (size_t i = 0; i < count; i++)
        xmlw_element(w, "Type", layers[i]->name);
    xmlw_close(w);
}

static void write_exception(const status *s, const exception_manner *m, arena *a, output *to)
{
    (void)m;
    out_type(to, status_http(s->code), "text/x-toy");
    out_text(to, arena_printf(a, "<Wrong in=\"%s\"/>", s->locator));
}

static const encoder plain = {.media_type = "text/x-toy", .names = (const char *const[]){"toy", NULL}};
static const char *const versions[] = {"0.1", NULL}, *const names[] = {"urn:toy", NULL}, *const sections[] = {"All", NULL};
static const char *const lacks[] = {"GetPropertyValue",  "ListStoredQueries", "DescribeStoredQueries",
                                    "CreateStoredQuery", "DropStoredQuery",   NULL};

static const gml_collection around = {.wfs = "urn:toy", .schema = "urn:toy toy.xsd", .member = "Member", .before_members = ""};

extern const protocol protocol_toy;
const protocol protocol_toy = {.name = "Toy",
                               .version = "0.1",
                               .versions = versions,
                               .wfs = names,
                               .ows = names,
                               .fes = names,
                               .gml = names,
                               .collection = &around,
                               .type_names = "typeName",
                               .lacks = lacks,
                               .sections = sections,
                               .plain = &plain,
                               .exception = write_exception,
                               .capabilities = write_capabilities,
                               .schema = write_schema};

/* --- What it answers --- */

static const layer towns[] = {{.name = "stad", .title = "", .abstract = ""}};
static const catalog layers = {towns, 1};
static const endpoint endpoints[] = {{"/wfs", "risico", "http://risicolaag/1.0"}};
static const config settings = {.page = 10, .endpoints = endpoints, .endpoint_count = 1};
static const site here = {.config = &settings, .catalog = &layers};

typedef struct caught {
    char bytes[4096], media_type[64];
    size_t used;
} caught;

static bool catch_begin(void *context, const out_head *head)
{
    caught *c = context;
    strncpy(c->media_type, head->content_type, sizeof c->media_type - 1);
    return true;
}

static bool catch_write(void *context, const char *bytes, size_t count)
{
    caught *c = context;
    assert_true(c->used + count < sizeof c->bytes);
    memcpy(c->bytes + c->used, bytes, count);
    c->used += count;
    return true;
}

extern const service wfs_service;

static status answer_to(const exchange *x, arena *a, caught *c)
{
    request rq = {0};
    call asked = {.x = x, .site = &here, .own = &rq};
    int64_t features = 0;
    output *to = out_new();
    out_open(to, (out_sink){.context = c, .begin = catch_begin, .write = catch_write});
    status s = request_read(x, &here, a, &rq);
    if (s.code == ST_OK)
        s = request_resolve(&rq, NULL, a);
    if (s.code == ST_OK)
        s = rq.operation->run(&rq, NULL, a, to, &features);
    if (s.code != ST_OK)
        wfs_service.error(&s, &asked, a, to);
    out_close(to);
    out_free(to);
    return s;
}

static status get(const char *asked, arena *a, caught *c)
{
    const exchange x = {.method = "GET",
                        .path = "/wfs",
                        .query = asked,
                        .base_url = "http://localhost",
                        .accept = "",
                        .accept_language = "",
                        .id = "-"};
    return answer_to(&x, a, c);
}

static status post(const char *body, arena *a, caught *c)
{
    const exchange x = {.method = "POST",
                        .path = "/wfs",
                        .query = "",
                        .base_url = "http://localhost",
                        .content_type = "text/xml",
                        .content_encoding = "",
                        .accept = "",
                        .accept_language = "",
                        .body = body,
                        .body_size = strlen(body),
                        .id = "-"};
    return answer_to(&x, a, c);
}

static void a_version_is_negotiated_and_writes_its_own_capabilities(void **state)
{
    (void)state;
    arena *a = arena_new();
    caught c = {0};
    assert_int_equal(get("service=WFS&request=GetCapabilities&acceptVersions=7.0,0.1,2.0.0", a, &c).code, ST_OK);
    assert_non_null(strstr(c.bytes, "<Toy xmlns=\"urn:toy\" version=\"0.1\">"));
    assert_non_null(strstr(c.bytes, "<Can>GetFeature</Can>"));
    assert_null(strstr(c.bytes, "StoredQueries"));
    arena_free(a);
}

static void who_names_no_version_gets_the_first_of_the_table(void **state)
{
    (void)state;
    arena *a = arena_new();
    request rq = {0};
    const exchange x = {.method = "GET", .path = "/wfs", .query = "service=WFS&request=GetCapabilities", .base_url = ""};
    assert_int_equal(request_read(&x, &here, a, &rq).code, ST_OK);
    assert_string_equal(rq.protocol->version, "2.0.0");
    arena_free(a);
}

static void a_schema_comes_in_the_form_of_its_version(void **state)
{
    (void)state;
    arena *a = arena_new();
    caught c = {0};
    assert_int_equal(get("service=WFS&version=0.1&request=DescribeFeatureType&typeName=stad", a, &c).code, ST_OK);
    assert_non_null(strstr(c.bytes, "<Type>stad</Type>"));
    assert_string_equal(c.media_type, "text/x-toy");
    arena_free(a);
}

static void a_document_is_of_the_version_that_its_namespace_is_of(void **state)
{
    (void)state;
    arena *a = arena_new();
    caught c = {0};
    assert_int_equal(post("<GetCapabilities xmlns='urn:toy' service='WFS'/>", a, &c).code, ST_OK);
    assert_non_null(strstr(c.bytes, "<Toy"));
    const status s = post("<DescribeFeatureType xmlns='urn:toy' service='WFS' version='2.0.0'/>", a, &c);
    assert_int_equal(s.code, ST_BAD_SYNTAX);
    arena_free(a);
}

static void an_operation_that_a_version_lacks_is_an_error_in_its_own_form(void **state)
{
    (void)state;
    arena *a = arena_new();
    caught c = {0};
    const status s = get("service=WFS&version=0.1&request=ListStoredQueries", a, &c);
    assert_int_equal(s.code, ST_NO_OPERATION);
    assert_string_equal(s.locator, "ListStoredQueries");
    assert_string_equal(c.bytes, "<Wrong in=\"ListStoredQueries\"/>");
    arena_free(a);
}

static void a_version_of_nobody_is_refused(void **state)
{
    (void)state;
    arena *a = arena_new();
    caught c = {0};
    assert_int_equal(get("service=WFS&version=0.2&request=DescribeFeatureType", a, &c).code, ST_BAD_PARAM);
    assert_string_equal(c.bytes, "<Wrong in=\"version\"/>"); /* in the form of the nearest version */
    c.used = 0;
    assert_int_equal(get("service=WFS&version=7.0&request=DescribeFeatureType", a, &c).code, ST_BAD_PARAM);
    assert_non_null(strstr(c.bytes, "<ows:ExceptionReport"));
    assert_int_equal(get("service=WFS&request=GetCapabilities&acceptVersions=0.2,7.0", a, &c).code, ST_BAD_VERSION);
    arena_free(a);
}

static void what_cannot_be_read_is_refused_in_the_form_of_the_version_that_it_seems_to_be_of(void **state)
{
    (void)state;
    arena *a = arena_new();
    caught c = {0};
    assert_int_equal(post("<GetCapabilities xmlns='urn:toy' service='WFS'", a, &c).code, ST_BAD_SYNTAX);
    assert_string_equal(c.bytes, "<Wrong in=\"request\"/>");
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_version_is_negotiated_and_writes_its_own_capabilities),
        cmocka_unit_test(who_names_no_version_gets_the_first_of_the_table),
        cmocka_unit_test(a_schema_comes_in_the_form_of_its_version),
        cmocka_unit_test(a_document_is_of_the_version_that_its_namespace_is_of),
        cmocka_unit_test(an_operation_that_a_version_lacks_is_an_error_in_its_own_form),
        cmocka_unit_test(a_version_of_nobody_is_refused),
        cmocka_unit_test(what_cannot_be_read_is_refused_in_the_form_of_the_version_that_it_seems_to_be_of),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
