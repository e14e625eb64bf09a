"""OWSLib, the library behind many Python integrations."""
import io
import json
import pytest
from lxml import etree
from owslib import fes2
from owslib.wfs import WebFeatureService
from support import gml, store
from support.sample import GENT


@pytest.fixture(scope='module')
def service(server, state):
    return WebFeatureService(server.url + '/wfs', version='2.0.0', username='demo', password=state.token(GENT))


def read(stream):
    body = stream.read()
    return body.encode() if isinstance(body, str) else body


def test_the_types_are_found(service):
    assert set(service.contents) == {'risico:risicolocatie', 'risico:gemeente', 'risico:perceel'}
    assert any(crs.code == 31370 for crs in service['risico:risicolocatie'].crsOptions)


def test_gml_holds_exactly_the_rows(service, truth):
    found = gml.ids(etree.parse(io.BytesIO(read(service.getfeature(typename='risico:risicolocatie')))).getroot())
    assert set(found) == store.ids(truth.gent)


def test_json_holds_exactly_the_rows(service, truth):
    answer = json.loads(read(service.getfeature(typename=['risico:risicolocatie'], outputFormat='application/json')))
    assert {f['id'] for f in answer['features']} == store.ids(truth.gent)


def test_pages_hold_together(service, truth):
    seen = []
    for start in range(0, len(truth.gent), 11):
        page = read(service.getfeature(typename='risico:risicolocatie', maxfeatures=11, startindex=start, outputFormat='application/json'))
        seen += [f['id'] for f in json.loads(page)['features']]
    assert sorted(seen) == sorted(store.ids(truth.gent))


def test_a_single_feature_by_stored_query(service, truth):
    key = 'risicolocatie.%d' % min(truth.gent)
    answer = read(service.getfeature(storedQueryID='urn:ogc:def:query:OGC-WFS::GetFeatureById', storedQueryParams={'id': key}))
    assert gml.id_of(etree.fromstring(answer)) == key


def test_what_it_posts_finds_the_rows(service, truth):
    key = 'risicolocatie.%d' % min(truth.gent)
    everything = service.getfeature(typename='risico:risicolocatie', method='Post')
    assert set(gml.ids(etree.fromstring(read(everything)))) == store.ids(truth.gent)
    one = service.getfeature(typename='risico:risicolocatie', featureid=[key], outputFormat='application/json', method='Post')
    assert [f['id'] for f in json.loads(read(one))['features']] == [key]


FILTERS = {"rubriek LIKE '17.%'": lambda fes: fes.PropertyIsLike('rubriek', '17.*', wildCard='*', singleChar='?', escapeChar='\\'),
           "startdatum >= '2000-01-01' AND bron = 'gemeente'": lambda fes: fes.And([fes.PropertyIsGreaterThanOrEqualTo('startdatum', '2000-01-01'),
                                                                                 fes.PropertyIsEqualTo('bron', 'gemeente')]),
           'einddatum IS NULL': lambda fes: fes.PropertyIsNull('einddatum'),
           'versie BETWEEN 1 AND 2': lambda fes: fes.PropertyIsBetween('versie', '1', '2'),
           'einddatum IS NOT NULL': lambda fes: fes.Not([fes.PropertyIsNull('einddatum')])}


@pytest.mark.parametrize('where', FILTERS)
def test_a_filter_made_by_owslib_finds_what_sql_finds(service, truth, where):
    written = etree.tostring(FILTERS[where](fes2).toXML()).decode()
    wanted = '<fes:Filter xmlns:fes="http://www.opengis.net/fes/2.0">%s</fes:Filter>' % written
    found = read(service.getfeature(typename='risico:risicolocatie', filter=wanted))
    expected = truth.rows('risicolocatie', [GENT], 'geschrapt = 0 AND (%s)' % where)
    assert expected and set(gml.ids(etree.fromstring(found))) == store.ids(expected)
