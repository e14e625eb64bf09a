"""The guide for QGIS as the server hands it out: pages, pictures and files with its own address in them, to everybody."""
import re
import urllib.request
import pytest
from lxml import etree
from support import schemas, sheets
from support.client import Client
from support.sample import GENT
from support.server import REPO, Server

PAGES = {'/handleiding': 'nl', '/guide': 'en'}
BELOW = {'%s/%s' % (path, program): language for path, language in PAGES.items() for program in ('arcgis', 'fme')}
FILES = ('verbinding.xml', 'risicolocaties.qlr', 'risicolocaties.qgs', 'risicolocaties.qml', 'oauth2.json', 'openlayers.html', 'aanmelding-sleutel.xml',
         'aanmelding-oauth2.xml')
BROWSER = {'Accept': 'text/html,application/xhtml+xml,*/*;q=0.8'}
WFS, OWS, XLINK = '{http://www.opengis.net/wfs/2.0}', '{http://www.opengis.net/ows/1.1}', '{http://www.w3.org/1999/xlink}'


def page_of(client, path):
    answer = client.get(path, BROWSER)
    assert answer.status == 200 and answer.type == 'text/html' and 'no-store' in answer.headers['Cache-Control'], answer
    return answer, etree.HTML(answer.body, etree.HTMLParser(encoding='utf-8'))


@pytest.mark.parametrize('path', [*PAGES, *BELOW])
def test_the_guide_says_the_address_of_the_server_that_hands_it_out(anyone, path):
    answer, page = page_of(anyone, path)
    assert page.get('lang') == {**PAGES, **BELOW}[path] and '{{' not in answer.text and 'example' not in answer.text
    assert anyone.url + '/wfs' in page.xpath('//code/text()')


@pytest.mark.parametrize('path', PAGES)
def test_every_link_and_picture_of_the_guide_leads_somewhere(anyone, path):
    _, page = page_of(anyone, path)
    ids = set(page.xpath('//@id'))
    pictures = page.xpath('//img')
    assert len(pictures) >= 20 and all(len(one.get('alt')) > 15 for one in pictures)
    for one in pictures:
        picture = anyone.get(one.get('src'))
        assert picture.status == 200 and picture.type == 'image/png' and picture.body.startswith(b'\x89PNG') and 'max-age' in picture.headers['Cache-Control']
    outside = set()
    for link in page.xpath('//a/@href'):
        if link.startswith('#'):
            assert link[1:] in ids, link
        elif link.startswith(anyone.url):
            assert anyone.get(link).status == 200, link
        else:
            outside.add(link)
    assert outside == {'https://qgis.org/download'}, 'a new one is looked up by a person before it is added here'


def test_a_picture_comes_as_it_is_kept(anyone):
    for path, language in PAGES.items():
        kept = (REPO / 'qgis-guide/pictures' / language / 'verbinding.png').read_bytes()
        assert anyone.get(path + '/verbinding.png').body == kept


@pytest.mark.parametrize('path', PAGES)
@pytest.mark.parametrize('name', FILES)
def test_the_files_of_the_guide_are_saved_with_the_address_of_the_server(anyone, path, name):
    answer = anyone.get('%s/%s' % (path, name))
    assert answer.status == 200 and answer.headers['Content-Disposition'] == 'attachment; filename="%s"' % name
    kept = (REPO / 'qgis-guide' / name).read_bytes()
    assert answer.body == kept.replace(b'http://localhost:8080', anyone.url.encode())
    assert name.startswith(('oauth2', 'aanmelding')) or name.endswith('.qml') or anyone.url.encode() in answer.body


def test_the_public_address_is_the_one_that_the_guide_says(state):
    with Server(state, public_url='https://kaart.example/pad') as server:
        client = Client(server.url)
        assert 'https://kaart.example/pad/wfs' in client.get('/handleiding', {'Host': 'elders.example'}).text
        xml = client.get('/handleiding/verbinding.xml').xml
        assert xml.find('wfs').get('url') == 'https://kaart.example/pad/wfs'


@pytest.mark.parametrize('path', ['/handleiding/', '/handleiding/elders.png', '/guide/../guide/x', '/handleiding/pictures/nl/kaart.png', '/handleidingen'])
def test_what_is_no_part_of_the_guide_is_not_there(anyone, path):
    answer = anyone.get(path, BROWSER)
    assert (answer.status, answer.type) == ((200 if path == '/handleiding/' else 404), 'text/html')


