"""Stored queries that callers make: kept, run and dropped within the caller's organisation, and no way to see past it."""
import sqlite3
import urllib.request
import pytest
from lxml import etree
from support import fes, gml, schemas, store
from support.client import Client
from support.fes import compare, filter_of
from support.sample import ANTWERPEN, GENT
from support.server import Server, State
from support.stored import (BY_BRON, BY_CRS, BY_CRS_ALIAS, BY_ID, EVERYTHING, LANGUAGE, creation, dropping, listed, post, refused, running)

@pytest.fixture(scope='module')
def place(state):
    """A store of its own: these tests write to it."""
    own = State(state.binary)
    own.make_sample(1500)
    own.make_key()
    with Server(own) as server:
        yield own, server
    own.remove()


@pytest.fixture
def gent(place):
    return Client(place[1].url, place[0].token(GENT, role='Beheerder'))


@pytest.fixture
def antwerpen(place):
    return Client(place[1].url, place[0].token(ANTWERPEN, role='Beheerder'))


@pytest.fixture
def nobody(place):
    return Client(place[1].url)


@pytest.fixture
def made(gent):
    """A query of Gent's that is gone again afterwards."""
    answer = gent.post(creation('urn:proef:bron', BY_BRON, ['bron']), 'text/xml')
    assert answer.status == 200, answer
    yield 'urn:proef:bron', answer
    gent.post(dropping('urn:proef:bron'), 'text/xml')


def test_a_query_is_made_listed_described_and_run(gent, place, made, ogc_schema):
    name, answer = made
    assert etree.QName(answer.xml).localname == 'CreateStoredQueryResponse' and answer.xml.get('status') == 'OK'
    schemas.check(answer.xml, ogc_schema)
    assert name in listed(gent)
    described = gent.wfs('DescribeStoredQueries', storedquery_id=name).xml
    schemas.check(described, ogc_schema)
    assert described.xpath('//wfs:Parameter/@name', namespaces=gml.NS) == ['bron']
    for bron in ('gemeente', 'migratie', "x' OR '1'='1", '</fes:Literal>', '${bron}'):
        found = gent.wfs('GetFeature', storedquery_id=name, bron=bron)
        assert found.status == 200, found
        assert set(gml.ids(found.xml)) == store.ids(k for k, row in store.active(place[0].store, GENT).items() if row['bron'] == bron)


def test_a_query_without_its_parameter_says_which(gent, made):
    answer = gent.wfs('GetFeature', storedquery_id=made[0])
    refused(answer, 'MissingParameterValue', 'OperationParsingFailed', 'InvalidParameterValue')
    assert 'bron' in answer.text


def test_another_organisation_neither_sees_nor_runs_nor_drops_it(gent, antwerpen, nobody, made):
    name = made[0]
    for other in (antwerpen, nobody):
        assert name not in listed(other)
        refused(other.wfs('DescribeStoredQueries', storedquery_id=name), 'InvalidParameterValue')
    unknown = antwerpen.wfs('GetFeature', storedquery_id='urn:proef:niet', bron='gemeente')
    foreign = antwerpen.wfs('GetFeature', storedquery_id=name, bron='gemeente')
    assert foreign.status == unknown.status and foreign.text.replace(name, 'ID') == unknown.text.replace('urn:proef:niet', 'ID')
    refused(antwerpen.post(dropping(name), 'text/xml'), 'InvalidParameterValue')
    assert name in listed(gent)


def test_two_organisations_may_use_one_name(gent, antwerpen, place, made):
    """That the name is taken elsewhere would tell that it exists there."""
    answer = antwerpen.post(creation(made[0], EVERYTHING), 'text/xml')
    assert answer.status == 200, answer
    found = antwerpen.wfs('GetFeature', storedquery_id=made[0])
    assert set(gml.ids(found.xml)) == store.ids(store.active(place[0].store, ANTWERPEN))
    assert antwerpen.post(dropping(made[0]), 'text/xml').status == 200
    assert made[0] in listed(gent)


def test_the_same_name_twice_is_refused(gent, made):
    refused(gent.post(creation(made[0], EVERYTHING), 'text/xml'), 'DuplicateStoredQueryIdValue')


