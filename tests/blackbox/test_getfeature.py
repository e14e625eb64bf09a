"""GetFeature's parameters: projection, order, identifiers, type names, spellings."""
import pytest
from support import gml, store
from support.sample import ANTWERPEN, GENT

REQUIRED = {'id', 'gemeente_nis', 'gemeente_naam', 'rubriek', 'rubriekenlijst', 'bron', 'startdatum', 'wijziging_vergunning', 'geschrapt',
            'aangemaakt_op', 'gewijzigd_op', 'versie'}


def ok(answer):
    assert answer.status == 200, answer
    return answer.xml


@pytest.mark.parametrize('asked', ['omschrijving', 'omschrijving,einddatum', 'risico:omschrijving', '(omschrijving,einddatum)', '*'])
def test_propertyname_leaves_out_what_was_not_asked(gent, asked):
    found = gml.read(ok(gent.features(propertyName=asked)))
    names = {name for values in found.values() for name in values}
    wanted = {n.split(':')[-1] for n in asked.strip('()').split(',')}
    assert REQUIRED <= names, 'required properties are always there (WFS 2.0 §7.9.2.4.1)'
    if asked == '*':
        assert {'omschrijving', 'einddatum', 'omv_nummer', 'vlarebo_categorie', 'geometry'} <= names
    else:
        assert names - REQUIRED == wanted


def test_propertyname_changes_no_count_and_no_order(gent):
    assert gml.ids(ok(gent.features(propertyName='bron'))) == gml.ids(ok(gent.features()))


def in_order(rows, column, down):
    """Ids as SORTBY must give them: NULL last either way, ties by id."""
    def value(key):
        return rows[key][column]
    known = sorted(k for k in rows if value(k) is not None)
    known.sort(key=value, reverse=down)
    return ['risicolocatie.%d' % k for k in known + sorted(k for k in rows if value(k) is None)]


@pytest.mark.parametrize('direction,down', [('', False), (' ASC', False), (' DESC', True), (' A', False), (' D', True)])
@pytest.mark.parametrize('column', ['startdatum', 'einddatum', 'oppervlakte_m2', 'bron', 'versie'])
def test_sortby_orders_with_null_last_and_ties_by_id(two, truth, column, direction, down):
    assert gml.ids(ok(two.features(sortBy=column + direction))) == in_order(truth.two, column, down)


def test_sortby_takes_several_properties(two, truth):
    rows = truth.two
    expected = sorted(rows, key=lambda k: (rows[k]['gemeente_nis'], k))
    expected.sort(key=lambda k: rows[k]['bron'], reverse=True)
    assert gml.ids(ok(two.features(sortBy='bron DESC,gemeente_nis ASC'))) == ['risicolocatie.%d' % k for k in expected]


def test_own_resource_ids_give_those_features(gent, truth):
    some = sorted(truth.gent)[:3]
    wanted = ['risicolocatie.%d' % k for k in some]
    found = gml.ids(ok(gent.wfs('GetFeature', resourceId=','.join(wanted))))
    assert set(found) == set(wanted) and len(found) == 3
    assert set(gml.ids(ok(gent.features(resourceId=wanted[0])))) == {wanted[0]}


def test_another_gemeentes_id_and_an_unknown_one_look_the_same(gent, truth):
    foreign = 'risicolocatie.%d' % min(truth.active(ANTWERPEN))
    for asked in (foreign, 'risicolocatie.999999999999', 'risicolocatie.0'):
        answer = gent.wfs('GetFeature', resourceId=asked)
        assert gml.ids(ok(answer)) == [], asked
        assert answer.xml.get('numberMatched') == '0'
    mixed = gent.wfs('GetFeature', resourceId=foreign + ',risicolocatie.%d' % min(truth.gent))
    assert gml.ids(ok(mixed)) == ['risicolocatie.%d' % min(truth.gent)]


@pytest.mark.parametrize('bad', ['risicolocatie', 'risicolocatie.', 'risicolocatie.1x', '.', 'onbekend.1', "risicolocatie.1'--", 'risicolocatie.-1',
                                 'risicolocatie.99999999999999999999999'])
def test_a_malformed_resource_id_finds_nothing_or_is_refused(gent, bad):
    answer = gent.wfs('GetFeature', resourceId=bad)
    if answer.status == 200:
        assert gml.ids(answer.xml) == []
    else:
        assert answer.status in (400, 404), answer
        assert gml.exception(answer.xml)[1].lower() == 'resourceid'


BY_ID = 'urn:ogc:def:query:OGC-WFS::GetFeatureById'