@pytest.mark.parametrize('path', [*PAGES, *BELOW, '/handleiding/kaart.png', '/guide/oauth2.json'])
def test_the_guide_is_read_and_nothing_else(anyone, path):
    full = anyone.get(path)
    head = anyone.send(urllib.request.Request(anyone.url + path, method='HEAD'))
    assert head.status == full.status == 200 and head.body == b'' and head.type == full.type
    refused = anyone.send(urllib.request.Request(anyone.url + path, data=b'x', method='POST'))
    assert refused.status == 405 and refused.headers['Allow'] == 'GET, HEAD, OPTIONS'


@pytest.mark.parametrize('path', [*PAGES, *BELOW])
def test_the_policy_of_the_guide_names_its_styles_and_lets_nothing_run(anyone, path):
    policy, = anyone.get(path).headers.get_all('Content-Security-Policy')
    assert len(re.findall("style-src 'sha256-[^']+' 'sha256-[^']+';", policy)) == 1 and "script-src 'none'" in policy and "img-src 'self'" in policy


def test_the_landing_page_leads_to_the_guide(anyone):
    links = etree.HTML(anyone.get('/').body).xpath('//a/@href')
    assert {anyone.url + path for path in PAGES} <= set(links)


def test_the_capabilities_lead_to_the_guide(anyone, ogc_schema):
    for endpoint in ('/wfs', '/geoserver/BROL/wfs'):
        capabilities = anyone.get(endpoint + '?service=WFS&request=GetCapabilities').xml
        schemas.check(capabilities, ogc_schema)
        links = capabilities.findall('.//%sOperation[@name="GetFeature"]/%sMetadata' % (OWS, OWS))
        assert {link.get(XLINK + 'href') for link in links} == {anyone.url + path for path in PAGES}
        assert all(link.get(XLINK + 'title') for link in links)


@pytest.mark.parametrize('language,said', [('nl', ('geeft geen enkele gemeente', 'hoort niet in een URL', 'hier is geen dienst')),
                                           ('en', ('names no municipality', 'does not belong in a URL', 'there is no service here'))])
def test_the_guide_explains_what_the_server_says(asking_server, idp, language, said):
    """QGIS shows these texts as they come; it asks in the language of the computer, or in English."""
    client, heads = Client(asking_server.url), {'Accept-Language': language}
    without = Client(asking_server.url, idp.token('zonder'))
    answers = [without.get('/wfs?service=WFS&request=GetCapabilities', heads), client.get('/wfs?service=WFS&request=GetCapabilities&token=x', heads), client.get('/wsf', heads)]
    assert [answer.status for answer in answers] == [403, 400, 404]
    for words, answer in zip(said, answers):
        assert words in answer.text
        assert words in client.get('/handleiding').text, 'the guide in Dutch says both, for QGIS may ask in either'
        assert language == 'nl' or words in client.get('/guide').text


def test_the_guide_says_how_a_key_begins(anyone, state):
    begin = state.service_key('44021').partition('_')[0] + '_'
    for path in PAGES:
        assert '<code>%s</code>' % begin in anyone.get(path).text


@pytest.mark.parametrize('path', PAGES)
def test_the_address_for_excel_gives_who_logs_in_with_a_key_all_rows_with_their_dates_as_text(anyone, state, truth, path):
    """A browser that is told of Basic asks for a name and a password; Excel has no dates before 1900."""
    address, = [words for words in page_of(anyone, path)[1].xpath('//code/text()') if 'outputFormat=xlsx' in words]
    refused = anyone.get(address, BROWSER)
    assert refused.status == 401 and any(challenge.startswith('Basic ') for challenge in refused.headers.get_all('WWW-Authenticate'))
    keeper = Client(anyone.url, state.service_key(GENT), basic=True)
    for ending, ids in (('', truth.gent), ('&geschrapt=alle', truth.rows('risicolocatie', [GENT]))):
        answer = keeper.get(address + ending, BROWSER)
        assert answer.status == 200 and '.xlsx' in answer.headers['Content-Disposition'], answer
        rows = sheets.read(answer.body, 'xlsx')[2]
        assert sorted(row['id'] for row in rows) == sorted('risicolocatie.%d' % key for key in ids)
        assert any(row['startdatum'] < '1900' for row in rows) and all(re.fullmatch(r'\d{4}-\d\d-\d\d', row['startdatum']) for row in rows)
        assert all(isinstance(row['rubriek'], str) and float(row['x']) and float(row['y']) for row in rows)
    other = sheets.read(keeper.get(address.replace('xlsx', 'ods'), BROWSER).body, 'ods')[2]
    assert sorted(row['id'] for row in other) == sorted('risicolocatie.%d' % key for key in truth.gent)


