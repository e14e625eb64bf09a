"""outputFormat=csv: a table that other people's programs read back as what lies in the store, whole or visibly not."""
import http.client
import gzip
import json
import re
import shutil
import sqlite3
import urllib.parse
import urllib.request
import pytest
import shapely.wkt
from differential import data
from support import crs, fes, gml, store, stored, table
from support.client import Client
from support.sample import ANTWERPEN, GENT
from support.server import REPO, Server, State

BY_ID = 'urn:ogc:def:query:OGC-WFS::GetFeatureById'
LAYERS = {'risicolocatie': ('geschrapt = 0', True), 'perceel': ('1', True), 'gemeente': ('1', False)}  # which rows, and whether they are the token's alone


def asked(client, **parameters):
    answer = client.features(**{'outputFormat': 'text/csv', **parameters})
    assert answer.status == 200, answer
    return answer


def refused(answer):
    assert answer.status == 400, answer
    assert gml.exception(answer.xml)[:2] == ('InvalidParameterValue', 'outputFormat'), answer
    return answer.text


def stored_text(value, name):
    if name in ('geschrapt', 'integratie_omgv'):
        return 'true' if value else 'false'
    return str(value)


# --- Values --------------------------------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize('layer', LAYERS)
def test_every_row_of_every_layer_is_what_sql_gives(two, truth, layer):
    where, own = LAYERS[layer]
    rows = truth.rows(layer, [GENT, ANTWERPEN] if own else None, where)
    answer = asked(two, type_name='risico:' + layer)
    names, found = table.fields(answer.text)[0], table.by_id(answer)
    assert set(found) == store.ids(rows, layer) and rows
    for fields in table.fields(answer.text)[1:]:
        row = rows[int(fields[0].split('.')[1])]
        for name, got in zip(names[1:], fields[1:]):
            if name == 'geometry':
                assert table.rings(got) == store.polygons(row['geometry'])
            elif isinstance(row[name], float):
                assert float(got) == row[name] and 'e' not in got.lower(), (fields[0], name)
            else:
                assert table.plain(got) == (None if row[name] is None else stored_text(row[name], name)), (fields[0], name)


def test_python_reads_the_same_as_gml_tells(two):
    as_gml = gml.read(two.features(geschrapt='alle').xml)
    found = table.by_id(asked(two, geschrapt='alle'))
    assert set(found) == set(as_gml)
    for key, row in found.items():
        for name, got in row.items():
            if name == 'geometry':
                assert table.rings(got) == as_gml[key][name]
            elif name != 'id':
                assert got == (as_gml[key].get(name) or ''), (key, name)
    texts = ' '.join(row['omschrijving'] for row in found.values())
    assert all(c in texts for c in '",\n') and any(ord(c) > 0xffff for c in texts), 'the sample has nothing that needs quotes'


def test_the_columns_are_the_id_and_the_properties_of_the_schema_in_its_order(anyone, gent):
    for layer in LAYERS:
        schema = anyone.wfs('DescribeFeatureType', typeNames='risico:' + layer).xml
        names = schema.xpath('//xsd:complexType//xsd:sequence/xsd:element/@name', namespaces=gml.NS)
        assert table.read(asked(gent, type_name='risico:' + layer, count=1))[0] == ['id', *(name for name in names if name != 'id')], 'the id is there once'


def test_property_names_leave_out_what_is_neither_asked_nor_required(gent):
    wanted = list(gml.read_json(gent.features(outputFormat='json', propertyName='omschrijving', count=1).json).values())[0]
    names, _ = table.read(asked(gent, propertyName='omschrijving', count=1))
    assert set(names) == {'id', *wanted} - {'geometry'} and 'vito_id' not in names
    assert 'geometry' in table.read(asked(gent, propertyName='geometry', count=1))[0]