@pytest.mark.parametrize('query', [BY_ID, 'http://www.opengis.net/def/query/OGC-WFS/0/GetFeatureById'])
def test_get_feature_by_id_answers_the_bare_feature(gent, truth, query):
    key = min(truth.gent)
    feature = ok(gent.wfs('GetFeature', storedquery_id=query, id='risicolocatie.%d' % key))
    assert feature.tag == '{http://risicolaag/1.0}risicolocatie'
    assert gml.id_of(feature) == 'risicolocatie.%d' % key
    assert gml.values(feature)['bron'] == truth.gent[key]['bron']


def test_get_feature_by_id_hides_what_exists_elsewhere(gent, truth):
    def refusal(identifier):
        answer = gent.wfs('GetFeature', storedquery_id=BY_ID, id=identifier)
        assert answer.status == 404, answer
        assert gml.exception(answer.xml)[0] == 'NotFound'
        return answer.body.replace(identifier.encode(), b'ID')
    foreign = refusal('risicolocatie.%d' % min(truth.active(ANTWERPEN)))
    assert foreign == refusal('risicolocatie.%d' % (max(truth.rows('risicolocatie')) + 1))


@pytest.mark.parametrize('parameter', ['typeNames', 'typeName', 'TYPENAMES', 'typename'])
@pytest.mark.parametrize('name', ['risico:risicolocatie', 'risicolocatie'])
def test_type_names_go_under_either_parameter_with_or_without_prefix(gent, truth, parameter, name):
    answer = gent.wfs('GetFeature', **{parameter: name})
    assert set(gml.ids(ok(answer))) == store.ids(truth.gent)


def test_both_type_parameters_together_as_qgis_sends_them(gent, truth):
    answer = gent.wfs('GetFeature', TYPENAMES='risico:risicolocatie', TYPENAME='risico:risicolocatie')
    assert set(gml.ids(ok(answer))) == store.ids(truth.gent)


def test_parameter_names_go_in_any_case(gent, truth):
    answer = gent.get('/wfs?SeRvIcE=WFS&VERSION=2.0.0&rEQUEST=GetFeature&TypeNames=risico:risicolocatie&cOuNt=5&STARTindex=0')
    assert len(gml.ids(ok(answer))) == min(5, len(truth.gent))


def test_an_unknown_parameter_is_ignored(gent, truth):
    assert set(gml.ids(ok(gent.features(leverancier='x', _='123')))) == store.ids(truth.gent)


def test_another_prefix_goes_when_namespaces_declares_it(gent, truth):
    answer = gent.features('r:risicolocatie', namespaces='xmlns(r,http://risicolaag/1.0)')
    assert set(gml.ids(ok(answer))) == store.ids(truth.gent)
    answer = gent.features('r:risicolocatie', namespaces='xmlns(x,http://elders),xmlns(r,http://risicolaag/1.0)')
    assert set(gml.ids(ok(answer))) == store.ids(truth.gent)


def test_a_type_of_another_namespace_is_unknown(gent):
    answer = gent.features('r:risicolocatie', namespaces='xmlns(r,http://elders/)')
    assert answer.status == 400, answer
    assert gml.exception(answer.xml)[0] == 'InvalidParameterValue'


def test_a_url_of_32_kb_passes(gent, truth):
    ids = ','.join('risicolocatie.%d' % (10 ** 12 + n) for n in range(1085))
    answer = gent.wfs('GetFeature', resourceId=ids + ',risicolocatie.%d' % min(truth.gent))
    assert 32000 < len(answer.url) <= 32768
    assert gml.ids(ok(answer)) == ['risicolocatie.%d' % min(truth.gent)]


def test_the_request_of_the_layer_that_exists_today_answers_unchanged(two, truth):
    """The GET that clients in the wild send: singular typeName, JSON, short CRS name, a box without CRS."""
    answer = two.get('/geoserver/BROL/wfs?service=WFS&version=2.0.0&request=GetFeature&typeName=BROL:risicolocatie'
                     '&outputFormat=application/json&srsname=EPSG:31370&bbox=20000,150000,262000,250000')
    assert answer.status == 200, answer
    found = gml.read_json(answer.json)
    assert set(found) == store.ids(truth.two)
    for key, row in truth.two.items():
        first = store.polygons(row['geometry'])[0][0][0]
        assert found['risicolocatie.%d' % key]['geometry'][0][0][0] == pytest.approx(first, abs=0.001)


@pytest.mark.parametrize('path', ['/geoserver/BROL/wfs', '/geoserver/BROL/ows', '/geoserver/wfs', '/geoserver/ows'])
def test_the_old_path_speaks_the_old_namespace(gent, truth, path):
    collection = ok(gent.features('BROL:risicolocatie', path))
    assert {f.tag for f in gml.members(collection)} == {'{http://BROL}risicolocatie'}
    assert set(gml.ids(collection)) == store.ids(truth.gent)
    assert 'geometry' in gml.values(gml.members(collection)[0])
