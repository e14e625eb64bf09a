"""Transactions that hold: what is inserted, changed and struck off, in three versions and as clients write it."""
import pytest
from support import old, schemas, store, transaction as t
from support.sample import ANTWERPEN, GENT
from support.server import REPO


@pytest.fixture(scope='module')
def editing(state, tmp_path_factory):
    with t.editing(state, tmp_path_factory.mktemp('editing')) as running:
        yield running


@pytest.fixture(scope='module')
def gent(editing):
    return editing.client(GENT)


@pytest.fixture(params=t.VERSIONS)
def version(request):
    return request.param


ANSWERS = {'2.0.0': [(t.WFS2, schemas.WFS_XSD)], '1.1.0': [old.COLLECTION['1.1.0']], '1.0.0': [(t.WFS1, schemas.OGC + 'wfs/1.0.0/WFS-transaction.xsd')]}


@pytest.fixture(scope='module')
def schema_of():
    made = {}

    def of(version):
        if version not in made:
            made[version] = schemas.schema(ANSWERS[version])
        return made[version]
    return of


def inserted(client, version, *features, **options):
    return t.ids(t.went_well(t.send(client, version, t.insert(*features), **options)))


def seen(client, identifier):
    """The feature as the layer gives it; None: it gives none."""
    answer = client.features(resourceId=identifier, outputFormat='application/json')
    assert answer.status == 200, answer
    found = answer.json['features']
    return found[0] if found else None


def test_a_feature_is_inserted_changed_and_struck_off(gent, editing, version, schema_of):
    one, = inserted(gent, version, t.new())
    assert seen(gent, one)['properties']['rubriek'] == '1.2.'
    changed = t.went_well(t.send(gent, version, t.update(version, t.by_id(version, one), **{'risico:omschrijving': 'nieuw', 'einddatum': '2017-01-01'})))
    assert (seen(gent, one)['properties']['omschrijving'], seen(gent, one)['properties']['einddatum']) == ('nieuw', '2017-01-01')
    gone = t.went_well(t.send(gent, version, t.delete(t.by_id(version, one))))
    assert seen(gent, one) is None and editing.row(one)['geschrapt'] == 1
    for answer in (changed, gone):
        schemas.check(answer.xml, schema_of(version))


def test_what_is_struck_off_is_not_there_any_more(gent, version):
    one, = inserted(gent, version, t.new())
    t.went_well(t.send(gent, version, t.delete(t.by_id(version, one))))
    answer = t.went_well(t.send(gent, version, t.delete(t.by_id(version, one))))
    assert not sum(t.totals(answer).values())


def test_new_ids_come_in_the_order_of_the_features(gent, editing, version, schema_of):
    answer = t.went_well(t.send(gent, version, t.insert(*[t.new(omschrijving='a%d' % i) for i in range(5)], handle='eerst'), t.insert(t.new(omschrijving='a5'))))
    schemas.check(answer.xml, schema_of(version))
    assert [editing.row(one)['omschrijving'] for one in t.ids(answer)] == ['a%d' % i for i in range(6)]
    assert answer.xml.xpath('//@handle') == ['eerst'] * 5


def test_totals_count_what_was_done(gent, version):
    a, b = inserted(gent, version, t.new(), t.new())
    answer = t.send(gent, version, t.insert(t.new()), t.update(version, t.by_id(version, a), omschrijving='x'), t.delete(t.by_id(version, a, b, b)))
    expected = {'inserted': 1, 'updated': 1, 'deleted': 2}
    assert t.totals(answer) == ({} if version == '1.0.0' else {**expected, 'replaced': 0} if version == '2.0.0' else expected)


def test_a_replace_leaves_nothing_of_before(gent, editing, schema_of):
    one, = inserted(gent, '2.0.0', t.new(omschrijving='weg', eigen_kenmerk='k-1'))
    answer = t.went_well(t.send(gent, '2.0.0', '<wfs:Replace handle="r">%s%s</wfs:Replace>' % (t.new(eigen_kenmerk='k-2'), t.by_id('2.0.0', one))))
    schemas.check(answer.xml, schema_of('2.0.0'))
    assert t.totals(answer)['replaced'] == 1 and answer.xml.xpath('//wfs:ReplaceResults//@rid', namespaces=t.NS) == [one]
    assert (editing.row(one)['omschrijving'], editing.row(one)['eigen_kenmerk']) == (None, 'k-2')


