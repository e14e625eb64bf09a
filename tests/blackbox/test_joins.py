"""Joins (WFS 2.0 §7.9.2.5.3.1): what SQL and shapely say of the same rows, names and aliases, pages, what a tuple looks like, and who may see what."""
import pytest
from lxml import etree
from shapely.strtree import STRtree
from support import fes, gml, schemas, store
from support.client import Client
from support.sample import AFFLIGEM, ANTWERPEN, GENT
from support.server import Server

pytestmark = pytest.mark.thorough

PLACE, GEMEENTE, PARCEL = 'risico:risicolocatie', 'risico:gemeente', 'risico:perceel'


def reference(name):
    return '<fes:ValueReference>%s</fes:ValueReference>' % name


def pair(one, two, operator='PropertyIsEqualTo', more='', attributes=''):
    return '<fes:%s %s>%s%s%s</fes:%s>' % (operator, attributes, reference(one), reference(two), more, operator)


def both(*conditions):
    return '<fes:And>%s</fes:And>' % ''.join(conditions)


def ask(client, types, condition, aliases=None, operation='GetFeature', **parameters):
    if aliases:
        parameters['aliases'] = aliases
    return client.wfs(operation, typeNames=','.join(types), filter=fes.filter_of(condition), **parameters)


def tuples(answer):
    assert answer.status == 200, answer
    found = gml.tuples(answer.xml)
    assert len(found) == int(answer.xml.get('numberReturned'))
    return found


def refused(answer, code='InvalidParameterValue', locator=None):
    assert answer.status == 400, answer
    found = gml.exception_of(answer)
    assert found[0] == code and (locator is None or found[1] == locator), found
    return found[2]


def by_sql(truth, sql, *layers):
    with store.connect(truth.path) as db:
        return [tuple('%s.%d' % pair for pair in zip(layers, row)) for row in db.execute(sql)]


OWN = "r.geschrapt = 0 AND r.gemeente_nis IN ('%s', '%s')" % (GENT, ANTWERPEN)
TO_GEMEENTE = pair('gemeente_nis', 'nis_code')


def test_a_standard_join_gives_what_sql_gives_in_the_order_of_the_ids(two, truth):
    expected = by_sql(truth, 'SELECT r.id, g.id FROM risicolocatie r JOIN gemeente g ON g.nis_code = r.gemeente_nis WHERE %s ORDER BY r.id, g.id' % OWN,
                      'risicolocatie', 'gemeente')
    assert tuples(ask(two, [PLACE, GEMEENTE], TO_GEMEENTE)) == expected
    turned = tuples(ask(two, [GEMEENTE, PLACE], TO_GEMEENTE))
    assert turned == sorted(((g, r) for r, g in expected), key=lambda t: [int(i.split('.')[1]) for i in t])


def test_a_spatial_join_gives_what_shapely_gives(two, truth):
    places, parcels = [{key: store.shape(store.polygons(row['geometry'])) for key, row in rows.items()}
                       for rows in (truth.two, truth.rows('perceel', (GENT, ANTWERPEN)))]
    fine, sure = {k for k, s in places.items() if s.is_valid}, list(parcels.values())
    key_of, tree = {id(s): k for k, s in parcels.items()}, STRtree(sure)
    expected = {('risicolocatie.%d' % k, 'perceel.%d' % key_of[id(p)]) for k in fine for p in tree.query(places[k]) if places[k].intersects(p)}
    found = tuples(ask(two, [PLACE, PARCEL], pair('risicolocatie/geometry', 'perceel/geometry', 'Intersects'), propertyName='bron'))
    assert len(expected) > 50 and len(found) == len(set(found))
    assert {t for t in found if int(t[0].split('.')[1]) in fine} == expected


def test_a_temporal_join_gives_what_sql_gives(gent, truth):
    sql = ("SELECT a.id, b.id FROM risicolocatie a JOIN risicolocatie b ON a.startdatum > b.einddatum WHERE a.geschrapt = 0 AND b.geschrapt = 0 "
           "AND a.gemeente_nis = '%s' AND b.gemeente_nis = '%s' ORDER BY a.id, b.id" % (GENT, GENT))
    expected = by_sql(truth, sql, 'risicolocatie', 'risicolocatie')
    found = tuples(ask(gent, [PLACE, PLACE], pair('a/startdatum', 'b/einddatum', 'After'), 'a,b', propertyName='a/bron', count=100000))
    assert expected and found == expected