def test_dropping_drops_and_not_twice(gent):
    assert gent.post(creation('urn:proef:weg', EVERYTHING), 'text/xml').status == 200
    assert gent.post(dropping('urn:proef:weg'), 'text/xml').status == 200
    assert 'urn:proef:weg' not in listed(gent)
    refused(gent.post(dropping('urn:proef:weg'), 'text/xml'), 'InvalidParameterValue')
    assert gent.wfs('DropStoredQuery', storedquery_id='urn:proef:weg').status == 400


def test_the_standard_query_cannot_be_replaced_or_dropped(gent):
    refused(gent.post(creation(BY_ID, EVERYTHING), 'text/xml'), 'DuplicateStoredQueryIdValue', 'InvalidParameterValue')
    refused(gent.post(dropping(BY_ID), 'text/xml'), 'InvalidParameterValue', 'OperationProcessingFailed')
    assert BY_ID in listed(gent)


def test_without_a_token_nothing_is_stored(nobody):
    assert nobody.post(creation('urn:proef:niemand', EVERYTHING), 'text/xml').status == 401
    assert nobody.post(dropping(BY_ID), 'text/xml').status == 401


@pytest.mark.parametrize('body', [
    creation('urn:proef:x', '<wfs:Query typeNames="risico:onbekend"/>'), creation('urn:proef:x', '<x/>'), creation('urn:proef:x', ''),
    creation('', EVERYTHING), creation('urn:proef:x', EVERYTHING, language='urn:ogc:def:queryLanguage:OGC-WFS::SQL'),
    creation('urn:proef:x', EVERYTHING, ['a', 'a']), creation('urn:proef:' + 'x' * 100000, EVERYTHING),
    creation('urn:proef:x', EVERYTHING * 500)], ids=['type', 'element', 'nothing', 'no id', 'language', 'twice', 'long', 'many'])
def test_a_bad_definition_is_refused(gent, body):
    refused(gent.post(body, 'text/xml'), 'InvalidParameterValue', 'OperationParsingFailed', 'MissingParameterValue', 'DuplicateStoredQueryParameterName')
    assert 'urn:proef:x' not in listed(gent)


def test_there_is_a_bound_to_what_one_organisation_keeps(gent, antwerpen):
    made = []
    for number in range(1000):
        answer = gent.post(creation('urn:proef:n%d' % number, EVERYTHING), 'text/xml')
        if answer.status != 200:
            break
        made.append('urn:proef:n%d' % number)
    assert 10 <= len(made) < 1000, 'no bound found'
    refused(answer, 'OperationProcessingFailed')
    assert antwerpen.post(creation('urn:proef:n0', EVERYTHING), 'text/xml').status == 200, 'the bound is for each organisation by itself'
    antwerpen.post(dropping('urn:proef:n0'), 'text/xml')
    for name in made:
        assert gent.post(dropping(name), 'text/xml').status == 200


@pytest.mark.parametrize('name', ['expiry', 'releaseAction', 'token'])
def test_a_kept_query_whose_parameter_has_a_name_that_was_taken_since_stays_and_hinders_no_other(gent, place, made, name):
    kept = etree.fromstring(creation('urn:proef:oud', BY_BRON.replace('${bron}', '${%s}' % name), [name])).find('{*}StoredQueryDefinition')
    with sqlite3.connect(place[0].store) as db:
        db.execute("INSERT INTO opgeslagen_vraag SELECT organisatie, 'urn:proef:oud', ?, gemaakt_op, gemaakt_door FROM opgeslagen_vraag WHERE id = ?",
                   (etree.tostring(kept).decode(), made[0]))
    try:
        assert {made[0], 'urn:proef:oud'} <= set(listed(gent))
        described = gent.wfs('DescribeStoredQueries')
        assert described.status == 200 and name in described.xml.xpath('//wfs:Parameter/@name', namespaces=gml.NS)
        found = gent.post(running(('urn:proef:oud', {name: 'gemeente'})), 'text/xml')
        assert set(gml.ids(found.xml)) == store.ids(k for k, row in store.active(place[0].store, GENT).items() if row['bron'] == 'gemeente')
    finally:
        assert gent.post(dropping('urn:proef:oud'), 'text/xml').status == 200


