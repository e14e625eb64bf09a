"""What QGIS really says when something goes wrong is what chapter 11 of the guide explains: each case is brought about in QGIS, in Dutch on a Dutch computer and in English on an
English one, and the words that it then shows must stand in a row of the guide, which must have the words of this table."""
import concurrent.futures
import html
import json
import re
import subprocess
import sys
import pytest
from support import qgis
from support.client import Client
from support.faulty import Faulty
from support.sample import GENT
from support.server import ISSUER, REPO, Server, free_port

GUIDE = REPO / 'qgis-guide'
sys.path.insert(0, str(GUIDE / 'make'))
import labels  # noqa: E402
import pictures  # noqa: E402

PAGES = {'nl': 'handleiding', 'en': 'guide'}
LOCALES = {'nl': 'nl_BE.UTF-8', 'en': 'en_GB.UTF-8'}
WRONG = 'rlk_0123456789_' + 'A' * 43
# case: what its row names, by labels.txt (message-…) or as (Dutch, English); QGIS must show all of it, and one row of the guide must have it
ROWS = {
    'wrong key': ['credentials', 'risicolaag', ('Deze sleutel bestaat niet', 'There is no such key')],
    'no role': [('geeft geen enkele gemeente', 'names no municipality')],
    'key in the address': [('hoort niet in een URL', 'does not belong in a URL')],
    'no service': [('hier is geen dienst', 'there is no service here')],
    'many wrong keys': [('veel verkeerde sleutels', 'many wrong keys')],
    'login server away': [('kan nu niet nagekeken worden', 'cannot be checked')],
    'no answer': ['message-download', ('Operatie geannuleerd', 'Operation canceled')],
    'a web page': ['message-invalid'],
    'no such host': ['message-download', ('niet gevonden', 'not found')],
    'nothing listens': ['message-download', ('Verbinding is geweigerd', 'Connection refused')],
    'https where http is': ['message-download', ('SSL-handdruk is mislukt', 'SSL handshake failed')],
    'unknown certificate': ['message-certificate'],
    'proxy wants a password': ['credentials', 'proxy', 'message-proxy'],
    'expired key in a project': ['message-layers', 'message-keep'],
    'busy': ['message-partly'],
    'slow': ['message-timeout'],
    'axes changed': ['message-extent'],
}
SILENT = {'beside': ('een lege kaart, zonder melding', 'an empty map, without a message'), 'filtered': ('een lege kaart, zonder melding', 'an empty map, without a message'),
          'degrees': ('uitgerekte vlakken', 'stretched shapes')}


@pytest.fixture(scope='module')
def places(state, server, idp, tmp_path_factory):
    """The cases: what QGIS is told to do, with the servers that make it fail."""
    folder, nobody, key = tmp_path_factory.mktemp('faulty'), free_port(), state.service_key(GENT)
    (folder / 'secret').write_text('x')
    (folder / 'secret').chmod(0o600)
    asking_nobody = {'issuer': ISSUER, 'audience': 'risicolaag', 'role_claim': 'risicolaag_rol_3d',
                     'introspection': {'url': 'http://127.0.0.1:%d/' % nobody, 'client_id': 'x', 'scope': 'x', 'client_secret_file': str(folder / 'secret')}}
    with Server(state) as guessed, Server(state, token=asking_nobody) as alone, Faulty(server.url) as faulty, Faulty(server.url, certificate=folder) as secret:
        spoilt, layer = 'http://127.0.0.1:%d' % faulty.port, {'layer': True, 'count': True, 'key': key}
        project = folder / 'risicolocaties.qgs'
        project.write_bytes(Client(server.url).get('/handleiding/risicolocaties.qgs').body)
        yield guessed, {
            'many wrong keys': {'url': guessed.url + '/wfs', 'key': WRONG},
            'expired key in a project': {'project': str(project), 'key': WRONG, 'login': 'risicol'},
            'wrong key': {'url': server.url + '/wfs', 'key': WRONG},
            'no role': {'url': server.url + '/wfs', 'key': state.token_for_organisations('0999999922')},
            'key in the address': {'url': server.url + '/wfs?token=' + key},
            'no service': {'url': server.url + '/wf', 'key': key},
            'login server away': {'url': alone.url + '/wfs', 'key': 'opaque'},
            'no answer': {'url': spoilt + '/all-slow/wfs', 'key': key, 'timeout_ms': 1000},
            'a web page': {'url': server.url + '/handleiding', 'key': key},
            'no such host': {'url': 'http://bestaat-niet.invalid/wfs', 'key': key},
            'nothing listens': {'url': 'http://127.0.0.1:%d/wfs' % nobody, 'key': key},
            'https where http is': {'url': server.url.replace('http:', 'https:') + '/wfs', 'key': key},
            'unknown certificate': {'url': 'https://127.0.0.1:%d/all-503/wfs' % secret.port, 'key': key},
            'busy': {'url': spoilt + '/features-503/wfs', 'first_message': True, **layer},
            'slow': {'url': spoilt + '/features-slow/wfs', 'timeout_ms': 1000, 'first_message': True, **layer},
            'beside': {'url': server.url + '/wfs', 'beside': True, **layer},
            'filtered': {'url': server.url + '/wfs', 'filter': "\"bron\" = 'niemand'", **layer},
            'axes changed': {'url': server.url + '/wfs', 'invert': True, **layer},
            'degrees': {'url': server.url + '/wfs', 'crs': 'EPSG:4326', **layer},
            'right': {'url': server.url + '/wfs', **layer},
            'proxy wants a password': {'url': 'http://risicolaag.example/wfs', 'key': key, 'proxy': faulty.port},
        }


