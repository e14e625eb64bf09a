"""CQL_FILTER (ECQL): what SQL or the same filter in FES finds, and refusals that say where."""
import urllib.parse
import pytest
from support import fes, gml, old, store
from support.sample import GENT

# ECQL → the condition in SQL on what is not struck out
SAME_AS_SQL = {
    "bron = 'gemeente'": "bron = 'gemeente'", "bron='gemeente'": "bron = 'gemeente'", "risico:bron <> 'gemeente'": "bron <> 'gemeente'", "\"bron\" != 'gemeente'": "bron <> 'gemeente'",
    "bron IN ('gemeente', 'deskundige')": "bron IN ('gemeente', 'deskundige')", "bron not in ('gemeente')": "bron NOT IN ('gemeente')",
    'versie > 1': 'versie > 1', 'versie >= 1 AND versie <= 2': 'versie BETWEEN 1 AND 2', 'versie BETWEEN 1 AND 2': 'versie BETWEEN 1 AND 2', 'NOT versie < 2': 'NOT versie < 2',
    "rubriek LIKE '17.%'": "rubriek LIKE '17.%'", "rubriek NOT LIKE '17.%'": "rubriek NOT LIKE '17.%'", "gemeente_naam ILIKE 'GE_T'": "gemeente_naam LIKE 'GE_T'",
    'einddatum IS NULL': 'einddatum IS NULL', 'einddatum is not null': 'einddatum IS NOT NULL', "NOT (vlarebo_categorie = 'O')": "NOT (vlarebo_categorie = 'O')",
    "vlarebo_categorie <> 'O' OR vlarebo_categorie IS NULL": "vlarebo_categorie <> 'O' OR vlarebo_categorie IS NULL",
    "startdatum < '1990-01-01'": "startdatum < '1990-01-01'", 'startdatum BEFORE 1990-01-01T00:00:00Z': "startdatum < '1990-01-01'", 'startdatum AFTER 1990-01-01': "startdatum > '1990-01-01'",
    'startdatum DURING 1980-01-01/1990-01-01': "startdatum > '1980-01-01' AND startdatum < '1990-01-01'", 'oppervlakte_m2 > 1.5e3': 'oppervlakte_m2 > 1500',
    "(bron = 'gemeente' OR bron = 'migratie') AND versie = 1": "(bron = 'gemeente' OR bron = 'migratie') AND versie = 1", "bron = 'gemeente' OR bron = 'migratie' AND versie = 1": "bron = 'gemeente' OR (bron = 'migratie' AND versie = 1)",
    "NOT [bron = 'gemeente' OR versie = 1]": "NOT (bron = 'gemeente' OR versie = 1)",
    "omschrijving LIKE '%''%'": "omschrijving LIKE '%''%'", 'INCLUDE': '1', 'EXCLUDE': '0', "strToLowerCase(bron) = 'gemeente'": "bron = 'gemeente'", "geschrapt = FALSE": '1',
}


def asked(client, text, **more):
    return client.features(cql_filter=text, count=100000, **more)


@pytest.mark.parametrize('text', SAME_AS_SQL)
def test_a_condition_finds_what_sql_finds(gent, truth, text):
    expected = truth.rows('risicolocatie', [GENT], 'geschrapt = 0 AND (%s)' % SAME_AS_SQL[text])
    answer = asked(gent, text)
    assert answer.status == 200, answer
    assert set(gml.ids(answer.xml)) == store.ids(expected)
    assert asked(gent, text, resultType='hits').xml.get('numberMatched') == str(len(expected))


def test_it_goes_with_every_version_and_by_post(gent):
    text = "rubriek LIKE '17.%'"
    found = gml.ids(asked(gent, text).xml)
    assert found
    for version in old.VERSIONS:
        assert old.ids(old.features(gent, version, cql_filter=text).xml) == found
    assert gml.ids(gent.post(fes.document(), 'text/xml', "/wfs?CQL_FILTER=rubriek%20LIKE%20'17.%25'&count=100000").xml) == found
    assert gml.ids(gent.get('/geoserver/BROL/ows', service='WFS', version='2.0.0', request='GetFeature', typeName='BROL:risicolocatie', cql_filter=text).xml) == found