def test_a_stored_query_outlives_a_restart(place, gent, made):
    with Server(place[0]) as again:
        assert made[0] in listed(Client(again.url, place[0].token(GENT)))


def test_the_inspire_query_gives_the_dataset_in_a_system_of_choice(gent, place):
    name, = [n for n in listed(gent) if n.endswith('GetDatasetByCrs') or n.endswith('GetSpatialDataSetByCrs') or 'DatasetByCrs' in n]
    described = gent.wfs('DescribeStoredQueries', storedquery_id=name).xml
    parameters = described.xpath('//wfs:Parameter/@name', namespaces=gml.NS)
    crs = next(p for p in parameters if p.lower() == 'crs')
    answer = gent.wfs('GetFeature', storedquery_id=name, **{crs: 'http://www.opengis.net/def/crs/EPSG/0/4258'})
    assert answer.status == 200, answer
    assert store.ids(store.active(place[0].store, GENT)) <= {gml.id_of(e) for e in answer.xml.xpath('//*[@gml:id]', namespaces=gml.NS)}
    assert set(answer.xml.xpath('//gml:MultiSurface/@srsName', namespaces=gml.NS)) == {'http://www.opengis.net/def/crs/EPSG/0/4258'}


# Who may, and for whom.

def test_who_only_reads_runs_what_the_organisation_keeps_and_keeps_nothing(place, gent, made):
    reader = Client(place[1].url, place[0].token(GENT))
    assert made[0] in listed(reader)
    assert reader.wfs('GetFeature', storedquery_id=made[0], bron='gemeente').status == 200
    for body in (creation('urn:proef:lezer', EVERYTHING), dropping(made[0]), dropping('urn:proef:niet')):
        answer = post(reader, body)
        assert answer.status == 403 and 'Beheerder' in answer.text, answer
    assert listed(gent) == listed(reader) and 'urn:proef:lezer' not in listed(gent)


def test_for_several_organisations_it_says_to_choose_one_and_reads_those_of_all(place, gent, antwerpen, made):
    both = Client(place[1].url, place[0].token(GENT, ANTWERPEN, role='Beheerder'))
    assert post(antwerpen, creation('urn:proef:antwerpen', EVERYTHING)).status == 200
    try:
        assert {made[0], 'urn:proef:antwerpen'} <= set(listed(both))
        for body in (creation('urn:proef:beide', EVERYTHING), dropping(made[0])):
            answer = post(both, body)
            assert answer.status == 403 and 'choose one' in answer.text, answer
        own = store.ids(store.active(place[0].store, GENT, ANTWERPEN))
        assert set(gml.ids(both.wfs('GetFeature', storedquery_id='urn:proef:antwerpen').xml)) == own, 'whoever runs it sees the own rows'
    finally:
        post(antwerpen, dropping('urn:proef:antwerpen'))


def test_a_service_key_belongs_to_the_organisation_of_its_gemeente(place, gent, antwerpen, made):
    key = Client(place[1].url, api_key=place[0].service_key(GENT, role='integrator'))
    assert made[0] in listed(key)
    assert post(key, creation('urn:proef:sleutel', EVERYTHING)).status == 200
    assert 'urn:proef:sleutel' in listed(gent) and 'urn:proef:sleutel' not in listed(antwerpen)
    assert post(key, dropping('urn:proef:sleutel')).status == 200
    only_reads = Client(place[1].url, api_key=place[0].service_key(GENT, role='raadpleger'))
    assert post(only_reads, dropping(made[0])).status == 403
    vip = Client(place[1].url, api_key=place[0].service_key(role='vip'))
    assert made[0] not in listed(vip) and post(vip, creation('urn:proef:vip', EVERYTHING)).status == 403


def test_the_audit_trail_says_who_made_it(place, made):
    with store.connect(place[0].store) as db:
        row, = db.execute('SELECT * FROM opgeslagen_vraag WHERE id = ?', (made[0],))
    assert row['gemaakt_door'].startswith('user:') and row['gemaakt_op'].endswith('Z') and len(row['organisatie']) == 10