def test_four_types_are_joined_and_five_are_not(gent, truth):
    chain = both(pair('a/gemeente_nis', 'g/nis_code'), pair('a/omv_nummer', 'b/omv_nummer'), pair('b/iioa_nummer', 'c/iioa_nummer'))
    sql = ('SELECT a.id, g.id, b.id, c.id FROM risicolocatie a JOIN gemeente g ON g.nis_code = a.gemeente_nis JOIN risicolocatie b USING (omv_nummer) '
           "JOIN risicolocatie c ON c.iioa_nummer = b.iioa_nummer WHERE %s ORDER BY a.id, g.id, b.id, c.id" %
           ' AND '.join("%s.geschrapt = 0 AND %s.gemeente_nis = '%s'" % (t, t, GENT) for t in 'abc'))
    expected = by_sql(truth, sql, 'risicolocatie', 'gemeente', 'risicolocatie', 'risicolocatie')
    assert expected and tuples(ask(gent, [PLACE, GEMEENTE, PLACE, PLACE], chain, 'a,g,b,c', propertyName='g/naam')) == expected
    refused(ask(gent, [PLACE] * 5, pair('a/bron', 'b/bron'), 'a,b,c,d,e'), locator='typeNames')


def test_conditions_on_one_type_go_beside_those_that_tie(two, truth):
    more = both(TO_GEMEENTE, fes.compare('naam', 'Gent'), fes.compare('risicolocatie/bron', 'migratie'),
                fes.spatial(fes.polygon('100000 180000 160000 180000 160000 220000 100000 220000 100000 180000'), name='gemeente/geometry'))
    assert {t[0] for t in tuples(ask(two, [PLACE, GEMEENTE], more))} == store.ids(truth.rows('risicolocatie', (GENT,), "geschrapt = 0 AND bron = 'migratie'"))


def test_a_literal_is_in_the_system_of_the_type_that_it_meets(two, truth):
    """Degrees, north first, beside one type; the layer's own metres beside the other."""
    box = '<gml:Envelope srsName="urn:ogc:def:crs:EPSG::4326"><gml:lowerCorner>50.9 3.5</gml:lowerCorner><gml:upperCorner>51.2 3.9</gml:upperCorner></gml:Envelope>'
    around = fes.spatial(box, 'BBOX', name='risicolocatie/geometry')
    beside = fes.spatial(fes.point('104000 194000'), 'DWithin', '<fes:Distance uom="km">60</fes:Distance>', 'gemeente/geometry')
    found = {t[0] for t in tuples(ask(two, [PLACE, GEMEENTE], both(TO_GEMEENTE, around, beside)))}
    assert found and found <= store.ids(truth.gent)


def test_the_first_of_bbox_lies_in_the_box_of_the_second(gent, truth):
    """A box has more corners than what it is around."""
    by_box = set(tuples(ask(gent, [PLACE, PARCEL], pair('risicolocatie/geometry', 'perceel/geometry', 'BBOX'), propertyName='bron')))
    by_shape = set(tuples(ask(gent, [PLACE, PARCEL], pair('risicolocatie/geometry', 'perceel/geometry', 'Intersects'), propertyName='bron')))
    assert by_shape and by_shape <= by_box


# --- Names ---

def test_names_go_by_alias_by_type_and_alone_when_only_one_type_has_them(gent):
    wanted = tuples(ask(gent, [PLACE, GEMEENTE], TO_GEMEENTE))
    for one, two in (('risicolocatie/gemeente_nis', 'gemeente/nis_code'), ('risico:risicolocatie/risico:gemeente_nis', 'risico:gemeente/risico:nis_code'),
                     ('a/gemeente_nis', 'b/risico:nis_code'), ('/risico:risicolocatie/gemeente_nis', 'nis_code'), ('a/gemeente_nis', 'gemeente/nis_code')):
        assert tuples(ask(gent, [PLACE, GEMEENTE], pair(one, two), 'a b')) == wanted, (one, two)