POLYGON = '100000 180000, 112000 180000, 112000 200000, 100000 200000, 100000 180000'
RING = POLYGON.replace(',', '')
SPACE = {
    'INTERSECTS(geometry, POLYGON((%s)))' % POLYGON: fes.spatial(fes.polygon(RING)), 'INTERSECTS(POLYGON((%s)), geometry)' % POLYGON: fes.spatial(fes.polygon(RING)),
    'WITHIN(geometry, MULTIPOLYGON(((%s))))' % POLYGON: fes.spatial(fes.polygon(RING), 'Within'), 'DISJOINT(geometry, POLYGON((%s)))' % POLYGON: fes.spatial(fes.polygon(RING), 'Disjoint'),
    'BBOX(geometry, 100000, 180000, 112000, 200000)': fes.spatial(fes.polygon(RING)), "BBOX(geometry,100000,180000,112000,200000,'EPSG:31370')": fes.spatial(fes.polygon(RING)),
    'INTERSECTS(geometry, ENVELOPE(100000, 112000, 180000, 200000))': fes.spatial(fes.polygon(RING)),
    'DWITHIN(geometry, POINT(104500 193800), 2, kilometers)': fes.spatial(fes.point('104500 193800'), 'DWithin', '<fes:Distance uom="m">2000</fes:Distance>'),
    'DWITHIN(geometry, SRID=4326;POINT(3.72 51.05), 2000, meters)': fes.spatial(fes.point('3.72 51.05', 'srsName="EPSG:4326"'), 'DWithin', '<fes:Distance uom="m">2000</fes:Distance>'),
    'DISJOINT(geometry, LINESTRING(100000 190000, 112000 195000))': fes.spatial('<gml:LineString gml:id="l" srsName="EPSG:31370"><gml:posList>100000 190000 112000 195000</gml:posList></gml:LineString>', 'Disjoint'),
    'INTERSECTS(geometry, GEOMETRYCOLLECTION(POINT(1 1), POLYGON((%s))))' % POLYGON: fes.spatial(fes.polygon(RING)),
    'DWITHIN(geometry, MULTIPOINT(104500 193800, 1 1), 2000, meters)': fes.spatial(fes.point('104500 193800'), 'DWithin', '<fes:Distance uom="m">2000</fes:Distance>'),
}


@pytest.mark.parametrize('text', SPACE)
def test_a_place_finds_what_the_same_filter_in_fes_finds(two, text):
    expected = gml.ids(two.post(fes.document(fes.filter_of(SPACE[text]), 'count="100000"'), 'text/xml').xml)
    answer = asked(two, text)
    assert answer.status == 200, answer
    assert gml.ids(answer.xml) == expected and expected


def test_ids_are_found_and_those_of_others_are_not(gent, two):
    mine = gml.ids(gent.features().xml)
    foreign = next(i for i in gml.ids(two.features(count=100000).xml) if i not in mine)
    for text in ("IN ('%s', '%s')" % (mine[1], foreign), "id IN ('%s', '%s')" % (mine[1], foreign), "@gml:id = '%s' OR @gml:id = '%s'" % (mine[1], foreign),
                 "@fid = '%s' OR '%s' = @fid" % (mine[1], foreign), "@fid IN ('%s', '%s')" % (mine[1], foreign)):
        assert gml.ids(asked(gent, text).xml) == [mine[1]]
    assert foreign not in asked(gent, "NOT (id = '%s')" % mine[0]).text


def test_fid_is_a_filter_of_ids_as_in_without_a_name(gent):
    mine = gml.ids(gent.features().xml)
    for version in old.VERSIONS:
        assert old.ids(old.features(gent, version, cql_filter="@fid = '%s'" % mine[1]).xml) == [mine[1]]
    assert mine[1] not in gml.ids(asked(gent, "@fid <> '%s'" % mine[1]).xml)
    said = gml.exception(gent.wfs('GetFeature', typeNames='risico:risicolocatie', resourceId='gemeente.44021').xml)
    assert said[1] == 'resourceId'
    for text in ("@fid = 'gemeente.44021'", "IN ('gemeente.44021')", "@fid IN ('%s', 'gemeente.44021')" % mine[1], "NOT 'gemeente.44021' = @fid"):
        refused = asked(gent, text)
        assert (refused.status, gml.exception(refused.xml)) == (400, said), text


def test_several_queries_have_a_filter_each_or_share_one(gent):
    types = dict(typeNames='(risico:risicolocatie)(risico:gemeente)')
    answer = gent.wfs('GetFeature', cql_filter="omschrijving = 'a;b' AND bron = 'x';naam = 'Gent'", **types)
    assert [f.get('numberMatched') for f in answer.xml.iter('{%s}FeatureCollection' % gml.WFS)] == ['1', '0', '1']
    both = gent.wfs('GetFeature', cql_filter='EXCLUDE', **types)
    assert both.xml.get('numberMatched') == '0'
    assert gent.wfs('GetFeature', cql_filter='INCLUDE;INCLUDE;INCLUDE', **types).status == 400