# Running.

def want(place, bron):
    return store.ids(k for k, row in store.active(place[0].store, GENT).items() if row['bron'] == bron)


def test_it_runs_by_post_and_by_soap_with_its_parameters(gent, place, made):
    wanted = want(place, 'gemeente')
    assert wanted and set(gml.ids(post(gent, running((made[0], {'bron': 'gemeente'}))).xml)) == wanted
    envelope = b'<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body>%s</s:Body></s:Envelope>' % running((made[0], {'BRON': 'gemeente'}))
    answer = gent.post(envelope, 'application/soap+xml')
    assert answer.status == 200 and set(gml.ids(answer.xml.find('.//{%s}FeatureCollection' % gml.WFS))) == wanted
    form = ('service=WFS&version=2.0.0&request=GetFeature&storedquery_id=%s&bron=gemeente' % made[0]).encode()
    assert set(gml.ids(gent.post(form, 'application/x-www-form-urlencoded').xml)) == wanted
    made_by_soap = b'<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>%s</s:Body></s:Envelope>'
    assert gent.post(made_by_soap % creation('urn:proef:soap', BY_BRON, ['bron']).partition(b'?>')[2], 'text/xml').status == 200
    assert set(gml.ids(gent.wfs('GetFeature', storedquery_id='urn:proef:soap', bron='gemeente').xml)) == wanted
    assert post(gent, dropping('urn:proef:soap')).status == 200


def test_it_gives_values_too(gent, place, made):
    for answer in (gent.wfs('GetPropertyValue', storedquery_id=made[0], bron='gemeente', valueReference='bron'),
                   post(gent, running((made[0], {'bron': 'gemeente'}), operation='GetPropertyValue', more='valueReference="bron"'))):
        assert answer.status == 200 and len(answer.xml) == len(want(place, 'gemeente')), answer
        assert {member.text for member in answer.xml} == {'gemeente'}


@pytest.mark.parametrize('way', ['get', 'post'])
def test_the_links_of_its_pages_carry_its_id_and_parameters(gent, place, made, way):
    ask = {'get': lambda: gent.wfs('GetFeature', storedquery_id=made[0], bron='migratie', count='7'),
           'post': lambda: post(gent, running((made[0], {'bron': 'migratie'}), more='count="7"'))}
    answer, seen = ask[way](), []
    for _ in range(1000):
        assert answer.status == 200, answer
        seen += gml.ids(answer.xml)
        if not answer.xml.get('next'):
            break
        answer = gent.get(answer.xml.get('next'))
    assert len(seen) == len(set(seen)) > 7 and set(seen) == want(place, 'migratie')


def test_hits_are_counted_and_other_formats_come(gent, place, made):
    wanted = want(place, 'gemeente')
    assert gent.wfs('GetFeature', storedquery_id=made[0], bron='gemeente', resultType='hits').xml.get('numberMatched') == str(len(wanted))
    assert {f['id'] for f in gent.wfs('GetFeature', storedquery_id=made[0], bron='gemeente', outputFormat='application/json').json['features']} == wanted


def test_an_unknown_parameter_is_refused_in_a_document_and_left_alone_in_a_url(gent, made):
    refused(post(gent, running((made[0], {'bron': 'gemeente', 'brom': 'x'}))), 'InvalidParameterValue')
    refused(post(gent, running((BY_ID, {'id': 'risicolocatie.1', 'ander': 'x'}))), 'InvalidParameterValue')
    assert gent.wfs('GetFeature', storedquery_id=made[0], bron='gemeente', brom='x').status == 200


def test_a_missing_parameter_is_the_locator(gent, made):
    for answer in (gent.wfs('GetFeature', storedquery_id=made[0]), post(gent, running((made[0], {})))):
        assert answer.status == 400 and gml.exception(answer.xml)[:2] == ('MissingParameterValue', 'bron')


@pytest.fixture
def make(gent):
    """Makes a query of Gent's that is gone again afterwards."""
    names = []

    def make(inner, parameters=(), **more):
        name = 'urn:proef:maak%d' % len(names)
        answer = post(gent, creation(name, inner, parameters, **more))
        assert answer.status == 200, answer
        names.append(name)
        return name
    yield make
    for name in names:
        assert post(gent, dropping(name)).status == 200