AWKWARD = ['', ' ', '"', '""', ',', ';', '\r', '\n', '\r\n', 'a\r\nb', '\t', "'", '=1+1', '+1', '-1', '@SUM(A1)', '=HYPERLINK("http://x","y")', "'=1+1", "''-1", "'s avonds", '-', 'NULL', 'null', '\\N',
           '0012', '1e5', 'true', 'é\u20ac', '\U0001F3ED', '\ufeff', '\u2028', '\x85', '\x01', '\x7f', 'a"b,c\nd', '"begin', 'einde"', '\\"', 'x' * 70000, None]


@pytest.fixture(scope='module')
def own(state):
    """A store that a test may change with plain SQL, of Gent's rows: its first hold AWKWARD."""
    other = State(state.binary)
    store.copy_for(state.store, other.store, [GENT, ANTWERPEN])
    (other.keys / 'jwks.json').write_bytes((state.keys / 'jwks.json').read_bytes())
    with sqlite3.connect(other.store) as db:
        keys = [key for key, in db.execute('SELECT id FROM risicolocatie WHERE gemeente_nis = ? AND geschrapt = 0 ORDER BY id', (GENT,))]
        assert len(keys) > len(AWKWARD)
        db.executemany('UPDATE risicolocatie SET omschrijving = ? WHERE id = ?', list(zip(AWKWARD, keys)))
    db.close()
    yield other, keys
    other.remove()


@pytest.fixture(scope='module')
def own_client(own, state):
    with Server(own[0]) as server:
        yield Client(server.url, state.token(GENT))


@pytest.mark.parametrize('more', [{}, {'propertyName': 'omschrijving'}])
def test_awkward_texts_come_back_unaltered_and_null_differs_from_empty(own, own_client, more):
    answer = asked(own_client, count=len(AWKWARD), **more)
    names, *rows = table.fields(answer.text)
    assert [table.plain(row[names.index('omschrijving')]) for row in rows] == AWKWARD
    assert [row['omschrijving'] for row in table.read(answer)[1]] == [text or '' for text in AWKWARD]
    assert [row['id'] for row in table.read(answer)[1]] == ['risicolocatie.%d' % key for key in own[1][:len(AWKWARD)]]


def notes_of(client, **parameters):
    names, *rows = table.fields(asked(client, count=len(AWKWARD), **parameters).text)
    return [row[names.index('omschrijving')] for row in rows]


def test_a13_a_text_that_begins_like_a_formula_is_guarded(own, own_client):
    for text, got in zip(AWKWARD, notes_of(own_client)):
        formula = text is not None and text.lstrip("'")[:1] in tuple('=+-@\t\r\n')
        assert got == ("'" + text if formula else text)
    assert sum(got != text for text, got in zip(AWKWARD, notes_of(own_client))) > 8


@pytest.mark.parametrize('name', ['text/csv; guard=off', 'text/csv;guard=off', 'TEXT/CSV; GUARD=OFF', 'csv-exact'])
def test_a13_who_asks_for_it_gets_texts_as_they_are(own, own_client, name):
    assert notes_of(own_client, outputFormat=name) == AWKWARD


def test_a13_numbers_and_geometry_are_never_guarded(proef):
    client, rows = proef
    names, *found = table.fields(asked(client, type_name='risico:proef').text)
    numbers = [row[names.index(name)] for row in found for name in ('aantal', 'maat')]
    assert any(number and number[0] == '-' for number in numbers) and not [number for number in numbers if number and "'" in number]


def test_a13_both_forms_are_announced(anyone):
    values = anyone.get('/wfs', service='WFS', request='GetCapabilities').xml.xpath(
        '//ows:Operation[@name="GetFeature"]/ows:Parameter[@name="outputFormat"]//ows:Value/text()', namespaces=gml.NS)
    assert {'text/csv', 'text/csv; guard=off'} <= set(values)


