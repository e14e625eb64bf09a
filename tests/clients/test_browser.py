"""A person with a browser (headless Chromium): the landing page, errors as pages, XML that can be read, and no word of a refused style or script."""
import tempfile
import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait
from support.browser import chromium


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
