"""The files that the guide hands out, as the server gives them: each loads in QGIS, shows what its caller may see, and looks as it should."""
import itertools
import json
import re
import subprocess
import sys
import pytest
from lxml import etree
from support import store
from support.client import Client
from support.qgis import environment
from support.server import REPO

GUIDE = REPO / 'qgis-guide'
sys.path.insert(0, str(GUIDE / 'make'))
import files  # noqa: E402
import pictures  # noqa: E402

NAMES = ('verbinding.xml', 'oauth2.json', 'aanmelding-sleutel.xml', 'aanmelding-oauth2.xml', 'risicolocaties.qlr', 'risicolocaties.qgs', 'risicolocaties.qml')
DRAWN = REPO / 'tests/fixtures/guide/project.png'
LEGEND = ['Categorie O', 'Categorie A', 'Categorie B', 'Categorie S', 'Categorie I', 'Geen categorie (nulrubriek)', 'Geschrapt', 'Vergunning gewijzigd (zes maanden)']


@pytest.fixture(scope='module')
def shop(request):
    with pictures.serving(request.config.getoption('--preset')) as made:
        yield made


@pytest.fixture(scope='module')
def folder(shop, tmp_path_factory):
    """What a user saves from the guide, with the key filled in."""
    saved, client = tmp_path_factory.mktemp('files'), Client(shop[1].url)
    for name in NAMES:
        answer = client.get('/handleiding/' + name)
        assert answer.status == 200, name
        (saved / name).write_bytes(answer.body)
    login = saved / 'aanmelding-sleutel.xml'
    assert login.read_text().count('VUL IN: uw sleutel') == 1
    login.write_text(login.read_text().replace('VUL IN: uw sleutel', shop[0].service_key(pictures.GEMEENTE)))
    return saved


def loaded(folder, home, login):
    done = subprocess.run([sys.executable, str(REPO / 'tests/clients/qgis_guide_files.py'), str(folder), login, str(home / 'drawn.png')],
                          env={**environment(home), 'QT_QPA_PLATFORM': 'offscreen'}, capture_output=True, text=True, timeout=300)
    lines = [line for line in done.stdout.splitlines() if line.startswith('RESULT ')]
    assert lines, 'QGIS said nothing:\n' + done.stdout[-2000:] + done.stderr[-3000:]
    return json.loads(lines[0][len('RESULT '):])


@pytest.fixture(scope='module')
def home(tmp_path_factory):
    return tmp_path_factory.mktemp('home')


@pytest.fixture(scope='module')
def seen(folder, home):
    return loaded(folder, home, 'aanmelding-sleutel.xml')


@pytest.fixture(scope='module')
def rows(shop):
    return store.rows(shop[0].store, 'risicolocatie', [pictures.GEMEENTE])


def ids(found):
    return sorted('risicolocatie.%d' % key for key in found)


def test_the_login_comes_in_with_the_id_that_the_project_asks_for(seen, folder, tmp_path):
    assert seen['logins'] == {files.LOGIN: ['Risicolaag', 'Basic']}
    assert loaded(folder, tmp_path, 'aanmelding-oauth2.xml')['logins'] == {files.LOGIN: ['Risicolaag', 'OAuth2']}


def test_the_project_shows_what_the_key_may_see(seen, rows):
    project = seen['project']
    assert all(project['valid'].values()) and project['crs'] == 'EPSG:31370'
    assert project['ids'] == ids(key for key, row in rows.items() if not row['geschrapt'])
    assert project['struck'] == ids(key for key, row in rows.items() if row['geschrapt']) != []
    assert project['tree'] == {'Risicolocaties': {'Risicolocaties': True, 'Geschrapte risicolocaties': False}, 'Percelen en grenzen': {'Percelen': True, 'Gemeenten': True}}


def test_the_layer_file_and_the_style_show_the_same(seen):
    layer = seen['layer']
    assert layer['done'] and layer['valid'] and layer['ids'] == seen['project']['ids']
    assert layer['legend'] == layer['style'] == seen['project']['legend'] == LEGEND


def test_each_rule_of_the_style_takes_the_locations_that_it_says(seen, rows):
    active = {key: row for key, row in rows.items() if not row['geschrapt']}
    wanted = {'Categorie ' + letter: [k for k, r in active.items() if r['vlarebo_categorie'] == letter] for letter in 'OABSI'}
    wanted['Geen categorie (nulrubriek)'] = [k for k, r in active.items() if r['vlarebo_categorie'] is None]
    wanted['Geschrapt'] = []  # they are in the layer beside it
    wanted['Vergunning gewijzigd (zes maanden)'] = [k for k, r in active.items() if r['wijziging_vergunning'] == 'JA']
    assert seen['project']['said'] == {label: ids(found) for label, found in wanted.items()}
    assert all(found for label, found in wanted.items() if label != 'Geschrapt')


def test_the_map_of_the_project_looks_as_it_did(seen, home):
    pictures.reduce(home / 'drawn.png')
    assert pictures.alike(home / 'drawn.png', DRAWN), (pictures.likeness(home / 'drawn.png', DRAWN), 'the map is in %s' % (home / 'drawn.png'))


@pytest.mark.parametrize('name', NAMES)
def test_no_file_holds_a_secret_or_says_who_made_it(name):
    text = (GUIDE / name).read_text()
    assert not re.search(r'rlk_\w|eyJ|password="(?!VUL IN)[^"]+"|/(?:tmp|home|work|root)/', text)
    assert re.findall(r' saveUser\w*="([^"]*)"', text) in ([], ['', ''])
    if name.endswith(('.qgs', '.qlr')):
        assert set(re.findall(r'authcfg=(\w+)', text)) == {files.LOGIN}


def linear(colour):
    parts = [int(colour[i:i + 2], 16) / 255 for i in (1, 3, 5)]
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]


# Machado, Oliveira and Fernandes 2009, full severity, in linear RGB
BLINDNESS = {'none': ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
             'protanopia': ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
             'deuteranopia': ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
             'tritanopia': ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900))}


def lab(rgb):
    """CIE 1976 L*a*b*, white D65."""
    r, g, b = (min(1, max(0, c)) for c in rgb)
    xyz = ((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505, 0.2126 * r + 0.7152 * g + 0.0722 * b, (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089)
    x, y, z = (c ** (1 / 3) if c > 0.008856 else 7.787 * c + 16 / 116 for c in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@pytest.mark.parametrize('kind', BLINDNESS)
def test_colour_blind_people_tell_the_categories_apart(kind):
    """A difference of 2 is just seen beside each other; on a map with a legend elsewhere it has to be much more."""
    colours = {label: linear(colour) for label, colour in [*files.CATEGORIES, ('none', '#dddddd')]}
    seen = {label: lab([sum(a * b for a, b in zip(row, rgb)) for row in BLINDNESS[kind]]) for label, rgb in colours.items()}
    close = {(a, b): sum((x - y) ** 2 for x, y in zip(seen[a], seen[b])) ** 0.5 for a, b in itertools.combinations(seen, 2)}
    assert min(close.values()) >= 14, close


def test_the_categories_are_told_apart_in_black_and_white_by_their_letter():
    style = etree.parse(str(GUIDE / 'risicolocaties.qml'))
    assert style.getroot().get('labelsEnabled') == '1'
    text, = style.findall('.//labeling/settings/text-style')
    assert text.get('fieldName') == 'vlarebo_categorie' and text.find('text-buffer').get('bufferDraw') == '1'