@pytest.fixture(scope='module')
def proef(state, tmp_path_factory):
    """A client of a table with every type of value, and what SQLite holds in it."""
    other = State(state.binary)
    other.make_sample(10)
    other.make_key()
    data.write(other.path / 'proef.geojson')
    other.load_table(other.path / 'proef.geojson', 'proef')
    layers = tmp_path_factory.mktemp('layers') / 'l'
    shutil.copytree(REPO / 'data/layers', layers)
    shutil.copy(REPO / 'tests/differential/proef.xml', layers)
    with Server(other, layers=str(layers)) as server:
        yield Client(server.url, other.token(GENT, ANTWERPEN)), store.rows(other.store, 'proef', [GENT, ANTWERPEN])
    other.remove()


def test_every_type_of_value_and_its_null(proef):
    client, rows = proef
    answer = asked(client, type_name='risico:proef')
    names, *found = table.fields(answer.text)
    assert {row[0] for row in found} == store.ids(rows, 'proef')
    for fields in found:
        got, row = dict(zip(names, fields)), rows[int(fields[0].split('.')[1])]
        assert (got['naam'], got['gezien_op'], got['begin']) == (row['naam'], row['gezien_op'], row['begin'])
        assert (got['aantal'] is None) == (row['aantal'] is None) and (row['aantal'] is None or int(got['aantal']) == row['aantal'])
        assert (got['maat'] is None) == (row['maat'] is None) and (row['maat'] is None or float(got['maat']) == row['maat'])
        assert got['actief'] == (None if row['actief'] is None else 'true' if row['actief'] else 'false')
        assert (got['vlak'] is None) == (row['geometry'] is None)
    for name in ('naam', 'aantal', 'maat', 'actief', 'begin', 'geometry'):
        assert any(row[name] is None for row in rows.values()), 'no NULL to test on: ' + name
    assert any(row['naam'] == '' for row in rows.values())


# --- Geometry ------------------------------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize('code,spelling', [(code, spelling) for code in crs.CODES for spelling in crs.SPELLINGS])
def test_x_comes_first_in_every_system_as_in_geojson(two, code, spelling):
    name = crs.name(code, spelling)
    as_json = gml.read_json(two.features(outputFormat='json', srsName=name, propertyName='geometry').json)
    found = table.by_id(asked(two, srsName=name, propertyName='geometry'))
    assert {k: gml.one_way_round(table.rings(row['geometry'])) for k, row in found.items()} == {k: gml.one_way_round(v['geometry']) for k, v in as_json.items()}


def test_without_srsname_it_is_lambert_72(gent):
    plain = {k: row['geometry'] for k, row in table.by_id(asked(gent)).items()}
    assert plain == {k: row['geometry'] for k, row in table.by_id(asked(gent, srsName='EPSG:31370')).items()}
    assert plain != {k: row['geometry'] for k, row in table.by_id(asked(gent, srsName='urn:ogc:def:crs:OGC:1.3:CRS84')).items()}


SHAPES = {
    'put': ('Point', {'type': 'Point', 'coordinates': [104000.5, 194000.25, 12.75]}, 'POINT Z (104000.5 194000.25 12.75)'),
    'putten': ('MultiPoint', {'type': 'MultiPoint', 'coordinates': [[104000, 194000, 1], [104001, 194001, -2.5]]}, 'MULTIPOINT Z ((104000 194000 1),(104001 194001 -2.5))'),
    'leiding': ('MultiCurve', {'type': 'LineString', 'coordinates': [[104000, 194000, 1], [104010, 194000, 2.5]]}, 'MULTILINESTRING Z ((104000 194000 1,104010 194000 2.5))'),
    'dak': ('MultiSurface', {'type': 'MultiPolygon', 'coordinates': [
        [[[104000, 194000, 5], [104010, 194000, 5], [104010, 194010, 8.5], [104000, 194000, 5]], [[104006, 194002, 6], [104007, 194004, 6], [104008, 194004, 6], [104006, 194002, 6]]],
        [[[104020, 194000, 0], [104030, 194000, 0], [104030, 194010, 0], [104020, 194000, 0]]]]},
        'MULTIPOLYGON Z (((104000 194000 5,104010 194000 5,104010 194010 8.5,104000 194000 5),(104006 194002 6,104007 194004 6,104008 194004 6,104006 194002 6)),'
        '((104020 194000 0,104030 194000 0,104030 194010 0,104020 194000 0)))'),
}
LAYER = """<layer name="%s"><title>Vormen</title><table name="%s" id="id"/><restrict column="gemeente_nis"/>
<extent west="2.52" south="50.67" east="5.94" north="51.51"/><property name="gemeente_nis" type="string" required="yes"/>
<geometry name="vorm" column="geometry" type="%s" crs="31370"%s/></layer>"""