def query_of(inner, attributes=''):
    return '<wfs:Query typeNames="risico:risicolocatie" %s>%s</wfs:Query>' % (attributes, filter_of(inner))


def test_values_are_checked_against_the_declared_type(gent, place, make):
    rows = store.active(place[0].store, GENT)
    name = make(query_of('<fes:And>%s%s%s</fes:And>' % (
        compare('versie', '${v}', 'PropertyIsGreaterThanOrEqualTo'), compare('startdatum', '${dag}', 'PropertyIsLessThan'),
        compare('gewijzigd_op', '${toen}', 'PropertyIsGreaterThan'))), [('v', 'xs:int'), ('dag', 'xs:date'), ('toen', 'xs:dateTime')])
    good = {'v': '1', 'dag': '2010-06-01', 'toen': '1990-01-01T00:00:00+01:00'}
    answer = gent.wfs('GetFeature', storedquery_id=name, **good)
    assert answer.status == 200 and set(gml.ids(answer.xml)) == store.ids(k for k, row in rows.items() if row['startdatum'] < '2010-06-01')
    for bad in ({'v': '1.5'}, {'v': 'x'}, {'v': ''}, {'v': '1 OR 1=1'}, {'dag': '2010-13-01'}, {'dag': 'gisteren'}, {'toen': '2010-06-01'}, {'dag': '2010-06-01 02:00'},
                {'toen': '1990-01-01T00:00:00 01:00'}):
        answer = gent.wfs('GetFeature', storedquery_id=name, **{**good, **bad})
        code, locator, text = gml.exception(answer.xml)
        assert answer.status == 400 and (code, locator) == ('InvalidParameterValue', next(iter(bad))), answer
        assert ('%2B' in text) == (' 0' in next(iter(bad.values()))), 'a + in a URL is a blank'


def test_an_empty_text_is_a_text(gent, make):
    name = make(BY_BRON, ['bron'])
    assert gml.ids(gent.wfs('GetFeature', storedquery_id=name, bron='').xml) == []
    assert gml.ids(post(gent, running((name, {'bron': ''}))).xml) == []


BOX = '100000 190000 100000 200000 110000 200000 110000 190000 100000 190000'


@pytest.mark.parametrize('way', ['get', 'post'])
def test_a_geometry_is_a_parameter_as_in_the_standards_own_example(gent, make, way):
    name = make('<wfs:Query typeNames="risico:risicolocatie"><fes:Filter><fes:Intersects><fes:ValueReference>geometry</fes:ValueReference>\n ${gebied} \n'
                '</fes:Intersects></fes:Filter></wfs:Query>', [('gebied', 'gml:PolygonType')])
    polygon = fes.polygon(BOX).replace('<gml:Polygon', '<gml:Polygon xmlns:gml="http://www.opengis.net/gml/3.2"', 1)
    answer = gent.wfs('GetFeature', storedquery_id=name, gebied=polygon) if way == 'get' else post(gent, running((name, {'gebied': polygon}), more='count="3"'))
    wanted = set(gml.ids(gent.post(fes.document(filter_of(fes.spatial(fes.polygon(BOX)))), 'text/xml').xml))
    assert answer.status == 200 and wanted
    assert set(gml.ids(answer.xml)) == wanted if way == 'get' else set(gml.ids(answer.xml)) <= wanted
    if way == 'post' and len(wanted) > 3:
        assert set(gml.ids(gent.get(answer.xml.get('next')).xml)) <= wanted
    for bad in ('x', '<a/>', '<!DOCTYPE a [<!ENTITY b "c">]>' + polygon, polygon + polygon, '<fes:Or xmlns:fes="http://www.opengis.net/fes/2.0"/>'):
        answer = gent.wfs('GetFeature', storedquery_id=name, gebied=bad)
        assert answer.status == 400 and gml.exception(answer.xml)[1] == 'gebied', answer


