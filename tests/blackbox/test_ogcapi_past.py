"""The pages for people at /api of a day that is over, and of rows that were struck off: every link stays where the page is."""
import html
import re
import urllib.parse
import pytest
from support import past, store
from support.client import Client
from support.sample import GENT
from support.server import Server, State

ITEMS = '/api/collections/risicolocatie/items'
LAMBERT = 'http://www.opengis.net/def/crs/EPSG/0/31370'
WORDS = ('Dit is het verleden', 'This is the past')


class World:
    """A row that was changed since, and one that was struck off since."""

    def __init__(self, binary):
        self.state = State(binary)
        self.state.make_sample(300, 5)
        self.state.make_key()
        past.as_if_begun_earlier(self.state.store)
        changes = past.Changes(binary, self.state.store)
        rows = store.rows(self.state.store, 'risicolocatie', [GENT])
        self.changed, self.struck = [id for id in sorted(rows) if not rows[id]['geschrapt']][:2]
        for done in (changes.editor.update(self.changed, omschrijving='van vandaag'), changes.editor.strike(self.struck), changes.editor.commit()):
            assert done['ok'], done


@pytest.fixture(scope='module')
def world(binary):
    w = World(binary)
    with Server(w.state) as running:
        w.gent = Client(running.url, w.state.token(GENT))
        yield w
    w.state.remove()


def hrefs(answer):
    assert answer.status == 200 and answer.type == 'text/html', answer
    return [html.unescape(href) for href in re.findall(r'href="([^"]*)"', answer.text)]


def below_items(answer):
    return [href for href in hrefs(answer) if '/items' in href]


def asked(href):
    return {name: given for name, (given,) in urllib.parse.parse_qs(urllib.parse.urlsplit(href).query).items()}


@pytest.mark.parametrize('keeps', [{'peildatum': past.THEN}, {'geschrapt': 'ja'}, {'geschrapt': 'alle', 'crs': LAMBERT}, {'peildatum': past.THEN + 'T10:00:00Z', 'geschrapt': 'alle', 'crs': LAMBERT}], ids=range(4))
@pytest.mark.thorough
def test_every_link_of_a_page_keeps_the_day_the_struck_off_rows_and_the_system(world, keeps):
    page = world.gent.get(ITEMS, f='html', limit=5, **keeps)
    assert len(below_items(page)) > 3
    one = next(href for href in below_items(page) if re.search(r'/items/', href))
    for shown in (page, world.gent.get(one)):
        for href in below_items(shown):
            assert keeps.items() <= asked(href).items(), href
            assert world.gent.get(href).status == 200, href


def test_a_row_that_was_struck_off_since_leads_to_the_row_as_it_was(world):
    name = 'risicolocatie.%d' % world.struck
    assert world.gent.get(ITEMS + '/' + name).status == 404
    page = world.gent.get(ITEMS, f='html', peildatum=past.THEN, id=name)
    assert {world.gent.get(href).status for href in hrefs(page) if name + '?' in href} == {200}
    changed = 'risicolocatie.%d' % world.changed
    link = next(href for href in hrefs(world.gent.get(ITEMS, f='html', peildatum=past.THEN, id=changed)) if changed + '?' in href)
    assert 'van vandaag' not in world.gent.get(link).text and 'van vandaag' in world.gent.get(ITEMS + '/' + changed, f='html').text


def test_struck_off_rows_that_a_filter_found_can_be_opened(world):
    name = 'risicolocatie.%d' % world.struck
    page = world.gent.get(ITEMS, f='html', limit=500, filter='geschrapt = true')
    found = [href for href in below_items(page) if '/items/' in href]
    assert any(name + '?' in href for href in found) and {world.gent.get(href).status for href in found} == {200}


def test_a_page_of_the_past_says_that_it_is_one_and_of_when(world):
    one = ITEMS + '/risicolocatie.%d' % world.changed
    for path in (ITEMS, one):
        for given, shown in ((past.THEN, 'het einde van 2026-03-01'), ('2026-03-01T11:00:00.5+01:00', '2026-03-01T10:00:00.500Z')):
            page = world.gent.get(path, f='html', peildatum=given)
            assert all(word in page.text for word in WORDS) and shown in page.text, given
        assert not any(word in world.gent.get(path, f='html').text for word in WORDS)


def test_a_moment_may_be_written_in_small_letters(world):
    small, capital = (world.gent.get(ITEMS, peildatum=given).json for given in ('2026-03-01t10:00:00z', '2026-03-01T10:00:00Z'))
    assert small['features'] == capital['features'] and small['numberMatched'] > 0


def test_a_blank_day_is_refused_and_by_the_rules_of_ows_absent(world):
    for given in ('', ' ', '\t '):
        assert world.gent.get(ITEMS, peildatum=given).status == 400, repr(given)
        assert world.gent.features(resultType='hits', peildatum=given).xml.get('numberMatched') == world.gent.features(resultType='hits').xml.get('numberMatched')