@pytest.fixture(scope='module')
def shapes(binary, tmp_path_factory):
    """A client of layers of each kind of geometry, with their heights and (name_plat) without."""
    state = State(binary)
    state.make_sample(10)
    state.make_key()
    layers = tmp_path_factory.mktemp('layers') / 'l'
    shutil.copytree(REPO / 'data/layers', layers)
    for name, (kind, shape, _) in SHAPES.items():
        source = state.path / (name + '.geojson')
        source.write_text(json.dumps({'type': 'FeatureCollection', 'crs': {'type': 'name', 'properties': {'name': 'urn:ogc:def:crs:EPSG::31370'}}, 'features': [
            {'type': 'Feature', 'properties': {'gemeente_nis': GENT}, 'geometry': shape}]}))
        for layer, dimension in ((name, ' dimension="3"'), (name + '_plat', '')):
            state.load_table(source, layer)
            (layers / (layer + '.xml')).write_text(LAYER % (layer, layer, kind, dimension))
    with Server(state, layers=str(layers)) as server:
        yield Client(server.url, state.token(GENT))
    state.remove()


@pytest.mark.parametrize('name', SHAPES)
def test_each_kind_of_geometry_is_wkt_with_heights_where_the_layer_has_them(shapes, name):
    row, = table.read(asked(shapes, type_name=name))[1]
    assert row['vorm'] == SHAPES[name][2]
    high, row = shapely.wkt.loads(row['vorm']), table.read(asked(shapes, type_name=name + '_plat'))[1][0]
    assert ' Z ' not in row['vorm'] and not shapely.wkt.loads(row['vorm']).has_z
    assert high.has_z and shapely.wkt.loads(row['vorm']).equals(high)


@pytest.mark.parametrize('name', SHAPES)
def test_another_system_leaves_heights_as_they_are(shapes, name):
    def numbers(coordinates):
        return [n for c in coordinates for n in numbers(c)] if isinstance(coordinates, (list, tuple)) else [coordinates]
    row, = table.read(asked(shapes, type_name=name, srsName='urn:ogc:def:crs:EPSG::4326'))[1]
    as_json = shapes.features(name, outputFormat='json', srsName='urn:ogc:def:crs:EPSG::4326').json['features'][0]['geometry']
    got = shapely.wkt.loads(row['vorm']).__geo_interface__
    assert got['type'] == as_json['type'] and sorted(numbers(got['coordinates'])) == sorted(numbers(as_json['coordinates']))


def test_a_layer_without_geometry_is_a_table_too(state, tmp_path):
    shutil.copytree(REPO / 'data/layers', tmp_path / 'l')
    (tmp_path / 'l/rubriek.xml').write_text('<layer name="rubriek"><title>Rubrieken</title><table name="rubriek" id="id"/><public/>'
                                            '<property name="code" type="string" required="yes"/></layer>')
    with Server(state, layers=str(tmp_path / 'l')) as server:
        answer = asked(Client(server.url), type_name='rubriek')
    rows = store.rows(state.store, 'rubriek')
    assert {row['id']: row['code'] for row in table.read(answer)[1]} == {'rubriek.%d' % key: row['code'] for key, row in rows.items()} and rows


# --- What is asked -------------------------------------------------------------------------------------------------------------------------

WAYS = [{'sortBy': 'startdatum DESC'}, {'bbox': '100000,190000,110000,200000'}, {'geschrapt': 'alle'}, {'startIndex': 5}, {'startIndex': 7, 'count': 9}, {'count': 0},
        {'filter': fes.filter_of(fes.compare('rubriek', '17.*', 'PropertyIsLike', 'wildCard="*" singleChar="?" escapeChar="!"'))}, {'resourceId': 'onzin'}]