@pytest.fixture(scope='module')
def said(places, tmp_path_factory):
    """language → case → what QGIS showed; one start for each language, both at once, for QGIS mostly waits."""
    guess(places[0])
    homes = {language: tmp_path_factory.mktemp('home-' + language) for language in PAGES}
    with concurrent.futures.ThreadPoolExecutor() as both:
        found = dict(zip(PAGES, both.map(lambda language: asked(places[1], homes[language], language), PAGES)))
    return found.__getitem__


def guess(server):
    """Wrong keys until the server has had enough of them, as it has for a minute."""
    assert [Client(server.url, WRONG, basic=True).features().status for _ in range(31)][-1] == 429


def asked(cases, home, language):
    pictures.profile(home, language)
    job, result = home / 'job.json', home / 'result.json'
    job.write_text(json.dumps({'make': str(GUIDE / 'make'), 'result': str(result), 'cases': [{'name': name, **case} for name, case in cases.items()]}))
    command = ['qgis', '--nologo', '--noversioncheck', '--noplugins', '--profiles-path', str(home), '--code', str(REPO / 'tests/clients/qgis_messages.py')]
    kept = {name: value for name, value in qgis.environment(home).items() if name != 'LC_ALL'}
    with qgis.Screen() as screen:
        more = {'DISPLAY': screen.display, 'QT_QPA_PLATFORM': 'xcb', 'RISICOLAAG_JOB': str(job), 'LANG': LOCALES[language], 'LC_CTYPE': 'C.UTF-8'}
        with open(home / 'qgis.log', 'w') as log:
            subprocess.run(command, env={**kept, **more}, stdout=log, stderr=log, timeout=300, stdin=subprocess.DEVNULL)
    assert result.exists(), 'QGIS said nothing:\n' + (home / 'qgis.log').read_text()[-3000:]
    found = json.loads(result.read_text(encoding='utf-8'))
    assert 'failure' not in found, found['failure']
    return found['said']


def shown(found):
    return '\n'.join([*found['bar'], *(text for window in found['windows'] for text in window['texts'])]).replace('&&', '&').replace('&', '')


def wordings(case, language):
    known = labels.known(labels.LABELS.read_text(encoding='utf-8'), language)
    return [known.get(one, one) if isinstance(one, str) else one[language == 'en'] for one in ROWS[case]]


def rows_of(language):
    """(what one sees, the whole row) of every row in chapter 11."""
    page = (REPO / 'server/pages' / (PAGES[language] + '.html')).read_text(encoding='utf-8')
    chapter = re.search(r'<h1>11\. .*?(?=<h1>12\. )', page, re.S)[0]
    rows = [[html.unescape(re.sub('<[^>]+>', '', cell)) for cell in re.findall('<td>(.*?)</td>', row, re.S)] for row in re.findall('<tr[^>]*>(.*?)</tr>', chapter, re.S)]
    return [(cells[0], ' | '.join(cells)) for cells in rows if cells]


@pytest.mark.parametrize('language', PAGES)
@pytest.mark.parametrize('case', ROWS)
def test_qgis_says_what_the_guide_explains(said, case, language):
    words = wordings(case, language)
    texts = shown(said(language)[case])
    for one in words:
        assert re.search(re.escape(one).replace('…', '.*'), texts), (one, texts)
    assert any(words[0] in sees and all(one in row for one in words) for sees, row in rows_of(language)), (words, 'no row of the guide has all of this')


@pytest.mark.parametrize('case', SILENT)
def test_where_the_guide_says_that_qgis_is_silent_it_is(said, case):
    for language, words in zip(PAGES, SILENT[case]):
        assert words in {sees for sees, _ in rows_of(language)}
        found = said(language)[case]
        assert found['valid'] and not found['bar']
        assert {window['kind'] for window in found['windows']} <= ({'QgsDatumTransformDialog'} if case == 'degrees' else set()), 'that one comes when the project changes'


def test_an_empty_map_has_the_reason_that_the_guide_gives(said):
    found = said('nl')
    assert found['right']['shown'] > 0 and [found[case]['shown'] for case in ('beside', 'filtered')] == [0, 0]


def test_axes_that_changed_places_put_the_shapes_elsewhere(said):
    """X and y of Lambert 72 are far apart here, so that one sees it."""
    left, bottom, right, top = said('nl')['right']['lies']
    turned = said('nl')['axes changed']['lies']
    assert turned == pytest.approx([bottom, left, top, right]) and (turned[0] > right or turned[1] > top or turned[2] < left or turned[3] < bottom)


def test_a_project_in_degrees_stretches_the_shapes(said):
    """A degree of longitude is 0.63 of a degree of latitude here, and QGIS draws both alike."""
    def breadth(case):
        left, bottom, right, top = said('nl')[case]['drawn']
        return (right - left) / (top - bottom)
    assert breadth('degrees') > 1.4 * breadth('right')


def test_a_row_for_every_message_of_qgis():
    """And no message in labels.txt that no case brings about."""
    known = {name for name in labels.known(labels.LABELS.read_text(encoding='utf-8'), 'nl') if name.startswith('message-')}
    assert known - {'message-title'} == {one for row in ROWS.values() for one in row if isinstance(one, str) and one.startswith('message-')}


@pytest.mark.parametrize('language', PAGES)
def test_the_windows_have_the_title_that_the_guide_gives(said, language):
    title = labels.known(labels.LABELS.read_text(encoding='utf-8'), language)['message-title']
    for case in ('wrong key', 'no role', 'many wrong keys', 'login server away', 'no answer', 'no such host', 'nothing listens'):
        assert title in shown(said(language)[case]), case