def test_a_filter_on_properties_finds_the_rows_of_the_caller_alone(gent, editing, version):
    other = editing.client(ANTWERPEN)
    for client, nis, ring in ((gent, GENT, t.RING), (other, ANTWERPEN, None)):
        if ring:
            inserted(client, version, t.new(omschrijving='zoek ' + version), t.new(omschrijving='zoek ' + version))
    t.went_well(t.send(other, version, t.update(version, t.equals(version, 'omschrijving', 'zoek ' + version), omschrijving='gevonden ' + version)))
    assert not store.rows(editing.store, 'risicolocatie', where="omschrijving = 'gevonden %s'" % version)
    t.went_well(t.send(gent, version, t.update(version, t.equals(version, 'omschrijving', 'zoek ' + version), omschrijving='gevonden ' + version)))
    assert len(store.rows(editing.store, 'risicolocatie', where="omschrijving = 'gevonden %s'" % version)) == 2


def test_an_empty_transaction_changes_nothing(gent, editing, version, schema_of):
    before = editing.counts()
    answer = t.went_well(t.send(gent, version, attributes='releaseAction="ALL"'))
    schemas.check(answer.xml, schema_of(version))
    assert editing.counts() == before


def test_a_native_action_may_be_passed_over(gent, version):
    t.went_well(t.send(gent, version, '<wfs:Native vendorId="x" safeToIgnore="true">doe iets</wfs:Native>'))


# --- As clients write it ---

LAT_LON = [(51.054, 3.717), (51.054, 3.7172), (51.0542, 3.7172), (51.054, 3.717)]
MULTI = ('<gml:MultiPolygon xmlns:gml="%s" srsName="urn:ogc:def:crs:EPSG::4326"><gml:polygonMember><gml:Polygon><gml:outerBoundaryIs><gml:LinearRing>'
         '<gml:coordinates cs="," ts=" ">%s</gml:coordinates></gml:LinearRing></gml:outerBoundaryIs></gml:Polygon></gml:polygonMember></gml:MultiPolygon>')
EXTERIOR = ('<gml:MultiPolygon xmlns:gml="%s" srsName="%s"><gml:polygonMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList srsDimension="2">%s</gml:posList>'
            '</gml:LinearRing></gml:exterior></gml:Polygon></gml:polygonMember></gml:MultiPolygon>')
SURFACE = ('<gml:Surface xmlns:gml="%s" gml:id="s" srsName="%s"><gml:patches><gml:PolygonPatch><gml:exterior><gml:LinearRing><gml:posList>%s</gml:posList></gml:LinearRing>'
           '</gml:exterior></gml:PolygonPatch></gml:patches></gml:Surface>')


def first_corner(editing, identifier):
    return store.polygons(editing.row(identifier)['geometry'])[0][0]


def positions(ring):
    return ' '.join('%.15g %.15g' % point for point in ring)


@pytest.mark.parametrize('geometry', [
    MULTI % (t.GML1, t.coordinates([(x, y) for y, x in LAT_LON])),  # QGIS: x,y under a urn
    EXTERIOR % (t.GML1, 'urn:ogc:def:crs:EPSG::4326', positions(LAT_LON)), EXTERIOR % (t.GML1, 'EPSG:4326', positions([(x, y) for y, x in LAT_LON])),
    SURFACE % (t.GML2, 'urn:ogc:def:crs:EPSG::4326', positions(LAT_LON)), SURFACE % (t.GML2, 'http://www.opengis.net/def/crs/EPSG/0/4326', positions(LAT_LON)),
], ids=['coordinates', 'exterior', 'exterior-xy', 'surface', 'surface-url'])
def test_every_way_to_write_an_area_gives_the_same_place(gent, editing, geometry):
    one, = inserted(gent, '2.0.0' if t.GML2 in geometry else '1.1.0', t.new(geometry))
    corners = first_corner(editing, one)
    assert len(corners) == 4
    reference, = inserted(gent, '1.0.0', t.new(t.polygon([(x, y) for y, x in LAT_LON], 'EPSG:4326')))
    for (x, y), (a, b) in zip(sorted(corners), sorted(first_corner(editing, reference))):
        assert abs(x - a) < 0.001 and abs(y - b) < 0.001