BROKEN = {
    'bron': 'vergelijking', "bron = ": 'waarde', "bron = 'x": 'aanhalingsteken', "bron = 'x' AND": 'waarde', "bron == 'x'": 'waarde', "(bron = 'x'": "')'", "bron = 'x')": 'voorbij',
    "onbekend = 'x'": 'onbekend', "x:bron = 'x'": 'bron', 'versie = abc': 'abc', "versie = 'abc'": 'abc', 'bron LIKE 3': 'patroon', 'INTERSECTS(geometry, POINT(1))': 'getal', 'INTERSECTS(geometry, POINT EMPTY)': 'leeg',
    'INTERSECTS(geometry, POINT Z(1 2 3))': 'hoogten', 'DWITHIN(geometry, POINT(1 2), 5)': "','", 'DWITHIN(geometry, POINT(1 2), 5, parsec)': 'eenheid', "BBOX(geometry, 1, 2, 3)": "','",
    "BBOX(geometry, 1, 2, 3, 4, 'EPSG:1')": 'EPSG:1', "bron = 'x'; DROP TABLE risicolocatie": 'voorbij', 'onzin(bron) = 1': 'onzin', "INTERSECTS(geometry, SRID=0;POINT(1 2))": 'EPSG:0',
    'NOT ' * 40 + "bron = 'x'": '32', '@fid IN (bron)': 'id', '(' * 40 + "bron = 'x'" + ')' * 40: '32', ' OR '.join("versie = 1" for _ in range(6000)): '5000', 'bron ~ 1': '~', 'versie = 2020-13-45x': 'getal', 'versie = 12x': 'x',
}


@pytest.mark.parametrize('text', BROKEN, ids=[str(i) for i in range(len(BROKEN))])
def test_what_is_no_filter_is_refused_in_words(gent, text):
    form = 'service=WFS&version=2.0.0&request=GetFeature&typeNames=risico:risicolocatie&cql_filter=' + urllib.parse.quote(text)
    answer = gent.post(form.encode(), 'application/x-www-form-urlencoded')
    assert answer.status in (400, 413), answer
    assert BROKEN[text] in gml.exception(answer.xml)[2] or answer.status == 413, answer


@pytest.mark.parametrize('more', [{'bbox': '0,0,1,1'}, {'resourceId': 'risicolocatie.1'}, {'filter': fes.filter_of(fes.compare('bron', 'x'))},
                                  {'storedQuery_Id': 'urn:ogc:def:query:OGC-WFS::GetFeatureById', 'id': 'risicolocatie.1'}])
def test_it_stands_alone(gent, more):
    assert gent.wfs('GetFeature', cql_filter='INCLUDE', **({} if 'storedQuery_Id' in more else {'typeNames': 'risico:risicolocatie'}), **more).status == 400


def test_other_vendor_parameters(gent):
    for name, text in (('viewParams', 'a:1'), ('format_options', 'callback:f')):
        answer = gent.features(**{name: text})
        assert answer.status == 400 and gml.exception(answer.xml)[1] == name
    for name in ('tiled', 'styles', 'authkeyx'):
        assert gent.features(count=1, **{name: 'CHARSET:UTF-8'}).status == 200


# How DOV's own page has them (pydov, "Accessing DOV data"): WFS 1.0.0 at /geoserver/ows, words in small letters, dates without quotes, any format.
DOV = {"CQL_FILTER=bron=%27gemeente%27": "bron = 'gemeente'", 'CQL_FILTER=versie%3E1&outputFormat=json': 'versie > 1',
       "CQL_FILTER=bron=%27gemeente%27%20and%20startdatum%3E=1990-01-01%20and%20startdatum%3C2010-01-01&outputFormat=KML": "bron = 'gemeente' AND startdatum >= '1990-01-01' AND startdatum < '2010-01-01'",
       "propertyname=rubriek&CQL_Filter=startdatum%3E1990-01-01%20and%20gemeente_naam=%27Gent%27&outputFormat=csv": "startdatum > '1990-01-01'"}


@pytest.mark.parametrize('query', DOV)
def test_dovs_examples_work(gent, truth, query):
    expected = store.ids(truth.rows('risicolocatie', [GENT], 'geschrapt = 0 AND ' + DOV[query]))
    answer = gent.get('/geoserver/ows?service=WFS&version=1.0.0&request=GetFeature&typeName=BROL:risicolocatie&' + query)
    assert answer.status == 200 and expected, answer
    assert {i for i in store.ids(truth.gent) if i in answer.text} == expected
