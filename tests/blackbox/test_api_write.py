"""Writing under /api: part 4 of OGC API – Features, row by row (20-002r1), and what the programs send that write by it."""
import pytest
from support.sample import GENT
from support.server import Server
from support.client import Client
from support.writing import ITEMS, LAMBERT, PLACE, SAID, World, Writer, feature

MERGE = 'application/merge-patch+json'


@pytest.fixture(scope='module')
def world(binary):
    with World(binary) as made:
        yield made


def refused(answer, status, code, pointer=None):
    assert answer.status == status and answer.type == 'application/problem+json', answer
    assert answer.json['code'] == code and answer.json.get('pointer') == pointer and answer.json['detail'], answer


def test_a_new_feature_is_in_the_next_answer_at_the_place_that_is_told(world):
    made = world.gent.ask('POST', ITEMS, feature(omschrijving='nieuw'))
    assert made.status == 201 and made.body == b'' and made.headers['ETag'].startswith('"1-'), made
    place = made.headers['Location']
    assert place.startswith(world.server.url + ITEMS + '/risicolocatie.' + GENT)
    read = world.gent.get(place)
    assert read.json['properties']['omschrijving'] == 'nieuw' and read.json['properties']['gemeente_nis'] == GENT
    assert read.headers['ETag'] == made.headers['ETag'] and read.headers['Last-Modified'] == made.headers['Last-Modified']


def test_the_corners_arrive_in_the_system_and_the_order_that_is_named(world):
    path = world.gent.make()
    spot = world.gent.get(path, crs='http://www.opengis.net/def/crs/EPSG/0/31370').json['geometry']['coordinates'][0][0]
    assert sorted(map(tuple, spot)) == sorted((float(x), float(y)) for x, y in PLACE['coordinates'][0])
    for crs, head in (('http://www.opengis.net/def/crs/OGC/1.3/CRS84', None), ('http://www.opengis.net/def/crs/EPSG/0/4326', True), ('http://www.opengis.net/def/crs/EPSG/0/3812', True)):
        read = world.gent.get(path, crs=crs).json
        again = world.gent.ask('POST', ITEMS, {**feature(), 'geometry': read['geometry']}, Content_Crs='<%s>' % crs if head else None)
        assert again.status == 201, again
        there = world.gent.get(again.headers['Location'], crs='http://www.opengis.net/def/crs/EPSG/0/31370').json['geometry']['coordinates'][0][0]
        assert all(abs(a - b) < 0.002 for p, q in zip(sorted(there), sorted(spot)) for a, b in zip(p, q)), crs


def test_heights_are_left_out_with_a_word(world):
    made = world.gent.ask('POST', ITEMS, feature({'type': 'Polygon', 'coordinates': [[[x, y, 5] for x, y in PLACE['coordinates'][0]]]}))
    assert made.status == 201 and 'HoogteWeggelaten' in made.headers['Warning']


def test_put_replaces_the_whole_and_makes_nothing(world):
    path = world.gent.make(omschrijving='oud', einddatum='2020-01-01')
    done = world.gent.ask('PUT', path, {**feature(bron='deskundige'), 'id': 'risicolocatie.1', 'links': []})
    assert done.status == 204 and done.headers['ETag'].startswith('"2-'), done
    now = world.gent.properties(path)
    assert now['bron'] == 'deskundige' and now['omschrijving'] is None and now['einddatum'] is None and now['versie'] == 2
    for absent in ('/risicolocatie.440219999999', '/bestaat-niet'):
        assert world.gent.ask('PUT', ITEMS + absent, feature()).status == 404
        assert world.gent.ask('PUT', ITEMS + absent, feature(), If_Match='"1-x"').status == 412


def test_what_an_answer_says_can_be_sent_back(world):
    path = world.gent.make(omschrijving='terug', eigen_kenmerk='terug-1')
    read = world.gent.get(path)
    assert world.gent.ask('PUT', path, read.json, Content_Crs=None, If_Match=read.headers['ETag']).status == 204
    before, after = read.json['properties'], world.gent.properties(path)
    changed = {'versie', 'gewijzigd_op'}
    assert {k: v for k, v in before.items() if k not in changed} == {k: v for k, v in after.items() if k not in changed}


