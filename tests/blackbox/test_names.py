"""A layer file may name its type and its properties in any script (data/layers/README.md): every version, format, filter and link knows them by those names."""
import io
import shutil
import unicodedata
import urllib.parse
import zipfile
import pytest
from support import fes, gml, ogr, old, schemas, sheets, table
from support.client import Client
from support.sample import ANTWERPEN, GENT
from support.server import REPO, Server, State

TYPE, SHAPE, NOTE, CODE = 'EntitéGénérique', 'attribut.Géométrie', '見出し', 'naam-kort'
POINTS = """{"type": "FeatureCollection", "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::31370"}}, "features": [
{"type": "Feature", "properties": {"gemeente_nis": "%(gent)s", "note": "日本", "code": "A"}, "geometry": {"type": "Point", "coordinates": [104000, 194000]}},
{"type": "Feature", "properties": {"gemeente_nis": "%(gent)s", "note": "Łódź", "code": "B"}, "geometry": {"type": "Point", "coordinates": [105000, 195000]}},
{"type": "Feature", "properties": {"gemeente_nis": "%(gent)s", "note": "é", "code": "C"}, "geometry": {"type": "Point", "coordinates": [106000, 196000]}},
{"type": "Feature", "properties": {"gemeente_nis": "%(antwerpen)s", "note": "é", "code": "D"}, "geometry": {"type": "Point", "coordinates": [150000, 215000]}}]}
""" % {'gent': GENT, 'antwerpen': ANTWERPEN}
LAYER = """<layer name="EntitéGénérique">
  <title>Entités</title>
  <table name="entite" id="id"/>
  <restrict column="gemeente_nis"/>
  <extent west="2.52" south="50.67" east="5.94" north="51.51"/>
  <property name="見出し" column="note" type="string" required="yes"/>
  <property name="naam-kort" column="code" type="string" length="4"/>
  <property name="Été" column="gemeente_nis" type="string"><code>%s</code><code>%s</code></property>
  <geometry name="attribut.Géométrie" column="geometry" type="Point" crs="31370"/>
</layer>
""" % (GENT, ANTWERPEN)
LOCATION = '{http://www.w3.org/2001/XMLSchema-instance}schemaLocation'
IDS = [TYPE + '.%d' % key for key in (1, 2, 3)]


@pytest.fixture(scope='module')
def served(binary, tmp_path_factory):
    made = State(binary)
    made.make_sample(10)
    made.make_key()
    folder = tmp_path_factory.mktemp('names')
    (folder / 'entite.geojson').write_text(POINTS)
    made.load_table(folder / 'entite.geojson', 'entite')
    shutil.copytree(REPO / 'data/layers', folder / 'layers')
    (folder / 'layers/entite.xml').write_text(LAYER)
    with Server(made, layers=str(folder / 'layers')) as server:
        yield server, made
    made.remove()


@pytest.fixture(scope='module')
def client(served):
    return Client(served[0].url, served[1].token(GENT))


@pytest.mark.parametrize('version', old.VERSIONS)
def test_the_older_versions_have_it_and_are_valid(client, version):
    names = old.ask(client, version, 'GetCapabilities').xml.xpath('//wfs:FeatureType/wfs:Name/text()', namespaces=old.NS)
    assert 'risico:' + TYPE in names
    answer = old.features(client, version, 'risico:' + TYPE)
    assert old.ids(answer.xml) == IDS
    where = answer.xml.get(LOCATION).split()[-1]
    assert where.isascii() and urllib.parse.quote(TYPE) in where
    schemas.check(answer.xml, schemas.schema([old.COLLECTION[version], ('http://risicolaag/1.0', 'memory:ours.xsd')], {'memory:ours.xsd': client.get(where).body}))


def test_2_0_has_it_and_is_valid(client):
    assert ('risico:' + TYPE) in client.wfs('GetCapabilities').text
    answer = client.features('risico:' + TYPE)
    where = answer.xml.get(LOCATION).split()
    schema = schemas.schema([(where[0], where[1]), ('http://risicolaag/1.0', 'memory:ours.xsd')], {'memory:ours.xsd': client.get(where[-1]).body})
    schemas.check(answer.xml, schema)
    first = gml.members(answer.xml)[0]
    assert gml.ids(answer.xml) == IDS and {e.tag.rpartition('}')[2] for e in first} == {NOTE, CODE, 'Été', SHAPE}


def test_its_pages_follow_each_other(client):
    first = client.features(TYPE, count=2).xml
    assert first.get('next').isascii()
    assert gml.ids(first) + gml.ids(client.get(first.get('next')).xml) == IDS


FILTERS = {
    'a comparison': (fes.compare(NOTE, 'Łódź'), [2]),
    'with a prefix and a path': (fes.compare('risico:%s/risico:%s' % (TYPE, CODE), 'A'), [1]),
    'like': (fes.compare(NOTE, '*ó*', 'PropertyIsLike', 'wildCard="*" singleChar="?" escapeChar="!"'), [2]),
    'an id': ('<fes:ResourceId rid="%s"/>' % IDS[2], [3]),
    'a place': (fes.spatial(fes.polygon('103000 193000 105500 193000 105500 195500 103000 195500 103000 193000'), name=SHAPE), [1, 2]),
}


@pytest.mark.parametrize('name', FILTERS)
def test_filters_know_the_names(client, name):
    condition, keys = FILTERS[name]
    wanted = [IDS[key - 1] for key in keys]
    assert gml.ids(client.post(fes.document(fes.filter_of(condition), type_name='risico:' + TYPE), 'text/xml').xml) == wanted
    assert gml.ids(client.get('/wfs?' + fes.kvp(fes.filter_of(condition), type_name='risico:' + TYPE)).xml) == wanted