@pytest.mark.parametrize('way', WAYS, ids=str)
def test_rows_and_their_order_are_those_of_gml(two, way):
    wanted = gml.ids(two.features(**way).xml)
    answer = asked(two, **way)
    assert [row['id'] for row in table.read(answer)[1]] == wanted
    assert answer.headers['OGC-NumberReturned'] == str(len(wanted))
    assert answer.headers['OGC-NumberMatched'] == two.features(**way).xml.get('numberMatched')


@pytest.mark.parametrize('name', ['csv', 'CSV', 'text/csv'])
def test_its_names(gent, truth, name):
    answer = gent.features(outputFormat=name)
    assert answer.type == 'text/csv' and answer.headers.get_content_charset() == 'utf-8'
    assert re.fullmatch(r'attachment; filename="risicolocatie-\d{4}-\d\d-\d\d\.csv"', answer.headers['Content-Disposition'])
    assert set(table.by_id(answer)) == store.ids(truth.gent)


def test_a_post_and_a_stored_query_go_too(gent, truth, state, server):
    body = fes.document(fes.filter_of(fes.compare('bron', 'gemeente')), 'outputFormat="text/csv"')
    wanted = store.ids(truth.rows('risicolocatie', [GENT], "geschrapt = 0 AND bron = 'gemeente'"))
    assert set(table.by_id(gent.post(body, 'text/xml'))) == wanted
    found = gent.wfs('GetFeature', storedquery_id='GetDatasetByCrs', CRS='EPSG:3812', outputFormat='csv')
    as_json = gml.read_json(gent.features(outputFormat='json', srsName='EPSG:3812').json)
    assert {k: gml.one_way_round(table.rings(row['geometry'])) for k, row in table.by_id(found).items()} == {k: gml.one_way_round(v['geometry']) for k, v in as_json.items()}


def test_one_feature_by_its_id_is_one_row_and_another_s_is_not_found(gent, truth):
    own, foreign = min(truth.gent), min(truth.active(ANTWERPEN))
    assert set(table.by_id(gent.wfs('GetFeature', storedquery_id=BY_ID, id='risicolocatie.%d' % own, outputFormat='csv'))) == {'risicolocatie.%d' % own}
    answer = gent.wfs('GetFeature', storedquery_id=BY_ID, id='risicolocatie.%d' % foreign, outputFormat='csv')
    assert answer.status == 404 and answer.type == 'text/xml'


def test_a_stored_query_of_an_organisation_gives_a_table_when_it_has_one_query(server, state, truth):
    client = Client(server.url, state.token(GENT, role='Beheerder'))
    made = client.post(stored.creation('urn:proef:csv', stored.EVERYTHING), 'text/xml')
    assert made.status == 200, made
    found = client.wfs('GetFeature', storedquery_id='urn:proef:csv', outputFormat='csv', count=3)
    assert client.post(stored.dropping('urn:proef:csv'), 'text/xml').status == 200
    assert found.status == 200 and len(table.by_id(found)) == 3


def test_a_join_is_refused(gent):
    refused(gent.features('risico:risicolocatie,risico:gemeente', outputFormat='csv', filter=fes.filter_of(
        '<fes:PropertyIsEqualTo><fes:ValueReference>gemeente_nis</fes:ValueReference><fes:ValueReference>nis_code</fes:ValueReference></fes:PropertyIsEqualTo>')))


@pytest.mark.parametrize('more', [{}, {'resultType': 'hits'}, {'count': 0}])
def test_several_queries_are_refused(gent, more):
    assert 'een voor een' in refused(gent.features('(risico:risicolocatie)(risico:perceel)', outputFormat='csv', **more))
    refused(gent.features('(risico:risicolocatie)(risico:risicolocatie)', outputFormat='csv', **more))