def test_patch_changes_what_it_says_and_null_takes_away(world):
    path = world.gent.make(omschrijving='oud', einddatum='2020-01-01')
    assert world.gent.patch(path, {'omschrijving': 'nieuw', 'einddatum': None}).status == 204
    now = world.gent.properties(path)
    assert (now['omschrijving'], now['einddatum'], now['bron'], now['versie']) == ('nieuw', None, 'gemeente', 2)
    moved = {'type': 'Polygon', 'coordinates': [[[x + 5, y] for x, y in PLACE['coordinates'][0]]]}
    assert world.gent.ask('PATCH', path, {'geometry': moved}, MERGE).status == 204
    refused(world.gent.ask('PATCH', path, {'id': 'risicolocatie.7'}, MERGE), 400, 'IdOngeldig', '/id')
    assert world.gent.ask('PATCH', path, {'id': path.rpartition('/')[2]}, MERGE).status == 204


def test_delete_strikes_off_and_then_it_is_gone(world):
    path = world.gent.make()
    assert world.gent.ask('DELETE', path).status == 204
    assert world.gent.get(path).status == 404 and world.gent.ask('DELETE', path).status == 404
    kept = world.gent.get(path, geschrapt='ja').json['properties']
    assert kept['geschrapt'] is True and kept['versie'] == 2
    refused(world.gent.patch(path, {'omschrijving': 'x'}), 409, 'AlGeschrapt')
    assert world.gent.ask('DELETE', ITEMS + '/risicolocatie.440219999999').status == 404


def test_options_says_what_this_caller_may_do_now(world):
    path = world.gent.make()

    def allowed(who, at):
        answer = who.ask('OPTIONS', at)
        return answer.status, answer.headers['Allow']
    assert allowed(world.gent, ITEMS) == (200, 'GET, HEAD, POST, OPTIONS')
    assert allowed(world.gent, path) == (200, 'GET, HEAD, PUT, PATCH, DELETE, OPTIONS')
    assert allowed(world.reader, ITEMS) == allowed(world.reader, path) == (200, 'GET, HEAD, OPTIONS')
    assert allowed(world.gent, '/api/collections/gemeente/items') == (200, 'GET, HEAD, OPTIONS')
    assert world.anyone.ask('OPTIONS', path).status == 401
    assert world.gent.ask('DELETE', path).status == 204 and world.gent.ask('OPTIONS', path).status == 404
    preflight = world.anyone.ask('OPTIONS', path, Access_Control_Request_Method='PATCH', Origin='https://kaart.example')
    assert preflight.status == 204 and 'PATCH' in preflight.headers['Access-Control-Allow-Methods']
    assert 'if-match' in preflight.headers['Access-Control-Allow-Headers'].lower() and 'content-crs' in preflight.headers['Access-Control-Allow-Headers'].lower()


def test_nobody_writes_without_the_right(world):
    path = world.gent.make()
    for who, status in ((world.anyone, 401), (world.reader, 403)):
        for method, at, body, type in (('POST', ITEMS, feature(), 'application/geo+json'), ('PUT', path, feature(), 'application/geo+json'),
                                       ('PATCH', path, {}, MERGE), ('DELETE', path, None, None)):
            assert who.ask(method, at, body, type).status == status, (method, status)
    refused(world.reader.ask('POST', ITEMS, feature()), 403, 'GeenSchrijfrecht')
    assert world.gent.properties(path)['versie'] == 1
    assert world.gent.ask('POST', '/api/collections/gemeente/items', feature()).headers['Allow'] == 'GET, HEAD, OPTIONS'
    assert world.gent.ask('POST', path, feature()).status == 405 and world.gent.ask('DELETE', ITEMS).status == 405


def test_a_service_that_only_lets_read_offers_nothing_else(world):
    with Server(world.state) as other:
        gent = Writer(other.url, world.state.token(GENT, role='Beheerder'))
        answer = gent.ask('POST', ITEMS, feature())
        assert answer.status == 405 and answer.headers['Allow'] == 'GET, HEAD, OPTIONS'
        assert gent.ask('OPTIONS', ITEMS).headers['Allow'] == 'GET, HEAD, OPTIONS'