@pytest.mark.parametrize('types, condition, aliases, locator, word', [
    ([PLACE, PARCEL], pair('gemeente_nis', 'perceel/gemeente_nis'), None, 'ValueReference', 'more than one type'),
    ([PLACE, PLACE], pair('risicolocatie/bron', 'b/bron'), 'a,b', 'ValueReference', 'alias'), ([PLACE, PLACE], pair('bron', 'bron'), None, None, 'more than one type'),
    ([PLACE, PARCEL], pair('c/gemeente_nis', 'b/gemeente_nis'), 'a,b', 'ValueReference', 'not a type or an alias'),
    ([PLACE, PARCEL], pair('@gml:id', 'capakey'), None, 'ValueReference', 'more than one type'), ([PLACE, PARCEL], TO_GEMEENTE, 'a', 'aliases', '2 types'),
    ([PLACE, PARCEL], TO_GEMEENTE, 'a,b,c', 'aliases', '2 types'), ([PLACE, PARCEL], TO_GEMEENTE, 'a,a', 'aliases', 'twice'), ([PLACE], fes.compare('bron', 'x'), 'a b', 'aliases', '1 types'),
    ([PLACE, GEMEENTE], both(TO_GEMEENTE, fes.spatial(fes.point('1 1')).replace(reference('geometry'), '')), None, 'filter', 'name the geometry'),
    ([PLACE, GEMEENTE], fes.compare('naam', 'Gent'), None, 'filter', 'connects'), ([PLACE, GEMEENTE, PARCEL], pair('risicolocatie/gemeente_nis', 'nis_code'), None, 'filter', 'perceel'),
    ([PLACE, GEMEENTE], pair('startdatum', 'naam'), None, 'filter', ''), ([PLACE, GEMEENTE], pair('risicolocatie/geometry', 'naam', 'Intersects'), None, 'filter', 'not a geometry'),
    ([PLACE, GEMEENTE], pair('startdatum', 'naam', 'After'), None, 'filter', 'not a date'),
])
def test_what_is_not_clear_is_said(gent, types, condition, aliases, locator, word):
    assert word in refused(ask(gent, types, condition, aliases), locator=locator)


@pytest.mark.parametrize('parameters, locator', [
    ({'bbox': '0,0,300000,300000'}, 'bbox'), ({'resourceId': 'gemeente.1'}, 'resourceId'), ({'sortBy': 'geometry'}, 'sortBy'), ({'sortBy': 'onbekend'}, 'sortBy'),
    ({'sortBy': 'c/naam'}, 'sortBy'), ({'propertyName': 'onbekend'}, 'propertyName'), ({'propertyName': 'gemeente/bron'}, 'propertyName'),
    ({'propertyName': '(bron)(naam)(naam)'}, 'propertyName'), ({'outputFormat': 'application/json'}, 'outputFormat'),
    ({'outputFormat': 'text/csv'}, 'outputFormat'),
])
def test_parameters_that_do_not_fit_a_join_are_refused(gent, parameters, locator):
    refused(ask(gent, [PLACE, GEMEENTE], TO_GEMEENTE, **parameters), locator=locator)


def test_geojson_says_which_format_has_tuples(gent):
    assert 'application/gml+xml; version=3.2' in refused(ask(gent, [PLACE, GEMEENTE], TO_GEMEENTE, outputFormat='application/json', resultType='hits'))


def test_a_join_without_a_filter_is_refused(gent):
    assert 'connects' in refused(gent.features(PLACE + ',' + GEMEENTE), locator='filter')


# --- What comes of it ---

def parts(answer):
    """Per tuple the property names of each feature."""
    return [[set(gml.values(m[0])) for m in t] for t in answer.xml.iter('{%s}Tuple' % gml.WFS)]


REQUIRED = {'nis_code', 'naam', 'geldig_van', 'integratie_omgv'}


@pytest.mark.parametrize('asked, place, gemeente', [
    ('risicolocatie/omschrijving,gemeente/kbo_nummer', {'omschrijving'}, {'kbo_nummer'}), ('(omschrijving)(kbo_nummer)', {'omschrijving'}, {'kbo_nummer'}),
    ('(omschrijving,kbo_nummer)', {'omschrijving'}, {'kbo_nummer'}), ('risico:gemeente/risico:geometry', set(), {'geometry'}), ('geometry', {'geometry'}, {'geometry'}),
])
def test_properties_are_asked_per_type(gent, asked, place, gemeente):
    answer = ask(gent, [PLACE, GEMEENTE], TO_GEMEENTE, propertyName=asked)
    assert parts(answer)
    for one, two in parts(answer):
        assert one & {'omschrijving', 'geometry', 'einddatum'} <= place
        assert REQUIRED <= two <= REQUIRED | gemeente
    for name in place | gemeente:
        assert any(name in one or name in two for one, two in parts(answer)), name