def test_several_queries_of_a_document_are_refused(gent, truth):
    one = b'<wfs:Query typeNames="risico:risicolocatie"/></wfs:GetFeature>'
    by_id = b'<wfs:StoredQuery id="%s"><wfs:Parameter name="id">risicolocatie.%d</wfs:Parameter></wfs:StoredQuery></wfs:GetFeature>' % (BY_ID.encode(), min(truth.gent))
    for second in (one, by_id):
        refused(gent.post(fes.document(attributes='outputFormat="csv"').replace(b'</wfs:GetFeature>', second), 'text/xml'))


def test_values_and_envelopes_come_as_xml_alone(gent):
    refused(gent.wfs('GetPropertyValue', typeNames='risico:risicolocatie', valueReference='bron', outputFormat='csv'))
    envelope = fes.document(attributes='outputFormat="csv"', prolog='<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body>') + b'</s:Body></s:Envelope>'
    assert b'outputFormat' in gent.post(envelope, 'application/soap+xml').body


def test_an_error_is_no_table(gent, anyone):
    for answer, code in ((gent.features(outputFormat='csv', bbox='onzin'), 400), (anyone.features(outputFormat='csv'), 401)):
        assert answer.status == code and answer.type == 'text/xml'
        assert 'Content-Disposition' not in answer.headers and 'OGC-NumberMatched' not in answer.headers


def test_hits_are_the_number_alone(two, truth):
    answer = asked(two, resultType='hits')
    assert answer.body == b'numberMatched\r\n%d\r\n' % len(truth.two)
    assert set(table.by_id(two.get(table.next_link(answer)))) == store.ids(truth.two)


def test_a_head_says_how_many_there_are(gent, truth, server):
    request = urllib.request.Request(server.url + '/wfs?service=WFS&version=2.0.0&request=GetFeature&typeNames=risico:risicolocatie&outputFormat=csv',
                                     headers=gent.headers, method='HEAD')
    answer = gent.send(request)
    assert answer.status == 200 and answer.body == b'' and answer.headers['OGC-NumberMatched'] == str(len(truth.gent))


# --- All of it, or visibly not -------------------------------------------------------------------------------------------------------------

@pytest.fixture(scope='module')
def small_pages(state):
    with Server(state, page=7) as server:
        yield server


def test_without_count_a_file_holds_everything(small_pages, state, truth):
    client = Client(small_pages.url, state.token(GENT, ANTWERPEN))
    assert len(gml.ids(client.features().xml)) == 7, 'the page of a document'
    answer = asked(client)
    assert set(table.by_id(answer)) == store.ids(truth.two) and table.next_link(answer) is None
    assert answer.headers['OGC-NumberReturned'] == answer.headers['OGC-NumberMatched'] == str(len(truth.two))
    answer = asked(client, startIndex=3)
    assert len(table.by_id(answer)) == len(truth.two) - 3 and table.next_link(answer) is None


def test_the_capabilities_say_so(anyone):
    constraint, = anyone.get('/wfs', service='WFS', request='GetCapabilities').xml.xpath('//ows:Constraint[@name="CountDefault"]', namespaces=gml.NS)
    assert constraint.findtext('ows:DefaultValue', namespaces=gml.NS) == '10000' and 'text/csv' in constraint.findtext('ows:Meaning', namespaces=gml.NS)


def walk(client, answer):
    pages = []
    while answer:
        assert answer.status == 200, answer
        pages.append([row['id'] for row in table.read(answer)[1]])
        link = table.next_link(answer)
        answer = link and client.get(link)
    return pages


@pytest.mark.parametrize('way', [{}, {'sortBy': 'bron DESC,einddatum'}, {'geschrapt': 'alle'}], ids=str)
def test_the_next_link_leads_through_every_row_once(two, way):
    wanted = [row['id'] for row in table.read(asked(two, **way))[1]]
    pages = walk(two, asked(two, count=23, **way))
    assert [i for page in pages for i in page] == wanted and {len(page) for page in pages[:-1]} == {23}
    assert walk(two, asked(two, count=len(wanted), **way)) == [wanted], 'the last page has no next'


