"""What a browser, a search engine or a monitor finds: the landing page, pages for errors, and the other paths that are no service (trial row N1)."""
import html
import re
import urllib.request
import pytest
from lxml import etree
from support.client import Client
from support.server import Server

BROWSER = {'Accept': 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8'}
JAVA = {'Accept': 'text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2'}  # what Java sends for programs that say nothing


def asked(client, path, method='GET', headers=None):
    return client.send(urllib.request.Request(client.url + path, headers={**client.headers, **(headers or {})}, method=method))


def check_page(answer, status):
    assert answer.status == status and answer.type == 'text/html' and answer.headers.get_param('charset') == 'utf-8', answer
    policy, = answer.headers.get_all('Content-Security-Policy')
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy and 'unsafe' not in policy
    page = etree.HTML(answer.body, etree.HTMLParser(encoding='utf-8'))
    assert page.get('lang') in ('nl', 'en') and page.findtext('.//title') and len(page.findall('.//h1')) == 1
    assert not page.xpath('//@src | //@style | //link[@rel="stylesheet"]'), 'nothing from elsewhere'
    return page


@pytest.mark.parametrize('headers', [{}, BROWSER, JAVA, {'Accept': 'application/json'}])
def test_n1_the_landing_page_says_the_address(anyone, headers):
    page = check_page(anyone.get('/', headers), 200)
    assert page.findtext('.//code[@id="url"]') == anyone.url + '/wfs'
    assert page.xpath('//button[@data-copy="url"]')
    assert {anyone.url + path for path in ('/geoserver/BROL/wfs', '/geoserver/wfs')} <= set(page.xpath('//li/code/text()'))


def test_n1_the_links_of_the_landing_page_lead_somewhere(anyone):
    links = check_page(anyone.get('/'), 200).xpath('//a/@href | //link/@href')
    assert len(links) >= 4
    for link in links:
        assert anyone.get(link).status == 200, link
    example = re.search(r'"(%s[^"]+)"' % re.escape(anyone.url), html.unescape(anyone.get('/').text.partition('curl')[2]))[1]
    assert len(anyone.get(example).json['features']) == 10


def test_n1_the_landing_page_has_a_heading_for_every_part_and_no_level_is_skipped(anyone):
    page = check_page(anyone.get('/'), 200)
    assert [level.tag for level in page.iter('h1', 'h2', 'h3')] == ['h1'] + ['h2'] * len(page.findall('.//section'))
    assert all(page.xpath('//*[@id="%s"]' % section.get('aria-labelledby')) for section in page.iter('section'))
    assert page.find('.//main') is not None and page.xpath('//*[@role="status"]')


def test_n1_the_landing_page_says_the_public_address_and_escapes_what_it_is_told(state):
    texts = {'title': 'A <b>&"\' {{base}}', 'abstract': '</style><script>1</script>', 'provider': '<i>', 'contact_email': 'bodem@gent.example'}
    with Server(state, public_url='https://kaart.example/pad', service=texts) as server:
        answer = Client(server.url).get('/', {'Host': 'elders.example'})
        page = check_page(answer, 200)
        assert page.findtext('.//code[@id="url"]') == 'https://kaart.example/pad/wfs'
        assert page.findtext('.//title') == page.findtext('.//h1') == texts['title']
        assert texts['abstract'] in page.xpath('//header/p/text()') and not page.xpath('//b[text()="&"] | //footer//i')
        assert page.xpath('//a[starts-with(@href, "mailto:")]/@href') == ['mailto:bodem@gent.example']
        assert 'elders' not in answer.text
        assert check_page(Client(server.url).get('/elders', BROWSER), 404).xpath('//a/@href') == ['https://kaart.example/pad/']


def test_n1_a_host_that_is_no_host_never_reaches_the_page(anyone):
    answer = anyone.get('/', {'Host': 'x"><script>alert(1)</script>'})
    assert answer.status == 400 or 'alert' not in answer.text


@pytest.mark.parametrize('path', ['/elders', '/metrics', '/favicon.png', '/wfs/elders', '/geoserver'])
def test_n1_what_is_not_there_is_not_found_in_the_form_that_was_asked(gent, path):
    page = check_page(gent.get(path, BROWSER), 404)
    assert page.xpath('//a/@href') == [gent.url + '/'] and gent.url + '/wfs' in ''.join(page.itertext())
    for headers in ({}, JAVA, {'Accept': '*/*'}):
        report = gent.get(path, headers)
        assert report.status == 404 and report.type == 'text/xml' and gent.url + '/wfs' in report.text
    problem = gent.get(path, {'Accept': 'application/json'})
    assert problem.status == 404 and problem.type == 'application/problem+json'


def test_n1_a_program_that_asks_for_a_service_at_the_landing_page_gets_a_report(anyone):
    for query in ('?service=WFS&request=GetCapabilities', '?REQUEST=GetCapabilities&SERVICE=WFS'):
        answer = anyone.get('/' + query)
        assert answer.status == 404 and answer.type == 'text/xml' and anyone.url + '/wfs' in answer.text


def test_n1_browsers_and_search_engines_find_what_they_ask_of_every_host(anyone):
    icon, robots = anyone.get('/favicon.ico'), anyone.get('/robots.txt')
    assert icon.status == 200 and icon.type == 'image/svg+xml' and icon.xml.tag == '{http://www.w3.org/2000/svg}svg'
    assert robots.status == 200 and robots.type == 'text/plain' and robots.text == 'User-agent: *\nDisallow: /\n'
    assert all('max-age' in answer.headers['Cache-Control'] for answer in (icon, robots))


@pytest.mark.parametrize('path', ['/', '/healthz', '/favicon.ico', '/robots.txt', '/wfs?service=WFS&request=GetCapabilities'])
def test_n1_head_says_what_get_says(anyone, path):
    full, head = asked(anyone, path), asked(anyone, path, 'HEAD')
    assert head.status == full.status == 200 and head.body == b'' and head.type == full.type
    assert head.headers.get('Content-Security-Policy') == full.headers.get('Content-Security-Policy') is not None


@pytest.mark.parametrize('path,allowed', [('/', 'GET, HEAD, OPTIONS'), ('/healthz', 'GET, HEAD, OPTIONS'), ('/robots.txt', 'GET, HEAD, OPTIONS'),
                                          ('/wfs', 'GET, HEAD, POST, OPTIONS'), ('/elders', 'GET, HEAD, POST, OPTIONS')])
def test_n1_other_methods_are_refused_with_those_that_are_answered(gent, path, allowed):
    for method in ('PUT', 'DELETE', 'PATCH', 'TRACE', 'PROPFIND') + (() if 'POST' in allowed else ('POST',)):
        answer = asked(gent, path, method, BROWSER)
        assert answer.status == 405, (method, answer)
        assert answer.headers['Allow'] == allowed, method
    options = asked(gent, path, 'OPTIONS')
    assert options.status == 204 and options.headers['Allow'] == allowed


@pytest.mark.parametrize('method', ['PUT', 'PATCH', 'DELETE'])
def test_a_body_that_no_service_takes_is_refused_and_never_read_as_a_request(gent, method):
    """nginx passes on every method with its body: what a path answers is the service's to say (server/services.def)."""
    body = b'service=WFS&version=2.0.0&request=GetFeature&typeNames=risicolocatie&count=1&filter=' + b' ' * 1000000
    for path in ('/wfs', '/'):
        answer = gent.send(urllib.request.Request(gent.url + path, data=body, headers={**gent.headers, 'Content-Type': 'application/x-www-form-urlencoded'}, method=method))
        assert answer.status == 405 and ('POST' in answer.headers['Allow']) == (path == '/wfs'), answer
        assert answer.type == 'text/xml' and b'OperationNotSupported' in answer.body


def test_n1_xml_may_be_shown_by_a_browser_and_nothing_else_may(gent):
    """Chromium shows a tree with a style of its own; tests/clients/test_browser.py looks at it."""
    policies = {}
    for query in ('request=GetCapabilities', 'version=2.0.0&request=GetFeature&typeNames=risicolocatie&count=1&outputFormat=json', 'request=Onzin'):
        policies[query], = gent.get('/wfs?service=WFS&' + query).headers.get_all('Content-Security-Policy')
    capabilities, features, report = policies.values()
    assert capabilities == report and "style-src 'unsafe-inline'" in capabilities and 'script-src' not in capabilities
    assert 'style-src' not in features and all("default-src 'none'" in policy and "frame-ancestors 'none'" in policy for policy in policies.values())