def test_types_systems_and_sorting_are_parameters(gent, make):
    name = make('<wfs:Query typeNames="${soort}" srsName="${stelsel}"><fes:SortBy><fes:SortProperty><fes:ValueReference>${sleutel}</fes:ValueReference>'
                '<fes:SortOrder>DESC</fes:SortOrder></fes:SortProperty></fes:SortBy></wfs:Query>', [('soort', 'xs:QName'), 'stelsel', 'sleutel'], types='')
    answer = gent.wfs('GetFeature', storedquery_id=name, soort='risico:gemeente', stelsel='urn:ogc:def:crs:EPSG::3812', sleutel='naam', count='5')
    assert answer.status == 200 and len(gml.ids(answer.xml)) == 5
    names = answer.xml.xpath('//*[local-name()="naam"]/text()')
    assert names == sorted(names, reverse=True) and set(answer.xml.xpath('//gml:MultiSurface/@srsName', namespaces=gml.NS)) == {'urn:ogc:def:crs:EPSG::3812'}
    document = running((name, {'stelsel': 'EPSG:3812', 'sleutel': 'naam'}), more='count="2"').replace(
        b'</wfs:StoredQuery>', b'<wfs:Parameter name="soort" xmlns:x="http://risicolaag/1.0">x:gemeente</wfs:Parameter></wfs:StoredQuery>')
    answer = post(gent, document)
    assert answer.status == 200 and len(gml.ids(answer.xml)) == 2 and gent.get(answer.xml.get('next')).status == 200
    refused(gent.wfs('GetFeature', storedquery_id=name, soort='r:gemeente', namespaces='xmlns(r,http://elders)', stelsel='EPSG:3812', sleutel='naam'),
            'InvalidParameterValue')
    refused(gent.wfs('GetFeature', storedquery_id=name, soort='onbekend', stelsel='EPSG:3812', sleutel='naam'), 'InvalidParameterValue')


def test_several_queries_in_one_and_one_of_several(gent, place, make, made):
    name = make(BY_BRON + '<wfs:Query typeNames="risico:gemeente"/>', ['bron'], types='risico:risicolocatie risico:gemeente')
    answer = gent.wfs('GetFeature', storedquery_id=name, bron='gemeente')
    assert [child.get('numberMatched') for child in answer.xml.iter('{%s}FeatureCollection' % gml.WFS)][1:] == [str(len(want(place, 'gemeente'))), '285']
    both = post(gent, running((made[0], {'bron': 'migratie'}), (BY_ID, {'id': 'gemeente.44021'}), '<wfs:Query typeNames="risico:gemeente"/>', more='count="5"'))
    assert both.status == 200 and both.xml.get('numberMatched') == str(len(want(place, 'migratie')) + 286) and 'continuation=' in both.xml.get('next')


def test_the_type_that_stands_for_all_types_is_each_of_them(gent, make):
    name = make('<wfs:Query typeNames="gml:AbstractFeature"/>', types='')
    answer = gent.wfs('GetFeature', storedquery_id=name, resultType='hits')
    wanted = sum(int(gent.features('risico:' + kind, resultType='hits').xml.get('numberMatched')) for kind in ('risicolocatie', 'perceel', 'gemeente'))
    assert int(answer.xml.get('numberMatched')) == wanted


def test_a_private_body_is_never_described(gent, make, ogc_schema):
    name = make(BY_BRON.replace('bron', 'omschrijving'), ['omschrijving'], private='true')
    for answer in (gent.wfs('DescribeStoredQueries', storedquery_id=name), gent.wfs('DescribeStoredQueries')):
        assert 'PropertyIsEqualTo' not in answer.text and name in answer.text
        schemas.check(answer.xml, ogc_schema)
    assert gent.wfs('GetFeature', storedquery_id=name, omschrijving='x').status == 200


def test_what_is_described_can_be_made_again(gent, make):
    name = make(query_of(compare('omschrijving', 'Łódź &amp; &lt;é&gt; \'"')))
    description = gent.wfs('DescribeStoredQueries', storedquery_id=name).xml[0]
    description.tag = '{%s}StoredQueryDefinition' % gml.WFS
    description.set('id', 'urn:proef:opnieuw')
    body = b'<wfs:CreateStoredQuery xmlns:wfs="http://www.opengis.net/wfs/2.0" service="WFS" version="2.0.0">%s</wfs:CreateStoredQuery>' % etree.tostring(description)
    assert post(gent, body).status == 200
    texts = [gent.wfs('DescribeStoredQueries', storedquery_id=n).xml.xpath('//fes:Literal/text()', namespaces=gml.NS) for n in (name, 'urn:proef:opnieuw')]
    assert texts[0] == texts[1] == ['Łódź & <é> \'"']
    assert post(gent, dropping('urn:proef:opnieuw')).status == 200