def test_sorting_goes_by_any_type(two, truth):
    found = tuples(ask(two, [PLACE, GEMEENTE], TO_GEMEENTE, sortBy='naam DESC,risicolocatie/startdatum'))
    rows = {'risicolocatie.%d' % k: row for k, row in truth.two.items()}
    expected = sorted(found, key=lambda t: (rows[t[0]]['startdatum'], int(t[0].split('.')[1])))
    assert found == sorted(expected, key=lambda t: rows[t[0]]['gemeente_naam'], reverse=True)


def test_the_pages_of_a_posted_join_can_be_walked(two):
    body = ('<wfs:GetFeature service="WFS" version="2.0.0" count="50" %s><wfs:Query typeNames="%s %s" aliases="a b">%s</wfs:Query></wfs:GetFeature>' % (
        fes.SPACES, PLACE, GEMEENTE, fes.filter_of(pair('a/gemeente_nis', 'b/nis_code')))).encode()
    whole, seen, answer = tuples(ask(two, [PLACE, GEMEENTE], TO_GEMEENTE)), [], two.post(body, 'text/xml')
    while True:
        seen += tuples(answer)
        if answer.xml.get('next') is None:
            break
        answer = two.get(answer.xml.get('next'))
    assert seen == whole and len(seen) > 100
    assert tuples(two.get(answer.xml.get('previous')))[-1] == whole[-1 - len(whole) % 50 if len(whole) % 50 else -51]


def test_hits_count_tuples(two):
    whole = ask(two, [PLACE, PARCEL], pair('risicolocatie/geometry', 'perceel/geometry', 'Intersects'), propertyName='bron')
    hits = ask(two, [PLACE, PARCEL], pair('risicolocatie/geometry', 'perceel/geometry', 'Intersects'), resultType='hits')
    assert hits.xml.get('numberMatched') == str(len(tuples(whole))) and hits.xml.get('numberReturned') == '0' and not len(hits.xml)
    assert '<wfs:Tuple>' in two.get(hits.xml.get('next')).text


def test_the_values_of_a_join_are_those_of_its_tuples(two, truth):
    answer = ask(two, [PLACE, GEMEENTE], TO_GEMEENTE, operation='GetPropertyValue', valueReference='gemeente/naam')
    names = [m.text for m in answer.xml]
    assert names == [t for t in (truth.two[int(i.split('.')[1])]['gemeente_naam'] for i, _ in tuples(ask(two, [PLACE, GEMEENTE], TO_GEMEENTE)))]
    nullable = ask(two, [PLACE, GEMEENTE], TO_GEMEENTE, operation='GetPropertyValue', valueReference='omschrijving').xml
    assert len(nullable) == int(nullable.get('numberMatched')) == sum(row['omschrijving'] is not None for row in truth.two.values())
    assert 'more than one type' in refused(ask(two, [PLACE, GEMEENTE], TO_GEMEENTE, operation='GetPropertyValue', valueReference='geometry'))


@pytest.mark.parametrize('resolve', [{}, {'resolve': 'none'}])
def test_answers_are_valid_and_have_every_id_once(two, app_schema, resolve):
    for answer in (ask(two, [PLACE, GEMEENTE], TO_GEMEENTE, **resolve), ask(two, [PLACE, PLACE], pair('a/bron', 'b/bron'), 'a,b', count=40, **resolve),
                   ask(two, [PLACE, GEMEENTE], TO_GEMEENTE, operation='GetPropertyValue', valueReference='gemeente/geometry', count=50, **resolve)):
        assert answer.status == 200, answer
        schemas.check(answer.xml, app_schema)
        ids = answer.xml.xpath('//@gml:id', namespaces=gml.NS)
        assert len(ids) == len(set(ids))


