"""A person with a browser (headless Chromium): the landing page, errors as pages, XML that can be read, and no word of a refused style or script."""
import re
import tempfile
import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait
from support.beside import Beside, Handler
from support.browser import chromium
from support.sample import GENT
from support.server import REPO


@pytest.fixture(scope='module')
def browser():
    with tempfile.TemporaryDirectory() as profile:
        started = chromium(profile)
        yield started
        started.quit()


def opened(browser, url, scheme='light'):
    browser.get_log('browser')
    browser.execute_cdp_cmd('Emulation.setEmulatedMedia', {'features': [{'name': 'prefers-color-scheme', 'value': scheme}]})
    browser.get(url)
    return browser


def complaints(browser):
    """A page that says 404 is logged as an error of the network; that is what it should say."""
    return [line['message'] for line in browser.get_log('browser') if 'the server responded with a status of' not in line['message']]


def luminance(colour):
    def linear(part):
        return part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4
    red, green, blue = (linear(int(part) / 255) for part in colour[colour.index('(') + 1:-1].split(',')[:3])
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, two):
    """WCAG 2.1 §1.4.3"""
    light, dark = sorted((luminance(one), luminance(two)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize('scheme', ['light', 'dark'])
def test_n1_the_landing_page_loads_whole_and_can_be_read(browser, server, scheme):
    page = opened(browser, server.url + '/', scheme)
    assert page.find_element(By.TAG_NAME, 'h1').text
    assert complaints(page) == []
    paper = page.find_element(By.TAG_NAME, 'body').value_of_css_property('background-color')
    assert (luminance(paper) > 0.5) == (scheme == 'light'), 'the style was not applied: %s' % paper
    for selector in ('h1', 'p', 'a', 'code', '[lang=en]', 'dt', 'dd'):
        assert contrast(page.find_element(By.CSS_SELECTOR, selector).value_of_css_property('color'), paper) >= 4.5, selector
    button = page.find_element(By.TAG_NAME, 'button')
    assert contrast(button.value_of_css_property('color'), button.value_of_css_property('background-color')) >= 4.5
    assert button.size['height'] >= 24 and button.is_displayed()


def test_n1_the_copy_button_copies_the_address(browser, server):
    page = opened(browser, server.url + '/')
    page.execute_cdp_cmd('Browser.grantPermissions', {'origin': server.url, 'permissions': ['clipboardReadWrite', 'clipboardSanitizedWrite']})
    page.find_element(By.TAG_NAME, 'button').click()
    WebDriverWait(page, 10).until(lambda b: b.find_element(By.ID, 'copied').text.startswith('Gekopieerd'))
    assert page.execute_async_script('navigator.clipboard.readText().then(arguments[0])') == server.url + '/wfs'
    assert complaints(page) == []


def test_n1_a_keyboard_reaches_everything_and_shows_where_it_is(browser, server):
    page = opened(browser, server.url + '/')
    wanted = len(page.find_elements(By.CSS_SELECTOR, 'a[href], button'))
    reached = set()
    for _ in range(wanted):
        page.execute_cdp_cmd('Input.dispatchKeyEvent', {'type': 'keyDown', 'key': 'Tab', 'code': 'Tab', 'windowsVirtualKeyCode': 9})
        now = page.switch_to.active_element
        assert now.value_of_css_property('outline-style') == 'solid' and now.value_of_css_property('outline-width') == '3px'
        reached.add(now.id)
    assert len(reached) == wanted


@pytest.mark.parametrize('path', ['/elders', '/metrics', '/wfs', '/a/b/c?x=1'])
def test_n1_an_error_is_a_page_for_a_browser(browser, server, path):
    page = opened(browser, server.url + path)
    assert page.find_element(By.TAG_NAME, 'h1').text in ('Niet gevonden', 'De vraag klopt niet', 'Not Found', 'Bad Request')
    assert page.find_element(By.LINK_TEXT, page.find_element(By.TAG_NAME, 'a').text).get_attribute('href') == server.url + '/'
    assert complaints(page) == []


@pytest.mark.parametrize('query', ['request=GetCapabilities', 'version=2.0.0&request=ListStoredQueries'])
def test_n1_a_browser_shows_xml_as_a_tree(browser, server, query):
    page = opened(browser, server.url + '/wfs?service=WFS&' + query)
    assert complaints(page) == []
    shown = page.execute_script('return document.documentElement.innerText') or ''
    assert shown.count('</wfs:%s>' % ('WFS_Capabilities' if 'Capabilities' in query else 'ListStoredQueriesResponse')) == 1
    # the source that the tree was made from is hidden: else every text stands there twice
    assert page.execute_script('return getComputedStyle(document.getElementById("webkit-xml-viewer-source-xml")).display') == 'none'


class Viewer(Handler):
    """A page of another origin."""

    def do_GET(self):
        self.send_response(200)
        self.send_header('Content-Type', 'text/html')
        self.end_headers()
        self.wfile.write(b'<!doctype html><title>viewer</title>')


@pytest.fixture
def viewer(browser):
    with Beside(Viewer) as listening:
        opened(browser, 'http://127.0.0.1:%d/' % listening.port)
        yield browser


RUN = """
const [url, token, done] = arguments;
(async () => { %s; return body; })().then(body => done({body}), error => done({error: error.message}));
"""


def test_n10_the_guides_script_runs_in_a_page_of_another_origin(viewer, server, state):
    script, = re.findall(r'```js\n(.*?)```', (REPO / 'wfs-guide/README.md').read_text(), re.DOTALL)
    url = server.url + '/wfs?service=WFS&version=2.0.0&request=GetFeature&typeNames=risico:risicolocatie&count='
    good, bad = (viewer.execute_async_script(RUN % script, url + count, state.token(GENT)) for count in ('3', '-1'))
    assert len(good['body']['features']) == 3
    assert bad['error'] == "InvalidParameterValue (count): count moet een geheel getal van 0 of meer zijn, niet '-1'"


def test_n10_a_page_of_another_origin_may_send_and_read_what_libraries_do(viewer, server, state):
    ask = """
        const [url, token, done] = arguments;
        const sent = {'Authorization': 'Bearer ' + token, 'X-Requested-With': 'XMLHttpRequest', 'If-None-Match': '"x"', 'Cache-Control': 'no-cache',
                      'X-Eigen-Header': '1', 'Content-Type': 'application/x-www-form-urlencoded'};
        fetch(url, {headers: sent}).then(answer => done([answer.status, ...['Link', 'OGC-NumberMatched', 'X-Request-Id', 'WWW-Authenticate'].map(
            name => answer.headers.get(name))]), error => done(error.message));
    """
    url = server.url + '/wfs?service=WFS&version=2.0.0&request=GetFeature&typeNames=risico:risicolocatie&outputFormat=csv&count=1'
    status, link, matched, identifier, challenge = viewer.execute_async_script(ask, url, state.token(GENT))
    assert status == 200 and 'rel="next"' in link and int(matched) > 1 and len(identifier) == 32 and challenge is None
    status, link, matched, identifier, challenge = viewer.execute_async_script(ask, url, 'onzin')
    assert status == 401 and len(identifier) == 32 and 'invalid_token' in challenge