@pytest.mark.parametrize('path', BELOW)
def test_the_pages_for_other_programs_say_honestly_that_nobody_tried_them(anyone, path):
    _, page = page_of(anyone, path)
    assert re.search('niet in (?:ArcGIS Pro|FME) geprobeerd|not tried this in', page.findtext('.//main//em'))
    assert anyone.url + path in {link for parent in PAGES for link in page_of(anyone, parent)[1].xpath('//a/@href')}, 'the guide leads to it'


@pytest.fixture(scope='module')
def keeper(anyone, state):
    """Who fills in what the pages say: any name, and the key as password."""
    return Client(anyone.url, state.service_key(GENT), basic=True)


def words_in_code(anyone, path):
    return page_of(anyone, path)[1].xpath('//code/text()')


def gml_ids(answer):
    assert answer.status == 200, answer
    return answer.xml.xpath('//*[local-name()="risicolocatie"]/@*[local-name()="id"]')


@pytest.mark.parametrize('path', PAGES)
def test_what_arcgis_asks_after_the_steps_of_its_page_is_answered(anyone, keeper, truth, path):
    """Version 2.0.0, Basic after a 401, and as many features as MAXFEATURES says: as far as its manual and others' logs tell."""
    codes = words_in_code(anyone, path + '/arcgis')
    assert {'MAXFEATURES', 'SWAPXY', anyone.url + '/wfs'} <= set(codes)
    most = int(next(code for code in codes if code.isdigit()))
    assert anyone.get('/wfs?service=WFS&version=2.0.0&request=GetFeature&typeNames=risico:risicolocatie').status == 401
    assert len(keeper.wfs('GetCapabilities').xml.findall('.//%sFeatureType' % WFS)) == 3
    assert keeper.wfs('DescribeFeatureType', typeNames='risico:risicolocatie').xml.xpath('//*[@base="gml:AbstractFeatureType"]')
    found = gml_ids(keeper.features(count=most, srsName='urn:ogc:def:crs:EPSG::31370'))
    assert sorted(found) == sorted('risicolocatie.%d' % key for key in truth.gent) and len(found) < most
    asked_by_hand = next(code for code in codes if 'GetCapabilities' in code)
    assert keeper.get(asked_by_hand, BROWSER).status == 200


@pytest.mark.parametrize('path', PAGES)
@pytest.mark.parametrize('way', ['GET', 'POST'])
def test_what_fme_asks_after_the_steps_of_its_page_is_answered(anyone, keeper, truth, path, way):
    """Version 2.0.0 in parts, by StartIndex: every location comes once."""
    assert {'risico:risicolocatie', 'EPSG:31370', anyone.url + '/wfs'} <= set(words_in_code(anyone, path + '/fme'))
    found, step = [], len(truth.gent) // 3
    while len(found) % step == 0 and len(found) <= len(truth.gent):
        body = ('<wfs:GetFeature xmlns:wfs="http://www.opengis.net/wfs/2.0" xmlns:risico="http://risicolaag/1.0" service="WFS" version="2.0.0" startIndex="%d" count="%d">'
                '<wfs:Query typeNames="risico:risicolocatie" srsName="urn:ogc:def:crs:EPSG::31370"/></wfs:GetFeature>' % (len(found), step))
        part = gml_ids(keeper.features(startIndex=len(found), count=step) if way == 'GET' else keeper.post(body.encode(), 'text/xml'))
        found += part
        if not part:
            break
    assert sorted(found) == sorted('risicolocatie.%d' % key for key in truth.gent)


PAPERS = {'/handleiding': ('handleiding.pdf', 'snelkaart.pdf'), '/guide': ('guide.pdf', 'quick-card.pdf')}


@pytest.mark.parametrize('path', PAGES)
def test_the_guide_leads_to_its_pdf_exactly_when_there_is_one(anyone, path):
    """The build takes in those that bin/guide left in build/guide; without them one is told to print the page."""
    made = all((REPO / 'build/guide' / name).exists() for name in PAPERS[path])
    links = page_of(anyone, path)[1].xpath('//a/@href')
    for name in PAPERS[path]:
        answer = anyone.get('%s/%s' % (path, name))
        assert (anyone.url + path + '/' + name in links) == (answer.status == 200) == made, 'built before bin/guide ran? build again'
        assert not made or (answer.type == 'application/pdf' and answer.body.startswith(b'%PDF') and 'max-age' in answer.headers['Cache-Control'])
    assert made or 'uw browser' in anyone.get(path).text or 'your browser' in anyone.get(path).text