@pytest.mark.parametrize('where', ['root', 'insert'])
def test_the_insert_may_say_the_reference_system(gent, editing, where):
    bare = t.polygon([(x, y) for y, x in LAT_LON]).replace(' srsName="EPSG:31370"', '')
    attribute = 'srsName="EPSG:4326"'
    action = t.insert(t.new(bare))
    answer = t.send(gent, '2.0.0', action if where == 'root' else action.replace('<wfs:Insert', '<wfs:Insert ' + attribute), attributes=attribute if where == 'root' else '')
    one, = t.ids(t.went_well(answer))
    assert 100000 < first_corner(editing, one)[0][0] < 110000


@pytest.mark.parametrize('moment', ['2016/01/02 10:00:00', '2016/01/02 10:00:00+00', '2016/01/02 10:00:00.5+0200', '2016/01/02T10:00:00-01', '2016-01-02T10:00:00Z'])
def test_gdal_writes_dates_with_slashes_and_booleans_as_digits(gent, editing, version, moment):
    one, = inserted(gent, version, t.new(startdatum='2016/01/02', geschrapt='0', versie='1', aangemaakt_op=moment))
    assert editing.row(one)['startdatum'] == '2016-01-02'


def test_gdal_writes_2_0_0_in_the_namespace_of_1_x(gent):
    body = t.document('1.1.0', t.insert(t.new())).replace(b'version="1.1.0"', b'version="2.0.0"')
    answer = t.went_well(gent.post(body, 'application/xml; charset=UTF-8'))
    assert answer.xml.tag == '{%s}TransactionResponse' % t.WFS1
    one, = t.ids(answer)
    where = '<fes:Filter><fes:ResourceId rid="%s"/></fes:Filter>' % one
    body = t.document('1.1.0', t.update('1.1.0', where, omschrijving='van GDAL')).replace(b'version="1.1.0"', b'version="2.0.0"')
    assert t.totals(t.went_well(gent.post(body, 'application/xml')))['updated'] == 1


def test_openlayers_writes_ids_of_2_0_in_a_namespace_of_its_own(gent):
    one, = inserted(gent, '2.0.0', t.new())
    where = '<fes:Filter><ogc:ResourceId xmlns:ogc="http://www.opengis.net/ogc/1.1" rid="%s"/></fes:Filter>' % one
    assert t.totals(t.send(gent, '2.0.0', t.delete(where)))['deleted'] == 1


@pytest.mark.parametrize('written', ['plain', 'own prefix', 'default', 'in wfs'])
def test_names_come_in_many_dresses(gent, editing, version, written):
    one = t.new(omschrijving=written)
    if written == 'plain':  # no namespace at all
        one = one.replace('risico:', '')
        one = one.replace('<risicolocatie>', '<risicolocatie xmlns="">', 1)
    elif written == 'own prefix':
        one = one.replace('risico:', 'feature:').replace('<feature:risicolocatie>', '<feature:risicolocatie xmlns:feature="%s">' % t.OURS, 1)
    elif written == 'default':
        one = one.replace('risico:', '').replace('<risicolocatie>', '<risicolocatie xmlns="%s">' % t.OURS, 1)
    else:
        one = one.replace('risico:', 'wfs:')
    made, = inserted(gent, version, one)
    assert editing.row(made)['omschrijving'] == written


