"""The web page of the guide, saved from the server beside OpenLayers' own file and opened as a file: it shows the locations of the key, and says what is wrong with another."""
import contextlib
import shutil
import tempfile
import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait
from support import npm, store
from support.browser import chromium
from support.client import Client
from support.sample import GENT
from support.server import REPO, Server

OPENLAYERS = REPO / 'tests/clients/openlayers'


@contextlib.contextmanager
def opened(client, folder):
    """A browser with the page that this server hands out."""
    npm.install(OPENLAYERS)
    shutil.copy(OPENLAYERS / 'node_modules/ol/dist/ol.js', folder)
    answer = client.get('/handleiding/openlayers.html')
    assert answer.status == 200
    (folder / 'openlayers.html').write_bytes(answer.body)
    with tempfile.TemporaryDirectory() as profile:
        browser = chromium(profile)
        browser.get((folder / 'openlayers.html').as_uri())
        yield browser
        browser.quit()


@pytest.fixture(scope='module')
def page(anyone, tmp_path_factory):
    with opened(anyone, tmp_path_factory.mktemp('page')) as browser:
        yield browser


def shown(browser, key):
    """What the page says after the key was given."""
    field = browser.find_element(By.ID, 'sleutel')
    field.clear()
    field.send_keys(key)
    browser.execute_script("document.getElementById('melding').textContent = ''")
    browser.find_element(By.TAG_NAME, 'button').click()
    WebDriverWait(browser, 60).until(lambda b: b.find_element(By.ID, 'melding').text)
    return browser.find_element(By.ID, 'melding').text


def test_the_page_shows_the_locations_of_the_key(page, state, truth):
    assert shown(page, state.service_key(GENT)) == '%d risicolocaties' % len(truth.gent)
    found = page.execute_script('return source.getFeatures().map((one) => [one.getId(), one.get("rubriek"), one.getGeometry().getExtent()])')
    assert {one[0] for one in found} == store.ids(truth.gent)
    for key, rubriek, extent in found[:20]:
        row = truth.gent[int(key.rpartition('.')[2])]
        assert rubriek == row['rubriek'] and extent == pytest.approx(list(store.shape(store.polygons(row['geometry'])).bounds), abs=0.01)
    seen = page.execute_script('return map.getView().calculateExtent(map.getSize())')
    whole = page.execute_script('return source.getExtent()')
    assert seen[0] <= whole[0] and seen[1] <= whole[1] and seen[2] >= whole[2] and seen[3] >= whole[3], 'the map shows all of them'


def test_the_page_shows_all_locations_when_they_come_in_more_than_one_answer(state, truth, tmp_path):
    with Server(state, page=len(truth.gent) // 3) as server, opened(Client(server.url), tmp_path) as browser:
        assert shown(browser, state.service_key(GENT)) == '%d risicolocaties' % len(truth.gent)
        assert set(browser.execute_script('return source.getFeatures().map((one) => one.getId())')) == store.ids(truth.gent)


def test_the_page_says_that_a_key_is_wrong(page):
    assert shown(page, 'rlk_onzin') == 'Dat lukte niet: de sleutel klopt niet of is verlopen'


def test_the_page_keeps_no_key(page, state):
    shown(page, state.service_key(GENT))
    assert page.execute_script('return [localStorage.length, sessionStorage.length, document.cookie, location.search]') == [0, 0, '', '']
    assert not [line for line in page.get_log('browser') if 'status of 401' not in line['message'] and line['level'] == 'SEVERE']