@pytest.mark.parametrize('version', old.VERSIONS)
def test_filters_of_the_older_versions_know_the_names(client, version):
    inner = '<ogc:PropertyIsEqualTo><ogc:PropertyName>risico:%s</ogc:PropertyName><ogc:Literal>日本</ogc:Literal></ogc:PropertyIsEqualTo>' % NOTE
    body = old.document(version, old.filter_of(inner), type_name='risico:' + TYPE)
    assert old.ids(client.post(body, 'text/xml').xml) == IDS[:1]
    assert old.ids(client.post(b'<?xml version="1.0" encoding="UTF-16"?>'.decode().encode('utf-16') + body.decode().encode('utf-16')[2:], 'text/xml').xml) == IDS[:1]
    assert old.ids(old.ask(client, version, 'GetFeature', featureId=IDS[1]).xml) == IDS[1:2]


def test_every_other_parameter_knows_the_names(client):
    assert gml.ids(client.features(TYPE, sortBy=CODE + ' D').xml) == IDS[::-1]
    assert gml.ids(client.features(TYPE, cql_filter="%s = 'Łódź'" % NOTE).xml) == IDS[1:2]
    assert gml.ids(client.features(TYPE, cql_filter="\"%s\" = 'C'" % CODE).xml) == IDS[2:]
    few = gml.members(client.features(TYPE, propertyName=NOTE, count=1).xml)[0]
    assert {e.tag.rpartition('}')[2] for e in few} == {NOTE}
    assert gml.ids(client.wfs('GetFeature', resourceId=IDS[2]).xml) == IDS[2:]
    one = client.wfs('GetFeature', storedquery_id='urn:ogc:def:query:OGC-WFS::GetFeatureById', id=IDS[2])
    assert gml.id_of(one.xml) == IDS[2]
    values = client.wfs('GetPropertyValue', typeNames=TYPE, valueReference=NOTE)
    assert [''.join(e.itertext()) for e in values.xml.iter('{*}member')] == ['日本', 'Łódź', 'é'], values
    joined = client.features('(%s,%s)' % (TYPE, TYPE), aliases='(é,b)', filter=fes.filter_of(
        '<fes:PropertyIsEqualTo><fes:ValueReference>é/%s</fes:ValueReference><fes:ValueReference>b/%s</fes:ValueReference></fes:PropertyIsEqualTo>' % (NOTE, NOTE)))
    assert joined.status == 200 and len(joined.xml.findall('.//{*}Tuple')) == 3, joined


def test_a_name_of_other_bytes_is_another_name(client):
    apart = unicodedata.normalize('NFD', TYPE)
    assert gml.exception_of(client.features(apart))[:2] == ('InvalidParameterValue', 'typeNames')
    assert client.features(TYPE.encode('latin-1').decode('latin-1').replace('é', 'e')).status == 400
    assert client.get('/wfs?service=WFS&version=2.0.0&request=GetFeature&typeNames=Entit%E9G%E9n%E9rique').status == 400


@pytest.mark.parametrize('output', ['application/json', 'csv', 'gpkg', 'flatgeobuf', 'shape-zip', 'kml', 'xlsx', 'ods'])
def test_every_format_has_the_names(client, tmp_path, output):
    answer = client.features(TYPE, outputFormat=output)
    assert answer.status == 200, answer
    if output == 'application/json':
        assert [(f['id'], f['properties'][NOTE], f['geometry_name'] if 'geometry_name' in f else SHAPE) for f in answer.json['features']] == \
            [(key, note, SHAPE) for key, note in zip(IDS, ('日本', 'Łódź', 'é'))]
        return
    kept = answer.headers['Content-Disposition']
    assert kept.isascii() and 'filename="Entit_G_n_rique-' in kept and "filename*=UTF-8''%s-" % urllib.parse.quote(TYPE) in kept
    if output == 'csv':
        names, rows = table.read(answer)
        assert names == ['id', NOTE, CODE, 'Été', SHAPE] and [row['id'] for row in rows] == IDS
    elif output in ('xlsx', 'ods'):
        rows = sheets.read(answer.body, output)[2]
        assert [(row['id'], row[NOTE]) for row in rows] == list(zip(IDS, ('日本', 'Łódź', 'é')))
    elif output == 'shape-zip':
        archive = zipfile.ZipFile(io.BytesIO(answer.body))
        assert TYPE + '.shp' in archive.namelist() and NOTE in archive.read('LEESMIJ.txt').decode()
        assert [row['見出し'] for row, _ in ogr.File(answer.body, output, tmp_path).rows] == ['日本', 'Łódź', 'é']
    else:
        file = ogr.File(answer.body, output, tmp_path)
        assert file.name == ('Entités' if output == 'kml' else TYPE) and len(file.rows) == 3
        if output == 'kml':
            assert answer.xml.xpath('//k:Placemark/@id', namespaces={'k': 'http://www.opengis.net/kml/2.2'}) == IDS
            assert NOTE in answer.xml.xpath('//k:SimpleData/@name', namespaces={'k': 'http://www.opengis.net/kml/2.2'})
        else:
            assert {NOTE, CODE, 'Été'} <= set(file.columns)
        if output == 'gpkg':
            assert file.geometry_column == SHAPE


def test_who_may_not_see_a_row_does_not(served, client):
    assert len(gml.ids(Client(served[0].url, served[1].token(GENT, ANTWERPEN)).features(TYPE).xml)) == 4
    assert Client(served[0].url).features(TYPE).status == 401
    assert gml.ids(client.wfs('GetFeature', resourceId=TYPE + '.4').xml) == []