def test_what_gml_says_of_every_feature_is_passed_over(gent):
    one = t.new().replace('<risico:gemeente_nis>', '<gml:boundedBy><gml:Envelope/></gml:boundedBy><gml:name>n</gml:name><risico:gemeente_nis>', 1)
    assert inserted(gent, '2.0.0', one)


def test_a_property_without_a_value_becomes_empty(gent, editing, version):
    one, = inserted(gent, version, t.new(omschrijving='weg ermee'))
    t.went_well(t.send(gent, version, t.update(version, t.by_id(version, one), omschrijving=None)))
    assert editing.row(one)['omschrijving'] is None


def test_what_the_service_keeps_itself_may_come_back_unchanged(gent, editing, version):
    one, = inserted(gent, version, t.new())
    row = editing.row(one)
    back = {name: row[name] for name in ('gemeente_nis', 'gemeente_naam', 'rubriek', 'rubriekenlijst', 'versie', 'oppervlakte_m2')}
    t.went_well(t.send(gent, version, t.update(version, t.by_id(version, one), id=one, omschrijving='alles terug', aangemaakt_op=row['aangemaakt_op'], **back)))
    assert editing.row(one)['omschrijving'] == 'alles terug' and editing.row(one)['versie'] == row['versie'] + 1


def test_a_collection_may_stand_around_the_features(gent):
    around = '<wfs:FeatureCollection><gml:featureMember>%s</gml:featureMember><gml:featureMember>%s</gml:featureMember></wfs:FeatureCollection>'
    assert len(inserted(gent, '1.1.0', around % (t.new(), t.new()))) == 2


@pytest.mark.parametrize('envelope', ['http://schemas.xmlsoap.org/soap/envelope/', 'http://www.w3.org/2003/05/soap-envelope'])
def test_soap_has_transactions_too(gent, envelope):
    body = b'<s:Envelope xmlns:s="%s"><s:Body>%s</s:Body></s:Envelope>' % (envelope.encode(), t.document('2.0.0', t.insert(t.new())))
    assert len(t.ids(gent.post(body, 'text/xml'))) == 1


def test_the_answer_of_the_next_request_shows_it(gent):
    one, = inserted(gent, '2.0.0', t.new())
    assert one in gent.features(resourceId=one).text


def test_the_journal_tells_who_and_by_which_request(gent, editing):
    inserted(gent, '2.0.0', t.new())
    with store.connect(editing.store) as db:
        last = db.execute('SELECT * FROM boeking ORDER BY id DESC LIMIT 1').fetchone()
    assert (last['weg'], last['rol'].lower()) == ('verzoek', 'beheerder') and last['verzoek']


# --- As it was recorded (tests/fixtures/transactions): QGIS 3.22 with layers of three versions, GDAL 3.6 ---

RECORDED = sorted((REPO / 'tests/fixtures/transactions').glob('*.xml'))
CHANGED = {'insert': 'inserted', 'geometry': 'updated', 'attributes': 'updated', 'update': 'updated', 'delete': 'deleted'}


def recorded(path, identifier, version):
    """Of this feature, and with a reference of its own."""
    text = path.read_text().replace('ID"', identifier + '"').replace('>ID<', '>%s<' % identifier).replace('VERSIE', str(version))
    return text.replace('q-1', path.stem).encode()


@pytest.mark.parametrize('path', RECORDED, ids=lambda path: path.stem)
def test_what_programs_really_send(gent, editing, path):
    one, = inserted(gent, '2.0.0', t.new(omschrijving='van voor de wijziging'))
    before, versions, _ = editing.counts()
    answer = t.went_well(gent.post(recorded(path, one, editing.row(one)['versie']), 'text/xml'))
    row, (after, kept, _) = editing.row(one), editing.counts()
    made = t.ids(answer)
    what = path.stem.rsplit('-', 1)[1]
    assert (len(made) > 0, after - before) == (what == 'insert', len(made))
    assert kept == versions + (what != 'insert') and row['geschrapt'] == (what == 'delete')
    if not path.stem.startswith('qgis') and '1.0.0' not in path.stem:
        assert t.totals(answer)[CHANGED[what]] == (len(made) or 1)