def test_what_qgis_sends(world):
    """qgsoapifcreatefeaturerequest.cpp and qgsoapifpatchfeaturerequest.cpp (QGIS 3.32): OPTIONS, POST, GET of what Location names; PATCH; DELETE."""
    assert 'POST' in world.gent.ask('OPTIONS', ITEMS).headers['Allow']
    body = b'{"geometry":{"coordinates":[[[104000.0,194000.0],[104010.0,194000.0],[104000.0,194010.0],[104000.0,194000.0]]],"type":"Polygon"},' \
           b'"properties":{"bron":"gemeente","omschrijving":null,"rubriek":"1.2.","startdatum":"2016-01-01","wijziging_vergunning":"NEE"},"type":"Feature"}'
    made = world.gent.ask('POST', ITEMS, body)
    assert made.status == 201
    identity = made.headers['Location'].rpartition('/items/')[2]
    path = ITEMS + '/' + identity
    assert world.gent.get(path).json['id'] == identity
    assert 'PATCH' in world.gent.ask('OPTIONS', path).headers['Allow']
    other = b'{"properties":{"omschrijving":"van een ander"}}'
    assert world.gent.ask('PATCH', path, other, MERGE).status == 204
    moved = b'{"geometry":{"coordinates":[[[104001.0,194000.0],[104010.0,194000.0],[104000.0,194010.0],[104001.0,194000.0]]],"type":"Polygon"}}'
    assert world.gent.ask('PATCH', path, moved, MERGE).status == 204
    assert world.gent.properties(path)['omschrijving'] == 'van een ander'
    assert world.gent.ask('DELETE', path, Content_Crs=None).status == 204


# --- Conditions ---

def test_the_matrix_of_etags(world):
    path = world.gent.make()
    first = world.gent.get(path).headers['ETag']
    assert world.gent.patch(path, {'omschrijving': 'een'}).status == 204
    read = world.gent.get(path)
    second = read.headers['ETag']
    gml, other = world.gent.get(path, f='gml').headers['ETag'], world.gent.get(path, crs='http://www.opengis.net/def/crs/EPSG/0/31370').headers['ETag']
    few = world.gent.get(path, properties='bron').headers['ETag']
    assert len({first, second, gml, other, few}) == 5 and all(tag.startswith('"2-') for tag in (second, gml, other, few))
    packed = world.gent.get(path, {'Accept-Encoding': 'gzip'}).headers['ETag']
    for wrong in (first, 'W/' + second, '"2"', '"x-y"', '"02-json.84.1"'[:0] + '"-json"', second.strip('"'), '"ander", "nog een"', '"99999999999999999999-json"'):
        answer = world.gent.patch(path, {'omschrijving': 'twee'}, If_Match=wrong)
        assert answer.status == 412 and answer.json['code'] == 'VersieVerouderd', (wrong, answer)
    assert world.gent.properties(path)['versie'] == 2
    version = 2
    for right in (second, None, '*', '"ander", *'):
        assert world.gent.patch(path, {'omschrijving': 'drie %d' % version}, If_Match=right).status == 204, right
        version += 1
    for at, tag in enumerate((gml, other, few, packed)):
        now = '"%d%s' % (version + at, tag[2:])
        assert world.gent.patch(path, {'omschrijving': 'vier %d' % at}, If_Match=now).status == 204, now


def test_a_delete_and_a_put_are_judged_too(world):
    path = world.gent.make()
    assert world.gent.ask('PUT', path, feature(), If_Match='"7-json"').status == 412
    assert world.gent.ask('PUT', path, feature(), If_None_Match='*').status == 412
    assert world.gent.ask('DELETE', path, If_Match='"7-json"').status == 412
    assert world.gent.ask('DELETE', path, If_Match='"1-json"').status == 204


def test_a_version_in_the_body_is_a_condition(world):
    path = world.gent.make()
    refused(world.gent.patch(path, {'versie': 4, 'omschrijving': 'x'}), 412, 'VersieVerouderd', '/properties/versie')
    assert world.gent.patch(path, {'versie': 1, 'omschrijving': 'x'}).status == 204