@pytest.mark.parametrize('words', [5, 20, 600])
def test_a_posted_request_has_links_that_a_proxy_lets_through(two, truth, words):
    """Of what stands in the head of an answer many proxies take 4 KiB in all."""
    none_of = ''.join(fes.compare('omschrijving', 'geen van deze %d' % i) for i in range(words))
    answer = two.post(fes.document(fes.filter_of('<fes:Not><fes:Or>%s</fes:Or></fes:Not>' % none_of), 'count="50" outputFormat="csv"'), 'text/xml')
    assert answer.status == 200 and len(answer.headers['Link']) < 2300, answer
    pages = walk(two, answer)
    assert {i for page in pages for i in page} == store.ids(truth.two) and sum(map(len, pages)) == len(truth.two)


def test_pages_of_other_hosts_may_read_the_link(gent):
    exposed = asked(gent, count=1).headers['Access-Control-Expose-Headers'].split(', ')
    assert {'Link', 'OGC-NumberMatched', 'OGC-NumberReturned', 'Content-Disposition'} <= set(exposed)


def test_it_is_packed_when_asked(gent):
    packed = asked(gent, headers={'Accept-Encoding': 'gzip'})
    assert packed.headers['Content-Encoding'] == 'gzip' and gzip.decompress(packed.body) == asked(gent).body


@pytest.fixture(scope='module')
def spoilt(state):
    """A store whose last row of Gent has a geometry that cannot be written: of the rows before it some have gone out by then."""
    other = State(state.binary)
    store.copy_for(state.store, other.store, [GENT])
    (other.keys / 'jwks.json').write_bytes((state.keys / 'jwks.json').read_bytes())
    with sqlite3.connect(other.store) as db:
        last, = db.execute('SELECT max(id) FROM risicolocatie WHERE geschrapt = 0').fetchone()
        db.execute("UPDATE risicolocatie SET geometry = substr(geometry, 1, length(geometry) - 9) || x'FE' WHERE id = ?", (last,))
        db.execute("UPDATE risicolocatie SET omschrijving = ? WHERE id < ?", ('lang ' * 1000, last))
    db.close()
    with Server(other) as server:
        yield server, last
    other.remove()


def read_until_the_end(server, token, output, headers=None):
    """(whole or not, body) as an HTTP client sees it."""
    connection = http.client.HTTPConnection(urllib.parse.urlsplit(server.url).netloc, timeout=60)
    try:
        connection.request('GET', '/wfs?service=WFS&version=2.0.0&request=GetFeature&typeNames=risico:risicolocatie&outputFormat=' + urllib.parse.quote(output),
                           headers={'Authorization': 'Bearer ' + token, **(headers or {})})
        answer = connection.getresponse()
        assert answer.status == 200
        return True, answer.read()
    except http.client.IncompleteRead as broken:
        return False, broken.partial
    finally:
        connection.close()


@pytest.mark.parametrize('output', ['csv', 'json'])
@pytest.mark.parametrize('headers', [{}, {'Accept-Encoding': 'gzip'}], ids=['plain', 'gzip'])
def test_a_file_that_could_not_be_finished_does_not_look_whole(spoilt, state, output, headers):
    whole, body = read_until_the_end(spoilt[0], state.token(GENT), output, headers)
    assert not whole and len(body) > 0
    assert spoilt[0].request_lines()[-1]['error'], 'the log does not tell'


def test_before_the_first_byte_it_is_an_error(spoilt, state):
    answer = Client(spoilt[0].url, state.token(GENT)).wfs('GetFeature', resourceId='risicolocatie.%d' % spoilt[1], outputFormat='csv')
    assert answer.status == 500 and answer.type == 'text/xml' and b'risicolocatie' not in answer.body


def test_the_server_goes_on_after_it(spoilt, state):
    answer = Client(spoilt[0].url, state.token(GENT)).features(outputFormat='csv', count=2)
    assert answer.status == 200 and len(table.by_id(answer)) == 2