def test_a_feature_of_many_tuples_is_whole_in_each_of_them(gent):
    """GDAL and QGIS read over references; RESOLVE=none is for who reads them."""
    features = [t[1][0] for t in ask(gent, [PLACE, GEMEENTE], TO_GEMEENTE, count=5).xml.iter('{%s}Tuple' % gml.WFS)]
    assert len({str(sorted(gml.values(f).items())) for f in features}) == 1
    base = gml.id_of(features[0])
    assert [gml.id_of(f) for f in features] == [base] + [base + '.c%d' % n for n in range(2, 6)]
    referring = ask(gent, [PLACE, GEMEENTE], TO_GEMEENTE, count=5, resolve='none').xml
    assert referring.xpath('//wfs:Tuple/wfs:member[2]/@xlink:href', namespaces=gml.NS) == ['#' + base] * 4


# --- The same feature in several queries ---

def test_a_feature_of_two_queries_is_there_once_and_referred_to(gent, truth, app_schema):
    answer = gent.wfs('GetFeature', typeNames='(%s)(%s)' % (PLACE, PLACE), filter='(%s)(%s)' % (
        fes.filter_of(fes.compare('versie', '0', 'PropertyIsGreaterThan')), fes.filter_of(fes.compare('bron', 'migratie'))), propertyName='(rubriek)(omschrijving)')
    schemas.check(answer.xml, app_schema)
    first, second = answer.xml.xpath('wfs:member/wfs:FeatureCollection', namespaces=gml.NS)
    again = truth.rows('risicolocatie', (GENT,), "geschrapt = 0 AND bron = 'migratie'")
    assert set(gml.ids(first)) == store.ids(truth.gent)
    assert sorted(second.xpath('wfs:member/@xlink:href', namespaces=gml.NS)) == sorted('#' + i for i in store.ids(again))
    assert int(second.get('numberReturned')) == len(again)
    assert any('omschrijving' in gml.values(f) for f in gml.members(first)), 'what the second query asks of a feature stands where the feature stands'


def test_geojson_has_a_feature_as_often_as_it_comes(gent, truth):
    answer = gent.wfs('GetFeature', typeNames='(%s)(%s)' % (PLACE, PLACE), outputFormat='application/json')
    assert sorted(f['id'] for f in answer.json['features']) == sorted(2 * list(store.ids(truth.gent)))


def test_queries_and_joins_go_in_one_request(gent, app_schema):
    answer = gent.wfs('GetFeature', typeNames='(%s,%s)(%s)' % (PLACE, GEMEENTE, GEMEENTE), aliases='(a,b)()', filter='(%s)()' % fes.filter_of(pair('a/gemeente_nis', 'b/nis_code')))
    schemas.check(answer.xml, app_schema)
    joined, plain = answer.xml.xpath('wfs:member/wfs:FeatureCollection', namespaces=gml.NS)
    assert len(joined.findall('.//{%s}Tuple' % gml.WFS)) == int(joined.get('numberReturned'))
    assert len(plain.xpath('wfs:member/@xlink:href', namespaces=gml.NS)) == 1 and len(plain) == int(plain.get('numberReturned'))


# --- Who may see what ---

@pytest.mark.parametrize('types, condition', [([GEMEENTE, PLACE], pair('nis_code', 'gemeente_nis')), ([PLACE, GEMEENTE], TO_GEMEENTE),
                                              ([GEMEENTE, PARCEL], pair('gemeente/geometry', 'perceel/geometry', 'Intersects'))])
def test_a_join_with_a_restricted_type_asks_to_log_in(anyone, types, condition):
    for how in ({}, {'resultType': 'hits'}):
        answer = ask(anyone, types, condition, **how)
        assert answer.status == 401 and 'WWW-Authenticate' in answer.headers, answer
    assert ask(anyone, types, condition, operation='GetPropertyValue', valueReference='nis_code').status == 401


def test_public_types_are_joined_for_anyone(anyone):
    answer = ask(anyone, [GEMEENTE, GEMEENTE], both(pair('a/geometry', 'b/geometry', 'Touches'), fes.compare('a/naam', 'Gent')), 'a,b', propertyName='a/naam')
    assert tuples(answer) and all(t[0] == 'gemeente.44021' for t in tuples(answer))