def test_if_unmodified_since(world):
    path = world.gent.make()
    at = world.gent.get(path).headers['Last-Modified']
    for before in ('Sun, 06 Nov 1994 08:49:37 GMT', 'Sunday, 06-Nov-94 08:49:37 GMT', 'Sun Nov  6 08:49:37 1994'):
        refused(world.gent.patch(path, {'omschrijving': 'x'}, If_Unmodified_Since=before), 412, 'VersieVerouderd')
    refused(world.gent.patch(path, {'omschrijving': 'x'}, If_Unmodified_Since='gisteren'), 400, 'TijdstipOngeldig')
    assert world.gent.patch(path, {'omschrijving': 'x'}, If_Unmodified_Since=at).status == 204
    etag = world.gent.get(path).headers['ETag']
    assert world.gent.patch(path, {'omschrijving': 'y'}, If_Match=etag, If_Unmodified_Since='Sun, 06 Nov 1994 08:49:37 GMT').status == 204, 'If-Match goes before'


def test_a_reader_hears_that_nothing_changed(world):
    path = world.gent.make()
    etag = world.gent.get(path).headers['ETag']
    for known in (etag, 'W/' + etag, '"x", ' + etag, '*'):
        answer = world.gent.get(path, {'If-None-Match': known})
        assert answer.status == 304 and answer.body == b'' and answer.headers['ETag'] == etag
    assert world.gent.get(path, {'If-None-Match': etag}, f='gml').status == 200
    assert world.gent.patch(path, {'omschrijving': 'x'}).status == 204
    assert world.gent.get(path, {'If-None-Match': etag}).status == 200


# --- Bad input ---

@pytest.mark.parametrize('body,type,status,code', [
    (b'', 'application/geo+json', 400, 'JsonOngeldig'),
    (b'{', 'application/geo+json', 400, 'JsonOngeldig'),
    (b'[]', 'application/geo+json', 400, 'JsonOngeldig'),
    (b'{"type":"Feature","type":"Feature"}', 'application/geo+json', 400, 'JsonOngeldig'),
    (b'{"type":"Feature","properties":{"bron":"gemeente","bron":"deskundige"},"geometry":null}', 'application/geo+json', 400, 'JsonOngeldig'),
    (b'{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[NaN,1]}}', 'application/geo+json', 400, 'JsonOngeldig'),
    (b'{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[1e999,1]}}', 'application/geo+json', 400, 'JsonOngeldig'),
    (b'\xff\xfe', 'application/geo+json', 400, 'JsonOngeldig'),
    (b'[' * 100000, 'application/geo+json', 400, 'JsonOngeldig'),
    (b'{"a":' * 5000, 'application/geo+json', 400, 'JsonOngeldig'),
    (b'{"type":"Feature","geometry":{"coordinates":[' + b'[1,1],' * 1300000, 'application/geo+json', 400, 'GeometrieTeGroot'),
    (b'{}', 'text/plain', 415, 'InvalidParameterValue'),
    (b'{}', 'application/xml', 415, 'InvalidParameterValue'),
    (b'{}', MERGE, 415, 'InvalidParameterValue'),
    (b'{}', 'application/geo+json', 400, 'TypeOngeldig'),
    (b'{"type":"FeatureCollection","features":[]}', 'application/geo+json', 400, 'EenObjectPerKeer'),
], ids=lambda given: str(given)[:30])
def test_a_body_that_is_none(world, body, type, status, code):
    answer = world.gent.ask('POST', ITEMS, body, type)
    assert answer.status == status and answer.type == 'application/problem+json' and answer.json['code'] == code, answer