# The service's own.

@pytest.mark.parametrize('name', [BY_CRS, BY_CRS_ALIAS])
def test_a_whole_data_set_comes_in_each_system_under_either_name(anyone, gent, place, name):
    assert gent.wfs('DescribeStoredQueries', storedquery_id=name).xml.xpath('//wfs:Parameter/@name', namespaces=gml.NS) == [
        'CRS', 'DataSetIdCode', 'DataSetIdNamespace', 'Language']
    for code, more in (('gemeente', {}), ('perceel', {'DataSetIdNamespace': 'http://risicolaag/1.0'}), ('risicolocatie', {'Language': 'eng'})):
        answer = gent.wfs('GetFeature', storedquery_id=name, CRS='urn:ogc:def:crs:EPSG::3812', DataSetIdCode=code, count='10', **more)
        assert answer.status == 200 and set(answer.xml.xpath('//gml:MultiSurface/@srsName', namespaces=gml.NS)) == {'urn:ogc:def:crs:EPSG::3812'}
        assert all(i.startswith(code + '.') for i in gml.ids(answer.xml))
        assert not answer.xml.get('next') or gml.ids(gent.get(answer.xml.get('next')).xml) != gml.ids(answer.xml)
    for bad, locator in (({}, 'CRS'), ({'CRS': 'EPSG:0'}, 'CRS'), ({'CRS': 'EPSG:31370', 'DataSetIdCode': 'onbekend'}, 'DataSetIdCode'),
                         ({'CRS': 'EPSG:31370', 'DataSetIdNamespace': 'http://elders'}, 'DataSetIdNamespace')):
        answer = gent.wfs('GetFeature', storedquery_id=name, **bad)
        assert answer.status == 400 and gml.exception(answer.xml)[1] == locator, answer
    assert anyone.wfs('GetFeature', storedquery_id=name, CRS='EPSG:4258').status == 401
    assert anyone.wfs('GetFeature', storedquery_id=name, CRS='EPSG:4258', DataSetIdCode='gemeente').status == 200


def test_one_data_set_query_is_listed(gent):
    """Technical Guidance Download Services §6.4: a service defines one only."""
    described = gent.wfs('DescribeStoredQueries').xml
    assert len(described.xpath('//wfs:StoredQueryDescription[wfs:Parameter/@name="DataSetIdCode"]', namespaces=gml.NS)) == 1


def test_the_capabilities_say_what_can_be_kept(anyone):
    document = anyone.wfs('GetCapabilities').xml
    create, = document.xpath('//ows:Operation[@name="CreateStoredQuery"]', namespaces=gml.NS)
    assert LANGUAGE in create.xpath('ows:Parameter[@name="language"]//ows:Value/text()', namespaces=gml.NS)
    assert not create.xpath('.//ows:Get', namespaces=gml.NS) and create.xpath('.//ows:Post', namespaces=gml.NS)
    assert document.xpath('//ows:Operation[@name="DropStoredQuery"]', namespaces=gml.NS)


def test_nobody_may_keep_a_copy_of_the_list(gent):
    for answer in (gent.wfs('ListStoredQueries'), gent.wfs('DescribeStoredQueries')):
        assert answer.headers['Cache-Control'] == 'private, no-store'


def test_the_head_of_a_drop_drops_nothing(gent, place, made):
    url = '%s/wfs?service=WFS&version=2.0.0&request=DropStoredQuery&storedquery_id=%s' % (gent.url, made[0])
    assert gent.send(urllib.request.Request(url, headers=gent.headers, method='HEAD')).status == 405
    assert made[0] in listed(gent)
    assert gent.get(url).status == 200 and made[0] not in listed(gent)