@pytest.mark.parametrize('condition', [TO_GEMEENTE, pair('risicolocatie/geometry', 'gemeente/geometry', 'Intersects'), pair('gewijzigd_op', 'geldig_van', 'After'),
                                       pair('risicolocatie/geometry', 'gemeente/geometry', 'Disjoint'), pair('gemeente_nis', 'nis_code', 'PropertyIsNotEqualTo'),
                                       pair('risicolocatie/geometry', 'gemeente/geometry', 'DWithin', '<fes:Distance uom="km">500</fes:Distance>')])
def test_a_join_with_a_public_type_counts_no_foreign_rows(gent, truth, condition):
    """Every gemeente is public, and near every other; the rows of other gemeenten are not there, whatever ties them to it."""
    answer = ask(gent, [PLACE, GEMEENTE], condition, propertyName='bron', count=100000)
    found = tuples(answer)
    assert {t[0] for t in found} <= store.ids(truth.gent)
    assert int(answer.xml.get('numberMatched')) == len(found) <= len(truth.gent) * len(truth.rows('gemeente'))
    hits = ask(gent, [PLACE, GEMEENTE], condition, resultType='hits')
    assert hits.xml.get('numberMatched') == str(len(found))


def test_a_foreign_id_in_a_join_finds_nothing(gent, truth):
    foreign = 'risicolocatie.%d' % min(truth.active(AFFLIGEM))
    for condition in ('<fes:ResourceId rid="%s"/>' % foreign, fes.compare('risicolocatie/@gml:id', foreign)):
        assert tuples(ask(gent, [PLACE, GEMEENTE], both(pair('risicolocatie/geometry', 'gemeente/geometry', 'DWithin', '<fes:Distance uom="km">500</fes:Distance>'), condition))) == []


def test_struck_out_rows_are_hidden_in_each_type_by_itself(two, truth):
    same = pair('a/omv_nummer', 'b/omv_nummer')
    gone = store.ids(truth.rows('risicolocatie', (GENT, ANTWERPEN), 'geschrapt = 1'))

    def sides(*conditions, **parameters):
        found = tuples(ask(two, [PLACE, PLACE], both(same, *conditions), 'a,b', propertyName='a/bron', **parameters))
        return {t[0] for t in found} & gone, {t[1] for t in found} & gone
    assert sides(fes.compare('a/versie', '0', 'PropertyIsGreaterThan')) == (set(), set())
    left, right = sides(fes.compare('a/geschrapt', 'true'))
    assert not right and left <= gone
    left, right = sides(fes.compare('a/versie', '0', 'PropertyIsGreaterThan'), geschrapt='alle')
    assert left and left == right


def test_a_join_stops_at_the_time_limit(state):
    with Server(state, query_timeout_s=1) as server:
        ovam = Client(server.url, state.token(AFFLIGEM, role='ovam'))
        answer = ask(ovam, [PLACE, PLACE, PLACE], both(pair('a/gewijzigd_op', 'b/gewijzigd_op', 'After'), pair('b/startdatum', 'c/startdatum', 'Before')), 'a,b,c', resultType='hits')
        assert answer.status == 503 and answer.headers.get('Retry-After'), answer
        assert ovam.features(resultType='hits').status == 200


# --- Beside joins ---

def test_a_geometry_before_the_property_turns_the_operator(gent, truth):
    """<Within> of a literal and a property: the literal lies within the feature."""
    key, row = next((k, r) for k, r in truth.gent.items() if store.shape(store.polygons(r['geometry'])).is_valid)
    inside = store.shape(store.polygons(row['geometry'])).representative_point()
    point = fes.point('%.3f %.3f' % (inside.x, inside.y))
    literal_first = '<fes:Within><fes:Literal>%s</fes:Literal>%s</fes:Within>' % (point, reference('geometry'))
    found = set(gml.ids(gent.post(fes.document(fes.filter_of(literal_first)), 'text/xml').xml))
    assert 'risicolocatie.%d' % key in found
    assert found == set(gml.ids(gent.post(fes.document(fes.filter_of(fes.spatial(point, 'Contains'))), 'text/xml').xml))


def test_two_properties_of_one_type_are_compared_too(gent, truth):
    answer = gent.features(filter=fes.filter_of(pair('startdatum', 'einddatum', 'Before')))
    assert set(gml.ids(answer.xml)) == store.ids(truth.rows('risicolocatie', (GENT,), 'geschrapt = 0 AND startdatum < einddatum'))
    assert etree.tostring(answer.xml).count(b'xlink') == 0