@pytest.mark.parametrize('given,code,pointer', [
    (feature(onbekend=1), 'EigenschapOnbekend', '/properties/onbekend'),
    (feature(geometry=None), 'GeometrieLeeg', '/geometry'),
    (feature({'type': 'Polygon', 'coordinates': []}), 'GeometrieOngeldig', '/geometry/coordinates'),
    (feature({'type': 'Polygon', 'coordinates': [[[1, 'x']]]}), 'GeometrieOngeldig', '/geometry/coordinates/0/0'),
    (feature({'type': 'Polygon', 'coordinates': [[[104000, 194000], [104010, 194010]]]}), 'GeometrieOngeldig', '/geometry'),
    (feature({'type': 'Point', 'coordinates': [104000, 194000]}), 'GeometrieOngeldig', '/geometry'),
    (feature({'type': 'GeometryCollection', 'geometries': []}), 'GeometrieOngeldig', '/geometry'),
    (feature({'type': 'Polygon', 'coordinates': [[[604000, 694000], [604010, 694000], [604000, 694010], [604000, 694000]]]}), 'CoordinatenstelselVerkeerd', '/geometry/coordinates/0/0'),
    (feature({'type': 'Polygon', 'coordinates': [[[104000, 194000], [104010, 194010], [104010, 194000], [104000, 194010], [104000, 194000]]]}), 'GeometrieOngeldig', '/geometry'),
    (feature(startdatum='2016-13-01'), None, '/properties/startdatum'),
    (feature(startdatum=None), 'StartdatumOntbreekt', '/properties/startdatum'),
    (feature(einddatum='2015-01-01'), 'EinddatumVoorStartdatum', '/properties/einddatum'),
    (feature(rubriek=3.4), 'WaardeOngeldig', '/properties/rubriek'),
    (feature(rubriek='99.99'), 'RubriekNietInLijst', '/properties/rubriek'),
    (feature(omv_nummer='12'), 'OmvNummerOngeldig', '/properties/omv_nummer'),
    (feature(versie='een'), 'WaardeOngeldig', '/properties/versie'),
    ({**feature(), 'properties': []}, 'WaardeOngeldig', '/properties'),
    ({**feature(), 'crs': {'type': 'name', 'properties': {'name': 'EPSG:3812'}}}, 'CoordinatenstelselOnbekend', '/crs'),
], ids=lambda given: str(given)[:30])
def test_a_feature_that_breaks_a_rule_is_told_where(world, given, code, pointer):
    answer = world.gent.ask('POST', ITEMS, given)
    assert answer.status == 400 and answer.json['pointer'] == pointer and (code is None or answer.json['code'] == code), answer


def test_a_system_that_is_none(world):
    refused(world.gent.ask('POST', ITEMS, feature(), Content_Crs='<http://www.opengis.net/def/crs/EPSG/0/1>'), 400, 'CoordinatenstelselOnbekend')
    refused(world.gent.ask('POST', ITEMS, feature(), Content_Crs='EPSG:31370'), 400, 'CoordinatenstelselOnbekend')
    assert world.gent.ask('POST', ITEMS + '?onbekend=1', feature()).status == 400


def test_a_reference_of_ones_own_is_used_once(world):
    world.gent.make(eigen_kenmerk='dubbel')
    refused(world.gent.ask('POST', ITEMS, feature(eigen_kenmerk='dubbel')), 409, 'KenmerkBestaat', '/properties/eigen_kenmerk')


def test_outside_of_ones_gemeente(world):
    far = {'type': 'Polygon', 'coordinates': [[[152000, 212000], [152010, 212000], [152000, 212010], [152000, 212000]]]}
    answer = world.gent.ask('POST', ITEMS, feature(far))
    refused(answer, 400, 'GeometrieBuitenGemeente', '/geometry')
    assert '11002' not in answer.text


# --- Others ---

def test_what_another_gemeente_has_is_as_what_never_was(world):
    """An id of somebody else answers byte for byte as one that nobody has, whatever is asked of it."""
    theirs, never = world.gent.make().rpartition('/')[2], 'risicolocatie.440219999998'
    for method, body, type, heads in (('GET', None, None, {}), ('GET', None, None, {'If_None_Match': '*'}), ('OPTIONS', None, None, {}), ('PUT', feature(), 'application/geo+json', {}),
                                      ('PUT', feature(), 'application/geo+json', {'If_Match': '"1-json"'}), ('PATCH', {}, MERGE, {}), ('PATCH', {'properties': {'versie': 1}}, MERGE, {}),
                                      ('PATCH', {}, MERGE, {'If_Match': '*'}), ('PATCH', {}, MERGE, {'If_Unmodified_Since': 'Sun, 06 Nov 1994 08:49:37 GMT'}),
                                      ('DELETE', None, None, {}), ('DELETE', None, None, {'If_Match': '"1-json"'}), ('POST', {}, 'application/json', {})):
        def seen(identity):
            answer = world.antwerpen.ask(method, '%s/%s' % (ITEMS, identity), body, type, **heads)
            changing = {'x-request-id', 'date'}
            told = answer.text.replace(identity, 'ID').replace(answer.headers['X-Request-Id'], '')
            return answer.status, told, sorted((k.lower(), v.replace(identity, 'ID')) for k, v in answer.headers.items() if k.lower() not in changing)
        assert seen(theirs) == seen(never), (method, heads)
    assert world.gent.properties(ITEMS + '/' + theirs)['versie'] == 1
